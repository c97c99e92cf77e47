/// Text typed by people: trimmed, bounded, free of control characters.
package enum BoundedText {
    /// The text trimmed and with line ends as `\n`, or nil when it is empty and not required.
    ///
    /// Length is counted in Unicode code points, as PostgreSQL's `char_length` does. Control characters and bidirectional
    /// overrides are refused; a multiline text keeps `\n` and `\t`.
    /// - Throws: `required`, `tooLong`, `controlCharacters`.
    package static func optional(_ raw: String?, max: Int, multiline: Bool = false) throws(FieldProblem) -> String? {
        var scalars = String.UnicodeScalarView()
        var previous: Unicode.Scalar?
        for scalar in (raw ?? "").unicodeScalars {
            defer { previous = scalar }
            if scalar == "\n", previous == "\r" { continue }
            scalars.append(scalar == "\r" ? "\n" : scalar)
        }
        let trimmed = trim(scalars)
        guard !trimmed.isEmpty else { return nil }
        guard trimmed.allSatisfy({ isAllowed($0, multiline: multiline) }) else { throw .controlCharacters }
        guard trimmed.count <= max else { throw .tooLong(max: max) }
        return String(trimmed)
    }

    /// As `optional`, but an empty text is `required`.
    package static func parse(_ raw: String?, max: Int, multiline: Bool = false) throws(FieldProblem) -> String {
        guard let text = try optional(raw, max: max, multiline: multiline) else { throw .required }
        return text
    }

    /// Full-width digits, letters and signs as their ASCII forms, the ideographic space as a space: what input methods leave behind.
    package static func halfWidth(_ raw: some StringProtocol) -> String {
        var result = String.UnicodeScalarView()
        for scalar in raw.unicodeScalars {
            switch scalar.value {
            case 0xFF01...0xFF5E: result.append(Unicode.Scalar(scalar.value - 0xFEE0) ?? scalar)
            case 0x3000: result.append(" ")
            default: result.append(scalar)
            }
        }
        return String(result)
    }

    private static func trim(_ scalars: String.UnicodeScalarView) -> Substring.UnicodeScalarView {
        guard let first = scalars.firstIndex(where: { !$0.properties.isWhitespace }),
            let last = scalars.lastIndex(where: { !$0.properties.isWhitespace })
        else { return scalars[scalars.endIndex...] }
        return scalars[first...last]
    }

    private static func isAllowed(_ scalar: Unicode.Scalar, multiline: Bool) -> Bool {
        switch scalar.value {
        case 0x0A, 0x09: multiline
        case 0x00...0x1F, 0x7F...0x9F: false
        case 0x2028, 0x2029: false
        case 0x202A...0x202E, 0x2066...0x2069: false
        default: true
        }
    }
}
