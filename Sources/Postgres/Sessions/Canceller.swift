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
        guard key.send() else { return fail() }
        delivered.store(true, ordering: .releasing)
        wake.signal()
    }

    fileprivate func fail() {
        failed.store(true, ordering: .releasing)
        wake.signal()
    }
}

/// Sends each cancel request from a thread of its own, because `PQcancel` blocks, and a silent server would otherwise hold up the
/// requests to all others. Beyond `limit` requests under way nothing is sent; those connections are dropped instead.
enum Canceller {
    private static let limit = 64
    private static let underway = Atomic<Int>(0)

    static func submit(_ request: Cancellation) {
        guard underway.wrappingAdd(1, ordering: .relaxed).newValue <= limit else {
            underway.wrappingSubtract(1, ordering: .relaxed)
            return request.fail()
        }
        startThread(named: "pg-cancel") {
            request.send()
            underway.wrappingSubtract(1, ordering: .relaxed)
        }
    }
}
