/// One tag of a template, read by a scanner of our own: it finds partials and keys at start-up, and the tests resolve every name.
package struct Tag: Equatable, Sendable {
    package enum Kind: Equatable, Sendable {
        case variable, unescaped, open, inverted, close, partial, parent, block, comment, text, asset, pragma
    }

    package let kind: Kind
    package let name: String

    package init(kind: Kind, name: String) {
        self.kind = kind
        self.name = name
    }
}

package enum TagScanner {
    /// The tags of a template in order. `{{t:key}}` is `.text`, `{{asset:path}}` is `.asset`.
    package static func tags(in source: String) -> [Tag] {
        var tags: [Tag] = []
        var rest = source[...]
        while let open = rest.firstRange(of: "{{") {
            rest = rest[open.upperBound...]
            let triple = rest.first == "{"
            let closing = triple ? "}}}" : "}}"
            guard let close = rest.firstRange(of: closing) else { break }
            let inner = rest[rest.index(rest.startIndex, offsetBy: triple ? 1 : 0)..<close.lowerBound]
            tags.append(triple ? Tag(kind: .unescaped, name: trimmed(inner)) : tag(of: inner))
            rest = rest[close.upperBound...]
        }
        return tags
    }

    private static func tag(of inner: Substring) -> Tag {
        if inner.hasPrefix("t:") { return Tag(kind: .text, name: String(inner.dropFirst(2))) }
        if inner.hasPrefix("asset:") { return Tag(kind: .asset, name: String(inner.dropFirst(6))) }
        let kinds: [Character: Tag.Kind] = [
            "#": .open, "^": .inverted, "/": .close, ">": .partial, "<": .parent, "$": .block, "!": .comment, "&": .unescaped, "%": .pragma,
        ]
        guard let first = inner.first, let kind = kinds[first] else { return Tag(kind: .variable, name: trimmed(inner)) }
        return Tag(kind: kind, name: trimmed(inner.dropFirst()))
    }

    private static func trimmed(_ text: Substring) -> String {
        let start = text.drop { $0.isWhitespace }
        guard let last = start.lastIndex(where: { !$0.isWhitespace }) else { return "" }
        return String(start[...last])
    }
}

extension Substring {
    /// The first occurrence of a short marker, found on bytes.
    func firstRange(of marker: String) -> Range<Index>? {
        let needle = Array(marker.utf8)
        var start = utf8.startIndex
        while let first = utf8[start...].firstIndex(of: needle[0]) {
            let tail = utf8[first...]
            if tail.starts(with: needle) { return first..<utf8.index(first, offsetBy: needle.count) }
            start = utf8.index(after: first)
        }
        return nil
    }
}
