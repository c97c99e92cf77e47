import Secrets
import Testing

@Suite("Secrets")
struct SecretsTests {
    @Test("SHA-256 and HMAC answer the published vectors")
    func vectors() {
        #expect(hex(Secrets.digest(Array("abc".utf8))) == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad")
        // RFC 4231, test case 2
        #expect(
            hex(Secrets.hmac(Array("what do ya want for nothing?".utf8), key: Array("Jefe".utf8)))
                == "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843")
    }

    @Test("a token of any length survives its text", arguments: 0...40)
    func tokens(count: Int) throws {
        let bytes = Secrets.randomBytes(count)
        let text = Token.encode(bytes)
        #expect(Token.decode(text) == bytes)
        #expect(text.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "-" || $0 == "_") })
    }

    @Test("a text that is no token has no bytes", arguments: ["A", "AB", "A=", "A A", "é", "AAAAA", "//"])
    func noTokens(text: String) {
        #expect(Token.decode(text) == nil)
    }

    @Test("a password is known again, another is not, and the salt differs each time")
    func passwords() {
        let first = Password.hash("Shouwen-demo-1", cost: .cheap)
        let second = Password.hash("Shouwen-demo-1", cost: .cheap)
        #expect(first != second)
        #expect(Password.verify("Shouwen-demo-1", against: first))
        #expect(!Password.verify("shouwen-demo-1", against: first))
        #expect(!Password.verify("Shouwen-demo-1", against: "not a hash"))
    }

    @Test("a hash of another cost asks to be renewed")
    func renewal() {
        let cheap = Password.hash("密码密码密码", cost: .cheap)
        #expect(Password.needsRehash(cheap))
        #expect(!Password.needsRehash(cheap, cost: .cheap))
    }

    @Test("comparison sees every difference")
    func comparison() {
        let bytes = Secrets.randomBytes(32)
        #expect(Secrets.equal(bytes, bytes))
        for index in bytes.indices {
            var other = bytes
            other[index] ^= 1
            #expect(!Secrets.equal(bytes, other))
        }
        #expect(!Secrets.equal(bytes, Array(bytes.dropLast())))
    }

    private func hex(_ bytes: [UInt8]) -> String {
        bytes.map { byte in (byte < 16 ? "0" : "") + String(byte, radix: 16) }.joined()
    }
}
