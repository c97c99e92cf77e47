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
        guard let encoded = algorithm == .es256 ? Self.der(signature) : signature,
            EVP_DigestVerifyInit(context, nil, EVP_sha256(), nil, key) == 1
        else { return false }
        return EVP_DigestVerify(context, encoded, encoded.count, message, message.count) == 1
    }

    /// OpenSSL's own form of the key; the caller frees it. Nil for a point that is not on the curve.
    private func openKey() -> OpaquePointer? {
        guard let build = OSSL_PARAM_BLD_new() else { return nil }
        defer { OSSL_PARAM_BLD_free(build) }
        let numbers = algorithm == .rs256 ? [BN_bin2bn(first, Int32(first.count), nil), BN_bin2bn(second, Int32(second.count), nil)] : []
        defer { for number in numbers { BN_free(number) } }
        let point: [UInt8] = [4] + first + second
        let pushed =
            switch algorithm {
            case .rs256: OSSL_PARAM_BLD_push_BN(build, "n", numbers[0]) == 1 && OSSL_PARAM_BLD_push_BN(build, "e", numbers[1]) == 1
            case .es256:
                OSSL_PARAM_BLD_push_utf8_string(build, "group", "prime256v1", 0) == 1
                    && OSSL_PARAM_BLD_push_octet_string(build, "pub", point, point.count) == 1
            }
        guard pushed, let parameters = OSSL_PARAM_BLD_to_param(build) else { return nil }
        defer { OSSL_PARAM_free(parameters) }
        guard let context = EVP_PKEY_CTX_new_from_name(nil, algorithm == .rs256 ? "RSA" : "EC", nil) else { return nil }
        defer { EVP_PKEY_CTX_free(context) }
        var key: OpaquePointer?
        guard EVP_PKEY_fromdata_init(context) == 1, EVP_PKEY_fromdata(context, &key, Self.publicKey, parameters) == 1 else { return nil }
        return key
    }

    /// `EVP_PKEY_PUBLIC_KEY`, a macro that Swift cannot read: the public key (2) and all its parameters (0x84).
    private static let publicKey: Int32 = 0x86

    /// Two numbers of 32 bytes as the sequence that OpenSSL reads.
    private static func der(_ signature: [UInt8]) -> [UInt8]? {
        guard signature.count == 64, let pair = ECDSA_SIG_new() else { return nil }
        defer { ECDSA_SIG_free(pair) }
        let (r, s) = (BN_bin2bn(signature, 32, nil), BN_bin2bn(Array(signature[32...]), 32, nil))
        // From here on the pair owns both.
        guard ECDSA_SIG_set0(pair, r, s) == 1 else { return nil }
        var bytes: UnsafeMutablePointer<UInt8>?
        let count = i2d_ECDSA_SIG(pair, &bytes)
        guard count > 0, let bytes else { return nil }
        defer { CRYPTO_free(bytes, #file, #line) }
        return Array(UnsafeBufferPointer(start: bytes, count: Int(count)))
    }
}
