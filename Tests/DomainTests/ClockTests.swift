import Testing

@testable import Domain

@Suite struct ClockTests {
    @Test(arguments: [(Severity.minor, 24 as Int64, "COMPLAINT-N8"), (.general, 8, "COMPLAINT-N9"), (.top, 3, "COMPLAINT-N10")])
    func `COMPLAINT-N8, N9, N10: the plan is due by grade from acceptance`(_ severity: Severity, _ hours: Int64, _ rule: String) throws {
        var journey = try Journey(.beforeHandover, heardBy: Cast.projectOfficer, severity: severity)
        journey.pass(.minutes(10))
        try Cast.projectOfficer.does(.accept(severity: severity), in: &journey)
        let plan = try #require(journey.facts.running[.plan])
        #expect(plan.dueAt == journey.now + .hours(hours))
        #expect(plan.rule == rule)
        #expect(journey.facts.running[.accept] == nil)
    }

    @Test func `COMPLAINT-N11: an outside complaint's plan is due eight hours after reception`() throws {
        var journey = try Journey(.beforeHandover, heardBy: Cast.projectOfficer, source: .external)
        journey.pass(.minutes(20))
        try Cast.projectOfficer.does(.accept(severity: .minor), in: &journey)
        let plan = try #require(journey.facts.running[.plan])
        #expect(plan.dueAt == Cast.noon + .hours(8))
        #expect(plan.rule == "COMPLAINT-N11")
    }

    @Test func `COMPLAINT-N11: the shorter limit of a top grade stays`() throws {
        var journey = try Journey(.beforeHandover, heardBy: Cast.projectOfficer, severity: .top, source: .external)
        try Cast.projectOfficer.does(.accept(severity: .top), in: &journey)
        #expect(journey.facts.running[.plan]?.rule == "COMPLAINT-N10")
    }

    @Test func `COMPLAINT-N11: accepted after nine hours the plan is due at once, not before it was promised`() throws {
        var journey = try Journey(.beforeHandover, heardBy: Cast.projectOfficer, source: .external)
        journey.pass(.hours(9))
        try Cast.projectOfficer.does(.accept(severity: .minor), in: &journey)
        #expect(journey.facts.running[.plan]?.dueAt == journey.now)
    }

    @Test func `ROUTE-N2, COMPLAINT-N12: half an hour to accept an escalation, then a new plan limit`() throws {
        var journey = try Journey(.beforeHandover, heardBy: Cast.projectOfficer, severity: .general)
        try Cast.projectOfficer.does(.accept(severity: .general), in: &journey)
        journey.pass(.hours(2))
        try Cast.projectOfficer.escalates(in: &journey)
        let accept = try #require(journey.facts.running[.accept])
        #expect(accept.dueAt == journey.now + .minutes(30))
        #expect(accept.rule == "ROUTE-N2")
        journey.pass(.minutes(5))
        try Cast.companyOfficer.does(.acceptEscalation(note: ""), in: &journey)
        let plan = try #require(journey.facts.running[.plan])
        #expect(plan.dueAt == journey.now + .hours(8))
        #expect(plan.rule == "COMPLAINT-N12")
        #expect(journey.last.clocks.contains(.cancel(.plan)))
        #expect(journey.last.clocks.contains(.meet(.accept)))
    }

    @Test func `a sent-back matter keeps the promise that was running`() throws {
        var journey = try Journey(.beforeHandover, heardBy: Cast.projectOfficer)
        try Cast.projectOfficer.does(.accept(severity: .minor), in: &journey)
        let promised = journey.facts.running[.plan]
        journey.pass(.hours(1))
        try Cast.projectOfficer.escalates(in: &journey)
        try Cast.companyOfficer.does(.sendBack(reason: "属项目权限"), in: &journey)
        #expect(journey.facts.running[.plan] == promised)
        #expect(journey.facts.returned)
    }

    @Test func `regrading moves what is due and leaves the first promise`() throws {
        var journey = try Journey(.beforeHandover, heardBy: Cast.projectOfficer)
        try Cast.projectOfficer.does(.accept(severity: .minor), in: &journey)
        let (start, first) = (journey.now, try #require(journey.facts.running[.plan]).firstDueAt)
        journey.pass(.hours(1))
        try Cast.projectOfficer.does(.regrade(.top, [.media], reason: "媒体已到场"), in: &journey)
        let plan = try #require(journey.facts.running[.plan])
        #expect(plan.firstDueAt == first)
        #expect(plan.dueAt == start + .hours(3))
        #expect(journey.last.clocks == [.move(.plan, dueAt: start + .hours(3)), .move(.resolve, dueAt: Cast.noon + .days(3))])
        #expect(journey.facts.severity == .top)
        #expect(journey.facts.sensitivity == .media)
    }

    @Test func `VISIT-N12: the visit is due a day after verification`() throws {
        let journey = try verified()
        #expect(journey.facts.running[.visit]?.dueAt == journey.now + .hours(24))
        #expect(journey.facts.running[.visit]?.rule == "VISIT-N12")
    }

    @Test func `resolve is promised at reception and met at the end, once`() throws {
        var journey = try Journey(.beforeHandover, heardBy: Cast.projectOfficer, severity: .top)
        #expect(journey.facts.running[.resolve]?.dueAt == Cast.noon + .days(3))
        try Cast.projectOfficer.does(.accept(severity: .top), in: &journey)
        try Cast.projectOfficer.does(.explain("已说明"), in: &journey)
        try Cast.projectOfficer.does(.close(reason: "客户理解"), in: &journey)
        #expect(journey.last.clocks == [.meet(.resolve)])
        #expect(journey.facts.running.isEmpty)
    }

    @Test func `a missed promise names the level above`() throws {
        let journey = try Journey(.afterHandover, heardBy: Cast.siteOfficer)
        guard case .start(_, let unit, let upper) = journey.last.clocks[0] else {
            Issue.record("no clock started")
            return
        }
        #expect(unit == Cast.site.id)
        #expect(upper == Cast.vendor.id)
    }

    @Test func `time left stops when a promise is met and goes below zero when missed`() {
        var deadline = Deadline(kind: .plan, startedAt: Cast.noon, firstDueAt: Cast.noon + .hours(8), rule: "COMPLAINT-N9")
        #expect(deadline.remaining(at: Cast.noon + .hours(3)) == .hours(5))
        #expect(deadline.remaining(at: Cast.noon + .hours(9)) == -.hours(1))
        #expect(!deadline.isBreached(at: Cast.noon + .hours(8)))
        #expect(deadline.isBreached(at: Cast.noon + .hours(8) + .seconds(1)))
        deadline.metAt = Cast.noon + .hours(7)
        #expect(deadline.remaining(at: Cast.noon + .days(3)) == .hours(1))
        #expect(!deadline.isBreached(at: Cast.noon + .days(3)))
    }

    @Test func `SLA-R7: a ticket keeps the version it started with`() {
        #expect(ClockPolicy.version(1) == .version1)
        #expect(ClockPolicy.version(99) == nil)
    }

    private func verified() throws -> Journey {
        var journey = try Journey(.beforeHandover, heardBy: Cast.projectOfficer)
        try Cast.projectOfficer.does(.accept(severity: .minor), in: &journey)
        try Cast.projectOfficer.agreesPlan(in: &journey)
        try Cast.projectOfficer.does(.startExecution(note: ""), in: &journey)
        try Cast.projectOfficer.does(.completeExecution(result: "完成"), in: &journey)
        try Cast.projectColleague.does(.verify(result: "属实"), in: &journey)
        return journey
    }
}
