internal import CLibpq
internal import Synchronization

/// What libpq needs to cancel a statement of one session; the only part of a session other threads may use.
final class CancelKey: @unchecked Sendable {
    private let pointer: OpaquePointer

    init?(of connection: OpaquePointer) {
        guard let pointer = PQgetCancel(connection) else { return nil }
        self.pointer = pointer
    }

    deinit {
        PQfreeCancel(pointer)
    }

    /// Blocks until the server has taken the request. Never on a connection thread.
    func send() -> Bool {
        withUnsafeTemporaryAllocation(of: CChar.self, capacity: 256) { buffer in
            PQcancel(pointer, buffer.baseAddress, 256) == 1
        }
    }
}

/// One request to cancel; the connection thread is woken when it has been delivered or has failed.
final class Cancellation: Sendable {
    let key: CancelKey
    let wake: WakeUp
    private let delivered = Atomic<Bool>(false)
    private let failed = Atomic<Bool>(false)

    init(key: CancelKey, wake: WakeUp) {
        self.key = key
        self.wake = wake
    }

    var isDelivered: Bool { delivered.load(ordering: .acquiring) }

    var hasFailed: Bool { failed.load(ordering: .acquiring) }

    fileprivate func send() {
        if key.send() { delivered.store(true, ordering: .releasing) } else { failed.store(true, ordering: .releasing) }
        wake.signal()
    }
}

/// Sends cancel requests from a thread of its own, because `PQcancel` blocks. A server that does not answer keeps that thread:
/// after two seconds a new one takes over, and the old one ends when it gets free. With `limit` threads stuck, requests are not sent;
/// their connections are dropped instead.
final class Canceller: Sendable {
    private struct State {
        var queue: [Cancellation] = []
        var generation = 0
        var isRunning = false
        var busySince: Moment?
        var stuck = 0
    }

    static let shared = Canceller()
    static let budget = Duration.seconds(2)
    private static let limit = 8
    private let state = Mutex(State())

    func submit(_ request: Cancellation) {
        let start: Int? = state.withLock { state in
            if let since = state.busySince, since + Self.budget < .now {
                guard state.stuck < Self.limit else { return nil }
                state.stuck += 1
                state.isRunning = false
                state.busySince = nil
            }
            state.queue.append(request)
            guard !state.isRunning else { return nil }
            state.isRunning = true
            state.generation += 1
            return state.generation
        }
        if let start { startThread(named: "pg-cancel") { [self] in work(generation: start) } }
    }

    /// Ends when there is nothing left to send, or when another thread has taken over.
    private func work(generation: Int) {
        var isLate = false
        while !isLate {
            let next: Cancellation? = state.withLock { state in
                guard !state.queue.isEmpty else {
                    state.isRunning = false
                    state.busySince = nil
                    return nil
                }
                state.busySince = .now
                return state.queue.removeFirst()
            }
            guard let next else { return }
            next.send()
            isLate = state.withLock { state in
                if state.generation == generation && state.isRunning {
                    state.busySince = nil
                    return false
                }
                state.stuck -= 1
                return true
            }
        }
    }
}
