package import Domain
package import Postgres

/// Adds up answers as they arrive: cells, persons' scores, masked texts, and a job for each household that needs somebody.
///
/// Answering writes nothing that two respondents share, so that a thousand of them do not queue behind one row; this job, one a tenant, reads
/// what is not counted yet and moves each cell once a batch. A row remembers what was counted of it: a change of mind takes the old answer
/// away, and a batch that is rolled back leaves nothing behind.
package enum CountAnswers {
    package static let kind = "countAnswers"
    static let batch = 200

    /// The worker's effect: one batch in one transaction. While more may wait it queues itself once more.
    package static func run(_ tx: WriteTransaction, _ job: Job) async throws {
        let rows = try await tx.fetch(UncountedRow.take(tenant: tx.tenant, limit: batch))
        guard !rows.isEmpty else { return }
        var forms: [[SurveyVersionID]: Questionnaire] = [:]
        for versions in Set(rows.map(\.versions)) { forms[versions] = try await tx.questionnaire(versions) }
        let read = try rows.map { row in try CountedRow(row, form: forms[row.versions] ?? Questionnaire()) }
        var statements: [SQL] = []
        for (wave, rows) in Dictionary(grouping: read, by: \.row.wave).sorted(by: { $0.key < $1.key }) {
            statements += cells(wave, rows, tenant: tx.tenant)
        }
        for row in read { statements += row.texts(tenant: tx.tenant) }
        for row in read {
            if let job = try row.concern(now: tx.now) { statements.append(job.enqueue(tenant: tx.tenant, now: tx.now)) }
        }
        statements.append(try UncountedRow.mark(read, tenant: tx.tenant))
        if rows.count == batch {
            // Another key than the waiting count's: this job still counts as running.
            let next = NewJob(
                kind: kind, payload: JSONText("{}"), runAt: tx.now, uniqueKey: "\(kind)-\(rows.last?.id.rawValue ?? 0)", priority: 60)
            statements.append(next.enqueue(tenant: tx.tenant, now: tx.now))
        }
        try await tx.change(statements)
    }

    static func enqueue(now: Instant) -> Query<Single<Int>> { Query("SELECT app.enqueue_counts(\(now))") }

    private static func cells(_ wave: WaveID, _ rows: [CountedRow], tenant: TenantID) -> [SQL] {
        var change = SurveyTally()
        for row in rows { change.add(row.now - row.before) }
        change = change - SurveyTally()
        let answers = change.answers.map { answer, n in
            (
                key: AnswerKey(
                    unit: answer.unit, company: answer.company, project: answer.project, segment: answer.segment, question: answer.question,
                    value: answer.value), n: n
            )
        }
        let scores = change.scores.map { score, cell in
            (key: ScoreKey(company: score.company, project: score.project, segment: score.segment, dimension: score.dimension), cell: cell)
        }
        var statements: [SQL] = []
        if !answers.isEmpty { statements.append(AnswerCellRow.add(answers.sorted { $0.key < $1.key }, wave: wave, tenant: tenant)) }
        if !scores.isEmpty { statements.append(ScoreRow.add(scores.sorted { $0.key < $1.key }, wave: wave, tenant: tenant)) }
        return statements
    }
}

extension Store {
    /// Queues a count for each tenant with answers that no cell holds yet; answers how many.
    @discardableResult
    package func enqueueCounts() async throws -> Int {
        try await outside(CountAnswers.enqueue(now: clock.now())).first?.value ?? 0
    }
}

/// A row of answers that no cell holds as it is now.
struct UncountedRow: RowDecodable {
    let id: ResponseID
    let wave: WaveID
    let project: UnitID
    let company: UnitID
    let group: UnitID
    let vendor: UnitID?
    let versions: [SurveyVersionID]
    let stage: Stage
    let usage: String
    let channel: AnswerChannel
    let state: ResponseState
    let page: Int
    let answers: JSONText
    let written: JSONText
    let counted: JSONText?
    let at: Instant
    /// A household that can be named: not of an anonymous wave.
    let isNamed: Bool
    let formula: SatisfactionFormula

    init(row: inout RowCursor) throws {
        id = try row.next()
        wave = try row.next()
        project = try row.next()
        company = try row.next()
        group = try row.next()
        vendor = try row.next()
        versions = try row.next()
        stage = try row.next()
        usage = try row.next()
        channel = try row.next()
        state = try row.next()
        page = try row.next()
        answers = try row.next()
        written = try row.next()
        counted = try row.next()
        at = try row.next()
        isNamed = try row.next()
        formula = try SatisfactionFormula(row: &row) ?? .standard
    }

    /// The oldest first; what somebody is changing right now is left for the next batch.
    static func take(tenant: TenantID, limit: Int) -> Query<UncountedRow> {
        Query(
            """
            SELECT r.id, r.wave_id, r.project_id, r.company_id, g.id, r.vendor_id,
                array_remove(ARRAY[r.version_id, x.company_version_id, x.project_version_id], NULL), r.stage, r.usage, r.channel, r.state,
                r.page, r.answers, r.texts, r.counted, r.changed_at, m.house_id IS NOT NULL, f.top_boxes, f.not_applicable, f.weighting, f.confidence,
                f.least_answers, f.low_at
            FROM survey_response r
            JOIN survey_wave w ON w.tenant_id = r.tenant_id AND w.id = r.wave_id
            JOIN org_unit g ON g.tenant_id = r.tenant_id AND g.kind = 'group'
            LEFT JOIN survey_wave_unit x ON x.tenant_id = r.tenant_id AND x.wave_id = r.wave_id AND x.project_id = r.project_id
            LEFT JOIN survey_sample m ON m.tenant_id = r.tenant_id AND m.id = r.sample_id
            LEFT JOIN LATERAL (\(SurveyFormulaRow.standing(tenant: "w.tenant_id", at: "coalesce(w.drawn_at, w.planned_at)"))) f ON true
            WHERE r.tenant_id = \(tenant) AND r.uncounted ORDER BY r.id LIMIT \(limit) FOR UPDATE OF r SKIP LOCKED
            """)
    }

    /// What is counted of each row from now on.
    static func mark(_ rows: [CountedRow], tenant: TenantID) throws -> SQL {
        let counted = try rows.map { row -> String? in
            guard let state = row.state else { return nil }
            return try EventDetail.encode(state).text
        }
        return """
            UPDATE survey_response r SET uncounted = false, counted = v.counted::jsonb
            FROM unnest(\(rows.map(\.row.id)), \(counted)) AS v (id, counted)
            WHERE r.tenant_id = \(tenant) AND r.id = v.id
            """
    }
}

/// What `survey_response.counted` holds: enough to take it away again.
struct CountedState: Codable, Hashable {
    let submitted: Bool
    let page: Int
    let answers: [String: Answer]
    /// Questions something was written to; the words are not kept twice.
    let written: [String]
}

/// A row with what it counts for now and what was counted of it before.
struct CountedRow {
    let row: UncountedRow
    let form: Questionnaire
    /// Nil for a row that was entered by mistake: nothing of it counts.
    let state: CountedState?
    let now: SurveyTally
    let before: SurveyTally
    private let written: [String: String]
    private let wasCounted: Bool

    init(_ row: UncountedRow, form: Questionnaire) throws {
        self.row = row
        self.form = form
        let sheet = AnswerSheet(
            answers: try AnswerSheet.answers(row.answers), texts: try EventDetail.decode([String: String].self, from: row.written))
        let pruned = form.pruned(sheet)
        written = row.state == .submitted ? pruned.texts : [:]
        state =
            row.state == .void
            ? nil
            : CountedState(
                submitted: row.state == .submitted, page: row.page, answers: row.state == .submitted ? pruned.answers : [:],
                written: row.state == .submitted ? pruned.texts.keys.sorted() : [])
        let counted = try row.counted.map { try EventDetail.decode(CountedState.self, from: $0) }
        wasCounted = counted?.submitted ?? false
        now = state.map { Self.tally($0, row, form) } ?? SurveyTally()
        before = counted.map { Self.tally($0, row, form) } ?? SurveyTally()
    }

    private static func tally(_ state: CountedState, _ row: UncountedRow, _ form: Questionnaire) -> SurveyTally {
        SurveyTally(response(state, row), form, by: row.formula)
    }

    private static func response(_ state: CountedState, _ row: UncountedRow) -> CountedResponse {
        CountedResponse(
            project: row.project, company: row.company, group: row.group, stage: row.stage, usage: row.usage, channel: row.channel,
            isSubmitted: state.submitted, page: state.page,
            sheet: AnswerSheet(
                answers: state.answers, texts: Dictionary(uniqueKeysWithValues: state.written.map { ($0, "") })))
    }

    /// Replaces what was written, masked, with the pairs of characters it is found by.
    func texts(tenant: TenantID) -> [SQL] {
        guard wasCounted || !written.isEmpty else { return [] }
        var statements = wasCounted ? SurveyTextStatements.forget(row.id, tenant: tenant) : []
        for (key, text) in written.sorted(by: { $0.key < $1.key }) {
            guard let question = form[String(key.prefix { $0 != "." })] else { continue }
            let dimension = question.dimension
            let scores = form.questions.filter { $0.dimension == dimension && dimension != nil }
                .flatMap { $0.scored(state?.answers[$0.key]) }
            let score = SatisfactionScore(scores, by: row.formula).map { $0.degree / 100 }
            statements.append(
                SurveyTextStatements.insert(
                    Verbatim.masked(text), question: key, dimension: dimension, score: score, of: row, tenant: tenant))
        }
        return statements
    }

    /// Answers that come in later than this, such as a past wave that is imported, are figures and nobody's work any more.
    static let freshness = Span.days(30)

    /// The job of a household whose answers call for somebody; nobody can be called who has no name.
    func concern(now: Instant) throws -> NewJob? {
        guard row.isNamed, row.at >= now - Self.freshness, let state,
            let concern = SurveyConcern(Self.response(state, row), form, by: row.formula)
        else { return nil }
        return try OpenSurveyCase.job(row.id, concern, now: now)
    }
}

extension AnswerSheet {
    /// As stored; a question without an answer may stand there as null.
    static func answers(_ json: JSONText) throws -> [String: Answer] {
        try EventDetail.decode([String: Answer?].self, from: json).compactMapValues { $0 }
    }
}

enum SurveyTextStatements {
    static func forget(_ response: ResponseID, tenant: TenantID) -> [SQL] {
        [
            """
            DELETE FROM survey_token o USING survey_text t
            WHERE t.tenant_id = \(tenant) AND t.response_id = \(response) AND o.tenant_id = t.tenant_id AND o.text_id = t.id
            """,
            """
            DELETE FROM survey_text t WHERE t.tenant_id = \(tenant) AND t.response_id = \(response) AND NOT EXISTS (SELECT FROM survey_point k
                WHERE k.tenant_id = t.tenant_id AND k.text_id = t.id)
            """,
        ]
    }

    /// A text that somebody has noted as a problem point stays as a row and takes the new words.
    static func insert(
        _ masked: String, question: String, dimension: String?, score: Int?, of row: UncountedRow, tenant: TenantID
    ) -> SQL {
        let tokens = Array(SearchTokens.words(of: masked).reduce(into: OrderedTokens()) { $0.add($1) }.list.prefix(60))
        return """
            WITH text AS (
                INSERT INTO survey_text (tenant_id, company_id, project_id, vendor_id, wave_id, response_id, question, dimension, score, masked,
                    at)
                VALUES (\(tenant), \(row.company), \(row.project), \(row.vendor), \(row.wave), \(row.id), \(question), \(dimension),
                    \(score), \(masked), \(row.at))
                ON CONFLICT (tenant_id, response_id, question) DO UPDATE SET masked = excluded.masked, dimension = excluded.dimension,
                    score = excluded.score
                RETURNING id
            )
            INSERT INTO survey_token (tenant_id, company_id, project_id, wave_id, token, text_id)
            SELECT \(tenant), \(row.company), \(row.project), \(row.wave), w, text.id FROM text, unnest(\(tokens)) w
            """
    }
}
