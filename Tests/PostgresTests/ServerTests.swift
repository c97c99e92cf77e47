import Glibc
import Postgres
import Synchronization
import TestSupport
import Testing

@Suite("Servers go away and come back")
struct ServerTests {
    @Test("stopped, callers learn it cannot be reached; started again, the same pool works")
    func stoppedAndStarted() async throws {
        try await withOwnServer { cluster in
            try await withPool(on: cluster.connectionString(), configure: { $0.acquireTimeout = .milliseconds(200) }) { pool in
                try await pool.opened()
                try await cluster.stop()
                try await pool.until { $0.idle == 0 && $0.failedConnects > 0 }
                let error = try await postgresError { try await pool.query("SELECT 1") }
                #expect(error.kind == .cannotConnect && error.disposition == .retryable)
                try await cluster.restart()
                try await pool.until { $0.idle == 2 }
                #expect(try await pool.query("SELECT 2::bigint")[0].get(0) == 2)
                #expect(pool.statistics.connectError == nil)
            }
        }
    }

    @Test("a server that is not there at the start is found when it comes")
    func startedLater() async throws {
        try await withOwnServer { cluster in
            try await cluster.stop()
            try await withPool(on: cluster.connectionString(), configure: { $0.acquireTimeout = .milliseconds(50) }) { pool in
                #expect(try await postgresError { try await pool.query("SELECT 1") }.kind == .cannotConnect)
                try await cluster.restart()
                try await pool.until { $0.idle == 2 }
                #expect(try await pool.query("SELECT 1::bigint")[0].get(0) == 1)
            }
        }
    }

    @Test("a server that falls silent costs its callers their deadline and the cancel's, then the pool is whole again")
    func silentServer() async throws {
        try await withOwnServer { cluster in
            try await withPool(on: cluster.connectionString()) { pool in
                try await pool.opened()
                try cluster.signal(SIGSTOP)
                await withTaskGroup { group in
                    for _ in 0..<2 {
                        group.addTask {
                            let error = try? await postgresError {
                                try await pool.withConnection(deadline: .milliseconds(100)) {
                                    try await $0.pipeline(["BEGIN", "SELECT 1"])
                                }
                            }
                            #expect(error?.kind == .deadline)
                        }
                    }
                }
                try cluster.signal(SIGCONT)
                try await pool.until { $0.idle == 2 && $0.connects >= 4 }
                #expect(try await pool.query("SELECT 2::bigint")[0].get(0) == 2)
            }
        }
    }

    @Test("a host that accepts and never answers cannot be connected to")
    func silentListener() async throws {
        let door = Door(to: "/nowhere", .silent)
        defer { door.close() }
        try await withPool(
            on: "host=127.0.0.1 port=\(door.port) dbname=x user=x", size: 1, configure: { $0.acquireTimeout = .milliseconds(100) },
        ) { (pool) async throws in
            #expect(try await postgresError { try await pool.query("SELECT 1") }.kind == .cannotConnect)
        }
    }

    @Test("while every connection sleeps at the server, Swift's own threads stay free: a 10 ms ticker keeps ticking")
    func ticker() async throws {
        try await withPool(size: 8) { pool in
            try await pool.opened()
            let isOver = Flag()
            let longest = await withTaskGroup(of: Duration.self) { group in
                group.addTask {
                    var longest = Duration.zero
                    var last = ContinuousClock.now
                    while !isOver.isRaised {
                        try? await Task.sleep(for: .milliseconds(10))
                        longest = max(longest, last.duration(to: .now))
                        last = .now
                    }
                    return longest
                }
                await withTaskGroup { sleepers in
                    for _ in 0..<8 { sleepers.addTask { _ = try? await pool.query("SELECT pg_sleep(4)") } }
                }
                isOver.raise()
                return await group.next() ?? .seconds(60)
            }
            // A query that held one of Swift's threads would stop the ticker for as long as it sleeps; a busy machine only slows it.
            #expect(longest < .milliseconds(3_900), "the longest gap was \(longest)")
        }
    }

    @Test("64 tasks with random cancellations and killed backends never get each other's answers")
    func noMixes() async throws {
        let cluster = try await TestCluster.shared()
        let seed = UInt64.random(in: 0 ... .max)
        try await withPool(
            size: 6,
            configure: {
                $0.session.applicationName = "mix \(seed)"; $0.acquireTimeout = .seconds(60)
            }
        ) { pool in
            let counts = Counts()
            let isOver = Flag()
            let killer = Task {
                try await cluster.administer { connection in
                    while !isOver.isRaised {
                        let name = "mix \(seed)"
                        let victim: SQL = "SELECT pid FROM pg_stat_activity WHERE application_name = \(name) ORDER BY random() LIMIT 1"
                        try await connection.query("SELECT pg_terminate_backend(pid) FROM (\(victim)) AS victim")
                        try await Task.sleep(for: .milliseconds(20))
                    }
                }
            }
            await withTaskGroup { group in
                for task in 0..<64 { group.addTask { await ask(pool, task: task, seed: seed, counts) } }
            }
            isOver.raise()
            try await killer.value
            let tally = counts.tally.withLock { $0 }
            #expect(tally.mixed == 0 && tally.right > 0 && tally.cancelled > 0, "seed \(seed): \(tally)")
            #expect(try await pool.query("SELECT \(5)")[0].get(0) == 5)
            try await pool.until { $0.leased == 0 }
        }
    }
}

private final class Flag: Sendable {
    private let raised = Atomic<Bool>(false)
    var isRaised: Bool { raised.load(ordering: .acquiring) }
    func raise() { raised.store(true, ordering: .releasing) }
}

private final class Counts: Sendable {
    struct Tally {
        var right = 0
        var mixed = 0
        var cancelled = 0
    }

    let tally = Mutex(Tally())
}

/// Asks with a mark of its own again and again, cancelling itself at random.
private func ask(_ pool: ConnectionPool, task: Int, seed: UInt64, _ counts: Counts) async {
    var random = SeededGenerator(seed: seed &+ UInt64(task))
    for round in 0..<60 {
        let mark = task * 1_000 + round
        let nap = Double.random(in: 0...0.004, using: &random)
        let question = Task {
            try await pool.withConnection { lease in
                let results = try await lease.pipeline([
                    "BEGIN", "SELECT set_config('app.mark', \(String(mark)), true)", "SELECT pg_sleep(\(nap))",
                    "SELECT current_setting('app.mark')::bigint, \(mark)",
                ])
                let marks: [Int] = [try results[3][0].get(0), try results[3][0].get(1)]
                lease.finishLater(["COMMIT"])
                return marks
            }
        }
        if Int.random(in: 0..<3, using: &random) == 0 {
            try? await Task.sleep(for: .microseconds(Int64.random(in: 0...3_000, using: &random)))
            question.cancel()
        }
        switch await question.result {
        case .success(let marks) where marks == [mark, mark]: counts.tally.withLock { $0.right += 1 }
        case .success: counts.tally.withLock { $0.mixed += 1 }
        case .failure(let error):
            if (error as? PostgresError)?.kind == .cancelled { counts.tally.withLock { $0.cancelled += 1 } }
        }
    }
}
