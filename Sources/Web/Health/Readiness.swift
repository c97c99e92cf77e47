internal import Synchronization

/// Whether this server takes requests. It starts closed until the start-up checks have passed, and closes again before it stops, so
/// that a proxy has time to send people elsewhere.
package final class Readiness: Sendable {
    package enum Phase: Sendable { case starting, open, leaving }

    private let state: Mutex<Phase>
    private let asked = Mutex<ContinuousClock.Instant?>(nil)

    package init(_ phase: Phase = .open) { state = Mutex(phase) }

    package var phase: Phase { state.withLock { $0 } }

    /// The database is as it must be. A server that is leaving stays so.
    package func open() { state.withLock { if $0 == .starting { $0 = .open } } }

    package func leave() { state.withLock { $0 = .leaving } }

    /// Somebody was sent here although the server is leaving: the proxy has not noticed yet.
    func noteRequest() { asked.withLock { $0 = .now } }

    /// Whether such a request came within the last so long.
    package func wasAsked(within time: Duration) -> Bool { asked.withLock { $0.map { .now - $0 < time } ?? false } }
}
