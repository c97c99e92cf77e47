internal import Dispatch
internal import Foundation
internal import Synchronization

/// Two threads of their own for everything that may wait for a disk or take long over a file: Swift's threads never do.
package final class FileBench: Sendable {
    private typealias Work = @Sendable () -> Void

    private final class Bench: Sendable {
        struct State {
            var queue: [Work] = []
            var closed = false
        }

        let state = Mutex(State())
        let ready = DispatchSemaphore(value: 0)

        func work() {
            while true {
                ready.wait()
                let next: Work? = state.withLock { $0.queue.isEmpty ? nil : $0.queue.removeFirst() }
                if let next {
                    next()
                } else if state.withLock({ $0.closed }) {
                    return
                }
            }
        }
    }

    package static let threads = 2
    /// More work than this waiting is `busy`.
    package static let waiting = 256

    private let bench = Bench()

    package init() {
        for number in 1...Self.threads {
            let bench = bench
            let thread = Thread { bench.work() }
            thread.name = "files-\(number)"
            thread.stackSize = 1024 * 1024
            thread.start()
        }
    }

    deinit {
        bench.state.withLock { $0.closed = true }
        for _ in 0..<Self.threads { bench.ready.signal() }
    }

    /// Runs `body` on one of the threads.
    /// - Throws: `busy`, or what the body throws.
    package func run<T: Sendable>(_ body: @escaping @Sendable () throws -> T) async throws -> T {
        try await withCheckedThrowingContinuation { continuation in
            let isTaken = bench.state.withLock { state in
                guard state.queue.count < Self.waiting else { return false }
                state.queue.append { continuation.resume(with: Result { try body() }) }
                return true
            }
            guard isTaken else { return continuation.resume(throwing: StoreError.busy) }
            bench.ready.signal()
        }
    }
}
