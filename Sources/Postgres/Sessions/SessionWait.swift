internal import CLibpq
internal import Glibc

/// Waits for a connection's socket without ever blocking inside libpq: for as long as the unit may take, then for its cancellation.
final class SessionWait {
    enum Event {
        case result(OpaquePointer)
        case endOfCommand
        case lost
    }

    /// Why the unit is being cancelled from this side.
    enum Reason {
        case deadline
        case cancelled

        func error(statementIndex: Int?, of statements: [SQL]) -> PostgresError {
            let error =
                switch self {
                case .deadline: PostgresError(.deadline, "cancelled after its time was up")
                case .cancelled: PostgresError(.cancelled, "cancelled with its task")
                }
            return statementIndex.map { error.at($0, of: statements) } ?? error
        }
    }

    /// Time for a cancel request to be delivered, and after that for the unit to come to its end. Then the connection is dropped.
    private static let grace = Duration.seconds(2)

    private let connection: OpaquePointer
    private let wake: WakeUp
    private var unit: Unit?
    private var cancelKey: CancelKey?
    private var cancellation: Cancellation?
    private var limit = Moment.distantFuture
    private var isExtended = false
    private var isBroken = false
    private(set) var reason: Reason?

    init(connection: OpaquePointer, wake: WakeUp) {
        self.connection = connection
        self.wake = wake
    }

    /// - Parameter cancelKey: nil when the unit is simply given up at its deadline.
    func begin(unit: Unit, cancelKey: CancelKey?) {
        self.unit = unit
        self.cancelKey = cancelKey
        cancellation = nil
        reason = nil
        isExtended = false
        limit = unit.deadline
    }

    /// The next thing libpq has for us. Reads while it writes: a server that waits for us to read cannot wait for ever.
    func next() -> Event {
        while true {
            if PQisBusy(connection) == 0 {
                return PQgetResult(connection).map(Event.result) ?? .endOfCommand
            }
            if isBroken { return .lost }
            let unsent = PQflush(connection)
            if unsent < 0 { return .lost }
            if reason == nil, unit?.isCancelled == true { cancel(.cancelled) }
            switch poll(writing: unsent == 1, until: limit) {
            case .readable:
                // What arrived before the end is still parsed: it holds the server's reason.
                if PQconsumeInput(connection) == 0 { isBroken = true }
            case .writable, .woken: break
            case .timeout: if !cancel(.deadline) { return .lost }
            }
        }
    }

    /// Waits until the cancel request has left this machine, so that it cannot hit a later unit.
    func settleCancellation() -> Bool {
        guard let cancellation else { return false }
        while !cancellation.isDelivered {
            if cancellation.hasFailed || limit <= .now { return false }
            wake.wait(until: limit)
        }
        return true
    }

    /// Idle: until signalled, `moment`, or input.
    func rest(until moment: Moment) {
        guard case .readable = poll(writing: false, until: moment) else { return }
        if PQconsumeInput(connection) == 0 { isBroken = true }
        _ = PQisBusy(connection)
    }

    /// Asks the server to cancel. When that has been done already and the grace is over, cuts the socket and answers false.
    @discardableResult
    private func cancel(_ why: Reason) -> Bool {
        guard reason == nil else {
            if !isExtended, cancellation?.isDelivered == true {
                isExtended = true
                limit = .now + Self.grace
                return true
            }
            shutdown(PQsocket(connection), Int32(SHUT_RDWR))
            return false
        }
        reason = why
        guard let cancelKey else { return false }
        let request = Cancellation(key: cancelKey, wake: wake)
        cancellation = request
        limit = .now + Self.grace
        Canceller.submit(request)
        return true
    }

    private enum Readiness {
        case readable
        case writable
        case woken
        case timeout
    }

    private func poll(writing: Bool, until moment: Moment) -> Readiness {
        let socket = pollfd(fd: PQsocket(connection), events: Int16(writing ? POLLIN | POLLOUT : POLLIN), revents: 0)
        return withUnsafeTemporaryAllocation(of: pollfd.self, capacity: 2) { entries in
            entries.initializeElement(at: 0, to: socket)
            entries.initializeElement(at: 1, to: pollfd(fd: wake.descriptor, events: Int16(POLLIN), revents: 0))
            let timeout = moment == .distantFuture ? -1 : moment.pollTimeout(from: .now)
            let count = Glibc.poll(entries.baseAddress, 2, timeout)
            if count == 0 { return .timeout }
            if count < 0 { return .woken }
            if entries[1].revents != 0 { wake.clear() }
            if entries[0].revents & Int16(POLLIN | POLLHUP | POLLERR | POLLNVAL) != 0 { return .readable }
            return entries[0].revents != 0 ? .writable : .woken
        }
    }
}
