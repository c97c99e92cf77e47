package import Domain
package import Postgres

/// A questionnaire as the library lists it.
package struct SurveyFormRow: RowDecodable {
    package let id: SurveyFormID
    package let unit: UnitRef
    package let unitNameEnglish: String
    package let base: SurveyFormID?
    package let baseName: String
    package let purpose: FormPurpose
    package let name: String
    package let nameEnglish: String
    package let about: String
    package let retiredAt: Instant?
    /// The latest published version.
    package let published: SurveyVersionID?
    package let number: Int?
    package let publishedAt: Instant?
    package let draft: SurveyVersionID?
    package let questions: Int

    package init(row: inout RowCursor) throws {
        id = try row.next()
        unit = try UnitRef(columns: &row)
        unitNameEnglish = try row.next()
        base = try row.next()
        baseName = try row.next() ?? ""
        purpose = try row.next()
        name = try row.next()
        nameEnglish = try row.next()
        about = try row.next()
        retiredAt = try row.next()
        published = try row.next()
        number = try row.next()
        publishedAt = try row.next()
        draft = try row.next()
        questions = try row.next()
    }

    private static let columns: SQL = """
        SELECT f.id, u.tenant_id, u.id, u.kind, u.code, u.name, u.company_id, u.project_id, u.vendor_id, u.name_en, f.base_id, b.name, f.purpose,
            f.name, f.name_en, f.about, f.retired_at, p.id, p.number, p.published_at, d.id,
            (SELECT count(*) FROM survey_question q WHERE q.tenant_id = f.tenant_id AND q.version_id = coalesce(p.id, d.id) AND q.kind <> 'section')
        FROM survey_form f
        JOIN org_unit u ON u.tenant_id = f.tenant_id AND u.id = f.unit_id
        LEFT JOIN survey_form b ON b.tenant_id = f.tenant_id AND b.id = f.base_id
        LEFT JOIN LATERAL (SELECT v.id, v.number, v.published_at FROM survey_version v
            WHERE v.tenant_id = f.tenant_id AND v.form_id = f.id AND v.state = 'published' ORDER BY v.number DESC LIMIT 1) p ON true
        LEFT JOIN survey_version d ON d.tenant_id = f.tenant_id AND d.form_id = f.id AND d.state = 'draft'
        """

    /// The library at a unit: its own forms, those of the units above and, at a centre, below. At most 300.
    static func library(_ viewpoint: UnitRef) -> Query<SurveyFormRow> {
        Query(
            """
            \(columns) WHERE f.tenant_id = \(viewpoint.tenant) AND f.retired_at IS NULL\(viewpoint.libraryTerm)
            ORDER BY f.base_id IS NOT NULL, f.unit_id, f.id LIMIT 300
            """)
    }

    static func one(_ form: SurveyFormID, tenant: TenantID) -> Query<SurveyFormRow> {
        Query("\(columns) WHERE f.tenant_id = \(tenant) AND f.id = \(form)")
    }

    /// The additions to a form that a wave in a project asks, published ones only: of its company, then of the project itself.
    static func additions(to form: SurveyFormID, tenant: TenantID) -> Query<SurveyFormRow> {
        Query("\(columns) WHERE f.tenant_id = \(tenant) AND f.base_id = \(form) AND f.retired_at IS NULL AND p.id IS NOT NULL")
    }
}

extension UnitRef {
    /// As selected: tenant, id, kind, code, name, company, project, vendor.
    init(columns row: inout RowCursor) throws {
        let tenant: TenantID = try row.next()
        let id: UnitID = try row.next()
        let kind: UnitKind = try row.next()
        let code: String = try row.next()
        let name: String = try row.next()
        self.init(
            id: id, tenant: tenant, kind: kind, code: code, name: name, company: try row.next(), project: try row.next(),
            vendor: try row.next())
    }

    /// Forms and waves that concern a unit of the developer's line. `u` is the unit they belong to. Leading AND included.
    var libraryTerm: SQL {
        switch kind {
        case .group: .empty
        case .company: " AND (u.kind = 'group' OR u.company_id = \(id))"
        case .project: " AND (u.kind = 'group' OR u.id = \(company) OR u.project_id = \(id))"
        // SURVEY-P1: a vendor sees results that were confirmed for it, nothing of how they came about.
        case .vendor, .vendorSite: " AND false"
        }
    }
}

/// A version of a questionnaire.
package struct VersionRow: RowDecodable {
    package let id: SurveyVersionID
    package let form: SurveyFormID
    package let unit: UnitRef
    package let base: SurveyVersionID?
    package let state: SurveyVersionState
    package let number: Int?
    /// Counts changes of a draft.
    package let lock: Int
    package let by: String
    package let at: Instant

    package init(row: inout RowCursor) throws {
        id = try row.next()
        form = try row.next()
        unit = try UnitRef(columns: &row)
        base = try row.next()
        state = try row.next()
        number = try row.next()
        lock = try row.next()
        by = try row.next()
        at = try row.next()
    }

    private static let columns: SQL = """
        SELECT v.id, v.form_id, u.tenant_id, u.id, u.kind, u.code, u.name, u.company_id, u.project_id, u.vendor_id, v.base_version_id, v.state,
            v.number, v.lock, CASE WHEN v.state = 'draft' THEN v.created_by_name ELSE v.published_by_name END,
            coalesce(v.published_at, v.created_at)
        FROM survey_version v JOIN org_unit u ON u.tenant_id = v.tenant_id AND u.id = v.unit_id
        """

    static func one(_ version: SurveyVersionID, tenant: TenantID) -> Query<VersionRow> {
        Query("\(columns) WHERE v.tenant_id = \(tenant) AND v.id = \(version)")
    }

    /// The same, held until the transaction ends.
    static func locked(_ version: SurveyVersionID, tenant: TenantID) -> Query<VersionRow> {
        Query("\(columns) WHERE v.tenant_id = \(tenant) AND v.id = \(version) FOR UPDATE OF v")
    }

    /// Newest first, the draft on top.
    static func of(_ form: SurveyFormID, tenant: TenantID) -> Query<VersionRow> {
        Query("\(columns) WHERE v.tenant_id = \(tenant) AND v.form_id = \(form) ORDER BY v.number DESC NULLS FIRST LIMIT 50")
    }
}

/// One form with its versions.
package struct SurveyFormFile: Sendable {
    package let form: SurveyFormRow
    package let versions: [VersionRow]
    package let mayDesign: Bool
}

/// One version with what it asks.
package struct VersionFile: Sendable {
    package let form: SurveyFormRow
    package let version: VersionRow
    package let questionnaire: Questionnaire
    /// With the core in front, where it adds to one: what a respondent sees.
    package let whole: Questionnaire
    package let mayDesign: Bool
}

extension Transaction {
    /// The unit whose surveys are looked at: surveys are the developer's line's.
    /// - Throws: `notFound` at a vendor's units.
    var surveyPlace: UnitRef {
        get throws {
            guard let viewpoint, [.group, .company, .project].contains(viewpoint.kind) else { throw StoreError.notFound }
            return viewpoint
        }
    }

    package func surveyLibrary() async throws -> [SurveyFormRow] { try await fetch(SurveyFormRow.library(try surveyPlace)) }

    package func surveyForm(_ id: SurveyFormID) async throws -> SurveyFormFile {
        _ = try surveyPlace
        let (forms, versions) = try await fetch(SurveyFormRow.one(id, tenant: tenant), VersionRow.of(id, tenant: tenant))
        guard let form = forms.first else { throw StoreError.notFound }
        return SurveyFormFile(form: form, versions: versions, mayDesign: try actor.covers(form.unit, with: .surveyDesign))
    }

    package func surveyVersion(_ id: SurveyVersionID) async throws -> VersionFile {
        _ = try surveyPlace
        guard let version = try await fetchFirst(VersionRow.one(id, tenant: tenant)),
            let form = try await fetchFirst(SurveyFormRow.one(version.form, tenant: tenant))
        else { throw StoreError.notFound }
        let own = try await questionnaire([id])
        let whole = try await version.base.asyncMap { base in try await questionnaire([base]).adding(own) } ?? own
        return VersionFile(
            form: form, version: version, questionnaire: own, whole: whole, mayDesign: try actor.covers(form.unit, with: .surveyDesign))
    }
}

extension Optional where Wrapped: Sendable {
    /// `map` for work that waits.
    func asyncMap<T>(_ transform: (Wrapped) async throws -> T) async rethrows -> T? {
        if let self { try await transform(self) } else { nil }
    }
}
