package import Domain
package import Postgres

/// Purpose of a permit: trying a dead job again, or giving it up.
package enum ManageJobs {}

/// A job as the operator sees it. Its payload stays where it is: it may name a customer's matter.
package struct JobLine: RowDecodable, Sendable, Hashable {
    package let id: JobID
    package let kind: String
    package let state: JobState
    package let attempt: Int
    package let maxAttempts: Int
    package let createdAt: Instant
    package let runAt: Instant
    package let leaseUntil: Instant?
    package let lastError: String?
    package let finishedAt: Instant?

    package init(row: inout RowCursor) throws {
        id = try row.next()
        kind = try row.next()
        state = try row.next()
        attempt = try row.next()
        maxAttempts = try row.next()
        createdAt = try row.next()
        runAt = try row.next()
        leaseUntil = try row.next()
        lastError = try row.next()
        finishedAt = try row.next()
    }

    package static let pageSize = 50

    /// The tenant's jobs in a state, newest first.
    /// - Parameter before: the last id of the page before; nil for the first page.
    package static func page(tenant: TenantID, in state: JobState, before: JobID?) -> Query<JobLine> {
        Query(
            """
            SELECT id, kind, state, attempt, max_attempts, created_at, run_at, lease_until, last_error, finished_at FROM job
            WHERE tenant_id = \(tenant) AND state = \(state) AND state <> 'done' AND id < \(before?.rawValue ?? Int64.max)
            ORDER BY id DESC LIMIT \(Int64(pageSize))
            """)
    }

    package static func one(tenant: TenantID, _ id: JobID) -> Query<JobLine> {
        Query(
            """
            SELECT id, kind, state, attempt, max_attempts, created_at, run_at, lease_until, last_error, finished_at FROM job
            WHERE tenant_id = \(tenant) AND id = \(id)
            """)
    }

    static func again(tenant: TenantID, _ id: JobID, now: Instant) -> SQL {
        """
        UPDATE job SET state = 'ready', attempt = 0, run_at = \(now), finished_at = NULL
        WHERE tenant_id = \(tenant) AND id = \(id) AND state = 'dead'
        """
    }

    /// Done without its effect; the reason stands where the error stood.
    static func discard(tenant: TenantID, _ id: JobID, now: Instant, note: String) -> SQL {
        """
        UPDATE job SET state = 'done', finished_at = \(now), last_error = \(note)
        WHERE tenant_id = \(tenant) AND id = \(id) AND state = 'dead'
        """
    }
}

/// How many jobs of the tenant are in a state.
package struct JobCount: RowDecodable {
    package let state: JobState
    package let count: Int

    package init(row: inout RowCursor) throws {
        state = try row.next()
        count = try row.next()
    }

    package static func all(tenant: TenantID) -> Query<JobCount> {
        Query("SELECT state, count(*) FROM job WHERE tenant_id = \(tenant) AND state <> 'done' GROUP BY state")
    }
}

extension Transaction {
    /// - Throws: `notFound` for another tenant's, `refused(.operatorManage)`.
    package func access(_ job: JobID, for purpose: ManageJobs.Type) async throws -> Permit<ManageJobs, JobLine> {
        guard let line = try await fetchFirst(JobLine.one(tenant: tenant, job)) else { throw StoreError.notFound }
        guard try actor.holds(.operatorManage) else { throw StoreError.refused(.operatorManage) }
        return Permit(line)
    }
}

extension WriteTransaction {
    /// A dead job starts anew, with all its tries.
    /// - Throws: `stale` when it is not dead any more; `constraint("job_unique_key")` when its like is waiting already.
    package func tryAgain(_ permit: Permit<ManageJobs, JobLine>, reason: String) async throws {
        guard try await change([JobLine.again(tenant: tenant, permit.thing.id, now: now)]) == [1] else { throw permit.thing.stale }
        audit(.jobRetried, .job(permit.thing.id, label: permit.thing.kind), at: nil, ["reason": reason])
    }

    /// A dead job is given up.
    /// - Parameter reason: stays with the job for a week, then goes with it.
    /// - Throws: `stale` when it is not dead any more.
    package func discard(_ permit: Permit<ManageJobs, JobLine>, reason: String) async throws {
        let note = String("discarded: \(reason)".prefix(500))
        guard try await change([JobLine.discard(tenant: tenant, permit.thing.id, now: now, note: note)]) == [1] else {
            throw permit.thing.stale
        }
        audit(.jobDiscarded, .job(permit.thing.id, label: permit.thing.kind), at: nil, ["reason": reason])
    }
}

extension JobLine {
    fileprivate var stale: StoreError { .stale(Staleness(version: attempt, state: state.code, changes: [])) }
}

extension JobState: BindValue, ColumnValue {}
