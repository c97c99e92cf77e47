internal import Foundation
internal import Glibc
package import Postgres

/// A private PostgreSQL for tests: a Unix socket in a folder of its own, no network, gone when the test process is gone, however it ends.
package final class TestCluster: Sendable {
    /// Folder of the Unix socket.
    package let socketDirectory: String
    /// Superuser of the cluster.
    package let superuser: String
    private let server: Server?

    /// The cluster all tests of this process share, started on first use: fsync off, 200 connections.
    /// With `SHOUWEN_TEST_CLUSTER` set to the socket folder of a running server, that one is used instead (superuser `postgres`).
    package static func shared() async throws -> TestCluster {
        try await sharedTask.value
    }

    private static let sharedTask = Task { () async throws -> TestCluster in
        if let directory = ProcessInfo.processInfo.environment["SHOUWEN_TEST_CLUSTER"], !directory.isEmpty {
            return try await TestCluster(reusing: directory)
        }
        return try await TestCluster.start(isDurable: false)
    }

    /// A cluster of one test's own, to be stopped, started and broken.
    /// - Parameter isDurable: true keeps fsync on.
    package static func start(isDurable: Bool = false) async throws -> TestCluster {
        let server = try await offThread { try Server.create(isDurable: isDurable) }
        return TestCluster(server)
    }

    private init(_ server: Server) {
        self.server = server
        socketDirectory = server.directory
        superuser = "postgres"
    }

    private init(reusing directory: String) async throws {
        guard directory.hasPrefix("/") else { throw ClusterError("SHOUWEN_TEST_CLUSTER must be a socket folder, not a host") }
        server = nil
        socketDirectory = directory
        superuser = "postgres"
        _ = try await AdminConnection(connectionString())
    }

    /// A connection string for a local database; there is no form of it that leaves this machine.
    package func connectionString(database: String = "postgres", user: String? = nil) -> String {
        "host=\(socketDirectory) port=5432 dbname=\(database) user=\(user ?? superuser)"
    }

    /// Runs `body` on a superuser's connection.
    package func administer<T: Sendable>(
        database: String = "postgres", _ body: @Sendable (AdminConnection) async throws -> T,
    ) async throws -> T {
        let connection = try await AdminConnection(connectionString(database: database))
        let value = try await body(connection)
        await connection.close()
        return value
    }

    /// A new database with a name of its own, as a copy of `template`; nobody may be connected to the template.
    /// - Returns: its name.
    package func createDatabase(template: String = "template1", named name: String? = nil) async throws -> String {
        let name = name ?? "t\(getpid())_" + UUID().uuidString.replacingOccurrences(of: "-", with: "").lowercased()
        try await administer { connection in
            try await connection.execute(script: #"CREATE DATABASE "\#(name)" TEMPLATE "\#(template)""#)
        }
        return name
    }

    package func dropDatabase(_ name: String) async throws {
        try await administer { try await $0.execute(script: #"DROP DATABASE IF EXISTS "\#(name)" WITH (FORCE)"#) }
    }

    /// Stops the server at once, as a crash would.
    package func stop() async throws {
        let server = try own()
        try await offThread { try server.stop() }
    }

    /// Starts a stopped server again, with the same data.
    package func restart() async throws {
        let server = try own()
        try await offThread { try server.start() }
    }

    /// Stops the server and removes its folder.
    package func remove() async throws {
        let server = try own()
        try await offThread { server.remove() }
    }

    /// Sends a signal to the server's main process and all its backends: `SIGSTOP` makes a server that accepts and never answers.
    package func signal(_ number: Int32) throws {
        try own().signal(number)
    }

    private func own() throws -> Server {
        guard let server else { throw ClusterError("the reused cluster is not ours to stop") }
        return server
    }
}

package struct ClusterError: Error, CustomStringConvertible {
    package let description: String

    init(_ description: String) {
        self.description = description
    }
}

/// Blocking work on a thread of its own. Children inherit its signal mask, and threads of a process full of queues block nearly all
/// signals: a shell that cannot receive SIGCHLD would wait for its child for ever.
private func offThread<T: Sendable>(_ body: @escaping @Sendable () throws -> T) async throws -> T {
    try await withCheckedThrowingContinuation { waiter in
        Thread.detachNewThread {
            var none = sigset_t()
            sigemptyset(&none)
            pthread_sigmask(SIG_SETMASK, &none, nil)
            waiter.resume(with: Result { try body() })
        }
    }
}
