/// Keeps a spreadsheet program from taking a text for a formula (CWE-1236): an apostrophe before it, which the import takes off again.
package enum FormulaGuard {
    package static func guarded(_ text: String) -> String { isDangerous(text) ? "'" + text : text }

    package static func unguarded(_ text: String) -> String {
        text.utf8.first == UInt8(ascii: "'") && isDangerous(text) ? String(text.dropFirst()) : text
    }

    /// Apostrophes that stand there already do not count, so that taking one off gives back what was.
    private static func isDangerous(_ text: String) -> Bool {
        switch text.utf8.first(where: { $0 != UInt8(ascii: "'") }) {
        case UInt8(ascii: "="), UInt8(ascii: "+"), UInt8(ascii: "-"), UInt8(ascii: "@"), 0x09, 0x0D: true
        default: false
        }
    }
}
