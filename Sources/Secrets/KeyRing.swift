/// The keys that seal personal data and seeds, by number. Key 0 follows from the server's secret, so that an installation works
/// without a key file; keys of the file have numbers from 1 on. The highest number seals, every number opens: a rotation adds a
/// line, seals anew what older keys had sealed, and takes the old line out.
package struct KeyRing: Sendable {
    /// What is wrong with a key file; names the line, never a key.
    package enum Fault: Error, Hashable, Sendable {
        case unreadable(line: Int)
        case repeated(id: UInt32)
    }

    package static let bytes = 32

    /// The key that seals from now on.
    package let current: UInt32
    private let keys: [UInt32: [UInt8]]

    /// Key 0 alone.
    package init(secret: [UInt8]) {
        keys = [0: KeyRing.extract(secret)]
        current = 0
    }

    /// Key 0 and those of a key file: one `number key` a line, the key as 32 bytes in base64url; `#` begins a remark.
    package init(secret: [UInt8], file text: String) throws(Fault) {
        var keys = [UInt32(0): KeyRing.extract(secret)]
        for (index, line) in text.split(separator: "\n", omittingEmptySubsequences: false).enumerated() {
            let words = line.prefix { $0 != "#" }.split { $0 == " " || $0 == "\t" || $0 == "\r" }
            if words.isEmpty { continue }
            guard words.count == 2, let id = UInt32(words[0]), id > 0, let key = Token.decode(String(words[1])), key.count == KeyRing.bytes
            else { throw .unreadable(line: index + 1) }
            guard keys.updateValue(key, forKey: id) == nil else { throw .repeated(id: id) }
        }
        self.keys = keys
        current = keys.keys.max() ?? 0
    }

    /// All numbers, oldest first.
    package var ids: [UInt32] { keys.keys.sorted() }

    /// 32 bytes for one purpose, unrelated to those for any other (HKDF-Expand, RFC 5869); nil for a number that is not on the ring.
    package func key(_ id: UInt32, for purpose: String) -> [UInt8]? {
        keys[id].map { Secrets.hmac(Array(purpose.utf8) + [1], key: $0) }
    }

    /// A line for a key file.
    package static func freshLine(id: UInt32) -> String { "\(id) \(Token.make(bytes: bytes))\n" }

    /// HKDF-Extract with a salt of our own: a secret of any length and shape becomes one key.
    private static func extract(_ secret: [UInt8]) -> [UInt8] { Secrets.hmac(secret, key: Array("shouwen key ring".utf8)) }
}
