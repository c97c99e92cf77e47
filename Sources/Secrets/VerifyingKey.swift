internal import COpenSSL

/// Somebody else's public key, to verify what they signed: RSA with PKCS #1 v1.5 and SHA-256, or ECDSA over P-256 with SHA-256 (RFC 7518
/// sections 3.3 and 3.4). Each key has one algorithm, and nothing else can be asked of it.
package struct VerifyingKey: Hashable, Sendable {
    package enum Algorithm: String, Sendable { case rs256 = "RS256", es256 = "ES256" }

    package let algorithm: Algorithm
    /// Modulus and exponent, or the two coordinates; big-endian.
    private let first: [UInt8]
    private let second: [UInt8]

    /// Shorter ones are not believed (NIST SP 800-131A).
    private static let rsaBits = 2048...16_384

    /// Nil for a modulus of the wrong length.
    package init?(modulus: [UInt8], exponent: [UInt8]) {
        let significant = modulus.drop { $0 == 0 }
        let bits = significant.count * 8 - (significant.first?.leadingZeroBitCount ?? 8)
        guard Self.rsaBits.contains(bits), (1...8).contains(exponent.count) else { return nil }
        (algorithm, first, second) = (.rs256, modulus, exponent)
    }

    /// Nil for coordinates that are not 32 bytes each.
    package init?(x: [UInt8], y: [UInt8]) {
        guard x.count == 32, y.count == 32 else { return nil }
        (algorithm, first, second) = (.es256, x, y)
    }

    /// - Parameter signature: as a token carries it: for ES256 the two numbers side by side (RFC 7518 section 3.4).
    package func verifies(_ signature: [UInt8], of message: [UInt8]) -> Bool {
        guard let key = openKey(), let context = EVP_MD_CTX_new() else { return false }
        defer {
            EVP_MD_CTX_free(context)
            EVP_PKEY_free(key)
        }
        guard let encoded = algorithm == .es256 ? Self.pair(signature) : signature,
            EVP_DigestVerifyInit(context, nil, EVP_sha256(), nil, key) == 1
        else { return false }
        return EVP_DigestVerify(context, encoded, encoded.count, message, message.count) == 1
    }

    /// OpenSSL's own form of the key; the caller frees it. Nil for a point that is not on the curve.
    private func openKey() -> OpaquePointer? {
        let info = subjectPublicKeyInfo
        return info.withUnsafeBufferPointer { buffer in
            var start = buffer.baseAddress
            return d2i_PUBKEY(nil, &start, buffer.count)
        }
    }

    /// The key as certificates carry it (RFC 5280 section 4.1.2.7): OpenSSL copies everything out of it, where its builders of
    /// parameters keep pointers.
    private var subjectPublicKeyInfo: [UInt8] {
        switch algorithm {
        case .rs256:
            let key = DER.sequence(DER.integer(first) + DER.integer(second))
            return DER.sequence(DER.sequence(DER.rsa + DER.null) + DER.bits(key))
        case .es256: return DER.sequence(DER.sequence(DER.elliptic + DER.p256) + DER.bits([4] + first + second))
        }
    }

    /// Two numbers of 32 bytes as the sequence that OpenSSL reads.
    private static func pair(_ signature: [UInt8]) -> [UInt8]? {
        guard signature.count == 64 else { return nil }
        return DER.sequence(DER.integer(Array(signature[..<32])) + DER.integer(Array(signature[32...])))
    }
}

/// As much of the distinguished encoding rules (X.690) as a public key and a signature need.
private enum DER {
    static let null: [UInt8] = [0x05, 0]
    static let rsa: [UInt8] = [0x06, 9, 0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 1, 1, 1]
    static let elliptic: [UInt8] = [0x06, 7, 0x2a, 0x86, 0x48, 0xce, 0x3d, 2, 1]
    static let p256: [UInt8] = [0x06, 8, 0x2a, 0x86, 0x48, 0xce, 0x3d, 3, 1, 7]

    static func sequence(_ content: [UInt8]) -> [UInt8] { value(0x30, content) }
    static func bits(_ content: [UInt8]) -> [UInt8] { value(0x03, [0] + content) }

    /// Positive, without needless zeros.
    static func integer(_ bytes: [UInt8]) -> [UInt8] {
        let digits = Array(bytes.drop { $0 == 0 })
        return value(0x02, (digits.first ?? 0x80) >= 0x80 ? [0] + digits : digits)
    }

    private static func value(_ tag: UInt8, _ content: [UInt8]) -> [UInt8] {
        if content.count < 0x80 { return [tag, UInt8(content.count)] + content }
        let length = withUnsafeBytes(of: content.count.bigEndian) { Array($0.drop { $0 == 0 }) }
        return [tag, 0x80 | UInt8(length.count)] + length + content
    }
}
