import Postgres
import TestSupport
import Testing

/// A pool on the shared cluster for the length of one test.
func withPool<T>(
    size: Int = 2, database: String = "postgres", configure: (inout PoolConfiguration) -> Void = { _ in },
    _ body: (ConnectionPool) async throws -> T,
) async throws -> T {
    try await withPool(on: try await TestCluster.shared().connectionString(database: database), size: size, configure: configure, body)
}

func withPool<T>(
    on connectionString: String, size: Int = 2, configure: (inout PoolConfiguration) -> Void = { _ in },
    _ body: (ConnectionPool) async throws -> T,
) async throws -> T {
    var configuration = PoolConfiguration(connectionString, size: size)
    configure(&configuration)
    let pool = ConnectionPool(configuration)
    do {
        let value = try await body(pool)
        await pool.shutdown()
        return value
    } catch {
        await pool.shutdown()
        throw error
    }
}

/// A database of one test's own, dropped afterwards.
func withDatabase<T>(_ body: (String) async throws -> T) async throws -> T {
    let cluster = try await TestCluster.shared()
    let name = try await cluster.createDatabase()
    do {
        let value = try await body(name)
        try await cluster.dropDatabase(name)
        return value
    } catch {
        try await cluster.dropDatabase(name)
        throw error
    }
}

/// A server of one test's own, to be broken.
func withOwnServer<T>(_ body: (TestCluster) async throws -> T) async throws -> T {
    let cluster = try await TestCluster.start()
    do {
        let value = try await body(cluster)
        try await cluster.remove()
        return value
    } catch {
        try await cluster.remove()
        throw error
    }
}

/// The error `body` throws; a test failure when it throws none or another kind.
func postgresError(_ body: () async throws -> some Any, _ location: SourceLocation = #_sourceLocation) async throws -> PostgresError {
    do {
        _ = try await body()
    } catch let error as PostgresError {
        return error
    }
    Issue.record("nothing was thrown", sourceLocation: location)
    throw CancellationError()
}

extension ConnectionPool {
    /// One statement on any connection.
    @discardableResult
    func query(_ sql: SQL, deadline: Duration = .seconds(120)) async throws -> QueryResult {
        try await withConnection(deadline: deadline) { try await $0.query(sql) }
    }

    /// Starts the pool and waits until every connection is idle.
    func opened() async throws {
        _ = try? await query("SELECT 1")
        try await until { $0.idle == $0.size }
    }

    /// Asks again and again until `condition` holds.
    func until(_ condition: (PoolStatistics) -> Bool) async throws {
        while !condition(statistics) { try await Task.sleep(for: .milliseconds(2)) }
    }
}

/// Waits until `connection` sees a true answer; the condition lies in the server.
func until(_ connection: AdminConnection, _ question: SQL) async throws {
    while try await !connection.query(question)[0].get(0, as: Bool.self) { try await Task.sleep(for: .milliseconds(2)) }
}
