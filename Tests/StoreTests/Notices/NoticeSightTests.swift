import Domain
import Postgres
import Store
import TestSupport
import Testing

/// A notice shows no more than its reader may see of the ticket now.
@Suite("Sight of notices") struct NoticeSightTests {
    private func rows(_ cast: Cast, _ account: String) async throws -> [NoticeRow] {
        try await cast.store.read(cast.yunshan.entry(account), .member) { try await $0.notices().rows }
    }

    @Test("COMPLAINT-P1: the subject of a matter that went up and is sensitive leaves the notices of the rung below")
    func sensitiveSubject() async throws {
        let cast = try await Cast.assemble()
        let ticket = try await cast.record(by: "bj-spring", ["media": "on", "title": "记者到场"])
        try await TicketWorkTests.work(cast)
        #expect(try await rows(cast, "jy-spring-2").map(\.subject) == ["记者到场"])
        try await ticket.take(.accept, by: "jy-spring", ["severity": "general"])
        try await ticket.take(.escalate, by: "jy-spring", ["reason": "媒体", "tried": "沟通"])
        try await ticket.take(.acceptEscalation, by: "jy")
        let hidden = try await rows(cast, "jy-spring-2")
        #expect(hidden.map(\.subject) == [""])
        #expect(hidden.map(\.number) == [nil])
        try await cast.end()
    }

    @Test("ORG-R15: when the engagement ends a vendor's people are not told any more")
    func engagementEnds() async throws {
        let cast = try await Cast.assemble()
        let ticket = try await cast.record(by: "bj-spring")
        try await TicketWorkTests.work(cast)
        #expect(try await rows(cast, "jy-spring").count == 1)
        try await cast.database.administer {
            try await $0.execute(script: "UPDATE engagement SET to_on = '2026-11-21' WHERE to_on IS NULL")
        }
        cast.clock.advance(.minutes(31))
        #expect(try await cast.store.enqueueSweeps() == 1)
        try await TicketWorkTests.work(cast)
        let told: Int = try await cast.database.administer { connection in
            try await connection.query("SELECT count(*) FROM notice WHERE ticket_id = \(ticket.id.rawValue) AND kind LIKE 'overdue%'")[0]
                .get(0)
        }
        #expect(told == 0, "neither the site nor the vendor's centre")
        try await cast.end()
    }
}
