import Domain
import Views

extension Samples {
    func exchange() -> [Sample] { rooms() + imports() + exports() }

    private var base: String { "/yunshan/bj/exchange" }
    private var back: Link { Link(text["rail.exchange"], path: base) }
    private var at: Moment { words.moment(words.now) }

    private func rooms() -> [Sample] {
        let run = RunRow(
            title: "房屋 · 春晓房屋台账.xlsx", path: "\(base)/imports/7", note: text["import.rows", ["count": "2,000"]],
            state: Chip(text.word(ImportState.checked), tone: .soon), by: "李敏", at: at)
        let other = RunRow(
            title: "业主与关系", path: nil, note: text["import.rows", ["count": "12"]], state: Chip(text.word(ImportState.done), tone: .good),
            by: "孙悦", at: at)
        func half(_ id: String, _ rows: [RunRow], _ pager: Pager? = nil) -> ExchangePage.Half {
            ExchangePage.Half(
                id: id, title: text["runs.\(id)"], text: text["runs.\(id).text"],
                starts: [Link(text["import.start.houses"], path: "\(base)/imports/new/houses")], rows: rows, summary: "2",
                empty: EmptyState(title: text["runs.\(id).empty"], text: text["runs.\(id).empty.text"]), pager: pager)
        }
        let fields = Fields(form: "export", wording: words)
        return [
            Sample("full", ExchangePage(halves: [half("imports", [run, other], Pager(previous: nil, next: base)), half("exports", [])])),
            Sample("empty", ExchangePage(halves: [half("exports", [])])),
            Sample(
                "export form",
                OrgFormPage(
                    title: text["export.start.owners"], intro: text["export.intro", ["unit": "滨江公司"]], back: back,
                    form: FormModel(
                        id: "export", path: "\(base)/exports/new/owners",
                        groups: [
                            FieldGroup(fields: [
                                fields.field(
                                    .checkboxes, "columns", label: "export.columns", value: "owners.house",
                                    options: ExportSubject.owners.columns.map { .init(value: $0.rawValue, label: text.word($0)) })
                            ])
                        ], submit: text["export.request"], key: "k"))),
        ]
    }

    private func imports() -> [Sample] {
        func new(_ error: String?) -> ImportNewPage {
            ImportNewPage(
                title: text["import.start.houses"], intro: text["importKind.houses.text"], back: back,
                templates: [
                    Link(text["import.template.xlsx", ["language": text["import.language.en"]]], path: "\(base)/templates/houses/xlsx")
                ],
                columns: ImportKind.houses.fields.map {
                    .init(
                        name: text.word($0), hint: text.optional("importField.\($0.rawValue).hint"),
                        required: ImportKind.houses.required.contains($0))
                }, path: "\(base)/imports/new/houses", key: "k", error: error,
                limit: text["import.file.hint", ["size": "50", "rows": "200,000"]])
        }
        return [
            Sample("new", new(nil)), Sample("refused", new(text["sheetFault.unclosedQuote", ["row": "7"]])), Sample("mapping", mapping()),
            Sample("running", running()), Sample("checked", checked()), Sample("links", links()), Sample("bare", page(.done)),
        ]
    }

    private func page(_ state: ImportState) -> ImportPage {
        ImportPage(
            title: text["import.start.houses"], back: back, state: Chip(text.word(state), tone: .soon),
            facts: [Fact(text["import.fact.file"], text: "春晓房屋台账.xlsx"), Fact(text["import.fact.rows"], text: "2,000")],
            explain: text["importState.\(state.rawValue).text"])
    }

    private func mapping() -> ImportPage {
        var page = page(.mapping)
        let fields = Fields(form: "columns", wording: words, errors: FieldErrors("room", .required))
        page.columns = FormModel(
            id: "columns", path: "\(base)/imports/7/columns",
            groups: [
                FieldGroup(
                    fields: ImportKind.houses.fields.map {
                        fields.field(
                            .select, $0.rawValue, label: "importField.\($0.rawValue)", half: true, options: [.init(value: "0", label: "楼栋")]
                        )
                    })
            ], submit: text["import.check"], key: "k", version: "1")
        page.preview = .init(
            headings: ["楼栋", "房号"], rows: [.init(cells: [.init(heading: "楼栋", text: "3号楼"), .init(heading: "房号", text: "1102")])])
        page.stop = RunButton(path: "\(base)/imports/7/stop", key: "k", version: 1, label: text["import.stop"], danger: true)
        return page
    }

    private func running() -> ImportPage {
        var page = page(.running)
        page.progress = RunProgress(
            path: "\(base)/imports/7", words: text["import.progress", ["done": "500", "all": "2,000"]], value: 500, max: 2_000,
            note: text["runs.canLeave"])
        return page
    }

    private func checked() -> ImportPage {
        var page = page(.checked)
        page.counts = [
            RunCount(label: text["import.count.new"], value: "1,990", note: text["import.count.new.dry"]),
            RunCount(label: text["import.count.wrong"], value: "10", note: text["import.count.wrong.dry"], late: true),
        ]
        page.problems = .init(
            rows: [.init(number: "17", field: text.word(ImportField.room), text: text["problem.repeated", ["row": "4"]])],
            note: text["import.problems.note", ["shown": "1", "all": "10"]],
            downloads: [Link(text["import.problems.xlsx"], path: "\(base)/imports/7/problems/xlsx")])
        page.go = RunButton(path: "\(base)/imports/7/start", key: "k", version: 2, label: text["import.go", ["count": "1,990"]])
        page.again = Link(text["import.columns.again"], path: "\(base)/imports/7?columns=true")
        return page
    }

    private func links() -> ImportPage {
        var page = page(.done)
        page.links = .init(
            text: text["import.links.text", ["count": "12"]],
            button: RunButton(path: "\(base)/imports/7/links", key: "k", version: 4, label: text["import.links.make", ["count": "12"]]))
        return page
    }

    private func exports() -> [Sample] {
        func page(_ state: ExportState) -> ExportPage {
            ExportPage(
                title: "\(text["export.start.owners"]) · E-000042", back: back, state: Chip(text.word(state), tone: .soon),
                facts: [Fact(text["export.fact.number"], text: "E-000042"), Fact(text["export.reason"], text: "集中交付核对")],
                explain: text["exportState.\(state.rawValue).text", ["time": words.exact(words.now)]])
        }
        let fields = Fields(form: "refuse", wording: words, errors: FieldErrors("note", .required))
        var waiting = page(.waiting)
        waiting.answer = FormModel(
            id: "approve", path: "\(base)/exports/42/answer", groups: [FieldGroup(text["export.approve"], fields: [])],
            submit: text["export.approve"], key: "k", version: "1")
        waiting.refuse = FormModel(
            id: "refuse", path: "\(base)/exports/42/answer",
            groups: [
                FieldGroup(text["export.refuse"], fields: [fields.field(.textarea, "note", label: "export.refuse.reason", required: true)])
            ],
            submit: text["export.refuse"], key: "k", version: "1")
        var running = page(.running)
        running.progress = RunProgress(
            path: "\(base)/imports/7", words: text["export.progress", ["done": "1,000"]], value: 1_000, max: 5_000,
            note: text["runs.canLeave"])
        running.stop = RunButton(path: "\(base)/exports/42/stop", key: "k", version: 1, label: text["export.stop"], danger: true)
        var done = page(.done)
        done.fetch = RunButton(
            path: "\(base)/exports/42/download", key: "k", version: 2, label: text["export.fetch", ["format": "XLSX", "size": "1.2 MB"]])
        done.downloads = [.init(by: "李敏", at: at)]
        done.downloadsNote = text["export.downloads.count", ["count": "1"]]
        return [Sample("waiting", waiting), Sample("running", running), Sample("done", done)]
    }
}
