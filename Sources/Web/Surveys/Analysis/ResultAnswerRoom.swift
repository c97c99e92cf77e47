internal import Domain
internal import Hummingbird
internal import Store
internal import Views

/// The single answers behind a figure, for those who may open them.
enum ResultAnswerRoom {
    static func list(_ member: MemberContext) async throws -> Response {
        let wave = WaveID(try member.incoming.number("id"))
        let query = try member.incoming.query()
        let before = ResponseID(text: try query.text("before"))
        let dimension = try query.text("dimension")
        let filter = AnswerFilter(question: try query.text("question"), value: try query.text("value"))
        let (found, frame) = try await member.read { tx in try await tx.answers(wave, before: before, filter: filter) }
        let words = AnswerWords(frame: frame, page: found)
        let base = frame.paths.resultAnswers(wave)
        let asked: [(String, String?)] = [("dimension", dimension), ("question", filter?.question), ("value", filter?.value)]
        let page = SurveySheetPage(
            head: FindingHead(frame: frame, head: found.head).make(
                .results, title: frame.t["survey.answers.title"], sub: frame.t["survey.answers.note"]),
            tables: found.isHidden ? [] : [words.table(dimension)],
            empty: found.isHidden
                ? EmptyState(
                    title: frame.t["survey.result.hidden.title"],
                    text: frame.t["survey.result.hidden.text", ["floor": String(found.head.formula.floor)]]) : nil,
            pager: Pager(
                previous: before.map { _ in Paths.query(base, asked) },
                next: found.next.map { Paths.query(base, asked + [("before", $0.description)]) }))
        return try frame.page(page, room: .surveys)
    }

    static func show(_ member: MemberContext) async throws -> Response {
        let (wave, response) = (WaveID(try member.incoming.number("id")), ResponseID(try member.incoming.number("response")))
        let (found, frame) = try await member.read { tx in try await tx.answers(wave, of: response) }
        guard let row = found.page.rows.first else { throw StoreError.notFound }
        let words = AnswerWords(frame: frame, page: found.page)
        let quotes = VerbatimWords(frame: frame, wave: wave, dimensions: found.page.dimensions)
        let page = SurveySheetPage(
            head: FindingHead(frame: frame, head: found.page.head).make(
                .results, title: frame.t["survey.answers.one", ["number": response.description]]),
            facts: words.facts(row), tables: [words.sheet(row)], quotes: found.texts.map { quotes.quote($0) })
        return try frame.page(page, room: .surveys)
    }
}

struct AnswerWords {
    let frame: PageFrame
    let page: AnswersPage
    private var t: Messages { frame.t }
    private var isEnglish: Bool { t.language == .english }

    init(frame: PageFrame, page: AnswersPage) {
        self.frame = frame
        self.page = page
    }

    /// One line an answer; the dimension that was asked for has its score.
    func table(_ dimension: String) -> SurveyTable {
        let name = page.dimensions.first { $0.key == dimension }.map { frame.name($0.name, english: $0.nameEnglish) }
        let columns = [
            t["survey.answers.when"], t["survey.answers.where"], t["survey.answers.channel"], t["survey.answers.stage"],
            name ?? t["survey.result.degree"], t["survey.answers.ticket"],
        ]
        let rows = page.rows.map { row in
            let place = row.houseLabel.isEmpty ? row.projectName : "\(row.projectName) · \(row.houseLabel)"
            return OrgListPage.Row(cells: [
                .init(
                    columns[0],
                    link: Link(
                        row.submittedAt.map(frame.wording.exact) ?? "–", path: frame.paths.resultAnswer(row.id, of: page.head.id))),
                .init(columns[1], text: place), .init(columns[2], text: t.word(row.channel)), .init(columns[3], text: t.word(row.stage)),
                .init(columns[4], text: degree(row, dimension) ?? "–"), ticket(row, columns[5]),
            ])
        }
        return SurveyTable(
            id: "answers", title: chosen ?? name ?? t["survey.answers.all"],
            note: t[page.filter == nil ? "survey.answers.newest" : "survey.answers.window"], columns: columns, rows: rows,
            none: t["survey.result.empty.title"])
    }

    /// The question and the choice that the list is narrowed to.
    private var chosen: String? {
        guard let filter = page.filter else { return nil }
        guard let question = page.forms.values.lazy.compactMap({ $0[filter.key] }).first else {
            return "\(filter.question) · \(filter.value)"
        }
        let code = filter.value == SurveyTally.none ? Answer.none : filter.value
        let parts = code.split(separator: ":", maxSplits: 1).map(String.init)
        let word =
            question.kind == .ranking && parts.count == 2
            ? "\(parts[0]). \(AnswerText(t).word(parts[1], question))" : AnswerText(t).word(code, question)
        let line = filter.line.flatMap { key in question.rows.first { $0.key == key }?.label.text(english: isEnglish) }
        return [question.text.text(english: isEnglish), line, word].compactMap(\.self).joined(separator: " · ")
    }

    private func ticket(_ row: AnswersRow, _ column: String) -> OrgListPage.Cell {
        guard let ticket = row.ticket, let number = row.ticketNumber else { return .init(column, text: "–") }
        return .init(column, link: Link(number, path: frame.paths.ticket(ticket)))
    }

    /// The score in a dimension; without one, of all core questions.
    private func degree(_ row: AnswersRow, _ dimension: String) -> String? {
        guard let form = page.forms[row.versions] else { return nil }
        let questions = form.questions.filter { $0.core && (dimension.isEmpty ? $0.dimension != nil : $0.dimension == dimension) }
        let scored = questions.flatMap { $0.scored(row.sheet.answers[$0.key]) }
        return SatisfactionScore(scored, by: page.head.formula).map { frame.wording.decimal(Double($0.degree) / 100) }
    }

    func facts(_ row: AnswersRow) -> [Fact] {
        var facts = [
            Fact(t["survey.answers.when"], text: row.submittedAt.map(frame.wording.exact) ?? "–"),
            Fact(t["survey.answers.where"], text: row.houseLabel.isEmpty ? row.projectName : "\(row.projectName) · \(row.houseLabel)"),
            Fact(t["survey.answers.channel"], text: t.word(row.channel)), Fact(t["survey.answers.stage"], text: t.word(row.stage)),
        ]
        if let ticket = row.ticket, let number = row.ticketNumber {
            facts.append(
                Fact(
                    t["survey.answers.ticket"], link: Link(number, path: frame.paths.ticket(ticket)),
                    note: t[row.ticketOpen == true ? "survey.answers.ticket.open" : "survey.answers.ticket.closed"]))
        }
        return facts
    }

    /// Question by question, in words.
    func sheet(_ row: AnswersRow) -> SurveyTable {
        let columns = [t["survey.result.question"], t["survey.answers.answer"]]
        let form = page.forms[row.versions] ?? Questionnaire()
        let rows = form.questions.filter { $0.kind.asks && !$0.kind.isText }.map { question in
            OrgListPage.Row(cells: [
                .init(columns[0], text: question.text.text(english: isEnglish)),
                .init(columns[1], text: AnswerText(t).words(row.sheet.answers[question.key], question)),
            ])
        }
        return SurveyTable(
            id: "sheet", title: t["survey.answers.sheet"], columns: columns, rows: rows, none: t["survey.result.empty.title"])
    }
}
