import Domain
import Postgres
import Store
import TestSupport
import Testing

@testable import Web

@Suite("The operator's room") struct OperatorTests {
    /// Jobs of both tenants in every state; answers the id of the first dead one of yunshan.
    private func jobs(_ ground: Ground) async throws -> JobID {
        let cast = ground.cast
        let now = cast.clock.now()
        return try await cast.database.administer { connection in
            try await connection.query(
                """
                INSERT INTO job (tenant_id, kind, payload, state, run_at, created_at, finished_at, attempt, last_error, unique_key) VALUES
                    (\(cast.yunshan.id), 'deliverNotices', '{"subject": "hidden-payload"}', 'dead', \(now), \(now), \(now), 10, 'broken-here', NULL),
                    (\(cast.yunshan.id), 'sweepDeadlines', '{}', 'dead', \(now), \(now), \(now), 10, 'twin', 'twin'),
                    (\(cast.yunshan.id), 'sweepDeadlines', '{}', 'ready', \(now), \(now), NULL, 0, NULL, 'twin'),
                    (\(cast.haitang.id), 'deliverNotices', '{}', 'dead', \(now), \(now), \(now), 10, 'of-another-tenant', NULL)
                """)
            return try await connection.query("SELECT min(id) FROM job WHERE last_error = 'broken-here'")[0].get(0)
        }
    }

    private func state(_ ground: Ground, _ job: JobID) async throws -> String {
        try await ground.cast.database.administer {
            try await $0.query("SELECT state || ' ' || attempt || ' ' || coalesce(last_error, '') FROM job WHERE id = \(job)")[0].get(0)
        }
    }

    @Test func `ACCESS-P1: the administrator sees how the house runs, and nobody's matters in it`() async throws {
        try await Ground.run { ground in
            _ = try await jobs(ground)
            let ticket = try await ground.cast.record()
            let admin = ground.visitor("admin")
            for path in [admin.paths.operations, admin.paths.jobs, admin.paths.openSessions, admin.paths.system] {
                let page = try await admin.get(path)
                #expect(page.status == 200, "\(path)")
                for mark in ["hidden-payload", "of-another-tenant", "海棠", ticket.number] {
                    #expect(!page.body.contains(mark), "\(path) \(mark)")
                }
            }
            #expect(try await admin.get(admin.paths.jobs).body.contains("broken-here"))
            #expect(try await admin.get(admin.paths.system).body.contains("ticket_event"))
            #expect(try await admin.get(admin.paths.openSessions).body.contains("jy-spring"))
        }
    }

    @Test func `only the group's own page exists, and only for who may see it`() async throws {
        try await Ground.run { ground in
            let admin = ground.visitor("admin")
            #expect(try await admin.get("/yunshan/bj/operations").status == 404)
            #expect(try await admin.get("/yunshan/bj/operations/jobs/1").status == 404)
            #expect(try await ground.visitor("hq").get("/yunshan/hq/operations").status == 403)
            #expect(try await ground.visitor("bj").get("/yunshan/hq/operations").status == 404)
            let home = try await admin.open("/yunshan")
            #expect(home.body.contains("href=\"\(admin.paths.operations)\""))
        }
    }

    @Test func `a dead job is tried again with all its tries, once, for a reason`() async throws {
        try await Ground.run { ground in
            let (job, admin) = (try await jobs(ground), ground.visitor("admin"))
            let (path, action) = (admin.paths.job(job), admin.paths.decide(.retry, on: job))
            let page = try await admin.get(path)
            let refused = try await admin.post(action, ["reason": " "], from: page)
            #expect(refused.status == 422 && refused.body.contains("broken-here"))
            #expect(try await state(ground, job).hasPrefix("dead 10"))
            let done = try await admin.post(action, ["reason": "database was full"], from: page)
            #expect(done.location == admin.paths.jobs)
            #expect(try await state(ground, job) == "ready 0 broken-here")
            let auditor = ground.visitor("audit")
            let trail = try await auditor.get(auditor.paths.audit)
            #expect(trail.body.contains("database was full") && trail.body.contains("deliverNotices"))
            // The same form again has no second effect; another one comes too late.
            #expect(try await admin.post(action, ["reason": "database was full"], from: page).status == 303)
            #expect(try await admin.post(action, ["reason": "again", "key": "other"], from: page).status == 409)
        }
    }

    @Test func `a job that is given up leaves its reason and no effect`() async throws {
        try await Ground.run { ground in
            let (job, admin) = (try await jobs(ground), ground.visitor("admin"))
            let answer = try await admin.fill(
                admin.paths.job(job), post: admin.paths.decide(.discard, on: job), ["reason": "ticket is closed"])
            #expect(answer.status == 200)
            #expect(try await state(ground, job) == "done 10 discarded: ticket is closed")
            #expect(try await admin.get(admin.paths.job(job)).body.contains("discarded: ticket is closed"))
        }
    }

    @Test func `when its like is queued already, trying again says so and changes nothing`() async throws {
        try await Ground.run { ground in
            _ = try await jobs(ground)
            let admin = ground.visitor("admin")
            let twin: JobID = try await ground.cast.database.administer {
                try await $0.query("SELECT id FROM job WHERE last_error = 'twin'")[0].get(0)
            }
            let page = try await admin.fill(admin.paths.job(twin), post: admin.paths.decide(.retry, on: twin), ["reason": "try"])
            #expect(page.status == 200 && page.path == admin.paths.job(twin) && page.body.contains("flash bad"))
            #expect(try await state(ground, twin).hasPrefix("dead"))
        }
    }

    @Test func `another tenant's job and session do not exist here`() async throws {
        try await Ground.run { ground in
            let (job, admin) = (try await jobs(ground), ground.visitor("admin", of: ground.cast.haitang))
            #expect(try await admin.get(admin.paths.job(job)).status == 404)
            let own = try await admin.get(admin.paths.openSessions)
            let key = try #require(own.hidden("csrf"))
            #expect(try await admin.post(admin.paths.decide(.discard, on: job), ["csrf": key, "key": "k", "reason": "x"]).status == 404)
            let theirs: SessionID = try await ground.cast.database.administer {
                try await $0.query("SELECT min(id) FROM session WHERE tenant_id = \(ground.cast.yunshan.id)")[0].get(0)
            }
            #expect(try await admin.get(admin.paths.endOpenSession(theirs)).status == 404)
            #expect(try await admin.post(admin.paths.endOpenSession(theirs), ["csrf": key, "key": "l", "reason": "x"]).status == 404)
        }
    }

    @Test func `ending somebody's session signs that device out on its next request`() async throws {
        try await Ground.run { ground in
            let (admin, other) = (ground.visitor("admin"), ground.visitor("jy-spring"))
            #expect(try await other.get(other.paths.desk).status == 200)
            let session: SessionID = try await ground.cast.database.administer {
                try await $0.query(
                    "SELECT s.id FROM session s JOIN person p ON p.tenant_id = s.tenant_id AND p.id = s.person_id WHERE p.account = 'jy-spring' AND p.tenant_id = \(ground.cast.yunshan.id)"
                )[0].get(0)
            }
            let path = admin.paths.endOpenSession(session)
            #expect(try await admin.fill(path, ["reason": ""]).status == 422)
            #expect(try await other.get(other.paths.desk).status == 200)
            let after = try await admin.fill(path, ["reason": "lost telephone"])
            #expect(after.status == 200 && after.body.contains("jy-spring"))
            #expect(try await other.get(other.paths.desk).location?.hasPrefix("/login") == true)
            #expect(try await admin.get(path).status == 404)
        }
    }

    @Test func `a backup that was noted is shown with its age`() async throws {
        try await Ground.run { ground in
            let admin = ground.visitor("admin")
            #expect(!(try await admin.get(admin.paths.operations)).body.contains("24.0 MB"))
            let now = ground.cast.clock.now()
            try await ground.cast.database.administer(as: "shouwen_owner") {
                try await BackupRun.note(
                    BackupRun.note(
                        .backup, method: "base", from: now - .hours(5), to: now - .hours(4), bytes: 25_165_824, outcome: .good,
                        detail: "checked"),
                    on: $0)
            }
            let page = try await admin.get(admin.paths.operations)
            #expect(page.body.contains("24 MB") && page.body.contains("checked"))
        }
    }
}
