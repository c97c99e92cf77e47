package import Domain

/// Turns values into words of one language, in the time zone of one group, as of one moment.
package struct Wording: Sendable {
    package let messages: Messages
    /// Minutes east of UTC.
    package let offsetMinutes: Int
    package let now: Instant

    package init(messages: Messages, offsetMinutes: Int, now: Instant) {
        self.messages = messages
        self.offsetMinutes = offsetMinutes
        self.now = now
    }

    /// "1,500 yuan" in the customs of the language; fen only when there are any.
    package func money(_ amount: Fen) -> String {
        let text = amount.yuanText
        let dot = text.firstIndex(of: ".") ?? text.endIndex
        return messages["format.money", ["amount": Wording.grouped(String(text[..<dot])) + text[dot...]]]
    }

    /// "1,234".
    package func number(_ value: Int) -> String { Wording.grouped(String(value)) }

    /// "86.1": one digit after the point, always.
    package func decimal(_ value: Double) -> String {
        guard value.isFinite else { return "–" }
        let tenths = Int((value * 10).rounded())
        return "\(tenths < 0 ? "-" : "")\(abs(tenths) / 10).\(abs(tenths) % 10)"
    }

    /// "12.3 MB": three figures at most, in steps of 1,024.
    package func bytes(_ count: Int64) -> String {
        var (value, unit) = (Double(count), 0)
        while value >= 1_024, unit < 4 { (value, unit) = (value / 1_024, unit + 1) }
        let tenths = Int((value * 10).rounded())
        let isWhole = unit == 0 || tenths >= 1_000 || tenths % 10 == 0
        return "\(isWhole ? String(Int(value.rounded())) : "\(tenths / 10).\(tenths % 10)") \(["B", "KB", "MB", "GB", "TB"][unit])"
    }

    /// "Li Min · company service": a name never stands without its post.
    package func person(_ name: String, post: String?) -> String {
        guard let post, !post.isEmpty else { return name }
        return "\(name) · \(post)"
    }

    /// What is wrong with a field, in words.
    package func problem(_ problem: FieldProblem) -> String {
        let text = "problem.\(problem.code)"
        return switch problem {
        case .tooLong(let max): messages[text, ["max": String(max)]]
        case .tooSmall(let min): messages[text, ["min": String(min)]]
        case .tooLarge(let max): messages[text, ["max": Wording.grouped(String(max))]]
        case .beyondAuthority(let limit): messages[text, ["max": money(limit)]]
        case .tooEarly(let day): messages[text, ["day": day.isoText]]
        case .file(let fault): messages[text, arguments(of: fault)]
        default: messages[text]
        }
    }

    private func arguments(of fault: FileFault) -> [String: String] {
        switch fault {
        case .lyingName(let kind): ["kind": kind.endings[0].uppercased()]
        case .tooLarge(let kind): ["kind": kind.endings[0].uppercased(), "size": bytes(kind.limit)]
        case .tooMany(let count): ["count": String(count)]
        case .tooManyPixels: ["count": number(FileRule.pixels / 10_000)]
        case .dayIsFull: ["size": bytes(FileRule.bytesPerDay)]
        default: [:]
        }
    }

    private static func grouped(_ digits: String) -> String {
        let negative = digits.hasPrefix("-")
        let bare = negative ? String(digits.dropFirst()) : digits
        var output = ""
        for (index, digit) in bare.enumerated() {
            if index > 0 && (bare.count - index) % 3 == 0 { output.append(",") }
            output.append(digit)
        }
        return negative ? "-" + output : output
    }
}
