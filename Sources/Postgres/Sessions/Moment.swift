internal import Glibc

/// A point of the monotonic clock, in nanoseconds. Deadlines compare against it; wall-clock jumps do not matter.
struct Moment: Sendable, Hashable, Comparable {
    var nanoseconds: Int64

    static let distantFuture = Moment(nanoseconds: .max)

    static var now: Moment {
        var time = timespec()
        clock_gettime(CLOCK_MONOTONIC, &time)
        return Moment(nanoseconds: Int64(time.tv_sec) * 1_000_000_000 + Int64(time.tv_nsec))
    }

    static func < (left: Moment, right: Moment) -> Bool { left.nanoseconds < right.nanoseconds }

    static func + (left: Moment, right: Duration) -> Moment {
        let (sum, overflow) = left.nanoseconds.addingReportingOverflow(right.nanoseconds)
        return overflow ? .distantFuture : Moment(nanoseconds: sum)
    }

    /// Time until then for `poll`, rounded up; -1 means for ever.
    func pollTimeout(from now: Moment) -> Int32 {
        if self == .distantFuture { return -1 }
        if self <= now { return 0 }
        let milliseconds = (nanoseconds - now.nanoseconds + 999_999) / 1_000_000
        return Int32(clamping: milliseconds)
    }
}

extension Duration {
    /// Saturates at about 292 years.
    var nanoseconds: Int64 {
        let (seconds, attoseconds) = components
        let (scaled, overflow) = seconds.multipliedReportingOverflow(by: 1_000_000_000)
        let (sum, carry) = scaled.addingReportingOverflow(attoseconds / 1_000_000_000)
        return overflow || carry ? (seconds < 0 ? .min : .max) : sum
    }

    var milliseconds: Int64 { nanoseconds / 1_000_000 }
}
