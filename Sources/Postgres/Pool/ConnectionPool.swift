internal import Synchronization

/// A fixed number of connections, each on its own thread, leased to one caller at a time.
/// Opens them on first use, opens lost ones again, and never blocks one of Swift's threads.
package final class ConnectionPool: Sendable {
    typealias Ticket = UnsafeContinuation<Result<Int, PostgresError>, Never>

    private struct State {
        var slots: PoolState<Ticket>
        var statistics = PoolStatistics()
        var isStarted = false
        var keeperSleeps = false
        var endWaiters: [CheckedContinuation<Void, Never>] = []
    }

    package let configuration: PoolConfiguration
    private let channels: [Channel]
    private let state: Mutex<State>
    private let keeperWake = WakeUp()
    private let nextWaiter = Atomic<UInt64>(0)
    private let closed = Atomic<Bool>(false)

    package init(_ configuration: PoolConfiguration) {
        self.configuration = configuration
        channels = (0..<configuration.size).map { Channel(slot: $0) }
        state = Mutex(State(slots: PoolState(size: configuration.size, waiterLimit: configuration.waiterLimit)))
    }

    package var statistics: PoolStatistics {
        state.withLock { state in
            var statistics = state.statistics
            statistics.size = configuration.size
            statistics.idle = state.slots.idleCount
            statistics.leased = state.slots.leasedCount
            statistics.waiting = state.slots.waiters.count
            return statistics
        }
    }

    /// Leases a connection for the length of `body`. A transaction `body` leaves open is rolled back before anybody else gets the connection.
    /// - Parameter deadline: time for waiting and all trips together; a trip still under way then is cancelled at the server.
    /// - Throws: `.poolExhausted`, `.poolClosed`, `.cannotConnect`, `.cancelled`, or what `body` throws.
    @discardableResult
    package func withConnection<T>(
        deadline: Duration = .seconds(7), isolation: isolated (any Actor)? = #isolation, _ body: (Lease) async throws -> T,
    ) async throws -> T {
        let limit = Moment.now + deadline
        let channel = channels[try await acquire(limit: limit)]
        let lease = Lease(channel: channel, limit: limit)
        defer {
            lease.end()
            if channel.release() { handOn(channel.slot) }
        }
        return try await body(lease)
    }

    /// Keeps the connections until the task is cancelled or `shutdown()` is called; returns when all have ended.
    package func run() async throws {
        start()
        await withTaskCancellationHandler {
            await end()
        } onCancel: {
            close()
        }
    }

    /// Refuses new leases, lets running ones finish within the grace, and returns when every connection thread has ended.
    package func shutdown() async {
        close()
        await end()
    }
}

// Waiting.
extension ConnectionPool {
    private func acquire(limit: Moment) async throws(PostgresError) -> Int {
        let (idle, mustStart) = state.withLock { ($0.slots.takeIdle(), !$0.isStarted) }
        if let idle { return idle }
        if mustStart { start() }
        let id = nextWaiter.wrappingAdd(1, ordering: .relaxed).newValue
        let until = min(limit, .now + configuration.acquireTimeout)
        let answer = await withTaskCancellationHandler {
            await withUnsafeContinuation { ticket in
                enqueue(id, until: until, ticket)
            }
        } onCancel: {
            abandon(id)
        }
        return try answer.get()
    }

    private func enqueue(_ id: UInt64, until: Moment, _ ticket: Ticket) {
        let (answer, wakesKeeper) = state.withLock { state -> (Result<Int, PostgresError>?, Bool) in
            switch state.slots.acquire(id, until: until, ticket: ticket) {
            case .leased(let slot): return (.success(slot), false)
            case .refused(let kind): return (.failure(Self.refusal(kind, state.statistics)), false)
            case .waiting:
                defer { state.keeperSleeps = false }
                return (nil, state.keeperSleeps)
            }
        }
        if let answer { ticket.resume(returning: answer) }
        if wakesKeeper { keeperWake.signal() }
        // The cancellation may have come before there was anything to abandon.
        if answer == nil && Task.isCancelled { abandon(id) }
    }

    private func abandon(_ id: UInt64) {
        let ticket = state.withLock { $0.slots.abandon(id) }
        ticket?.resume(returning: .failure(PostgresError(.cancelled, "cancelled while waiting for a connection")))
    }

    private static func refusal(_ kind: PostgresError.Kind, _ statistics: PoolStatistics) -> PostgresError {
        switch kind {
        case .cannotConnect: PostgresError(kind, statistics.connectError ?? "no connection could be opened yet")
        case .poolClosed: PostgresError(kind, "the pool is closed")
        default: PostgresError(kind, "no connection became free in time")
        }
    }

    /// The keeper's thread: answers callers that have waited too long, and cuts connections when a shutdown takes too long.
    private func keep() {
        var cutAt: Moment?
        while true {
            let now = Moment.now
            let (expired, refusal, next, hasEnded) = state.withLock { state in
                let kind: PostgresError.Kind = state.slots.isUnreachable ? .cannotConnect : .poolExhausted
                let expired = state.slots.expire(at: now)
                let next = state.slots.nextExpiry
                state.keeperSleeps = next == nil
                return (expired, Self.refusal(kind, state.statistics), next, state.slots.hasEnded)
            }
            for ticket in expired { ticket.resume(returning: .failure(refusal)) }
            if hasEnded { return }
            if isClosed && cutAt == nil { cutAt = now + configuration.shutdownGrace }
            if let deadline = cutAt, deadline <= now {
                for channel in channels { channel.cut() }
                cutAt = .distantFuture
            }
            keeperWake.wait(until: min(next ?? .distantFuture, cutAt ?? .distantFuture))
        }
    }
}

// Beginning and end.
extension ConnectionPool {
    private func start() {
        let isFirst = state.withLock { state in
            if state.isStarted || state.slots.isClosed { return false }
            state.isStarted = true
            return true
        }
        guard isFirst else { return }
        startThread(named: "pg-keeper") { [self] in keep() }
        for channel in channels { ConnectionThread(channel: channel, pool: self, configuration: configuration).start() }
    }

    private func close() {
        let (tickets, waiters) = state.withLock { state in
            closed.store(true, ordering: .releasing)
            let tickets = state.slots.close()
            guard !state.isStarted else { return (tickets, [CheckedContinuation<Void, Never>]()) }
            defer { state.endWaiters = [] }
            return (tickets, state.endWaiters)
        }
        for ticket in tickets { ticket.resume(returning: .failure(PostgresError(.poolClosed, "the pool is closed"))) }
        for waiter in waiters { waiter.resume() }
        keeperWake.signal()
        for channel in channels { channel.nudge() }
    }

    private func end() async {
        await withCheckedContinuation { waiter in
            let hasEnded = state.withLock { state in
                if state.slots.hasEnded || (state.slots.isClosed && !state.isStarted) { return true }
                state.endWaiters.append(waiter)
                return false
            }
            if hasEnded { waiter.resume() }
        }
    }
}

// What connection threads report.
extension ConnectionPool {
    var isClosed: Bool { closed.load(ordering: .acquiring) }

    /// False when the connection is to be closed.
    func ready(_ slot: Int) -> Bool {
        switch state.withLock({ $0.slots.ready(slot) }) {
        case .idle: return true
        case .close: return false
        case .lease(let ticket):
            ticket.resume(returning: .success(slot))
            return true
        }
    }

    /// A lease hands its connection on by itself; a closed pool leaves the rest to the connection's thread.
    private func handOn(_ slot: Int) {
        let next: PoolState<Ticket>.Handover? = state.withLock { state in
            state.slots.isClosed ? nil : state.slots.ready(slot)
        }
        switch next {
        case .lease(let ticket): ticket.resume(returning: .success(slot))
        case .idle: break
        case .close, nil: channels[slot].handBack()
        }
    }

    func withdraw(_ slot: Int, as new: PoolState<Ticket>.Slot) -> Bool {
        state.withLock { $0.slots.withdraw(slot, as: new) }
    }

    func lost(_ slot: Int) {
        state.withLock { $0.slots.lost(slot) }
    }

    func connected() {
        state.withLock { state in
            state.statistics.connects += 1
            state.statistics.connectError = nil
        }
    }

    func connectFailed(_ error: PostgresError) {
        state.withLock { state in
            state.statistics.failedConnects += 1
            state.statistics.connectError = error.message
        }
    }

    func countReset() {
        state.withLock { $0.statistics.resets += 1 }
    }

    func ended(_ slot: Int) {
        let waiters = state.withLock { state -> [CheckedContinuation<Void, Never>] in
            guard state.slots.ended(slot) else { return [] }
            defer { state.endWaiters = [] }
            return state.endWaiters
        }
        guard !waiters.isEmpty || state.withLock({ $0.slots.hasEnded }) else { return }
        keeperWake.signal()
        for waiter in waiters { waiter.resume() }
    }
}
