internal import Domain
internal import Postgres
internal import Secrets
internal import Synchronization

/// One transaction on one connection, from BEGIN to its end. It opens lazily: the first statements of the body travel in the same
/// round trip as BEGIN and the door (`app.enter` or `app.enter_job`), and nothing is handed out before the door has let the actor in.
package final class Conversation: Sendable {
    private struct State {
        var opened = false
        var closed = false
        var inFlight = false
        var session: Session?
        var job: Job?
        var respondent: SurveyRespondent?
        var failure: (any Error)?
        var notes: [AuditNote] = []
        /// Who was turned away at the door.
        var refused: PersonID?
        /// Where a job acts in a person's name.
        var unit: UnitRef?
        var offsetMinutes: Int?
    }

    private let lease: Lease
    private let door: Door
    private let auditKey: [UInt8]
    /// Makes the tokens of survey links.
    let linkKey: [UInt8]
    let now: Instant
    let sealer: Sealer
    private let state = Mutex(State())

    /// - Parameter auditKey: authenticates lines of the audit trail.
    init(_ lease: Lease, door: Door, now: Instant, auditKey: [UInt8], linkKey: [UInt8], sealer: Sealer) {
        self.lease = lease
        self.door = door
        self.auditKey = auditKey
        self.linkKey = linkKey
        self.now = now
        self.sealer = sealer
    }

    var tenant: TenantID { door.tenant }
    var viewpoint: UnitRef? { door.viewpoint ?? state.withLock { $0.unit } }
    /// Who asks; nil in a job.
    var entry: Entry? { door.entry }
    var offsetMinutes: Int? { door.offsetMinutes ?? state.withLock { $0.offsetMinutes } }
    var session: Session? { state.withLock { $0.session } }
    var job: Job? { state.withLock { $0.job } }
    /// Who answers at the public form; nil elsewhere.
    var respondent: SurveyRespondent? { state.withLock { $0.respondent } }
    var isOpen: Bool { state.withLock { $0.opened } }
    /// Whoever passed the door, or was turned away at it.
    var person: PersonID? { state.withLock { $0.session?.actor.person ?? $0.refused } }

    /// Kept for the trail until the transaction commits.
    func note(_ note: AuditNote) { state.withLock { $0.notes.append(note) } }

    /// The job this transaction belongs to, with its worker; nil for a person's.
    var work: (claim: ClaimedJob, worker: String)? {
        guard case .working(let claim, let worker) = door else { return nil }
        return (claim, worker)
    }

    /// From here on the job acts as the person, whose name then stands in what it leaves behind.
    func assume(_ session: Session, at unit: UnitRef, offsetMinutes: Int) {
        state.withLock {
            $0.session = session
            $0.unit = unit
            $0.offsetMinutes = offsetMinutes
        }
    }

    /// Statements in one round trip, with the door before them if it has not been passed.
    func run(_ statements: [SQL]) async throws -> [QueryResult] {
        let first = try state.withLock { state throws in
            if let failure = state.failure { throw failure }
            guard !state.closed, !state.inFlight else { throw StoreError.closed }
            state.inFlight = true
            defer { state.opened = true }
            return !state.opened
        }
        do {
            let opening = first ? door.statements(now: now) : []
            let results = try await lease.pipeline(opening + statements)
            let passed = first ? try door.pass(Array(results.prefix(opening.count))) : nil
            state.withLock {
                $0.inFlight = false
                if let passed {
                    $0.session = passed.session
                    $0.job = passed.job
                    $0.respondent = passed.respondent
                }
            }
            return Array(results.dropFirst(opening.count))
        } catch {
            let turnedAway = error as? TurnedAway
            let failure = StoreError.translate(turnedAway?.reason ?? error)
            state.withLock {
                $0.inFlight = false
                $0.failure = failure
                $0.refused = turnedAway?.person
            }
            throw failure
        }
    }

    /// Passes the door if no statement has yet; throws what went wrong before, even when the body swallowed it.
    func enter() async throws {
        if let failure = state.withLock({ $0.failure }) { throw failure }
        if !isOpen { _ = try await run([]) }
    }

    /// A reading transaction ends without anybody waiting for it.
    func finishReading() {
        close()
        lease.finishLater(["COMMIT"])
    }

    /// Nothing of it stays. Harmless when nothing was begun.
    func rollBack() {
        close()
        if isOpen, lease.transactionIsOpen { lease.finishLater(["ROLLBACK"]) }
    }

    /// The last statements, the lines of the audit trail and COMMIT in one round trip, awaited.
    func commit(_ last: [SQL]) async throws {
        let results = try await run(last + (try await trail()) + ["COMMIT"])
        close()
        // COMMIT of a transaction that an error had already ended answers ROLLBACK.
        guard results.last?.commandTag == "COMMIT" else { throw StoreError.closed }
    }

    /// The heads are locked as late as possible: others wait for them from here to the end of COMMIT only.
    private func trail() async throws -> [SQL] {
        let notes = state.withLock { $0.notes }
        if notes.isEmpty { return [] }
        let chains = Set(notes.map(\.place.chain)).sorted()
        let trail = AuditTrail(tenant: tenant, now: now, key: auditKey)
        var heads = try await run(trail.lock(chains))[0].decode(AuditHead.self)
        if heads.count < chains.count { heads = try await run(trail.begin(chains))[1].decode(AuditHead.self) }
        let actor = session.map { AuditActor($0.actor, at: viewpoint) } ?? .system
        return try trail.append(notes, by: actor, to: heads)
    }

    private func close() {
        state.withLock { $0.closed = true }
    }
}
