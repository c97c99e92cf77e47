import Domain
import Postgres
import Secrets
import Store
import TestSupport
import Testing

@Suite("Founding and start-up") struct FoundingTests {
    private static func tenant(_ code: String, password: String = "A-first-secret-1") -> NewTenant {
        NewTenant(
            code: code, name: "松江集团", nameEnglish: "Songjiang", groupName: "总部", groupNameEnglish: "Head office",
            administratorName: "管理员", administratorTitle: "管理员", password: password)
    }

    @Test("a founded tenant has its group, all built-in roles and an administrator who can sign in; founding again changes nothing")
    func founding() async throws {
        let database = try await TestDatabase.clone()
        let clock = ManualClock()
        let hasher = PasswordHasher(cost: .cheap)
        let owner = database.pool(user: "shouwen_owner", size: 1)
        let pool = database.pool(size: 2)
        let founding = Founding(owner: owner, clock: clock, hasher: hasher)
        let first = try await founding.found(Self.tenant("songjiang"))
        let again = try await founding.found(Self.tenant("songjiang", password: "Another-secret-2"))
        #expect(first.isNew && !again.isNew)
        #expect([first.tenant, again.tenant].allSatisfy { $0 == first.tenant })
        #expect(again.administrator == first.administrator)
        #expect(Set(first.roles.keys) == Set(BuiltInRole.all.map(\.key)))

        let store = Store(pool: pool, clock: clock, secret: Cast.secret, deadline: .seconds(60))
        let signIn = SignIn(store: store, hasher: hasher, secret: [1])
        let session = try await signIn.enter("admin@songjiang", "A-first-secret-1")
        await #expect(throws: StoreError.self) {
            try await signIn.enter("admin@songjiang", "Another-secret-2")
        }
        let actor = try await store.read(session.entry, .own) { try await $0.enter() }
        #expect(actor.posts.map(\.roleKey) == ["tenantAdministrator"])
        #expect(actor.posts.first?.unit.id == first.group)

        try await database.administer { try await $0.execute(script: "UPDATE role SET permissions = '{}' WHERE key = 'auditor'") }
        try await founding.renewRoles()
        _ = try await signIn.changePassword(
            session.entry, tenantCode: "songjiang", old: "A-first-secret-1", new: "Another-secret-3", address: "a",
            form: try #require(FormKey(key: "k", digest: [])), answer: "/")
        let roles = try await store.read(session.entry, .member) {
            try await $0.fetch(RoleRow.all(tenant: first.tenant, today: try $0.today))
        }
        for role in BuiltInRole.all {
            let row = try #require(roles.first { $0.key == role.key })
            #expect(row.permissions == role.permissions)
            #expect(row.unitKinds == role.unitKinds)
            #expect(row.compensation == role.compensation)
        }
        await owner.shutdown()
        await pool.shutdown()
        try await database.drop()
    }

    @Test("names that paths need, codes that are none and weak passwords are refused before anything is written")
    func problems() {
        #expect(Self.tenant("login").problems["code"] == .taken)
        #expect(Self.tenant("X").problems["code"] == .notACode)
        #expect(Self.tenant("songjiang", password: "short").problems["password"] == .tooSmall(min: 12))
        #expect(Self.tenant("songjiang").problems.isEmpty)
    }

    @Test("start-up accepts the serving role on a migrated database and refuses every other ground by name")
    func startUp() async throws {
        let database = try await TestDatabase.clone()
        let pool = database.pool(size: 1)
        let migrator = try database.migrator(user: "shouwen_app")
        let report = try await StartupChecks.openDatabase(pool, migrator: migrator, allowsUnsafeDisk: true)
        #expect(!report.isRed)
        #expect(report.text.contains("all applied"))

        func red(_ pool: ConnectionPool, _ migrator: Migrator, unsafe: Bool = true) async throws -> Set<String> {
            do {
                try await StartupChecks.openDatabase(pool, migrator: migrator, allowsUnsafeDisk: unsafe)
                return []
            } catch let refused as StartupRefused {
                return Set(refused.report.lines.filter(\.isRed).map(\.check))
            }
        }
        #expect(try await red(pool, migrator, unsafe: false) == ["fsync, full_page_writes"])
        let owner = database.pool(user: "shouwen_owner", size: 1)
        #expect(try await red(owner, migrator) == ["role", "owns objects"])
        let superuser = database.pool(user: "postgres", size: 1)
        #expect(try await red(superuser, migrator).isSuperset(of: ["role", "superuser", "bypasses row security"]))

        try await database.administer {
            try await $0.execute(script: "DELETE FROM schema_migration WHERE number = (SELECT max(number) FROM schema_migration)")
        }
        #expect(try await red(pool, migrator) == ["migrations"])
        try await database.administer { try await $0.execute(script: "ALTER TABLE house NO FORCE ROW LEVEL SECURITY") }
        #expect(try await red(pool, migrator) == ["migrations", "row security forced"])
        for each in [pool, owner, superuser] { await each.shutdown() }
        try await database.drop()
    }
}
