import Domain
import Views

extension Samples {
    func surveys() -> [Sample] { [surveyPages(), answers(), surveyPrints(), entries()].flatMap { $0 } }

    private var everyKind: [Question] {
        let options = [
            QuestionOption("1", "不满意", "Dissatisfied", score: 0), QuestionOption("2", "满意", "Satisfied", score: 100),
            QuestionOption("3", "其他", "Other", other: true),
        ]
        return QuestionKind.allCases.enumerated().map { index, kind in
            Question(
                key: "q\(index)", kind: kind, text: Bilingual("问题 \(index)", "Question \(index)"), help: Bilingual("说明", "Help"),
                required: true, allowsNone: true, options: kind.hasOptions ? options : [],
                rows: kind == .matrix ? [MatrixRow("a", "门岗", "Gate"), MatrixRow("b", "巡逻", "Patrol")] : [])
        }
    }

    private func models(error: String? = nil, typed: Bool) -> [QuestionModel] {
        var sheet = AnswerSheet()
        if typed {
            sheet = AnswerSheet(
                answers: [
                    "q0": .code("3"), "q1": .codes(["1", "3"]), "q2": .code("2"), "q3": .code("9"), "q4": .lines(["a": "1"]),
                    "q5": .codes(["2", "1"]), "q6": .code("12"),
                ], texts: ["q0.other": "门锁", "q8": "短", "q9": "长"])
        }
        return everyKind.enumerated().map { index, question in
            QuestionModel(
                question, number: question.kind.asks ? index + 1 : nil, sheet: sheet, english: text.language == .english, error: error,
                words: QuestionModel.Words(text))
        }
    }

    private func surveyPages() -> [Sample] {
        let columns = [text["survey.question"], text["survey.kind"], text["survey.page"]]
        let row = OrgListPage.Row(cells: [
            .init(columns[0], link: Link("q1", path: "/yunshan/bj/surveys")), .init(columns[1], chip: Chip(text.word(QuestionKind.rating))),
            .init(columns[2], text: "1"),
        ])
        let full = SurveyPage(
            title: "业主年度满意度调查表", intro: text["survey.question.text"], back: Link(text["survey.library"], path: "/yunshan/bj/surveys/forms"),
            chips: [Chip(text.word(SurveyVersionState.draft), tone: .soon)],
            buttons: [Link(text["survey.phone"], path: "/yunshan/bj/surveys")],
            facts: [
                Fact(text["survey.purpose"], text: text.word(FormPurpose.annual)),
                Fact(text["survey.form"], chip: Chip("x"), link: Link("x", path: "/yunshan/bj/surveys"), note: text["survey.core.text"]),
            ], faults: [text["questionnaireProblem.deadEnd"]],
            actions: [
                ActionForm(
                    id: "cancel", label: text.word(WaveAction.cancel), explain: text["waveGuard.note"], path: "/yunshan/bj/surveys",
                    fields: [
                        FieldModel(
                            .textarea, form: "cancel", name: "note", label: text["field.waveNote"], error: words.problem(.required),
                            maxLength: 300)
                    ], key: "k", version: "1", danger: true)
            ],
            tables: [
                .init(id: "questions", title: text["survey.questions"], note: "1", columns: columns, rows: [row]),
                .init(
                    id: "dimensions", title: text["survey.dimensions"], columns: columns, rows: [],
                    empty: EmptyState(
                        title: text["survey.dimensions.empty.title"], text: text["survey.dimensions.empty.text"],
                        link: Link(text["survey.library"], path: "/yunshan/bj/surveys/forms"))),
            ], files: files(full: true, none: "file.noEvidence"))
        let plain = SurveyPage(title: "x", back: Link(text["survey.waves"], path: "/yunshan/bj/surveys"))
        return [Sample("draft", full), Sample("bare", plain)]
    }

    private func answers() -> [Sample] {
        let shown = everyKind.map(\.key)
        let typed = AnswerPage.Form(
            path: "/survey/yunshan", page: 2, shown: shown, questions: models(error: words.problem(.required), typed: true),
            previous: "/survey/yunshan?page=1", submit: text["answer.submit"], step: text["answer.step", ["page": "2", "pages": "3"]],
            done: 1,
            pages: 3)
        let first = AnswerPage.Form(
            path: "/survey/yunshan", page: 1, shown: shown, questions: models(typed: false), previous: nil, submit: text["answer.next"],
            step: text["answer.step", ["page": "1", "pages": "3"]], done: 0, pages: 3)
        return [
            Sample(
                "wrong",
                AnswerPage(
                    title: "2026 年度业主满意度调查", tenant: "云杉投资", place: "春晓 3 幢 \(text["answer.masked"])", promise: text["answer.named"],
                    intro: "x", form: typed)),
            Sample("first", AnswerPage(title: "2026 年度业主满意度调查", promise: text["answer.anonymous"], form: first)),
            Sample("gone", AnswerPage(title: text["answer.gone"], message: text["answer.gone.text"])),
        ]
    }

    private func surveyPrints() -> [Sample] {
        let moment = words.moment(words.now)
        let letter = SurveyLettersPage.Letter(label: "春晓 3-2-1102", address: "https://x.example/survey/yunshan/abcdefghijklmnopqrstuvwxyz")
        return [
            Sample(
                "paper",
                PaperSurveyPage(
                    tenant: "云杉投资", unit: "滨江置业", number: "1", title: "x", intro: "x", questions: models(typed: false), thanks: "x",
                    printed: moment, ticketPath: "/yunshan/bj/surveys")),
            Sample(
                "letters",
                SurveyLettersPage(
                    tenant: "云杉投资", unit: "春晓", number: "1", wave: "2026", promise: text["letters.named"],
                    until: text["letters.until", ["day": "2026-12-31"]], letters: [letter].compactMap { $0 }, walk: ["3-2-1102"],
                    walkTitle: text["letters.walk", ["count": "1"]], printed: moment, ticketPath: "/yunshan/bj/surveys")),
        ]
    }

    private func entries() -> [Sample] {
        let channel = FieldModel(
            .radios, form: "entry", name: "channel", label: text["entry.channel"], value: "paper", required: true,
            options: [.init(value: "paper", label: text.word(AnswerChannel.paper))])
        let line = EntryPage.Line(
            cells: [
                .init(name: "0.door", label: "1 #", value: "3-1102", wrong: true, wide: true), .init(name: "0.q-a", label: "1 · 1"),
            ], note: words.problem(.notFound))
        let page = { (message: String?, lines: [EntryPage.Line]) in
            EntryPage(
                title: text["entry.title"], back: Link("2026", path: "/yunshan/bj/surveys"),
                links: message == nil ? [] : [Link(text["entryCheck.title"], path: "/yunshan/bj/surveys")],
                summary: text["entry.summary", ["count": "3", "due": "1"]], path: "/yunshan/bj/surveys", key: "k", channel: channel,
                columns: [
                    .init(number: "#", text: text["field.door"], codes: text["entry.words"]), .init(number: "1", text: "x", codes: "1, 2"),
                ],
                lines: lines, message: message, submit: text["entry.save"])
        }
        return [Sample("wrong", page(text["entry.wrong", ["count": "1"]], [line])), Sample("fresh", page(nil, [.init(cells: line.cells)]))]
    }
}
