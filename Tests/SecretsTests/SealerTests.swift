import Secrets
import Testing

@Suite("Sealing")
struct SealerTests {
    private let ring = KeyRing(secret: Array("a secret of thirty-two bytes or so".utf8))
    private let slot = Sealer.Slot(tenant: 1, column: "customer.phone", row: 7)

    @Test("what is sealed opens in its own slot, whatever its length", arguments: [0, 1, 11, 16, 20, 1_000])
    func roundTrip(count: Int) throws {
        let plain = Secrets.randomBytes(count)
        let sealer = Sealer(ring)
        let sealed = sealer.seal(plain, in: slot)
        #expect(sealed.count == count + 33)
        #expect(try sealer.open(sealed, in: slot) == plain)
    }

    @Test("the same value sealed twice looks different")
    func fresh() {
        let sealer = Sealer(ring)
        #expect(sealer.seal([1, 2, 3], in: slot) != sealer.seal([1, 2, 3], in: slot))
    }

    @Test(
        "a value carried to another tenant, column or row does not open",
        arguments: [
            Sealer.Slot(tenant: 2, column: "customer.phone", row: 7), Sealer.Slot(tenant: 1, column: "customer.identity", row: 7),
            Sealer.Slot(tenant: 1, column: "customer.phone", row: 8),
        ])
    func bound(other: Sealer.Slot) {
        let sealer = Sealer(ring)
        let sealed = sealer.seal(Array("13800000000".utf8), in: slot)
        #expect(throws: Sealer.Fault.doesNotOpen) { try sealer.open(sealed, in: other) }
    }

    @Test("no byte can be changed, none cut off, none added")
    func tampering() {
        let sealer = Sealer(ring)
        let sealed = sealer.seal(Array("13800000000".utf8), in: slot)
        for index in sealed.indices {
            var other = sealed
            other[index] ^= 0x40
            #expect(throws: Sealer.Fault.self, "byte \(index)") { try sealer.open(other, in: slot) }
        }
        for count in 0..<sealed.count {
            #expect(throws: Sealer.Fault.doesNotOpen) { try sealer.open(Array(sealed.prefix(count)), in: slot) }
        }
        #expect(throws: Sealer.Fault.doesNotOpen) { try sealer.open(sealed + [0], in: slot) }
    }

    @Test("after a rotation new values take the new key, old ones still open until their key is gone")
    func rotation() throws {
        let secret = Array("a secret of thirty-two bytes or so".utf8)
        let (one, two) = (KeyRing.freshLine(id: 1), KeyRing.freshLine(id: 2))
        let before = Sealer(try KeyRing(secret: secret, file: "# first\n\(one)"))
        let after = Sealer(try KeyRing(secret: secret, file: one + two))
        let old = before.seal([9], in: slot)
        #expect(Sealer.keyID(of: old) == 1)
        #expect(try after.open(old, in: slot) == [9])
        #expect(after.isStale(old))
        let new = after.seal([9], in: slot)
        #expect(Sealer.keyID(of: new) == 2)
        #expect(!after.isStale(new))
        #expect(throws: Sealer.Fault.unknownKey(2)) { try before.open(new, in: slot) }
        // What was sealed before there was a key file still opens with one.
        #expect(try after.open(Sealer(KeyRing(secret: secret)).seal([4], in: slot), in: slot) == [4])
    }

    @Test("another server's secret opens nothing")
    func otherSecret() {
        let sealed = Sealer(ring).seal([1], in: slot)
        #expect(throws: Sealer.Fault.doesNotOpen) { try Sealer(KeyRing(secret: [1, 2, 3])).open(sealed, in: slot) }
    }

    @Test("keys for two purposes have nothing in common")
    func purposes() {
        let (one, two) = (ring.key(0, for: "one"), ring.key(0, for: "two"))
        #expect(one?.count == 32)
        #expect(one != two)
        #expect(ring.key(1, for: "one") == nil)
    }

    @Test(
        "a key file that cannot be read names its line",
        arguments: [
            ("1", 1), ("\n0 AAAA", 2), ("1 AAAA", 1), ("x \(Token.make(bytes: 32))", 1), ("1 \(Token.make(bytes: 31))", 1),
        ])
    func unreadable(text: String, line: Int) {
        #expect(throws: KeyRing.Fault.unreadable(line: line)) { try KeyRing(secret: [1], file: text) }
    }

    @Test("a number stands once in a key file")
    func repeated() {
        #expect(throws: KeyRing.Fault.repeated(id: 3)) {
            try KeyRing(secret: [1], file: KeyRing.freshLine(id: 3) + KeyRing.freshLine(id: 3))
        }
    }
}
