import Domain
import Foundation
import Hummingbird
import HummingbirdTesting
import Store
import Synchronization
import TestSupport
import Testing

@testable import Web

/// The trip to a group's sign-in service and back, in process.
@Suite("Single sign-on") struct SingleSignOnTests {
    private struct Trip {
        let ground: Ground
        let service: FakeService
        let visitor: Visitor

        /// Sets out from the group's door; answers where the browser is sent.
        func begin(next: String? = nil) async throws -> String {
            let answer = try await visitor.get(Paths.query(Paths.singleSignOn, [("tenant", "yunshan"), ("next", next)]))
            #expect(answer.status == 303)
            return try #require(answer.location)
        }

        func back(_ address: String, code: String = "code-1", state: String? = nil) async throws -> Answer {
            let state = state ?? FakeService.query(address)["state"]
            return try await visitor.get(Paths.query(Paths.singleSignOnBack, [("code", code), ("state", state)]))
        }

        func isIn() async throws -> Bool {
            guard let home = try await visitor.get(Paths.tenant("yunshan")).location else { return false }
            return home.hasPrefix("/yunshan/")
        }
    }

    private func trip(
        _ provider: IdentityProvider = IdentityProvider(issuer: FakeService.issuer, client: FakeService.client, mapping: .username),
        _ body: @Sendable (Trip) async throws -> Void
    ) async throws {
        let service = FakeService()
        service.change { $0.claims.preferred_username = "bj" }
        try await Ground.run(outbound: service) { ground in
            _ = try await ground.cast.store.write(ground.cast.yunshan.entry("admin"), .member, form: ground.cast.form()) { tx in
                try await tx.enter()
                try await tx.save(
                    SignInPolicy(provider: provider), clientSecret: "pass word", try tx.access(for: ManageSignIn.self))
                return "/"
            }
            try await body(Trip(ground: ground, service: service, visitor: ground.stranger()))
        }
    }

    @Test func `with state, nonce and PKCE there and back, and into the page one wanted`() async throws {
        try await trip { trip in
            let door = try await trip.visitor.get(Paths.login(tenant: "yunshan"))
            #expect(door.addresses.contains { $0.hasPrefix("/login/sso?tenant=yunshan") })
            let address = try await trip.begin(next: "/yunshan/bj/sessions")
            let query = FakeService.query(address)
            #expect(address.hasPrefix("https://sso.example.cn/authorize?"))
            #expect(
                query["code_challenge_method"] == "S256" && query["response_type"] == "code" && query["scope"]?.contains("openid") == true)
            #expect(query["redirect_uri"] == "http://127.0.0.1:8080/login/sso/back")
            let secrets = [query["state"], query["nonce"], query["code_challenge"]].compactMap { $0 }
            #expect(Set(secrets).count == 3 && secrets.allSatisfy { $0.count >= 43 })
            trip.service.approve(address)
            let answer = try await trip.back(address)
            #expect(answer.status == 303 && answer.location == "/yunshan/bj/sessions")
            #expect(try await trip.isIn())
            let (form, authorization) = trip.service.state.withLock { ($0.lastForm, $0.lastAuthorization) }
            #expect(!form.contains("pass"))
            #expect(authorization == "Basic \(Data("shouwen-client:pass%20word".utf8).base64EncodedString())")
        }
    }

    @Test func `no open redirect: what leads elsewhere leads home`() async throws {
        for next in ["https://evil.example", "//evil.example", "/haitang/hq/desk", "/login", "/\\evil.example"] {
            try await trip { trip in
                let address = try await trip.begin(next: next)
                trip.service.approve(address)
                #expect(try await trip.back(address).location == "/yunshan", "\(next)")
            }
        }
    }

    @Test func `the way back without the cookie, with another state, or twice opens nothing`() async throws {
        try await trip { trip in
            let address = try await trip.begin()
            trip.service.approve(address)
            // Another browser: a link that somebody else prepared (login CSRF).
            let other = Trip(ground: trip.ground, service: trip.service, visitor: trip.ground.stranger())
            #expect(try await other.back(address).status == 400)
            #expect(try await other.isIn() == false)
            #expect(try await trip.back(address, state: "guessed").status == 400)
            #expect(try await trip.isIn() == false)
            // The cookie was used up with the first answer, whatever became of it.
            #expect(try await trip.back(address).status == 400)
            let again = try await trip.begin()
            trip.service.approve(again, code: "code-2")
            #expect(try await trip.back(again, code: "code-2").status == 303)
            #expect(try await trip.isIn())
        }
    }

    @Test func `a trip that took longer than ten minutes begins anew; a damaged cookie is none`() async throws {
        try await trip { trip in
            let address = try await trip.begin()
            trip.service.approve(address)
            trip.ground.cast.clock.advance(.minutes(11))
            #expect(try await trip.back(address).status == 400)
            let second = try await trip.begin()
            trip.service.approve(second)
            let name = Cookies(secure: false).trip
            trip.visitor.jar.set(name, trip.visitor.jar[name].map { "A\($0.dropFirst())" })
            #expect(try await trip.back(second).status == 400)
        }
    }

    @Test func `a code that the service does not know, a token for somebody else, an error: each is said in words, none opens`()
        async throws
    {
        try await trip { trip in
            let address = try await trip.begin()
            #expect(try await trip.back(address, code: "stolen").status == 403)
            trip.service.change { $0.claims.aud = .init(["other-client"]) }
            let second = try await trip.begin()
            trip.service.approve(second)
            let untrusted = try await trip.back(second)
            #expect(untrusted.status == 403 && untrusted.body.contains("无法核实"))
            let third = try await trip.begin()
            let state = FakeService.query(third)["state"]
            let denied = try await trip.visitor.get(
                Paths.query(Paths.singleSignOnBack, [("error", "access_denied"), ("error_description", "<b>x</b>"), ("state", state)]))
            #expect(denied.status == 403 && !denied.body.contains("<b>x"))
            trip.service.change { $0.isDown = true }
            trip.ground.cast.clock.advance(.hours(2))
            #expect(try await trip.visitor.get(Paths.query(Paths.singleSignOn, [("tenant", "yunshan")])).status == 503)
            #expect(try await trip.isIn() == false)
        }
    }

    @Test func `whoever is vouched for and has no account here is told so, in both languages`() async throws {
        try await trip { trip in
            trip.service.change { $0.claims.preferred_username = "stranger" }
            for (language, words) in [("zh-CN", "还没有您的账号"), ("en", "no account here is linked")] {
                trip.visitor.jar.set(Cookies.language, language)
                let address = try await trip.begin()
                trip.service.approve(address)
                let answer = try await trip.back(address)
                #expect(answer.status == 403 && answer.body.contains(words))
            }
        }
    }

    @Test func `out again leads to the service's own sign-out, and from a group without one to its door`() async throws {
        try await trip { trip in
            let leave = try await trip.visitor.get(Paths.query(Paths.singleSignOnLeave, [("tenant", "yunshan")]))
            #expect(
                leave.location?.hasPrefix("https://sso.example.cn/leave?client_id=shouwen-client&post_logout_redirect_uri=http") == true)
            let other = try await trip.visitor.get(Paths.query(Paths.singleSignOnLeave, [("tenant", "haitang")]))
            #expect(other.location == "/login?tenant=haitang")
            #expect(try await trip.visitor.get(Paths.query(Paths.singleSignOn, [("tenant", "haitang")])).status == 404)
        }
    }
}
