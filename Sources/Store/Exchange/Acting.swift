package import Domain
internal import Postgres

extension EnterRow {
    /// Inside a job: the person of the job's row with the posts held today; from here on the transaction is theirs.
    static func act(tenant: TenantID, job: JobID, worker: String, now: Instant) -> Query<EnterRow> {
        Query("SELECT \(columns) FROM app.enter_job_as(\(tenant), \(job), \(worker), \(now))")
    }
}

/// In whose name a job works, as things stand today, and where.
package struct Acting: Sendable {
    package let actor: Actor
    package let unit: UnitRef
    package let offsetMinutes: Int
}

extension WriteTransaction {
    /// Runs `body` in the scope that the person in whose name the job works holds today, seen from the unit the run was asked for;
    /// afterwards the scope is the worker's again, for the run's own rows.
    ///
    /// Row security thus binds the job as it binds the person: what they could not see or write by hand, the job cannot either.
    /// - Parameter missing: what the person does not hold at the unit and must, nil when nothing is missing.
    /// - Throws: `refused` naming what is missing; then the scope is the worker's again.
    func acting<T>(
        at unit: UnitRef, offsetMinutes: Int, missing: (Actor) -> Permission?, isolation: isolated (any _Concurrency.Actor)? = #isolation,
        _ body: (Acting) async throws -> T
    ) async throws -> T {
        guard let (claim, worker) = conversation.work else { throw StoreError.closed }
        let rows = try await fetch(EnterRow.act(tenant: tenant, job: claim.id, worker: worker, now: now))
        let session = rows.isEmpty ? nil : try Session(rows, tenant: tenant)
        guard let session, missing(session.actor) == nil else {
            _ = try await fetch(Job.enter(claim, worker: worker, now: now))
            throw StoreError.refused(session.flatMap { missing($0.actor) })
        }
        conversation.assume(session, at: unit, offsetMinutes: offsetMinutes)
        let value = try await body(Acting(actor: session.actor, unit: unit, offsetMinutes: offsetMinutes))
        _ = try await fetch(Job.enter(claim, worker: worker, now: now))
        return value
    }
}

extension Store {
    /// What a long job does before its own transaction: reads what it is about, in a transaction that finishes nothing and lets the lease
    /// begin anew, so that the work on files between the two has its whole length.
    /// - Parameter patience: instead of the store's own deadline.
    /// - Throws: `leaseGone`, or what the body throws.
    package func look<T>(
        _ claim: ClaimedJob, worker: String, within patience: Duration? = nil,
        isolation: isolated (any _Concurrency.Actor)? = #isolation, _ body: (WriteTransaction, Job) async throws -> T
    ) async throws -> T {
        try await working(claim, worker: worker, within: patience, body) { Job.renew(claim, now: $0) }
    }
}

extension Store {
    /// Closes what has expired: uploads nobody confirmed, files of exports after their day.
    /// - Returns: how many files were deleted.
    package func expireExchange(_ folder: DataFolder) async throws -> Int {
        let tokens = try await outside(Self.expire(now: clock.now())).map(\.value)
        for token in tokens { try await folder.remove(token) }
        try await folder.removeLeftovers(olderThan: 86_400)
        return tokens.count
    }

    static func expire(now: Instant) -> Query<Single<String>> { Query("SELECT token FROM app.expire_exchange(\(now))") }
}
