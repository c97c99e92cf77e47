import Foundation
import Secrets
import Synchronization

@testable import Web

/// A group's sign-in service made of its own keys: answers discovery, keys and codes, and can be told to lie.
final class FakeService: OutboundHTTP {
    static let issuer = "https://sso.example.cn"
    static let client = "shouwen-client"

    struct State: Sendable {
        var keys: [String: SigningKey] = ["k1": .first]
        /// The number of the key that signs.
        var current = "k1"
        /// What the next token says; the nonce is put in when it is issued.
        var claims = FakeService.claims(subject: "sub-1")
        var isDown = false
        var issuerNamed = FakeService.issuer
        var asked: [String] = []
        /// Codes given out, with the challenge and nonce they were asked with.
        var codes: [String: (challenge: String, nonce: String)] = [:]
        var lastForm = ""
        var lastAuthorization: String?
    }

    let state = Mutex(State())

    static func claims(subject: String, audience: [String] = [client], issuer: String = issuer) -> IdentityToken {
        let now = Int64(1_764_000_000)
        return IdentityToken(iss: issuer, sub: subject, aud: .init(audience), exp: now + 10 * 365 * 86_400, iat: nil, nonce: nil)
    }

    func change(_ work: (inout State) -> Void) { state.withLock { work(&$0) } }

    /// Somebody signs in there: the service takes the address the browser was sent to and answers a code.
    func approve(_ address: String, code: String = "code-1") {
        let query = FakeService.query(address)
        state.withLock { $0.codes[code] = (query["code_challenge"] ?? "", query["nonce"] ?? "") }
    }

    static func query(_ address: String) -> [String: String] {
        let items = URLComponents(string: address)?.queryItems ?? []
        return Dictionary(items.map { ($0.name, $0.value ?? "") }) { first, _ in first }
    }

    func send(_ address: String, form: String?, authorization: String?) async throws -> OutboundAnswer {
        let state = state.withLock { state in
            state.asked.append(address)
            if let form { state.lastForm = form }
            state.lastAuthorization = authorization
            return state
        }
        if state.isDown { throw CancellationError() }
        switch address {
        case "\(Self.issuer)/.well-known/openid-configuration":
            return json([
                "issuer": state.issuerNamed, "authorization_endpoint": "\(Self.issuer)/authorize", "token_endpoint": "\(Self.issuer)/token",
                "jwks_uri": "\(Self.issuer)/keys", "end_session_endpoint": "\(Self.issuer)/leave",
            ])
        case "\(Self.issuer)/keys": return json(["keys": state.keys.map { $0.value.entry.merging(["kid": $0.key]) { $1 } }])
        case "\(Self.issuer)/token":
            let fields = FakeService.query("x:?\(form ?? "")")
            let verifier = fields["code_verifier"] ?? ""
            guard let known = state.codes[fields["code"] ?? ""], Token.encode(Secrets.digest(Array(verifier.utf8))) == known.challenge
            else {
                return OutboundAnswer(status: 400, body: Array(#"{"error":"invalid_grant"}"#.utf8))
            }
            self.state.withLock { $0.codes[fields["code"] ?? ""] = nil }
            var claims = state.claims
            claims.nonce = claims.nonce ?? known.nonce
            return json(["id_token": try sign(claims), "access_token": "x", "token_type": "Bearer"])
        default: return OutboundAnswer(status: 404, body: [])
        }
    }

    /// A token of the service.
    func sign(_ claims: IdentityToken, kid: String? = nil) throws -> String {
        let (id, key) = state.withLock { (kid ?? $0.current, $0.keys[$0.current]) }
        return try key?.sign(claims, header: ["kid": id]) ?? ""
    }

    private func json(_ value: [String: Any]) -> OutboundAnswer {
        OutboundAnswer(status: 200, body: Array((try? JSONSerialization.data(withJSONObject: value)) ?? Data()))
    }
}
