internal import Domain
internal import Postgres

/// What the households of a project said in the newest wave of a purpose: sums of one dimension.
struct SurveyDegreeRow: RowDecodable {
    let project: UnitID
    let purpose: FormPurpose
    let dimension: String
    let n: Int
    let degree: Int
    let wave: WaveID

    init(row: inout RowCursor) throws {
        project = try row.next()
        purpose = try row.next()
        dimension = try row.next()
        n = try row.next()
        degree = try row.next()
        wave = try row.next()
    }

    /// Waves that closed in the twelve months up to a day and were analysed; the newest of each project and purpose.
    static func newest(_ projects: [UnitID], purposes: [FormPurpose], until day: Day, tenant: TenantID) -> Query<SurveyDegreeRow> {
        let from = ScoreMonth(day).adding(months: -11).first
        return Query(
            """
            SELECT s.project_id, x.purpose, s.dimension, s.n, s.degree, x.id
            FROM (SELECT DISTINCT ON (u.project_id, f.purpose) u.project_id, f.purpose, w.id
                FROM survey_wave w
                JOIN survey_form f ON f.tenant_id = w.tenant_id AND f.id = w.form_id AND f.purpose = ANY (\(purposes.map(\.code)))
                JOIN survey_wave_unit u ON u.tenant_id = w.tenant_id AND u.wave_id = w.id AND u.project_id = ANY (\(projects))
                WHERE w.tenant_id = \(tenant) AND w.closes_on >= \(from) AND w.closes_on <= \(day)
                    AND w.state IN ('analysed', 'reported', 'rectifying', 'verified', 'archived')
                ORDER BY u.project_id, f.purpose, w.closes_on DESC, w.id DESC) x
            JOIN survey_score s ON s.tenant_id = \(tenant) AND s.wave_id = x.id AND s.project_id = x.project_id AND s.segment = ''
            WHERE s.n > 0
            """)
    }
}
