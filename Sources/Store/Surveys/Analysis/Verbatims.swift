package import Domain
package import Postgres

/// A masked text with where it came from.
package struct VerbatimRow: RowDecodable, Identifiable {
    package let id: VerbatimID
    package let response: ResponseID
    package let project: UnitID
    package let projectName: String
    package let question: String
    package let dimension: String?
    /// Points of 100 the person gave the dimension.
    package let score: Int?
    package let masked: String
    package let tags: [String]
    package let at: Instant
    /// The ticket the person's answers made.
    package let ticket: TicketID?
    package let ticketNumber: String?

    package init(row: inout RowCursor) throws {
        id = try row.next()
        response = try row.next()
        project = try row.next()
        projectName = try row.next()
        question = try row.next()
        dimension = try row.next()
        score = try row.next()
        masked = try row.next()
        tags = try row.next()
        at = try row.next()
        ticket = try row.next()
        ticketNumber = try row.next()
    }

    private static let columns: SQL = """
        SELECT t.id, t.response_id, t.project_id, p.name, t.question, t.dimension, t.score, t.masked, t.tags, t.at, k.ticket_id, i.number
        FROM survey_text t
        JOIN org_unit p ON p.tenant_id = t.tenant_id AND p.id = t.project_id
        LEFT JOIN survey_case k ON k.tenant_id = t.tenant_id AND k.response_id = t.response_id
        LEFT JOIN ticket i ON i.tenant_id = k.tenant_id AND i.id = k.ticket_id
        """

    static func newest(_ wave: WaveID, at viewpoint: UnitRef, filter: VerbatimFilter, limit: Int, tenant: TenantID) -> Query<VerbatimRow> {
        let words = filter.words.reduce(SQL.empty) { terms, word in
            """
            \(terms) AND EXISTS (SELECT FROM survey_token o WHERE o.tenant_id = t.tenant_id AND o.wave_id = t.wave_id AND o.token = \(word)
                AND o.text_id = t.id)
            """
        }
        let dimension: SQL = filter.dimension.map { " AND t.dimension = \($0)" } ?? .empty
        let tag: SQL = filter.tag.map { " AND \($0) = ANY (t.tags)" } ?? .empty
        let after: SQL = filter.before.map { " AND t.id < \($0)" } ?? .empty
        return Query(
            """
            \(columns) WHERE t.tenant_id = \(tenant) AND t.wave_id = \(wave)\(viewpoint.surveyTerm(.text))\(words)\(dimension)\(tag)\(after)
            ORDER BY t.id DESC LIMIT \(limit)
            """)
    }

    static func find(_ text: VerbatimID, of wave: WaveID, at viewpoint: UnitRef, tenant: TenantID) -> Query<VerbatimRow> {
        Query(
            """
            \(columns) WHERE t.tenant_id = \(tenant) AND t.id = \(text) AND t.wave_id = \(wave)\(viewpoint.surveyTerm(.text))
            """)
    }

    static func ofResponse(_ response: ResponseID, tenant: TenantID) -> Query<VerbatimRow> {
        Query("\(columns) WHERE t.tenant_id = \(tenant) AND t.response_id = \(response) ORDER BY t.id")
    }

    static func tag(_ text: VerbatimID, _ tags: [String], tenant: TenantID) -> SQL {
        "UPDATE survey_text SET tags = \(tags) WHERE tenant_id = \(tenant) AND id = \(text)"
    }
}

/// What of the texts to show.
package struct VerbatimFilter: Hashable, Sendable {
    /// As typed; looked up by pairs of characters, since row security keeps text search from using an index.
    package var query = ""
    package var dimension: String?
    package var tag: String?
    package var before: VerbatimID?

    package init() {}

    var words: [String] { Array(SearchTokens.asked(query).prefix(4)) }
}

package enum TagVerbatim {}

/// Tags of a text: short words, each once.
package enum VerbatimTags {
    package static let limit = 5

    /// Reads "电梯, 保洁": words between commas, semicolons or spaces.
    package static func parse(_ raw: String) throws(FieldProblem) -> [String] {
        var tags: [String] = []
        for part in BoundedText.halfWidth(raw).split(whereSeparator: { ",;、 \n".contains($0) }) {
            let tag = try BoundedText.parse(String(part), max: 20)
            if !tags.contains(tag) { tags.append(tag) }
        }
        guard tags.count <= limit else { throw .tooLarge(max: Int64(limit)) }
        return tags
    }
}

extension Transaction {
    /// - Throws: `notFound`, `refused(.surveyAnswers)`.
    package func access(_ text: VerbatimID, of wave: WaveID, for purpose: TagVerbatim.Type) async throws -> Permit<TagVerbatim, VerbatimRow>
    {
        guard let viewpoint else { throw StoreError.notFound }
        guard let row = try await fetchFirst(VerbatimRow.find(text, of: wave, at: viewpoint, tenant: tenant)) else {
            throw StoreError.notFound
        }
        guard try actor.covers(viewpoint, with: .surveyAnswers) else { throw StoreError.refused(.surveyAnswers) }
        return Permit(row)
    }
}

extension WriteTransaction {
    /// - Throws: `invalid` with field `tags`.
    package func tag(_ raw: String, _ permit: Permit<TagVerbatim, VerbatimRow>) async throws {
        let tags: [String]
        do throws(FieldProblem) {
            tags = try VerbatimTags.parse(raw)
        } catch {
            throw StoreError.invalid(FieldErrors("tags", error))
        }
        try await change([VerbatimRow.tag(permit.thing.id, tags, tenant: tenant)])
        audit(
            .verbatimTagged, AuditObject(.survey, id: permit.thing.id.rawValue, label: ""), at: viewpoint,
            ["tags": tags.joined(separator: " ")])
    }
}

extension ReadTransaction {
    /// The wave's texts at the unit, newest first. In an anonymous wave none are shown where the figures are hidden.
    /// - Throws: `notFound`.
    package func verbatims(_ wave: WaveID, _ filter: VerbatimFilter, limit: Int) async throws
        -> (head: WaveHeadRow, dimensions: [WaveDimensionRow], rows: [VerbatimRow])
    {
        guard let viewpoint else { throw StoreError.notFound }
        let (heads, dimensions, projects, scores, rows) = try await fetch(
            WaveHeadRow.find(wave, tenant: tenant, viewpoint: viewpoint), WaveDimensionRow.of(wave, tenant: tenant),
            WaveProjectRow.of(wave, tenant: tenant), ScoreRow.of(wave, segments: [""], tenant: tenant),
            VerbatimRow.newest(wave, at: viewpoint, filter: filter, limit: limit, tenant: tenant))
        guard let head = heads.first else { throw StoreError.notFound }
        let figures = WaveFigures(formula: head.formula, projects: projects.map(\.project), rows: scores)
        let isHidden = head.anonymous && figures.isHidden(SurveyMeasure.whole, at: FigureUnit(viewpoint))
        return (head, dimensions, isHidden ? [] : rows)
    }
}
