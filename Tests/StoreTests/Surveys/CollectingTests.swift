import Domain
import Postgres
import TestSupport
import Testing

@testable import Store

@Suite("Collecting answers") struct SurveyCollectingTests {
    private static func line(_ door: String, _ overall: String) -> EntryLine {
        EntryLine(door: door, fields: ["q-overall": [overall], "q-attitude": ["4"], "q-work": ["4"]])
    }

    private func enter(_ stage: SurveyStage, _ wave: WaveID, _ entry: Entry, _ doors: [String]) async throws -> [EntryOutcome] {
        let spring = stage.cast.yunshan.unit("bj-spring").id
        return try await SurveyStage.write(stage.cast, entry) { tx in
            try await tx.enter(
                doors.map { Self.line($0, "4") }, by: .paper, try await tx.access(wave, project: spring, for: EnterAnswers.self))
        }
    }

    @Test("a second entry is due of what was typed, shows nothing of the first to who types it again, and differing ones are decided once")
    func secondEntry() async throws {
        let stage = try await SurveyStage.make()
        let wave = try await stage.collecting()
        let (cast, spring) = (stage.cast, stage.cast.yunshan.unit("bj-spring").id)
        let (desk, colleague) = (cast.yunshan.entry("bj-spring"), cast.yunshan.entry("bj-spring-2"))
        #expect(try await enter(stage, wave, desk, ["1-101", "1-102"]) == [.saved, .saved])
        let due = try await cast.store.read(colleague, .member) { try await $0.secondEntries(wave, project: spring) }.due
        #expect(due.count == 2 && due.allSatisfy { $0.state == .due && $0.enteredBy == "陈晨" })
        let first = try #require(due.first?.id)
        let check = { (overall: String) in
            try await SurveyStage.write(cast, colleague) { tx in
                try await tx.check(
                    first, fields: Self.line("", overall).fields, try await tx.access(wave, project: spring, for: EnterAnswers.self))
            }
        }
        #expect(try await check("2") == .different)
        await #expect(throws: StoreError.self, "checked already") { try await check("2") }
        let (_, row) = try await cast.store.read(desk, .member) { try await $0.secondEntry(first, wave, project: spring) }
        #expect(row.state == .different && row.sheet.answers["overall"] == .code("4") && row.other.answers["overall"] == .code("2"))
        let settle = { (second: Bool) in
            try await SurveyStage.write(cast, desk) { tx in
                try await tx.settle(first, second: second, try await tx.access(wave, project: spring, for: EnterAnswers.self))
            }
        }
        try await settle(false)
        await #expect(throws: StoreError.self, "settled already") { try await settle(true) }
        #expect(try await stage.rows("SELECT answers ->> 'overall' FROM survey_response WHERE id = \(first)") == [["4"]])
        try await cast.end()
    }

    @Test("SURVEY-P1: an outside interviewer enters the households that were given, and no other one's form can be reached")
    func interviewer() async throws {
        let stage = try await SurveyStage.make()
        let wave = try await stage.collecting()
        let (cast, spring) = (stage.cast, stage.cast.yunshan.unit("bj-spring").id)
        let asker = try await cast.hire("ask-spring", "访问员甲", as: .surveyInterviewer, at: "bj-spring")
        let outside = cast.entry(asker)
        await #expect(throws: StoreError.self, "nothing was given yet") { try await enter(stage, wave, outside, ["1-101"]) }
        let bj = cast.yunshan.entry("bj")
        let give = { (share: Int) in
            try await SurveyStage.write(cast, bj) { tx in
                try await tx.give(FormsToGive(person: asker.id, share: share), try await tx.access(wave, for: GiveForms.self))
            }
        }
        // Only of the project the post reaches, though the company gives: half of its six households.
        #expect(try await give(50) == 3)
        let given = try await cast.store.read(outside, .member) { try await $0.givenForms() }
        #expect(given.count == 3 && given.allSatisfy { $0.project == spring && !$0.entered })
        let doors = given.map(\.door)
        let others = try await stage.rows(
            "SELECT h.door FROM survey_sample s JOIN house h ON h.id = s.house_id WHERE s.holder_id IS NULL AND s.project_id = \(spring)"
        ).map { $0[0] }
        let foreign = try #require(others.first)
        #expect(try await enter(stage, wave, outside, [doors[0], foreign]) == [.saved, .wrong(FieldErrors("door", .notFound))])
        // A household that answers by its letter meanwhile is told as answered, though the interviewer sees nothing of the answer.
        let letter = try #require(
            try await stage.letters(wave).first { letter in letter.sample.map { given[1].id == $0 } ?? false })
        try await stage.answer(stage.ticket(letter.token))
        #expect(try await enter(stage, wave, outside, [doors[1]]) == [.wrong(FieldErrors("door", .taken))])
        let seen = try await cast.store.read(outside, .member) { tx in
            try await tx.fetch(
                Query<Single<Int>>("SELECT count(*) FROM survey_response"), Query<Single<Int>>("SELECT count(*) FROM survey_sample"),
                Query<Single<Int>>("SELECT (SELECT count(*) FROM customer) + (SELECT count(*) FROM ticket)"))
        }
        #expect(
            [seen.0, seen.1, seen.2].map { $0[0].value } == [1, 3, 0], "row security: the own answers, the given forms, nobody's file")
        await #expect(throws: StoreError.self, "no second entries") {
            try await cast.store.read(outside, .member) { try await $0.secondEntries(wave, project: spring) }
        }
        let taken = try await SurveyStage.write(cast, bj) { tx in
            try await tx.takeBack(asker.id, try await tx.access(wave, for: GiveForms.self))
        }
        // The answer that came by letter keeps its form too.
        #expect(taken == 1)
        try await cast.end()
    }

    @Test("forms are given to who may enter them, where the wave names households, and only while it takes answers")
    func givingForms() async throws {
        let stage = try await SurveyStage.make()
        let wave = try await stage.collecting()
        let cast = stage.cast
        let give = { (account: String, person: PersonID, wave: WaveID) in
            try await SurveyStage.write(cast, cast.yunshan.entry(account)) { tx in
                try await tx.give(FormsToGive(person: person), try await tx.access(wave, for: GiveForms.self))
            }
        }
        let (desk, technician) = (cast.yunshan.person("bj-spring").id, cast.yunshan.person("tech-spring").id)
        await #expect(throws: StoreError.self, "a technician enters nothing") { try await give("bj", technician, wave) }
        #expect(try await give("bj-spring", desk, wave) > 0)
        await #expect(throws: StoreError.self, "nothing is left") { try await give("bj-spring", desk, wave) }
        let anonymous = try await stage.collecting(anonymous: true)
        await #expect(throws: StoreError.self, "its forms belong to no household") { try await give("bj", desk, anonymous) }
        try await stage.move(wave, .close)
        await #expect(throws: StoreError.self, "closed") { try await give("bj", desk, wave) }
        try await cast.end()
    }

    @Test("SURVEY-R3: quotas by project and stage are honoured by the seeded draw, who is passed over is listed, and counting keeps them")
    func quotas() async throws {
        let stage = try await SurveyStage.make()
        let cast = stage.cast
        let (bj, spring) = (cast.yunshan.entry("bj"), cast.yunshan.unit("bj-spring").id)
        let wave = try await stage.plan()
        let set = { (project: UnitID, quota: StageQuota) in
            try await SurveyStage.write(cast, bj) { tx in
                try await tx.setQuotas([project: quota], try await tx.access(wave, for: RunWave.self, lock: nil))
            }
        }
        await #expect(throws: StoreError.self, "before the count no project is known") { try await set(spring, StageQuota(after: 1)) }
        _ = try await stage.count(wave)
        await #expect(throws: StoreError.self, "another company's") {
            try await set(cast.yunshan.unit("nh-lake").id, StageQuota(after: 1))
        }
        // Spring has four households after hand-over and two before; of an answer from each stage three in ten answer.
        try await set(spring, StageQuota(before: 0, after: 1))
        _ = try await stage.count(wave)
        #expect(try await stage.file(wave).units.first { $0.project == spring }?.quota == StageQuota(before: 0, after: 1))
        try await stage.move(wave, .approve, by: "bj-2")
        await #expect(throws: StoreError.self, "approved") { try await set(spring, StageQuota()) }
        let states = """
            SELECT state || ' ' || stage || ' ' || reason || ' ' || draw_rank FROM survey_sample WHERE project_id = \(spring)
            ORDER BY draw_rank, state
            """
        _ = try await stage.draw(wave, seed: "a")
        let first = try await stage.rows(states).map { $0[0] }
        #expect(first.count { $0.hasPrefix("drawn afterHandover") } == 4)
        #expect(!first.contains { $0.hasPrefix("drawn beforeHandover") })
        #expect(first.filter { $0.hasPrefix("quotaFull") }.allSatisfy { $0.contains("beforeHandover beforeHandover") })
        _ = try await stage.draw(wave, seed: "b")
        _ = try await stage.draw(wave, seed: "a")
        #expect(try await stage.rows(states).map { $0[0] } == first, "the same seed and quotas draw the same")
        try await cast.end()
    }

    @Test("what has come back is counted by project and stage, as the wave's page shows it against the quotas")
    func progress() async throws {
        let cast = try await Cast.assemble()
        let survey = try await CastSurvey.issue(cast)
        for door in ["1-101", "1-102"] { try await survey.answer("{\"service\":\"5\"}", door: door) }
        try await survey.answer("{\"service\":\"5\"}", door: "3-2-1101", stage: "beforeHandover")
        try await survey.answer("{}", state: "open", page: 1)
        try await survey.count()
        let spring = cast.yunshan.unit("bj-spring")
        let file = try await cast.store.read(cast.yunshan.entry("bj"), .member) { try await $0.wave(survey.wave) }
        #expect(file.progress.answers(at: spring.id) == 3)
        #expect(file.progress.answers(at: spring.id, stage: .beforeHandover) == 1)
        #expect(file.progress.answers(at: spring.id, stage: .afterHandover) == 2)
        #expect(file.progress.unfinished(at: spring.id) == 1)
        #expect(file.progress.answers(at: cast.yunshan.unit("bj").id) == 3)
        try await cast.end()
    }

    @Test("a household that declines is in no draw and gets no reminder, until it takes that back; who, when and why are kept")
    func optingOut() async throws {
        let stage = try await SurveyStage.make()
        let cast = stage.cast
        let house = cast.yunshan.house("bj-spring/1-101")
        let desk = cast.yunshan.entry("bj-spring")
        let decline = {
            try await SurveyStage.write(cast, desk) { tx in
                try await tx.decline("不愿再接到电话", try await tx.access(house, for: NoteWish.self))
            }
        }
        // Drawn, and not yet sent: the household leaves the sample.
        let drawn = try await stage.plan()
        let households = try await stage.count(drawn)
        try await stage.move(drawn, .approve, by: "bj-2")
        #expect(try await stage.draw(drawn) == households)
        try await decline()
        await #expect(throws: StoreError.self, "it stands already") { try await decline() }
        #expect(try await stage.file(drawn).facts.drawn == households - 1)
        #expect(try await stage.rows("SELECT count(*)::text FROM survey_sample WHERE state = 'optedOut'") == [["1"]])
        // A new draw leaves it out by itself.
        #expect(try await stage.draw(drawn) == households - 1)
        let wish = try await cast.store.read(desk, .member) { try await $0.surveyWish(house) }
        #expect(wish.standing?.byName == "陈晨" && wish.standing?.reason == "不愿再接到电话")
        for account in ["jy-spring", "tech-spring", "nh", "admin"] {
            await #expect(throws: StoreError.self, "\(account)") {
                try await cast.store.read(cast.yunshan.entry(account), .member) { try await $0.surveyWish(house) }
            }
        }
        try await SurveyStage.write(cast, desk) { tx in try await tx.welcome(try await tx.access(house, for: NoteWish.self)) }
        #expect(try await stage.draw(drawn) == households)
        try await cast.end()
    }

    @Test(
        "reminders by hand: in working hours, up to the ceiling, only to who has neither answered nor declined; their letters print again")
    func reminding() async throws {
        let stage = try await SurveyStage.make()
        let cast = stage.cast
        let wave = try await stage.collecting(target: 3)
        let remind = {
            try await SurveyStage.write(cast, cast.yunshan.entry("bj")) { tx in
                try await tx.remindNow(try await tx.access(wave, for: RunWave.self, lock: nil))
            }
        }
        let letters = try await stage.letters(wave)
        try await stage.answer(stage.ticket(letters[0].token))
        let declining = HouseID(
            Int64(try await stage.rows("SELECT house_id::text FROM survey_sample WHERE id = \(try #require(letters[1].sample))")[0][0]) ?? 0
        )
        try await SurveyStage.write(cast, cast.yunshan.entry("bj")) { tx in
            try await tx.decline("x", try await tx.access(declining, for: NoteWish.self))
        }
        while !ReminderHours.allow(cast.clock.now(), offsetMinutes: 480) { cast.clock.advance(.hours(1)) }
        #expect(try await remind() == 0, "not so soon after the letter")
        cast.clock.advance(.days(7))
        while ReminderHours.allow(cast.clock.now(), offsetMinutes: 480) { cast.clock.advance(.hours(1)) }
        await #expect(throws: ReminderRefusal.outsideHours) { try await remind() }
        while !ReminderHours.allow(cast.clock.now(), offsetMinutes: 480) { cast.clock.advance(.hours(1)) }
        #expect(try await remind() == 1)
        cast.clock.advance(.days(7))
        while !ReminderHours.allow(cast.clock.now(), offsetMinutes: 480) { cast.clock.advance(.hours(1)) }
        #expect(try await remind() == 0, "the ceiling is one")
        let again = try await cast.store.read(cast.yunshan.entry("bj"), .member) { tx in
            var all: [Letter] = []
            for building in try await tx.letterBuildings(wave) {
                all += try await tx.letters(wave, building: building.building, reminded: true).letters
            }
            return all
        }
        #expect(again.map(\.token) == [letters[2].token])
        #expect(try await stage.rows("SELECT count(*)::text FROM household_contact WHERE kind = 'reminder'") == [["1"]])
        try await cast.end()
    }

    @Test("SURVEY-R1: a company writes its plan, hands it in, and somebody else approves it; the group's supervision shows where it stands")
    func yearPlan() async throws {
        let cast = try await Cast.assemble()
        let (bj, colleague) = (cast.yunshan.entry("bj"), cast.yunshan.entry("bj-2"))
        let year = cast.today.year
        let texts = YearPlanTexts(purpose: "掌握满意度", items: "客服、维修", scope: "全部项目", forms: "年度调查表", model: "加权平均")
        func keep(
            _ entry: Entry, _ version: Int,
            _ body: @escaping @Sendable (WriteTransaction, Permit<KeepYearPlan, YearPlanFile>) async throws -> Void
        ) async throws {
            try await SurveyStage.write(cast, entry) { tx in
                try await body(tx, try await tx.access(year, version: version, for: KeepYearPlan.self))
            }
        }
        try await keep(bj, 0) { try await $0.write(texts, $1) }
        await #expect(throws: StoreError.self, "somebody was faster") { try await keep(colleague, 0) { try await $0.write(texts, $1) } }
        try await keep(bj, 1) { try await $0.take(.submit, note: nil, $1) }
        await #expect(throws: StoreError.self, "handed in") { try await keep(bj, 2) { try await $0.write(texts, $1) } }
        await #expect(throws: StoreError.self, "not by its writer") { try await keep(bj, 2) { try await $0.take(.approve, note: nil, $1) } }
        await #expect(throws: StoreError.self, "why?") { try await keep(colleague, 2) { try await $0.take(.sendBack, note: "", $1) } }
        try await keep(colleague, 2) { try await $0.take(.sendBack, note: "范围不全", $1) }
        try await keep(bj, 3) { try await $0.write(texts, $1) }
        try await keep(bj, 4) { try await $0.take(.submit, note: nil, $1) }
        try await keep(cast.yunshan.entry("hq", at: "bj"), 5) { try await $0.take(.approve, note: nil, $1) }
        let oversight = try await cast.store.read(cast.yunshan.entry("hq"), .member) { try await $0.oversight() }
        #expect(oversight.companies.first { $0.code == "bj" }?.plan == "approved")
        #expect(oversight.companies.first { $0.code == "nh" }?.plan == nil)
        await #expect(throws: StoreError.self) {
            try await cast.store.read(cast.yunshan.entry("jy"), .member) { try await $0.yearPlan(year) }
        }
        try await cast.end()
    }
}
