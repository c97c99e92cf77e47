internal import Domain
internal import Foundation
internal import Secrets
internal import Store
internal import Synchronization

/// Where a sign-in service does what (OpenID Connect Discovery 1.0).
struct ProviderEndpoints: Decodable, Hashable, Sendable {
    let issuer: String
    let authorization: String
    let token: String
    let keys: String
    let signOut: String?
    let authentication: [String]?

    private enum CodingKeys: String, CodingKey {
        case issuer
        case authorization = "authorization_endpoint"
        case token = "token_endpoint"
        case keys = "jwks_uri"
        case signOut = "end_session_endpoint"
        case authentication = "token_endpoint_auth_methods_supported"
    }
}

/// What sign-in services say about themselves, remembered for a while: their addresses for an hour, their keys for ten minutes. A
/// token signed with a key that is not known yet asks anew, at most once a minute: that is how keys rotate without anybody's help.
final class ProviderDirectory: Sendable {
    private struct Memory<Value: Sendable>: Sendable {
        let value: Value
        let since: Instant
    }

    private struct State {
        var endpoints: [String: Memory<ProviderEndpoints>] = [:]
        var keys: [String: Memory<ProviderKeySet>] = [:]
    }

    private static let keepEndpoints = Span.hours(1)
    private static let keepKeys = Span.minutes(10)
    private static let askAgain = Span.minutes(1)
    private static let limit = 1_000

    private let outbound: any OutboundHTTP
    private let clock: any WallClock
    /// Plain http to this machine itself: only where the product itself is seen there.
    private let allowsLoopback: Bool
    private let state = Mutex(State())

    init(outbound: any OutboundHTTP, clock: any WallClock, allowsLoopback: Bool) {
        self.outbound = outbound
        self.clock = clock
        self.allowsLoopback = allowsLoopback
    }

    /// Whether an address may be asked at all.
    func allows(_ address: String) -> Bool {
        guard let origin = Origin(address) else { return false }
        return origin.isSecure || allowsLoopback && origin.isLoopback
    }

    /// - Throws: `unavailable`, also when the service names another issuer than the group configured.
    func endpoints(of issuer: String) async throws(SignOnFault) -> ProviderEndpoints {
        let now = clock.now()
        if let known = state.withLock({ $0.endpoints[issuer] }), now - known.since < Self.keepEndpoints { return known.value }
        let base = issuer.hasSuffix("/") ? String(issuer.dropLast()) : issuer
        let found: ProviderEndpoints = try await ask("\(base)/.well-known/openid-configuration")
        guard found.issuer == issuer, [found.authorization, found.token, found.keys].allSatisfy(allows) else { throw .unavailable }
        state.withLock { state in
            if state.endpoints.count >= Self.limit { state.endpoints.removeAll() }
            state.endpoints[issuer] = Memory(value: found, since: now)
        }
        return found
    }

    /// The key that signed a token.
    /// - Parameter id: the token's `kid`; without one the service must have a single key of that kind.
    /// - Throws: `unavailable`; `untrusted` when the service has no such key.
    func key(
        _ id: String?, _ algorithm: VerifyingKey.Algorithm, at endpoints: ProviderEndpoints
    ) async throws(SignOnFault) -> VerifyingKey {
        let now = clock.now()
        let known = state.withLock { $0.keys[endpoints.keys] }
        if let known, now - known.since < Self.keepKeys {
            if let key = known.value.key(id, algorithm) { return key }
            if now - known.since < Self.askAgain { throw .untrusted }
        }
        let set: ProviderKeySet = try await ask(endpoints.keys)
        state.withLock { state in
            if state.keys.count >= Self.limit { state.keys.removeAll() }
            state.keys[endpoints.keys] = Memory(value: set, since: now)
        }
        guard let key = set.key(id, algorithm) else { throw .untrusted }
        return key
    }

    /// Changes the code for an identity token.
    /// - Throws: `unavailable`; `denied` when the service does not accept the code.
    func redeem(
        code: String, verifier: String, redirect: String, provider: IdentityProvider, secret: String?, at endpoints: ProviderEndpoints
    ) async throws(SignOnFault) -> String {
        var fields = [
            ("grant_type", "authorization_code"), ("code", code), ("redirect_uri", redirect), ("client_id", provider.client),
            ("code_verifier", verifier),
        ]
        var authorization: String?
        if let secret {
            if endpoints.authentication?.contains("client_secret_basic") ?? true {
                // Both halves are form-encoded first (RFC 6749 section 2.3.1).
                let pair = "\(PercentText.encode(provider.client)):\(PercentText.encode(secret))"
                authorization = "Basic \(Data(pair.utf8).base64EncodedString())"
            } else {
                fields.append(("client_secret", secret))
            }
        }
        let form = fields.map { "\($0.0)=\(PercentText.encode($0.1))" }.joined(separator: "&")
        let answer: OutboundAnswer
        do {
            answer = try await outbound.send(endpoints.token, form: form, authorization: authorization)
        } catch {
            throw .unavailable
        }
        guard answer.status == 200 else { throw answer.status < 500 ? .denied : .unavailable }
        struct Tokens: Decodable { let id_token: String? }
        guard let token = (try? JSONDecoder().decode(Tokens.self, from: Data(answer.body)))?.id_token else { throw .untrusted }
        return token
    }

    private func ask<Value: Decodable>(_ address: String) async throws(SignOnFault) -> Value {
        guard allows(address) else { throw .unavailable }
        do {
            let answer = try await outbound.send(address, form: nil, authorization: nil)
            guard answer.status == 200 else { throw SignOnFault.unavailable }
            return try JSONDecoder().decode(Value.self, from: Data(answer.body))
        } catch {
            throw .unavailable
        }
    }
}
