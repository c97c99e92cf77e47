internal import Domain
internal import Postgres

/// Complaints of a unit between two moments, and what became of them.
struct ComplaintFiguresRow: RowDecodable {
    let figures: ComplaintFigures

    init(row: inout RowCursor) throws {
        figures = ComplaintFigures(
            received: try row.next(), closed: try row.next(), overdue: try row.next(), escalated: try row.next(), visited: try row.next(),
            satisfied: try row.next(), households: try row.next())
    }

    /// Matters that the unit's own level may see (COMPLAINT-P1): whoever reads the report finds the same figures in it.
    static func of(_ viewpoint: UnitRef, wave: WaveID, from: Instant, to: Instant, tenant: TenantID, now: Instant) -> Query<
        ComplaintFiguresRow
    > {
        let households: SQL =
            switch viewpoint.kind {
            case .company: " AND x.company_id = \(viewpoint.id)"
            case .project: " AND x.project_id = \(viewpoint.id)"
            case .group, .vendor, .vendorSite: .empty
            }
        return Query(
            """
            SELECT count(*), count(*) FILTER (WHERE NOT t.open), count(*) FILTER (WHERE t.open AND t.due_at < \(now)),
                count(*) FILTER (WHERE t.rung IN ('centre', 'group', 'litigation')), count(t.satisfied),
                count(*) FILTER (WHERE t.satisfied),
                (SELECT coalesce(sum(x.households), 0)::bigint FROM survey_wave_unit x
                    WHERE x.tenant_id = \(tenant) AND x.wave_id = \(wave)\(households))
            FROM ticket t WHERE t.tenant_id = \(tenant) AND t.received_at >= \(from) AND t.received_at < \(to)
                AND t.floor <= \(viewpoint.level)\(viewpoint.ticketTerm)
            """)
    }
}
