/// Applies numbered files, forward only, each in its transaction, under a lock that lets only one process migrate at a time.
/// What has been applied stands in `public.schema_migration`, readable by every role.
package struct Migrator: Sendable {
    /// Session lock of PostgreSQL; any number, the same for every release.
    private static let lock: Int64 = 7_346_112_908_551

    private let connectionString: String
    private let migrations: [Migration]

    /// - Parameter connectionString: of a role that may create in the schema `public`; for `pending` any role will do.
    package init(connectionString: String, migrations: [Migration]) {
        self.connectionString = connectionString
        self.migrations = migrations
    }

    /// Of every migration this release has.
    package var numbers: [Int] { migrations.map(\.number) }

    /// Migrations that have not been applied, in order. Changes nothing.
    /// - Throws: `MigrationError` when applied files were changed or are missing.
    package func pending() async throws(MigrationError) -> [Migration] {
        let connection = try await connect()
        let pending = try await pending(on: connection)
        await connection.close()
        return pending
    }

    /// Applies what is pending and returns it. A second process waits until the first has finished, then finds nothing to do.
    /// - Parameter report: called before each file.
    @discardableResult
    package func migrate(_ report: @Sendable (Migration) -> Void = { _ in }) async throws(MigrationError) -> [Migration] {
        let connection = try await connect()
        try await Self.rethrowing { () throws(PostgresError) in
            _ = try await connection.query("SELECT pg_advisory_lock(\(Self.lock))")
            try await connection.execute(script: Self.table)
        }
        let pending = try await pending(on: connection)
        for migration in pending {
            report(migration)
            try await apply(migration, on: connection)
        }
        await connection.close()
        return pending
    }

    private func connect() async throws(MigrationError) -> AdminConnection {
        try await Self.rethrowing { () throws(PostgresError) in try await AdminConnection(connectionString) }
    }

    private func pending(on connection: AdminConnection) async throws(MigrationError) -> [Migration] {
        let applied = try await Self.rethrowing { () throws(PostgresError) in try await Self.applied(on: connection) }
        for old in applied {
            guard let migration = migrations.first(where: { $0.number == old.number }) else { throw .missing(old.fileName) }
            guard migration.checksum == old.checksum, migration.name == old.name else { throw .changed(migration.fileName) }
        }
        let pending = migrations.filter { migration in !applied.contains { $0.number == migration.number } }
        if let last = applied.last, let first = pending.first, first.number < last.number {
            throw .late(first.fileName, applied: last.fileName)
        }
        return pending
    }

    private func apply(_ migration: Migration, on connection: AdminConnection) async throws(MigrationError) {
        do throws(PostgresError) {
            try await connection.execute(script: "BEGIN")
            try await connection.execute(script: migration.script)
        } catch {
            throw .failed(migration.fileName, error)
        }
        // Once its transaction is over, a file's statements stand or fell one by one: such a file is refused before it is noted.
        guard await connection.transactionIsOpen else { throw .endsTransaction(migration.fileName) }
        do throws(PostgresError) {
            try await connection.query(Applied.insert(migration))
            let end = try await connection.query("COMMIT")
            guard end.commandTag == "COMMIT" else { throw PostgresError(.server, "the transaction had failed", sqlState: "40000") }
        } catch {
            throw .failed(migration.fileName, error)
        }
    }

    private static func applied(on connection: AdminConnection) async throws(PostgresError) -> [Applied] {
        let exists = try await connection.query("SELECT to_regclass('public.schema_migration') IS NOT NULL")
        guard try exists[0].get(0) else { return [] }
        return try await connection.query(Applied.all).decode()
    }

    private static func rethrowing<T>(_ body: () async throws(PostgresError) -> T) async throws(MigrationError) -> T {
        do throws(PostgresError) {
            return try await body()
        } catch {
            throw .database(error)
        }
    }

    private static let table = """
        CREATE TABLE IF NOT EXISTS public.schema_migration (
            number integer PRIMARY KEY,
            name text NOT NULL,
            checksum bytea NOT NULL,
            applied_at timestamptz NOT NULL DEFAULT now()
        );
        GRANT SELECT ON public.schema_migration TO PUBLIC;
        """
}

/// A row of `schema_migration`.
private struct Applied: RowDecodable {
    let number: Int
    let name: String
    let checksum: [UInt8]

    var fileName: String { padded(number, 4) + "_" + name + ".sql" }

    static let all: SQL = "SELECT number, name, checksum FROM public.schema_migration ORDER BY number"

    static func insert(_ migration: Migration) -> SQL {
        """
        INSERT INTO public.schema_migration (number, name, checksum)
        VALUES (\(migration.number), \(migration.name), \(migration.checksum))
        """
    }

    init(row: inout RowCursor) throws {
        number = try row.next()
        name = try row.next()
        checksum = try row.next()
    }
}
