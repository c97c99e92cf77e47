package import Domain
package import Postgres

/// A stored question with the version it belongs to.
struct QuestionRow: RowDecodable {
    let version: SurveyVersionID
    let position: Int
    let question: Question

    init(row: inout RowCursor) throws {
        version = try row.next()
        position = try row.next()
        let key: String = try row.next()
        let page: Int = try row.next()
        let kind: QuestionKind = try row.next()
        let text = Bilingual(try row.next(), try row.next())
        let help = Bilingual(try row.next(), try row.next())
        let required: Bool = try row.next()
        let core: Bool = try row.next()
        let allowsNone: Bool = try row.next()
        let dimension: String? = try row.next()
        let weight: Int = try row.next()
        let options: JSONText = try row.next()
        let rows: JSONText = try row.next()
        let limits: JSONText = try row.next()
        let showIf: JSONText = try row.next()
        let rule: ShowRule? = try showIf.text == "{}" ? nil : EventDetail.decode(from: showIf)
        question = Question(
            key: key, page: page, kind: kind, text: text, help: help, required: required, core: core, allowsNone: allowsNone,
            dimension: dimension, weight: weight, options: try Self.list(options), rows: try Self.list(rows),
            limits: try limits.text == "{}" ? AnswerLimits() : EventDetail.decode(from: limits), showIf: rule)
    }

    /// An empty document is an empty list.
    private static func list<Element: Decodable>(_ json: JSONText) throws -> [Element] {
        try json.text == "{}" ? [] : EventDetail.decode(from: json)
    }

    static func of(_ versions: [SurveyVersionID], tenant: TenantID) -> Query<QuestionRow> {
        Query(
            """
            SELECT version_id, position, key, page, kind, text, text_en, help, help_en, required, core, allows_none, dimension, weight, options,
                rows, limits, show_if
            FROM survey_question WHERE tenant_id = \(tenant) AND version_id = ANY (\(versions)) ORDER BY version_id, page, position, key
            """)
    }
}

struct DimensionRow: RowDecodable {
    let version: SurveyVersionID
    let dimension: Dimension

    init(row: inout RowCursor) throws {
        version = try row.next()
        dimension = Dimension(key: try row.next(), name: Bilingual(try row.next(), try row.next()), weight: try row.next())
    }

    static func of(_ versions: [SurveyVersionID], tenant: TenantID) -> Query<DimensionRow> {
        Query(
            """
            SELECT version_id, key, name, name_en, weight
            FROM survey_dimension WHERE tenant_id = \(tenant) AND version_id = ANY (\(versions)) ORDER BY version_id, position, key
            """)
    }
}

struct VersionTextRow: RowDecodable {
    let version: SurveyVersionID
    let intro: Bilingual
    let thanks: Bilingual

    init(row: inout RowCursor) throws {
        version = try row.next()
        intro = Bilingual(try row.next(), try row.next())
        thanks = Bilingual(try row.next(), try row.next())
    }

    static func of(_ versions: [SurveyVersionID], tenant: TenantID) -> Query<VersionTextRow> {
        Query(
            """
            SELECT id, intro, intro_en, thanks, thanks_en FROM survey_version WHERE tenant_id = \(tenant) AND id = ANY (\(versions))
            """)
    }
}

extension Transaction {
    /// What a respondent is shown: the first version, then those added to it.
    /// - Throws: `notFound` when one of them is not there or not visible.
    package func questionnaire(_ versions: [SurveyVersionID]) async throws -> Questionnaire {
        let (texts, dimensions, questions) = try await fetch(
            VersionTextRow.of(versions, tenant: tenant), DimensionRow.of(versions, tenant: tenant),
            QuestionRow.of(versions, tenant: tenant))
        let parts = try versions.map { version in
            guard let text = texts.first(where: { $0.version == version }) else { throw StoreError.notFound }
            return Questionnaire(
                intro: text.intro, thanks: text.thanks, dimensions: dimensions.filter { $0.version == version }.map(\.dimension),
                questions: questions.filter { $0.version == version }.map(\.question))
        }
        guard let core = parts.first else { throw StoreError.notFound }
        return parts.dropFirst().reduce(core) { $0.adding($1) }
    }
}

/// Writing the rows of a version.
enum QuestionStatements {
    static func add(_ question: Question, at position: Int, of version: VersionRow, tenant: TenantID) throws -> SQL {
        """
        INSERT INTO survey_question (tenant_id, unit_id, company_id, project_id, version_id, key, position, page, kind, text, text_en, help,
            help_en, required, core, allows_none, dimension, weight, options, rows, limits, show_if)
        VALUES (\(tenant), \(version.unit.id), \(version.unit.company), \(version.unit.project), \(version.id), \(question.key),
            \(Int16(position)), \(Int16(question.page)), \(question.kind), \(question.text.chinese), \(question.text.english),
            \(question.help.chinese), \(question.help.english), \(question.required), \(question.core), \(question.allowsNone),
            \(question.dimension), \(Int32(question.weight)), \(try EventDetail.encode(question.options)),
            \(try EventDetail.encode(question.rows)), \(try EventDetail.encode(question.limits)), \(try rule(question)))
        """
    }

    /// The key stays: it is what answers and waves hold on to.
    static func change(_ question: Question, of version: SurveyVersionID, tenant: TenantID) throws -> SQL {
        """
        UPDATE survey_question SET page = \(Int16(question.page)), kind = \(question.kind), text = \(question.text.chinese),
            text_en = \(question.text.english), help = \(question.help.chinese), help_en = \(question.help.english),
            required = \(question.required), allows_none = \(question.allowsNone), dimension = \(question.dimension),
            weight = \(Int32(question.weight)), options = \(try EventDetail.encode(question.options)),
            rows = \(try EventDetail.encode(question.rows)), limits = \(try EventDetail.encode(question.limits)), show_if = \(try rule(question))
        WHERE tenant_id = \(tenant) AND version_id = \(version) AND key = \(question.key)
        """
    }

    private static func rule(_ question: Question) throws -> JSONText {
        try question.showIf.map { try EventDetail.encode($0) } ?? JSONText("{}")
    }

    static func remove(_ key: String, of version: SurveyVersionID, tenant: TenantID) -> SQL {
        "DELETE FROM survey_question WHERE tenant_id = \(tenant) AND version_id = \(version) AND key = \(key)"
    }

    static func place(_ key: String, at position: Int, page: Int, of version: SurveyVersionID, tenant: TenantID) -> SQL {
        """
        UPDATE survey_question SET position = \(Int16(position)), page = \(Int16(page))
        WHERE tenant_id = \(tenant) AND version_id = \(version) AND key = \(key)
        """
    }

    static func add(_ dimension: Dimension, at position: Int, of version: VersionRow, tenant: TenantID) -> SQL {
        """
        INSERT INTO survey_dimension (tenant_id, unit_id, company_id, project_id, version_id, key, position, name, name_en, weight)
        VALUES (\(tenant), \(version.unit.id), \(version.unit.company), \(version.unit.project), \(version.id), \(dimension.key),
            \(Int16(position)), \(dimension.name.chinese), \(dimension.name.english), \(Int32(dimension.weight)))
        ON CONFLICT (tenant_id, version_id, key) DO UPDATE SET name = EXCLUDED.name, name_en = EXCLUDED.name_en, weight = EXCLUDED.weight
        """
    }

    static func removeDimension(_ key: String, of version: SurveyVersionID, tenant: TenantID) -> SQL {
        "DELETE FROM survey_dimension WHERE tenant_id = \(tenant) AND version_id = \(version) AND key = \(key)"
    }
}
