import Domain
import Postgres
import Secrets
import TestSupport
import Testing

@testable import Store

/// Numbers in the database: sealed, bound to their row, found by their mark; keys change without a gap (CUSTDATA-P2, PIPL 51).
@Suite("Sealed numbers") struct SealingTests {
    /// Every column of every table as text, also what bytes would read as.
    static func dump(_ cast: Cast) async throws -> [(table: String, text: String)] {
        try await cast.database.administer { connection in
            let tables: [String] = try await connection.query(
                "SELECT relname::text FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p') ORDER BY 1"
            ).values()
            var dump: [(String, String)] = []
            for table in tables {
                let rows = try await connection.query(SQL(reviewedText: "SELECT t::text FROM public.\"\(table)\" t")).values(String.self)
                dump.append((table, rows.joined(separator: "\n")))
            }
            return dump
        }
    }

    private func hex(_ text: String) -> String {
        text.utf8.map { byte in
            let digits = Array("0123456789abcdef")
            return String([digits[Int(byte >> 4)], digits[Int(byte & 15)]])
        }.joined()
    }

    @Test("CUSTDATA-P2: no telephone number stands in any column of any table, in the clear or as bytes")
    func nothingInTheClear() async throws {
        let cast = try await Cast.assemble()
        guard let phone = PhoneNumber(digits: "13712345678") else { throw StoreError.notFound }
        let ticket = try await cast.record(
            .house(cast.yunshan.house("bj-spring/1-101")), by: .new(NewCustomer(name: "新住户", phone: phone, relation: .tenant)),
            heardBy: "jy-spring")
        _ = try await cast.store.revealPhone(of: ticket.id, reason: "回电", cast.yunshan.entry("jy-spring"), form: cast.form(), path: "/")
        let dump = try await Self.dump(cast)
        #expect(dump.contains { $0.table == "customer" && $0.text.contains("新住户") }, "the dump reads rows")
        for digits in ["13712345678", "13800131000", "13900131003"] {
            for table in dump {
                #expect(!table.text.contains(digits) && !table.text.contains(hex(digits)), "\(digits) in \(table.table)")
            }
        }
        try await cast.end()
    }

    @Test("a sealed number copied to another customer does not open, and the page says so instead of showing a stranger's number")
    func boundToItsRow() async throws {
        let cast = try await Cast.assemble()
        let (one, other) = (cast.yunshan.customer("bj-spring/1-101"), cast.yunshan.customer("bj-spring/1-102"))
        try await cast.database.administer { connection in
            try await connection.query(
                """
                UPDATE customer SET phone_sealed = (SELECT phone_sealed FROM customer WHERE id = \(one)) WHERE id = \(other)
                """)
        }
        await #expect(throws: StoreError.self) {
            _ = try await cast.store.read(cast.yunshan.entry("bj-spring"), .member) { try await $0.owner(other) }
        }
        _ = try await cast.store.read(cast.yunshan.entry("bj-spring"), .member) { try await $0.owner(one) }
        try await cast.end()
    }

    @Test("the same number has another mark in another group, and as another kind of thing")
    func marks() {
        let ring = Cast.keys
        let phones = BlindIndex(ring, purpose: "phone")
        #expect(phones.mark("13800001234", tenant: 1) == phones.mark("13800001234", tenant: 1))
        #expect(phones.mark("13800001234", tenant: 1) != phones.mark("13800001234", tenant: 2))
        #expect(phones.mark("13800001234", tenant: 1) != BlindIndex(ring, purpose: "identity").mark("13800001234", tenant: 1))
        #expect(phones.mark("13800001234", tenant: 1).count == 16)
        #expect(phones.candidates("13800001234", tenant: 1) == [phones.mark("13800001234", tenant: 1)])
    }

    @Test("numbers that an older release left in the clear are sealed by a command; until then the server does not start")
    func inBetween() async throws {
        let cast = try await Cast.assemble()
        let phones = ["13600000001", "13600000002", "13600000003"]
        let ids = ["1-101", "1-102", "1-201"].map { cast.yunshan.customer("bj-spring/\($0)") }
        try await cast.database.administer { connection in
            try await connection.execute(script: "ALTER TABLE customer DROP CONSTRAINT customer_phone_gone")
            for (id, phone) in zip(ids, phones) {
                try await connection.query(
                    """
                    UPDATE customer SET phone = \(phone), phone_tail = right(\(phone), 4), phone_sealed = NULL, phone_blind = NULL
                    WHERE id = \(id)
                    """)
            }
            try await connection.execute(
                script: "ALTER TABLE customer ADD CONSTRAINT customer_phone_gone CHECK (phone = '') NOT VALID")
        }
        let refused = await #expect(throws: StartupRefused.self) {
            try await StartupChecks.openDatabase(
                cast.pool, migrator: try cast.database.migrator(user: "shouwen_app"), allowsUnsafeDisk: true)
        }
        #expect(refused?.report.lines.filter(\.isRed).map(\.check) == ["numbers sealed"])
        let owner = try await AdminConnection(cast.database.cluster.connectionString(database: cast.database.name, user: "shouwen_owner"))
        let work = SealingWork(owner, keys: Cast.keys)
        #expect(try await work.sealPlain() == 3)
        #expect(try await work.sealPlain() == 0, "a second run finds nothing")
        try await StartupChecks.openDatabase(
            cast.pool, migrator: try cast.database.migrator(user: "shouwen_app"), allowsUnsafeDisk: true)
        for (id, phone) in zip(ids, phones) {
            let found = try await cast.store.read(cast.yunshan.entry("bj-spring"), .member) { try await $0.customers(matching: phone) }
            #expect(found.rows.map(\.id) == [id])
            #expect(found.rows.first?.phoneMasked == PhoneNumber(digits: phone)?.masked)
        }
        #expect(try await Self.dump(cast).allSatisfy { table in phones.allSatisfy { !table.text.contains($0) } })
        await owner.close()
        try await cast.end()
    }

    @Test("a key is rotated in steps that can stop anywhere; search never misses, and the old key can be dropped afterwards")
    func rotation() async throws {
        let cast = try await Cast.assemble()
        let secret = Cast.secret
        let fresh = KeyRing.freshLine(id: 1)
        let both = try KeyRing(secret: secret, file: fresh)
        // The same key 1 under another secret: the old key 0 is gone.
        let onlyNew = try KeyRing(secret: Array("another secret altogether, 32 bytes".utf8), file: fresh)
        func find(_ keys: KeyRing) async throws -> Int {
            let store = Store(pool: cast.pool, clock: cast.clock, secret: Cast.secret, keys: keys, deadline: .seconds(60))
            return try await store.read(cast.yunshan.entry("hq"), .member) { try await $0.customers(matching: "13800131000") }.rows.count
        }
        #expect(try await find(both) == 1)
        let owner = try await AdminConnection(cast.database.cluster.connectionString(database: cast.database.name, user: "shouwen_owner"))
        // A run that was killed half way: one row is renewed, the others are not.
        let half = SealedTable.customerPhone
        let rows = try await owner.query(half.every(after: SealedPlace(tenant: TenantID(0), id: 0))).decode(SealedRow.self)
        let sealer = Sealer(both)
        let first = try #require(rows.first)
        let value = try sealer.open(first.sealed, .customerPhone, tenant: first.place.tenant, row: first.place.id)
        try await owner.query(
            half.renew([
                (
                    first.place, first.sealed, sealer.seal(value, .customerPhone, tenant: first.place.tenant, row: first.place.id),
                    half.mark(value, first, sealer) ?? []
                )
            ]))
        #expect(try await find(both) == 1)
        let report = try await SealingWork(owner, keys: both).rotate()
        #expect(report.sealed == ["customer.phone_sealed": rows.count - 1])
        #expect(report.keysInUse == [1] && report.broken.isEmpty)
        #expect(try await SealingWork(owner, keys: both).rotate().total == 0, "a second run finds nothing")
        #expect(try await find(both) == 1)
        #expect(try await find(onlyNew) == 1)
        let old = try await SealingWork(owner, keys: Cast.keys).verify()
        #expect(old.broken == ["customer.phone_sealed": rows.count], "a ring without the new key opens nothing any more")
        await owner.close()
        try await cast.end()
    }
}
