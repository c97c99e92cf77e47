package import Domain
package import Postgres

/// Counts what operating data says about vendors, a month at a time, from the rows: a month counted twice is the same, and one that moved
/// is right after the next count. Runs every hour for the running month, in its first week also for the one before; what is overdue
/// goes up a tier on the way.
package enum CountFacts {
    package static let kind = "countFacts"

    /// The worker's effect.
    package static func run(_ tx: WriteTransaction, _ job: Job) async throws {
        let today = Day(tx.now, offsetMinutes: try await tx.groupOffset())
        let month = ScoreMonth(today)
        try await tx.countFacts(today.day <= 7 ? [month.adding(months: -1), month] : [month])
        try await tx.escalateOverdue(today)
    }

    static func enqueue(now: Instant) -> Query<Single<Int>> { Query("SELECT app.enqueue_scores(\(now))") }

    static func clear(_ month: ScoreMonth, tenant: TenantID) -> SQL {
        "DELETE FROM score_cell WHERE tenant_id = \(tenant) AND month = \(Int32(month.number))"
    }

    /// All measures of a month. Whose they are is decided by the day: whoever was engaged at the project then (ORG-R15), so a change-over
    /// splits them by tenure. Only the vendor's line counts, and only promises and exchanges of the vendor's own units.
    static func count(_ month: ScoreMonth, offsetMinutes offset: Int, tenant: TenantID, now: Instant) -> SQL {
        let (first, last) = (month.first, month.last)
        let (from, to) = (Instant(first, offsetMinutes: offset), Instant(last.adding(days: 1), offsetMinutes: offset))
        let today = Day(now, offsetMinutes: offset)
        return """
            INSERT INTO score_cell (tenant_id, company_id, project_id, vendor_id, month, measure, n)
            SELECT \(tenant), min(e.company_id), e.project_id, e.vendor_id, \(Int32(month.number)), x.measure, sum(x.n)
            FROM (
                SELECT t.project_id, t.received_at AS at, m.measure, 1::bigint AS n
                FROM ticket t CROSS JOIN LATERAL (VALUES ('received', true), ('complaints', t.kind = 'complaint'), ('repairs', t.kind = 'repair'),
                    ('repeats', t.repeat_of IS NOT NULL)) AS m (measure, counts)
                WHERE t.tenant_id = \(tenant) AND t.received_at >= \(from) AND t.received_at < \(to) AND t.line = 'vendor' AND m.counts
                UNION ALL
                SELECT t.project_id, v.at, CASE WHEN v.action = 'reopen' THEN 'reopened' ELSE 'closed' END, 1
                FROM ticket_event v JOIN ticket t ON t.tenant_id = v.tenant_id AND t.id = v.ticket_id
                WHERE v.tenant_id = \(tenant) AND v.at >= \(from) AND v.at < \(to) AND (v.state_to = 'closed' OR v.action = 'reopen')
                    AND (v.action = 'reopen' OR v.state_from IS DISTINCT FROM 'closed') AND t.line = 'vendor'
                UNION ALL
                SELECT d.project_id, d.due_at, m.measure, 1
                FROM ticket_deadline d JOIN org_unit u ON u.tenant_id = d.tenant_id AND u.id = d.unit_id AND u.vendor_id IS NOT NULL
                CROSS JOIN LATERAL (VALUES ('answerDue', d.kind IN ('accept', 'plan')), ('answerKept', d.kind IN ('accept', 'plan')
                    AND d.met_at <= d.due_at), ('solveDue', d.kind = 'resolve'), ('solveKept', d.kind = 'resolve' AND d.met_at <= d.due_at))
                    AS m (measure, counts)
                WHERE d.tenant_id = \(tenant) AND d.due_at >= \(from) AND d.due_at < \(to) AND d.cancelled_at IS NULL
                    AND (d.due_at <= \(now) OR d.met_at IS NOT NULL) AND m.counts
                UNION ALL
                SELECT v.project_id, v.at, m.measure, 1
                FROM ticket_visit v JOIN ticket t ON t.tenant_id = v.tenant_id AND t.id = v.ticket_id AND t.line = 'vendor'
                CROSS JOIN LATERAL (VALUES ('visited', true), ('satisfied', v.outcome = 'satisfied')) AS m (measure, counts)
                WHERE v.tenant_id = \(tenant) AND v.at >= \(from) AND v.at < \(to) AND v.outcome <> 'unreachable' AND m.counts
                UNION ALL
                SELECT s.project_id, s.answered_at, 'escalated', 1
                FROM ticket_escalation s JOIN org_unit u ON u.tenant_id = s.tenant_id AND u.id = s.from_unit_id AND u.vendor_id IS NOT NULL
                WHERE s.tenant_id = \(tenant) AND s.answered_at >= \(from) AND s.answered_at < \(to) AND s.state = 'accepted'
                UNION ALL
                SELECT s.project_id, s.replied_at, m.measure, m.n
                FROM ticket_exchange s JOIN org_unit u ON u.tenant_id = s.tenant_id AND u.id = s.to_unit_id AND u.vendor_id IS NOT NULL
                CROSS JOIN LATERAL (VALUES ('replies', 1::bigint),
                    ('replyMinutes', (extract(epoch FROM s.replied_at - s.opened_at) / 60)::bigint)) AS m (measure, n)
                WHERE s.tenant_id = \(tenant) AND s.replied_at >= \(from) AND s.replied_at < \(to)
            ) x
            JOIN engagement e ON e.tenant_id = \(tenant) AND e.project_id = x.project_id
                AND e.from_on <= (x.at AT TIME ZONE 'UTC' + make_interval(mins => \(Int32(offset))))::date
                AND (e.to_on IS NULL OR e.to_on >= (x.at AT TIME ZONE 'UTC' + make_interval(mins => \(Int32(offset))))::date)
            GROUP BY e.project_id, e.vendor_id, x.measure HAVING sum(x.n) > 0
            UNION ALL
            SELECT \(tenant), min(x.company_id), x.project_id, x.vendor_id, \(Int32(month.number)), x.measure, sum(x.n)
            FROM (
                SELECT r.company_id, r.project_id, r.vendor_id, m.measure, 1::bigint AS n
                FROM rectification r CROSS JOIN LATERAL (VALUES ('ordersDue', true),
                    ('ordersOverdue', r.first_done_on IS NULL OR r.first_done_on > r.due_on)) AS m (measure, counts)
                WHERE r.tenant_id = \(tenant) AND r.due_on >= \(first) AND r.due_on <= \(last) AND r.due_on < \(today) AND r.state <> 'dropped'
                    AND m.counts
                UNION ALL
                SELECT i.company_id, i.project_id, i.vendor_id, m.measure, m.n
                FROM score_inspected i CROSS JOIN LATERAL (VALUES
                    (CASE WHEN i.method = 'walk' THEN 'walked' ELSE 'spotChecked' END, i.checked::bigint),
                    (CASE WHEN i.method = 'walk' THEN 'walkFailed' ELSE 'spotFailed' END, i.failed::bigint)) AS m (measure, n)
                WHERE i.tenant_id = \(tenant) AND i.day >= \(first) AND i.day <= \(last)
                UNION ALL
                SELECT e.company_id, e.project_id, e.vendor_id, 'households',
                    round(h.n * (least(coalesce(e.to_on, \(last)), \(last)) - greatest(e.from_on, \(first)) + 1)::numeric
                        / (\(last)::date - \(first)::date + 1))::bigint
                FROM engagement e
                JOIN (SELECT h.project_id, count(*) AS n FROM house h JOIN org_unit p ON p.tenant_id = h.tenant_id AND p.id = h.project_id
                    WHERE h.tenant_id = \(tenant) AND coalesce(h.handed_over_on, p.handed_over_on) <= \(last) GROUP BY h.project_id) h
                    ON h.project_id = e.project_id
                WHERE e.tenant_id = \(tenant) AND e.from_on <= \(last) AND (e.to_on IS NULL OR e.to_on >= \(first))
            ) x GROUP BY x.project_id, x.vendor_id, x.measure HAVING sum(x.n) > 0
            """
    }
}

extension Store {
    /// Queues the hourly count for each tenant that engages vendors; answers how many.
    @discardableResult
    package func enqueueScores() async throws -> Int {
        try await outside(CountFacts.enqueue(now: clock.now())).first?.value ?? 0
    }
}

extension WriteTransaction {
    /// Counts whole months anew from the rows.
    package func countFacts(_ months: [ScoreMonth]) async throws {
        // A month of a large group is more than a page's statement may take; nobody waits for it at a screen.
        try await takeTime()
        let offset = try await groupOffset()
        try await change(
            months.flatMap { month in
                [
                    CountFacts.clear(month, tenant: tenant), CountFacts.count(month, offsetMinutes: offset, tenant: tenant, now: now),
                ]
            })
    }

    /// Minutes east of UTC, for jobs, which have no place.
    func groupOffset() async throws -> Int {
        guard let offset = try await fetchFirst(FactStatements.offset(tenant: tenant))?.value else { throw StoreError.notFound }
        return offset
    }

    /// Writes what an inspection found, once: what was judged counts in the month of the day.
    /// - Parameter source: names the inspection, so that it counts once.
    package func noteInspected(
        _ method: InspectionMethod, vendor: UnitID, at project: UnitRef, on day: Day, checked: Int, failed: Int, title: String,
        source: String,
        by name: String
    ) async throws {
        try await change([
            FactStatements.inspected(
                method, vendor: vendor, project: project, on: day, checked: checked, failed: failed, title: title, source: source, by: name,
                tenant: tenant, now: now)
        ])
        audit(
            .inspectionNoted, .unit(project.id, label: project.code), at: project,
            ["method": method.code, "checked": String(checked), "failed": String(failed)])
    }
}

/// A vendor's sums at a project.
package struct FactCellRow: RowDecodable {
    package let vendor: UnitID
    package let project: UnitID
    package let measure: FactMeasure
    package let n: Int

    package init(row: inout RowCursor) throws {
        vendor = try row.next()
        project = try row.next()
        measure = try row.next()
        n = try row.next()
    }

    /// Over some months, for the cards of a batch.
    static func sums(_ vendors: [UnitID], months: [ScoreMonth], tenant: TenantID) -> Query<FactCellRow> {
        Query(
            """
            SELECT vendor_id, project_id, measure, sum(n)::bigint FROM score_cell
            WHERE tenant_id = \(tenant) AND vendor_id = ANY (\(vendors)) AND month = ANY (\(months.map { Int32($0.number) }))
            GROUP BY vendor_id, project_id, measure
            """)
    }
}

enum FactStatements {
    static func offset(tenant: TenantID) -> Query<Single<Int>> {
        Query("SELECT utc_offset_minutes::bigint FROM tenant WHERE id = \(tenant)")
    }

    static func inspected(
        _ method: InspectionMethod, vendor: UnitID, project: UnitRef, on day: Day, checked: Int, failed: Int, title: String, source: String,
        by name: String, tenant: TenantID, now: Instant
    ) -> SQL {
        """
        INSERT INTO score_inspected (tenant_id, company_id, project_id, vendor_id, method, source, title, day, checked, failed, noted_by_name,
            at)
        VALUES (\(tenant), \(project.company), \(project.id), \(vendor), \(method), \(source), \(title), \(day), \(Int32(checked)),
            \(Int32(failed)), \(name), \(now))
        ON CONFLICT (tenant_id, source) DO NOTHING
        """
    }
}
