package import Domain
package import Postgres

/// One household's answers, in a line: when, how, from where; who it was only as far as the wave is not anonymous.
package struct AnswersRow: RowDecodable, Identifiable {
    package let id: ResponseID
    package let project: UnitID
    package let projectName: String
    package let channel: AnswerChannel
    package let stage: Stage
    package let usage: String
    package let submittedAt: Instant?
    /// Empty in an anonymous wave.
    package let houseLabel: String
    package let sheet: AnswerSheet
    package let versions: [SurveyVersionID]
    package let ticket: TicketID?
    package let ticketNumber: String?
    package let ticketOpen: Bool?

    package init(row: inout RowCursor) throws {
        id = try row.next()
        project = try row.next()
        projectName = try row.next()
        channel = try row.next()
        stage = try row.next()
        usage = try row.next()
        submittedAt = try row.next()
        houseLabel = try row.next() ?? ""
        // Words stay out: what was written is read masked.
        sheet = AnswerSheet(answers: try AnswerSheet.answers(try row.next()))
        versions = try row.next()
        ticket = try row.next()
        ticketNumber = try row.next()
        ticketOpen = try row.next()
    }

    private static let columns: SQL = """
        SELECT r.id, r.project_id, p.name, r.channel, r.stage, r.usage, r.submitted_at, h.label, r.answers,
            array_remove(ARRAY[r.version_id, x.company_version_id, x.project_version_id], NULL), k.ticket_id, i.number, i.open
        FROM survey_response r
        JOIN org_unit p ON p.tenant_id = r.tenant_id AND p.id = r.project_id
        LEFT JOIN survey_wave_unit x ON x.tenant_id = r.tenant_id AND x.wave_id = r.wave_id AND x.project_id = r.project_id
        LEFT JOIN survey_sample m ON m.tenant_id = r.tenant_id AND m.id = r.sample_id
        LEFT JOIN house h ON h.tenant_id = m.tenant_id AND h.id = m.house_id
        LEFT JOIN survey_case k ON k.tenant_id = r.tenant_id AND k.response_id = r.id
        LEFT JOIN ticket i ON i.tenant_id = k.tenant_id AND i.id = k.ticket_id
        """

    package static let pageSize = 50
    /// How many answers one page looks through for those that were asked for; the next page goes on behind them.
    package static let window = 20_000

    /// The newest of the unit first; one more than a page says that there are more.
    /// - Parameter filter: only who answered so, among the newest `window`.
    static func page(
        _ wave: WaveID, at viewpoint: UnitRef, before: ResponseID?, filter: AnswerFilter? = nil, tenant: TenantID
    ) -> Query<AnswersRow> {
        let here = submitted(wave, at: viewpoint, before: before, tenant: tenant)
        let asked: SQL =
            filter.map { filter in
                """
                \(filter.term) AND r.id >= (SELECT coalesce(min(i.id), 0)
                    FROM (SELECT r.id FROM survey_response r \(here) ORDER BY r.id DESC LIMIT 20000) i)
                """
            } ?? .empty
        return Query("\(columns) \(here)\(asked) ORDER BY r.id DESC LIMIT 51")
    }

    /// Where the window of a page ends; nil where nothing is left behind it.
    static func windowEnd(_ wave: WaveID, at viewpoint: UnitRef, before: ResponseID?, tenant: TenantID) -> Query<WindowRow> {
        Query(
            """
            SELECT CASE WHEN count(*) = 20000 THEN min(i.id) END
            FROM (SELECT r.id FROM survey_response r \(submitted(wave, at: viewpoint, before: before, tenant: tenant))
                ORDER BY r.id DESC LIMIT 20000) i
            """)
    }

    private static func submitted(_ wave: WaveID, at viewpoint: UnitRef, before: ResponseID?, tenant: TenantID) -> SQL {
        let older: SQL = before.map { " AND r.id < \($0)" } ?? .empty
        return """
            WHERE r.tenant_id = \(tenant) AND r.wave_id = \(wave) AND r.state = 'submitted'\(viewpoint.surveyTerm(.response))\(older)
            """
    }

    static func find(_ response: ResponseID, of wave: WaveID, at viewpoint: UnitRef, tenant: TenantID) -> Query<AnswersRow> {
        Query(
            """
            \(columns) WHERE r.tenant_id = \(tenant) AND r.id = \(response) AND r.wave_id = \(wave)\(viewpoint.surveyTerm(.response))
            """)
    }
}

struct WindowRow: RowDecodable {
    let end: ResponseID?

    init(row: inout RowCursor) throws { end = try row.next() }
}

/// Answers that chose something, as a figure counts it: a question's key, a matrix's line behind a point, and the code; of a ranking the place
/// before it ("1:gate").
package struct AnswerFilter: Hashable, Sendable {
    /// The question's key.
    package let key: String
    package let line: String?
    package let value: String

    /// Nil for what names no figure.
    package init?(question: String, value: String) {
        let parts = question.split(separator: ".", omittingEmptySubsequences: false).map(String.init)
        guard (1...2).contains(parts.count), parts.allSatisfy({ !$0.isEmpty && $0.utf8.count <= 40 }), !value.isEmpty,
            value.utf8.count <= 60
        else { return nil }
        key = parts[0]
        line = parts.count == 2 ? parts[1] : nil
        self.value = value
    }

    package var question: String { line.map { "\(key).\($0)" } ?? key }

    /// Place and code of a ranking.
    private var ranked: (place: Int, code: String)? {
        let parts = value.split(separator: ":", maxSplits: 1).map(String.init)
        guard parts.count == 2, let place = Int(parts[0]), (1...50).contains(place) else { return nil }
        return (place, parts[1])
    }

    /// For `survey_response r`; AND included.
    var term: SQL {
        let code = value == SurveyTally.none ? Answer.none : value
        if let line { return " AND r.answers -> \(key) ->> \(line) = \(code)" }
        if let ranked { return " AND r.answers -> \(key) ->> \(Int32(ranked.place - 1)) = \(ranked.code)" }
        // One code, or one of several.
        return " AND r.answers -> \(key) @> to_jsonb(\(code)::text)"
    }
}

/// A page of answers with the questionnaire they belong to.
package struct AnswersPage: Sendable {
    package let head: WaveHeadRow
    package let dimensions: [WaveDimensionRow]
    package let forms: [[SurveyVersionID]: Questionnaire]
    package let rows: [AnswersRow]
    package let next: ResponseID?
    /// Who answered what is shown alone; nil for everybody.
    package let filter: AnswerFilter?
    /// Too few answered here: single answers would be the figure that is hidden.
    package let isHidden: Bool
}

extension ReadTransaction {
    /// Single answers behind the figures. In an anonymous wave they are opened only where the unit's figures are shown at all.
    /// - Throws: `notFound`.
    package func answers(_ wave: WaveID, before: ResponseID? = nil, filter: AnswerFilter? = nil) async throws -> AnswersPage {
        guard let viewpoint else { throw StoreError.notFound }
        let (heads, dimensions, projects, scores, rows) = try await fetch(
            WaveHeadRow.find(wave, tenant: tenant, viewpoint: viewpoint), WaveDimensionRow.of(wave, tenant: tenant),
            WaveProjectRow.of(wave, tenant: tenant), ScoreRow.of(wave, segments: [""], tenant: tenant),
            AnswersRow.page(wave, at: viewpoint, before: before, filter: filter, tenant: tenant))
        guard let head = heads.first else { throw StoreError.notFound }
        let figures = WaveFigures(formula: head.formula, projects: projects.map(\.project), rows: scores)
        let isHidden = head.anonymous && figures.isHidden(SurveyMeasure.whole, at: FigureUnit(viewpoint))
        let shown = isHidden ? [] : Array(rows.prefix(AnswersRow.pageSize))
        var next = !isHidden && rows.count > AnswersRow.pageSize ? shown.last?.id : nil
        if filter != nil, !isHidden, next == nil {
            next = try await fetchFirst(AnswersRow.windowEnd(wave, at: viewpoint, before: before, tenant: tenant))?.end
        }
        return AnswersPage(
            head: head, dimensions: dimensions, forms: try await forms(of: shown), rows: shown, next: next, filter: filter,
            isHidden: isHidden)
    }

    /// One household's answers with what it wrote, masked.
    /// - Throws: `notFound`.
    package func answers(_ wave: WaveID, of response: ResponseID) async throws -> (page: AnswersPage, texts: [VerbatimRow]) {
        guard let viewpoint else { throw StoreError.notFound }
        let (heads, dimensions, rows, texts) = try await fetch(
            WaveHeadRow.find(wave, tenant: tenant, viewpoint: viewpoint), WaveDimensionRow.of(wave, tenant: tenant),
            AnswersRow.find(response, of: wave, at: viewpoint, tenant: tenant), VerbatimRow.ofResponse(response, tenant: tenant))
        guard let head = heads.first, let row = rows.first else { throw StoreError.notFound }
        // A single anonymous answer of a unit whose figures are hidden is not opened either.
        if head.anonymous, try await answers(wave).isHidden { throw StoreError.notFound }
        let page = AnswersPage(
            head: head, dimensions: dimensions, forms: try await forms(of: [row]), rows: [row], next: nil, filter: nil, isHidden: false)
        return (page, texts)
    }

    private func forms(of rows: [AnswersRow]) async throws -> [[SurveyVersionID]: Questionnaire] {
        var forms: [[SurveyVersionID]: Questionnaire] = [:]
        for versions in Set(rows.map(\.versions)) { forms[versions] = try await questionnaire(versions) }
        return forms
    }
}

/// The answers a ticket was made of, for the ticket's own page.
package struct TicketSurveyRow: RowDecodable, Hashable {
    package let wave: WaveID
    package let waveName: String
    package let response: ResponseID
    package let cause: ConcernCause

    package init(row: inout RowCursor) throws {
        wave = try row.next()
        waveName = try row.next()
        response = try row.next()
        cause = try row.next()
    }

    static func of(_ ticket: TicketID, tenant: TenantID) -> Query<TicketSurveyRow> {
        Query(
            """
            SELECT k.wave_id, w.name, k.response_id, k.cause FROM survey_case k
            JOIN survey_wave w ON w.tenant_id = k.tenant_id AND w.id = k.wave_id
            WHERE k.tenant_id = \(tenant) AND k.ticket_id = \(ticket)
            """)
    }
}

extension Transaction {
    /// The answers a ticket was made of; nil for any other ticket, and for whoever may not see answers.
    package func surveyOrigin(of ticket: TicketID) async throws -> TicketSurveyRow? {
        guard let viewpoint, try await enter().covers(viewpoint, with: .surveyAnswers) else { return nil }
        return try await fetchFirst(TicketSurveyRow.of(ticket, tenant: tenant))
    }
}
