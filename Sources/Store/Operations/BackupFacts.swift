internal import Domain
package import Postgres

/// What a backup notes about the database it saves, so that a drill can tell whether the restored one is the same. Asked by an
/// administrator's role that row security does not bind.
package struct BackupFacts: Sendable, Hashable, Codable {
    /// Such as 15: which release's tools fit.
    package let serverMajor: Int
    package let database: String
    package let migrations: [Int]
    /// Rows by table, counted.
    package let rows: [String: Int64]

    /// Tables whose rows come and go all the time: their numbers are no evidence.
    package static let restless: Set<String> = ["idempotency_key", "job", "login_throttle", "session", "backup_run"]

    /// - Throws: `PostgresError`; 42501 with a role that row security binds.
    package static func read(_ connection: AdminConnection) async throws -> BackupFacts {
        // With row security off a bound role gets an error instead of fewer rows.
        try await connection.execute(script: "SET row_security = off")
        let server = try await connection.query("SELECT current_setting('server_version_num')::integer / 10000, current_database()::text")[
            0]
        let migrations = try await connection.query("SELECT number FROM schema_migration ORDER BY number").values(Int32.self)
        var rows: [String: Int64] = [:]
        let tables = try await connection.query(
            """
            SELECT c.relname::text FROM pg_class c WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p')
                AND NOT c.relispartition ORDER BY 1
            """)
        for table in try tables.values(String.self) {
            // A name from the catalog, quoted; no value of anybody's.
            let text = "SELECT count(*) FROM public.\"\(table.split(separator: "\"").joined())\""
            rows[table] = try await connection.query(SQL(reviewedText: text))[0].get(0)
        }
        return BackupFacts(
            serverMajor: Int(try server.get(0, as: Int32.self)), database: try server.get(1), migrations: migrations.map(Int.init),
            rows: rows)
    }

    /// Whether nothing of ours is in the database yet.
    package static func isEmpty(_ connection: AdminConnection) async throws -> Bool {
        let count: Int64 = try await connection.query(
            "SELECT count(*) FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p', 'v', 'S')")[0].get(0)
        return count == 0
    }

    /// Tables that have another number of rows than they had when the backup began and ended. One that grew in between may have any
    /// number between the two.
    package func differences(from before: BackupFacts, until after: BackupFacts) -> [String] {
        Set(before.rows.keys).union(rows.keys).sorted().compactMap { table in
            guard !Self.restless.contains(table) else { return nil }
            guard let here = rows[table] else { return "\(table) is missing" }
            guard let first = before.rows[table], let last = after.rows[table] else { return "\(table) was not there" }
            let fits = (min(first, last)...max(first, last)).contains(here)
            return fits ? nil : "\(table) has \(here) rows, saved were \(first == last ? "\(first)" : "\(first) to \(last)")"
        }
    }

    /// Rows of all tables together, for a report.
    package var total: Int64 { rows.values.reduce(0, +) }
}

extension BackupRun {
    /// Leaves a line for the operator's page, on the owner's connection.
    package static func note(_ run: SQL, on connection: AdminConnection) async throws {
        try await connection.query(run)
    }
}

/// The database a dump is tried in.
package enum ScratchDatabase {
    /// - Parameter name: as it was called where it was saved.
    package static func create(_ name: String, on connection: AdminConnection) async throws {
        let quoted = name.split(separator: "\"").joined()
        let text = "CREATE DATABASE \"\(quoted)\" TEMPLATE template0 ENCODING 'UTF8' LOCALE 'C.UTF-8'"
        if quoted != "postgres" { try await connection.execute(script: text) }
    }
}
