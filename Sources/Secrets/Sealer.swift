internal import COpenSSL

/// Seals single values with AES-256-GCM, each bound to where it stands: a sealed value copied into another row, column or tenant
/// does not open.
///
/// A sealed value is `algorithm (1 byte) · key number (4) · nonce (12) · ciphertext · tag (16)`; the algorithm's number keeps the
/// door open for SM4.
package struct Sealer: Sendable {
    /// The row and column a value stands in.
    package struct Slot: Hashable, Sendable {
        package let tenant: Int64
        /// `table.column`
        package let column: String
        package let row: Int64

        package init(tenant: Int64, column: String, row: Int64) {
            self.tenant = tenant
            self.column = column
            self.row = row
        }
    }

    /// One fault for a damaged value, a foreign slot and a wrong key; the second for a key that is no longer on the ring.
    package enum Fault: Error, Hashable, Sendable {
        case doesNotOpen
        case unknownKey(UInt32)
    }

    package let ring: KeyRing

    package init(_ ring: KeyRing) { self.ring = ring }

    package func seal(_ plain: [UInt8], in slot: Slot) -> [UInt8] {
        guard let key = ring.key(ring.current, for: Sealer.purpose) else { fatalError("the ring has no current key") }
        let header = [Sealer.algorithm] + Sealer.bigEndian(ring.current)
        let nonce = Secrets.randomBytes(Sealer.nonceBytes)
        guard let body = GCM.seal(plain, key: key, nonce: nonce, bound: header + slot.bytes) else { fatalError("AES-256-GCM failed") }
        return header + nonce + body
    }

    /// - Throws: `doesNotOpen`, `unknownKey`.
    package func open(_ sealed: [UInt8], in slot: Slot) throws(Fault) -> [UInt8] {
        guard let id = Sealer.keyID(of: sealed) else { throw .doesNotOpen }
        guard let key = ring.key(id, for: Sealer.purpose) else { throw .unknownKey(id) }
        let header = Array(sealed[..<Sealer.headerBytes])
        let nonce = Array(sealed[Sealer.headerBytes..<(Sealer.headerBytes + Sealer.nonceBytes)])
        let body = Array(sealed[(Sealer.headerBytes + Sealer.nonceBytes)...])
        guard let plain = GCM.open(body, key: key, nonce: nonce, bound: header + slot.bytes) else { throw .doesNotOpen }
        return plain
    }

    /// Whether the value should be sealed anew: an older key sealed it.
    package func isStale(_ sealed: [UInt8]) -> Bool { Sealer.keyID(of: sealed) != ring.current }

    /// The number of the key that sealed the value; nil when it cannot be one of ours.
    package static func keyID(of sealed: [UInt8]) -> UInt32? {
        guard sealed.count >= headerBytes + nonceBytes + GCM.tagBytes, sealed[0] == algorithm else { return nil }
        return sealed[1..<headerBytes].reduce(0) { $0 << 8 | UInt32($1) }
    }

    private static let algorithm: UInt8 = 1
    private static let headerBytes = 5
    private static let nonceBytes = 12
    private static let purpose = "shouwen seal aes-256-gcm"

    fileprivate static func bigEndian(_ value: some FixedWidthInteger) -> [UInt8] {
        withUnsafeBytes(of: value.bigEndian) { Array($0) }
    }
}

extension Sealer.Slot {
    /// Numbers of fixed width first, so that no two slots read the same.
    fileprivate var bytes: [UInt8] { Sealer.bigEndian(tenant) + Sealer.bigEndian(row) + Array(column.utf8) }
}

/// AES-256-GCM with a 96-bit nonce over OpenSSL's EVP.
private enum GCM {
    static let tagBytes = 16

    /// Ciphertext and tag; nil when OpenSSL refuses.
    static func seal(_ plain: [UInt8], key: [UInt8], nonce: [UInt8], bound: [UInt8]) -> [UInt8]? {
        guard let context = EVP_CIPHER_CTX_new() else { return nil }
        defer { EVP_CIPHER_CTX_free(context) }
        var out = [UInt8](repeating: 0, count: plain.count + tagBytes)
        var length: Int32 = 0
        guard EVP_EncryptInit_ex(context, EVP_aes_256_gcm(), nil, key, nonce) == 1,
            EVP_EncryptUpdate(context, nil, &length, bound, Int32(bound.count)) == 1,
            EVP_EncryptUpdate(context, &out, &length, plain, Int32(plain.count)) == 1,
            EVP_EncryptFinal_ex(context, nil, &length) == 1
        else { return nil }
        let got = out.withUnsafeMutableBytes { buffer in
            EVP_CIPHER_CTX_ctrl(context, EVP_CTRL_AEAD_GET_TAG, Int32(tagBytes), buffer.baseAddress.map { $0 + plain.count })
        }
        return got == 1 ? out : nil
    }

    /// The plain bytes; nil when the tag does not fit. Nothing is handed out before the tag was compared.
    static func open(_ body: [UInt8], key: [UInt8], nonce: [UInt8], bound: [UInt8]) -> [UInt8]? {
        guard body.count >= tagBytes, let context = EVP_CIPHER_CTX_new() else { return nil }
        defer { EVP_CIPHER_CTX_free(context) }
        let count = body.count - tagBytes
        var out = [UInt8](repeating: 0, count: count + 1)
        var tag = Array(body[count...])
        var length: Int32 = 0
        guard EVP_DecryptInit_ex(context, EVP_aes_256_gcm(), nil, key, nonce) == 1,
            EVP_DecryptUpdate(context, nil, &length, bound, Int32(bound.count)) == 1,
            EVP_DecryptUpdate(context, &out, &length, body, Int32(count)) == 1,
            EVP_CIPHER_CTX_ctrl(context, EVP_CTRL_AEAD_SET_TAG, Int32(tagBytes), &tag) == 1,
            EVP_DecryptFinal_ex(context, nil, &length) == 1
        else { return nil }
        return Array(out.prefix(count))
    }
}
