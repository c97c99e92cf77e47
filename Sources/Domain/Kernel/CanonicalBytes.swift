/// A record as bytes for hashing: every field with its length in front, so that no two different records have the same bytes.
package struct CanonicalBytes: Sendable {
    package private(set) var bytes: [UInt8] = []

    package init() {}

    package mutating func add(_ text: String?) {
        guard let text else { return bytes.append(0) }
        bytes.append(1)
        let content = Array(text.utf8)
        withUnsafeBytes(of: UInt32(content.count).bigEndian) { bytes.append(contentsOf: $0) }
        bytes.append(contentsOf: content)
    }

    /// Keys in the order of their bytes, not of a language's characters.
    package mutating func add(_ detail: [String: String]) {
        for key in detail.keys.sorted(by: { $0.utf8.lexicographicallyPrecedes($1.utf8) }) {
            add(key)
            add(detail[key])
        }
    }
}
