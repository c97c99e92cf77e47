internal import Domain
internal import Hummingbird
internal import Store
internal import Views

/// How every question was answered, and where people stopped.
enum ResultQuestionRoom {
    static func show(_ member: MemberContext) async throws -> Response {
        let wave = WaveID(try member.incoming.number("id"))
        let (results, frame) = try await member.read { tx in try await tx.questionResults(wave) }
        return try frame.page(QuestionWords(frame: frame, results: results).page(), room: .surveys)
    }

    static func cuts(_ member: MemberContext) async throws -> Response {
        let wave = WaveID(try member.incoming.number("id"))
        let cut = SurveyCut(rawValue: try member.incoming.query().text("by")) ?? .stage
        let (results, frame) = try await member.read { tx in try await tx.cutResults(wave, by: cut) }
        return try frame.page(CutWords(frame: frame, results: results).page(), room: .surveys)
    }
}

struct QuestionWords {
    let frame: PageFrame
    let results: QuestionResults
    private var t: Messages { frame.t }
    private var isEnglish: Bool { t.language == .english }

    init(frame: PageFrame, results: QuestionResults) {
        self.frame = frame
        self.results = results
    }

    func page() -> SurveySheetPage {
        let head = FindingHead(frame: frame, head: results.head).make(
            .questions, sub: t["survey.result.n", ["n": frame.wording.number(results.submitted)]])
        guard results.submitted > 0, !results.isHidden else {
            let few = results.submitted > 0
            return SurveySheetPage(
                head: head,
                empty: EmptyState(
                    title: t[few ? "survey.result.hidden.title" : "survey.result.empty.title"],
                    text: t[few ? "survey.result.hidden.text" : "survey.result.empty.text", ["floor": String(results.head.formula.floor)]]))
        }
        return SurveySheetPage(head: head, charts: results.form.questions.flatMap(charts), tables: [dropOff])
    }

    /// One picture a question, one a line for a matrix.
    private func charts(_ question: Question) -> [Chart] {
        switch question.kind {
        case .section, .number, .date, .shortText, .longText: []
        case .matrix:
            question.rows.map { row in
                chart(question, key: "\(question.key).\(row.key)", title: "\(text(question.text)) · \(text(row.label))", options(question))
            }
        case .nps, .contact, .single, .multiple, .rating, .ranking:
            [chart(question, key: question.key, title: text(question.text), options(question))]
        }
    }

    private func text(_ bilingual: Bilingual) -> String { bilingual.text(english: isEnglish) }

    private func options(_ question: Question) -> [(code: String, label: String, step: String)] {
        switch question.kind {
        case .nps:
            return (0...10).map { (String($0), String($0), $0 >= 9 ? "step-4" : $0 >= 7 ? "step-2" : "step-0") }
        case .contact:
            return [("yes", t["survey.result.yes"], "step-plain"), ("no", t["survey.result.no"], "step-plain")]
        case .ranking:
            return question.options.map { ("1:\($0.code)", t["survey.result.ranked", ["option": text($0.label)]], "step-plain") }
        default:
            let last = max(question.options.count - 1, 1)
            return question.options.enumerated().map { index, option in
                (option.code, text(option.label), option.score == nil ? "step-plain" : "step-\(index * 4 / last)")
            }
        }
    }

    private func chart(_ question: Question, key: String, title: String, _ options: [(code: String, label: String, step: String)]) -> Chart
    {
        let counts = results.counts[key] ?? [:]
        let answered = question.kind == .multiple ? answered(key) : options.reduce(0) { $0 + (counts[$1.code] ?? 0) }
        let columns = [t["survey.result.choice"], t["survey.result.answers"], t["survey.result.share"], t["survey.result.interval"]]
        let id = "q-\(key.replacingDots)"
        guard answered == 0 || answered >= results.head.formula.floor else {
            return DistributionChart.chart(
                id: id, title: title, note: t["survey.result.hidden.text", ["floor": String(results.head.formula.floor)]], parts: [],
                columns: columns)
        }
        var parts = options.map { option in
            part(option.label, counts[option.code] ?? 0, of: answered, step: option.step, path: path(key, option.code))
        }
        for (value, word) in [(SurveyTally.none, "survey.result.notApplicable"), (SurveyTally.skipped, "survey.result.skipped")] {
            guard let n = counts[value], n > 0 else { continue }
            parts.append(part(t[word], n, of: nil, step: "step-plain", path: value == SurveyTally.none ? path(key, value) : nil))
        }
        if options.allSatisfy({ $0.step == "step-plain" }) {
            return DistributionChart.bars(
                id: id, title: title, note: note(question, answered), parts: parts, of: answered, columns: columns)
        }
        return DistributionChart.chart(id: id, title: title, note: note(question, answered), parts: parts, columns: columns)
    }

    /// Who chose anything where several choices were possible: whoever saw the question and neither passed it by nor said it does not apply.
    private func answered(_ key: String) -> Int {
        let counts = results.counts[key] ?? [:]
        return (counts[SurveyTally.shown] ?? 0) - (counts[SurveyTally.skipped] ?? 0) - (counts[SurveyTally.none] ?? 0)
    }

    /// From a figure to its answers, for those who may open them.
    private func path(_ question: String, _ value: String) -> String? {
        guard frame.may(.surveyAnswers) else { return nil }
        return Paths.query(frame.paths.resultAnswers(results.head.id), [("question", question), ("value", value)])
    }

    /// - Parameters:
    ///   - total: nil for what is no answer.
    ///   - path: to the answers behind it.
    private func part(_ label: String, _ n: Int, of total: Int?, step: String, path: String?) -> DistributionChart.Part {
        let words: [String]
        if let total, total > 0 {
            let interval = Proportion.wilson(Double(n), of: Double(total), confidence: results.head.formula.confidence)
            words = [
                frame.wording.number(n), frame.wording.decimal(Double(n) * 100 / Double(total)) + "%",
                "\(frame.wording.decimal(interval.lower * 100))–\(frame.wording.decimal(interval.upper * 100))",
            ]
        } else {
            words = [frame.wording.number(n), "–", "–"]
        }
        return DistributionChart.Part(label: label, count: total == nil ? 0 : n, words: words, step: step, path: n > 0 ? path : nil)
    }

    private func note(_ question: Question, _ answered: Int) -> String {
        let n = t["survey.result.n", ["n": frame.wording.number(answered)]]
        return question.core ? "\(n) · \(t["survey.result.core"])" : "\(n) · \(t["survey.result.added"])"
    }

    /// Where people stopped, and which questions they left out.
    private var dropOff: SurveyTable {
        let columns = [
            t["survey.result.question"], t["survey.result.page"], t["survey.result.shown"], t["survey.result.answered"],
            t["survey.result.skipped"], t["survey.result.stopped"],
        ]
        let rows = results.form.questions.filter(\.kind.asks).map { question in
            let counts = results.counts[question.key] ?? [:]
            let shown = counts[SurveyTally.shown] ?? 0
            let skipped = counts[SurveyTally.skipped] ?? 0
            let share = shown > 0 ? frame.wording.decimal(Double(skipped) * 100 / Double(shown)) + "%" : "–"
            return OrgListPage.Row(cells: [
                .init(columns[0], text: text(question.text)), .init(columns[1], text: String(question.page)),
                .init(columns[2], text: frame.wording.number(shown)), .init(columns[3], text: frame.wording.number(shown - skipped)),
                .init(columns[4], text: "\(frame.wording.number(skipped)) · \(share)"),
                .init(columns[5], text: frame.wording.number(results.unfinished[question.page] ?? 0)),
            ])
        }
        return SurveyTable(
            id: "drop-off", title: t["survey.result.dropOff"], note: t["survey.result.dropOff.note"], columns: columns, rows: rows,
            none: t["survey.result.empty.title"])
    }
}

extension String {
    /// For an id in a page: a matrix's line is named after a point.
    fileprivate var replacingDots: String { split(separator: ".").joined(separator: "-") }
}

struct CutWords {
    let frame: PageFrame
    let results: CutResults
    private var t: Messages { frame.t }

    init(frame: PageFrame, results: CutResults) {
        self.frame = frame
        self.results = results
    }

    func page() -> SurveySheetPage {
        let words = FigureWords(frame: frame, formula: results.head.formula)
        let options = SurveyCut.allCases.map { FieldModel.Option(value: $0.code, label: t.word($0)) }
        let columns = [t["survey.result.dimension"]] + results.segments.map { label($0.value) } + [t["survey.result.difference"]]
        let rate = row(t["survey.result.rate"], columns, results.segments.map { results.rate(in: $0.value) }, words, unit: "%")
        let rows = results.dimensions.map { dimension in
            row(words.name(dimension), columns, results.segments.map { results.degree(dimension.key, in: $0.value) }, words)
        }
        let table = SurveyTable(
            id: "cut", title: t["survey.result.cut", ["cut": t.word(results.cut)]],
            note: t["survey.result.cut.note", ["floor": String(results.head.formula.floor)]], columns: columns,
            rows: results.segments.isEmpty ? [] : [rate] + rows, none: t["survey.result.empty.title"])
        return SurveySheetPage(
            head: FindingHead(frame: frame, head: results.head).make(.cuts),
            filters: [
                FieldModel(.select, form: "cut", name: "by", label: t["survey.result.by"], value: results.cut.code, options: options)
            ],
            filterPath: frame.paths.resultCuts(results.head.id), tables: [table])
    }

    private func label(_ value: String) -> String {
        switch results.cut {
        case .stage: Stage(rawValue: value).map { t.word($0) } ?? value
        case .usage: HouseUsage(rawValue: value).map { t.word($0) } ?? value
        case .channel: AnswerChannel(rawValue: value).map { t.word($0) } ?? value
        }
    }

    /// The last column says whether best and worst of the line differ by more than chance.
    private func row(_ name: String, _ columns: [String], _ figures: [Figure], _ words: FigureWords, unit: String = "") -> OrgListPage.Row {
        let cells = zip(columns.dropFirst(), figures).map { column, figure in
            OrgListPage.Cell(
                column,
                text: figure.estimate.map {
                    "\(words.value(figure, unit: unit)) · n \(frame.wording.number($0.n)) · \(words.interval($0.interval))"
                }
                    ?? words.value(figure))
        }
        let shown = figures.filter { $0.estimate != nil }.sorted { ($0.estimate?.value ?? 0) < ($1.estimate?.value ?? 0) }
        let last: OrgListPage.Cell
        if shown.count > 1, let worst = shown.first, let best = shown.last, let difference = best.difference(from: worst) {
            let said = words.change(difference)
            last = .init(
                columns[columns.count - 1],
                chip: Chip("\(said.value) · \(said.note)", tone: difference.isSignificant ? .soon : .plain))
        } else {
            last = .init(columns[columns.count - 1], text: "–")
        }
        return OrgListPage.Row(cells: [.init(columns[0], text: name)] + cells + [last])
    }
}
