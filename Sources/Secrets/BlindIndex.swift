/// Marks that let a database find a whole value without holding it: the same value of the same tenant has the same mark, and nobody
/// without the key can try values out. Each purpose has marks of its own, so that a number cannot be found as another kind of thing.
package struct BlindIndex: Sendable {
    private let ring: KeyRing
    private let purpose: String

    package init(_ ring: KeyRing, purpose: String) {
        self.ring = ring
        self.purpose = purpose
    }

    /// What a row stores: 16 bytes under the key that seals from now on.
    package func mark(_ value: String, tenant: Int64) -> [UInt8] { mark(value, tenant: tenant, key: ring.current) }

    /// What a search asks for: the marks under every key on the ring, so that it finds rows also while a rotation is under way.
    package func candidates(_ value: String, tenant: Int64) -> [[UInt8]] {
        ring.ids.map { mark(value, tenant: tenant, key: $0) }
    }

    private func mark(_ value: String, tenant: Int64, key id: UInt32) -> [UInt8] {
        guard let key = ring.key(id, for: "shouwen blind index \(purpose)") else { fatalError("the ring lost a key") }
        let own = Secrets.hmac(Array("tenant \(tenant)".utf8), key: key)
        return Array(Secrets.hmac(Array(value.utf8), key: own).prefix(16))
    }
}
