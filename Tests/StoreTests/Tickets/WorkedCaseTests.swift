import Domain
import Store
import TestSupport
import Testing

/// Section 4.4 of the requirements through the store: rows, row security, promises and log.
@Suite("Worked cases, stored") struct StoredWorkedCaseTests {
    static let scores = ["attitude": "5", "quality": "4", "efficiency": "4", "overall": "5"]

    static func visit(_ outcome: String) -> [String: String] {
        ["method": "phone", "outcome": outcome, "comment": "电话回访"].merging(outcome == "unreachable" ? [:] : scores) { $1 }
    }

    @Test("case 1: a buyer's complaint climbs the developer's line to the court")
    func buyerGoesToCourt() async throws {
        let cast = try await Cast.assemble()
        let ticket = try await cast.record(by: "bj-river", door: "bj-river/1-101", ["title": "销售承诺未兑现"])
        try await ticket.take(.accept, by: "bj-river", ["severity": "minor"])
        try await ticket.take(.escalate, by: "bj-river", ["reason": "超出项目权限", "tried": "已与客户沟通两次"])
        try await ticket.take(.acceptEscalation, by: "bj")
        try await ticket.take(.escalate, by: "bj", ["reason": "合同争议", "tried": "调解未成"])
        try await ticket.take(.acceptEscalation, by: "hq")
        try await ticket.take(.proposePlan, by: "hq", ["text": "补偿", "compensation": "5000"])
        try await ticket.take(.customerRejects, by: "hq", ["reason": "要求退房"])
        try await ticket.take(.enterLitigation, by: "hq", ["court": "滨江区法院", "caseNumber": "(2026)1号", "party": "customer"])
        var file = try await ticket.file(as: "bj-river")
        #expect(file.record.state == .litigation)
        #expect(file.record.rung == .litigation)
        #expect(file.record.litigation?.court == "滨江区法院")
        #expect(file.record.dueAt == nil)
        try await ticket.take(.recordOutcome, by: "hq", ["litigationOutcome": "settlement", "text": "和解"])
        file = try await ticket.file(as: "hq")
        #expect(file.record.state == .closed)
        #expect(file.record.litigation?.outcome == "settlement")
        #expect(file.record.firstReceiver == cast.yunshan.person("bj-river").id)
        #expect(file.ticket.escalations.map(\.state) == [.accepted, .accepted])
        #expect(file.firstBrokenLine == nil)
        #expect(file.events.count == 10)
        try await cast.end()
    }

    @Test("case 3: what the vendor's desk hears before the hand-over goes to the developer's project, and both see it")
    func handoverDay() async throws {
        let cast = try await Cast.assemble()
        // Building 3 of the served project waits for its keys.
        let ticket = try await cast.record(by: "jy-spring", door: "bj-spring/3-2-1101", ["title": "交房当日发现空鼓"])
        let file = try await ticket.file(as: "jy-spring")
        #expect(file.record.stage == .beforeHandover)
        #expect(file.record.stageReason == .houseNotHandedOver)
        #expect(file.record.line == .developer)
        #expect(file.record.holderUnit == cast.yunshan.unit("bj-spring").id)
        #expect(file.record.ownerUnit == cast.yunshan.unit("jy-spring").id)
        #expect(try await ticket.actions(of: "bj-spring").contains(.accept))
        #expect(try await !ticket.actions(of: "jy-spring").contains(.accept))
        try await ticket.take(.accept, by: "bj-spring", ["severity": "general"])
        #expect(try await ticket.file(as: "jy").record.ownerUnit == cast.yunshan.unit("bj-spring").id)
        try await cast.end()
    }

    @Test("case 4: poor cleaning goes up the vendor's line, is owned there and executed below")
    func poorCleaning() async throws {
        let cast = try await Cast.assemble()
        let ticket = try await cast.record(["title": "楼道保洁差"])
        try await ticket.take(.accept, by: "jy-spring", ["severity": "minor"])
        try await ticket.take(.escalate, by: "jy-spring", ["reason": "人手不足", "tried": "已加班清扫"])
        try await ticket.take(.acceptEscalation, by: "jy")
        try await ticket.take(.proposePlan, by: "jy", ["text": "更换保洁班组", "compensation": "200"])
        try await ticket.take(.customerAccepts, by: "jy")
        try await ticket.take(.startExecution, by: "jy")
        var file = try await ticket.file(as: "jy")
        #expect(file.record.executingUnit == cast.yunshan.unit("jy-spring").id)
        #expect(file.record.ownerUnit == cast.yunshan.unit("jy").id)
        let technician = cast.yunshan.person("tech-spring")
        try await ticket.take(.assign, by: "jy-spring", ["assignee": technician.id.description])
        #expect(try await ticket.isVisible(to: "tech-spring"))
        try await ticket.take(.completeExecution, by: "tech-spring", ["text": "已清洁"])
        try await ticket.take(.verify, by: "jy", ["text": "合格"])
        try await ticket.take(.recordVisit, by: "jy-2", Self.visit("satisfied"))
        try await ticket.take(.close, by: "jy", ["reason": "客户满意"])
        try await ticket.take(.archive, by: "jy")
        file = try await ticket.file(as: "bj")
        #expect(file.record.state == .archived)
        #expect(file.record.satisfied == true)
        #expect(file.record.closedAt != nil)
        #expect(file.firstBrokenLine == nil)
        #expect(file.ticket.deadlines.allSatisfy { !$0.isOpen })
        #expect(file.ticket.plans.map(\.answer) == [.accepted])
        try await cast.end()
    }

    @Test("case 6: the vendor's centre coordinates the developer by an exchange")
    func exchange() async throws {
        let cast = try await Cast.assemble()
        let ticket = try await cast.record(["title": "质保期外漏水"])
        try await ticket.take(.accept, by: "jy-spring", ["severity": "minor"])
        try await ticket.take(.openExchange, by: "jy", ["topic": "漏水", "text": "请协调施工单位"])
        let opened = try #require(try await ticket.file(as: "bj").ticket.exchanges.first)
        #expect(opened.toUnit == cast.yunshan.unit("bj").id)
        // The one who asked does not answer the own question.
        await #expect(throws: StoreError.self) {
            try await ticket.take(.replyExchange, by: "jy", ["exchange": opened.id.description, "text": "x"])
        }
        try await ticket.take(.replyExchange, by: "bj", ["exchange": opened.id.description, "text": "已通知"])
        try await ticket.take(.closeExchange, by: "jy", ["exchange": opened.id.description])
        let file = try await ticket.file(as: "jy")
        #expect(file.ticket.exchanges.map(\.reply) == ["已通知"])
        #expect(file.facts.openExchanges == 0)
        #expect(file.record.state == .classified)
        try await cast.end()
    }

    @Test("case 8: the group hears it and answers for it until the first rung accepts; outside channels have eight hours from reception")
    func groupHearsIt() async throws {
        let cast = try await Cast.assemble()
        let ticket = try await cast.record(by: "hq", door: "bj-spring/1-102", ["channel": "media"])
        var file = try await ticket.file(as: "hq")
        #expect(file.record.ownerUnit == cast.yunshan.unit("hq").id)
        #expect(file.record.holderUnit == cast.yunshan.unit("jy-spring").id)
        #expect(file.record.source == .external)
        cast.clock.advance(.minutes(20))
        try await ticket.take(.accept, by: "jy-spring", ["severity": "minor"])
        file = try await ticket.file(as: "hq")
        #expect(file.record.ownerUnit == cast.yunshan.unit("jy-spring").id)
        #expect(file.record.firstReceiver == cast.yunshan.person("hq").id)
        let plan = try #require(file.facts.running[.plan])
        #expect(plan.rule == ClockRule.planExternal.code)
        #expect(plan.dueAt == file.record.receivedAt + .hours(8))
        try await cast.end()
    }

    @Test("case 9: a threatened collective suit is top, planned in three hours, and the group may step in and hand back")
    func collectiveSuit() async throws {
        let cast = try await Cast.assemble()
        let ticket = try await cast.record(["title": "多户联名", "collective": "on"])
        var file = try await ticket.file(as: "jy-spring")
        #expect(file.record.severity == .top)
        try await ticket.take(.accept, by: "jy-spring", ["severity": "top"])
        file = try await ticket.file(as: "jy-spring")
        #expect(file.facts.running[.plan]?.dueAt == cast.clock.now() + .hours(3))
        try await ticket.take(.intervene, by: "hq", ["reason": "重大投诉"])
        // COMPLAINT-P1: while the group owns it nobody below sees it.
        #expect(try await !ticket.isVisible(to: "jy-spring"))
        #expect(try await !ticket.isVisible(to: "bj"))
        try await ticket.take(.handBack, by: "hq", ["instruction": "按此意见办理"])
        file = try await ticket.file(as: "jy-spring")
        #expect(file.record.state == .investigating)
        #expect(file.record.returned)
        // What was written at the group stays there; the next line still chains.
        #expect(file.events.map(\.action) == [.record, .accept, .handBack])
        try await ticket.take(.recordFindings, by: "jy-spring", ["text": "已走访"])
        #expect(try await ticket.file(as: "hq").firstBrokenLine == nil)
        try await cast.end()
    }

    @Test("case 11: a refused plan moves up, the first promise stays as it was made")
    func refusedPlan() async throws {
        let cast = try await Cast.assemble()
        let ticket = try await cast.record()
        try await ticket.take(.accept, by: "jy-spring", ["severity": "minor"])
        let first = try #require(try await ticket.file(as: "jy-spring").facts.running[.resolve])
        try await ticket.take(.proposePlan, by: "jy-spring", ["text": "再次注浆"])
        try await ticket.take(.customerRejects, by: "jy-spring", ["reason": "已修三次"])
        cast.clock.advance(.minutes(10))
        try await ticket.take(.escalate, by: "jy-spring", ["reason": "客户不接受", "tried": "三次注浆"])
        var file = try await ticket.file(as: "jy")
        #expect(file.facts.running[.accept]?.dueAt == cast.clock.now() + .minutes(30))
        #expect(file.record.ownerUnit == cast.yunshan.unit("jy-spring").id)
        try await ticket.take(.sendBack, by: "jy", ["reason": "请补充现场照片"])
        #expect(try await ticket.file(as: "jy-spring").record.returned)
        try await ticket.take(.escalate, by: "jy-spring", ["reason": "照片已补", "tried": "三次注浆"])
        try await ticket.take(.acceptEscalation, by: "jy")
        try await ticket.take(.regrade, by: "jy", ["severity": "top", "reason": "索赔金额大"])
        file = try await ticket.file(as: "jy")
        let resolve = try #require(file.ticket.deadlines.first { $0.deadline.kind == .resolve }?.deadline)
        #expect(resolve.firstDueAt == first.firstDueAt)
        #expect(resolve.dueAt < resolve.firstDueAt)
        #expect(file.ticket.plans.map(\.round) == [1])
        #expect(file.ticket.escalations.map(\.state) == [.sentBack, .accepted])
        #expect(file.firstBrokenLine == nil)
        try await cast.end()
    }
}
