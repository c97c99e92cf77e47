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

/// A promise past its time that nobody has marked yet, with whom to tell as things stand now.
struct DueDeadlineRow: RowDecodable {
    let id: DeadlineID
    let ticket: TicketID
    /// Who owes it.
    let unit: UnitID
    let upperUnit: UnitID?
    /// Who has the matter in hand, where that is not who owes the promise.
    let holder: UnitID?
    let dueAt: Instant
    let title: String

    init(row: inout RowCursor) throws {
        id = try row.next()
        ticket = try row.next()
        unit = try row.next()
        upperUnit = try row.next()
        holder = try row.next()
        dueAt = try row.next()
        title = try row.next()
    }

    /// Locks what it takes; what another transaction is changing right now is left for the next sweep. A promise to accept, plan or
    /// visit ends when the matter changes hands; the one to resolve goes on, and is owed by whoever owns the matter today.
    static func take(tenant: TenantID, now: Instant) -> Query<DueDeadlineRow> {
        Query(
            """
            SELECT d.id, d.ticket_id, CASE d.kind WHEN 'resolve' THEN t.owner_unit_id ELSE d.unit_id END,
                CASE WHEN d.kind <> 'resolve' THEN d.upper_unit_id
                    WHEN t.rung = 'project' THEN CASE t.line WHEN 'vendor' THEN t.vendor_id ELSE t.company_id END
                    WHEN t.rung = 'centre' THEN
                        (SELECT g.id FROM org_unit g WHERE g.tenant_id = d.tenant_id AND g.kind = 'group') END,
                CASE WHEN d.kind = 'resolve' AND t.holder_unit_id <> t.owner_unit_id THEN t.holder_unit_id END, d.due_at, t.title
            FROM ticket_deadline d JOIN ticket t ON t.tenant_id = d.tenant_id AND t.id = d.ticket_id
            WHERE d.tenant_id = \(tenant) AND d.due_at <= \(now) AND d.met_at IS NULL AND d.cancelled_at IS NULL AND d.breached_at IS NULL
            ORDER BY d.due_at LIMIT 200 FOR UPDATE OF d SKIP LOCKED
            """)
    }

    static func mark(_ deadlines: [DeadlineID], tenant: TenantID, now: Instant) -> SQL {
        "UPDATE ticket_deadline SET breached_at = \(now) WHERE tenant_id = \(tenant) AND id = ANY (\(deadlines)) AND breached_at IS NULL"
    }

    func notice() throws -> NewJob? {
        var told = [Notice(.overdue, to: .unit(unit))]
        if let holder { told.append(Notice(.overdue, to: .unit(holder))) }
        if let upperUnit, upperUnit != holder { told.append(Notice(.overdueBelow, to: .unit(upperUnit))) }
        return try DeliverNotices.job(told, ticket: ticket, cause: "breach-\(id)", subject: title, at: dueAt)
    }
}
