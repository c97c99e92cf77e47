import Domain
import Postgres
import Store
import TestSupport
import Testing
import Work

@Suite struct MoveJobTests {
    private func plan(_ cast: Cast) async throws {
        let move = NewMove(company: cast.yunshan.unit("nh").id, on: cast.today, reason: "区域调整")
        try await cast.asAdmin { tx in
            try await tx.plan(
                move, project: try await tx.access(cast.yunshan.unit("bj-spring").id, for: ManageOrg.self),
                company: try await tx.access(move.company, for: ManageOrg.self))
        }
    }

    /// Rows of the project under each of the two companies: houses, open tickets, lines of their logs.
    private func standing(_ cast: Cast) async throws -> [String: Int] {
        var found: [String: Int] = [:]
        let project = cast.yunshan.unit("bj-spring").id.rawValue
        for code in ["bj", "nh"] {
            let company = cast.yunshan.unit(code).id.rawValue
            found[code] = try await cast.number(
                """
                SELECT (SELECT count(*) FROM house WHERE project_id = \(project) AND company_id = \(company))
                    + (SELECT count(*) FROM ticket WHERE project_id = \(project) AND company_id = \(company))
                    + (SELECT count(*) FROM ticket_event WHERE project_id = \(project) AND company_id = \(company))
                """)
        }
        return found
    }

    @Test func `a move whose worker is killed in the middle leaves nothing, and the next worker moves everything once`() async throws {
        let stage = try await QueueStage.open()
        let cast = stage.cast
        for door in ["bj-spring/1-101", "bj-spring/1-102"] { _ = try await cast.record(door: door) }
        try await plan(cast)
        let before = try await standing(cast)
        let registry = try JobRegistry(
            [
                .init(MoveProject.kind) { tx, job in
                    try await MoveProject.run(tx, job)
                    // Everything is written, nothing is committed: here the machine goes away.
                    try await tx.change(["SELECT pg_terminate_backend(pg_backend_pid())"])
                }
            ], kinds: [MoveProject.kind])
        let unlucky = Worker(store: cast.store, registry: registry, name: "w1", logger: QueueStage.logger)
        try await unlucky.round()
        #expect(try await standing(cast) == before && before["nh"] == 0)
        cast.clock.advance(Store.lease + .seconds(30))
        try await stage.drain([try stage.product("w2"), try stage.product("w3")])
        let after = try await standing(cast)
        #expect(after["bj"] == 0)
        #expect(after["nh"] == (before["bj"] ?? 0) + 2, "one line in the log of each open matter, once")
        #expect(try await cast.number("SELECT count(*) FROM project_move WHERE done_at IS NOT NULL") == 1)
        try await cast.end()
    }

    @Test func `whoever takes steps while a project is moved loses nothing: each step is before the move or after it`() async throws {
        let stage = try await QueueStage.open(connections: 10)
        let cast = stage.cast
        let doors = ["bj-spring/1-101", "bj-spring/1-102", "bj-spring/1-201", "bj-spring/1-202"]
        var tickets: [CastTicket] = []
        for door in doors { tickets.append(try await cast.record(door: door)) }
        try await plan(cast)
        let taken = try await withThrowingTaskGroup { group in
            for ticket in tickets {
                group.addTask {
                    do {
                        try await ticket.take(.accept, by: "jy-spring", ["severity": "minor"])
                        return 1
                    } catch StoreError.stale {
                        // The move came first; the person looks again and accepts.
                        try await ticket.take(.accept, by: "jy-spring", ["severity": "minor"])
                        return 1
                    }
                }
            }
            group.addTask {
                _ = try await cast.record(door: "bj-spring/1-101", ["title": "同时受理"])
                return 0
            }
            group.addTask {
                try await stage.drain([try stage.product("w1")])
                return 0
            }
            return try await group.reduce(0, +)
        }
        #expect(taken == doors.count)
        cast.clock.advance(.minutes(3))
        try await stage.drain([try stage.product("w2")])
        #expect(
            try await cast.number(
                "SELECT count(*) FROM ticket WHERE company_id <> \(cast.yunshan.unit("nh").id.rawValue) AND tenant_id = \(cast.yunshan.id.rawValue)"
            ) == 0)
        for ticket in tickets {
            let file = try await ticket.file(as: "nh")
            #expect(file.events.map(\.action).contains(.accept) && file.events.map(\.action).contains(.followProject))
            #expect(file.firstBrokenLine == nil && file.record.state == .classified)
        }
        try await cast.end()
    }

    @Test func `a change-over while the old vendor still writes: a step counts for whoever had it, and no matter is left behind`()
        async throws
    {
        let stage = try await QueueStage.open(connections: 10)
        let cast = stage.cast
        var tickets: [CastTicket] = []
        for door in ["bj-spring/1-101", "bj-spring/1-102", "bj-spring/1-201"] { tickets.append(try await cast.record(door: door)) }
        let engagement = try await cast.engagement(of: "jy-spring")
        let day = cast.today.adding(days: 1)
        let fields = ["vendor": cast.yunshan.unit("wx").id.description, "on": day.isoText, "code": "wx-spring", "name": "万欣春晓"]
        try await cast.asAdmin { tx in try await tx.changeOver(fields, try await tx.access(engagement, for: KeepEngagement.self)) }
        // The old vendor's people have a page open from the last minute of their last day.
        let lastMinute = Instant(day, offsetMinutes: 480) - .seconds(30)
        cast.clock.set(lastMinute)
        try await withThrowingTaskGroup { group in
            for ticket in tickets {
                group.addTask {
                    do {
                        try await ticket.take(.accept, by: "jy-spring", ["severity": "minor"])
                    } catch StoreError.notFound {}
                }
            }
            group.addTask {
                cast.clock.set(Instant(day, offsetMinutes: 480) + .seconds(1))
                try await stage.drain([try stage.product("w1")])
            }
            try await group.waitForAll()
        }
        let site = try await cast.number("SELECT id FROM org_unit WHERE code = 'wx-spring'")
        #expect(
            try await cast.number("SELECT count(*) FROM ticket WHERE holder_unit_id = \(Int64(site)) AND handler_id IS NULL")
                == tickets.count)
        for ticket in tickets {
            let file = try await ticket.file(as: "bj")
            #expect(file.events.last?.action == .changeVendor && file.firstBrokenLine == nil)
        }
        try await cast.end()
    }
}
