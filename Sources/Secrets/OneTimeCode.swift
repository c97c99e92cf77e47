internal import COpenSSL

/// Codes that an authenticator app shows for thirty seconds (RFC 6238 over RFC 4226, HMAC-SHA-1, six digits: the one form that every
/// app understands).
package enum OneTimeCode {
    package static let secondsPerStep: Int64 = 30
    /// Steps accepted before and after the present one, for clocks that differ (RFC 6238 section 5.2).
    package static let window: Int64 = 1
    /// 160 bits, as long as the hash (RFC 4226 section 4).
    package static let seedBytes = 20

    package static func freshSeed() -> [UInt8] { Secrets.randomBytes(seedBytes) }

    /// Which step a moment belongs to.
    /// - Parameter seconds: since 1970.
    package static func step(at seconds: Int64) -> Int64 { seconds / secondsPerStep }

    package static func code(seed: [UInt8], step: Int64, digits: Int = 6) -> String {
        let counter = withUnsafeBytes(of: UInt64(bitPattern: step).bigEndian) { Array($0) }
        var digest = [UInt8](repeating: 0, count: Int(SHA_DIGEST_LENGTH))
        var length: UInt32 = 0
        _ = HMAC(EVP_sha1(), seed, Int32(seed.count), counter, counter.count, &digest, &length)
        let offset = Int(digest[digest.count - 1] & 15)
        let number = digest[offset..<(offset + 4)].reduce(UInt32(0)) { $0 << 8 | UInt32($1) } & 0x7fff_ffff
        let modulus = (0..<digits).reduce(UInt32(1)) { value, _ in value * 10 }
        let text = String(number % modulus)
        return String(repeating: "0", count: digits - text.count) + text
    }

    /// The step that a typed code belongs to; nil when it belongs to none in the window, or to one that was used before. Every step
    /// is compared, and each in constant time.
    /// - Parameter last: the step of the last code that was accepted: a code works once.
    package static func match(_ typed: String, seed: [UInt8], at seconds: Int64, after last: Int64) -> Int64? {
        let typed = Array(typed.utf8)
        let present = step(at: seconds)
        var found: Int64?
        for step in (present - window)...(present + window) {
            if Secrets.equal(typed, Array(code(seed: seed, step: step).utf8)), step > last { found = found ?? step }
        }
        return found
    }

    /// The address an authenticator app reads from a QR code.
    /// - Parameters:
    ///   - account: shown under the code, such as `lm@yunshan`.
    ///   - issuer: shown above it: the group's name.
    package static func address(seed: [UInt8], account: String, issuer: String) -> String {
        "otpauth://totp/\(escape(issuer)):\(escape(account))?secret=\(Base32.encode(seed))&issuer=\(escape(issuer))"
    }

    private static func escape(_ text: String) -> String {
        var out = ""
        for byte in text.utf8 {
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "0")...UInt8(ascii: "9"),
                UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"), UInt8(ascii: "@"):
                out.unicodeScalars.append(Unicode.Scalar(byte))
            default: out += "%" + (byte < 16 ? "0" : "") + String(byte, radix: 16, uppercase: true)
            }
        }
        return out
    }
}
