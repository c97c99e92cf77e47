internal import Domain
internal import Postgres

/// One row of `survey_score`: a project's sums for one dimension in one segment.
struct ScoreRow: RowDecodable {
    let wave: WaveID
    let project: UnitID
    let segment: String
    let dimension: String
    let cell: ScoreCell

    init(row: inout RowCursor) throws {
        wave = try row.next()
        project = try row.next()
        segment = try row.next()
        dimension = try row.next()
        let n: Int = try row.next()
        let degrees = Moments(n: n, sum: try row.next(), squares: try row.next())
        let shares = Moments(n: n, sum: try row.next(), squares: try row.next())
        let paired: Int = try row.next()
        let x = Moments(n: paired, sum: try row.next(), squares: try row.next())
        let y = Moments(n: paired, sum: try row.next(), squares: try row.next())
        cell = ScoreCell(degrees: degrees, shares: shares, pairs: PairedMoments(x: x, y: y, products: try row.next()))
    }

    private static let columns: SQL = """
        SELECT wave_id, project_id, segment, dimension, n, degree, degree_squares, satisfied, satisfied_squares, pairs, pair_degree,
            pair_degree_squares, pair_whole, pair_whole_squares, pair_products FROM survey_score
        """

    /// All that row security shows of a wave, over all projects: what is hidden is decided over all of them.
    static func of(_ wave: WaveID, segments: [String], tenant: TenantID) -> Query<ScoreRow> {
        Query("\(columns) WHERE tenant_id = \(tenant) AND wave_id = \(wave) AND segment = ANY (\(segments))")
    }

    /// Whole and net promoter score of the waves before one, for the trend.
    static func before(_ wave: WaveID, tenant: TenantID) -> Query<ScoreRow> {
        let measures = [SurveyMeasure.whole, SurveyMeasure.promoter]
        return Query(
            """
            \(columns) WHERE tenant_id = \(tenant) AND segment = '' AND dimension = ANY (\(measures)) AND wave_id IN (
                SELECT w.id FROM survey_wave w
                JOIN survey_wave s ON s.tenant_id = w.tenant_id AND s.id = \(wave) AND s.form_id = w.form_id AND s.unit_id = w.unit_id
                WHERE w.tenant_id = \(tenant) AND w.id <> s.id AND (w.closes_on, w.id) < (s.closes_on, s.id)
                    AND w.state IN ('closed', 'analysed', 'reported', 'rectifying', 'verified', 'archived')
                ORDER BY w.closes_on DESC, w.id DESC LIMIT 5)
            """)
    }

    /// Households and projects of those waves, whose weights the trend uses.
    static func projectsBefore(_ wave: WaveID, tenant: TenantID) -> Query<PastProjectRow> {
        Query(
            """
            SELECT x.wave_id, x.project_id, x.company_id, x.households FROM survey_wave_unit x
            WHERE x.tenant_id = \(tenant) AND x.wave_id IN (
                SELECT w.id FROM survey_wave w
                JOIN survey_wave s ON s.tenant_id = w.tenant_id AND s.id = \(wave) AND s.form_id = w.form_id AND s.unit_id = w.unit_id
                WHERE w.tenant_id = \(tenant) AND w.id <> s.id AND (w.closes_on, w.id) < (s.closes_on, s.id)
                ORDER BY w.closes_on DESC, w.id DESC LIMIT 5)
            """)
    }

    /// The whole of several waves.
    static func whole(of waves: [WaveID], tenant: TenantID) -> Query<ScoreRow> {
        Query(
            """
            \(columns) WHERE tenant_id = \(tenant) AND wave_id = ANY (\(waves)) AND segment = '' AND dimension = \(SurveyMeasure.whole)
            """)
    }

    static func projects(of waves: [WaveID], tenant: TenantID) -> Query<PastProjectRow> {
        Query(
            """
            SELECT x.wave_id, x.project_id, x.company_id, x.households FROM survey_wave_unit x
            WHERE x.tenant_id = \(tenant) AND x.wave_id = ANY (\(waves))
            """)
    }

    /// Adds differences to what is there; rows in the order of their key, so that two counts cannot wait for each other.
    static func add(_ changes: [(key: ScoreKey, cell: ScoreCell)], wave: WaveID, tenant: TenantID) -> SQL {
        func column(_ value: (ScoreCell) -> Int) -> [Int] { changes.map { value($0.cell) } }
        return """
            INSERT INTO survey_score AS s (tenant_id, wave_id, company_id, project_id, segment, dimension, n, degree, degree_squares, satisfied,
                satisfied_squares, pairs, pair_degree, pair_degree_squares, pair_whole, pair_whole_squares, pair_products)
            SELECT \(tenant), \(wave), v.* FROM unnest(\(changes.map(\.key.company)), \(changes.map(\.key.project)),
                \(changes.map(\.key.segment)), \(changes.map(\.key.dimension)), \(column { $0.degrees.n }), \(column { $0.degrees.sum }),
                \(column { $0.degrees.squares }), \(column { $0.shares.sum }), \(column { $0.shares.squares }), \(column { $0.pairs.x.n }),
                \(column { $0.pairs.x.sum }), \(column { $0.pairs.x.squares }), \(column { $0.pairs.y.sum }),
                \(column { $0.pairs.y.squares }), \(column { $0.pairs.products })) v
            ON CONFLICT (tenant_id, wave_id, segment, project_id, dimension) DO UPDATE SET n = s.n + excluded.n,
                degree = s.degree + excluded.degree, degree_squares = s.degree_squares + excluded.degree_squares,
                satisfied = s.satisfied + excluded.satisfied, satisfied_squares = s.satisfied_squares + excluded.satisfied_squares,
                pairs = s.pairs + excluded.pairs, pair_degree = s.pair_degree + excluded.pair_degree,
                pair_degree_squares = s.pair_degree_squares + excluded.pair_degree_squares,
                pair_whole = s.pair_whole + excluded.pair_whole,
                pair_whole_squares = s.pair_whole_squares + excluded.pair_whole_squares,
                pair_products = s.pair_products + excluded.pair_products
            """
    }
}

/// What a row of `survey_score` is about, inside one wave.
struct ScoreKey: Hashable, Comparable {
    let company: UnitID
    let project: UnitID
    let segment: String
    let dimension: String

    static func < (left: ScoreKey, right: ScoreKey) -> Bool {
        (left.segment, left.project, left.dimension) < (right.segment, right.project, right.dimension)
    }
}

struct PastProjectRow: RowDecodable {
    let wave: WaveID
    let project: WaveProject

    init(row: inout RowCursor) throws {
        wave = try row.next()
        project = WaveProject(id: try row.next(), company: try row.next(), households: try row.next())
    }
}

/// One row of `survey_cell`: how often something was answered at a unit.
struct AnswerCellRow: RowDecodable, Hashable {
    let question: String
    let value: String
    let n: Int

    init(row: inout RowCursor) throws {
        question = try row.next()
        value = try row.next()
        n = try row.next()
    }

    static func of(_ wave: WaveID, at unit: UnitID, segment: String, tenant: TenantID) -> Query<AnswerCellRow> {
        Query(
            """
            SELECT question, value, n FROM survey_cell
            WHERE tenant_id = \(tenant) AND wave_id = \(wave) AND unit_id = \(unit) AND segment = \(segment) AND n > 0
            """)
    }

    static func add(_ changes: [(key: AnswerKey, n: Int)], wave: WaveID, tenant: TenantID) -> SQL {
        """
        INSERT INTO survey_cell AS c (tenant_id, wave_id, unit_id, company_id, project_id, segment, question, value, n)
        SELECT \(tenant), \(wave), v.* FROM unnest(\(changes.map(\.key.unit)), \(changes.map(\.key.company)),
            \(changes.map(\.key.project)), \(changes.map(\.key.segment)), \(changes.map(\.key.question)), \(changes.map(\.key.value)),
            \(changes.map(\.n))) v
        ON CONFLICT (tenant_id, wave_id, unit_id, segment, question, value) DO UPDATE SET n = c.n + excluded.n
        """
    }
}

/// What a row of `survey_cell` is about, inside one wave.
struct AnswerKey: Hashable, Comparable {
    let unit: UnitID
    let company: UnitID?
    let project: UnitID?
    let segment: String
    let question: String
    let value: String

    static func < (left: AnswerKey, right: AnswerKey) -> Bool {
        (left.unit, left.segment, left.question, left.value) < (right.unit, right.segment, right.question, right.value)
    }
}
