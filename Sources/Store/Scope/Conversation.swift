internal import Domain
internal import Postgres
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
        var failure: (any Error)?
    }

    private let lease: Lease
    private let door: Door
    let now: Instant
    private let state = Mutex(State())

    init(_ lease: Lease, door: Door, now: Instant) {
        self.lease = lease
        self.door = door
        self.now = now
    }

    var tenant: TenantID { door.tenant }
    var viewpoint: UnitRef? { door.viewpoint }
    var offsetMinutes: Int? { door.offsetMinutes }
    var session: Session? { state.withLock { $0.session } }
    var job: Job? { state.withLock { $0.job } }
    var isOpen: Bool { state.withLock { $0.opened } }

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
                }
            }
            return Array(results.dropFirst(opening.count))
        } catch {
            let failure = StoreError.translate(error)
            state.withLock {
                $0.inFlight = false
                $0.failure = failure
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

    /// The last statements and COMMIT in one round trip, awaited.
    func commit(_ last: [SQL]) async throws {
        let results = try await run(last + ["COMMIT"])
        close()
        // COMMIT of a transaction that an error had already ended answers ROLLBACK.
        guard results.last?.commandTag == "COMMIT" else { throw StoreError.closed }
    }

    private func close() {
        state.withLock { $0.closed = true }
    }
}
