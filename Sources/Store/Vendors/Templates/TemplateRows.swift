package import Domain
package import Postgres

/// An evaluation template as the library lists it.
package struct TemplateRow: RowDecodable {
    package let id: ScoreTemplateID
    package let unit: UnitRef
    package let unitNameEnglish: String
    package let base: ScoreTemplateID?
    package let baseName: String
    package let name: String
    package let nameEnglish: String
    package let about: String
    package let retiredAt: Instant?
    /// The latest published version.
    package let published: TemplateVersionID?
    package let number: Int?
    package let period: PeriodKind?
    package let draft: TemplateVersionID?
    package let indicators: Int

    package init(row: inout RowCursor) throws {
        id = try row.next()
        unit = try UnitRef(columns: &row)
        unitNameEnglish = try row.next()
        base = try row.next()
        baseName = try row.next() ?? ""
        name = try row.next()
        nameEnglish = try row.next()
        about = try row.next()
        retiredAt = try row.next()
        published = try row.next()
        number = try row.next()
        period = try row.next()
        draft = try row.next()
        indicators = try row.next()
    }

    private static let columns: SQL = """
        SELECT f.id, u.tenant_id, u.id, u.kind, u.code, u.name, u.company_id, u.project_id, u.vendor_id, u.name_en, f.base_id, b.name,
            f.name, f.name_en, f.about, f.retired_at, p.id, p.number, coalesce(p.period, d.period), d.id,
            (SELECT count(*) FROM score_indicator q WHERE q.tenant_id = f.tenant_id AND q.version_id = coalesce(p.id, d.id))
        FROM score_template f
        JOIN org_unit u ON u.tenant_id = f.tenant_id AND u.id = f.unit_id
        LEFT JOIN score_template b ON b.tenant_id = f.tenant_id AND b.id = f.base_id
        LEFT JOIN LATERAL (SELECT v.id, v.number, v.period FROM score_version v
            WHERE v.tenant_id = f.tenant_id AND v.template_id = f.id AND v.state = 'published' ORDER BY v.number DESC LIMIT 1) p ON true
        LEFT JOIN score_version d ON d.tenant_id = f.tenant_id AND d.template_id = f.id AND d.state = 'draft'
        """

    /// The library at a unit: its own templates, the group's and, at the group, everybody's. At most 300.
    static func library(_ viewpoint: UnitRef) -> Query<TemplateRow> {
        Query(
            """
            \(columns) WHERE f.tenant_id = \(viewpoint.tenant) AND f.retired_at IS NULL\(viewpoint.libraryTerm)
            ORDER BY f.base_id IS NOT NULL, f.unit_id, f.id LIMIT 300
            """)
    }

    static func one(_ template: ScoreTemplateID, tenant: TenantID) -> Query<TemplateRow> {
        Query("\(columns) WHERE f.tenant_id = \(tenant) AND f.id = \(template)")
    }

    /// A company's published additions to a core.
    static func addition(to template: ScoreTemplateID, of company: UnitID, tenant: TenantID) -> Query<TemplateRow> {
        Query(
            """
            \(columns) WHERE f.tenant_id = \(tenant) AND f.base_id = \(template) AND f.unit_id = \(company) AND f.retired_at IS NULL
                AND p.id IS NOT NULL
            """)
    }
}

/// A version of a template, without its indicators.
package struct TemplateVersionRow: RowDecodable {
    package let id: TemplateVersionID
    package let template: ScoreTemplateID
    package let unit: UnitRef
    package let state: SurveyVersionState
    package let number: Int?
    /// Counts changes of a draft.
    package let lock: Int
    package let by: String
    package let at: Instant
    let head: ScoreTemplate

    package init(row: inout RowCursor) throws {
        id = try row.next()
        template = try row.next()
        unit = try UnitRef(columns: &row)
        state = try row.next()
        number = try row.next()
        lock = try row.next()
        by = try row.next()
        at = try row.next()
        let period: PeriodKind = try row.next()
        let grades: JSONText = try row.next()
        head = ScoreTemplate(
            period: period, grades: GradeScale(try EventDetail.decode([StoredGrade].self, from: grades).map(\.grade)),
            leastCoverage: try row.next(), appealDays: try row.next(), additionShare: try row.next())
    }

    private static let columns: SQL = """
        SELECT v.id, v.template_id, u.tenant_id, u.id, u.kind, u.code, u.name, u.company_id, u.project_id, u.vendor_id, v.state, v.number,
            v.lock, CASE WHEN v.state = 'draft' THEN v.created_by_name ELSE v.published_by_name END, coalesce(v.published_at, v.created_at),
            v.period, v.grades, v.least_coverage, v.appeal_days, v.addition_share
        FROM score_version v JOIN org_unit u ON u.tenant_id = v.tenant_id AND u.id = v.unit_id
        """

    static func one(_ version: TemplateVersionID, tenant: TenantID) -> Query<TemplateVersionRow> {
        Query("\(columns) WHERE v.tenant_id = \(tenant) AND v.id = \(version)")
    }

    static func all(_ versions: [TemplateVersionID], tenant: TenantID) -> Query<TemplateVersionRow> {
        Query("\(columns) WHERE v.tenant_id = \(tenant) AND v.id = ANY (\(versions))")
    }

    /// The same, held until the transaction ends.
    static func locked(_ version: TemplateVersionID, tenant: TenantID) -> Query<TemplateVersionRow> {
        Query("\(columns) WHERE v.tenant_id = \(tenant) AND v.id = \(version) FOR UPDATE OF v")
    }

    /// Newest first, the draft on top.
    static func of(_ template: ScoreTemplateID, tenant: TenantID) -> Query<TemplateVersionRow> {
        Query("\(columns) WHERE v.tenant_id = \(tenant) AND v.template_id = \(template) ORDER BY v.number DESC NULLS FIRST LIMIT 50")
    }
}

struct IndicatorRow: RowDecodable {
    let version: TemplateVersionID
    let indicator: Indicator

    init(row: inout RowCursor) throws {
        version = try row.next()
        let key: String = try row.next()
        let kind: IndicatorKind = try row.next()
        let name = Bilingual(try row.next(), try row.next())
        let guide = Bilingual(try row.next(), try row.next())
        let weight: Int = try row.next()
        let shortfall: Shortfall = try row.next()
        let source: JSONText = try row.next()
        indicator = Indicator(
            key: key, name: name, guide: guide, weight: weight,
            source: try EventDetail.decode(StoredSource.self, from: source).source(kind), shortfall: shortfall)
    }

    static func of(_ versions: [TemplateVersionID], tenant: TenantID) -> Query<IndicatorRow> {
        Query(
            """
            SELECT version_id, key, kind, name, name_en, guide, guide_en, weight, shortfall, source
            FROM score_indicator WHERE tenant_id = \(tenant) AND version_id = ANY (\(versions)) ORDER BY version_id, position, key
            """)
    }
}

/// One template with its versions.
package struct TemplateFile: Sendable {
    package let template: TemplateRow
    package let versions: [TemplateVersionRow]
    package let mayKeep: Bool
}

/// One version with what it judges.
package struct TemplateVersionFile: Sendable {
    package let template: TemplateRow
    package let version: TemplateVersionRow
    package let content: ScoreTemplate
    package let mayKeep: Bool

    package var isAddition: Bool { template.base != nil }
    package var faults: [TemplateFault] { content.faults(addition: isAddition) }
}

extension Transaction {
    /// The unit whose evaluations are looked at: the developer's line judges.
    /// - Throws: `notFound` at a vendor's units.
    var judgingPlace: UnitRef { get throws { try surveyPlace } }

    package func templateLibrary() async throws -> [TemplateRow] { try await fetch(TemplateRow.library(try judgingPlace)) }

    package func template(_ id: ScoreTemplateID) async throws -> TemplateFile {
        _ = try judgingPlace
        let (templates, versions) = try await fetch(TemplateRow.one(id, tenant: tenant), TemplateVersionRow.of(id, tenant: tenant))
        guard let template = templates.first else { throw StoreError.notFound }
        return TemplateFile(template: template, versions: versions, mayKeep: try actor.covers(template.unit, with: .templateKeep))
    }

    package func templateVersion(_ id: TemplateVersionID) async throws -> TemplateVersionFile {
        _ = try judgingPlace
        guard let version = try await fetchFirst(TemplateVersionRow.one(id, tenant: tenant)),
            let template = try await fetchFirst(TemplateRow.one(version.template, tenant: tenant))
        else { throw StoreError.notFound }
        return TemplateVersionFile(
            template: template, version: version, content: try await scoreTemplate([id]),
            mayKeep: try actor.covers(template.unit, with: .templateKeep))
    }

    /// What is judged: the first version, with those behind it as a company's additions.
    func scoreTemplate(_ versions: [TemplateVersionID]) async throws -> ScoreTemplate {
        let (heads, indicators) = try await fetch(
            TemplateVersionRow.all(versions, tenant: tenant), IndicatorRow.of(versions, tenant: tenant))
        let parts = try versions.map { id in
            guard var part = heads.first(where: { $0.id == id })?.head else { throw StoreError.notFound }
            part.indicators = indicators.filter { $0.version == id }.map(\.indicator)
            return part
        }
        guard let core = parts.first else { throw StoreError.notFound }
        return parts.dropFirst().reduce(core) { $0.adding($1) }
    }
}
