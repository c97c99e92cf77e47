import Domain
import Postgres
import Store
import TestSupport
import Testing

/// Who sees which figures, what is hidden, what a report keeps.
@Suite("Results of surveys") struct ResultTests {
    /// Spring is content, the lake is not, the river is too few.
    private func filled(_ survey: CastSurvey, river: Int = 3) async throws {
        for index in 0..<14 { try await survey.answer("{\"service\":\"5\",\"repair\":\"\(index % 2 == 0 ? 4 : 5)\",\"nps\":\"10\"}") }
        for _ in 0..<river { try await survey.answer("{\"service\":\"3\",\"repair\":\"3\"}", at: "bj-river") }
        for index in 0..<20 {
            try await survey.answer("{\"service\":\"3\",\"repair\":\"\(index % 3 == 0 ? 4 : 3)\",\"nps\":\"5\"}", at: "nh-lake")
        }
        try await survey.count()
    }

    @Test("research 18: figures weigh households; too small a project is hidden, and so is the neighbour that would give it away")
    func figures() async throws {
        let cast = try await Cast.assemble()
        let survey = try await CastSurvey.issue(cast)
        try await filled(survey)
        let results = try await survey.results(as: "hq")
        let (spring, river) = (cast.yunshan.unit("bj-spring").id, cast.yunshan.unit("bj-river").id)
        #expect(results.turnout.submitted == 37 && results.turnout.asked == 1_000)
        let whole = try #require(results.figures.degree("service", at: .wave).estimate)
        #expect(abs(whole.value - (300 * 100 + 100 * 50 + 600 * 50) / 1_000) < 0.001)
        #expect(results.figures.degree("service", at: .project(river)) == .hidden)
        #expect(results.figures.degree("service", at: .project(spring)) == .hidden)
        #expect(results.figures.degree("service", at: .company(cast.yunshan.unit("nh").id)).estimate?.value == 50)
        #expect(results.figures.promoter(at: .company(cast.yunshan.unit("nh").id)).estimate?.value == -100)
        try await cast.end()
    }

    @Test("SURVEY-P1: a company sees its own figures and answers only, a vendor nothing but what was confirmed for its own projects")
    func sight() async throws {
        let cast = try await Cast.assemble()
        let survey = try await CastSurvey.issue(cast)
        try await filled(survey, river: 12)
        let company = try await survey.results(as: "nh")
        #expect(Set(company.projects.map(\.code)) == ["nh-lake"])
        #expect(company.figures.n("service", at: .wave) == 20)
        let answers = try await cast.store.read(cast.yunshan.entry("nh"), .permission(.surveyAnswers)) { try await $0.answers(survey.wave) }
        #expect(answers.rows.count == 20 && answers.rows.allSatisfy { $0.projectName == "湖畔" })
        await #expect(throws: StoreError.self) {
            _ = try await cast.store.read(cast.yunshan.entry("jy"), .member) { try await $0.waveResults(survey.wave) }
        }
        func confirmed(_ account: String) async throws -> [ConfirmedResultRow] {
            try await cast.store.read(cast.yunshan.entry(account), .permission(.surveyResults)) { try await $0.confirmedResults() }
        }
        func confirm() async throws {
            _ = try await cast.store.write(cast.yunshan.entry("bj"), .permission(.surveyVerify), form: cast.form()) { tx in
                try await tx.confirm(try await tx.access(survey.wave, for: ConfirmResults.self))
                return "/"
            }
        }
        await #expect(throws: StoreError.self) { try await confirm() }
        try await survey.move(to: .closed)
        #expect(try await confirmed("jy").isEmpty)
        try await confirm()
        let seen = try await confirmed("jy")
        #expect(seen.map(\.projectName) == ["春晓"])
        #expect(seen.first?.figures.figures.figures.first { $0.key == "service" }?.tenths == 1_000)
        #expect(try await confirmed("jy-spring").count == 1)
        #expect(try await confirmed("wx").isEmpty)
        try await cast.end()
    }

    @Test("single answers of an anonymous wave are not opened where the figures are hidden")
    func anonymous() async throws {
        let cast = try await Cast.assemble()
        let survey = try await CastSurvey.issue(cast, anonymous: true)
        try await survey.answer("{\"service\":\"1\"}", texts: "{\"say\":\"不满意\"}", at: "bj-river")
        try await survey.count()
        let entry = cast.yunshan.entry("bj-river")
        #expect(try await cast.store.read(entry, .permission(.surveyAnswers)) { try await $0.answers(survey.wave) }.isHidden)
        #expect(
            try await cast.store.read(entry, .permission(.surveyAnswers)) {
                try await $0.verbatims(survey.wave, VerbatimFilter(), limit: 9).rows
            }.isEmpty)
        try await cast.end()
    }

    @Test("cut by channel, a small segment is hidden together with its smallest neighbour")
    func cuts() async throws {
        let cast = try await Cast.assemble()
        let survey = try await CastSurvey.issue(cast)
        for (channel, count) in [("link", 30), ("paper", 12), ("telephone", 4)] {
            for _ in 0..<count { try await survey.answer("{\"service\":\"4\"}", channel: channel) }
        }
        try await survey.count()
        let cut = try await cast.store.read(cast.yunshan.entry("bj"), .permission(.surveySee)) {
            try await $0.cutResults(survey.wave, by: .channel)
        }
        #expect(cut.degree("service", in: "link").estimate?.n == 30)
        #expect(cut.degree("service", in: "telephone") == .hidden && cut.degree("service", in: "paper") == .hidden)
        let questions = try await cast.store.read(cast.yunshan.entry("bj"), .permission(.surveySee)) {
            try await $0.questionResults(survey.wave)
        }
        #expect(questions.counts["service"]?["4"] == 46 && questions.counts["repair"]?[SurveyTally.skipped] == 46)
        try await cast.end()
    }

    @Test("SURVEY-R10, research 23: signed from project over company to group, figures freeze, later changes are listed beside them")
    func report() async throws {
        let cast = try await Cast.assemble()
        let survey = try await CastSurvey.issue(cast)
        try await filled(survey, river: 12)
        try await survey.move(to: .closed)
        func file(_ account: String) async throws -> ReportFile {
            try await cast.store.read(cast.yunshan.entry(account, at: "bj-spring"), .permission(.surveySee)) {
                try await $0.reportFile(survey.wave)
            }
        }
        func write(
            _ account: String, _ body: @escaping @Sendable (WriteTransaction, Permit<KeepReport, ReportFile>) async throws -> Void
        ) async throws {
            let version = try await file(account).report?.version
            _ = try await cast.store.write(cast.yunshan.entry(account, at: "bj-spring"), .permission(.surveySign), form: cast.form()) {
                tx in
                try await body(tx, try await tx.access(survey.wave, version: version, for: KeepReport.self))
                return "/"
            }
        }
        func sign(_ account: String, _ decision: SigningDecision = .signed, note: String = "") async throws {
            try await write(account) { tx, permit in try await tx.decide(decision, note: note, permit) }
        }
        try await write("bj-spring") { tx, permit in try await tx.save(["findings": "维修慢"], permit) }
        await #expect(throws: StoreError.self) { try await sign("bj-spring") }
        try await write("bj-spring") { tx, permit in try await tx.save(["findings": "维修慢", "opinion": "总体良好"], permit) }
        await #expect(throws: StoreError.self) { try await sign("bj") }
        try await sign("bj-spring")
        let frozen = try #require(try await file("bj-spring").report?.signed)
        #expect(frozen.figures.first { $0.key == "service" }?.tenths == 1_000)
        // Somebody answered late: the signed figures stay, the difference is listed.
        for _ in 0..<6 { try await survey.answer("{\"service\":\"1\",\"repair\":\"1\"}") }
        try await survey.count()
        let later = try await file("bj")
        #expect(later.figures == frozen)
        #expect(later.changes.contains { $0.signed?.key == "service" && $0.today?.n == 20 })
        await #expect(throws: StoreError.self) {
            try await write("bj-spring") { tx, permit in try await tx.save(["opinion": "x"], permit) }
        }
        await #expect(throws: StoreError.self) { try await sign("bj", .returned) }
        try await sign("bj", .returned, note: "请补充原因")
        #expect(try await file("bj").report?.signed == nil)
        try await sign("bj-spring")
        try await sign("bj")
        await #expect(throws: StoreError.self) { try await sign("bj-2") }
        try await sign("hq")
        let done = try await file("hq")
        #expect(done.report?.state == .groupSigned && done.signatures.count == 5)
        #expect(done.changes.isEmpty)
        try await cast.end()
    }

    @Test("SURVEY-R5: the group sees plans, running waves, unverified actions and overdue reports of each company; nobody else does")
    func oversight() async throws {
        let cast = try await Cast.assemble()
        let survey = try await CastSurvey.issue(cast, year: 2026)
        for _ in 0..<3 { try await survey.answer("{\"service\":\"4\"}") }
        try await survey.count()
        let seen = try await cast.store.read(cast.yunshan.entry("hq"), .permission(.surveySee)) { try await $0.oversight() }
        #expect(seen.companies.map(\.code) == ["bj", "nh"])
        #expect(seen.waves.map(\.answered) == [3] && seen.waves.map(\.asked) == [1_000])
        await #expect(throws: StoreError.self) {
            _ = try await cast.store.read(cast.yunshan.entry("bj"), .permission(.surveySee)) { try await $0.oversight() }
        }
        try await cast.end()
    }

    @Test("SURVEY-R5: the group plans a special wave for every company in one step; a company cannot")
    func special() async throws {
        let cast = try await Cast.assemble()
        let survey = try await CastSurvey.issue(cast)
        let (opens, closes) = (try #require(Day(2026, 12, 1)), try #require(Day(2026, 12, 20)))
        let new = NewWave(
            kind: .special, name: "电梯专项", form: SurveyFormID(survey.version.rawValue), opensOn: opens, closesOn: closes,
            audience: Audience(respondents: [.owner]))
        func plan(_ account: String) async throws {
            _ = try await cast.store.write(cast.yunshan.entry(account), .permission(.surveyRun), form: cast.form()) { tx in
                let planned = try await tx.planSpecial(new, try await tx.access(for: RunWave.self))
                #expect(planned == 2)
                return "/"
            }
        }
        await #expect(throws: StoreError.self) { try await plan("bj") }
        try await plan("hq")
        let planned: [String] = try await cast.database.administer {
            try await $0.query(
                "SELECT u.code || ' ' || w.state FROM survey_wave w JOIN org_unit u ON u.tenant_id = w.tenant_id AND u.id = w.unit_id WHERE w.kind = 'special' ORDER BY 1"
            ).values()
        }
        #expect(planned == ["bj planned", "nh planned"])
        try await cast.end()
    }
}

@Suite("From figures to answers") struct AnswerFilterTests {
    private func chosen(_ survey: CastSurvey, _ question: String, _ value: String) async throws -> [ResponseID] {
        let filter = try #require(AnswerFilter(question: question, value: value))
        return try await survey.cast.store.read(survey.tenant.entry("bj"), .permission(.surveyAnswers)) {
            try await $0.answers(survey.wave, filter: filter)
        }.rows.map(\.id)
    }

    @Test("a figure opens the answers behind it, whatever kind of question; nobody else's, and none for text that names no figure")
    func filtering() async throws {
        let cast = try await Cast.assemble()
        let survey = try await CastSurvey.issue(cast)
        let first = try await survey.answer("{\"service\":\"1\",\"nps\":\"3\",\"m\":{\"gate\":\"2\"}}", door: "1-101")
        let second = try await survey.answer("{\"service\":\"5\",\"many\":[\"a\",\"b\"],\"rank\":[\"b\",\"a\"]}", door: "1-102")
        let third = try await survey.answer("{\"service\":\"none\",\"many\":[\"b\"],\"rank\":[\"a\",\"b\"]}", at: "bj-river")
        try await survey.answer("{\"service\":\"1\"}", at: "nh-lake")
        #expect(try await chosen(survey, "service", "1") == [first])
        #expect(try await chosen(survey, "service", "#none") == [third])
        #expect(try await chosen(survey, "many", "b") == [third, second])
        #expect(try await chosen(survey, "rank", "1:b") == [second])
        #expect(try await chosen(survey, "m.gate", "2") == [first])
        #expect(try await chosen(survey, "service", "4") == [])
        for (question, value) in [("", "1"), ("a.b.c", "1"), ("a", ""), ("a..", "1"), ("a", String(repeating: "x", count: 61))] {
            #expect(AnswerFilter(question: question, value: value) == nil)
        }
        try await cast.end()
    }

    @Test("SURVEY-R12: waves after repairs stand beside a wave of the year, each with its own figure; planned and older ones do not")
    func events() async throws {
        let cast = try await Cast.assemble()
        let survey = try await CastSurvey.issue(cast, year: 2025)
        let (repair, old) = (try await CastSurvey.issue(cast, year: 2025), try await CastSurvey.issue(cast, year: 2023))
        for (other, form) in [(repair, "afterRepair"), (old, "afterRepair")] {
            for _ in 0..<12 { try await other.answer("{\"service\":\"5\",\"repair\":\"5\"}") }
            _ = try await cast.database.administer {
                try await $0.query("UPDATE survey_form SET purpose = \(form) WHERE id = \(other.version.rawValue)")
            }
        }
        for _ in 0..<12 { try await survey.answer("{\"service\":\"1\",\"repair\":\"1\"}") }
        try await survey.count()
        func beside(_ account: String) async throws -> [(head: WaveHeadRow, figures: WaveFigures)] {
            try await cast.store.read(survey.tenant.entry(account), .permission(.surveySee)) {
                try await $0.eventWaves(beside: survey.wave)
            }
        }
        let events = try await beside("bj-spring")
        #expect(events.map(\.head.id) == [repair.wave])
        let unit = FigureUnit.project(cast.yunshan.unit("bj-spring").id)
        #expect(events.first?.figures.rate(SurveyMeasure.whole, at: unit).estimate?.value == 100)
        #expect(try await survey.results(as: "bj-spring").figures.rate(SurveyMeasure.whole, at: unit).estimate?.value == 0)
        try await cast.end()
    }
}
