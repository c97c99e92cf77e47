package import Domain
package import Postgres

/// The database's sign of life: its clock, and how many of the migrations a release needs it does not have.
package struct Pulse: RowDecodable, Hashable {
    package let now: Instant
    package let missing: Int

    package init(row: inout RowCursor) throws {
        now = try row.next()
        missing = try row.next()
    }

    static func query(needing numbers: [Int]) -> Query<Pulse> {
        let numbers = numbers.map(Int64.init)
        return Query(
            """
            SELECT clock_timestamp(), cardinality(\(numbers)) - (SELECT count(*) FROM schema_migration m WHERE m.number = ANY (\(numbers)))
            """)
    }
}

extension Store {
    /// - Parameters:
    ///   - numbers: of the migrations this release needs.
    ///   - limit: for a connection and the answer together.
    /// - Throws: `busy`, `unavailable`.
    package func pulse(needing numbers: [Int], within limit: Duration) async throws -> Pulse {
        let pulse = try await onConnection(within: limit) { lease in
            try await lease.pipeline([Pulse.query(needing: numbers).sql])[0].decodeFirst(Pulse.self)
        }
        guard let pulse else { throw StoreError.closed }
        return pulse
    }

    package var poolFigures: PoolFigures {
        let statistics = pool.statistics
        return PoolFigures(
            size: statistics.size, idle: statistics.idle, leased: statistics.leased, waiting: statistics.waiting,
            connects: statistics.connects, failedConnects: statistics.failedConnects, resets: statistics.resets)
    }

    /// The queue over all tenants, by kind and state.
    package func queueFigures() async throws -> [QueueFigure] {
        let now = clock.now()
        return try await outside(QueueFigure.all(now: now)).map { $0.asked(at: now) }
    }
}

/// How far the anchors of the audit trail are behind, over all tenants.
package struct AuditLag: RowDecodable, Hashable {
    /// Lines that no anchor covers yet.
    package let waiting: Int
    package let lastAnchor: Instant?

    package init(row: inout RowCursor) throws {
        waiting = try row.next()
        lastAnchor = try row.next()
    }

    static let query = Query<AuditLag>("SELECT waiting, last_anchor FROM app.audit_lag()")
}

extension Store {
    package func auditLag() async throws -> (waiting: Int, seconds: Double) {
        guard let lag = try await outside(AuditLag.query).first else { throw StoreError.closed }
        let seconds = lag.waiting == 0 ? 0 : lag.lastAnchor.map { Double((clock.now() - $0).seconds) } ?? 0
        return (lag.waiting, seconds)
    }
}

/// The connections of one pool.
package struct PoolFigures: Sendable, Hashable {
    package let size: Int
    package let idle: Int
    package let leased: Int
    /// Callers without a connection.
    package let waiting: Int
    /// Since the start of the process.
    package let connects: Int
    package let failedConnects: Int
    package let resets: Int

    /// Being opened, or lost.
    package var down: Int { max(0, size - idle - leased) }
}

/// How many jobs of a kind are in a state; done ones are not counted.
package struct QueueFigure: RowDecodable {
    package let kind: String
    package let state: String
    package let count: Int
    /// Ready and past their time.
    package let due: Int
    private let oldestDue: Instant?
    /// How long the oldest of the due ones has waited.
    package private(set) var oldestDueSeconds = 0.0

    package init(row: inout RowCursor) throws {
        kind = try row.next()
        state = try row.next()
        count = try row.next()
        due = try row.next()
        oldestDue = try row.next()
    }

    static func all(now: Instant) -> Query<QueueFigure> {
        Query("SELECT kind, state, jobs, due, oldest_due FROM app.queue_figures(\(now))")
    }

    fileprivate func asked(at now: Instant) -> QueueFigure {
        var figure = self
        figure.oldestDueSeconds = oldestDue.map { Double((now - $0).seconds) } ?? 0
        return figure
    }
}
