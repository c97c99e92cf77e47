import Domain
import Secrets
import Store
import Synchronization
import TestSupport
import Testing

@testable import Web

/// OpenID Connect Core 1.0 section 3.1.3.7, with keys of our own: what is believed and what is not.
@Suite("Identity tokens") struct IdentityTokenTests {
    private let service = FakeService()
    private let clock = ManualClock()
    private let provider = IdentityProvider(issuer: FakeService.issuer, client: FakeService.client)
    private let directory: ProviderDirectory

    init() {
        directory = ProviderDirectory(outbound: service, clock: clock, allowsLoopback: false)
    }

    private var now: Int64 { clock.now().secondsSince1970 }

    private func verdict(_ token: String, nonce: String = "n") async throws -> String {
        do {
            let endpoints = try await directory.endpoints(of: FakeService.issuer)
            return try await IdentityToken.verify(
                token, provider: provider, nonce: nonce, now: clock.now(), directory: directory, endpoints: endpoints
            ).subject
        } catch let fault as SignOnFault {
            return fault.rawValue
        }
    }

    private func claims(_ change: (inout IdentityToken) -> Void = { _ in }) -> IdentityToken {
        var claims = FakeService.claims(subject: "sub-1")
        (claims.exp, claims.iat, claims.nonce) = (now + 300, now, "n")
        change(&claims)
        return claims
    }

    @Test("ES256 and RS256 are believed")
    func signatures() async throws {
        #expect(try await verdict(try service.sign(claims())) == "sub-1")
        service.change { state in
            state.keys = ["r1": .rsa]
            state.current = "r1"
        }
        clock.advance(.minutes(11))
        #expect(try await verdict(try service.sign(claims())) == "sub-1")
    }

    @Test("another issuer, audience, nonce, party, or time is not")
    func wrongClaims() async throws {
        let wrong: [(String, (inout IdentityToken) -> Void)] = [
            ("issuer", { $0.iss = "https://sso.example.cn/" }), ("audience", { $0.aud = .init(["other"]) }),
            ("audiences without party", { $0.aud = .init([FakeService.client, "other"]) }),
            ("party", { $0.azp = "other" }), ("nonce", { $0.nonce = "m" }), ("no nonce", { $0.nonce = nil }),
            ("expired", { $0.exp = $0.exp - 300 - 61 }), ("issued in the future", { $0.iat = ($0.iat ?? 0) + 61 }),
            ("not yet", { $0.nbf = $0.exp }), ("no subject", { $0.sub = "" }),
        ]
        for (name, change) in wrong { #expect(try await verdict(try service.sign(claims(change))) == "untrusted", "\(name)") }
        // A minute between two clocks is forgiven, several audiences with ourselves as the party are fine.
        #expect(try await verdict(try service.sign(claims { $0.exp = $0.exp - 300 - 59 })) == "sub-1")
        let several = claims {
            $0.aud = .init([FakeService.client, "other"])
            $0.azp = FakeService.client
        }
        #expect(try await verdict(try service.sign(several)) == "sub-1")
    }

    @Test(
        "a changed payload, a cut signature, no signature, a symmetric one keyed with the public key, an unknown demand: none is believed")
    func forged() async throws {
        let token = try service.sign(claims())
        let parts = token.split(separator: ".").map(String.init)
        let payload = try service.sign(claims { $0.sub = "admin" }).split(separator: ".")[1]
        func header(_ text: String) -> String { Token.encode(Array(text.utf8)) }
        let keyed = "\(header(#"{"alg":"HS256","kid":"k1"}"#)).\(parts[1])"
        let publicKey = Array((SigningKey.first.entry["x"] ?? "").utf8)
        let forged = [
            "\(parts[0]).\(payload).\(parts[2])", "\(parts[0]).\(parts[1]).", "\(parts[0]).\(parts[1])", "",
            "\(header(#"{"alg":"none"}"#)).\(parts[1]).", "\(header(#"{"alg":"None","kid":"k1"}"#)).\(parts[1]).\(parts[2])",
            "\(keyed).\(Token.encode(Secrets.hmac(Array(keyed.utf8), key: publicKey)))",
            "\(header(#"{"alg":"ES256","kid":"k1","crit":["x"]}"#)).\(parts[1]).\(parts[2])",
            "\(header(#"{"alg":"RS256","kid":"k1"}"#)).\(parts[1]).\(parts[2])",
        ]
        for token in forged { #expect(try await verdict(token) == "untrusted", "\(token.prefix(40))") }
        #expect(try await verdict(token) == "sub-1")
    }

    @Test("a key that is not known yet is asked for, at most once a minute; one that was withdrawn is forgotten")
    func rotation() async throws {
        let old = try service.sign(claims())
        #expect(try await verdict(old) == "sub-1")
        service.change { state in
            state.keys = ["k2": .second]
            state.current = "k2"
        }
        let new = try service.sign(claims())
        #expect(try await verdict(new) == "untrusted", "asked a moment ago")
        clock.advance(.seconds(61))
        #expect(try await verdict(new) == "sub-1")
        #expect(try await verdict(old) == "untrusted")
        let asked = service.state.withLock { $0.asked.filter { $0.hasSuffix("/keys") }.count }
        for _ in 1...20 { _ = try await verdict(try service.sign(claims(), kid: "nobody")) }
        #expect(
            service.state.withLock { $0.asked.filter { $0.hasSuffix("/keys") }.count } == asked, "a flood of unknown numbers asks nobody")
    }

    @Test("a service that is away, or that calls itself something else, vouches for nobody")
    func unavailable() async throws {
        service.change { $0.isDown = true }
        #expect(try await verdict("x.y.z") == "unavailable")
        service.change { state in
            state.isDown = false
            state.issuerNamed = "https://evil.example"
        }
        #expect(try await verdict("x.y.z") == "unavailable")
    }

    @Test("only https may be asked; plain http to this machine where the product itself is seen there")
    func addresses() {
        let loopback = ProviderDirectory(outbound: service, clock: clock, allowsLoopback: true)
        for address in ["http://sso.example.cn", "ftp://x", "file:///etc/passwd", "https://a@b", "http://169.254.169.254", ""] {
            #expect(!directory.allows(address) && !loopback.allows(address), "\(address)")
        }
        #expect(directory.allows("https://sso.example.cn") && !directory.allows("http://127.0.0.1:9400"))
        #expect(loopback.allows("http://127.0.0.1:9400"))
    }
}
