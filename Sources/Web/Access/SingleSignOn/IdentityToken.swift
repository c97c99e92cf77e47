internal import Domain
internal import Foundation
internal import Secrets
internal import Store

/// What a sign-in service states about a person (OpenID Connect Core 1.0 section 2). Believed only as `verify` hands it out.
struct IdentityToken: Codable, Sendable {
    var iss: String
    var sub: String
    var aud: Audience
    var exp: Int64
    var iat: Int64?
    var nbf: Int64?
    var nonce: String?
    var azp: String?
    var amr: [String]?
    var email: String?
    var email_verified: Bool?
    var preferred_username: String?

    /// One audience or several.
    struct Audience: Codable, Hashable, Sendable {
        var names: [String]

        init(_ names: [String]) { self.names = names }

        init(from decoder: any Decoder) throws {
            let value = try decoder.singleValueContainer()
            names = try (try? value.decode([String].self)) ?? [value.decode(String.self)]
        }

        func encode(to encoder: any Encoder) throws {
            var value = encoder.singleValueContainer()
            try value.encode(names)
        }
    }

    /// How far two clocks may differ, seconds.
    private static let skew: Int64 = 60
    private static let longest = 16_384

    /// Signature first, then issuer, audience, times and nonce (OpenID Connect Core 1.0 section 3.1.3.7).
    /// - Throws: `untrusted`, `unavailable`.
    static func verify(
        _ text: String, provider: IdentityProvider, nonce: String, now: Instant, directory: ProviderDirectory, endpoints: ProviderEndpoints
    ) async throws(SignOnFault) -> VouchedIdentity {
        guard text.utf8.count <= longest, let parts = Parts(text), let algorithm = VerifyingKey.Algorithm(rawValue: parts.header.alg) else {
            throw .untrusted
        }
        let key = try await directory.key(parts.header.kid, algorithm, at: endpoints)
        guard key.verifies(parts.signature, of: parts.signed),
            let claims = try? JSONDecoder().decode(IdentityToken.self, from: Data(parts.payload)),
            claims.isMeant(for: provider, nonce: nonce, at: now.secondsSince1970)
        else { throw .untrusted }
        return VouchedIdentity(
            issuer: claims.iss, subject: claims.sub, username: claims.preferred_username, email: claims.email,
            emailIsVerified: claims.email_verified ?? false, hadSecondFactor: claims.amr?.contains("mfa") ?? false)
    }

    private func isMeant(for provider: IdentityProvider, nonce sent: String, at now: Int64) -> Bool {
        guard iss == provider.issuer, (1...255).contains(sub.utf8.count) else { return false }
        guard aud.names.contains(provider.client), aud.names.count == 1 || azp == provider.client, azp ?? provider.client == provider.client
        else { return false }
        guard now < exp + Self.skew, iat ?? now <= now + Self.skew, nbf ?? now <= now + Self.skew else { return false }
        return Secrets.equal(Array((nonce ?? "").utf8), Array(sent.utf8))
    }

    /// The three parts of a signed token (RFC 7515 section 7.1).
    private struct Parts {
        struct Header: Decodable {
            let alg: String
            let kid: String?
            /// A token that asks for something we do not know is refused (RFC 7515 section 4.1.11).
            let crit: [String]?
        }

        let header: Header
        let payload: [UInt8]
        let signature: [UInt8]
        /// What the signature is over.
        let signed: [UInt8]

        init?(_ text: String) {
            let parts = text.split(separator: ".", omittingEmptySubsequences: false).map(String.init)
            guard parts.count == 3, let head = Token.decode(parts[0]), let payload = Token.decode(parts[1]),
                let signature = Token.decode(parts[2]), let header = try? JSONDecoder().decode(Header.self, from: Data(head)),
                header.crit == nil
            else { return nil }
            self.header = header
            self.payload = payload
            self.signature = signature
            signed = Array("\(parts[0]).\(parts[1])".utf8)
        }
    }
}
