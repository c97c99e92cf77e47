import Domain
import Testing
import Views

@Suite("Words for values")
struct WordingTests {
    let chinese: Wording
    let english: Wording

    init() throws {
        let renderer = try Ground.renderer()
        chinese = Ground.wording(renderer, .chinese)
        english = Ground.wording(renderer, .english)
    }

    private func at(_ month: Int, _ day: Int, _ hour: Int, _ minute: Int, year: Int = 2026) -> Instant {
        Instant(Day(year, month, day)!, hour: hour, minute: minute, offsetMinutes: 480)
    }

    @Test("moments are relative near and absolute far, in the group's time")
    func moments() {
        #expect(chinese.moment(at(11, 21, 14, 6)).words == "今天 14:06")
        #expect(chinese.moment(at(11, 20, 16, 20)).words == "昨天 16:20")
        #expect(chinese.moment(at(11, 22, 0, 0)).words == "明天 00:00")
        #expect(chinese.moment(at(11, 3, 10, 30)).words == "11月3日 10:30")
        #expect(chinese.moment(at(12, 31, 23, 59, year: 2025)).words == "2025年12月31日 23:59")
        #expect(english.moment(at(11, 21, 14, 6)).words == "Today 14:06")
        #expect(english.moment(at(11, 3, 10, 30)).words == "3 Nov 10:30")
        #expect(english.moment(at(12, 31, 23, 59, year: 2025)).words == "31 Dec 2025 23:59")
        #expect(chinese.moment(at(11, 21, 0, 1)).iso == "2026-11-20T16:01:00Z")
        #expect(chinese.moment(at(11, 21, 0, 1)).exact == "2026-11-21 00:01")
        #expect(chinese.dayWithWeekday(Ground.now) == "11月21日 星期六")
        #expect(english.dayWithWeekday(Ground.now) == "Saturday, 21 Nov")
    }

    @Test(
        "durations take at most two units",
        arguments: [
            (Span.seconds(59), "不到 1 分钟", "less than a minute"), (.minutes(4), "4 分", "4 min"), (.minutes(200), "3 小时 20 分", "3 h 20 min"),
            (.hours(2), "2 小时", "2 h"), (.hours(24), "1 天", "1 day"), (.hours(30), "1 天 6 小时", "1 day 6 h"),
            (.minutes(2_945), "2 天 1 小时", "2 days 1 h"),
            (-.hours(30), "1 天 6 小时", "1 day 6 h"),
        ])
    func durations(span: Span, chinese words: String, english other: String) {
        #expect(chinese.duration(span) == words)
        #expect(english.duration(span) == other)
    }

    @Test("a deadline says how it stands: plain, soon, late, met, met late")
    func deadlines() {
        let now = Ground.now
        #expect(chinese.deadline(due: now + .minutes(200)).tone == .plain)
        #expect(chinese.deadline(due: now + .minutes(200)).words == "还剩 3 小时 20 分")
        #expect(chinese.deadline(due: now + .hours(2)).tone == .soon)
        #expect(chinese.deadline(due: now + .hours(3), soon: .hours(4)).tone == .soon)
        #expect(chinese.deadline(due: now).tone == .late)
        #expect(chinese.deadline(due: now - .days(1)).words == "超期 1 天")
        #expect(english.deadline(due: now - .days(1)).words == "1 day overdue")
        #expect(english.deadline(due: now, metAt: now).tone == .good)
        #expect(english.deadline(due: now - .hours(2), metAt: now).words == "2 h late")
        #expect(english.deadline(due: now - .hours(2), metAt: now).tone == .late)
    }

    @Test(
        "money is grouped and shows fen only when there are any",
        arguments: [
            (Int64(150_000), "1,500 元", "¥1,500"), (30_000, "300 元", "¥300"), (150_050, "1,500.50 元", "¥1,500.50"), (0, "0 元", "¥0"),
            (100_000_000_000, "1,000,000,000 元", "¥1,000,000,000"), (-150_000, "-1,500 元", "¥-1,500"),
        ])
    func money(fen: Int64, chinese words: String, english other: String) {
        #expect(chinese.money(Fen(fen)) == words)
        #expect(english.money(Fen(fen)) == other)
    }

    @Test("a name never stands without its post, and every problem has words")
    func peopleAndProblems() {
        #expect(chinese.person("李敏", post: "滨江公司客服") == "李敏 · 滨江公司客服")
        #expect(chinese.person("李敏", post: nil) == "李敏")
        #expect(chinese.problem(.tooLong(max: 80)) == "最多 80 个字")
        #expect(chinese.problem(.beyondAuthority(.yuan(300))).contains("300 元"))
        #expect(english.problem(.tooLarge(max: 1_000_000)).contains("1,000,000"))
    }

    @Test(
        "the language of a request: stored choice, then the browser, then Chinese",
        arguments: [
            (nil as String?, nil as String?, Language.chinese), ("en", "zh-CN", .english), (nil, "en-GB,en;q=0.8", .english),
            (nil, "fr, zh;q=0.5", .chinese),
            (nil, "fr", .chinese), ("xx", "en", .english),
        ])
    func language(stored: String?, accept: String?, expected: Language) {
        #expect(Language.choose(stored: stored, acceptLanguage: accept) == expected)
    }
}
