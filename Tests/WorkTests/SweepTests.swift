import Domain
import Postgres
import Store
import TestSupport
import Testing
import Work

/// SLA: a missed promise is marked once, and told once to the unit that owes it and to the one above.
@Suite struct SweepTests {
    private func breached(_ stage: QueueStage, of ticket: CastTicket) async throws -> Int {
        try await stage.cast.database.administer { connection in
            try await connection.query(
                "SELECT count(*) FROM ticket_deadline WHERE ticket_id = \(ticket.id) AND breached_at IS NOT NULL")[0].get(0)
        }
    }

    /// Account and kind of every notice about the ticket.
    private func told(_ stage: QueueStage, of ticket: CastTicket) async throws -> [[String]] {
        try await stage.cast.database.administer { connection in
            let result = try await connection.query(
                """
                SELECT p.account, n.kind FROM notice n JOIN person p ON p.tenant_id = n.tenant_id AND p.id = n.person_id
                WHERE n.ticket_id = \(ticket.id) ORDER BY p.account, n.kind
                """)
            return try result.rows.map { [try $0.get(0), try $0.get(1)] }
        }
    }

    @Test func `ROUTE-N2 a missed acceptance is marked once and told once, however many sweeps and workers`() async throws {
        let stage = try await QueueStage.open()
        let ticket = try await stage.cast.record(by: "jy-spring")
        let workers = [try stage.product("w1"), try stage.product("w2")]
        try await stage.drain(workers)
        stage.cast.clock.advance(.minutes(31))
        #expect(try await stage.cast.store.enqueueSweeps() == 1)
        #expect(try await stage.cast.store.enqueueSweeps() == 0, "one sweep waits already")
        try await stage.drain(workers)
        #expect(try await breached(stage, of: ticket) == 1)
        let first = try await told(stage, of: ticket)
        #expect(try await stage.cast.store.enqueueSweeps() == 0, "nothing more is due")
        try await stage.drain(workers)
        #expect(try await told(stage, of: ticket) == first)
        let overdue = first.filter { $0[1].hasPrefix("overdue") }
        #expect(
            overdue == [
                ["jy", "overdueBelow"], ["jy-2", "overdueBelow"], ["jy-spring", "overdue"], ["jy-spring-2", "overdue"],
            ])
        try await stage.cast.end()
    }

    @Test func `a promise that was kept in time is never marked`() async throws {
        let stage = try await QueueStage.open()
        let ticket = try await stage.cast.record(by: "jy-spring")
        stage.cast.clock.advance(.minutes(20))
        try await ticket.take(.accept, by: "jy-spring", ["severity": "minor"])
        stage.cast.clock.advance(.minutes(20))
        #expect(try await stage.cast.store.enqueueSweeps() == 0)
        #expect(try await breached(stage, of: ticket) == 0)
        try await stage.cast.end()
    }

    @Test func `a step tells the unit it goes to, and nobody of another unit or tenant`() async throws {
        let stage = try await QueueStage.open()
        let ticket = try await stage.cast.record(by: "bj", door: "bj-spring/1-101")
        try await stage.drain([try stage.product("w1"), try stage.product("w2")])
        #expect(try await told(stage, of: ticket) == [["jy-spring", "cameToMe"], ["jy-spring-2", "cameToMe"]])
        let strangers: Int = try await stage.cast.database.administer { connection in
            try await connection.query("SELECT count(*) FROM notice WHERE tenant_id <> \(stage.tenant)")[0].get(0)
        }
        #expect(strangers == 0)
        try await stage.cast.end()
    }

    @Test(arguments: [(media: "on", told: [String]()), (media: "", told: ["bj-river", "bj-river-2"])])
    func `COMPLAINT-P1 an intervention is told to the first rung unless the matter is sensitive`(media: String, told: [String]) async throws
    {
        let stage = try await QueueStage.open()
        let fields = media.isEmpty ? [:] : ["media": media]
        let ticket = try await stage.cast.record(by: "hq", door: "bj-river/1-101", fields)
        try await stage.drain([try stage.product("w1")])
        try await ticket.take(.intervene, by: "hq", ["reason": "媒体已报道"])
        try await stage.drain([try stage.product("w1")])
        let people = try await self.told(stage, of: ticket).filter { $0[1] == "intervened" }.map { $0[0] }
        #expect(people == told)
        try await stage.cast.end()
    }

    @Test func `delivering the same cause twice tells once`() async throws {
        let stage = try await QueueStage.open()
        let ticket = try await stage.cast.record(by: "bj")
        try await stage.cast.database.administer { connection in
            try await connection.query(
                """
                INSERT INTO job (tenant_id, kind, payload, run_at, created_at)
                SELECT tenant_id, kind, payload, run_at, created_at FROM job WHERE kind = 'deliverNotices'
                """)
        }
        try await stage.drain([try stage.product("w1"), try stage.product("w2")])
        #expect(try await told(stage, of: ticket) == [["jy-spring", "cameToMe"], ["jy-spring-2", "cameToMe"]])
        try await stage.cast.end()
    }
}
