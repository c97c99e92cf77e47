internal import Domain
internal import Secrets
internal import Store

/// What this browser must bring back from the sign-in service. It travels in a sealed cookie, so that no server has to remember it and
/// nobody else can begin or end the trip (RFC 6749 section 10.12, RFC 7636).
struct SignOnTrip: Hashable, Sendable {
    let tenant: String
    /// Comes back in the address.
    let state: String
    /// Comes back inside the token.
    let nonce: String
    /// Proves to the service that whoever began redeems the code.
    let verifier: String
    let next: String
    let began: Instant

    static let lifetime = Span.minutes(10)

    init(tenant: String, next: ReturnPath?, now: Instant) {
        self.tenant = tenant
        state = Token.make()
        nonce = Token.make()
        verifier = Token.make()
        self.next = next?.path ?? ""
        began = now
    }

    /// Nil for a missing, foreign, damaged or old one.
    init?(sealed: String?, _ sealer: Sealer, now: Instant) {
        guard let sealed, sealed.utf8.count <= 4096, let bytes = Token.decode(sealed), let plain = try? sealer.open(bytes, in: Self.slot),
            let fields = try? FormFields(encoded: plain), let tenant = try? fields.single("tenant"),
            let state = try? fields.single("state"),
            let nonce = try? fields.single("nonce"), let verifier = try? fields.single("verifier"), let next = try? fields.single("next"),
            let began = (try? fields.single("began")).flatMap({ Int64($0) }).map({ Instant(secondsSince1970: $0) }),
            began <= now, now < began + Self.lifetime
        else { return nil }
        (self.tenant, self.state, self.nonce, self.verifier, self.next, self.began) = (tenant, state, nonce, verifier, next, began)
    }

    func sealed(_ sealer: Sealer) -> String {
        let fields = [
            ("tenant", tenant), ("state", state), ("nonce", nonce), ("verifier", verifier), ("next", next),
            ("began", String(began.secondsSince1970)),
        ]
        let text = fields.map { "\($0.0)=\(PercentText.encode($0.1))" }.joined(separator: "&")
        return Token.encode(sealer.seal(Array(text.utf8), in: Self.slot))
    }

    /// The address at the service, with PKCE by SHA-256.
    func address(_ endpoints: ProviderEndpoints, client: String, redirect: String, language: String) -> String {
        let challenge = Token.encode(Secrets.digest(Array(verifier.utf8)))
        let fields = [
            ("response_type", "code"), ("client_id", client), ("redirect_uri", redirect), ("scope", "openid profile email"),
            ("state", state), ("nonce", nonce), ("code_challenge", challenge), ("code_challenge_method", "S256"), ("ui_locales", language),
        ]
        let query = fields.map { "\($0.0)=\(PercentText.encode($0.1))" }.joined(separator: "&")
        return "\(endpoints.authorization)\(endpoints.authorization.contains("?") ? "&" : "?")\(query)"
    }

    private static let slot = Sealer.Slot(tenant: 0, column: "cookie.trip", row: 0)
}
