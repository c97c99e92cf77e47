/// A telephone number as digits only.
package struct PhoneNumber: Hashable, Sendable {
    /// 5 to 20 digits.
    package let digits: String

    /// A number that was stored before: digits, no checks beyond that.
    package init?(digits: String) {
        guard (5...20).contains(digits.utf8.count), digits.utf8.allSatisfy({ (48...57).contains($0) }) else { return nil }
        self.digits = digits
    }

    /// Reads a number as people type it: full-width digits, spaces, dashes, brackets, `+86`, `0086`.
    /// - Throws: `required` when empty, `notAPhoneNumber`.
    package static func parse(_ raw: String?) throws(FieldProblem) -> PhoneNumber {
        let text = BoundedText.halfWidth(raw ?? "").filter { !$0.isWhitespace }
        guard !text.isEmpty else { throw .required }
        var digits = text.filter { !"-()–—.".contains($0) }
        if digits.hasPrefix("+86") {
            digits.removeFirst(3)
        } else if digits.hasPrefix("0086") {
            digits.removeFirst(4)
        } else if digits.hasPrefix("+") {
            digits.removeFirst()
        }
        guard let number = PhoneNumber(digits: digits) else { throw .notAPhoneNumber }
        return number
    }

    /// "138****1234"; a short number shows only its last two digits.
    package var masked: String {
        guard digits.count >= 8 else { return String(repeating: "*", count: digits.count - 2) + digits.suffix(2) }
        let head = digits.count - 8 >= 3 ? 3 : digits.count - 8
        return digits.prefix(head) + "****" + digits.suffix(4)
    }

    /// The last four digits: what people search by.
    package var tail: String { String(digits.suffix(4)) }
}
