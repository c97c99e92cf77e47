internal import CArgon2

/// Passwords as argon2id PHC strings. Both functions take tens of milliseconds of one core: never call them on the
/// cooperative threads (Store's sign-in has two threads of its own for them).
package enum Password {
    /// Cost of a hash. The default follows ASVS appendix C: 19 MiB, two passes, one lane.
    package struct Cost: Sendable, Hashable {
        package var kibibytes: UInt32
        package var passes: UInt32
        package var lanes: UInt32

        package init(kibibytes: UInt32, passes: UInt32, lanes: UInt32) {
            self.kibibytes = kibibytes
            self.passes = passes
            self.lanes = lanes
        }

        package static let standard = Cost(kibibytes: 19_456, passes: 2, lanes: 1)
        /// For tests that sign in hundreds of people; a hash made with it is renewed at the next real sign-in.
        package static let cheap = Cost(kibibytes: 64, passes: 1, lanes: 1)
    }

    /// A PHC string with a fresh 16-byte salt.
    package static func hash(_ password: String, cost: Cost = .standard) -> String {
        let salt = Secrets.randomBytes(16)
        let length = argon2_encodedlen(cost.passes, cost.kibibytes, cost.lanes, UInt32(salt.count), 32, Argon2_id)
        var encoded = [CChar](repeating: 0, count: length)
        let bytes = Array(password.utf8)
        let status = argon2id_hash_encoded(
            cost.passes, cost.kibibytes, cost.lanes, bytes, bytes.count, salt, salt.count, 32, &encoded, encoded.count)
        guard status == ARGON2_OK.rawValue else { fatalError("argon2id failed with \(status)") }
        return String(decoding: encoded.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }

    /// Whether the password belongs to the PHC string; false for a string that is none.
    package static func verify(_ password: String, against encoded: String) -> Bool {
        let bytes = Array(password.utf8)
        return argon2id_verify(encoded, bytes, bytes.count) == ARGON2_OK.rawValue
    }

    /// Whether the string was made with another cost than today's, so that sign-in should store a new one.
    package static func needsRehash(_ encoded: String, cost: Cost = .standard) -> Bool {
        !encoded.hasPrefix("$argon2id$v=19$m=\(cost.kibibytes),t=\(cost.passes),p=\(cost.lanes)$")
    }

    /// Verified against when the account is unknown, so that both cases cost the same (ASVS 6.3.8).
    package static let decoy = hash("no account has this password")
}
