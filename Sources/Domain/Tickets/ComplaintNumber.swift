/// The number people say: "BJ-2611-0427", company, year and month of reception in the tenant's time, serial of that month.
package struct ComplaintNumber: Hashable, Sendable, CustomStringConvertible {
    package let prefix: String
    /// Two-digit year and month.
    package let year: Int
    package let month: Int
    package let serial: Int

    package init(companyCode: String, receivedAt: Instant, offsetMinutes: Int, serial: Int) {
        let day = Day(receivedAt, offsetMinutes: offsetMinutes)
        prefix = Self.prefix(companyCode: companyCode)
        year = day.year % 100
        month = day.month
        self.serial = serial
    }

    private init(prefix: String, year: Int, month: Int, serial: Int) {
        self.prefix = prefix
        self.year = year
        self.month = month
        self.serial = serial
    }

    /// The company's code in capitals without dashes.
    package static func prefix(companyCode: String) -> String {
        companyCode.uppercased().filter { $0 != "-" }
    }

    /// "2611": the key of the counter row together with the company.
    package static func period(receivedAt: Instant, offsetMinutes: Int) -> String {
        let day = Day(receivedAt, offsetMinutes: offsetMinutes)
        return Day.padded(day.year % 100, 2) + Day.padded(day.month, 2)
    }

    package var text: String { "\(prefix)-\(Day.padded(year, 2))\(Day.padded(month, 2))-\(Day.padded(serial, 4))" }
    package var description: String { text }

    /// Reads what somebody typed into the search box: any case, full-width characters, spaces for dashes. Nil when it is no number.
    package static func parse(_ raw: String) -> ComplaintNumber? {
        let text = BoundedText.halfWidth(raw).uppercased()
        let parts = text.split(whereSeparator: { $0 == "-" || $0.isWhitespace })
        guard parts.count == 3, let first = parts[0].utf8.first, (65...90).contains(first), parts[0].utf8.count <= 31,
            parts[0].utf8.allSatisfy({ (65...90).contains($0) || (48...57).contains($0) }),
            parts[1].utf8.count == 4, (1...9).contains(parts[2].utf8.count),
            parts[1...].allSatisfy({ $0.utf8.allSatisfy { (48...57).contains($0) } }),
            let period = Int(parts[1]), (1...12).contains(period % 100), let serial = Int(parts[2]), serial > 0
        else { return nil }
        return ComplaintNumber(prefix: String(parts[0]), year: period / 100, month: period % 100, serial: serial)
    }
}
