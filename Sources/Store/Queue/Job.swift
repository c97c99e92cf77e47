package import Domain
package import Postgres

/// What `app.claim_jobs` hands out: enough to enter with, nothing about anybody.
package struct ClaimedJob: RowDecodable, Hashable {
    package let tenant: TenantID
    package let id: JobID
    package let kind: String
    package let attempt: Int

    package init(row: inout RowCursor) throws {
        tenant = try row.next()
        id = try row.next()
        kind = try row.next()
        attempt = try row.next()
    }

    static func claim(worker: String, now: Instant, lease: Span, limit: Int) -> Query<ClaimedJob> {
        Query(
            """
            SELECT tenant_id, id, kind, attempt
            FROM app.claim_jobs(\(worker), \(now), \(Int32(lease.seconds)), \(Int32(limit)))
            """)
    }
}

/// A job inside its own transaction.
package struct Job: RowDecodable {
    package let kind: String
    package let payload: JSONText
    /// 1 at the first try.
    package let attempt: Int
    package let maxAttempts: Int

    package init(row: inout RowCursor) throws {
        kind = try row.next()
        payload = try row.next()
        attempt = try row.next()
        maxAttempts = try row.next()
    }

    static func enter(_ claim: ClaimedJob, worker: String, now: Instant) -> Query<Job> {
        enter(tenant: claim.tenant, job: claim.id, worker: worker, now: now)
    }

    static func enter(tenant: TenantID, job: JobID, worker: String, now: Instant) -> Query<Job> {
        Query("SELECT kind, payload, attempt, max_attempts FROM app.enter_job(\(tenant), \(job), \(worker), \(now))")
    }

    /// Holds the row until the end, so that a lease that runs out meanwhile is not claimed by somebody else (SKIP LOCKED).
    static func lock(_ claim: ClaimedJob, worker: String) -> Query<Single<JobID>> {
        lock(tenant: claim.tenant, job: claim.id, worker: worker)
    }

    static func lock(tenant: TenantID, job: JobID, worker: String) -> Query<Single<JobID>> {
        Query(
            """
            SELECT id FROM job
            WHERE tenant_id = \(tenant) AND id = \(job) AND state = 'leased' AND claimed_by = \(worker) FOR UPDATE
            """)
    }

    static func finish(_ claim: ClaimedJob, now: Instant) -> SQL { finish(tenant: claim.tenant, job: claim.id, now: now) }

    static func finish(tenant: TenantID, job: JobID, now: Instant) -> SQL {
        """
        UPDATE job SET state = 'done', finished_at = \(now), lease_until = NULL, claimed_by = NULL, last_error = NULL
        WHERE tenant_id = \(tenant) AND id = \(job)
        """
    }

    /// The lease begins anew.
    static func renew(_ claim: ClaimedJob, now: Instant) -> SQL { renew(tenant: claim.tenant, job: claim.id, now: now) }

    static func renew(tenant: TenantID, job: JobID, now: Instant) -> SQL {
        "UPDATE job SET lease_until = \(now + Store.lease) WHERE tenant_id = \(tenant) AND id = \(job)"
    }

    static func retry(tenant: TenantID, job: JobID, at moment: Instant, error: String) -> SQL {
        """
        UPDATE job SET state = 'ready', run_at = \(moment), lease_until = NULL, claimed_by = NULL, last_error = \(error)
        WHERE tenant_id = \(tenant) AND id = \(job)
        """
    }

    static func bury(tenant: TenantID, job: JobID, now: Instant, error: String) -> SQL {
        """
        UPDATE job SET state = 'dead', finished_at = \(now), lease_until = NULL, claimed_by = NULL, last_error = \(error)
        WHERE tenant_id = \(tenant) AND id = \(job)
        """
    }
}

/// A job to be written in the transaction that causes it.
package struct NewJob: Sendable {
    package let kind: String
    package let payload: JSONText
    package let runAt: Instant
    /// With a key, nothing is queued while a job with the same key waits or runs.
    package let uniqueKey: String?
    /// Smaller runs first.
    package let priority: Int16
    /// In whose name it works (`acting`).
    package let person: PersonID?

    package init(
        kind: String, payload: JSONText, runAt: Instant, uniqueKey: String? = nil, priority: Int16 = 100, person: PersonID? = nil
    ) {
        self.kind = kind
        self.payload = payload
        self.runAt = runAt
        self.uniqueKey = uniqueKey
        self.priority = priority
        self.person = person
    }

    /// The statement, for `WriteTransaction.change` together with the others.
    package func enqueue(tenant: TenantID, now: Instant) -> SQL {
        """
        INSERT INTO job (tenant_id, kind, payload, unique_key, priority, person_id, run_at, created_at)
        VALUES (\(tenant), \(kind), \(payload), \(uniqueKey), \(priority), \(person), \(runAt), \(now))
        ON CONFLICT (tenant_id, unique_key) WHERE state IN ('ready', 'leased') DO NOTHING
        """
    }
}
