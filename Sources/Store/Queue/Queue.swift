package import Domain
package import Postgres

/// The worker's side of the `job` table. Claims are short; the work itself goes through `Store.job`.
extension Store {
    /// A worker that says nothing for so long is taken for dead.
    package static let lease = Span.minutes(2)

    /// Up to `limit` ready jobs and up to `limit` jobs whose worker died, leased to this worker. A job whose tries are used up is
    /// buried instead and its claim answers `leaseGone`.
    package func claim(worker: String, limit: Int = 8) async throws -> [ClaimedJob] {
        try await outside(ClaimedJob.claim(worker: worker, now: clock.now(), lease: Self.lease, limit: limit))
    }

    /// Notes a failure: the job waits attempt⁴ seconds and a little more, or is dead after its last try.
    /// - Parameter jitter: 0 ..< 1, spreads retries of jobs that failed together.
    /// - Parameter reason: for the operator; must not name people or their words. Cut at 500 characters.
    /// - Throws: `leaseGone` when somebody else has it now.
    package func failed(
        _ claim: ClaimedJob, worker: String, reason: String, jitter: Double = .random(in: 0..<1)
    ) async throws {
        let now = clock.now()
        try await onConnection { lease in
            let conversation = conversation(lease, .working(claim, worker: worker), now: now)
            do {
                try await conversation.enter()
                guard let job = conversation.job else { throw StoreError.leaseGone }
                let error = String(reason.prefix(500))
                let mark =
                    job.attempt >= job.maxAttempts
                    ? Job.bury(tenant: claim.tenant, job: claim.id, now: now, error: error)
                    : Job.retry(
                        tenant: claim.tenant, job: claim.id, at: now + Self.backoff(attempt: job.attempt, jitter: jitter), error: error)
                try await conversation.commit([mark])
            } catch {
                conversation.rollBack()
                throw error
            }
        }
    }

    /// attempt⁴ seconds and up to a fifth more: 1 s, 16 s, 81 s … at most an hour.
    package static func backoff(attempt: Int, jitter: Double) -> Span {
        let base = min(3_600, attempt * attempt * attempt * attempt)
        return .seconds(Int64(Double(base) * (1 + 0.2 * jitter)))
    }

    /// Queues one deadline sweep for each tenant with something overdue; answers how many.
    package func enqueueSweeps() async throws -> Int {
        try await outside(Self.sweeps(now: clock.now())).first?.value ?? 0
    }

    /// Deletes finished jobs, old form keys, ended sessions, forgotten sign-in failures and old history of sign-ins.
    package func forgetFinished() async throws {
        try await outside(Self.keepLastSeen)
        try await outside(Self.forget(now: clock.now()))
        try await outside(SignInStatements.forget(now: clock.now()))
    }

    static func sweeps(now: Instant) -> Query<Single<Int>> { Query("SELECT app.enqueue_sweeps(\(now))") }
    static let keepLastSeen: SQL = "SELECT app.keep_last_seen()"
    static func forget(now: Instant) -> SQL { "SELECT app.forget_finished(\(now))" }
}

extension WriteTransaction {
    /// Queues a job that runs if, and only if, this transaction commits.
    package func enqueue(
        _ kind: String, payload: JSONText = JSONText("{}"), at moment: Instant? = nil, uniqueKey: String? = nil, priority: Int16 = 100
    ) async throws {
        let job = NewJob(kind: kind, payload: payload, runAt: moment ?? now, uniqueKey: uniqueKey, priority: priority)
        try await change([job.enqueue(tenant: tenant, now: now)])
    }
}

/// A line of the operator's page.
package struct JobRow: RowDecodable {
    package let id: JobID
    package let kind: String
    package let state: String
    package let attempt: Int
    package let maxAttempts: Int
    package let runAt: Instant
    package let lastError: String?
    package let finishedAt: Instant?

    package init(row: inout RowCursor) throws {
        id = try row.next()
        kind = try row.next()
        state = try row.next()
        attempt = try row.next()
        maxAttempts = try row.next()
        runAt = try row.next()
        lastError = try row.next()
        finishedAt = try row.next()
    }

    /// Dead jobs first, then what waits, newest first; at most 200.
    package static func unfinished(tenant: TenantID) -> Query<JobRow> {
        Query(
            """
            SELECT id, kind, state, attempt, max_attempts, run_at, last_error, finished_at FROM job
            WHERE tenant_id = \(tenant) AND state <> 'done' ORDER BY state = 'dead' DESC, id DESC LIMIT 200
            """)
    }
}
