internal import Foundation
package import Postgres
internal import Secrets

/// A migrated database of a suite's own: a copy of a template that is made once per run.
package struct TestDatabase: Sendable {
    package let cluster: TestCluster
    package let name: String

    /// Roles, migrations, nothing else.
    package static func clone() async throws -> TestDatabase {
        try await (try await template.value).copy()
    }

    /// A further copy of this database; nobody may be connected to it.
    package func copy() async throws -> TestDatabase {
        try await Self.copying.one {
            let copy = TestDatabase(cluster: cluster, name: try await cluster.createDatabase(template: name))
            // Rights on the database itself are not copied.
            try await copy.administer { try await $0.execute(script: try TestSources.text("sql/roles.sql")) }
            return copy
        }
    }

    /// Connections as the role that serves requests.
    package func pool(user: String = "shouwen_app", size: Int = 4) -> ConnectionPool {
        var configuration = PoolConfiguration(cluster.connectionString(database: name, user: user), size: size)
        // Suites run in parallel on few cores: waiting for a turn is not a fault here.
        configuration.acquireTimeout = .seconds(60)
        configuration.session.statementTimeout = .seconds(60)
        configuration.session.lockTimeout = .seconds(30)
        configuration.session.idleInTransactionTimeout = .seconds(120)
        return ConnectionPool(configuration)
    }

    /// Runs `body` on a connection of the given role, a superuser's when none is given.
    package func administer<T: Sendable>(as user: String? = nil, _ body: @Sendable (AdminConnection) async throws -> T) async throws -> T {
        let connection = try await AdminConnection(cluster.connectionString(database: name, user: user))
        do {
            let value = try await body(connection)
            await connection.close()
            return value
        } catch {
            await connection.close()
            throw error
        }
    }

    package func drop() async throws {
        try await cluster.dropDatabase(name)
    }

    /// Migrations of this source tree for a role of this database.
    package func migrator(user: String = "shouwen_owner") throws -> Migrator {
        let migrations = try Migration.load(directory: TestSources.path("sql/migrations"), digest: Secrets.digest)
        return Migrator(connectionString: cluster.connectionString(database: name, user: user), migrations: migrations)
    }

    /// All tests start at once and most want a database first: two copies at a time keep the disk and the server answering.
    private static let copying = Turns(2)

    private static let template = Task { () async throws -> TestDatabase in
        let cluster = try await TestCluster.shared()
        let database = TestDatabase(cluster: cluster, name: try await cluster.createDatabase())
        try await database.administer { try await $0.execute(script: try TestSources.text("sql/roles.sql")) }
        try await database.migrator().migrate()
        return database
    }
}

/// Files of the source tree the tests were built from.
package enum TestSources {
    /// Absolute path of a file or folder in the repository.
    package static func path(_ relative: String) -> String {
        let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        return root.appending(path: relative).path(percentEncoded: false)
    }

    package static func text(_ relative: String) throws -> String {
        try String(contentsOfFile: path(relative), encoding: .utf8)
    }
}
