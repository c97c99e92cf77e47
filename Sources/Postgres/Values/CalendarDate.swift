/// A day of the proleptic Gregorian calendar, without time or zone. Year 0 is 1 BC.
package struct CalendarDate: Sendable, Hashable, Comparable {
    package var year: Int
    package var month: Int
    package var day: Int

    package init(year: Int, month: Int, day: Int) {
        self.year = year
        self.month = month
        self.day = day
    }

    package static func < (left: CalendarDate, right: CalendarDate) -> Bool {
        (left.year, left.month, left.day) < (right.year, right.month, right.day)
    }
}

extension CalendarDate {
    /// Days since 1970-01-01; counted in eras of 400 years that begin on 1 March, so that the leap day is the last of its year.
    package var daysSince1970: Int64 {
        let shifted = Int64(month <= 2 ? year - 1 : year)
        let era = shifted.floorDivided(by: 400).quotient
        let yearOfEra = shifted - era * 400
        let dayOfYear = (153 * Int64(month > 2 ? month - 3 : month + 9) + 2) / 5 + Int64(day) - 1
        return era * 146_097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear - 719_468
    }

    package init(daysSince1970 days: Int64) {
        let (era, dayOfEra) = (days + 719_468).floorDivided(by: 146_097)
        let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let shiftedMonth = (5 * dayOfYear + 2) / 153
        let month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9
        self.init(
            year: Int(yearOfEra + era * 400 + (month <= 2 ? 1 : 0)),
            month: Int(month),
            day: Int(dayOfYear - (153 * shiftedMonth + 2) / 5 + 1),
        )
    }
}

extension CalendarDate: CustomStringConvertible {
    /// `2026-11-22`; years before 1 end in ` BC`.
    package var description: String {
        year <= 0 ? digits + " BC" : digits
    }

    var digits: String {
        padded(year <= 0 ? 1 - year : year, 4) + "-" + padded(month, 2) + "-" + padded(day, 2)
    }

    init?(iso text: UnsafeBufferPointer<UInt8>) {
        var scanner = DigitScanner(text)
        guard let date = scanner.date() else { return nil }
        let isBeforeChrist = scanner.skip(" BC")
        guard scanner.isAtEnd else { return nil }
        self = isBeforeChrist ? CalendarDate(year: 1 - date.year, month: date.month, day: date.day) : date
    }
}

/// Walks over the digits of a date or time.
struct DigitScanner {
    private let bytes: UnsafeBufferPointer<UInt8>
    private var position = 0

    init(_ bytes: UnsafeBufferPointer<UInt8>) {
        self.bytes = bytes
    }

    var isAtEnd: Bool { position == bytes.count }

    mutating func number() -> Int64? {
        let start = position
        var value: Int64 = 0
        while position < bytes.count, bytes[position] &- 0x30 < 10, position - start < 12 {
            value = value * 10 + Int64(bytes[position] &- 0x30)
            position += 1
        }
        return position > start ? value : nil
    }

    /// Digits after a point, scaled to `places`.
    mutating func fraction(places: Int) -> Int64? {
        let start = position
        guard var value = number(), position - start <= places else { return nil }
        for _ in (position - start)..<places { value *= 10 }
        return value
    }

    mutating func date() -> CalendarDate? {
        guard let year = number(), skip("-"), let month = number(), skip("-"), let day = number() else { return nil }
        return CalendarDate(year: Int(year), month: Int(month), day: Int(day))
    }

    mutating func skip(_ expected: StaticString) -> Bool {
        let length = expected.utf8CodeUnitCount
        guard bytes.count - position >= length else { return false }
        for index in 0..<length where bytes[position + index] != expected.utf8Start[index] { return false }
        position += length
        return true
    }
}
