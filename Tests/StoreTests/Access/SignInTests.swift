import Domain
import Postgres
import Secrets
import Store
import TestSupport
import Testing

@Suite("Signing in") struct SignInTests {
    private struct Hall {
        let cast: Cast
        let hasher = PasswordHasher(cost: .cheap)
        let signIn: SignIn

        init() async throws {
            cast = try await Cast.assemble()
            signIn = SignIn(store: cast.store, hasher: hasher, secret: [1, 2, 3])
        }

        func open(_ name: String, _ password: String = Cast.password, address: String = "10.0.0.1") async -> Result<
            OpenedSession, StoreError
        > {
            do {
                return .success(try await signIn.enter(name, password, address: address, device: "test"))
            } catch let error as StoreError {
                return .failure(error)
            } catch {
                Issue.record("\(error)")
                return .failure(.unavailable)
            }
        }

        func refusal(_ name: String, _ password: String, address: String = "10.0.0.1") async -> String {
            switch await open(name, password, address: address) {
            case .success: "in"
            case .failure(.wrongCredentials): "wrong"
            case .failure(.blocked): "blocked"
            case .failure(let error): "\(error)"
            }
        }
    }

    @Test("account@tenant in any case and width opens a session of 12 hours; only the token's digest is stored")
    func opens() async throws {
        let hall = try await Hall()
        for name in ["hq@yunshan", " HQ@Yunshan ", "ｈｑ＠ｙｕｎｓｈａｎ"] {
            let session = try await hall.open(name).get()
            #expect(session.token.count == 32)
            #expect(session.tenantCode == "yunshan")
            #expect(session.expires == hall.cast.clock.now() + .hours(12))
            let account = try await hall.cast.store.read(session.entry, .own) { tx in
                try await tx.enter()
                return try tx.session.account
            }
            #expect(account == "hq")
            let stored = try await hall.cast.database.administer { connection in
                try await connection.query("SELECT count(*) FROM session WHERE token_hash = \(session.token)")[0].get(0, as: Int.self)
            }
            #expect(stored == 0)
        }
        try await hall.cast.end()
    }

    @Test("unknown tenant, unknown account, wrong password, malformed name: the same answer after the same work")
    func noOracle() async throws {
        let hall = try await Hall()
        for (index, name) in ["hq@nowhere", "nobody@yunshan", "hq@yunshan", "' OR 1=1 --", "hq", "", "@", "hq@yunshan@haitang"].enumerated()
        {
            let before = hall.hasher.count
            #expect(await hall.refusal(name, "wrong-password-\(index)", address: "10.1.0.\(index)") == "wrong")
            #expect(hall.hasher.count == before + 1, "\(name) costs one hash")
        }
        #expect(await hall.refusal("hq@haitang", "Shouwen-cast-2") == "wrong")
        try await hall.cast.end()
    }

    @Test("five failures block the account for a minute, growing to fifteen; unknown accounts alike; the right password waits too")
    func accountThrottle() async throws {
        let hall = try await Hall()
        for name in ["bj@yunshan", "nobody@yunshan"] {
            for attempt in 1...5 { #expect(await hall.refusal(name, "no", address: "10.2.0.\(attempt)") == "wrong") }
            let before = hall.hasher.count
            #expect(await hall.refusal(name, Cast.password, address: "10.2.1.1") == "blocked")
            #expect(hall.hasher.count == before, "a blocked account costs no hash")
        }
        hall.cast.clock.advance(.seconds(59))
        #expect(await hall.refusal("bj@yunshan", Cast.password) == "blocked")
        hall.cast.clock.advance(.seconds(2))
        #expect(await hall.refusal("bj@yunshan", "no") == "wrong")
        hall.cast.clock.advance(.seconds(61))
        #expect(await hall.refusal("bj@yunshan", "no") == "blocked", "the second block is two minutes")
        hall.cast.clock.advance(.seconds(60))
        // Success forgets the failures.
        #expect(await hall.refusal("bj@yunshan", Cast.password) == "in")
        for _ in 1...4 { #expect(await hall.refusal("bj@yunshan", "no") == "wrong") }
        #expect(await hall.refusal("bj@yunshan", Cast.password) == "in")
        try await hall.cast.end()
    }

    @Test("thirty failures from one address block it for everybody behind it, and nobody else")
    func addressThrottle() async throws {
        let hall = try await Hall()
        for attempt in 1...30 { #expect(await hall.refusal("somebody\(attempt)@yunshan", "no", address: "10.3.0.1") == "wrong") }
        #expect(await hall.refusal("hq@yunshan", Cast.password, address: "10.3.0.1") == "blocked")
        #expect(await hall.refusal("hq@yunshan", Cast.password, address: "10.3.0.2") == "in")
        try await hall.cast.end()
    }

    @Test("a disabled person cannot sign in, and sessions that were open are gone")
    func disabled() async throws {
        let hall = try await Hall()
        let session = try await hall.open("nh@yunshan").get()
        let yunshan = hall.cast.yunshan
        _ = try await hall.cast.store.write(yunshan.entry("admin"), .member, form: hall.cast.form()) { tx in
            try await tx.disable(try await tx.access(yunshan.person("nh").id, for: ManagePeople.self), handing: .nothing)
            return "/"
        }
        await #expect(throws: StoreError.self) { try await hall.cast.store.read(session.entry, .own) { _ = try await $0.enter() } }
        #expect(await hall.refusal("nh@yunshan", Cast.password) == "wrong")
        try await hall.cast.end()
    }

    @Test("a hash of another cost is renewed at sign-in")
    func rehash() async throws {
        let hall = try await Hall()
        let other = SignIn(
            store: hall.cast.store, hasher: PasswordHasher(cost: Password.Cost(kibibytes: 128, passes: 1, lanes: 1)), secret: [1])
        let person = hall.cast.yunshan.person("jy").id
        func stored() async throws -> String {
            try await hall.cast.database.administer { connection in
                try await connection.query("SELECT password_hash FROM credential WHERE person_id = \(person)")[0].get(0)
            }
        }
        #expect(try await stored().contains("m=64,"))
        _ = try await other.enter("jy@yunshan", Cast.password)
        #expect(try await stored().contains("m=128,"))
        _ = try await hall.open("jy@yunshan").get()
        try await hall.cast.end()
    }
}
