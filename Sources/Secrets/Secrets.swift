internal import COpenSSL

/// Digests, message authentication and random bytes over OpenSSL. Nothing here blocks or allocates per byte.
package enum Secrets {
    /// SHA-256: 32 bytes. Session tokens and timeline entries are stored as this digest.
    package static func digest(_ bytes: [UInt8]) -> [UInt8] {
        var out = [UInt8](repeating: 0, count: Int(SHA256_DIGEST_LENGTH))
        _ = SHA256(bytes, bytes.count, &out)
        return out
    }

    /// HMAC-SHA-256: 32 bytes.
    package static func hmac(_ bytes: [UInt8], key: [UInt8]) -> [UInt8] {
        var out = [UInt8](repeating: 0, count: Int(SHA256_DIGEST_LENGTH))
        var length: UInt32 = 0
        _ = HMAC(EVP_sha256(), key, Int32(key.count), bytes, bytes.count, &out, &length)
        return out
    }

    /// `count` bytes from the system's cryptographic generator. An exhausted generator stops the process: no weak token is ever made.
    package static func randomBytes(_ count: Int) -> [UInt8] {
        var out = [UInt8](repeating: 0, count: count)
        guard RAND_bytes(&out, Int32(count)) == 1 else { fatalError("the random generator failed") }
        return out
    }

    /// Compares without telling by its duration where the difference lies.
    package static func equal(_ left: [UInt8], _ right: [UInt8]) -> Bool {
        left.count == right.count && CRYPTO_memcmp(left, right, left.count) == 0
    }
}
