internal import COpenSSL

/// SHA-256 of something too long to hold at once.
package final class StreamDigest {
    private let context: OpaquePointer

    package init() {
        guard let made = EVP_MD_CTX_new(), EVP_DigestInit_ex(made, EVP_sha256(), nil) == 1 else { fatalError("no digest") }
        context = made
    }

    deinit { EVP_MD_CTX_free(context) }

    package func add(_ bytes: UnsafeRawBufferPointer) { _ = EVP_DigestUpdate(context, bytes.baseAddress, bytes.count) }

    /// The 32 bytes; to be asked once.
    package func finish() -> [UInt8] {
        var out = [UInt8](repeating: 0, count: Int(SHA256_DIGEST_LENGTH))
        _ = EVP_DigestFinal_ex(context, &out, nil)
        return out
    }
}
