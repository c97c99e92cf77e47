/// How personal values look to those who need not know them; nothing else in the product masks (research B10).
package enum Masking {
    /// "张**", "欧**", "J***": the first character; what is empty stays empty. An organisation's name is no secret and is not masked.
    package static func name(_ name: String) -> String {
        guard let first = name.first else { return "" }
        return String(first) + String(repeating: "*", count: max(2, min(name.count - 1, 3)))
    }

    /// First and last character: the first six digits of an identity card are place and birth date, which people know.
    package static func identity(_ number: String) -> String {
        guard number.count > 2, let first = number.first, let last = number.last else { return String(repeating: "*", count: number.count) }
        return String(first) + String(repeating: "*", count: number.count - 2) + String(last)
    }

    /// "z***@example.cn", "w***": what remains tells which of several it is.
    package static func account(_ text: String) -> String {
        let parts = text.split(separator: "@", maxSplits: 1)
        guard let first = text.first else { return "" }
        return String(first) + "***" + (parts.count == 2 ? "@\(parts[1])" : "")
    }
}

extension PhoneNumber: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    /// Masked, so that no log line, message or test failure shows the whole number by accident; `digits` has to be asked for.
    package var description: String { masked }
    package var debugDescription: String { masked }
    package var customMirror: Mirror { Mirror(self, children: ["masked": masked]) }
}
