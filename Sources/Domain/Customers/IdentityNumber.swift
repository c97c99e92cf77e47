/// Kinds of papers by which a customer is known.
package enum IdentityKind: String, CaseCode {
    /// 居民身份证
    case idCard
    /// 护照
    case passport
    /// 港澳台通行证、居住证
    case permit
    /// 营业执照 (统一社会信用代码), of an organisation
    case licence

    /// What a number in a table without such a column most likely is: 18 places are an identity card unless letters stand among them, as
    /// in a credit code; a 通行证 is H or M and digits, or eight digits; anything else is a passport.
    package static func guess(_ raw: String) -> IdentityKind {
        let text = Array(BoundedText.halfWidth(raw).uppercased().utf8.filter { $0 > 32 && $0 != 45 })
        let digits = text.count { (48...57).contains($0) }
        if text.count == 18 { return digits >= 17 ? .idCard : .licence }
        if text.count == 15, digits == 15 { return .idCard }
        if text.count == 8, digits == 8 { return .permit }
        if let first = text.first, [72, 77].contains(first), text.count >= 9, digits == text.count - 1 { return .permit }
        return .passport
    }
}

/// The number of a customer's paper. Prints itself masked; `number` has to be asked for.
package struct IdentityNumber: Hashable, Sendable, CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    package let kind: IdentityKind
    /// Capital letters and digits.
    package let number: String

    /// A number that was stored before.
    package init(kind: IdentityKind, stored number: String) {
        self.kind = kind
        self.number = number
    }

    /// Reads a number as people type it. An identity card must have 18 places and a right check digit (GB 11643), a social credit code
    /// 18, any other paper 5 to 20.
    /// - Throws: `required` when empty, `notAnIdentity`.
    package static func parse(_ raw: String?, kind: IdentityKind) throws(FieldProblem) -> IdentityNumber {
        let text = BoundedText.halfWidth(raw ?? "").uppercased().filter { !$0.isWhitespace && $0 != "-" }
        guard !text.isEmpty else { throw .required }
        guard text.utf8.allSatisfy({ (48...57).contains($0) || (65...90).contains($0) }) else { throw .notAnIdentity }
        let fits: Bool =
            switch kind {
            case .idCard: isIdentityCard(text)
            case .licence: text.count == 18
            case .passport, .permit: (5...20).contains(text.count)
            }
        guard fits else { throw .notAnIdentity }
        return IdentityNumber(kind: kind, stored: text)
    }

    package var masked: String { Masking.identity(number) }

    private static func isIdentityCard(_ text: String) -> Bool {
        let digits = Array(text.utf8)
        guard digits.count == 18, digits.prefix(17).allSatisfy({ (48...57).contains($0) }) else { return false }
        let weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2]
        let sum = zip(digits, weights).reduce(0) { $0 + Int($1.0 - 48) * $1.1 }
        return digits[17] == Array("10X98765432".utf8)[sum % 11]
    }

    package var description: String { masked }
    package var debugDescription: String { masked }
    package var customMirror: Mirror { Mirror(self, children: ["kind": kind, "masked": masked]) }
}
