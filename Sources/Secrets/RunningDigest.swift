internal import COpenSSL

/// SHA-256 over bytes that come in pieces.
package final class RunningDigest: @unchecked Sendable {
    // Used by one caller at a time, who waits for each call.
    private let context: OpaquePointer

    package init() {
        guard let context = EVP_MD_CTX_new(), EVP_DigestInit_ex(context, EVP_sha256(), nil) == 1 else {
            fatalError("the digest could not be begun")
        }
        self.context = context
    }

    deinit { EVP_MD_CTX_free(context) }

    package func add(_ bytes: [UInt8]) {
        EVP_DigestUpdate(context, bytes, bytes.count)
    }

    /// 32 bytes; nothing may be added afterwards.
    package func finish() -> [UInt8] {
        var out = [UInt8](repeating: 0, count: 32)
        EVP_DigestFinal_ex(context, &out, nil)
        return out
    }
}
