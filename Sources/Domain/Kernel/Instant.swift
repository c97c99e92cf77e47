/// A length of time in whole seconds.
package struct Span: Hashable, Sendable, Comparable {
    package let seconds: Int64

    package init(seconds: Int64) {
        self.seconds = seconds
    }

    package static func seconds(_ count: Int64) -> Span { Span(seconds: count) }
    package static func minutes(_ count: Int64) -> Span { Span(seconds: count * 60) }
    package static func hours(_ count: Int64) -> Span { Span(seconds: count * 3_600) }
    package static func days(_ count: Int64) -> Span { Span(seconds: count * 86_400) }
    package static let zero = Span(seconds: 0)

    /// Whole minutes, hours, days contained, towards zero.
    package var minutes: Int64 { seconds / 60 }
    package var hours: Int64 { seconds / 3_600 }
    package var days: Int64 { seconds / 86_400 }
    package var magnitude: Span { Span(seconds: abs(seconds)) }
    package var isNegative: Bool { seconds < 0 }

    package static func < (left: Span, right: Span) -> Bool { left.seconds < right.seconds }
    package static func + (left: Span, right: Span) -> Span { Span(seconds: left.seconds + right.seconds) }
    package static func - (left: Span, right: Span) -> Span { Span(seconds: left.seconds - right.seconds) }
    package static prefix func - (span: Span) -> Span { Span(seconds: -span.seconds) }
}

/// A point in time, microseconds since 1970-01-01 00:00 UTC. Always an argument in this target: rules have no clock.
package struct Instant: Hashable, Sendable, Comparable {
    package let microseconds: Int64

    package init(microseconds: Int64) {
        self.microseconds = microseconds
    }

    package init(secondsSince1970 seconds: Int64) {
        self.init(microseconds: seconds * 1_000_000)
    }

    /// The moment a clock on the wall at `offsetMinutes` east of UTC shows the given time of the day.
    package init(_ day: Day, hour: Int = 0, minute: Int = 0, second: Int = 0, offsetMinutes: Int) {
        let seconds = Int64(day.daysSince1970) * 86_400 + Int64(hour * 3_600 + minute * 60 + second) - Int64(offsetMinutes) * 60
        self.init(secondsSince1970: seconds)
    }

    /// Whole seconds, towards the past.
    package var secondsSince1970: Int64 {
        let (quotient, remainder) = microseconds.quotientAndRemainder(dividingBy: 1_000_000)
        return remainder < 0 ? quotient - 1 : quotient
    }

    /// Hour and minute on a wall clock at `offsetMinutes` east of UTC.
    package func timeOfDay(offsetMinutes: Int) -> (hour: Int, minute: Int) {
        let local = secondsSince1970 + Int64(offsetMinutes) * 60
        let second = Int(((local % 86_400) + 86_400) % 86_400)
        return (second / 3_600, second % 3_600 / 60)
    }

    /// Reads what `<input type="datetime-local">` sends ("2026-11-22T14:06", seconds allowed).
    /// - Throws: `notADate`.
    package static func parse(local raw: String, offsetMinutes: Int) throws(FieldProblem) -> Instant {
        let parts = raw.split(whereSeparator: { $0 == "T" || $0 == " " })
        guard parts.count == 2 else { throw .notADate }
        let day = try Day.parse(String(parts[0]))
        let clock = parts[1].split(separator: ":", omittingEmptySubsequences: false).map { Int($0) }
        guard (2...3).contains(clock.count), let hour = clock[0], let minute = clock[1], (0...23).contains(hour), (0...59).contains(minute)
        else { throw .notADate }
        let second = clock.count == 3 ? clock[2] : 0
        guard let second, (0...59).contains(second) else { throw .notADate }
        return Instant(day, hour: hour, minute: minute, second: second, offsetMinutes: offsetMinutes)
    }

    package static func < (left: Instant, right: Instant) -> Bool { left.microseconds < right.microseconds }
    package static func + (left: Instant, right: Span) -> Instant { Instant(microseconds: left.microseconds + right.seconds * 1_000_000) }
    package static func - (left: Instant, right: Span) -> Instant { Instant(microseconds: left.microseconds - right.seconds * 1_000_000) }
    /// Whole seconds from `right` to `left`, towards zero.
    package static func - (left: Instant, right: Instant) -> Span { Span(seconds: (left.microseconds - right.microseconds) / 1_000_000) }
}
