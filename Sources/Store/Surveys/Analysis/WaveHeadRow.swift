package import Domain
package import Postgres

/// A wave as its figures need it, with the formula it is counted by.
package struct WaveHeadRow: RowDecodable, Identifiable {
    package let id: WaveID
    package let unit: UnitRef
    package let kind: WaveKind
    package let name: String
    package let nameEnglish: String
    package let state: WaveState
    package let year: Int
    package let opensOn: Day
    package let closesOn: Day
    package let anonymous: Bool
    package let form: SurveyFormID
    package let version: SurveyVersionID?
    package let formulaVersion: Int
    package let formula: SatisfactionFormula

    package init(row: inout RowCursor) throws {
        id = try row.next()
        unit = try UnitRef(surveyUnit: &row)
        kind = try row.next()
        name = try row.next()
        nameEnglish = try row.next()
        state = try row.next()
        year = try row.next()
        opensOn = try row.next()
        closesOn = try row.next()
        anonymous = try row.next()
        form = try row.next()
        version = try row.next()
        formulaVersion = try row.next() ?? 0
        formula = try SatisfactionFormula(row: &row) ?? .standard
    }

    static let columns: SQL = """
        SELECT w.id, u.id, u.tenant_id, u.kind, u.code, u.name, u.company_id, u.project_id, u.vendor_id, w.kind, w.name, w.name_en, w.state,
            w.year, w.opens_on, w.closes_on, w.anonymous, w.form_id, w.version_id, f.version, f.top_boxes, f.not_applicable, f.weighting,
            f.confidence, f.least_answers, f.low_at
        FROM survey_wave w
        JOIN org_unit u ON u.tenant_id = w.tenant_id AND u.id = w.unit_id
        LEFT JOIN LATERAL (\(SurveyFormulaRow.standing(tenant: "w.tenant_id", at: "coalesce(w.drawn_at, w.planned_at)"))) f ON true
        """

    /// A wave that asks here, or that is planned here.
    static func find(_ wave: WaveID, tenant: TenantID, viewpoint: UnitRef) -> Query<WaveHeadRow> {
        Query("\(columns) WHERE w.tenant_id = \(tenant) AND w.id = \(wave)\(viewpoint.waveTerm)")
    }

    /// The waves before this one that asked by the same questionnaire from the same unit, newest first: what a trend is made of.
    static func before(_ wave: WaveID, tenant: TenantID) -> Query<WaveHeadRow> {
        Query(
            """
            \(columns) JOIN survey_wave s ON s.tenant_id = w.tenant_id AND s.id = \(wave) AND s.form_id = w.form_id AND s.unit_id = w.unit_id
            WHERE w.tenant_id = \(tenant) AND w.id <> s.id AND (w.closes_on, w.id) < (s.closes_on, s.id)
                AND w.state IN ('closed', 'analysed', 'reported', 'rectifying', 'verified', 'archived')
            ORDER BY w.closes_on DESC, w.id DESC LIMIT 5
            """)
    }

    /// Waves about an event, a repair or a hand-over, of the year before this one's end: what stands beside it and is never averaged with it.
    static func events(beside wave: WaveID, tenant: TenantID, viewpoint: UnitRef) -> Query<WaveHeadRow> {
        Query(
            """
            \(columns) JOIN survey_form e ON e.tenant_id = w.tenant_id AND e.id = w.form_id AND e.purpose IN ('afterRepair', 'delivery')
            JOIN survey_wave s ON s.tenant_id = w.tenant_id AND s.id = \(wave)
            WHERE w.tenant_id = \(tenant) AND w.id <> s.id AND w.opens_on <= s.closes_on AND w.closes_on > s.closes_on - 365
                AND w.state NOT IN ('planned', 'approved', 'issued', 'cancelled')\(viewpoint.waveTerm)
            ORDER BY w.closes_on DESC, w.id DESC LIMIT 5
            """)
    }
}

extension UnitRef {
    /// A unit named by id, tenant, kind, code, name, company, project and vendor in that order.
    init(surveyUnit row: inout RowCursor) throws {
        self.init(
            id: try row.next(), tenant: try row.next(), kind: try row.next(), code: try row.next(), name: try row.next(),
            company: try row.next(), project: try row.next(), vendor: try row.next())
    }

    /// What makes a wave one of this unit's, for `survey_wave w`; AND included. The group looks at all of them.
    var waveTerm: SQL {
        switch kind {
        case .group: .empty
        case .company:
            """
             AND (w.unit_id = \(id) OR EXISTS (SELECT FROM survey_wave_unit x WHERE x.tenant_id = w.tenant_id AND x.wave_id = w.id
                AND x.company_id = \(id)))
            """
        case .project:
            """
             AND (w.unit_id = \(id) OR EXISTS (SELECT FROM survey_wave_unit x WHERE x.tenant_id = w.tenant_id AND x.wave_id = w.id
                AND x.project_id = \(id)))
            """
        // A vendor reads what was confirmed for it, nothing else (SURVEY-P1).
        case .vendor, .vendorSite: " AND false"
        }
    }

    /// The same for a row that carries company and project, named `alias`.
    func surveyTerm(_ alias: SurveyAlias) -> SQL {
        switch (kind, alias) {
        case (.group, _): .empty
        case (.company, .response): " AND r.company_id = \(id)"
        case (.company, .text): " AND t.company_id = \(id)"
        case (.project, .response): " AND r.project_id = \(id)"
        case (.project, .text): " AND t.project_id = \(id)"
        case (.vendor, _), (.vendorSite, _): " AND false"
        }
    }
}

enum SurveyAlias: Sendable {
    case response, text
}

/// A project of a wave with its name and how many were asked.
package struct WaveProjectRow: RowDecodable, Hashable {
    package let project: WaveProject
    package let name: String
    package let code: String
    package let companyName: String
    package let companyCode: String
    package let asked: Int

    package init(row: inout RowCursor) throws {
        project = WaveProject(id: try row.next(), company: try row.next(), households: try row.next())
        name = try row.next()
        code = try row.next()
        companyName = try row.next()
        companyCode = try row.next()
        asked = try row.next()
    }

    static func of(_ wave: WaveID, tenant: TenantID) -> Query<WaveProjectRow> {
        Query(
            """
            SELECT x.project_id, x.company_id, x.households, p.name, p.code, c.name, c.code, x.drawn
            FROM survey_wave_unit x
            JOIN org_unit p ON p.tenant_id = x.tenant_id AND p.id = x.project_id
            JOIN org_unit c ON c.tenant_id = x.tenant_id AND c.id = x.company_id
            WHERE x.tenant_id = \(tenant) AND x.wave_id = \(wave) ORDER BY c.id, p.id
            """)
    }
}

/// A dimension of the questionnaire's core.
package struct WaveDimensionRow: RowDecodable, Hashable {
    package let key: String
    package let name: String
    package let nameEnglish: String

    package init(row: inout RowCursor) throws {
        key = try row.next()
        name = try row.next()
        nameEnglish = try row.next()
    }

    static func of(_ wave: WaveID, tenant: TenantID) -> Query<WaveDimensionRow> {
        Query(
            """
            SELECT d.key, d.name, d.name_en FROM survey_wave w
            JOIN survey_dimension d ON d.tenant_id = w.tenant_id AND d.version_id = w.version_id
            WHERE w.tenant_id = \(tenant) AND w.id = \(wave) ORDER BY d.position, d.key
            """)
    }
}
