import Foundation
import Synchronization

/// How far the seed is: one line a second on stderr.
final class Progress: Sendable {
    private struct State {
        var done = 0
        var resumed = 0
        let started = ContinuousClock.now
    }

    private let total: Int
    private let state = Mutex(State())

    init(total: Int) {
        self.total = total
    }

    func add(_ count: Int) { state.withLock { $0.done += count } }

    /// Complaints that an earlier run has written.
    func resume(_ count: Int) { state.withLock { $0.resumed += count } }

    var line: String {
        state.withLock { state in
            let seconds = (ContinuousClock.now - state.started) / .seconds(1)
            let rate = Double(state.done) / max(seconds, 0.001)
            let left = max(0, total - state.done - state.resumed)
            let wait = rate > 0 ? "\(Int((Double(left) / rate).rounded(.up))) s left" : "…"
            return "\(state.done + state.resumed) of \(total) complaints, \(Int(rate)) a second, \(wait)"
        }
    }

    /// Writes the line every second until the task is cancelled.
    func report() async {
        while (try? await Task.sleep(for: .seconds(1))) != nil { write(line) }
    }

    func write(_ text: String) { FileHandle.standardError.write(Data("\(text)\n".utf8)) }
}
