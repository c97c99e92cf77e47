internal import Domain
package import Postgres
package import Secrets
internal import Synchronization

/// The only door to the database. A page is one `read`, a form one `write`, a job one `job`; each is one transaction under the scope
/// of whoever asks, verified where the data is.
package final class Store: Sendable {
    let pool: ConnectionPool
    package let clock: any WallClock
    /// Seals what the database shall not hold in the clear; also at hand in every transaction.
    package let sealer: Sealer
    private let deadline: Duration
    private let auditKey: [UInt8]
    private let linkKey: [UInt8]
    private let touching = Mutex<Set<[UInt8]>>([])

    /// A session is noted as seen at most so often.
    static let touchAfter = Span.minutes(1)
    private static let attempts = 3

    /// - Parameters:
    ///   - secret: the same on all servers; the key of the audit trail is derived from it.
    ///   - keys: the same on all servers; without a key file the one that follows from the secret.
    ///   - deadline: for waiting and all round trips of one transaction together.
    package init(
        pool: ConnectionPool, clock: any WallClock, secret: [UInt8], keys: KeyRing? = nil, deadline: Duration = .seconds(7)
    ) {
        self.pool = pool
        self.clock = clock
        sealer = Sealer(keys ?? KeyRing(secret: secret))
        auditKey = Self.auditKey(secret)
        linkKey = Secrets.hmac(Array("survey links".utf8), key: secret)
        self.deadline = deadline
    }

    /// Reads under the person's scope. A body that fetches nothing still enters before its result is handed out.
    /// - Throws: `sessionGone`, `mustChangePassword`, `notFound`, `refused`, `busy`, `unavailable`, or what the body throws.
    package func read<T>(
        _ entry: Entry, _ requirement: Requirement, isolation: isolated (any _Concurrency.Actor)? = #isolation,
        _ body: (ReadTransaction) async throws -> T
    ) async throws -> T {
        let now = clock.now()
        let (value, session) = try await noting(entry) { refused in
            try await self.onConnection { lease in
                let conversation = self.conversation(lease, .reading(entry, requirement), now: now)
                do {
                    let value = try await body(ReadTransaction(conversation))
                    try await conversation.enter()
                    conversation.finishReading()
                    return (value, conversation.session)
                } catch {
                    refused.set(conversation.person)
                    conversation.rollBack()
                    throw error
                }
            }
        }
        if let session, now - session.seenAt >= Self.touchAfter { touch(entry, now) }
        return value
    }

    /// Writes under the person's scope, once for each form key: a repeated form gets the first one's answer and runs nothing.
    /// - Parameter body: answers the path where the result is. It runs again after a deadlock, so it must not do anything outside the
    ///   transaction.
    /// - Throws: as `read`; also `constraint`, `keyReused`, `unknownOutcome`.
    package func write(
        _ entry: Entry, _ requirement: Requirement, form: FormKey, isolation: isolated (any _Concurrency.Actor)? = #isolation,
        _ body: (WriteTransaction) async throws -> String
    ) async throws -> WriteAnswer {
        let now = clock.now()
        let (answer, session) = try await noting(entry) { refused in
            try await self.onConnection { lease in
                let conversation = self.conversation(lease, .writing(entry, requirement, form), now: now)
                do {
                    let path = try await body(WriteTransaction(conversation))
                    try await conversation.enter()
                    try await conversation.commit([KeyRow.answer(form, path, tenant: entry.tenant)])
                    return (WriteAnswer.first(path), conversation.session)
                } catch let earlier as AnsweredBefore {
                    conversation.rollBack()
                    return (.again(earlier.path), conversation.session)
                } catch {
                    refused.set(conversation.person)
                    conversation.rollBack()
                    throw error
                }
            }
        }
        if let session, now - session.seenAt >= Self.touchAfter { touch(entry, now) }
        return answer
    }

    /// The worker's door: the scope comes from the job's row, and its end is marked in the transaction of its effect.
    /// - Parameter patience: instead of the store's own deadline.
    /// - Throws: `leaseGone` when somebody else has it now, or what the body throws; the caller then calls `failed`.
    package func job<T>(
        _ claim: ClaimedJob, worker: String, within patience: Duration? = nil,
        isolation: isolated (any _Concurrency.Actor)? = #isolation,
        _ body: (WriteTransaction, Job) async throws -> T
    ) async throws -> T {
        try await working(claim, worker: worker, within: patience, body) { Job.finish(claim, now: $0) }
    }

    /// One transaction of a job; `ending` says what becomes of the job with it.
    func working<T>(
        _ claim: ClaimedJob, worker: String, within patience: Duration?,
        isolation: isolated (any _Concurrency.Actor)? = #isolation,
        _ body: (WriteTransaction, Job) async throws -> T, ending: (Instant) -> SQL
    ) async throws -> T {
        let now = clock.now()
        return try await onConnection(within: patience) { lease in
            let conversation = conversation(lease, .working(claim, worker: worker), now: now)
            do {
                try await conversation.enter()
                guard let job = conversation.job else { throw StoreError.leaseGone }
                let value = try await body(WriteTransaction(conversation), job)
                try await conversation.commit([ending(now)])
                return value
            } catch {
                conversation.rollBack()
                throw error
            }
        }
    }

    /// A query outside any scope: only the listed definer functions answer there.
    func outside<R: RowDecodable>(_ query: Query<R>) async throws -> [R] {
        try await onConnection { lease in try await lease.pipeline([query.sql])[0].decode(R.self) }
    }

    /// A call outside any scope, committed by itself.
    func outside(_ call: SQL) async throws {
        try await onConnection { lease in _ = try await lease.pipeline([call]) }
    }

    /// - Parameter limit: shorter than the store's own for who cannot wait.
    func onConnection<T>(
        within limit: Duration? = nil, isolation: isolated (any _Concurrency.Actor)? = #isolation, _ body: (Lease) async throws -> T
    ) async throws -> T {
        do {
            return try await pool.withConnection(deadline: limit ?? deadline, body)
        } catch {
            throw StoreError.translate(error)
        }
    }

    func conversation(_ lease: Lease, _ door: Door, now: Instant) -> Conversation {
        Conversation(lease, door: door, now: now, auditKey: auditKey, linkKey: linkKey, sealer: sealer)
    }

    /// `retrying` for a person's transaction: a refusal leaves a line in the trail, after the connection has gone back.
    private func noting<T>(
        _ entry: Entry, isolation: isolated (any _Concurrency.Actor)? = #isolation, _ work: (Captured<PersonID>) async throws -> T
    ) async throws -> T {
        let refused = Captured<PersonID>()
        do {
            return try await retrying { try await work(refused) }
        } catch StoreError.refused(let permission) {
            await noteRefusal(permission, by: refused.value, entry)
            throw StoreError.refused(permission)
        }
    }

    static func auditKey(_ secret: [UInt8]) -> [UInt8] { Secrets.hmac(Array("audit trail".utf8), key: secret) }

    /// Tries again what PostgreSQL itself ended without effect: deadlocks, failed serialisation, plans that a migration made stale.
    private func retrying<T>(isolation: isolated (any _Concurrency.Actor)? = #isolation, _ work: () async throws -> T) async throws -> T {
        for _ in 1..<Self.attempts {
            do {
                return try await work()
            } catch StoreError.failed(let error) where error.disposition == .retryable {
                continue
            }
        }
        return try await work()
    }

    /// Best effort, after the answer, in a transaction of its own because pages are READ ONLY.
    private func touch(_ entry: Entry, _ now: Instant) {
        guard touching.withLock({ $0.insert(entry.tokenHash).inserted }) else { return }
        Task {
            try? await outside(SessionStatements.touch(entry.tenant, entry.tokenHash, now: now))
            _ = touching.withLock { $0.remove(entry.tokenHash) }
        }
    }
}
