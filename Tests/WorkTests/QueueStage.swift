import Domain
import Logging
import Postgres
import Store
import TestSupport
import Work

/// A database of its own, a clock that stands still, and jobs whose effects can be counted.
struct QueueStage {
    let cast: Cast

    static func open(connections: Int = 8) async throws -> QueueStage {
        QueueStage(cast: try await Cast.assemble(connections: connections))
    }

    var tenant: TenantID { cast.yunshan.id }

    static let logger = Logger(label: "test", factory: { _ in SwiftLogNoOpLogHandler() })
    /// The kind of the counted jobs, and of the trace each leaves: one row that waits for ever.
    static let counted = "counted"
    static let trace = "trace"

    /// Leaves a trace in the transaction of the effect.
    static func leaveTrace(_ tx: WriteTransaction, _ job: Job) async throws {
        try await tx.enqueue(trace, payload: job.payload, at: tx.now + .days(3_650))
    }

    func worker(_ name: String, _ effect: @escaping JobRegistry.Effect = QueueStage.leaveTrace) throws -> Worker {
        let registry = try JobRegistry(
            [.init(Self.counted, effect), .init(Self.trace) { _, _ in }], kinds: [Self.counted, Self.trace])
        return Worker(store: cast.store, registry: registry, name: name, logger: Self.logger)
    }

    func product(_ name: String) throws -> Worker {
        Worker(store: cast.store, registry: try .standard(), name: name, logger: Self.logger)
    }

    /// Jobs with the numbers 0 ..< count, ready now.
    func queue(_ count: Int, attempts: Int32 = 10) async throws {
        let (now, tenant) = (cast.clock.now(), tenant)
        try await cast.database.administer { connection in
            try await connection.query(
                """
                INSERT INTO job (tenant_id, kind, payload, run_at, created_at, max_attempts)
                SELECT \(tenant), \(Self.counted), jsonb_build_object('number', n), \(now), \(now), \(attempts)
                FROM generate_series(0, \(Int32(count - 1))) n
                """)
        }
    }

    /// How often each number left its trace.
    func traces() async throws -> [Int: Int] {
        let rows = try await cast.database.administer { connection in
            try await connection.query("SELECT (payload ->> 'number')::integer FROM job WHERE kind = \(Self.trace)").values(Int32.self)
        }
        return Dictionary(rows.map { (Int($0), 1) }, uniquingKeysWith: +)
    }

    struct JobState: RowDecodable, Hashable {
        let state: String
        let attempt: Int
        let runAt: Instant
        let lastError: String?

        init(row: inout RowCursor) throws {
            state = try row.next()
            attempt = Int(try row.next(Int32.self))
            runAt = try row.next()
            lastError = try row.next()
        }
    }

    func jobs(_ kind: String = QueueStage.counted) async throws -> [JobState] {
        try await cast.database.administer { connection in
            try await connection.query("SELECT state, attempt, run_at, last_error FROM job WHERE kind = \(kind) ORDER BY id").decode(
                JobState.self)
        }
    }

    /// Rounds of all workers side by side until none finds anything.
    func drain(_ workers: [Worker]) async throws {
        try await withThrowingTaskGroup { group in
            for worker in workers { group.addTask { while try await worker.round() > 0 {} } }
            try await group.waitForAll()
        }
    }
}
