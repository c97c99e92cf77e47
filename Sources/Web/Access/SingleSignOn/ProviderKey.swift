internal import Secrets

/// The document at `jwks_uri`, as far as we use it (RFC 7517). Keys of other kinds are left out.
struct ProviderKeySet: Decodable, Hashable, Sendable {
    struct Key: Hashable, Sendable {
        let id: String?
        let key: VerifyingKey
    }

    let keys: [Key]

    /// The key with the number, or without a number the only one of its kind. A token may name no other signature than its key's.
    func key(_ id: String?, _ algorithm: VerifyingKey.Algorithm) -> VerifyingKey? {
        let fitting = keys.filter { $0.key.algorithm == algorithm }
        guard let id else { return fitting.count == 1 ? fitting[0].key : nil }
        return fitting.first { $0.id == id }?.key
    }

    init(from decoder: any Decoder) throws {
        keys = try decoder.container(keyedBy: CodingKeys.self).decode([Entry].self, forKey: .keys).compactMap(\.key)
    }

    private enum CodingKeys: CodingKey { case keys }

    private struct Entry: Decodable {
        let kty: String?
        let use: String?
        let alg: String?
        let kid: String?
        let n: String?
        let e: String?
        let crv: String?
        let x: String?
        let y: String?

        var key: Key? {
            guard use != "enc", let verifying else { return nil }
            return alg ?? verifying.algorithm.rawValue == verifying.algorithm.rawValue ? Key(id: kid, key: verifying) : nil
        }

        private var verifying: VerifyingKey? {
            switch (kty, crv) {
            case ("RSA", _):
                guard let n = n.flatMap(Token.decode), let e = e.flatMap(Token.decode) else { return nil }
                return VerifyingKey(modulus: n, exponent: e)
            case ("EC", "P-256"):
                guard let x = x.flatMap(Token.decode), let y = y.flatMap(Token.decode) else { return nil }
                return VerifyingKey(x: x, y: y)
            default: return nil
            }
        }
    }
}
