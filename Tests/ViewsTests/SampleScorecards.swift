import Domain
import Views

extension Samples {
    /// Cards of vendors.
    func scorecards() -> [Sample] {
        let line = CardPage.Line(
            name: "按时办结率", path: "/yunshan/bj/vendors/cards/1/lines/solved", source: text.word(IndicatorKind.fact),
            evidence: text["card.evidence.percent", ["value": "93.1", "cases": "298", "n": "320"]],
            note: text["card.interval", ["from": "89.8", "to": "95.4"]], full: "12.0", points: "11.2", bar: 1_117, most: 1_200, tone: "fact"
        )
        let none = CardPage.Line(
            name: "信息往来答复", path: nil, source: text.word(IndicatorKind.fact),
            evidence: text["card.notEnough", ["n": "3", "rule": text["card.shortfall.spreadKind"]]], full: "4.0", points: "–", bar: nil,
            most: 400,
            tone: "fact")
        let columns = [text["card.line"], text["appeal.text"]]
        let row = OrgListPage.Row(cells: [
            .init(columns[0], link: Link("x", path: "/x")), .init(columns[1], chip: Chip("x", tone: .soon)), .init("x", text: "x"),
        ])
        let full = CardPage(
            head: SurveyHead(
                eyebrow: text["card.one"], title: "佳园物业 · 春晓　2026-10", sub: text["card.householdCount", ["count": "712"]],
                tabs: [.init(label: text["card.lines"], path: "/x", current: true)], links: [Link(text["card.sheet"], path: "/x/print")],
                main: Link(text["card.title"], path: "/x")),
            notices: [text["card.openAppeals", ["count": "1"]]], linesNote: text["card.lines.note"], lines: [line, none], total: "83.3",
            grade: Chip("良好", tone: .good), compared: text["card.previous", ["period": "2026-09", "points": "79.6"]],
            trend: TrendChart.chart(
                id: "trend", title: text["card.trend"], note: text["card.trend.note"],
                points: [.init(label: "2026-09", words: ["79.6", "合格"], value: 79.6, lower: 79.6, upper: 79.6)], range: 0...100,
                columns: [text["round.period"], text["card.total"], text["template.grade"]]),
            facts: [Fact(text["renewal.title"], text: text["renewal.open", ["cards": "12"]], note: "x")],
            tables: [
                .init(id: "appeals", title: text["appeal.title"], note: "1", columns: columns, rows: [row]),
                .init(
                    id: "none", title: text["card.moderations"], columns: columns, rows: [],
                    empty: EmptyState(title: text["card.empty.title"], text: text["card.empty.text"], link: Link("x", path: "/x"))),
            ],
            evidence: [.init(id: "evidence-1", title: text["appeal.papers", ["line": "秩序"]], files: files(full: true))],
            actions: [
                ActionForm(
                    id: "appeal", label: text["appeal.file"], explain: text["appeal.file.text"], path: "/x",
                    fields: [FieldModel(.textarea, form: "appeal", name: "text", label: text["field.appealText"], value: "x")],
                    files: fileField("appeal", full: true), key: "k")
            ])
        let bare = CardPage(
            head: SurveyHead(eyebrow: "x", title: "x", sub: "x"), linesNote: "x", lines: [], total: "0.0",
            grade: Chip(text["card.noGrade"]),
            compared: "x")
        return [Sample("confirmed", full), Sample("empty", bare)]
    }
}
