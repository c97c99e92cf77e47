import Mustache

/// Escapes values for HTML text and quoted attributes, working on bytes: most values need nothing and are returned as they are.
struct Markup: MustacheContentType {
    /// The name under which templates ask for this content type; every template starts with it because a partial falls back to
    /// the engine's own, slower escaping.
    static let name = "SHOUWEN"
    static let registered: Bool = {
        MustacheContentTypes.register(Markup(), named: name)
        return true
    }()

    func escapeText(_ text: String) -> String { Markup.escape(text) }

    static func escape(_ text: String) -> String {
        var text = text
        let extra = text.withUTF8 { bytes in bytes.reduce(0) { $0 + (replacement(for: $1)?.utf8CodeUnitCount ?? 1) - 1 } }
        guard extra > 0 else { return text }
        return text.withUTF8 { bytes in
            String(unsafeUninitializedCapacity: bytes.count + extra) { out in
                var end = 0
                for byte in bytes {
                    guard let replacement = replacement(for: byte) else {
                        out[end] = byte
                        end += 1
                        continue
                    }
                    for index in 0..<replacement.utf8CodeUnitCount { out[end + index] = replacement.utf8Start[index] }
                    end += replacement.utf8CodeUnitCount
                }
                return end
            }
        }
    }

    private static func replacement(for byte: UInt8) -> StaticString? {
        switch byte {
        case UInt8(ascii: "&"): "&amp;"
        case UInt8(ascii: "<"): "&lt;"
        case UInt8(ascii: ">"): "&gt;"
        case UInt8(ascii: "\""): "&quot;"
        case UInt8(ascii: "'"): "&#39;"
        default: nil
        }
    }
}

/// Markup made by this target itself, such as a figure. Nothing else may reach the one unescaped slot, `partials/figure`.
package struct SafeSVG: Encodable, Sendable {
    let markup: String

    init(markup: String) { self.markup = markup }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(markup)
    }
}
