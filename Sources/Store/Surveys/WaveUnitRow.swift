package import Domain
package import Postgres

/// A project a wave asks in.
package struct WaveUnitRow: RowDecodable {
    package let project: UnitID
    package let company: UnitID
    package let name: String
    package let nameEnglish: String
    package let code: String
    package let households: Int
    package let target: Int
    package let drawn: Int
    /// Answers wanted by stage.
    package let quota: StageQuota

    package init(row: inout RowCursor) throws {
        project = try row.next()
        company = try row.next()
        name = try row.next()
        nameEnglish = try row.next()
        code = try row.next()
        households = try row.next()
        target = try row.next()
        drawn = try row.next()
        quota = StageQuota(before: try row.next(), after: try row.next())
    }

    /// At most 1,000.
    static func of(_ wave: WaveID, at viewpoint: UnitRef) -> Query<WaveUnitRow> {
        let term: SQL =
            switch viewpoint.kind {
            case .company: " AND w.company_id = \(viewpoint.id)"
            case .project: " AND w.project_id = \(viewpoint.id)"
            default: .empty
            }
        return Query(
            """
            SELECT w.project_id, w.company_id, p.name, p.name_en, p.code, w.households, w.target, w.drawn, w.quota_before,
                w.quota_after
            FROM survey_wave_unit w JOIN org_unit p ON p.tenant_id = w.tenant_id AND p.id = w.project_id
            WHERE w.tenant_id = \(viewpoint.tenant) AND w.wave_id = \(wave)\(term) ORDER BY w.company_id, w.project_id LIMIT 1000
            """)
    }
}

/// How many households of a wave are in each state, at a unit.
package struct SampleCount: RowDecodable {
    package let state: SampleState
    package let count: Int

    package init(row: inout RowCursor) throws {
        state = try row.next()
        count = try row.next()
    }

    static func of(_ wave: WaveID, tenant: TenantID) -> Query<SampleCount> {
        Query("SELECT state, count(*) FROM survey_sample WHERE tenant_id = \(tenant) AND wave_id = \(wave) GROUP BY state ORDER BY state")
    }
}

/// What has come back at a unit, in a stage or in all (an empty segment), as the cells count it.
struct ProgressRow: RowDecodable {
    let unit: UnitID
    let segment: String
    let isSubmitted: Bool
    let n: Int

    init(row: inout RowCursor) throws {
        unit = try row.next()
        segment = try row.next()
        isSubmitted = try row.next()
        n = try row.next()
    }

    static func of(_ wave: WaveID, tenant: TenantID) -> Query<ProgressRow> {
        let segments = [""] + Stage.allCases.map { SurveyCut.stage.segment($0.code) }
        return Query(
            """
            SELECT c.unit_id, c.segment, c.question = '#all', sum(c.n)::bigint FROM survey_cell c
            WHERE c.tenant_id = \(tenant) AND c.wave_id = \(wave) AND c.segment = ANY (\(segments))
                AND (c.question = '#all' AND c.value = 'submitted' OR c.question = '#page') AND c.n > 0
            GROUP BY c.unit_id, c.segment, c.question = '#all'
            """)
    }
}

/// How many answers have come back where, counted as they arrive.
package struct WaveProgress: Hashable, Sendable {
    private var submitted: [UnitID: [String: Int]] = [:]
    private var begun: [UnitID: Int] = [:]

    init(_ rows: [ProgressRow]) {
        for row in rows {
            if row.isSubmitted {
                submitted[row.unit, default: [:]][row.segment] = row.n
            } else if row.segment.isEmpty {
                begun[row.unit] = row.n
            }
        }
    }

    package func answers(at unit: UnitID, stage: Stage? = nil) -> Int {
        submitted[unit]?[stage.map { SurveyCut.stage.segment($0.code) } ?? ""] ?? 0
    }

    /// Begun and not sent.
    package func unfinished(at unit: UnitID) -> Int { begun[unit] ?? 0 }
}
