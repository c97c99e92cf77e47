import Domain
import Postgres
import Secrets
import Store
import TestSupport
import Testing

/// Locks, history, parallel sessions, passwords that grow old: what administrators and groups decide about accounts.
@Suite("Accounts") struct AccountTests {
    private struct Hall {
        let cast: Cast
        let signIn: SignIn

        init() async throws {
            cast = try await Cast.assemble()
            signIn = SignIn(store: cast.store, hasher: PasswordHasher(cost: .cheap), secret: [8])
        }

        func administer(
            _ account: String, by administrator: String = "admin",
            _ work: @escaping @Sendable (WriteTransaction, Permit<ManagePeople, Account>) async throws -> Void
        ) async throws {
            let id = cast.yunshan.person(account).id
            _ = try await cast.store.write(cast.yunshan.entry(administrator), .member, form: cast.form()) { tx in
                try await tx.enter()
                try await work(tx, try await tx.access(account: id, for: ManagePeople.self))
                return "/"
            }
        }

        func state(_ account: String) async throws -> AccountState {
            let id = cast.yunshan.person(account).id
            return try await cast.store.read(cast.yunshan.entry("admin"), .member) { tx in
                try await tx.enter()
                return try await tx.state(of: try await tx.access(account: id, for: ManagePeople.self))
            }
        }

        func refusal(_ name: String, _ password: String = Cast.password, address: String = "10.0.0.1") async -> String {
            do {
                _ = try await signIn.enter(name, password, address: address)
                return "in"
            } catch {
                return "\(error)".prefix { $0 != "(" }.description
            }
        }

        func enters(_ entry: Entry) async -> Bool {
            (try? await cast.store.read(entry, .own) { try await $0.enter() }) != nil
        }

        func save(_ policy: SignInPolicy) async throws {
            _ = try await cast.store.write(cast.yunshan.entry("admin"), .member, form: cast.form()) { tx in
                try await tx.enter()
                try await tx.save(policy, clientSecret: nil, try tx.access(for: ManageSignIn.self))
                return "/"
            }
        }
    }

    @Test("a lock signs out everywhere and keeps out until it is lifted; only whoever knows the password learns of it")
    func lock() async throws {
        let hall = try await Hall()
        let session = try await hall.signIn.enter("bj@yunshan", Cast.password)
        try await hall.administer("bj") { tx, permit in try await tx.lock(permit, reason: "出差期间停用") }
        #expect(await hall.enters(session.entry) == false)
        #expect(await hall.enters(hall.cast.yunshan.entry("bj")) == false)
        #expect(await hall.refusal("bj@yunshan") == "locked")
        #expect(await hall.refusal("bj@yunshan", "wrong") == "wrongCredentials")
        let locked = try await hall.state("bj")
        #expect(locked.lock?.reason == "出差期间停用" && locked.openSessions == 0)
        // Once more changes nothing.
        try await hall.administer("bj") { tx, permit in try await tx.lock(permit, reason: "again") }
        #expect(try await hall.state("bj").lock?.reason == "出差期间停用")
        try await hall.administer("bj") { tx, permit in try await tx.unlock(permit, reason: "已返岗") }
        #expect(await hall.refusal("bj@yunshan") == "in")
        try await hall.cast.end()
    }

    @Test("a lock wants a reason, and nobody locks the own account or resets the own second factor")
    func lockLimits() async throws {
        let hall = try await Hall()
        await #expect(throws: StoreError.self) { try await hall.administer("bj") { tx, permit in try await tx.lock(permit, reason: " ") } }
        await #expect(throws: StoreError.self) {
            try await hall.administer("admin") { tx, permit in try await tx.lock(permit, reason: "x") }
        }
        await #expect(throws: StoreError.self) {
            try await hall.administer("admin") { tx, permit in try await tx.resetFactor(permit, reason: "x") }
        }
        #expect(await hall.refusal("bj@yunshan") == "in")
        try await hall.cast.end()
    }

    @Test("ACCESS-R1: whoever does not administer a unit neither sees nor touches the accounts at home there; nor does another tenant")
    func bounds() async throws {
        let hall = try await Hall()
        for account in ["bj", "hq", "audit", "jy", "tech-spring"] {
            await #expect(throws: StoreError.self, "\(account)") {
                try await hall.administer("bj-spring", by: account) { tx, permit in try await tx.lock(permit, reason: "x") }
            }
        }
        // The functions below the permit look again, at the scope: what it does not cover is not there.
        let stranger = hall.cast.haitang.person("bj").id
        let (events, state): (Int, Int) = try await hall.cast.store.read(hall.cast.yunshan.entry("admin"), .member) { tx in
            (
                try await tx.fetch(Query<Single<Int64>>("SELECT id FROM app.person_signins(\(stranger), 9223372036854775807, 5)")).count,
                try await tx.fetch(Query<Single<Int64>>("SELECT sessions FROM app.person_signin(\(stranger), \(tx.now))")).count
            )
        }
        #expect(events == 0 && state == 0)
        _ = try await hall.cast.store.write(hall.cast.yunshan.entry("admin"), .member, form: hall.cast.form()) { tx in
            _ = try await tx.fetch(Query<Single<Int64>>("SELECT app.end_person_sessions(\(stranger), \(tx.now))::bigint"))
            return "/"
        }
        #expect((try? await hall.cast.store.read(hall.cast.haitang.entry("bj"), .own) { try await $0.enter() }) != nil)
        try await hall.cast.end()
    }

    @Test("every attempt at a known account is in its history: the person reads the own, the administrator of the unit anybody's")
    func history() async throws {
        let hall = try await Hall()
        _ = await hall.refusal("bj@yunshan", "wrong", address: "203.0.113.9")
        hall.cast.clock.advance(.minutes(1))
        _ = await hall.refusal("bj@yunshan")
        _ = await hall.refusal("nobody@yunshan", "wrong")
        let own = try await hall.cast.store.read(hall.cast.yunshan.entry("bj"), .own) { tx in
            let person = try await tx.enter().person
            return try await tx.fetch(SignInEventRow.own(tenant: tx.tenant, person: person))
        }
        #expect(own.map(\.outcome) == [.opened, .wrongPassword])
        #expect(own.last?.address == "203.0.113.9")
        #expect(own.allSatisfy { $0.method == .password && $0.device == "test" })
        #expect(try await hall.state("bj").history.map(\.id) == own.map(\.id))
        // Row security: somebody else's id shows nothing.
        let peek = try await hall.cast.store.read(hall.cast.yunshan.entry("hq"), .own) { tx in
            try await tx.fetch(SignInEventRow.own(tenant: tx.tenant, person: hall.cast.yunshan.person("bj").id))
        }
        #expect(peek.isEmpty)
        try await hall.cast.end()
    }

    @Test("an automatic block is shown with its end, and lifted by whoever administers")
    func automaticBlock() async throws {
        let hall = try await Hall()
        for _ in 1...5 { _ = await hall.refusal("bj@yunshan", "wrong") }
        #expect(await hall.refusal("bj@yunshan") == "blocked")
        #expect(try await hall.signIn.blocked(account: "bj", tenantCode: "yunshan") == hall.cast.clock.now() + .minutes(1))
        #expect(try await hall.signIn.blocked(account: "bj", tenantCode: "haitang") == nil)
        try await hall.signIn.unblock(account: "bj", tenantCode: "yunshan")
        #expect(await hall.refusal("bj@yunshan") == "in")
        try await hall.cast.end()
    }

    @Test("whoever administers has three sessions at most, the oldest gives way; others have as many as they like (ASVS 7.1.2)")
    func parallelSessions() async throws {
        let hall = try await Hall()
        for (account, limit) in [("admin", 3), ("bj", 5)] {
            var sessions: [OpenedSession] = []
            for _ in 1...5 {
                hall.cast.clock.advance(.seconds(10))
                sessions.append(try await hall.signIn.enter("\(account)@yunshan", Cast.password))
            }
            var open: [Bool] = []
            for session in sessions { open.append(await hall.enters(session.entry)) }
            #expect(open == (1...5).map { $0 > 5 - limit }, "\(account)")
        }
        try await hall.cast.end()
    }

    @Test("dengbao: after ninety days the password must be changed at the next sign-in, and none of the last five comes back")
    func rotation() async throws {
        let hall = try await Hall()
        func change(_ entry: Entry, _ old: String, _ new: String) async throws {
            _ = try await hall.signIn.changePassword(
                entry, tenantCode: "yunshan", old: old, new: new, address: "a", form: hall.cast.form(), answer: "/")
        }
        hall.cast.clock.advance(.days(400))
        let entry = try await hall.signIn.enter("bj@yunshan", Cast.password).entry
        let (must, age) = try await hall.cast.store.read(entry, .own) { tx in
            try await tx.enter()
            return (try tx.session.mustChange, try await tx.passwordAge(of: entry))
        }
        #expect(must)
        let changedAt = try #require(age.changedAt)
        #expect(age.preset == .dengbao && age.preset.isExpired(since: changedAt, now: hall.cast.clock.now()))
        await #expect(throws: StoreError.self) { try await hall.cast.store.read(entry, .member) { _ = try await $0.enter() } }

        let line = [Cast.password, "Quartz-lantern-1", "Quartz-lantern-2", "Quartz-lantern-3", "Quartz-lantern-4", "Quartz-lantern-5"]
        for (old, new) in zip(line, line.dropFirst()) {
            hall.cast.clock.advance(.seconds(5))
            try await change(entry, old, new)
        }
        #expect(
            try await hall.cast.store.read(entry, .member) {
                _ = try await $0.enter(); return try $0.session.mustChange
            } == false)
        for used in line[1...5] {
            await #expect(throws: StoreError.self, "\(used)") { try await change(entry, "Quartz-lantern-5", used) }
        }
        try await change(entry, "Quartz-lantern-5", Cast.password)
        try await hall.cast.end()
    }

    @Test("modern: nothing grows old, composition is free, and only the present password may not stay")
    func modern() async throws {
        let hall = try await Hall()
        try await hall.save(SignInPolicy(passwords: .modern))
        hall.cast.clock.advance(.days(400))
        let entry = try await hall.signIn.enter("bj@yunshan", Cast.password).entry
        func change(_ old: String, _ new: String) async throws {
            hall.cast.clock.advance(.seconds(5))
            _ = try await hall.signIn.changePassword(
                entry, tenantCode: "yunshan", old: old, new: new, address: "a", form: hall.cast.form(), answer: "/")
        }
        #expect(
            try await hall.cast.store.read(entry, .member) {
                _ = try await $0.enter(); return try $0.session.mustChange
            } == false)
        try await change(Cast.password, "grape trombone cactus")
        await #expect(throws: StoreError.self) { try await change("grape trombone cactus", "grape trombone cactus") }
        try await change("grape trombone cactus", Cast.password)
        // The names of the group and its projects are no password (ASVS 6.2.11).
        let name = hall.cast.yunshan.unit("bj-spring").name
        await #expect(throws: StoreError.self) { try await change(Cast.password, "\(name)\(name)\(name)\(name)") }
        try await hall.cast.end()
    }

    @Test("a changed password ends all other sessions, and the rules of the group are its administrator's alone")
    func policyBounds() async throws {
        let hall = try await Hall()
        for account in ["bj", "hq", "audit"] {
            await #expect(throws: StoreError.self) {
                try await hall.cast.store.read(hall.cast.yunshan.entry(account), .member) { tx in
                    try await tx.enter()
                    _ = try tx.access(for: ManageSignIn.self)
                }
            }
        }
        await #expect(throws: StoreError.self) { try await hall.save(SignInPolicy(factorRoles: ["noSuchRole"])) }
        let provider = IdentityProvider(issuer: "https://sso.example.cn", client: "c", isOnlyWay: true, breakGlass: "nobody-here")
        await #expect(throws: StoreError.self) { try await hall.save(SignInPolicy(provider: provider)) }
        #expect(try await hall.signIn.door(of: "yunshan")?.policy == SignInPolicy())
        #expect(try await hall.signIn.door(of: "nowhere") == nil)
        try await hall.cast.end()
    }
}
