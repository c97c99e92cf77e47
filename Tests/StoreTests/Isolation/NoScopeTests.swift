import Domain
import Postgres
import TestSupport
import Testing

/// A forgotten `enter` is an error, never rows.
@Suite("Without a scope") struct NoScopeTests {
    @Test("every table with rows raises on a fresh connection and on one that served somebody before")
    func everyTableRaises() async throws {
        var random = RandomNumbers.fromEnvironment()
        let database = try await TestDatabase.clone()
        let connection = try await AdminConnection(database.cluster.connectionString(database: database.name))
        let world = World(today: Day(daysSince1970: 20_779), &random)
        try await IsolationTests.fill(connection, WorldRows(world, try await Schema.read(connection), &random))
        await connection.close()

        let fresh = database.pool(size: 1)
        let used = database.pool(size: 1)
        let somebody = try #require(world.people.first)
        let enter = "SELECT FROM app.enter(\(somebody.tenant), \(WorldRows.token(somebody.id)), '2026-11-22 02:00+00', 1800)"
        var silent: [String] = []
        for kind in try TableKind.all() where kind.grants["SELECT"] != nil {
            let column = kind.rows == "self" ? "id" : "tenant_id"
            let statement = SQL(reviewedText: "SELECT \(column) FROM \(kind.table)")
            if await state({ try await fresh.withConnection { try await $0.pipeline([statement]) } }) == nil {
                silent.append("fresh: \(kind.table)")
            }
            let rows = try await used.withConnection { lease in
                try await lease.pipeline(["BEGIN", SQL(reviewedText: enter), statement, "COMMIT"])[2].count
            }
            #expect(rows > 0 || kind.rows != "tenant", "\(kind.table) has rows to show")
            if await state({ try await used.withConnection { try await $0.pipeline([statement]) } }) == nil {
                silent.append("used: \(kind.table)")
            }
        }
        #expect(silent == [])
        #expect(used.statistics.connects == 1, "it was the same connection throughout")
        await fresh.shutdown()
        await used.shutdown()
        try await database.drop()
    }

    /// The SQLSTATE; nil when nothing was raised.
    private func state(_ work: () async throws -> [QueryResult]) async -> String? {
        do {
            _ = try await work()
            return nil
        } catch let error as PostgresError {
            return error.sqlState ?? error.kind.rawValue
        } catch {
            return "\(error)"
        }
    }
}
