import Domain
import Postgres
import Store
import TestSupport
import Testing

/// A dissatisfaction becomes somebody's work, and the work is judged by somebody else.
@Suite("Closing the loop") struct LoopTests {
    private func tickets(_ cast: Cast) async throws -> [String] {
        try await cast.database.administer {
            try await $0.query(
                "SELECT t.title || '|' || t.channel || '|' || t.state || '|' || k.cause FROM survey_case k JOIN ticket t ON t.tenant_id = k.tenant_id AND t.id = k.ticket_id ORDER BY k.id"
            ).values()
        }
    }

    @Test("SURVEY-R4, research 19: a low answer or a wish to be called makes exactly one ticket per household and wave, linked both ways")
    func oneTicket() async throws {
        let cast = try await Cast.assemble()
        let survey = try await CastSurvey.issue(cast)
        let low = try await survey.answer(
            "{\"service\":\"5\",\"repair\":\"2\",\"call\":\"yes\"}", texts: "{\"say\":\"等了一周，电话13812345678\"}", door: "1-101")
        try await survey.answer("{\"service\":\"5\",\"call\":\"yes\"}", door: "1-102")
        try await survey.answer("{\"service\":\"5\",\"repair\":\"5\",\"call\":\"no\"}", door: "1-201")
        try await survey.answer("{\"service\":\"1\"}")
        try await survey.count()
        #expect(
            try await tickets(cast) == ["满意度调查低分：维修 25 分|system|recorded|low", "满意度调查：住户要求联系|system|recorded|contact"])
        // Counted again, lower still: the household has its ticket.
        try await survey.change(low, "{\"service\":\"1\",\"repair\":\"1\"}")
        try await survey.count()
        #expect(try await tickets(cast).count == 2)
        let page = try await cast.store.read(cast.yunshan.entry("bj"), .permission(.surveyAnswers)) {
            try await $0.answers(survey.wave, of: low)
        }
        let ticket = try #require(page.page.rows.first?.ticket)
        let origin = try await cast.store.read(cast.yunshan.entry("bj"), .permission(.surveyAnswers)) {
            try await $0.surveyOrigin(of: ticket)
        }
        #expect(origin?.response == low && origin?.cause == .low)
        let file = try await CastTicket(cast: cast, tenant: cast.yunshan, id: ticket, number: "").file(as: "bj-spring")
        #expect(file.record.event.contains("***********") && !file.record.event.contains("13812345678"))
        #expect(file.record.firstReceiverName == "陈晨")
        #expect(file.firstBrokenLine == nil)
        try await cast.end()
    }

    @Test("another wave may make another ticket; an anonymous wave never makes one")
    func waves() async throws {
        let cast = try await Cast.assemble()
        let (first, second) = (try await CastSurvey.issue(cast), try await CastSurvey.issue(cast, year: 2024))
        try await first.answer("{\"service\":\"1\"}", door: "1-101")
        try await second.answer("{\"service\":\"1\"}", door: "1-101")
        try await first.count()
        #expect(try await tickets(cast).count == 2)
        let secret = try await CastSurvey.issue(cast, anonymous: true)
        try await secret.answer("{\"service\":\"1\",\"call\":\"yes\"}")
        try await secret.count()
        #expect(try await tickets(cast).count == 2)
        try await cast.end()
    }

    @Test("SURVEY-R4, R7: points are grouped into an action; the responsible unit plans and does, another verifies")
    func correction() async throws {
        let cast = try await Cast.assemble()
        let survey = try await CastSurvey.issue(cast)
        try await survey.answer("{\"service\":\"5\"}", texts: "{\"say\":\"报修太慢\"}", door: "1-101")
        try await survey.count()
        let yunshan = cast.yunshan
        func write(_ account: String, at code: String? = nil, _ body: @escaping @Sendable (WriteTransaction) async throws -> Void)
            async throws
        {
            _ = try await cast.store.write(yunshan.entry(account, at: code), .member, form: cast.form()) { tx in
                try await body(tx)
                return "/"
            }
        }
        func points() async throws -> [ProblemPointRow] {
            try await cast.store.read(yunshan.entry("bj"), .permission(.surveySee)) { try await $0.problemPoints(survey.wave).points }
        }
        let text = try #require(
            try await cast.store.read(yunshan.entry("bj"), .permission(.surveyAnswers)) {
                try await $0.verbatims(survey.wave, VerbatimFilter(), limit: 5).rows.first
            })
        try await write("bj") { tx in
            let permit = try await tx.access(text.id, of: survey.wave, for: NoteProblem.self)
            try await tx.note(try NewProblemPoint.read(["summary": "报修响应慢"]).get(), of: survey.wave, permit)
        }
        let point = try #require(try await points().first)
        let fields = [
            "unit": yunshan.unit("bj-spring").id.description, "title": "缩短报修响应", "dueOn": "2099-01-31",
        ]
        func open() async throws {
            try await write("bj") { tx in
                let new = try NewAction.read(fields, points: [point.id.description], today: try tx.today).get()
                _ = try await tx.open(new, try await tx.access(survey.wave, for: OpenAction.self))
            }
        }
        try await open()
        #expect(try await points().first?.actionTitle == "缩短报修响应")
        // Taken up once.
        await #expect(throws: StoreError.self) { try await open() }
        let id = try #require(try await points().first?.action)
        func take(_ step: CorrectionStep, by account: String, _ fields: [String: String]) async throws {
            let version = try await cast.store.read(yunshan.entry(account), .member) { try await $0.correctiveAction(id).action.version }
            try await write(account) { tx in
                try await tx.apply(step, fields, try await tx.access(id, version: version, for: StepOnAction.self))
            }
        }
        let plan = ["cause": "人手不足", "corrective": "补两人", "preventive": "每季复核排班", "dueOn": "2099-02-01"]
        await #expect(throws: StoreError.self) { try await take(.plan, by: "nh", plan) }
        await #expect(throws: StoreError.self) { try await take(.plan, by: "bj-spring", [:]) }
        try await take(.plan, by: "bj-spring", plan)
        try await take(.complete, by: "bj-spring", ["evidence": "排班表见附件"])
        await #expect(throws: StoreError.self) { try await take(.verify, by: "bj-spring", ["note": "好"]) }
        try await take(.sendBack, by: "bj", ["note": "无数据"])
        try await take(.plan, by: "bj-spring", plan)
        try await take(.complete, by: "bj", ["evidence": "响应时间表"])
        await #expect(throws: StoreError.self) { try await take(.verify, by: "bj", ["note": "好"]) }
        try await take(.verify, by: "bj-2", ["note": "抽查三单均在一日内"])
        let action = try await cast.store.read(yunshan.entry("bj"), .member) { try await $0.correctiveAction(id).action }
        #expect(action.state == .verified && action.verifiedByName == "孙悦" && action.cause == "人手不足")
        try await cast.end()
    }
}
