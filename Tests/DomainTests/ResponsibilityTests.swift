import Testing

@testable import Domain

/// Who answers, who moves, who may not.
@Suite struct ResponsibilityTests {
    @Test func `ORG-R8: the owner stays until the upper rung accepts`() throws {
        var journey = try accepted()
        try Cast.projectOfficer.escalates(in: &journey)
        #expect(journey.facts.ownerUnit == Cast.project.id)
        #expect(journey.facts.rung == .project)
        #expect(journey.facts.holderUnit == Cast.company.id)
        #expect(journey.last.event.fromUnit == Cast.project.id)
        #expect(journey.last.event.toUnit == Cast.company.id)
        #expect(journey.last.event.toOwner == Cast.project.id)
        #expect(ComplaintMachine.waiting(journey.facts)?.unit == Cast.company.id)
        try Cast.companyOfficer.does(.acceptEscalation(note: ""), in: &journey)
        #expect(journey.last.event.fromOwner == Cast.project.id)
        #expect(journey.last.event.toOwner == Cast.company.id)
        #expect(journey.facts.handler == Cast.companyOfficer.person)
        #expect(journey.facts.escalation == nil)
    }

    @Test func `ORG-R9: between two rungs a matter is sent back twice, not a third time`() throws {
        var journey = try accepted()
        for _ in 1...2 {
            try Cast.projectOfficer.escalates(in: &journey)
            try Cast.companyOfficer.does(.sendBack(reason: "属项目职责"), in: &journey)
            #expect(journey.facts.holderUnit == Cast.project.id)
        }
        try Cast.projectOfficer.escalates(in: &journey)
        #expect(journey.refusal(.sendBack(reason: "再退"), by: Cast.companyOfficer) == .factMissing(.sendBackLeft))
        #expect(!journey.buttons(Cast.companyOfficer).contains(.sendBack))
        try Cast.companyOfficer.does(.acceptEscalation(note: ""), in: &journey)
        try Cast.companyOfficer.escalates(in: &journey)
        #expect(journey.buttons(Cast.groupOfficer).contains(.sendBack))
    }

    @Test func `ROUTE-R3: nobody skips a level`() throws {
        var journey = try accepted()
        try Cast.projectOfficer.escalates(in: &journey)
        #expect(journey.refusal(.acceptEscalation(note: ""), by: Cast.groupOfficer) == .notYours(waitingFor: Cast.company.id))
    }

    @Test func `A5: the proposer alone withdraws an escalation`() throws {
        var journey = try accepted()
        try Cast.projectOfficer.escalates(in: &journey)
        #expect(journey.refusal(.withdrawEscalation(reason: "x"), by: Cast.projectColleague) == .notYours(waitingFor: Cast.company.id))
        try Cast.projectOfficer.does(.withdrawEscalation(reason: "已解决"), in: &journey)
        #expect(journey.state == .investigating)
        #expect(journey.facts.holderUnit == Cast.project.id)
        #expect(journey.facts.running[.accept] == nil)
    }

    @Test func `ROUTE-R6: the group steps in at any open point, but not where it already is`() throws {
        var journey = try Journey(.afterHandover, heardBy: Cast.companyOfficer)
        try Cast.groupOfficer.does(.intervene(reason: "重大"), in: &journey)
        // Nobody had accepted yet: it goes back to the first rung, not to the desk that heard it.
        #expect(journey.facts.intervention == InterventionFacts(previousOwner: Cast.site.id, previousRung: .project))
        #expect(journey.refusal(.intervene(reason: "x"), by: Cast.groupOfficer) == .factMissing(.belowGroupRung))
        #expect(journey.refusal(.intervene(reason: "x"), by: Cast.companyOfficer) == .lacksPermission(.ticketIntervene))
        try Cast.groupOfficer.does(.handBack(instruction: "请办理"), in: &journey)
        #expect(journey.facts.ownerUnit == Cast.site.id)
    }

    @Test func `ROUTE-R6: what waits for the group is accepted, not intervened in`() throws {
        var journey = try accepted()
        try Cast.projectOfficer.escalates(in: &journey)
        try Cast.companyOfficer.does(.acceptEscalation(note: ""), in: &journey)
        try Cast.companyOfficer.escalates(in: &journey)
        #expect(journey.refusal(.intervene(reason: "x"), by: Cast.groupOfficer) == .factMissing(.notWaitingForGroup))
        #expect(!journey.buttons(Cast.groupOfficer).contains(.intervene))
        #expect(journey.primary(Cast.groupOfficer) == .acceptEscalation)
    }

    @Test func `ROUTE-R6: the group hands back only what it took by stepping in`() throws {
        var journey = try accepted()
        try Cast.projectOfficer.escalates(in: &journey)
        try Cast.companyOfficer.does(.acceptEscalation(note: ""), in: &journey)
        try Cast.companyOfficer.escalates(in: &journey)
        try Cast.groupOfficer.does(.acceptEscalation(note: ""), in: &journey)
        #expect(journey.refusal(.handBack(instruction: "x"), by: Cast.groupOfficer) == .factMissing(.ownedByIntervention))
    }

    @Test func `COMPLAINT-R5: no execution before the customer is satisfied with the plan`() throws {
        var journey = try accepted()
        for step in [ComplaintCommand.recordFindings("x"), .proposePlan("y", compensation: .zero), .customerRejects(reason: "z")] {
            #expect(
                journey.refusal(.startExecution(note: ""), by: Cast.projectOfficer) == .notAllowedInState(.startExecution, journey.state))
            try Cast.projectOfficer.does(step, in: &journey)
        }
        #expect(journey.refusal(.startExecution(note: ""), by: Cast.projectOfficer) == .notAllowedInState(.startExecution, .planRejected))
        let into = Set(ComplaintTransitions.all.filter { $0.to == .executing && $0.from != .executing }.map(\.from))
        #expect(into == [.planAccepted, .executed])
    }

    @Test func `section 2_38: a plan beyond the proposer's limit is refused`() throws {
        var journey = try accepted()
        let plan = ComplaintCommand.proposePlan("补偿", compensation: .yuan(300))
        #expect(journey.refusal(plan, by: Cast.projectOfficer) == .factMissing(.withinCompensationLimit))
        try Cast.projectManager.does(plan, in: &journey)
        #expect(journey.facts.compensation == .yuan(300))
    }

    @Test func `COMPLAINT-R15: a centre or above rates a complaint invalid, a project manager cannot`() throws {
        let journey = try accepted()
        #expect(journey.refusal(.rateInvalid(reason: "x"), by: Cast.projectManager) == .factMissing(.levelCentreOrAbove))
        #expect(journey.refusal(.rateInvalid(reason: "x"), by: Cast.projectOfficer) == .lacksPermission(.ticketRate))
        #expect(journey.refusal(.rateInvalid(reason: "x"), by: Cast.vendorOfficer) == .notYours(waitingFor: Cast.project.id))
        #expect(journey.refusal(.rateInvalid(reason: "x"), by: Cast.companyOfficer) == nil)
        #expect(journey.refusal(.rateNonResponsible(reason: "x"), by: Cast.projectManager) == nil)
    }

    @Test func `COMPLAINT-R10: only colleagues are assigned, and a technician works on what is in the own hands`() throws {
        var journey = try Journey(.afterHandover, heardBy: Cast.siteOfficer)
        try Cast.siteOfficer.does(.accept(severity: .minor), in: &journey)
        #expect(throws: Refusal.factMissing(.assigneeIsColleague)) {
            try Cast.siteOfficer.does(.assign(to: Cast.vendorOfficer.person, note: ""), in: &journey)
        }
        #expect(journey.buttons(Cast.technician).isEmpty)
        try Cast.siteOfficer.does(.assign(to: Cast.technician.person, note: ""), in: &journey)
        #expect(journey.buttons(Cast.technician) == [.recordFindings])
        #expect(journey.primary(Cast.technician) == .recordFindings)
        #expect(journey.last.notices == [Notice(.assigned, to: .person(Cast.technician.person))])
        try Cast.technician.does(.recordFindings("已到现场"), in: &journey)
        #expect(journey.refusal(.proposePlan("x", compensation: .zero), by: Cast.technician) == .lacksPermission(.ticketHandle))
    }

    @Test func `COMPLAINT-P1: sensitive matters are seen from the owner's level up, lower while the first rung executes`() throws {
        var journey = try Journey(.afterHandover, heardBy: Cast.siteOfficer, sensitivity: .media)
        #expect(journey.facts.visibilityFloor == 1)
        try Cast.siteOfficer.does(.accept(severity: .general), in: &journey)
        try Cast.siteOfficer.escalates(in: &journey)
        #expect(journey.facts.visibilityFloor == 1)
        try Cast.vendorOfficer.does(.acceptEscalation(note: ""), in: &journey)
        #expect(journey.facts.visibilityFloor == 2)
        try Cast.vendorOfficer.agreesPlan(in: &journey)
        try Cast.vendorOfficer.does(.startExecution(note: ""), in: &journey)
        #expect(journey.facts.visibilityFloor == 1)
        try Cast.siteOfficer.does(.completeExecution(result: "x"), in: &journey)
        try Cast.vendorOfficer.does(.verify(result: "x"), in: &journey)
        #expect(journey.facts.visibilityFloor == 2)
    }

    @Test func `reopening keeps the owner and tells the first receiver`() throws {
        var journey = try accepted()
        try Cast.projectOfficer.does(.explain("已说明"), in: &journey)
        try Cast.projectOfficer.does(.close(reason: "理解"), in: &journey)
        try Cast.projectColleague.does(.reopen(reason: "客户又来"), in: &journey)
        #expect(journey.state == .classified)
        #expect(journey.facts.ownerUnit == Cast.project.id)
        #expect(journey.facts.handler == Cast.projectColleague.person)
        #expect(Set(journey.facts.running.keys) == [.plan, .resolve])
        #expect(journey.last.notices.contains(Notice(.reopened, to: .person(Cast.projectOfficer.person))))
    }

    @Test func `redo sends it back to the unit that executed`() throws {
        var journey = try Journey(.afterHandover, heardBy: Cast.siteOfficer)
        try Cast.siteOfficer.does(.accept(severity: .minor), in: &journey)
        try Cast.siteOfficer.escalates(in: &journey)
        try Cast.vendorOfficer.does(.acceptEscalation(note: ""), in: &journey)
        try Cast.vendorOfficer.agreesPlan(in: &journey)
        try Cast.vendorOfficer.does(.startExecution(note: ""), in: &journey)
        try Cast.siteOfficer.does(.completeExecution(result: "x"), in: &journey)
        try Cast.vendorColleague.does(.redo(reason: "仍有污渍"), in: &journey)
        #expect(journey.state == .executing)
        #expect(journey.facts.holderUnit == Cast.site.id)
        #expect(journey.facts.returned)
        try Cast.siteColleague.does(.completeExecution(result: "x"), in: &journey)
        #expect(!journey.facts.returned)
        #expect(journey.facts.executor == Cast.siteColleague.person)
    }

    @Test func `who executed does not verify`() throws {
        var journey = try accepted()
        try Cast.projectOfficer.agreesPlan(in: &journey)
        try Cast.projectOfficer.does(.startExecution(note: ""), in: &journey)
        try Cast.projectColleague.does(.completeExecution(result: "x"), in: &journey)
        #expect(journey.refusal(.verify(result: "x"), by: Cast.projectColleague) == .factMissing(.verifierDidNotExecute))
        #expect(journey.primary(Cast.projectOfficer) == .verify)
    }

    @Test func `nobody is told what they did themselves`() throws {
        var journey = try accepted()
        try Cast.projectOfficer.does(.proposePlan("道歉", compensation: .zero), in: &journey)
        #expect(journey.refusal(.customerAccepts(note: ""), by: Cast.companyOfficer) == .notYours(waitingFor: Cast.project.id))
        var answeredByColleague = journey
        try Cast.projectOfficer.does(.customerAccepts(note: ""), in: &journey)
        #expect(journey.last.notices.isEmpty)
        try Cast.projectColleague.does(.customerAccepts(note: ""), in: &answeredByColleague)
        #expect(answeredByColleague.last.notices == [Notice(.planAnswered, to: .person(Cast.projectOfficer.person))])
    }

    private func accepted() throws -> Journey {
        var journey = try Journey(.beforeHandover, heardBy: Cast.projectOfficer)
        try Cast.projectOfficer.does(.accept(severity: .minor), in: &journey)
        return journey
    }
}
