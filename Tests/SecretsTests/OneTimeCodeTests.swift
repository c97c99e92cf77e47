import Secrets
import Testing

@Suite("Second factors")
struct OneTimeCodeTests {
    private let seed = Array("12345678901234567890".utf8)

    @Test(
        "RFC 6238 appendix B: time and code",
        arguments: [
            (59, "94287082"), (1_111_111_109, "07081804"), (1_111_111_111, "14050471"), (1_234_567_890, "89005924"),
            (2_000_000_000, "69279037"), (20_000_000_000, "65353130"),
        ] as [(Int64, String)])
    func publishedVectors(seconds: Int64, code: String) {
        #expect(OneTimeCode.code(seed: seed, step: OneTimeCode.step(at: seconds), digits: 8) == code)
        #expect(OneTimeCode.code(seed: seed, step: OneTimeCode.step(at: seconds)) == String(code.suffix(6)))
    }

    @Test("RFC 4226 appendix D: the first ten counters")
    func counters() {
        let codes = (0...9).map { OneTimeCode.code(seed: seed, step: $0) }
        #expect(
            codes == ["755224", "287082", "359152", "969429", "338314", "254676", "287922", "162583", "399871", "520489"])
    }

    @Test("a clock may be half a minute off in either direction, not more")
    func skew() {
        let now: Int64 = 1_700_000_010
        let present = OneTimeCode.step(at: now)
        for distance in Int64(-3)...3 {
            let code = OneTimeCode.code(seed: seed, step: present + distance)
            let match = OneTimeCode.match(code, seed: seed, at: now, after: 0)
            #expect(match == (abs(distance) <= 1 ? present + distance : nil), "\(distance) steps away")
        }
    }

    @Test("a code that was used, and any before it, is refused; the next one works")
    func once() {
        let now: Int64 = 1_700_000_010
        let present = OneTimeCode.step(at: now)
        let code = OneTimeCode.code(seed: seed, step: present)
        #expect(OneTimeCode.match(code, seed: seed, at: now, after: present - 1) == present)
        #expect(OneTimeCode.match(code, seed: seed, at: now, after: present) == nil)
        #expect(OneTimeCode.match(OneTimeCode.code(seed: seed, step: present - 1), seed: seed, at: now, after: present) == nil)
        #expect(OneTimeCode.match(OneTimeCode.code(seed: seed, step: present + 1), seed: seed, at: now, after: present) == present + 1)
    }

    @Test("what is no code matches nothing", arguments: ["", "12345", "1234567", "abcdef", "１２３４５６"])
    func noCode(typed: String) {
        #expect(OneTimeCode.match(typed, seed: seed, at: 59, after: -1) == nil)
    }

    @Test("RFC 4648: base32 vectors, read back in any case and grouping")
    func base32() {
        let vectors = [("f", "MY"), ("fo", "MZXQ"), ("foo", "MZXW6"), ("foob", "MZXW6YQ"), ("fooba", "MZXW6YTB"), ("foobar", "MZXW6YTBOI")]
        for (plain, text) in vectors {
            #expect(Base32.encode(Array(plain.utf8)) == text)
            #expect(Base32.decode(text) == Array(plain.utf8))
            #expect(Base32.decode(text.lowercased()) == Array(plain.utf8))
        }
        #expect(Base32.decode("MZXW 6YTB-OI") == Array("foobar".utf8))
        for text in ["1", "MZXW6YT8", "M", "密"] { #expect(Base32.decode(text) == nil) }
    }

    @Test("the address names issuer and account and carries the seed; names of any script survive")
    func address() {
        let address = OneTimeCode.address(seed: Array("Hello!\u{1}\u{2}".utf8), account: "lm@yunshan", issuer: "云山 Group&Co")
        #expect(address.hasPrefix("otpauth://totp/%E4%BA%91%E5%B1%B1%20Group%26Co:lm@yunshan?secret="))
        #expect(address.hasSuffix("&issuer=%E4%BA%91%E5%B1%B1%20Group%26Co"))
    }

    @Test("ten recovery codes, all different, of 120 bits, known again however they are typed")
    func recovery() {
        let codes = RecoveryCode.fresh()
        #expect(Set(codes.map(\.text)).count == 10)
        for code in codes {
            #expect(code.text.filter { $0 != " " }.count == 24)
            #expect(RecoveryCode.digest(of: code.text) == code.digest)
            #expect(RecoveryCode.digest(of: code.text.lowercased().filter { $0 != " " }) == code.digest)
        }
        for text in ["", "123456", "MZXW6YTBOI", String(repeating: "A", count: 25)] { #expect(RecoveryCode.digest(of: text) == nil) }
    }
}
