import Testing

@testable import Domain

/// Section 4.4 of the requirements, played through the machine.
@Suite struct WorkedCaseTests {
    @Test func `case 1: a buyer's complaint climbs the developer's column to the court`() throws {
        var journey = try Journey(.beforeHandover, heardBy: Cast.projectOfficer)
        try Cast.projectOfficer.does(.accept(severity: .minor), in: &journey)
        #expect(journey.facts.ownerUnit == Cast.project.id)
        try Cast.projectOfficer.escalates(in: &journey)
        try Cast.companyOfficer.does(.acceptEscalation(note: ""), in: &journey)
        #expect(journey.facts.ownerUnit == Cast.company.id)
        try Cast.companyOfficer.escalates(in: &journey)
        try Cast.groupOfficer.does(.acceptEscalation(note: ""), in: &journey)
        #expect(journey.facts.rung == .group)
        try Cast.groupOfficer.does(.proposePlan("协商补偿", compensation: .yuan(5_000)), in: &journey)
        try Cast.groupOfficer.does(.customerRejects(reason: "要求退房"), in: &journey)
        #expect(journey.refusal(.escalate(reason: "x", tried: "y"), by: Cast.groupOfficer) == .lacksPermission(.ticketEscalate))
        try Cast.groupOfficer.does(.enterLitigation(court: "滨江区法院", caseNumber: "(2026)001", by: .customer), in: &journey)
        #expect(journey.state == .litigation)
        #expect(journey.facts.rung == .litigation)
        #expect(journey.last.notices.map(\.to) == [.unit(Cast.project.id), .unit(Cast.company.id)])
        try Cast.groupOfficer.does(.recordOutcome(.settlement, text: "和解"), in: &journey)
        #expect(journey.state == .closed)
        #expect(journey.facts.firstReceiver == Cast.projectOfficer.person)
    }

    @Test func `case 3: trouble on hand-over day stays with the developer's project`() throws {
        let today = try #require(Day(2026, 11, 22))
        let stage = StageRule.decide(house: .some(today), project: nil, today: today).stage
        let journey = try Journey(stage, heardBy: Cast.siteOfficer)
        #expect(journey.facts.holderUnit == Cast.project.id)
        #expect(journey.facts.ownerUnit == Cast.site.id)
        #expect(journey.buttons(Cast.projectOfficer).contains(.accept))
        #expect(!journey.buttons(Cast.siteOfficer).contains(.accept))
    }

    @Test func `case 4: poor cleaning goes up the vendor's column, solved by its centre below`() throws {
        var journey = try Journey(.afterHandover, heardBy: Cast.siteOfficer)
        try Cast.siteOfficer.does(.accept(severity: .minor), in: &journey)
        try Cast.siteOfficer.escalates(in: &journey)
        try Cast.vendorOfficer.does(.acceptEscalation(note: ""), in: &journey)
        try Cast.vendorOfficer.agreesPlan(in: &journey, compensation: .yuan(200))
        try Cast.vendorOfficer.does(.startExecution(note: ""), in: &journey)
        // A12: executed below, owned above.
        #expect(journey.facts.executingUnit == Cast.site.id)
        #expect(journey.facts.ownerUnit == Cast.vendor.id)
        try Cast.siteOfficer.does(.assign(to: Cast.technician.person, note: ""), in: &journey)
        #expect(journey.state == .executing)
        try Cast.technician.does(.completeExecution(result: "已清洁"), in: &journey)
        #expect(journey.facts.holderUnit == Cast.vendor.id)
        try Cast.vendorOfficer.does(.verify(result: "合格"), in: &journey)
        try Cast.vendorColleague.does(.recordVisit(Cast.visit(.satisfied)), in: &journey)
        try Cast.vendorOfficer.does(.close(reason: "客户满意"), in: &journey)
        try Cast.vendorOfficer.does(.archive(note: ""), in: &journey)
        #expect(journey.state == .archived)
        #expect(journey.buttons(Cast.vendorOfficer).isEmpty)
    }

    @Test func `case 6: the vendor's centre coordinates the developer by an exchange`() throws {
        var journey = try Journey(.afterHandover, heardBy: Cast.siteOfficer)
        try Cast.siteOfficer.does(.accept(severity: .minor), in: &journey)
        #expect(journey.refusal(.openExchange(topic: "漏水", text: "请协调"), by: Cast.siteOfficer) == .lacksPermission(.ticketExchange))
        try Cast.vendorOfficer.does(.openExchange(topic: "漏水", text: "请协调施工单位"), in: &journey)
        #expect(journey.state == .classified)
        #expect(journey.last.notices == [Notice(.exchangeOpened, to: .unit(Cast.company.id))])
        try Cast.companyOfficer.does(.replyExchange(ExchangeID(1), text: "已通知"), in: &journey)
        #expect(journey.last.notices == [Notice(.exchangeReplied, to: .unit(Cast.vendor.id))])
        try Cast.vendorOfficer.does(.closeExchange(ExchangeID(1), note: ""), in: &journey)
        #expect(journey.refusal(.replyExchange(ExchangeID(1), text: "x"), by: Cast.companyOfficer) == .factMissing(.exchangeIsOpen))
    }

    @Test func `case 8: the group hears it, records it and answers until the first rung accepts`() throws {
        var journey = try Journey(.afterHandover, heardBy: Cast.groupOfficer, source: .external)
        #expect(journey.state == .recorded)
        #expect(journey.facts.ownerUnit == Cast.group.id)
        #expect(journey.facts.holderUnit == Cast.site.id)
        #expect(journey.last.notices == [Notice(.cameToMe, to: .unit(Cast.site.id))])
        #expect(journey.refusal(.accept(severity: .minor), by: Cast.groupOfficer) == .notYours(waitingFor: Cast.site.id))
        try Cast.siteOfficer.does(.accept(severity: .minor), in: &journey)
        #expect(journey.facts.ownerUnit == Cast.site.id)
        #expect(journey.facts.firstReceiver == Cast.groupOfficer.person)
        #expect(journey.facts.running[.plan]?.dueAt == Cast.noon + .hours(8))
    }

    @Test func `case 9: a collective threat is top, due in three hours, and the group may step in`() throws {
        let severity = Severity.proposed(compensation: nil, flags: .collective)
        var journey = try Journey(.afterHandover, heardBy: Cast.siteOfficer, severity: severity, sensitivity: .collective)
        try Cast.siteOfficer.does(.accept(severity: severity), in: &journey)
        #expect(journey.facts.running[.plan]?.dueAt == journey.now + .hours(3))
        try Cast.groupOfficer.does(.intervene(reason: "群诉风险"), in: &journey)
        #expect(journey.facts.ownerUnit == Cast.group.id)
        #expect(journey.facts.visibilityFloor == 3)
        #expect(
            journey.last.notices == [
                Notice(.intervened, to: .unit(Cast.site.id)), Notice(.intervened, to: .person(Cast.siteOfficer.person)),
            ])
        try Cast.groupOfficer.does(.handBack(instruction: "按方案执行，每日报告"), in: &journey)
        #expect(journey.facts.ownerUnit == Cast.site.id)
        #expect(journey.facts.rung == .project)
        #expect(journey.state == .investigating)
        #expect(journey.facts.visibilityFloor == 1)
    }

    @Test func `case 11: a rejected plan goes to the next level within half an hour and gets a new plan`() throws {
        var journey = try Journey(.beforeHandover, heardBy: Cast.projectOfficer)
        try Cast.projectOfficer.does(.accept(severity: .minor), in: &journey)
        try Cast.projectOfficer.does(.proposePlan("赔礼道歉", compensation: .zero), in: &journey)
        #expect(journey.facts.running[.plan] == nil)
        try Cast.projectOfficer.does(.customerRejects(reason: "要求赔偿"), in: &journey)
        #expect(journey.primary(Cast.projectOfficer) == .escalate)
        try Cast.projectOfficer.escalates(in: &journey)
        #expect(journey.facts.running[.accept]?.dueAt == journey.now + .minutes(30))
        #expect(journey.last.event.detail["tried"] == "已协调两次")
        try Cast.companyOfficer.does(.acceptEscalation(note: ""), in: &journey)
        try Cast.companyOfficer.does(.proposePlan("补偿", compensation: .yuan(800)), in: &journey)
        #expect(journey.facts.planProposer == Cast.companyOfficer.person)
        #expect(journey.state == .planProposed)
    }
}
