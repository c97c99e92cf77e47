import Postgres
import TestSupport
import Testing

@Suite("A COMMIT whose answer is lost is an outcome of its own")
struct CommitTests {
    /// A table of one number, reached through a door that cuts at COMMIT.
    private func committing(
        afterAnswer: Bool, _ statements: [[SQL]], _ check: (PostgresError, Int) async throws -> Void,
    ) async throws {
        let cluster = try await TestCluster.shared()
        try await withDatabase { database in
            try await cluster.administer(database: database) { try await $0.execute(script: "CREATE TABLE mark (id bigint)") }
            let door = Door(to: cluster.socketDirectory, .cut(at: "COMMIT", afterAnswer: afterAnswer))
            defer { door.close() }
            let address = "host=127.0.0.1 port=\(door.port) dbname=\(database) user=postgres"
            try await withPool(on: address, size: 1) { pool in
                let error = try await postgresError {
                    try await pool.withConnection { lease in
                        for unit in statements { try await lease.pipeline(unit) }
                    }
                }
                door.disarm()
                let count: Int = try await pool.query("SELECT count(*) FROM mark")[0].get(0)
                try await check(error, count)
            }
        }
    }

    @Test("lost after the server had committed", arguments: [true, false])
    func lostAnswer(inOneUnit: Bool) async throws {
        let units: [[SQL]] =
            inOneUnit ? [["BEGIN", "INSERT INTO mark VALUES (1)", "COMMIT"]] : [["BEGIN", "INSERT INTO mark VALUES (1)"], ["COMMIT"]]
        try await committing(afterAnswer: true, units) { error, count in
            #expect(error.kind == .unknownOutcome && error.disposition == .unknownOutcome)
            #expect(count == 1)
        }
    }

    @Test("lost before the server had seen it: the caller cannot tell the difference")
    func lostRequest() async throws {
        try await committing(afterAnswer: false, [["BEGIN", "INSERT INTO mark VALUES (1)"], ["COMMIT"]]) { error, count in
            #expect(error.kind == .unknownOutcome)
            #expect(count == 0)
        }
    }

    @Test("a reading transaction has nothing to lose and may be tried again")
    func readOnly() async throws {
        try await committing(afterAnswer: true, [["BEGIN READ ONLY", "SELECT 1", "COMMIT"]]) { error, _ in
            #expect(error.kind == .connectionLost && error.disposition == .retryable)
        }
    }

    @Test("lost before COMMIT was sent: no effect, may be tried again")
    func lostBefore() async throws {
        let cluster = try await TestCluster.shared()
        let door = Door(to: cluster.socketDirectory, .cut(at: "fatal word", afterAnswer: true))
        defer { door.close() }
        try await withPool(on: "host=127.0.0.1 port=\(door.port) dbname=postgres user=postgres", size: 1) { pool in
            let error = try await postgresError {
                try await pool.withConnection { try await $0.pipeline(["BEGIN", "SELECT 'fatal word'"]) }
            }
            #expect(error.kind == .connectionLost)
        }
    }

    @Test("an autocommitted change has its commit at the end of the unit")
    func autocommit() async throws {
        let cluster = try await TestCluster.shared()
        let door = Door(to: cluster.socketDirectory, .cut(at: "fatal word", afterAnswer: true))
        defer { door.close() }
        try await withPool(on: "host=127.0.0.1 port=\(door.port) dbname=postgres user=postgres", size: 1) { (pool) async throws in
            #expect(try await postgresError { try await pool.query("SELECT 'fatal word'") }.kind == .unknownOutcome)
            door.disarm()
            #expect(try await pool.query("SELECT 1::bigint")[0].get(0) == 1)
        }
    }
}
