import Postgres
import TestSupport
import Testing

@Suite("A unit is one trip, and leaves its connection clean")
struct PipelineTests {
    @Test("BEGIN, scope, query and COMMIT answer in order, in one trip")
    func oneTrip() async throws {
        try await withPool(size: 1) { pool in
            let results = try await pool.withConnection { lease in
                try await lease.pipeline([
                    "BEGIN READ ONLY", "SET LOCAL app.tenant = '7'", "SELECT current_setting('app.tenant')::bigint", "COMMIT",
                ])
            }
            #expect(results.map(\.commandTag) == ["BEGIN", "SET", "SELECT 1", "COMMIT"])
            #expect(try results[2][0].get(0) == 7)
            let error = try await postgresError { try await pool.query("SELECT current_setting('app.tenant')::bigint") }
            #expect(error.sqlState == "22P02", "SET LOCAL must not outlive its transaction")
        }
    }

    @Test("counts, names and types of a result")
    func results() async throws {
        try await withDatabase { database in
            try await withPool(size: 1, database: database) { pool in
                try await pool.query("CREATE TABLE house (id bigint PRIMARY KEY, name text)")
                let insert = try await pool.query("INSERT INTO house SELECT n, n::text FROM generate_series(1, 5) n")
                #expect(insert.affected == 5 && insert.isEmpty)
                let select = try await pool.query("SELECT id, name FROM house ORDER BY id")
                #expect(select.count == 5 && select.affected == 5)
                #expect(select.columns == [ColumnDescription(name: "id", oid: 20), ColumnDescription(name: "name", oid: 25)])
                #expect(try select.values() == [1, 2, 3, 4, 5])
            }
        }
    }

    @Test("the first error ends the unit, says where, and keeps values out of its text")
    func firstError() async throws {
        try await withPool(size: 1) { pool in
            let error = try await postgresError {
                try await pool.withConnection { lease in
                    try await lease.pipeline(["BEGIN", "SELECT 1", "SELECT (\("secret"))::bigint", "SELECT 2"])
                }
            }
            #expect(error.kind == .server && error.sqlState == "22P02" && error.statementIndex == 2)
            #expect(error.statementText == "SELECT ($1)::bigint")
            #expect(!error.description.contains("secret"))
            #expect(error.disposition == .permanent)
            #expect(try await pool.query("SELECT 3::bigint")[0].get(0) == 3)
            #expect(pool.statistics.resets == 1)
        }
    }

    @Test(
        "a violated constraint is a conflict with its name",
        arguments: [
            ("INSERT INTO room VALUES (1, 5, 1)", "23505", "room_pkey"), ("INSERT INTO room VALUES (2, -1, 1)", "23514", "room_size"),
            ("INSERT INTO room VALUES (3, 5, 9)", "23503", "room_parent"),
        ])
    func constraints(statement: String, state: String, name: String) async throws {
        try await withDatabase { database in
            let cluster = try await TestCluster.shared()
            try await cluster.administer(database: database) {
                try await $0.execute(
                    script: """
                        CREATE TABLE room (id bigint PRIMARY KEY, size bigint CONSTRAINT room_size CHECK (size > 0),
                            parent bigint CONSTRAINT room_parent REFERENCES room);
                        INSERT INTO room VALUES (1, 1, 1);
                        """)
            }
            try await withPool(size: 1, database: database) { pool in
                let error = try await postgresError { try await pool.query(SQL(reviewedText: statement)) }
                #expect(error.sqlState == state && error.constraint == name && error.disposition == .conflict)
            }
        }
    }

    @Test("an error inside a transaction fails the rest of it; a COMMIT then is an error, not a silent rollback")
    func commitAfterError() async throws {
        try await withPool(size: 1) { pool in
            try await pool.withConnection { lease in
                try await lease.pipeline(["BEGIN"])
                #expect(lease.transactionIsOpen)
                _ = try await postgresError { try await lease.query("SELECT 1 / \(0)") }
                #expect(lease.transactionIsOpen)
                #expect(try await postgresError { try await lease.query("SELECT 1") }.sqlState == "25P02")
                #expect(try await postgresError { try await lease.query("COMMIT") }.sqlState == "40000")
                #expect(!lease.transactionIsOpen)
            }
        }
    }

    @Test("a transaction left open is rolled back before the next caller comes")
    func leftOpen() async throws {
        try await withDatabase { database in
            try await withPool(size: 1, database: database) { pool in
                try await pool.query("CREATE TABLE note (id bigint)")
                try await pool.withConnection { try await $0.pipeline(["BEGIN", "INSERT INTO note VALUES (1)"]) }
                #expect(try await pool.query("SELECT count(*) FROM note")[0].get(0) == 0)
                try await pool.withConnection { lease in
                    try await lease.pipeline(["BEGIN", "INSERT INTO note VALUES (2)"])
                    lease.finishLater(["COMMIT"])
                }
                #expect(try await pool.query("SELECT count(*) FROM note")[0].get(0) == 1)
                #expect(pool.statistics.resets == 1)
            }
        }
    }

    @Test("a lease is worth nothing after its scope")
    func afterScope() async throws {
        try await withPool(size: 1) { pool in
            let kept = try await pool.withConnection { $0 }
            #expect(try await postgresError { try await kept.query("SELECT 1") }.kind == .protocolViolation)
            kept.finishLater(["SELECT 1"])
        }
    }

    @Test("describe tells parameter and column types and executes nothing")
    func describe() async throws {
        try await withPool(size: 1) { pool in
            try await pool.withConnection { lease in
                let description = try await lease.describe("SELECT \(1) AS n, \("x") || 'y' AS t, 1 / 0 AS never")
                #expect(description.parameters == [20, 25])
                #expect(description.columns.map(\.name) == ["n", "t", "never"])
                #expect(description.columns.map(\.oid) == [20, 25, 23])
                #expect(try await postgresError { try await lease.describe("SELECT nothing") }.sqlState == "42703")
                #expect(try await lease.query("SELECT \(4)")[0].get(0) == 4)
            }
        }
    }

    @Test("statements are prepared once; more than 256 texts do not pile up at the server")
    func preparedOnce() async throws {
        try await withPool(size: 1) { pool in
            for number in 1...600 { try await pool.query(SQL(reviewedText: "SELECT \(number)")) }
            for _ in 1...50 { try await pool.query("SELECT \(1) AS same") }
            let names: SQL = "SELECT count(*), count(*) FILTER (WHERE statement LIKE '%AS same') FROM pg_prepared_statements"
            let row = try await pool.query(names)[0]
            #expect(try row.get(0, as: Int.self) <= 258)
            #expect(try row.get(1) == 1)
        }
    }

    @Test("a statement whose table was altered is prepared anew, also inside a unit with BEGIN")
    func stalePlan() async throws {
        try await withDatabase { database in
            try await withPool(size: 1, database: database) { pool in
                try await pool.query("CREATE TABLE part (id bigint)")
                try await pool.query("INSERT INTO part VALUES (5)")
                let whole: SQL = "SELECT * FROM part"
                #expect(try await pool.query(whole).columnCount == 1)
                try await pool.query("ALTER TABLE part ADD name text")
                #expect(try await pool.query(whole).columnCount == 2)
                try await pool.query("ALTER TABLE part ADD size bigint")
                let results = try await pool.withConnection { try await $0.pipeline(["BEGIN", whole, "COMMIT"]) }
                #expect(results[1].columnCount == 3)
                try await pool.query("DEALLOCATE ALL")
                #expect(try await pool.query(whole).columnCount == 3)
                try await pool.withConnection { lease in
                    try await lease.pipeline(["BEGIN", "SET LOCAL lock_timeout = '3s'"])
                    try await lease.pipeline(["ALTER TABLE part ADD place text"])
                    let error = try await postgresError { try await lease.query(whole) }
                    #expect(error.isStalePlan && error.disposition == .retryable)
                }
            }
        }
    }

    @Test("megabytes travel both ways in one unit without the two sides waiting for each other")
    func largeUnit() async throws {
        try await withPool(size: 1) { pool in
            let large = String(repeating: "首问", count: 400_000)
            let echoes = try await pool.withConnection(deadline: .seconds(600)) {
                try await $0.pipeline((0..<8).map { "SELECT \(large), \($0)" })
            }
            for (index, echo) in echoes.enumerated() {
                #expect(try echo[0].get(0) == large)
                #expect(try echo[0].get(1) == index)
            }
        }
    }

    @Test("COPY is refused and costs only its connection")
    func copyIsRefused() async throws {
        try await withPool(size: 1) { (pool) async throws in
            #expect(try await postgresError { try await pool.query("COPY (SELECT 1) TO STDOUT") }.kind == .protocolViolation)
            #expect(try await pool.query("SELECT 1::bigint")[0].get(0) == 1)
        }
    }
}
