internal import Domain
internal import Postgres

/// Marks promises that were missed and tells the unit that owes them and the one above it; each promise once.
package enum SweepDeadlines {
    package static let kind = "sweepDeadlines"
    static let batch = 200

    /// The worker's effect: one batch in one transaction. While more may be due it queues itself once more.
    package static func run(_ tx: WriteTransaction, _ job: Job) async throws {
        let due = try await tx.fetch(DueDeadlineRow.take(tenant: tx.tenant, now: tx.now))
        guard !due.isEmpty else { return }
        var statements = [DueDeadlineRow.mark(due.map(\.id), tenant: tx.tenant, now: tx.now)]
        for deadline in due {
            if let job = try deadline.notice() { statements.append(job.enqueue(tenant: tx.tenant, now: tx.now)) }
        }
        if due.count == batch {
            // Another key than the waiting sweep's: this job still counts as running.
            let next = NewJob(
                kind: kind, payload: JSONText("{}"), runAt: tx.now, uniqueKey: "sweepDeadlines-\(due.last?.id.rawValue ?? 0)", priority: 50)
            statements.append(next.enqueue(tenant: tx.tenant, now: tx.now))
        }
        try await tx.change(statements)
    }
}

/// A promise past its time that nobody has marked yet.
struct DueDeadlineRow: RowDecodable {
    let id: DeadlineID
    let ticket: TicketID
    let unit: UnitID
    let upperUnit: UnitID?
    let dueAt: Instant
    let title: String

    init(row: inout RowCursor) throws {
        id = try row.next()
        ticket = try row.next()
        unit = try row.next()
        upperUnit = try row.next()
        dueAt = try row.next()
        title = try row.next()
    }

    /// Locks what it takes; what another transaction is changing right now is left for the next sweep.
    static func take(tenant: TenantID, now: Instant) -> Query<DueDeadlineRow> {
        Query(
            """
            SELECT d.id, d.ticket_id, d.unit_id, d.upper_unit_id, d.due_at, t.title
            FROM ticket_deadline d JOIN ticket t ON t.tenant_id = d.tenant_id AND t.id = d.ticket_id
            WHERE d.tenant_id = \(tenant) AND d.due_at <= \(now) AND d.met_at IS NULL AND d.cancelled_at IS NULL AND d.breached_at IS NULL
            ORDER BY d.due_at LIMIT 200 FOR UPDATE OF d SKIP LOCKED
            """)
    }

    static func mark(_ deadlines: [DeadlineID], tenant: TenantID, now: Instant) -> SQL {
        "UPDATE ticket_deadline SET breached_at = \(now) WHERE tenant_id = \(tenant) AND id = ANY (\(deadlines)) AND breached_at IS NULL"
    }

    func notice() throws -> NewJob? {
        let upper = upperUnit.map { [Notice(.overdueBelow, to: .unit($0))] } ?? []
        return try DeliverNotices.job(
            [Notice(.overdue, to: .unit(unit))] + upper, ticket: ticket, cause: "breach-\(id)", subject: title, at: dueAt)
    }
}
