/// An instant: microseconds since 1970-01-01T00:00:00Z, PostgreSQL's own precision.
package struct Timestamp: Sendable, Hashable, Comparable {
    package var microseconds: Int64

    /// PostgreSQL's `infinity` and `-infinity`.
    package static let infinity = Timestamp(microseconds: .max)
    package static let negativeInfinity = Timestamp(microseconds: .min)

    package init(microseconds: Int64) {
        self.microseconds = microseconds
    }

    package static func < (left: Timestamp, right: Timestamp) -> Bool {
        left.microseconds < right.microseconds
    }
}

extension Timestamp: CustomStringConvertible {
    private static let perDay: Int64 = 86_400_000_000

    /// ISO text in UTC as PostgreSQL reads and writes it: `2026-11-22 08:05:01.000250+00`.
    package var description: String {
        if self == .infinity { return "infinity" }
        if self == .negativeInfinity { return "-infinity" }
        let (day, rest) = microseconds.floorDivided(by: Self.perDay)
        let date = CalendarDate(daysSince1970: day)
        let (seconds, fraction) = rest.quotientAndRemainder(dividingBy: 1_000_000)
        var text = date.digits
        text += " " + padded(seconds / 3600, 2) + ":" + padded(seconds / 60 % 60, 2) + ":" + padded(seconds % 60, 2)
        if fraction != 0 { text += "." + padded(fraction, 6) }
        text += "+00"
        if date.year <= 0 { text += " BC" }
        return text
    }

    /// Reads what a server with `DateStyle ISO` and `TimeZone UTC` sends.
    init?(iso text: UnsafeBufferPointer<UInt8>) {
        var scanner = DigitScanner(text)
        if scanner.skip("infinity") { self = .infinity; return }
        if scanner.skip("-infinity") { self = .negativeInfinity; return }
        guard let date = scanner.date(), scanner.skip(" "), let hour = scanner.number(), scanner.skip(":"),
            let minute = scanner.number(), scanner.skip(":"), let second = scanner.number()
        else { return nil }
        var fraction: Int64 = 0
        if scanner.skip(".") {
            guard let value = scanner.fraction(places: 6) else { return nil }
            fraction = value
        }
        guard scanner.skip("+00") else { return nil }
        let isBeforeChrist = scanner.skip(" BC")
        guard scanner.isAtEnd else { return nil }
        let day = CalendarDate(year: isBeforeChrist ? 1 - date.year : date.year, month: date.month, day: date.day).daysSince1970
        self.init(microseconds: day * Self.perDay + (hour * 3600 + minute * 60 + second) * 1_000_000 + fraction)
    }
}

extension Int64 {
    /// Quotient rounded down, remainder never negative.
    func floorDivided(by divisor: Int64) -> (quotient: Int64, remainder: Int64) {
        let (quotient, remainder) = quotientAndRemainder(dividingBy: divisor)
        return remainder < 0 ? (quotient - 1, remainder + divisor) : (quotient, remainder)
    }
}

func padded(_ number: some BinaryInteger, _ width: Int) -> String {
    let digits = String(number)
    return digits.utf8.count >= width ? digits : String(repeating: "0", count: width - digits.utf8.count) + digits
}
