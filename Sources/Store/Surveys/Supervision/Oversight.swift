package import Domain
package import Postgres

/// How one company does with measuring satisfaction this year (SURVEY-R5).
package struct OversightRow: RowDecodable, Hashable {
    package let company: UnitID
    package let name: String
    package let code: String
    /// "draft", "submitted" or "approved"; nil without a plan for the year.
    package let plan: String?
    package let running: Int
    package let asked: Int
    package let answered: Int
    /// Waves closed this year.
    package let closed: Int
    package let unverified: Int
    package let overdueActions: Int
    package let overdueReports: Int

    package init(row: inout RowCursor) throws {
        company = try row.next()
        name = try row.next()
        code = try row.next()
        plan = try row.next()
        running = try row.next()
        asked = try row.next()
        answered = try row.next()
        closed = try row.next()
        unverified = try row.next()
        overdueActions = try row.next()
        overdueReports = try row.next()
    }

    /// One line a company, and the vendor's side of nothing: a company's waves are those that ask in its projects.
    static func all(tenant: TenantID, year: Int, today: Day) -> Query<OversightRow> {
        Query(
            """
            SELECT c.id, c.name, c.code, p.state, coalesce(w.running, 0), coalesce(w.asked, 0)::bigint, coalesce(n.answered, 0)::bigint,
                coalesce(w.closed, 0), coalesce(a.unverified, 0), coalesce(a.overdue, 0), coalesce(r.overdue, 0)
            FROM org_unit c
            LEFT JOIN survey_plan p ON p.tenant_id = c.tenant_id AND p.unit_id = c.id AND p.year = \(Int16(year))
            LEFT JOIN LATERAL (
                SELECT count(DISTINCT s.id) FILTER (WHERE s.state IN ('issued', 'collecting')) AS running,
                    sum(x.drawn) FILTER (WHERE s.state = 'collecting') AS asked,
                    count(DISTINCT s.id) FILTER (WHERE s.state NOT IN ('planned', 'approved', 'issued', 'collecting', 'cancelled')) AS closed
                FROM survey_wave s JOIN survey_wave_unit x ON x.tenant_id = s.tenant_id AND x.wave_id = s.id AND x.company_id = c.id
                WHERE s.tenant_id = c.tenant_id AND s.year = \(Int16(year))
            ) w ON true
            LEFT JOIN LATERAL (
                SELECT sum(k.n) AS answered FROM survey_wave s
                JOIN survey_cell k ON k.tenant_id = s.tenant_id AND k.wave_id = s.id AND k.unit_id = c.id AND k.segment = ''
                    AND k.question = '#all' AND k.value = 'submitted'
                WHERE s.tenant_id = c.tenant_id AND s.year = \(Int16(year)) AND s.state = 'collecting'
            ) n ON true
            LEFT JOIN LATERAL (
                SELECT count(*) AS unverified, count(*) FILTER (WHERE d.due_on < \(today)) AS overdue FROM survey_action d
                WHERE d.tenant_id = c.tenant_id AND d.company_id = c.id AND d.state NOT IN ('verified', 'dropped')
            ) a ON true
            LEFT JOIN LATERAL (
                SELECT count(*) AS overdue FROM survey_wave s
                WHERE s.tenant_id = c.tenant_id AND s.closes_on + \(Int32(ReportDue.days)) < \(today)
                    AND s.state IN ('closed', 'analysed', 'reported', 'rectifying')
                    AND EXISTS (SELECT FROM survey_wave_unit x WHERE x.tenant_id = s.tenant_id AND x.wave_id = s.id AND x.company_id = c.id)
                    AND NOT EXISTS (SELECT FROM survey_report q WHERE q.tenant_id = s.tenant_id AND q.wave_id = s.id AND q.unit_id = c.id
                        AND q.state IN ('companySigned', 'groupSigned'))
            ) r ON true
            WHERE c.tenant_id = \(tenant) AND c.kind = 'company' AND c.closed_at IS NULL ORDER BY c.id LIMIT 200
            """)
    }
}

/// A wave that is under way, with what has come back.
package struct RunningWaveRow: RowDecodable, Hashable {
    package let wave: WaveID
    package let name: String
    package let unitName: String
    package let unitCode: String
    package let state: WaveState
    package let closesOn: Day
    package let asked: Int
    package let answered: Int

    package init(row: inout RowCursor) throws {
        wave = try row.next()
        name = try row.next()
        unitName = try row.next()
        unitCode = try row.next()
        state = try row.next()
        closesOn = try row.next()
        asked = try row.next()
        answered = try row.next()
    }

    static func all(tenant: TenantID) -> Query<RunningWaveRow> {
        Query(
            """
            SELECT w.id, w.name, u.name, u.code, w.state, w.closes_on,
                (SELECT coalesce(sum(x.drawn), 0)::bigint FROM survey_wave_unit x WHERE x.tenant_id = w.tenant_id AND x.wave_id = w.id),
                (SELECT coalesce(sum(c.n), 0)::bigint FROM survey_cell c JOIN org_unit g ON g.tenant_id = c.tenant_id AND g.kind = 'group'
                    AND g.id = c.unit_id
                    WHERE c.tenant_id = w.tenant_id AND c.wave_id = w.id AND c.segment = '' AND c.question = '#all' AND c.value = 'submitted')
            FROM survey_wave w JOIN org_unit u ON u.tenant_id = w.tenant_id AND u.id = w.unit_id
            WHERE w.tenant_id = \(tenant) AND w.state IN ('issued', 'collecting') ORDER BY w.closes_on, w.id LIMIT 100
            """)
    }
}

extension ReadTransaction {
    /// What the group supervises; only seen from the group.
    /// - Throws: `notFound` from any other unit.
    package func oversight() async throws -> (companies: [OversightRow], waves: [RunningWaveRow]) {
        guard let viewpoint, viewpoint.kind == .group else { throw StoreError.notFound }
        let today = try today
        return try await fetch(OversightRow.all(tenant: tenant, year: today.year, today: today), RunningWaveRow.all(tenant: tenant))
    }
}
