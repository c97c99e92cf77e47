package import Domain
internal import Store
internal import Synchronization

/// A clock that stands still until a test moves it.
package final class ManualClock: WallClock {
    private let time: Mutex<Instant>

    /// Starts at 2026-11-22 10:00 on a Chinese wall clock, a Sunday.
    package init(_ start: Instant = ManualClock.start) {
        time = Mutex(start)
    }

    package static let start = Instant(Day(daysSince1970: 20_779), hour: 10, offsetMinutes: 480)

    package func now() -> Instant { time.withLock { $0 } }

    package func advance(_ span: Span) {
        time.withLock { $0 = $0 + span }
    }

    package func set(_ instant: Instant) {
        time.withLock { $0 = instant }
    }
}
