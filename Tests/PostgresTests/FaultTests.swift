import Postgres
import TestSupport
import Testing

@Suite("Whatever breaks, the caller learns what it means and the pool recovers")
struct FaultTests {
    @Test("a unit past its deadline is cancelled at the server, and its connection goes on")
    func deadline() async throws {
        try await withPool(size: 1) { pool in
            let pid: Int32 = try await pool.query("SELECT pg_backend_pid()")[0].get(0)
            let error = try await postgresError { try await pool.query("SELECT pg_sleep(4)", deadline: .milliseconds(100)) }
            #expect(error.kind == .deadline && error.disposition == .busy)
            #expect(try await pool.query("SELECT pg_backend_pid()")[0].get(0) == pid)
            #expect(pool.statistics.connects == 1)
        }
    }

    @Test("the server's own statement timeout has the same name")
    func statementTimeout() async throws {
        try await withPool(size: 1, configure: { $0.session.statementTimeout = .milliseconds(80) }) { pool in
            let error = try await postgresError { try await pool.query("SELECT pg_sleep(4)") }
            #expect(error.kind == .deadline && error.sqlState == "57014" && error.statementIndex == 0)
        }
    }

    @Test("a lease's time covers all its trips")
    func leaseDeadline() async throws {
        try await withPool(size: 1) { pool in
            try await pool.opened()
            let error = try await postgresError {
                try await pool.withConnection(deadline: .milliseconds(150)) { lease in
                    try await lease.pipeline(["BEGIN", "SELECT pg_sleep(0.1)"])
                    try await lease.pipeline(["SELECT pg_sleep(4)"])
                }
            }
            #expect(error.kind == .deadline)
            #expect(try await pool.query("SELECT 1::bigint")[0].get(0) == 1)
        }
    }

    @Test("cancelling a task cancels its statement at the server")
    func taskCancellation() async throws {
        let cluster = try await TestCluster.shared()
        try await withPool(size: 1) { pool in
            let task = Task { try await pool.query("SELECT pg_sleep(4), 'cancelled task'") }
            try await cluster.administer { connection in
                let running: SQL =
                    "SELECT EXISTS (SELECT FROM pg_stat_activity WHERE query LIKE '%''cancelled task''' AND state = 'active')"
                try await until(connection, running)
                task.cancel()
                #expect(try await postgresError { try await task.value }.kind == .cancelled)
                try await until(connection, "SELECT NOT (\(running))")
            }
            #expect(try await pool.query("SELECT 1::bigint")[0].get(0) == 1)
            #expect(pool.statistics.connects == 1)
        }
    }

    @Test("a task cancelled beforehand sends nothing")
    func cancelledBefore() async throws {
        try await withPool(size: 1) { (pool) async throws in
            let sequence = "SELECT nextval('never')"
            let task = Task {
                withUnsafeCurrentTask { $0?.cancel() }
                return try await pool.query(SQL(reviewedText: sequence))
            }
            #expect(try await postgresError { try await task.value }.kind == .cancelled)
        }
    }

    @Test("a killed backend is retryable inside a transaction; the pool replaces it")
    func killedBackend() async throws {
        let cluster = try await TestCluster.shared()
        try await withPool(size: 1) { pool in
            let error = try await postgresError {
                try await pool.withConnection { lease in
                    let results = try await lease.pipeline(["BEGIN", "SELECT pg_backend_pid()"])
                    let pid: Int32 = try results[1][0].get(0)
                    try await cluster.administer { _ = try await $0.query("SELECT pg_terminate_backend(\(pid), 5000)") }
                    try await lease.pipeline(["SELECT 1"])
                }
            }
            #expect(error.disposition == .retryable)
            #expect(try await pool.query("SELECT 1::bigint")[0].get(0) == 1)
            #expect(pool.statistics.connects == 2)
        }
    }

    @Test("a backend killed in the middle of a statement outside a transaction had no effect, and says so")
    func killedWhileRunning() async throws {
        try await withPool(size: 1) { pool in
            let error = try await postgresError { try await pool.query("SELECT pg_terminate_backend(pg_backend_pid()), pg_sleep(3)") }
            #expect(error.sqlState == "57P01" && error.disposition == .retryable)
            #expect(try await pool.query("SELECT 1::bigint")[0].get(0) == 1)
        }
    }

    @Test("an idle connection that dies is replaced without anybody noticing")
    func killedIdle() async throws {
        let cluster = try await TestCluster.shared()
        try await withPool(size: 1) { pool in
            let pid: Int32 = try await pool.query("SELECT pg_backend_pid()")[0].get(0)
            try await cluster.administer { _ = try await $0.query("SELECT pg_terminate_backend(\(pid), 5000)") }
            try await pool.until { $0.connects == 2 && $0.idle == 1 }
            #expect(try await pool.query("SELECT pg_backend_pid()")[0].get(0) != pid)
        }
    }

    @Test("all connections busy: the next caller gets a typed error after its wait")
    func exhaustion() async throws {
        try await withPool(
            size: 1,
            configure: {
                $0.acquireTimeout = .milliseconds(50); $0.waiterLimit = 1
            }
        ) { pool in
            try await pool.opened()
            let error = try await pool.withConnection { _ in
                try await postgresError { try await pool.query("SELECT 1") }
            }
            #expect(error.kind == .poolExhausted && error.disposition == .busy)
            #expect(try await pool.query("SELECT 1::bigint")[0].get(0) == 1)
        }
    }

    @Test("too many waiting callers are refused at once; a cancelled one makes room")
    func tooManyWaiters() async throws {
        try await withPool(
            size: 1,
            configure: {
                $0.acquireTimeout = .seconds(3_600); $0.waiterLimit = 1
            }
        ) { pool in
            try await pool.withConnection(deadline: .seconds(3_600)) { _ in
                let waiting = Task { try await pool.query("SELECT 1", deadline: .seconds(3_600)) }
                try await pool.until { $0.waiting == 1 }
                #expect(try await postgresError { try await pool.query("SELECT 1") }.kind == .poolExhausted)
                waiting.cancel()
                #expect(try await postgresError { try await waiting.value }.kind == .cancelled)
                #expect(pool.statistics.waiting == 0)
            }
        }
    }

    @Test("a closed pool refuses, and ends only when its leases are over")
    func closedPool() async throws {
        let pool = ConnectionPool(PoolConfiguration(try await TestCluster.shared().connectionString(), size: 2))
        let service = Task { try await pool.run() }
        try await pool.withConnection { lease in
            try await lease.query("SELECT 1")
            service.cancel()
            var refusal: PostgresError?
            while refusal == nil {
                do { try await pool.query("SELECT 1") } catch let error as PostgresError { refusal = error }
            }
            #expect(refusal?.kind == .poolClosed)
            #expect(try await lease.query("SELECT 2::bigint")[0].get(0) == 2)
        }
        try await service.value
        #expect(pool.statistics.leased == 0 && pool.statistics.idle == 0)
    }

    @Test("a shutdown does not wait for ever for a lease: its connection is cut")
    func shutdownGrace() async throws {
        var configuration = PoolConfiguration(try await TestCluster.shared().connectionString(), size: 1)
        configuration.shutdownGrace = .milliseconds(50)
        let pool = ConnectionPool(configuration)
        try await pool.opened()
        try await pool.withConnection { lease in
            try await lease.query("SELECT 1")
            let end = Task { await pool.shutdown() }
            var error: PostgresError?
            while error == nil {
                do { try await lease.query("SELECT 1") } catch let caught as PostgresError { error = caught }
            }
            #expect(error?.kind == .connectionLost)
            _ = end
        }
        await pool.shutdown()
    }

    @Test("connections older than their lifetime are replaced, idle or busy")
    func lifetime() async throws {
        try await withPool(size: 1, configure: { $0.lifetime = .milliseconds(60) }) { pool in
            try await pool.query("SELECT 1")
            try await pool.until { $0.connects >= 3 }
            while pool.statistics.connects < 5 { try await pool.query("SELECT 1") }
        }
    }

    @Test("idle connections prove that they are alive")
    func idleCheck() async throws {
        let cluster = try await TestCluster.shared()
        try await withPool(
            size: 1,
            configure: {
                $0.idleCheck = .milliseconds(30); $0.session.applicationName = "idle check"
            }
        ) { pool in
            try await pool.query("SELECT 'not the check'")
            try await cluster.administer {
                try await until(
                    $0, "SELECT EXISTS (SELECT FROM pg_stat_activity WHERE application_name = 'idle check' AND query = 'SELECT 1')")
            }
            #expect(pool.statistics.connects == 1)
        }
    }
}
