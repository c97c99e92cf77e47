import Domain
import Postgres
import Store
import TestSupport
import Testing

/// Looking at masked values: a reason and a quota for everybody, neither for the handler of an open matter (ACCESS-P1, ACCESS-P7).
@Suite("Reveals") struct RevealTests {
    private func lines(_ cast: Cast) async throws -> [String] {
        try await cast.database.administer {
            try await $0.query("SELECT person_name || ' ' || field || ' ' || basis || ' ' || reason FROM reveal ORDER BY id").values()
        }
    }

    private func reveal(_ ticket: CastTicket, by account: String, _ reason: String = "回电") async throws -> Revealed {
        try await ticket.cast.store.revealPhone(
            of: ticket.id, reason: reason, ticket.cast.yunshan.entry(account), form: ticket.cast.form(), path: "/")
    }

    @Test(
        "the handler of an open matter sees that customer's number without a reason, leaves a line all the same, and no longer than it is open"
    )
    func handler() async throws {
        let cast = try await Cast.assemble()
        let ticket = try await cast.record()
        try await ticket.take(.accept, by: "jy-spring", ["severity": "minor"])
        // Who accepted it has it in hand; the colleague gives a reason.
        #expect(try await reveal(ticket, by: "jy-spring", "").value.hasPrefix("138"))
        await #expect(throws: StoreError.self) { _ = try await reveal(ticket, by: "jy-spring-2", "") }
        _ = try await reveal(ticket, by: "jy-spring-2", "代班回电")
        #expect(try await lines(cast) == ["杨帆 phone handler ", "朱红 phone reason 代班回电"])
        // In somebody else's hands it is like anybody's.
        try await ticket.take(.assign, by: "jy-spring", ["assignee": "\(cast.yunshan.person("jy-spring-2").id)"])
        await #expect(throws: StoreError.self) { _ = try await reveal(ticket, by: "jy-spring", "") }
        #expect(try await reveal(ticket, by: "jy-spring-2", "").value.hasPrefix("138"))
        try await cast.end()
    }

    @Test("after twenty looks in an hour the next is refused and the administrators are told once; an hour later it goes on")
    func quota() async throws {
        let cast = try await Cast.assemble()
        let ticket = try await cast.record()
        for _ in 0..<20 {
            _ = try await reveal(ticket, by: "jy-spring-2", "核对")
            cast.clock.advance(.minutes(1))
        }
        for _ in 0..<3 {
            let refusal = await #expect(throws: StoreError.self) { _ = try await reveal(ticket, by: "jy-spring-2", "核对") }
            guard case .quotaReached(let until) = try #require(refusal) else { throw try #require(refusal) }
            #expect(until == ManualClock.start + .hours(1))
        }
        #expect(try await lines(cast).count == 20)
        // A colleague's looks are not the first one's.
        _ = try await reveal(ticket, by: "jy-spring", "核对")
        let jobs = try await cast.database.administer {
            try await $0.query("SELECT count(*) FROM job WHERE kind = 'alertReveals'")[0].get(0, as: Int.self)
        }
        #expect(jobs == 1)
        for claim in try await cast.store.claim(worker: "w") where claim.kind == RevealAlert.kind {
            try await cast.store.job(claim, worker: "w") { tx, job in try await RevealAlert.run(tx, job) }
        }
        let notices = try await cast.store.read(cast.yunshan.entry("admin"), .member) { try await $0.notices() }
        #expect(notices.rows.map(\.kind) == [.revealsUsedUp])
        #expect(notices.rows.first?.subject == "朱红" && notices.rows.first?.ticket == nil)
        cast.clock.set(ManualClock.start + .hours(1) + .seconds(1))
        _ = try await reveal(ticket, by: "jy-spring-2", "核对")
        try await cast.end()
    }

    @Test("ACCESS-P1: an administrator, an auditor and a stranger see no number, whatever they say")
    func refused() async throws {
        let cast = try await Cast.assemble()
        let ticket = try await cast.record()
        for account in ["admin", "audit", "nh", "bj-river", "wx-lake", "tech-spring"] {
            await #expect(throws: StoreError.self, "\(account)") { _ = try await reveal(ticket, by: account, "看看") }
        }
        #expect(try await lines(cast).isEmpty)
        try await cast.end()
    }
}
