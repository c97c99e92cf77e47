import Domain
import Postgres
import Secrets
import Store
import TestSupport
import Testing

/// Coming in by the word of the group's sign-in service, after its token was verified.
@Suite("Single sign-on accounts") struct IdentityTests {
    private struct Hall {
        let cast: Cast
        let signIn: SignIn
        static let issuer = "https://sso.example.cn"

        init(_ provider: IdentityProvider) async throws {
            cast = try await Cast.assemble()
            signIn = SignIn(store: cast.store, hasher: PasswordHasher(cost: .cheap), secret: [9])
            try await save(SignInPolicy(provider: provider))
        }

        func save(_ policy: SignInPolicy, secret: String? = "s3cret") async throws {
            _ = try await cast.store.write(cast.yunshan.entry("admin"), .member, form: cast.form()) { tx in
                try await tx.enter()
                try await tx.save(policy, clientSecret: secret, try tx.access(for: ManageSignIn.self))
                return "/"
            }
        }

        func link(_ account: String, _ subject: String) async throws {
            let id = cast.yunshan.person(account).id
            _ = try await cast.store.write(cast.yunshan.entry("admin"), .member, form: cast.form()) { tx in
                try await tx.enter()
                try await tx.link(try await tx.access(account: id, for: ManagePeople.self), subject: subject)
                return "/"
            }
        }

        func come(_ identity: VouchedIdentity, tenant: String = "yunshan") async -> String {
            do {
                switch try await signIn.open(identity, tenantCode: tenant, address: "10.0.0.1", device: "d") {
                case .halfway: return "halfway"
                case .opened(let opened):
                    return try await cast.store.read(opened.entry, .own) { tx in
                        try await tx.enter()
                        return try tx.session.account
                    }
                }
            } catch {
                return "\(error)".prefix { $0 != "(" }.description
            }
        }

        func someone(_ subject: String, username: String? = nil, email: String? = nil, verified: Bool = false, mfa: Bool = false)
            -> VouchedIdentity
        {
            VouchedIdentity(
                issuer: Self.issuer, subject: subject, username: username, email: email, emailIsVerified: verified, hadSecondFactor: mfa)
        }
    }

    @Test("a linked subject is that account and no other; an unlinked one, another issuer and another tenant are nobody")
    func linked() async throws {
        let hall = try await Hall(IdentityProvider(issuer: Hall.issuer, client: "c"))
        try await hall.link("bj", "sub-1")
        #expect(await hall.come(hall.someone("sub-1")) == "bj")
        #expect(await hall.come(hall.someone("sub-2", username: "bj", email: "bj@example.cn", verified: true)) == "wrongCredentials")
        #expect(await hall.come(VouchedIdentity(issuer: "https://evil.example", subject: "sub-1")) == "wrongCredentials")
        #expect(await hall.come(hall.someone("sub-1"), tenant: "haitang") == "wrongCredentials")
        // Each subject is one account's, each account has one subject.
        await #expect(throws: StoreError.self) { try await hall.link("hq", "sub-1") }
        try await hall.link("bj", "sub-9")
        #expect(await hall.come(hall.someone("sub-1")) == "wrongCredentials")
        try await hall.link("bj", "")
        #expect(await hall.come(hall.someone("sub-9")) == "wrongCredentials")
        try await hall.cast.end()
    }

    @Test("by user name: the first sign-in links, and later the subject decides even when the name has gone to somebody else")
    func byUsername() async throws {
        let hall = try await Hall(IdentityProvider(issuer: Hall.issuer, client: "c", mapping: .username))
        #expect(await hall.come(hall.someone("sub-1", username: "BJ")) == "bj")
        #expect(await hall.come(hall.someone("sub-2", username: "bj")) == "wrongCredentials", "the account has its subject")
        #expect(await hall.come(hall.someone("sub-1", username: "hq")) == "bj")
        #expect(await hall.come(hall.someone("sub-3", username: "nobody")) == "wrongCredentials")
        try await hall.cast.end()
    }

    @Test("by e-mail: only a verified address of the agreed domain is believed")
    func byEmail() async throws {
        let hall = try await Hall(IdentityProvider(issuer: Hall.issuer, client: "c", mapping: .email, emailDomain: "example.cn"))
        for (email, verified) in [("bj@example.cn", false), ("bj@evil.cn", true), ("bj@example.cn@evil.cn", true), ("bj", true)] {
            #expect(await hall.come(hall.someone("sub-1", email: email, verified: verified)) == "wrongCredentials", "\(email)")
        }
        #expect(await hall.come(hall.someone("sub-1", email: "BJ@Example.cn", verified: true)) == "bj")
        try await hall.cast.end()
    }

    @Test("when the service is the only way, a linked person's password opens nothing; the emergency administrator's does")
    func onlyWay() async throws {
        let hall = try await Hall(
            IdentityProvider(issuer: Hall.issuer, client: "c", isOnlyWay: true, breakGlass: "admin"))
        try await hall.link("bj", "sub-1")
        try await hall.link("admin", "sub-2")
        func refusal(_ account: String, _ password: String = Cast.password) async -> String {
            do {
                _ = try await hall.signIn.enter("\(account)@yunshan", password)
                return "in"
            } catch {
                return "\(error)".prefix { $0 != "(" }.description
            }
        }
        #expect(await refusal("bj") == "singleSignOnOnly")
        #expect(await refusal("bj", "wrong") == "wrongCredentials", "only whoever knows the password learns of it")
        #expect(await refusal("admin") == "in")
        #expect(await refusal("hq") == "in", "whoever is not linked has no other way")
        #expect(await hall.come(hall.someone("sub-1")) == "bj")
        // Links of a service that was replaced lock nobody out.
        try await hall.save(
            SignInPolicy(
                provider: IdentityProvider(issuer: "https://new.example.cn", client: "c", isOnlyWay: true, breakGlass: "admin")))
        #expect(await refusal("bj") == "in")
        try await hall.cast.end()
    }

    @Test("a role's second factor is asked for after single sign-on too, unless the service has asked for one itself; a lock holds")
    func factorAndLock() async throws {
        let hall = try await Hall(IdentityProvider(issuer: Hall.issuer, client: "c"))
        try await hall.link("bj", "sub-1")
        try await hall.save(
            SignInPolicy(factorRoles: ["companyServiceCentre"], provider: IdentityProvider(issuer: Hall.issuer, client: "c")))
        #expect(await hall.come(hall.someone("sub-1")) == "halfway")
        #expect(await hall.come(hall.someone("sub-1", mfa: true)) == "bj")
        let id = hall.cast.yunshan.person("bj").id
        _ = try await hall.cast.store.write(hall.cast.yunshan.entry("admin"), .member, form: hall.cast.form()) { tx in
            try await tx.enter()
            try await tx.lock(try await tx.access(account: id, for: ManagePeople.self), reason: "x")
            return "/"
        }
        #expect(await hall.come(hall.someone("sub-1", mfa: true)) == "locked")
        try await hall.cast.end()
    }

    @Test("somebody with a first password comes in without having to change it, and that password opens nothing any more")
    func firstPassword() async throws {
        let hall = try await Hall(IdentityProvider(issuer: Hall.issuer, client: "c"))
        try await hall.link("bj", "sub-1")
        let id = hall.cast.yunshan.person("bj").id
        try await hall.cast.database.administer { connection in
            _ = try await connection.query("UPDATE credential SET must_change = true WHERE person_id = \(id)")
        }
        #expect(await hall.come(hall.someone("sub-1")) == "bj")
        let must: Bool = try await hall.cast.database.administer { connection in
            try await connection.query("SELECT must_change FROM credential WHERE person_id = \(id)")[0].get(0)
        }
        #expect(!must)
        await #expect(throws: StoreError.self) { try await hall.signIn.enter("bj@yunshan", Cast.password) }
        try await hall.cast.end()
    }

    @Test("the client's secret is sealed, kept when the form leaves it empty, and opened for the service alone")
    func secret() async throws {
        let provider = IdentityProvider(issuer: Hall.issuer, client: "c")
        let hall = try await Hall(provider)
        let stored: [UInt8] = try await hall.cast.database.administer { connection in
            try await connection.query("SELECT client_secret FROM signin_policy")[0].get(0)
        }
        #expect(!String(decoding: stored, as: UTF8.self).contains("s3cret"))
        let door = try #require(try await hall.signIn.door(of: "yunshan"))
        #expect(try hall.signIn.clientSecret(of: door) == "s3cret")
        try await hall.save(SignInPolicy(passwords: .modern, provider: provider), secret: nil)
        #expect(try hall.signIn.clientSecret(of: try #require(try await hall.signIn.door(of: "yunshan"))) == "s3cret")
        try await hall.save(SignInPolicy(), secret: "")
        #expect(try hall.signIn.clientSecret(of: try #require(try await hall.signIn.door(of: "yunshan"))) == nil)
        try await hall.cast.end()
    }
}
