import Domain
import Postgres
import Store
import TestSupport
import Testing

/// What the worker does for tickets: tells people and finds missed promises, each once.
@Suite("Notices and sweeps") struct TicketWorkTests {
    /// Runs everything that is ready, as the worker does.
    static func work(_ cast: Cast) async throws {
        for _ in 0..<100 {
            let claims = try await cast.store.claim(worker: "test")
            if claims.isEmpty { return }
            for claim in claims {
                try await cast.store.job(claim, worker: "test") { tx, job in
                    switch job.kind {
                    case DeliverNotices.kind: try await DeliverNotices.run(tx, job)
                    case SweepDeadlines.kind: try await SweepDeadlines.run(tx, job)
                    default: Issue.record("unknown job \(job.kind)")
                    }
                }
            }
        }
        Issue.record("the queue does not get empty")
    }

    static func notices(_ cast: Cast, _ account: String) async throws -> [NoticeKind] {
        try await cast.store.read(cast.yunshan.entry(account), .member) { try await $0.notices().rows.map(\.kind) }
    }

    @Test("what comes to a unit is told to its people who may see it, and to nobody else")
    func told() async throws {
        let cast = try await Cast.assemble()
        let ticket = try await cast.record(by: "bj-spring")
        try await Self.work(cast)
        #expect(try await Self.notices(cast, "jy-spring") == [.cameToMe])
        #expect(try await Self.notices(cast, "jy-spring-2") == [.cameToMe])
        for account in ["tech-spring", "bj-spring", "jy", "wx-lake", "hq"] {
            #expect(try await Self.notices(cast, account).isEmpty, "\(account)")
        }
        try await ticket.take(.accept, by: "jy-spring", ["severity": "minor"])
        try await ticket.take(.assign, by: "jy-spring", ["assignee": cast.yunshan.person("tech-spring").id.description])
        try await Self.work(cast)
        #expect(try await Self.notices(cast, "tech-spring") == [.assigned])
        let list = try await cast.store.read(cast.yunshan.entry("jy-spring"), .member) { try await $0.notices() }
        #expect(list.unread == 1)
        #expect(list.rows.first?.number == ticket.number)
        #expect(list.rows.first?.unitCode == "jy-spring")
        let newest = try #require(list.newest)
        _ = try await cast.store.write(cast.yunshan.entry("jy-spring"), .member, form: cast.form()) { tx in
            try await tx.markNoticesRead(upTo: newest)
            return "/"
        }
        #expect(try await cast.store.read(cast.yunshan.entry("jy-spring"), .member) { try await $0.notices().unread } == 0)
        #expect(try await cast.store.read(cast.yunshan.entry("jy-spring-2"), .member) { try await $0.notices().unread } == 1)
        try await cast.end()
    }

    @Test("a notice job that runs twice tells once")
    func twice() async throws {
        let cast = try await Cast.assemble()
        _ = try await cast.record(by: "bj-spring")
        try await Self.work(cast)
        try await cast.database.administer { connection in
            try await connection.execute(script: "UPDATE job SET state = 'ready', finished_at = NULL WHERE kind = 'deliverNotices'")
        }
        try await Self.work(cast)
        #expect(try await Self.notices(cast, "jy-spring") == [.cameToMe])
        try await cast.end()
    }

    @Test("a sensitive matter at the centre is not told to the rung below")
    func sensitive() async throws {
        let cast = try await Cast.assemble()
        let ticket = try await cast.record(["media": "on"])
        try await ticket.take(.accept, by: "jy-spring", ["severity": "general"])
        try await ticket.take(.escalate, by: "jy-spring", ["reason": "媒体", "tried": "沟通"])
        try await Self.work(cast)
        let before = try await Self.notices(cast, "jy-spring-2").count
        try await ticket.take(.intervene, by: "hq", ["reason": "重大"])
        try await Self.work(cast)
        // `intervened` was meant for the first rung's unit, which may not see the matter any more.
        #expect(try await Self.notices(cast, "jy-spring-2").count == before)
        try await cast.end()
    }

    @Test("a missed promise is marked and told once, to the unit that owes it and the one above; sweeping twice changes nothing")
    func sweep() async throws {
        let cast = try await Cast.assemble()
        let ticket = try await cast.record(by: "bj-spring")
        try await Self.work(cast)
        #expect(try await cast.store.enqueueSweeps() == 0)
        cast.clock.advance(.minutes(31))
        #expect(try await cast.store.enqueueSweeps() == 1)
        #expect(try await cast.store.enqueueSweeps() == 0)
        try await Self.work(cast)
        #expect(try await cast.store.enqueueSweeps() == 0)
        let marked = try await ticket.file(as: "jy").ticket.deadlines.filter { $0.deadline.breachedAt != nil }
        #expect(marked.map(\.deadline.kind) == [.accept])
        #expect(try await Self.notices(cast, "jy-spring") == [.overdue, .cameToMe])
        #expect(try await Self.notices(cast, "jy") == [.overdueBelow])
        try await cast.database.administer { connection in
            try await connection.execute(script: "UPDATE job SET state = 'ready', finished_at = NULL WHERE kind <> 'none'")
        }
        try await Self.work(cast)
        #expect(try await Self.notices(cast, "jy-spring").count == 2)
        #expect(try await Self.notices(cast, "jy").count == 1)
        // Accepted late: the mark stays, the promise ends.
        try await ticket.take(.accept, by: "jy-spring", ["severity": "minor"])
        let accept = try #require(try await ticket.file(as: "jy").ticket.deadlines.first { $0.deadline.kind == .accept }?.deadline)
        #expect(accept.metAt != nil && accept.breachedAt != nil)
        try await cast.end()
    }

    @Test("more missed promises than one batch are all marked")
    func batches() async throws {
        let cast = try await Cast.assemble()
        let ticket = try await cast.record(by: "bj-spring")
        try await Self.work(cast)
        try await cast.database.administer { connection in
            try await connection.execute(
                script: """
                    INSERT INTO ticket_deadline (tenant_id, ticket_id, company_id, project_id, vendor_id, kind, unit_id, policy_version, rule,
                        started_at, first_due_at, due_at)
                    SELECT tenant_id, ticket_id, company_id, project_id, vendor_id, 'plan', unit_id, 1, 'x', started_at, first_due_at, due_at
                    FROM ticket_deadline, generate_series(1, 220) WHERE kind = 'accept'
                    """)
        }
        cast.clock.advance(.minutes(31))
        #expect(try await cast.store.enqueueSweeps() == 1)
        try await Self.work(cast)
        let marked = try await ticket.file(as: "jy").ticket.deadlines.count { $0.deadline.breachedAt != nil }
        #expect(marked == 221)
        try await cast.end()
    }
}
