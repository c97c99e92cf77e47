/// Codes on paper for whoever has lost the telephone: 120 random bits each, stored as SHA-256, each works once (ASVS 6.5.1, 6.5.2).
package struct RecoveryCode: Hashable, Sendable {
    package static let count = 10
    private static let bytes = 15

    /// As printed: six groups of four characters.
    package let text: String
    /// What the database keeps.
    package let digest: [UInt8]

    private init(bytes: [UInt8]) {
        text = Base32.encode(bytes).grouped
        digest = Secrets.digest(bytes)
    }

    package static func fresh() -> [RecoveryCode] { (0..<count).map { _ in RecoveryCode(bytes: Secrets.randomBytes(bytes)) } }

    /// The digest of a typed code; spaces, dashes and case do not matter. Nil when it cannot be one.
    package static func digest(of typed: String) -> [UInt8]? {
        guard let decoded = Base32.decode(typed), decoded.count == bytes else { return nil }
        return Secrets.digest(decoded)
    }
}
