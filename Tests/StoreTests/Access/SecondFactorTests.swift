import Domain
import Postgres
import Secrets
import Store
import TestSupport
import Testing

/// Signing in with two proofs (ASVS 6.3.3, 6.5; 等保 身份鉴别).
@Suite("Second factor") struct SecondFactorTests {
    struct Hall {
        let cast: Cast
        let signIn: SignIn

        init() async throws {
            cast = try await Cast.assemble()
            signIn = SignIn(store: cast.store, hasher: PasswordHasher(cost: .cheap), secret: [7])
        }

        var seconds: Int64 { cast.clock.now().secondsSince1970 }

        func code(_ seed: [UInt8], steps: Int64 = 0) -> String {
            OneTimeCode.code(seed: seed, step: OneTimeCode.step(at: seconds) + steps)
        }

        /// Sets the person's second factor up from inside and answers its seed and recovery codes.
        func setUp(_ account: String) async throws -> (seed: [UInt8], codes: [RecoveryCode]) {
            let entry = cast.yunshan.entry(account)
            let offer = try await cast.store.read(entry, .own) { try await $0.secondFactor().offer }
            let (_, codes) = try await signIn.changeFactor(
                .set(offer: offer.sealed), code: code(offer.seed), entry, tenantCode: "yunshan", address: "10.0.0.1", form: cast.form(),
                answer: "/")
            cast.clock.advance(.seconds(60))
            return (offer.seed, codes)
        }

        func halfway(_ account: String) async throws -> Entry {
            let step = try await signIn.open(name: "\(account)@yunshan", password: Cast.password, address: "10.0.0.1", device: "d")
            let halfway = try #require(step.halfway)
            return Entry(tenant: cast.yunshan.id, tokenHash: Secrets.digest(halfway.token))
        }

        func confirm(_ entry: Entry, _ code: String, address: String = "10.0.0.1") async -> String {
            do {
                _ = try await signIn.confirm(entry, tenantCode: "yunshan", code: code, address: address)
                return "in"
            } catch let error as StoreError {
                return "\(error)".prefix { $0 != "(" }.description
            } catch {
                return "\(error)"
            }
        }

        func force(_ roles: Set<String>) async throws {
            _ = try await cast.store.write(cast.yunshan.entry("admin"), .member, form: cast.form()) { tx in
                try await tx.enter()
                try await tx.save(SignInPolicy(factorRoles: roles), clientSecret: nil, try tx.access(for: ManageSignIn.self))
                return "/"
            }
        }
    }

    @Test("with a second factor the password leads halfway only; a code of the authenticator opens the session")
    func twoSteps() async throws {
        let hall = try await Hall()
        let (seed, codes) = try await hall.setUp("bj")
        #expect(codes.count == 10)
        let entry = try await hall.halfway("bj")
        #expect(try await hall.signIn.awaited(entry).account == "bj")
        let opened = try await hall.signIn.confirm(entry, tenantCode: "yunshan", code: hall.code(seed), address: "10.0.0.1")
        let account = try await hall.cast.store.read(opened.entry, .own) { tx in
            try await tx.enter()
            return try tx.session.account
        }
        #expect(account == "bj")
        try await hall.cast.end()
    }

    @Test("the token of the first step opens nothing: no page, no session list, no second session once it was used")
    func halfwayOpensNothing() async throws {
        let hall = try await Hall()
        let (seed, _) = try await hall.setUp("bj")
        let entry = try await hall.halfway("bj")
        await #expect(throws: StoreError.self) { try await hall.cast.store.read(entry, .own) { _ = try await $0.enter() } }
        #expect(await hall.confirm(entry, hall.code(seed)) == "in")
        hall.cast.clock.advance(.seconds(30))
        #expect(await hall.confirm(entry, hall.code(seed)) == "sessionGone")
        try await hall.cast.end()
    }

    @Test("RFC 6238 section 5.2: a code works once, also for another sign-in under way; the next one works")
    func replay() async throws {
        let hall = try await Hall()
        let (seed, _) = try await hall.setUp("bj")
        let (first, second) = (try await hall.halfway("bj"), try await hall.halfway("bj"))
        let code = hall.code(seed)
        #expect(await hall.confirm(first, code) == "in")
        #expect(await hall.confirm(second, code) == "wrongCredentials")
        #expect(await hall.confirm(second, hall.code(seed, steps: -1)) == "wrongCredentials", "an earlier one neither")
        #expect(await hall.confirm(second, hall.code(seed, steps: 1)) == "in")
        try await hall.cast.end()
    }

    @Test("two sign-ins with the same code at the same moment: one gets in")
    func race() async throws {
        let hall = try await Hall()
        let (seed, codes) = try await hall.setUp("bj")
        for code in [hall.code(seed), codes[0].text] {
            let entries = [try await hall.halfway("bj"), try await hall.halfway("bj")]
            let outcomes = await withTaskGroup(of: String.self) { group in
                for entry in entries { group.addTask { await hall.confirm(entry, code) } }
                return await group.reduce(into: []) { $0.append($1) }
            }
            #expect(outcomes.sorted() == ["in", "wrongCredentials"])
        }
        try await hall.cast.end()
    }

    @Test("a clock half a minute off gets in, one further off does not")
    func skew() async throws {
        let hall = try await Hall()
        let (seed, _) = try await hall.setUp("bj")
        for (steps, outcome) in [(-2, "wrongCredentials"), (2, "wrongCredentials"), (-1, "in"), (1, "in")] as [(Int64, String)] {
            let entry = try await hall.halfway("bj")
            #expect(await hall.confirm(entry, hall.code(seed, steps: steps)) == outcome, "\(steps)")
            hall.cast.clock.advance(.minutes(3))
        }
        try await hall.cast.end()
    }

    @Test("each recovery code works once and counts down; the seed in the database is sealed for its row")
    func recovery() async throws {
        let hall = try await Hall()
        let (seed, codes) = try await hall.setUp("bj")
        #expect(await hall.confirm(try await hall.halfway("bj"), codes[3].text.lowercased()) == "in")
        #expect(await hall.confirm(try await hall.halfway("bj"), codes[3].text) == "wrongCredentials")
        #expect(await hall.confirm(try await hall.halfway("bj"), codes[4].text) == "in")
        let left = try await hall.cast.store.read(hall.cast.yunshan.entry("bj"), .own) { try await $0.secondFactor().own?.codesLeft }
        #expect(left == 8)
        let (stored, digests): ([UInt8], Int) = try await hall.cast.database.administer { connection in
            (
                try await connection.query("SELECT seed FROM second_factor")[0].get(0),
                try await connection.query("SELECT count(*) FROM recovery_code WHERE digest = \(codes[0].digest)")[0].get(0)
            )
        }
        #expect(digests == 1)
        #expect(stored.count > seed.count && !String(decoding: stored, as: UTF8.self).contains(String(decoding: seed, as: UTF8.self)))
        #expect(throws: Sealer.Fault.doesNotOpen) {
            try hall.cast.store.sealer.open(stored, in: Sealer.Slot(tenant: 1, column: "second_factor.seed", row: 0))
        }
        try await hall.cast.end()
    }

    @Test("five wrong codes end the step, and block the second factor of the account for longer each time; the password stays open")
    func guessing() async throws {
        let hall = try await Hall()
        let (seed, _) = try await hall.setUp("bj")
        let entry = try await hall.halfway("bj")
        for attempt in 1...5 { #expect(await hall.confirm(entry, "00000\(attempt)", address: "10.4.0.\(attempt)") == "wrongCredentials") }
        #expect(await hall.confirm(entry, hall.code(seed), address: "10.4.1.1") == "sessionGone", "the step is over")
        let again = try await hall.halfway("bj")
        #expect(await hall.confirm(again, hall.code(seed), address: "10.4.1.1") == "blocked")
        hall.cast.clock.advance(.seconds(61))
        #expect(await hall.confirm(again, hall.code(seed), address: "10.4.1.1") == "in")
        try await hall.cast.end()
    }

    @Test("the step waits five minutes, and not for a person who was locked or whose password changed")
    func halfwayEnds() async throws {
        let hall = try await Hall()
        let (seed, _) = try await hall.setUp("bj")
        let late = try await hall.halfway("bj")
        hall.cast.clock.advance(.minutes(5))
        #expect(await hall.confirm(late, hall.code(seed)) == "sessionGone")

        let changed = try await hall.halfway("bj")
        _ = try await hall.signIn.changePassword(
            hall.cast.yunshan.entry("bj"), tenantCode: "yunshan", old: Cast.password, new: "Quartz-lantern-9", address: "a",
            form: hall.cast.form(), answer: "/")
        #expect(await hall.confirm(changed, hall.code(seed)) == "sessionGone")
        try await hall.cast.end()
    }

    @Test("a role that needs a second factor: whoever has none sets it up before anything opens, and only with a code that fits")
    func forced() async throws {
        let hall = try await Hall()
        try await hall.force(["companyServiceCentre"])
        #expect(try await hall.signIn.open(name: "hq@yunshan", password: Cast.password, address: "a", device: "d").opened != nil)
        let entry = try await hall.halfway("bj")
        let offer = try #require(try await hall.signIn.awaited(entry).offer)
        // The form carries the seed back; the same one is shown again, another person's is not taken.
        #expect(try await hall.signIn.awaited(entry, offer: offer.sealed).offer?.seed == offer.seed)
        let other = try await hall.cast.store.read(hall.cast.yunshan.entry("nh"), .own) { try await $0.secondFactor().offer }
        await #expect(throws: StoreError.self) {
            try await hall.signIn.enrol(entry, tenantCode: "yunshan", offer: other.sealed, code: hall.code(other.seed), address: "a")
        }
        await #expect(throws: StoreError.self) {
            try await hall.signIn.enrol(entry, tenantCode: "yunshan", offer: offer.sealed, code: "000000", address: "a")
        }
        let (opened, codes) = try await hall.signIn.enrol(
            entry, tenantCode: "yunshan", offer: offer.sealed, code: hall.code(offer.seed), address: "a")
        #expect(codes.count == 10)
        let state = try await hall.cast.store.read(opened.entry, .own) { try await $0.secondFactor() }
        #expect(state.own != nil && state.isForced)
        // Nobody turns off what the role asks for.
        hall.cast.clock.advance(.seconds(60))
        await #expect(throws: StoreError.self) {
            try await hall.signIn.changeFactor(
                .remove, code: hall.code(offer.seed), opened.entry, tenantCode: "yunshan", address: "a", form: hall.cast.form(), answer: "/"
            )
        }
        try await hall.cast.end()
    }

    @Test("a stolen session changes nothing without a code; a change ends the other sessions")
    func changes() async throws {
        let hall = try await Hall()
        let (seed, codes) = try await hall.setUp("bj")
        let entry = hall.cast.yunshan.entry("bj")
        func change(_ change: SignIn.FactorChange, _ code: String) async throws -> [RecoveryCode] {
            try await hall.signIn.changeFactor(
                change, code: code, entry, tenantCode: "yunshan", address: "a", form: hall.cast.form(), answer: "/"
            ).codes
        }
        await #expect(throws: StoreError.self) { try await change(.remove, "123456") }
        await #expect(throws: StoreError.self) { try await change(.renewCodes, "") }
        let halfway = try await hall.halfway("bj")
        let other = try await hall.signIn.confirm(halfway, tenantCode: "yunshan", code: hall.code(seed), address: "a")
        hall.cast.clock.advance(.seconds(60))
        let renewed = try await change(.renewCodes, hall.code(seed))
        #expect(Set(renewed).isDisjoint(with: codes))
        await #expect(throws: StoreError.self) { try await hall.cast.store.read(other.entry, .own) { _ = try await $0.enter() } }
        #expect(await hall.confirm(try await hall.halfway("bj"), codes[0].text) == "wrongCredentials", "the old ones are void")
        hall.cast.clock.advance(.seconds(60))
        #expect(try await change(.remove, renewed[0].text).isEmpty)
        #expect(try await hall.signIn.open(name: "bj@yunshan", password: Cast.password, address: "a", device: "d").opened != nil)
        try await hall.cast.end()
    }
}
