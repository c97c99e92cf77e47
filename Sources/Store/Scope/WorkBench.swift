internal import Dispatch
internal import Foundation
internal import Synchronization

/// Two threads of their own for work that waits for a disk or holds a core for long: Swift's threads never do, and a flood of it cannot
/// take all cores.
package final class WorkBench: Sendable {
    private typealias Work = @Sendable () -> Void

    /// What the threads hold; it outlives the bench until they have seen that it is closed.
    private final class Queue: Sendable {
        struct State {
            var waiting: [Work] = []
            var closed = false
        }

        let state = Mutex(State())
        let ready = DispatchSemaphore(value: 0)

        func work() {
            while true {
                ready.wait()
                let next: Work? = state.withLock { $0.waiting.isEmpty ? nil : $0.waiting.removeFirst() }
                if let next {
                    next()
                } else if state.withLock({ $0.closed }) {
                    return
                }
            }
        }
    }

    package static let threads = 2

    private let limit: Int
    private let queue = Queue()

    /// - Parameters:
    ///   - name: of the threads, for whoever looks at the process.
    ///   - stack: of each thread, in bytes.
    ///   - limit: more work than this waiting is `busy`.
    package init(_ name: String, stack: Int, limit: Int) {
        self.limit = limit
        for number in 1...Self.threads {
            let queue = queue
            let thread = Thread { queue.work() }
            thread.name = "\(name)-\(number)"
            thread.stackSize = stack
            thread.start()
        }
    }

    deinit {
        queue.state.withLock { $0.closed = true }
        for _ in 0..<Self.threads { queue.ready.signal() }
    }

    /// Runs `body` on one of the threads.
    /// - Throws: `busy`, or what the body throws.
    package func run<T: Sendable>(_ body: @escaping @Sendable () throws -> T) async throws -> T {
        try await withCheckedThrowingContinuation { continuation in
            let isTaken = queue.state.withLock { state in
                guard state.waiting.count < limit else { return false }
                state.waiting.append { continuation.resume(with: Result { try body() }) }
                return true
            }
            guard isTaken else { return continuation.resume(throwing: StoreError.busy) }
            queue.ready.signal()
        }
    }
}
