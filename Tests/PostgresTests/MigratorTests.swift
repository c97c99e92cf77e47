import Foundation
import Postgres
import TestSupport
import Testing

@Suite("Migrations: numbered, applied once, never changed")
struct MigratorTests {
    /// A stand-in for SHA-256: the bytes themselves tell every change.
    private static func digest(_ bytes: [UInt8]) -> [UInt8] { Array(bytes.reversed()) }

    private func withFolder<T>(_ files: [String: String], _ body: (URL) async throws -> T) async throws -> T {
        let folder = FileManager.default.temporaryDirectory.appending(path: "migrations-" + UUID().uuidString)
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        for (name, text) in files { try Data(text.utf8).write(to: folder.appending(path: name)) }
        return try await body(folder)
    }

    private func load(_ files: [String: String]) async throws -> [Migration] {
        try await withFolder(files) { try Migration.load(directory: $0.path, digest: Self.digest) }
    }

    private func migrator(_ database: String, _ files: [String: String]) async throws -> Migrator {
        let cluster = try await TestCluster.shared()
        return Migrator(connectionString: cluster.connectionString(database: database), migrations: try await load(files))
    }

    private static let first = ["0001_ground.sql": "CREATE TABLE ground (id bigint); INSERT INTO ground VALUES (1);"]
    private static let second = ["0002_more.sql": "INSERT INTO ground VALUES (2); INSERT INTO ground VALUES (3);"]
    private static let both = first.merging(second) { $1 }

    private func count(_ database: String) async throws -> Int {
        try await TestCluster.shared().administer(database: database) { try await $0.query("SELECT count(*) FROM ground")[0].get(0) }
    }

    @Test("pending files are applied in order, once")
    func appliedOnce() async throws {
        try await withDatabase { (database) async throws in
            #expect(try await migrator(database, Self.first).migrate().map(\.fileName) == ["0001_ground.sql"])
            #expect(try await migrator(database, Self.both).pending().map(\.number) == [2])
            #expect(try await migrator(database, Self.both).migrate().map(\.name) == ["more"])
            #expect(try await migrator(database, Self.both).migrate().isEmpty)
            #expect(try await count(database) == 3)
        }
    }

    @Test("asking what is pending changes nothing")
    func pendingIsReading() async throws {
        try await withDatabase { (database) async throws in
            #expect(try await migrator(database, Self.both).pending().count == 2)
            try await TestCluster.shared().administer(database: database) { (connection) async throws in
                #expect(try await connection.query("SELECT to_regclass('public.schema_migration') IS NULL")[0].get(0, as: Bool.self))
            }
        }
    }

    @Test("a changed, missing or late file is refused by name")
    func refusals() async throws {
        try await withDatabase { (database) async throws in
            _ = try await migrator(database, Self.both).migrate()
            var changed = Self.both
            changed["0002_more.sql"]! += " "
            await #expect(throws: MigrationError.changed("0002_more.sql")) { try await migrator(database, changed).migrate() }
            await #expect(throws: MigrationError.changed("0002_other.sql")) {
                try await migrator(database, Self.first.merging(["0002_other.sql": Self.both["0002_more.sql"]!]) { $1 }).pending()
            }
            await #expect(throws: MigrationError.missing("0002_more.sql")) { try await migrator(database, Self.first).migrate() }
            let late = Self.both.merging(["0000_early.sql": "SELECT 1"]) { $1 }
            await #expect(throws: MigrationError.late("0000_early.sql", applied: "0002_more.sql")) {
                try await migrator(database, late).migrate()
            }
            #expect(try await count(database) == 3)
        }
    }

    @Test("a failing file leaves nothing of itself; what came before it stays")
    func failure() async throws {
        try await withDatabase { (database) async throws in
            let broken = ["0002_broken.sql": "INSERT INTO ground VALUES (2); SELECT 1/0;"]
            do {
                try await migrator(database, Self.first.merging(broken) { $1 }).migrate()
                Issue.record("the broken file was applied")
            } catch MigrationError.failed(let file, let error) {
                #expect(file == "0002_broken.sql" && error.sqlState == "22012")
            }
            #expect(try await count(database) == 1)
            #expect(try await migrator(database, Self.both).migrate().count == 1)
        }
    }

    @Test("a file that ends its own transaction is refused")
    func ownCommit() async throws {
        try await withDatabase { (database) async throws in
            await #expect(throws: MigrationError.endsTransaction("0001_bad.sql")) {
                try await migrator(database, ["0001_bad.sql": "SELECT 1; COMMIT;"]).migrate()
            }
            #expect(try await migrator(database, Self.first).migrate().count == 1)
        }
    }

    @Test("eight processes at once apply each file once")
    func lock() async throws {
        try await withDatabase { (database) async throws in
            let migrator = try await migrator(database, Self.both)
            let applied = try await withThrowingTaskGroup(of: Int.self) { group in
                for _ in 0..<8 { group.addTask { try await migrator.migrate().count } }
                return try await group.reduce(0, +)
            }
            #expect(applied == 2)
            #expect(try await count(database) == 3)
        }
    }

    @Test("files that do not fit are refused before anything is applied")
    func names() async throws {
        await #expect(throws: MigrationError.badName("1_x.sql")) { try await load(["1_x.sql": ""]) }
        await #expect(throws: MigrationError.badName("0001x.sql")) { try await load(["0001x.sql": ""]) }
        await #expect(throws: MigrationError.badName("0001_.sql")) { try await load(["0001_.sql": ""]) }
        await #expect(throws: MigrationError.sameNumber("0001_a.sql", "0001_b.sql")) {
            try await load(["0001_a.sql": "", "0001_b.sql": ""])
        }
        #expect(try await load(["README.md": "", "0010_z.sql": "", "0002_y.sql": ""]).map(\.number) == [2, 10])
        #expect(throws: MigrationError.unreadable("/nowhere")) { try Migration.load(directory: "/nowhere", digest: Self.digest) }
    }
}
