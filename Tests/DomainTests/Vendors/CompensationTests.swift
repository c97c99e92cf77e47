import Testing

@testable import Domain

@Suite("Compensation") struct CompensationTests {
    private let today = Day(2026, 11, 26)!
    private var yesterday: Day { today.adding(days: -1) }

    private func apply(
        _ command: ForcedRepairCommand, _ facts: ForcedRepairFacts, by actor: Actor = Cast.companyOfficer,
        limit: CompensationLimit = .unlimited
    ) throws -> ForcedRepairState {
        try ForcedRepairs.apply(command, to: facts, of: Cast.company, by: actor, limit: limit, today: today).to
    }

    @Test("COMPENSATE-R1, R5: a warning that was not heeded leads to forced repair by another, at the cost of who should have done it")
    func way() throws {
        let warned = ForcedRepairFacts(state: .warned, answerBy: yesterday)
        let order = ForcedRepairCommand(.order, note: "三次催告无果", substitute: "安居维修", amount: .yuan(800))
        #expect(try apply(order, warned) == .ordered)
        #expect(throws: ForcedRepairRefusal.guarded(.warningOver), "the responsible unit keeps the time it was given") {
            try apply(order, ForcedRepairFacts(state: .warned, answerBy: today))
        }
        #expect(throws: ForcedRepairRefusal.guarded(.substitute)) { try apply(ForcedRepairCommand(.order, note: "x"), warned) }
        #expect(try apply(ForcedRepairCommand(.begin), ForcedRepairFacts(state: .ordered, answerBy: yesterday)) == .inRepair)
        let inRepair = ForcedRepairFacts(state: .inRepair, answerBy: yesterday)
        #expect(try apply(ForcedRepairCommand(.charge, note: "发票", amount: .yuan(760)), inRepair) == .costCharged)
        #expect(throws: ForcedRepairRefusal.guarded(.amount)) {
            try apply(ForcedRepairCommand(.charge, note: "x", amount: .zero), inRepair)
        }
        #expect(try apply(ForcedRepairCommand(.noteRepair, note: "已修好"), warned) == .repairedByResponsible)
        #expect(try apply(ForcedRepairCommand(.close), ForcedRepairFacts(state: .repairedByResponsible, answerBy: yesterday)) == .closed)
        #expect(throws: ForcedRepairRefusal.notFrom(.closed)) {
            try apply(ForcedRepairCommand(.close), ForcedRepairFacts(state: .closed, answerBy: today))
        }
    }

    @Test("COMPENSATE-R3: nothing is closed before both sides have accepted the amount")
    func acceptance() throws {
        var facts = ForcedRepairFacts(state: .costCharged, answerBy: yesterday, charged: .yuan(760))
        #expect(throws: ForcedRepairRefusal.guarded(.acceptedByBoth)) { try apply(ForcedRepairCommand(.close), facts) }
        facts.developerAccepted = true
        #expect(throws: ForcedRepairRefusal.guarded(.acceptedByBoth)) { try apply(ForcedRepairCommand(.close), facts) }
        facts.responsibleAccepted = true
        #expect(try apply(ForcedRepairCommand(.close), facts) == .closed)
    }

    @Test(
        "COMPENSATE-P1: a project up to 300 yuan, a company's centre below 1000, from 1000 on the leader in charge; the unit's setting holds"
    )
    func limits() throws {
        let usual = ApprovalLimits.usual
        let manager = Cast.projectManager
        #expect(
            usual.limit(of: manager, at: Cast.project).allows(.yuan(300)) && !usual.limit(of: manager, at: Cast.project).allows(Fen(30_001))
        )
        let centre = usual.limit(of: Cast.companyOfficer, at: Cast.company)
        #expect(centre.allows(Fen(99_999)) && !centre.allows(.yuan(1_000)))
        #expect(usual.limit(of: Cast.groupOfficer, at: Cast.company).allows(.yuan(100_000)))
        #expect(usual.limit(of: Cast.projectOfficer, at: Cast.project) == .none, "no power to approve at all")
        let strict = ApprovalLimits(project: .yuan(100), centre: .yuan(500))
        #expect(
            !strict.limit(of: manager, at: Cast.project).allows(.yuan(101))
                && !strict.limit(of: Cast.companyOfficer, at: Cast.company).allows(.yuan(500)))
        let facts = ForcedRepairFacts(state: .inRepair, answerBy: yesterday)
        #expect(throws: ForcedRepairRefusal.beyond(centre)) {
            try apply(ForcedRepairCommand(.charge, note: "x", amount: .yuan(1_000)), facts, limit: centre)
        }
        #expect(try apply(ForcedRepairCommand(.charge, note: "x", amount: Fen(99_999)), facts, limit: centre) == .costCharged)
    }

    @Test("who may: a vendor accepts what it is charged and orders nothing")
    func who() {
        let warned = ForcedRepairFacts(state: .warned, answerBy: yesterday)
        #expect(ForcedRepairs.offered(warned, of: Cast.company, to: Cast.vendorOfficer).isEmpty)
        #expect(Cast.vendorOfficer.covers(Cast.vendor, with: .compensateAccept))
        #expect(throws: ForcedRepairRefusal.missing(.compensateApprove)) {
            try apply(ForcedRepairCommand(.order, note: "x", substitute: "y"), warned, by: Cast.projectOfficer)
        }
        #expect(ForcedRepairs.offered(warned, of: Cast.company, to: Cast.companyOfficer).map(\.action) == [.noteRepair, .order])
    }

    @Test("COMPENSATE-R2: the reasons penalty rules exist for; COMPENSATE-R5: kinds of loss")
    func words() {
        #expect(Set(PenaltyTrigger.allCases).isSuperset(of: [.buckPassing, .slowness, .lateRepair, .repeatedRepair, .lossDispute]))
        #expect(LossKind.allCases.count == 5)
    }
}
