internal import Synchronization

/// Between the tasks that use a connection and the thread that owns it: units in, standing out.
final class Channel: Sendable {
    /// What the connection thread does next.
    enum Order {
        case run(Unit)
        /// The lease is over and the session is not as it should be.
        case restore
        /// The lease is over and the session is idle.
        case giveBack
        case rest
        /// Close the connection, whatever its state.
        case cut
    }

    private struct State {
        var units: [Unit] = []
        var standing = Session.Standing.idle
        var isRunning = false
        var isReleased = false
        /// The connection is to be replaced as soon as it comes back.
        var isExpired = false
        var isCut = false
        var isAsleep = false
    }

    let slot: Int
    let wake = WakeUp()
    private let state = Mutex(State())

    init(slot: Int) {
        self.slot = slot
    }

    // MARK: the lease's side

    func submit(_ unit: Unit) {
        let isAsleep = state.withLock { state in
            state.units.append(unit)
            defer { state.isAsleep = false }
            return state.isAsleep
        }
        if isAsleep { wake.signal() }
    }

    var transactionIsOpen: Bool {
        state.withLock { $0.standing == .inTransaction || $0.standing == .failedTransaction }
    }

    /// Ends the lease. True when the connection can be handed on at once; otherwise its thread will see to it.
    func release() -> Bool {
        let (isClean, isAsleep) = state.withLock { state in
            if state.units.isEmpty && !state.isRunning && state.standing == .idle && !state.isExpired && !state.isCut {
                return (true, false)
            }
            state.isReleased = true
            defer { state.isAsleep = false }
            return (false, state.isAsleep)
        }
        if isAsleep { wake.signal() }
        return isClean
    }

    /// Leaves a clean connection to its thread after all: the pool has been closed.
    func handBack() {
        state.withLock { state in
            state.isReleased = true
            state.isAsleep = false
        }
        wake.signal()
    }

    /// Makes the thread close the connection, also under a lease.
    func cut() {
        state.withLock { state in
            state.isCut = true
            state.isAsleep = false
        }
        wake.signal()
    }

    /// Wakes the thread wherever it waits: it looks at cancellation and shutdown by itself.
    func nudge() {
        wake.signal()
    }

    // MARK: the connection thread's side

    /// A session has been opened.
    func open() {
        state.withLock { state in
            state.standing = .idle
            state.isExpired = false
        }
    }

    /// What is to be done now. `rest` is only answered when nothing can slip in unnoticed: the next submission signals.
    func next() -> Order {
        state.withLock { state in
            if state.isCut { return .cut }
            if !state.units.isEmpty {
                state.isRunning = true
                return .run(state.units.removeFirst())
            }
            if state.isReleased { return state.standing == .idle && !state.isExpired ? .giveBack : .restore }
            state.isAsleep = true
            return .rest
        }
    }

    /// A unit has ended. Called before its waiter is resumed, so that the waiter finds the connection free.
    func finished(standing: Session.Standing, isExpired: Bool) {
        state.withLock { state in
            state.isRunning = false
            state.standing = standing
            if isExpired { state.isExpired = true }
        }
    }

    /// The lease that ended is dealt with.
    func settle() {
        state.withLock { $0.isReleased = false }
    }

    /// Units nobody will run any more, and whether the lease is over.
    func drain() -> (units: [Unit], isReleased: Bool) {
        state.withLock { state in
            defer {
                state.units = []
                state.standing = .lost
                state.isRunning = false
                state.isAsleep = true
            }
            return (state.units, state.isReleased)
        }
    }
}
