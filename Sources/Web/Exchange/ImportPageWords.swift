internal import Domain
internal import Sheets
internal import Store
internal import Views

/// What an import's page says at each of its stages.
struct ImportPageWords {
    let run: ImportRun
    let frame: PageFrame
    let problems: [ImportProblemRow]
    let remembered: [ImportField: String]
    let typed: [String: String]
    let errors: FieldErrors?
    var chooses = false
    /// New people without a link.
    var waiting = 0
    var sample: [SheetRow] = []
    /// Of the wave whose answers come in.
    var questions: [AnswerColumn] = []

    init(
        run: ImportRun, frame: PageFrame, problems: [ImportProblemRow], remembered: [ImportField: String], typed: [String: String],
        errors: FieldErrors?
    ) {
        self.run = run
        self.frame = frame
        self.problems = problems
        self.remembered = remembered
        self.typed = typed
        self.errors = errors
    }

    private var t: Messages { frame.t }
    private var paths: UnitPaths { frame.paths }

    var page: ImportPage {
        var page = ImportPage(
            title: t["import.start.\(run.kind.rawValue)"], back: frame.backToExchange, state: frame.chip(run.state), facts: facts,
            explain: explain)
        if chooses {
            page.columns = columns
            page.preview = preview
        } else {
            page.counts = counts
            if !problems.isEmpty { page.problems = problemTable }
        }
        if run.state.isMoving { page.progress = progress }
        if run.state == .checked, !chooses {
            if run.counts.fresh + run.counts.changed > 0 {
                page.go = RunButton(
                    path: paths.startImport(run.id), key: frame.newKey, version: run.version,
                    label: t["import.go", ["count": frame.wording.number(run.counts.fresh + run.counts.changed)]])
            }
            page.again = Link(t["import.columns.again"], path: Paths.query(paths.importRun(run.id), [("columns", "true")]))
        }
        if !run.state.isOver {
            page.stop = RunButton(
                path: paths.stopImport(run.id), key: frame.newKey, version: run.version, label: t["import.stop"], danger: true)
        } else {
            page.again = Link(t["import.another"], path: run.wave.map(paths.newAnswerImport) ?? paths.newImport(run.kind))
        }
        if waiting > 0 {
            page.links = ImportPage.Links(
                text: t["import.links.text", ["count": frame.wording.number(waiting)]],
                button: RunButton(
                    path: paths.importLinks(run.id), key: frame.newKey, version: run.version,
                    label: t["import.links.make", ["count": frame.wording.number(min(waiting, Invitees.list))]]))
        }
        return page
    }

    private var explain: String {
        if let end = run.endedAs { return t.word(end) }
        if run.state == .checked, run.counts.fresh + run.counts.changed == 0 { return t["import.nothingNew"] }
        return t["importState.\(run.state.rawValue).text"]
    }

    private var facts: [Fact] {
        [
            Fact(t["import.fact.file"], text: run.fileName), Fact(t["import.fact.rows"], text: frame.wording.number(run.rows)),
            Fact(t["import.fact.unit"], text: run.unitName), Fact(t["runs.by"], text: run.personName),
            Fact(t["import.fact.at"], text: frame.wording.exact(run.createdAt)),
        ]
            + (run.ground.map { [Fact(t["import.ground"], text: "\(t.word($0)) · \(run.noticeVersion)")] } ?? [])
            + (run.finishedAt.map { [Fact(t["import.fact.finished"], text: frame.wording.exact($0))] } ?? [])
    }

    private var progress: RunProgress {
        RunProgress(
            path: paths.importRun(run.id),
            words: t["import.progress", ["done": frame.wording.number(run.cursorRow), "all": frame.wording.number(run.rows)]],
            value: run.cursorRow, max: run.rows, note: t["runs.canLeave"])
    }

    private var counts: [RunCount] {
        let isDry = [.checking, .checked].contains(run.state)
        func count(_ name: String, _ number: Int, late: Bool = false) -> RunCount {
            RunCount(
                label: t["import.count.\(name)"], value: frame.wording.number(number),
                note: t[isDry ? "import.count.\(name).dry" : "import.count.\(name).done"], late: late && number > 0)
        }
        return [
            count("new", run.counts.fresh), count("changed", run.counts.changed), count("same", run.counts.same),
            count("wrong", run.counts.wrong, late: true),
        ]
    }

    private var problemTable: ImportPage.Problems {
        let shown = problems.prefix(20)
        let downloads =
            run.token.isEmpty || run.state.isMoving
            ? []
            : SheetFormat.allCases.map { format in
                Link(t["import.problems.\(format.rawValue)"], path: paths.importProblems(run.id, format.rawValue))
            }
        return ImportPage.Problems(
            rows: shown.map {
                .init(number: String($0.rowNumber), field: frame.column($0.problem, questions), text: frame.words($0.problem))
            },
            note: t["import.problems.note", ["shown": String(shown.count), "all": frame.wording.number(run.counts.wrong)]],
            downloads: downloads)
    }

    private var columns: FormModel {
        let guess =
            run.state == .checked
            ? run.mapping
            : ImportMapping.guess(run.headings, for: run.kind, templates: frame.templateHeadings, remembered: remembered)
                .guessing(questions, in: run.headings)
        let options =
            [FieldModel.Option(value: "", label: t["import.noColumn"])]
            + run.headings.enumerated().map { index, heading in
                FieldModel.Option(
                    value: String(index), label: heading.isEmpty ? t["import.columnNumber", ["number": String(index + 1)]] : heading)
            }
        let fields = run.kind.fields.map { field in
            FieldModel(
                .select, form: "columns", name: field.rawValue, label: t.word(field),
                value: typed.isEmpty ? guess[field].map(String.init) ?? "" : typed[field.rawValue] ?? "",
                error: errors?[field.rawValue].map(problem), required: run.kind.required.contains(field), half: true, options: options)
        }
        let asked = questions.map { column in
            let name = "a.\(column.name)"
            return FieldModel(
                .select, form: "columns", name: name, label: "\(column.number) \(column.text(english: t.language == .english))",
                value: typed.isEmpty ? guess.answers[column.name].map(String.init) ?? "" : typed[name] ?? "",
                error: errors?[name].map(problem), half: true, options: options)
        }
        let groups =
            [FieldGroup(fields: fields)] + (asked.isEmpty ? [] : [FieldGroup(t["import.questions"], fields: asked)])
            + (run.kind == .owners ? [FieldGroup(t["import.ground"], fields: ground)] : [])
        return FormModel(
            id: "columns", path: paths.importColumns(run.id), groups: groups, submit: t["import.check"], key: frame.newKey,
            version: String(run.version))
    }

    /// Why the new customers' data are held, and by which notice they were told.
    private var ground: [FieldModel] {
        let chosen = typed["ground"] ?? run.ground?.code ?? DataGround.contract.code
        return [
            FieldModel(
                .select, form: "columns", name: "ground", label: t["import.ground.ground"], value: chosen,
                error: errors?["ground"].map(frame.wording.problem), required: true, half: true,
                options: DataGround.allCases.map { FieldModel.Option(value: $0.code, label: t.word($0)) }),
            FieldModel(
                .text, form: "columns", name: "noticeVersion", label: t["import.ground.notice"],
                value: typed["noticeVersion"] ?? run.noticeVersion, hint: t["import.ground.notice.hint"],
                error: errors?["noticeVersion"].map(frame.wording.problem), required: true, half: true, maxLength: 30),
        ]
    }

    private func problem(_ problem: FieldProblem) -> String {
        problem == .taken ? t["import.columnTwice"] : frame.wording.problem(problem)
    }

    private var preview: ImportPage.Preview? {
        guard !sample.isEmpty else { return nil }
        let headings = run.headings.prefix(12).enumerated().map { $1.isEmpty ? t["import.columnNumber", ["number": String($0 + 1)]] : $1 }
        let rows = sample.map { row in
            ImportPage.Preview.Row(
                cells: headings.indices.map { index in
                    .init(heading: headings[index], text: row.cells.indices.contains(index) ? Self.masked(row.cells[index]) : "")
                })
        }
        return ImportPage.Preview(headings: headings, rows: rows)
    }

    /// Long numbers are telephone or identity numbers: enough of them to recognise the column.
    private static func masked(_ cell: String) -> String {
        let digits = BoundedText.halfWidth(cell).filter { $0.isASCII && ($0.isNumber || $0 == "X" || $0 == "x") }
        guard digits.count >= 7, digits.count * 2 > cell.count, (try? LooseDay.parse(cell)) == nil else { return String(cell.prefix(60)) }
        return digits.prefix(3) + "****" + digits.suffix(2)
    }
}
