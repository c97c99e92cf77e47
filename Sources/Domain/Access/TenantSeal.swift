/// 印章: two to four characters that stand for a group where it shows its own face. Drawn by the server from the characters alone:
/// an uploaded picture could carry a script.
package struct TenantSeal: Hashable, Sendable {
    package static let length = 2...4

    /// Letters or Han characters, as stored.
    package let text: String

    /// Nil when they are too few, too many, or not letters and digits.
    package init?(_ raw: String) {
        let text = BoundedText.halfWidth(raw).filter { !$0.isWhitespace }
        guard Self.length.contains(text.count), text.unicodeScalars.count == text.count, text.allSatisfy({ $0.isLetter || $0.isNumber })
        else { return nil }
        self.text = text
    }

    /// The beginning of the group's name, until it has chosen a seal.
    package init(name: String) {
        let letters = name.filter { ($0.isLetter || $0.isNumber) && $0.unicodeScalars.count == 1 }
        text = letters.count < Self.length.lowerBound ? "首问" : String(letters.prefix(2))
    }
}
