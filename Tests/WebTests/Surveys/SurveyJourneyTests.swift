import Domain
import Foundation
import HTTPTypes
import Postgres
import TestSupport
import Testing

@testable import Web

@Suite("Surveys from questionnaire to answer") struct SurveyJourneyTests {
    /// A company's wave as it was planned, through the pages; answers its path.
    static func planned(_ ground: Ground, anonymous: Bool = false) async throws -> String {
        let bj = ground.visitor("bj")
        let made = try await bj.fill(
            bj.paths.newSurveyForm,
            ["from": "preset-afterRepair", "name": "维修后调查", "nameEnglish": "After repair", "purpose": "afterRepair", "about": ""])
        #expect(made.status == 200 && made.path.contains("/surveys/versions/"), "\(made.status) \(made.path)")
        let published = try await bj.fill(made.path, post: "\(made.path)/publish", [:])
        #expect(published.status == 200 && published.body.contains("第 1 版"))
        let form = try #require(
            published.addresses.first { $0.contains("/surveys/forms/") && Int($0.split(separator: "/").last ?? "") != nil })
        var fields = [
            "kind": "companyAnnual", "form": String(form.split(separator: "/").last ?? ""), "name": "2026 年度调查",
            "nameEnglish": "Survey 2026",
            "purpose": "", "opens": "2026-11-22", "closes": "2026-12-20", "respondents": "owner", "stage": "", "ageMin": "", "ageMax": "",
            "contactWithin": "", "gap": "0", "reminders": "1", "reminderDays": "7", "checkShare": "10", "margin": "", "confidence": "",
            "target": "3",
        ]
        if anonymous { fields["anonymous"] = "true" }
        let wave = try await bj.fill(bj.paths.newWave, fields)
        #expect(wave.status == 200 && wave.path.contains("/surveys/waves/"), "\(wave.status)")
        return wave.path
    }

    /// The same up to collecting.
    static func collecting(_ ground: Ground, anonymous: Bool = false) async throws -> String {
        let (bj, colleague) = (ground.visitor("bj"), ground.visitor("bj-2"))
        let wave = try await planned(ground, anonymous: anonymous)
        for (visitor, step) in [
            (bj, "count"), (colleague, "actions/approve"), (bj, "draw"), (bj, "actions/issue"), (bj, "actions/open"),
        ] {
            let answer = try await visitor.fill(wave, post: "\(wave)/\(step)", step == "draw" ? ["seed": "2026"] : [:])
            #expect(answer.status == 200, "\(step): \(answer.status)")
        }
        return wave
    }

    static func tokens(_ ground: Ground, _ wave: String) async throws -> [String] {
        let bj = ground.visitor("bj")
        let page = try await bj.get(wave)
        var tokens: [String] = []
        for path in page.addresses.sorted() where path.contains("/letters/") {
            let letters = try await bj.get(path)
            #expect(letters.status == 200)
            tokens += letters.body.components(separatedBy: "/survey/yunshan/").dropFirst().map {
                String($0.prefix { $0.isLetter || $0.isNumber })
            }
        }
        return tokens
    }

    @Test func `an owner answers on a phone: a letter's link, two languages, one answer; the used link is like an unknown one`()
        async throws
    {
        try await Ground.run { ground in
            let wave = try await Self.collecting(ground)
            let tokens = try await Self.tokens(ground, wave)
            #expect(tokens.count == 3 && Set(tokens).count == 3 && tokens.allSatisfy { $0.count == 26 })
            let phone = ground.stranger()
            let entered = try await phone.get("/survey/yunshan/\(tokens[0])")
            #expect(entered.status == 303 && entered.location == "/survey/yunshan", "the token leaves the address")
            let page = try await phone.get("/survey/yunshan")
            #expect(page.status == 200 && page.body.contains("您对这次维修总体满意吗") && page.body.contains("** 室"))
            #expect(page.body.utf8.count < 30_000 && !page.body.contains("<script"))
            #expect(!page.body.contains(tokens[0]) && !page.body.contains("业主"))
            #expect(page.headers[.cacheControl] == "no-store" && page.headers[.robotsTag] == "noindex")
            let before = try await ground.answers()
            for _ in 0..<3 { _ = try await phone.get("/survey/yunshan?page=1") }
            #expect(try await ground.answers() == before, "GET changes nothing")
            phone.jar.set(Cookies.language, "en")
            #expect(try await phone.get("/survey/yunshan").body.contains("how satisfied are you with this repair?"))

            let fields = [
                "page": "1", "shown": "overall,attitude,work,charge,remarks,contact", "q-overall": "5", "q-attitude": "4", "q-work": "4",
                "q-charge": "none", "t-remarks": "fine", "q-contact": "no",
            ]
            let wrong = try await phone.post("/survey/yunshan", fields.merging(["q-overall": "9"]) { $1 }, from: page)
            #expect(wrong.status == 422 && wrong.body.contains("fine"), "what was typed is still there")
            let forged = try await phone.post("/survey/yunshan", fields.merging(["q-secret": "9"]) { $1 }, from: page)
            #expect(forged.status == 422)
            #expect(try await ground.answers() == 0)
            for _ in 0..<2 {
                let sent = try await phone.post("/survey/yunshan", fields, from: page)
                #expect(sent.status == 303 && sent.location == "/survey/yunshan?done=1", "sent twice, answered once")
            }
            #expect(try await ground.answers() == 1)
            #expect(try await phone.get("/survey/yunshan?done=1").body.contains("Thank you"))

            let used = try await phone.get("/survey/yunshan")
            let other = ground.stranger()
            other.jar.set(Cookies.language, "en")
            var bodies: Set<String> = []
            for path in [
                "/survey/yunshan/\(String(repeating: "a", count: 26))", "/survey/haitang/\(tokens[1])", "/survey/nobody/\(tokens[1])",
            ] {
                let answer = try await other.open(path)
                #expect(answer.status == 404)
                bodies.insert(Self.text(answer.body))
            }
            #expect(used.status == 404 && bodies == [Self.text(used.body)], "unknown, foreign and used answer alike")
        }
    }

    /// The page without what differs between two renderings of anything: tokens and keys.
    private static func text(_ body: String) -> String {
        body.components(separatedBy: "value=\"").map { piece in
            piece.drop { $0 != "\"" }
        }.joined().replacing("nobody", with: "x")
    }

    @Test func `SURVEY-F1: a form is written, its faults are said before it is published, and it prints on paper`() async throws {
        try await Ground.run { ground in
            let bj = ground.visitor("bj")
            let made = try await bj.fill(
                bj.paths.newSurveyForm, ["from": "", "name": "自编", "nameEnglish": "", "purpose": "special", "about": ""])
            let empty = try await bj.fill(made.path, post: "\(made.path)/publish", [:])
            #expect(empty.status == 422 && empty.body.contains("没有任何题目"))
            var fields = [
                "code": "mood", "kind": "rating", "text": "满意吗？", "textEnglish": "Satisfied?", "help": "", "helpEnglish": "", "page": "1",
                "dimension": "", "weight": "1000", "options": "1 | 差 | Bad | 0\n2 | 好 | Good | 100", "rows": "", "least": "", "most": "",
                "joining": "all",
            ]
            for number in 1...3 {
                for name in ["ifQuestion", "ifTest", "ifCodes"] { fields["\(name)\(number)"] = name == "ifTest" ? "anyOf" : "" }
            }
            let added = try await bj.fill("\(made.path)/questions/new", fields)
            #expect(added.status == 200 && added.body.contains("计分题没有维度"))
            let dimension = try await bj.fill(
                made.path, post: "\(made.path)/dimensions", ["code": "mood", "name": "心情", "nameEnglish": "Mood", "weight": "1000"])
            #expect(dimension.status == 200)
            let bad = try await bj.fill("\(made.path)/questions/mood", fields.merging(["options": "1 | 差 | Bad | 101"]) { $1 })
            #expect(bad.status == 422)
            fields["code"] = nil
            let changed = try await bj.fill("\(made.path)/questions/mood", fields.merging(["dimension": "mood"]) { $1 })
            #expect(changed.status == 200 && !changed.body.contains("计分题没有维度"), "\(changed.status)")
            #expect(try await bj.get("\(made.path)/paper").body.contains("class=\"tick\""))
            #expect(try await bj.get("\(made.path)/phone").body.contains("满意吗？"))
            let published = try await bj.fill(made.path, post: "\(made.path)/publish", [:])
            #expect(published.status == 200 && published.body.contains("第 1 版"))
            let late = try await bj.get("\(made.path)/questions/mood")
            #expect(late.status == 404, "what is published never changes")
        }
    }

    @Test func `plans that cannot be are refused beside their fields and keep what was typed`() async throws {
        try await Ground.run { ground in
            let bj = ground.visitor("bj")
            let page = try await bj.fill(
                bj.paths.newWave,
                [
                    "kind": "groupUnified", "form": "1", "name": "错", "nameEnglish": "", "purpose": "", "opens": "2026-12-01",
                    "closes": "2026-11-01",
                    "stage": "", "ageMin": "", "ageMax": "", "contactWithin": "", "gap": "0", "reminders": "9", "reminderDays": "7",
                    "checkShare": "10", "margin": "", "confidence": "", "target": "",
                ])
            #expect(page.status == 422 && page.body.contains("value=\"错\""))
            for id in ["wave-closes", "wave-respondents", "wave-reminders", "wave-kind"] { #expect(page.body.contains("#\(id)"), "\(id)") }
        }
    }

    @Test func `paper answers are typed line by line; a wrong line comes back, the others are kept`() async throws {
        try await Ground.run { ground in
            let wave = try await Self.collecting(ground)
            let bj = ground.visitor("bj")
            let sample = try await bj.get("\(wave)/sample?state=invited")
            let entry = try #require(try await bj.get(wave).addresses.first { $0.contains("/entry/") })
            let grid = try await bj.get(entry)
            #expect(grid.status == 200 && sample.status == 200)
            let doors = try await ground.doors(of: entry)
            let door = try #require(doors.first)
            let answer = try await bj.fill(
                entry,
                [
                    "channel": "paper", "0.door": door, "0.q-overall": "4", "0.q-attitude": "4", "0.q-work": "3", "0.q-charge": "none",
                    "1.door": "77-777", "1.q-overall": "4",
                ])
            #expect(answer.status == 422 && answer.body.contains("value=\"77-777\"") && !answer.body.contains("value=\"\(door)\""))
            #expect(try await ground.answers() == 1)
        }
    }

    @Test func `SURVEY-P1: a vendor finds no survey room`() async throws {
        try await Ground.run { ground in
            let wave = try await Self.collecting(ground)
            let id = wave.split(separator: "/").last ?? ""
            for account in ["jy", "jy-spring", "admin", "tech-spring"] {
                let visitor = ground.visitor(account)
                #expect([403, 404].contains(try await visitor.get(visitor.paths.surveys).status), "\(account)")
                #expect([403, 404].contains(try await visitor.get("\(visitor.paths.surveys)/waves/\(id)").status), "\(account)")
            }
        }
    }
}

extension Ground {
    /// How many answers there are.
    func answers() async throws -> Int {
        try await cast.database.administer { try await $0.query("SELECT count(*) FROM survey_response")[0].get(0) }
    }

    /// Doors of the invited households of the project that an entry path names.
    func doors(of entry: String) async throws -> [String] {
        let project = Int64(entry.split(separator: "/").last ?? "") ?? 0
        return try await cast.database.administer {
            try await $0.query(
                """
                SELECT h.door FROM survey_sample s JOIN house h ON h.id = s.house_id WHERE s.state = 'invited' AND s.project_id = \(project)
                ORDER BY s.id
                """
            ).values()
        }
    }
}
