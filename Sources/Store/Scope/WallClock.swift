package import Domain
internal import Foundation

/// What time it is. Asked once at the start of a transaction; everything inside uses that answer.
package protocol WallClock: Sendable {
    func now() -> Instant
}

/// The machine's clock, in microseconds as PostgreSQL keeps them.
package struct SystemClock: WallClock {
    package init() {}

    package func now() -> Instant {
        var time = timespec()
        clock_gettime(CLOCK_REALTIME, &time)
        return Instant(microseconds: Int64(time.tv_sec) * 1_000_000 + Int64(time.tv_nsec) / 1_000)
    }
}
