package import Domain
internal import Postgres

/// The counted answers of every question at the unit the page is seen from.
package struct QuestionResults: Sendable {
    package let head: WaveHeadRow
    package let form: Questionnaire
    /// Question (or line of a matrix), value, how often.
    package let counts: [String: [String: Int]]
    package let submitted: Int
    /// How many stand unfinished on each page.
    package let unfinished: [Int: Int]
    /// Too few answered here to show anything.
    package let isHidden: Bool
}

/// Degrees by dimension in each segment of a cut.
package struct CutResults: Sendable {
    package let head: WaveHeadRow
    package let dimensions: [WaveDimensionRow]
    package let cut: SurveyCut
    package let whole: WaveFigures
    /// Segments with answers, in the order of the cut.
    package let segments: [(value: String, figures: WaveFigures)]
    package let unit: FigureUnit
    /// Values that are hidden in a dimension: small ones, and as many neighbours as subtraction needs.
    private let hidden: [String: Set<String>]

    init(
        head: WaveHeadRow, dimensions: [WaveDimensionRow], cut: SurveyCut, whole: WaveFigures,
        segments: [(value: String, figures: WaveFigures)],
        unit: FigureUnit
    ) {
        self.head = head
        self.dimensions = dimensions
        self.cut = cut
        self.whole = whole
        self.segments = segments
        self.unit = unit
        var hidden: [String: Set<String>] = [:]
        for dimension in dimensions.map(\.key) + [SurveyMeasure.whole] {
            let line = Suppression.line(segments.map { $0.figures.n(dimension, at: unit) }, floor: head.formula.floor)
            hidden[dimension] = Set(line.hidden.map { segments[$0].value })
        }
        self.hidden = hidden
    }

    package func degree(_ dimension: String, in value: String) -> Figure { figure(dimension, value) { $0.degree(dimension, at: unit) } }
    package func rate(in value: String) -> Figure { figure(SurveyMeasure.whole, value) { $0.rate(SurveyMeasure.whole, at: unit) } }

    private func figure(_ dimension: String, _ value: String, _ compute: (WaveFigures) -> Figure) -> Figure {
        guard let figures = segments.first(where: { $0.value == value })?.figures else { return .none }
        guard figures.n(dimension, at: unit) > 0 else { return .none }
        if whole.isHidden(dimension, at: unit) || hidden[dimension]?.contains(value) ?? false { return .hidden }
        return compute(figures)
    }
}

extension ReadTransaction {
    /// - Throws: `notFound`.
    package func questionResults(_ wave: WaveID) async throws -> QuestionResults {
        guard let viewpoint else { throw StoreError.notFound }
        let (heads, cells, scores, projects, versions) = try await fetch(
            WaveHeadRow.find(wave, tenant: tenant, viewpoint: viewpoint),
            AnswerCellRow.of(wave, at: viewpoint.id, segment: "", tenant: tenant), ScoreRow.of(wave, segments: [""], tenant: tenant),
            WaveProjectRow.of(wave, tenant: tenant), AddedVersionsRow.of(wave, at: viewpoint, tenant: tenant))
        guard let head = heads.first else { throw StoreError.notFound }
        let form = try await questionnaire((head.version.map { [$0] } ?? []) + (versions.first?.versions ?? []))
        var counts: [String: [String: Int]] = [:]
        for cell in cells { counts[cell.question, default: [:]][cell.value] = cell.n }
        let figures = WaveFigures(formula: head.formula, projects: projects.map(\.project), rows: scores)
        let submitted = counts[SurveyTally.all]?[SurveyTally.submitted] ?? 0
        let pages = (counts[SurveyTally.page] ?? [:]).compactMap { page, n in Int(page).map { ($0, n) } }
        return QuestionResults(
            head: head, form: form, counts: counts, submitted: submitted, unfinished: Dictionary(uniqueKeysWithValues: pages),
            isHidden: submitted < head.formula.floor || figures.isHidden(SurveyMeasure.whole, at: FigureUnit(viewpoint)))
    }

    /// - Throws: `notFound`.
    package func cutResults(_ wave: WaveID, by cut: SurveyCut) async throws -> CutResults {
        guard let viewpoint else { throw StoreError.notFound }
        let (heads, dimensions, projects, scores) = try await fetch(
            WaveHeadRow.find(wave, tenant: tenant, viewpoint: viewpoint), WaveDimensionRow.of(wave, tenant: tenant),
            WaveProjectRow.of(wave, tenant: tenant),
            ScoreRow.of(wave, segments: [""] + cut.values.map(cut.segment), tenant: tenant))
        guard let head = heads.first else { throw StoreError.notFound }
        let figures = { (segment: String) in
            WaveFigures(formula: head.formula, projects: projects.map(\.project), rows: scores.filter { $0.segment == segment })
        }
        let unit = FigureUnit(viewpoint)
        let segments = cut.values.map { (value: $0, figures: figures(cut.segment($0))) }
            .filter { $0.figures.n(SurveyMeasure.whole, at: unit) > 0 }
        return CutResults(head: head, dimensions: dimensions, cut: cut, whole: figures(""), segments: segments, unit: unit)
    }
}

extension FigureUnit {
    /// The unit a page is seen from.
    init(_ viewpoint: UnitRef) {
        switch viewpoint.kind {
        case .project: self = .project(viewpoint.id)
        case .company: self = .company(viewpoint.id)
        case .group, .vendor, .vendorSite: self = .wave
        }
    }
}

/// The additions asked at a unit beside the core.
struct AddedVersionsRow: RowDecodable {
    let versions: [SurveyVersionID]

    init(row: inout RowCursor) throws { versions = try row.next() }

    static func of(_ wave: WaveID, at viewpoint: UnitRef, tenant: TenantID) -> Query<AddedVersionsRow> {
        let (columns, here): (SQL, SQL) =
            switch viewpoint.kind {
            case .project: ("x.company_version_id, x.project_version_id", " AND x.project_id = \(viewpoint.id)")
            case .company: ("x.company_version_id", " AND x.company_id = \(viewpoint.id)")
            case .group, .vendor, .vendorSite: ("NULL::bigint", .empty)
            }
        return Query(
            """
            SELECT array_remove(ARRAY[\(columns)], NULL) FROM survey_wave_unit x
            WHERE x.tenant_id = \(tenant) AND x.wave_id = \(wave)\(here) ORDER BY x.project_id LIMIT 1
            """)
    }
}
