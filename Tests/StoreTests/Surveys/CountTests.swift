import Domain
import Postgres
import Store
import TestSupport
import Testing

/// Figures follow the answers exactly, however they arrive, and nobody waits for anybody to answer.
@Suite("Counted answers") struct CountTests {
    private func cells(_ survey: CastSurvey) async throws -> [String] {
        try await survey.cast.database.administer { connection in
            try await connection.query(
                """
                SELECT u.code || ' ' || c.segment || ' ' || c.question || ' ' || c.value || ' ' || c.n FROM survey_cell c
                JOIN org_unit u ON u.tenant_id = c.tenant_id AND u.id = c.unit_id WHERE c.wave_id = \(survey.wave.rawValue) AND c.n <> 0
                UNION ALL
                SELECT u.code || ' ' || s.segment || ' ' || s.dimension || ' ' || s.n || ' ' || s.degree || ' ' || s.degree_squares || ' '
                    || s.satisfied || ' ' || s.pairs || ' ' || s.pair_products FROM survey_score s
                JOIN org_unit u ON u.tenant_id = s.tenant_id AND u.id = s.project_id WHERE s.wave_id = \(survey.wave.rawValue) AND s.n <> 0
                ORDER BY 1
                """
            ).values()
        }
    }

    @Test("SURVEY-R3, R8: answers are counted at project, company and group; what a project adds stays out of the index")
    func counting() async throws {
        let cast = try await Cast.assemble()
        let survey = try await CastSurvey.issue(cast)
        for (service, repair) in [("5", "1"), ("4", "2"), ("5", "none")] {
            try await survey.answer("{\"service\":\"\(service)\",\"repair\":\"\(repair)\",\"nps\":\"9\",\"own\":\"1\"}")
        }
        try await survey.answer("{\"service\":\"3\"}", state: "open", page: 2)
        #expect(try await survey.count() > 0)
        let cells = try await cells(survey)
        for unit in ["bj-spring", "bj", "hq"] {
            #expect(cells.contains("\(unit)  service 5 2") && cells.contains("\(unit)  repair #none 1"))
            #expect(cells.contains("\(unit)  #all submitted 3") && cells.contains("\(unit)  #page 2 1"))
        }
        #expect(cells.contains("bj-spring channel=link nps 9 3"))
        #expect(cells.contains { $0.hasPrefix("bj-spring  service 3 27500 ") })
        #expect(cells.contains { $0.hasPrefix("bj-spring  repair 2 2500 ") })
        #expect(cells.contains("bj-spring  own 1 3"))
        try await cast.end()
    }

    @Test("a change of mind counts once, a mistake not at all, and the sums are those of counting everything afresh")
    func changes() async throws {
        let cast = try await Cast.assemble()
        let (one, other) = (try await CastSurvey.issue(cast), try await CastSurvey.issue(cast, year: 2024))
        let first = try await one.answer("{\"service\":\"1\",\"repair\":\"1\",\"nps\":\"0\"}")
        let second = try await one.answer("{\"service\":\"2\"}", state: "open", page: 1)
        let third = try await one.answer("{\"service\":\"5\"}", channel: "paper")
        try await one.count()
        try await one.change(first, "{\"service\":\"4\",\"repair\":\"5\",\"nps\":\"10\"}")
        try await one.change(second, "{\"service\":\"3\",\"repair\":\"none\"}")
        try await one.change(third, "{\"service\":\"5\"}", state: "void")
        try await one.count()
        try await other.answer("{\"service\":\"4\",\"repair\":\"5\",\"nps\":\"10\"}")
        try await other.answer("{\"service\":\"3\",\"repair\":\"none\"}", page: 1)
        try await other.count()
        #expect(try await cells(one) == cells(other))
        #expect(try await one.count() == 0)
        try await cast.end()
    }

    @Test("a count that fails leaves nothing behind and is made again; two counts share nothing")
    func onceOnly() async throws {
        let cast = try await Cast.assemble()
        let survey = try await CastSurvey.issue(cast)
        for _ in 0..<5 { try await survey.answer("{\"service\":\"4\"}") }
        try await cast.store.enqueueCounts()
        struct Broken: Error {}
        let claims = try await cast.store.claim(worker: "a").filter { $0.kind == CountAnswers.kind }
        let claim = try #require(claims.first)
        await #expect(throws: Broken.self) {
            try await cast.store.job(claim, worker: "a") { tx, job in
                try await CountAnswers.run(tx, job)
                throw Broken()
            }
        }
        #expect(try await cells(survey).isEmpty)
        try await cast.store.job(claim, worker: "a") { tx, job in try await CountAnswers.run(tx, job) }
        #expect(try await cells(survey).contains("hq  service 4 5"))
        #expect(try await survey.count() == 0)
        try await cast.end()
    }

    @Test("SURVEY-R8: a wave keeps the formula it was drawn by; a new one is set at the group only, with a reason, and leaves a line")
    func formula() async throws {
        let cast = try await Cast.assemble()
        let survey = try await CastSurvey.issue(cast)
        let strict = try #require(
            SatisfactionFormula(topBoxes: 1, notApplicable: .neutral, weighting: .answers, confidence: .ninetyNine, floor: 5))
        func set(by account: String, reason: String = "董事会决定") async throws {
            _ = try await cast.store.write(cast.yunshan.entry(account), .permission(.surveyApprove), form: cast.form()) { tx in
                try await tx.set(strict, reason: reason, try await tx.access(formulaFor: SetFormula.self))
                return "/"
            }
        }
        await #expect(throws: StoreError.self) { try await set(by: "bj") }
        await #expect(throws: StoreError.self) { try await set(by: "hq", reason: " ") }
        try await set(by: "hq")
        try await set(by: "hq-2")
        let versions = try await cast.store.read(cast.yunshan.entry("bj"), .permission(.surveySee)) { try await $0.formulas() }
        #expect(versions.map(\.version) == [2, 1])
        #expect(try await survey.results(as: "hq").head.formula == .standard)
        _ = try await cast.database.administer { try await $0.query("UPDATE survey_wave SET drawn_at = '2099-01-01'") }
        #expect(try await survey.results(as: "hq").head.formula == strict)
        let lines: [String] = try await cast.database.administer {
            try await $0.query("SELECT action FROM audit_event WHERE action = 'survey.formula'").values()
        }
        #expect(lines.count == 2)
        try await cast.end()
    }

    @Test("what was written is masked, found by its words, tagged, and gone when it is taken back")
    func verbatims() async throws {
        let cast = try await Cast.assemble()
        let survey = try await CastSurvey.issue(cast)
        let response = try await survey.answer(
            "{\"service\":\"2\"}", texts: "{\"say\":\"报修太慢，请打13812345678，我叫王小明\"}", door: "1-101")
        try await survey.answer("{\"service\":\"5\"}", texts: "{\"say\":\"电梯很干净\"}", door: "1-102")
        try await survey.count()
        func texts(_ query: String, as account: String = "bj", tag: String? = nil) async throws -> [VerbatimRow] {
            var filter = VerbatimFilter()
            filter.query = query
            filter.tag = tag
            let chosen = filter
            return try await cast.store.read(cast.yunshan.entry(account), .permission(.surveyAnswers)) {
                try await $0.verbatims(survey.wave, chosen, limit: 10).rows
            }
        }
        let found = try await texts("报修")
        #expect(found.map(\.masked) == ["报修太慢，请打***********，我叫王**"])
        #expect(try await texts("王小明").isEmpty)
        #expect(try await texts("").count == 2)
        #expect(try await texts("", as: "nh").isEmpty)
        let text = try #require(found.first)
        _ = try await cast.store.write(cast.yunshan.entry("bj"), .permission(.surveyAnswers), form: cast.form()) { tx in
            try await tx.tag("维修、 响应 维修", try await tx.access(text.id, of: survey.wave, for: TagVerbatim.self))
            return "/"
        }
        #expect(try await texts("", tag: "响应").map(\.tags) == [["维修", "响应"]])
        await #expect(throws: StoreError.self) {
            _ = try await cast.store.write(cast.yunshan.entry("nh"), .permission(.surveyAnswers), form: cast.form()) { tx in
                try await tx.tag("x", try await tx.access(text.id, of: survey.wave, for: TagVerbatim.self))
                return "/"
            }
        }
        try await survey.change(response, "{\"service\":\"5\"}")
        try await survey.count()
        #expect(try await texts("报修").isEmpty)
        try await cast.end()
    }
}
