/// Money in fen (1/100 yuan).
package struct Fen: Hashable, Sendable, Comparable, CustomStringConvertible {
    package let amount: Int64

    package init(_ amount: Int64) {
        self.amount = amount
    }

    package static func yuan(_ yuan: Int64) -> Fen { Fen(yuan * 100) }
    package static let zero = Fen(0)
    /// The largest amount a form accepts: one thousand million yuan.
    package static let highest = Fen.yuan(1_000_000_000)

    /// Plain decimal yuan: "1500", "1500.50". What `parse` reads back.
    package var yuanText: String {
        let sign = amount < 0 ? "-" : ""
        let (whole, rest) = amount.magnitude.quotientAndRemainder(dividingBy: 100)
        return rest == 0 ? "\(sign)\(whole)" : "\(sign)\(whole).\(Day.padded(Int(rest), 2))"
    }

    package var description: String { yuanText }

    /// Reads yuan as people type them: "1500", "1,500.50", "１５００", "¥1500", "1500元".
    /// - Throws: `required` when empty, `notANumber`, `tooSmall` for a negative amount, `tooLarge` above `highest`.
    package static func parse(_ raw: String) throws(FieldProblem) -> Fen {
        var text = BoundedText.halfWidth(raw).filter { !$0.isWhitespace && $0 != "," && $0 != "¥" && $0 != "￥" }
        if text.hasSuffix("元") { text.removeLast() }
        guard !text.isEmpty else { throw .required }
        if text.hasPrefix("-") {
            _ = try magnitude(text.dropFirst())
            throw .tooSmall(min: 0)
        }
        let value = try magnitude(text[...])
        guard value <= highest.amount else { throw .tooLarge(max: highest.amount / 100) }
        return Fen(value)
    }

    private static func magnitude(_ text: Substring) throws(FieldProblem) -> Int64 {
        let parts = text.split(separator: ".", omittingEmptySubsequences: false)
        guard (1...2).contains(parts.count), parts.allSatisfy({ $0.utf8.allSatisfy { (48...57).contains($0) } }), !parts[0].isEmpty
        else { throw .notANumber }
        guard parts[0].count <= 15 else { throw .tooLarge(max: highest.amount / 100) }
        let cents = parts.count == 2 ? parts[1] : ""
        guard parts.count == 1 || (1...2).contains(cents.count), let yuan = Int64(parts[0]) else { throw .notANumber }
        let padded = cents + String(repeating: "0", count: 2 - cents.count)
        return yuan * 100 + (Int64(padded) ?? 0)
    }

    package static func < (left: Fen, right: Fen) -> Bool { left.amount < right.amount }
    package static func + (left: Fen, right: Fen) -> Fen { Fen(left.amount + right.amount) }
}
