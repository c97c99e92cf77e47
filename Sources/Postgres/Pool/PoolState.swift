/// The pool's bookkeeping without threads, sockets or clocks: which connection is in whose hands, and who waits.
/// Every event returns what has to be done; the caller does it outside its lock.
struct PoolState<Ticket> {
    enum Slot: Hashable {
        /// Being opened, or waiting to be opened again.
        case down
        case idle
        case leased
        /// In its own thread's hands, for a check.
        case checked
        case ended
    }

    struct Waiter {
        let id: UInt64
        let until: Moment
        let ticket: Ticket
    }

    enum Acquisition {
        case leased(Int)
        case waiting
        case refused(PostgresError.Kind)
    }

    enum Handover {
        case lease(Ticket)
        case idle
        /// The pool is closed: the connection ends.
        case close
    }

    private(set) var slots: [Slot]
    private(set) var isClosed = false
    private(set) var waiters: [Waiter] = []
    /// Idle connections; the last one used is the first one taken, its caches are warm.
    private var idle: [Int] = []
    private let waiterLimit: Int

    init(size: Int, waiterLimit: Int) {
        slots = Array(repeating: .down, count: size)
        self.waiterLimit = waiterLimit
    }

    var idleCount: Int { idle.count }
    var leasedCount: Int { slots.reduce(0) { $0 + ($1 == .leased ? 1 : 0) } }
    var isUnreachable: Bool { slots.allSatisfy { $0 == .down || $0 == .ended } }
    var hasEnded: Bool { slots.allSatisfy { $0 == .ended } }

    /// A caller wants a connection.
    mutating func acquire(_ id: UInt64, until: Moment, ticket: @autoclosure () -> Ticket) -> Acquisition {
        if isClosed { return .refused(.poolClosed) }
        if let slot = takeIdle() { return .leased(slot) }
        guard waiters.count < waiterLimit else { return .refused(isUnreachable ? .cannotConnect : .poolExhausted) }
        waiters.append(Waiter(id: id, until: until, ticket: ticket()))
        return .waiting
    }

    /// An idle connection, if there is one and nobody was here before.
    mutating func takeIdle() -> Int? {
        guard !isClosed, waiters.isEmpty, let slot = idle.popLast() else { return nil }
        slots[slot] = .leased
        return slot
    }

    /// A waiting caller was cancelled; its ticket, unless it was served already.
    mutating func abandon(_ id: UInt64) -> Ticket? {
        guard let index = waiters.firstIndex(where: { $0.id == id }) else { return nil }
        return waiters.remove(at: index).ticket
    }

    /// Callers that have waited long enough.
    mutating func expire(at now: Moment) -> [Ticket] {
        guard waiters.contains(where: { $0.until <= now }) else { return [] }
        let expired = waiters.filter { $0.until <= now }.map(\.ticket)
        waiters.removeAll { $0.until <= now }
        return expired
    }

    /// When `expire` has something to do next.
    var nextExpiry: Moment? { waiters.map(\.until).min() }

    /// A connection is ready: newly opened, returned by its lease, or found alive by a check.
    mutating func ready(_ slot: Int) -> Handover {
        precondition(slots[slot] != .idle && slots[slot] != .ended, "connection \(slot) is \(slots[slot])")
        if isClosed {
            slots[slot] = .down
            return .close
        }
        if waiters.isEmpty {
            slots[slot] = .idle
            idle.append(slot)
            return .idle
        }
        slots[slot] = .leased
        return .lease(waiters.removeFirst().ticket)
    }

    /// The connection's thread wants an idle connection for itself; false when a caller has it.
    mutating func withdraw(_ slot: Int, as new: Slot) -> Bool {
        guard slots[slot] == .idle, let index = idle.firstIndex(of: slot) else { return false }
        idle.remove(at: index)
        slots[slot] = new
        return true
    }

    /// The connection is gone; its lease, if any, is over.
    mutating func lost(_ slot: Int) {
        precondition(slots[slot] == .leased || slots[slot] == .checked, "connection \(slot) is \(slots[slot])")
        slots[slot] = .down
    }

    /// No more leases; the tickets of all who wait.
    mutating func close() -> [Ticket] {
        isClosed = true
        defer { waiters = [] }
        return waiters.map(\.ticket)
    }

    /// The connection's thread has ended. True when it was the last.
    mutating func ended(_ slot: Int) -> Bool {
        precondition(slots[slot] == .down && isClosed, "connection \(slot) is \(slots[slot])")
        slots[slot] = .ended
        return hasEnded
    }
}
