internal import Glibc

/// What a spreadsheet's numbers mean as text.
enum CellText {
    /// Fifteen digits, as a spreadsheet shows them: "13800000000", "89.5". Text that is no number stays as it is.
    static func number(_ raw: String) -> String {
        if Int64(raw) != nil { return raw }
        guard let value = Double(raw), value.isFinite else { return raw }
        if value == value.rounded(), abs(value) < 1e15 { return String(Int64(value)) }
        var text = [CChar](repeating: 0, count: 40)
        let length = withVaList([value]) { vsnprintf(&text, 40, "%.15g", $0) }
        return String(decoding: text[..<Int(length)].map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }

    /// "2026-11-22", with the time when there is one; the number itself for a day that does not exist.
    /// - Parameter from1904: days count from 1904-01-01, as old workbooks of the Macintosh do.
    static func date(_ raw: String, from1904: Bool) -> String {
        guard let value = Double(raw), value >= 0, value < 2_958_466 else { return number(raw) }
        // Seconds first: 0.999999999 is midnight.
        let seconds = Int64((value * 86_400).rounded())
        let (day, rest) = (Int(seconds / 86_400), Int(seconds % 86_400))
        let time = rest == 0 ? "" : "\(two(rest / 3_600)):\(two(rest / 60 % 60)):\(two(rest % 60))"
        if day == 0, !from1904 { return time.isEmpty ? number(raw) : time }
        // Day 60 is 29 February 1900, which never was; before it the count is one ahead.
        if day == 60, !from1904 { return number(raw) }
        let since1970 = from1904 ? day - 24_107 : day < 60 ? day - 25_568 : day - 25_569
        return civil(since1970) + (time.isEmpty ? "" : " \(time)")
    }

    private static func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }

    /// The Gregorian day so many days after 1970-01-01 (Howard Hinnant's algorithm).
    private static func civil(_ days: Int) -> String {
        let shifted = days + 719_468
        let era = shifted / 146_097
        let dayOfEra = shifted % 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1_460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let shiftedMonth = (5 * dayOfYear + 2) / 153
        let month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9
        let year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
        return "\(year)-\(two(month))-\(two(dayOfYear - (153 * shiftedMonth + 2) / 5 + 1))"
    }

    /// Whether a number format shows days or times: a letter of the calendar outside quotes, brackets and escapes.
    static func showsDate(_ format: String) -> Bool {
        var (isQuoted, isBracketed, isEscaped) = (false, false, false)
        for character in format.lowercased() {
            if isEscaped {
                isEscaped = false
            } else if isQuoted {
                isQuoted = character != "\""
            } else if isBracketed {
                isBracketed = character != "]"
            } else {
                switch character {
                case "\\", "_", "*": isEscaped = true
                case "\"": isQuoted = true
                case "[": isBracketed = true
                case "y", "d", "h", "s", "年", "月", "日": return true
                case "m": return true
                default: continue
                }
            }
        }
        return false
    }

    /// Formats that every workbook has without naming them.
    static func showsDate(builtIn id: Int) -> Bool {
        [14...22, 27...36, 45...47, 50...58].contains { $0.contains(id) }
    }
}
