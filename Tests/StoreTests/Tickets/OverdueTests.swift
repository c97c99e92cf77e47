import Domain
import Store
import TestSupport
import Testing

/// Who hears of a missed promise once the matter has changed hands.
@Suite("Overdue in other hands") struct OverdueTests {
    /// Climbed to the vendor's centre, whose plan the customer accepted.
    private func planned(_ cast: Cast) async throws -> CastTicket {
        let ticket = try await cast.record(by: "bj-spring")
        try await ticket.take(.accept, by: "jy-spring", ["severity": "top"])
        try await ticket.take(.escalate, by: "jy-spring", ["reason": "责任不清", "tried": "已沟通"])
        try await ticket.take(.acceptEscalation, by: "jy")
        try await ticket.take(.proposePlan, by: "jy", ["text": "更换防水层"])
        try await ticket.take(.customerAccepts, by: "jy")
        return ticket
    }

    @Test("SLA-R6: a late solution is told to who owns the matter today and to the rung above, not to who had it at first")
    func resolveFollowsTheOwner() async throws {
        let cast = try await Cast.assemble()
        _ = try await planned(cast)
        try await TicketWorkTests.work(cast)
        cast.clock.advance(.days(4))
        #expect(try await cast.store.enqueueSweeps() == 1)
        try await TicketWorkTests.work(cast)
        #expect(try await TicketWorkTests.notices(cast, "jy").contains(.overdue))
        #expect(try await TicketWorkTests.notices(cast, "hq").contains(.overdueBelow))
        for account in ["jy-spring", "jy"] {
            #expect(try await !TicketWorkTests.notices(cast, account).contains(.overdueBelow), "\(account)")
        }
        #expect(try await !TicketWorkTests.notices(cast, "jy-spring").contains(.overdue))
        try await cast.end()
    }

    @Test("while the lower rung executes, both it and the owner above it hear of a late solution, each once")
    func executingUnit() async throws {
        let cast = try await Cast.assemble()
        let ticket = try await planned(cast)
        try await ticket.take(.startExecution, by: "jy")
        cast.clock.advance(.days(4))
        _ = try await cast.store.enqueueSweeps()
        try await TicketWorkTests.work(cast)
        for account in ["jy-spring", "jy"] {
            let late = try await TicketWorkTests.notices(cast, account).filter { $0 == .overdue || $0 == .overdueBelow }
            #expect(late == [.overdue], "\(account)")
        }
        #expect(try await TicketWorkTests.notices(cast, "hq").filter { $0 == .overdueBelow }.count == 1)
        try await cast.end()
    }
}
