import Domain
import Views

extension Samples {
    /// Results of a wave, its loop and its report.
    func findings() -> [Sample] { results() + sheets() + [reportPrint()] }

    private func head(_ title: String = "2026 年度满意度") -> SurveyHead {
        SurveyHead(
            eyebrow: "集团统一 · 云杉投资 · 统计分析", title: title, sub: "2026-10-08 至 2026-11-08",
            tabs: [
                .init(label: text["survey.result.tab.results"], path: "/yunshan/hq/surveys/waves/7/results", current: true),
                .init(label: text["survey.result.tab.texts"], path: "/yunshan/hq/surveys/waves/7/results/texts"),
            ], links: [Link(text["survey.formula.title"], path: "/yunshan/hq/surveys/formula")],
            main: Link(text["survey.result.report"], path: "/yunshan/hq/surveys/waves/7/report"))
    }

    private var quote: SurveyQuote {
        SurveyQuote(
            text: "报修第二天才来人，电话***********", source: "云杉·春晓 · 维修 · 25 分",
            links: [Link("BJ-2611-0088", path: "/yunshan/hq/tickets/88")], tags: [Chip("电梯")],
            forms: [
                ActionForm(
                    id: "summary-1", label: text["survey.text.summary.do"], explain: text["survey.text.summary.explain"],
                    path: "/yunshan/hq/surveys/waves/7/results/texts/1/points",
                    fields: [
                        FieldModel(
                            .text, form: "summary-1", name: "summary", label: text["survey.text.summary"], value: "报修慢",
                            error: words.problem(.required), required: true, maxLength: 300)
                    ], key: "k-1")
            ])
    }

    private func results() -> [Sample] {
        let heat = [
            SurveyResultsPage.Heat(
                heading: "客服", text: "90.5", path: "/yunshan/bj/surveys/waves/7/results/answers?dimension=service", detail: "n 612",
                tone: "good"),
            SurveyResultsPage.Heat(heading: "维修", text: "n<10", detail: "n<10", tone: "hidden"),
        ]
        let rows = [
            SurveyResultsPage.Row(name: "云杉投资", n: "n 1,842", cells: heat, rate: "86.1%", interval: "84.4–87.6"),
            SurveyResultsPage.Row(
                name: "滨江置业", path: "/yunshan/bj/surveys/waves/7/results", n: "n 612", cells: heat, rate: "88.4%", interval: "85.6–90.7"),
        ]
        let full = SurveyResultsPage(
            head: head(), notices: [text["survey.result.running"]],
            kpis: [
                KPI(label: text["survey.result.kpi.rate"], words: "86.1%", note: "84.4–87.6", path: "/yunshan/hq/surveys/waves/7/results")
            ],
            heatTitle: text["survey.result.heat"], heatNote: text["survey.result.heat.note", ["floor": "10"]], columns: ["客服", "维修"],
            rows: rows, quadrant: quadrant(), trend: trend(), quotes: [quote], quotesNote: text["survey.result.quotes.masked"],
            quotesPath: "/yunshan/hq/surveys/waves/7/results/texts", events: table("events"))
        let empty = SurveyResultsPage(
            head: head(), heatTitle: text["survey.result.heat"], heatNote: "", columns: [], rows: [],
            empty: EmptyState(title: text["survey.result.empty.title"], text: text["survey.result.empty.text"]),
            noQuadrant: text["survey.result.quadrant.none"])
        return [Sample("full", full), Sample("empty", empty)]
    }

    private func quadrant() -> Chart {
        QuadrantChart.chart(
            id: "quadrant", title: text["survey.result.quadrant"], note: text["survey.result.quadrant.note"],
            points: [
                .init(label: "维修", words: ["62.1", "80.0", "优先改进", "612"], performance: 62.1, importance: 0.8, tone: .late),
                .init(label: "客服", words: ["90.5", "70.0", "继续保持", "612"], performance: 90.5, importance: 0.7, tone: .good),
                .init(label: "绿化 & <院子>", words: ["88.0", "20.0", "维持即可", "612"], performance: 88, importance: 0.2, tone: .plain),
            ], centre: (80, 0.57),
            words: .init(
                improveFirst: text["survey.result.quadrant.improveFirst"], keepUp: text["survey.result.quadrant.keepUp"],
                performance: text["survey.result.quadrant.performance"], importance: text["survey.result.quadrant.importance"],
                columns: [text["survey.result.dimension"], text["survey.result.degree"]]))
    }

    private func trend() -> Chart {
        TrendChart.chart(
            id: "trend", title: text["survey.result.trend"], note: text["survey.result.trend.note"],
            points: [
                .init(label: "2025-11", words: ["83.8%", "82.0–85.4"], value: 83.8, lower: 82, upper: 85.4),
                .init(label: "2026-05", words: ["n<10", "–"], value: nil),
                .init(label: "2026-11", words: ["86.1%", "84.4–87.6"], value: 86.1, lower: 84.4, upper: 87.6),
            ], range: 0...100, columns: [text["survey.result.wave"], text["survey.result.rate"]])
    }

    private func table(_ id: String, empty: Bool = false) -> SurveyTable {
        let columns = [text["survey.result.wave"], text["survey.oversight.state"], text["survey.result.rate"]]
        let row = OrgListPage.Row(cells: [
            .init(columns[0], link: Link("2026 年度满意度", path: "/yunshan/hq/surveys/waves/7/results")),
            .init(columns[1], chip: Chip(text.word(CorrectionState.done), tone: .soon)), .init(columns[2], text: "86.1%"),
        ])
        return SurveyTable(
            id: id, title: text["survey.oversight.running"], note: empty ? nil : text["survey.result.events.note"], columns: columns,
            rows: empty ? [] : [row], none: text["survey.oversight.noneRunning"])
    }

    private func sheets() -> [Sample] {
        let distribution = DistributionChart.chart(
            id: "q-1", title: "维修是否及时", note: text["survey.result.n", ["n": "612"]],
            parts: [
                .init(label: "非常不满意", count: 12, words: ["12", "2.0%"], step: "step-0"),
                .init(label: "非常满意", count: 600, words: ["600", "98.0%"], step: "step-4", path: "/yunshan/bj/surveys"),
                .init(label: text["survey.result.skipped"], count: 0, words: ["3", "–"], step: "step-plain"),
            ], columns: [text["survey.result.choice"], text["survey.result.answers"], text["survey.result.share"]])
        let bars = DistributionChart.bars(
            id: "q-2", title: "哪里让您不满意", note: text["survey.result.n", ["n": "40"]],
            parts: [.init(label: "来得太晚", count: 30, words: ["30", "75.0%"], step: "step-plain")], of: 40,
            columns: [text["survey.result.choice"], text["survey.result.answers"], text["survey.result.share"]])
        let filter = FieldModel(
            .select, form: "cut", name: "by", label: text["survey.result.by"], value: "stage",
            options: SurveyCut.allCases.map { FieldModel.Option(value: $0.code, label: text.word($0)) })
        let opinion = FieldModel(.textarea, form: "report", name: "opinion", label: text["survey.report.opinion"], maxLength: 4_000)
        let form = FormModel(
            id: "report", path: "/yunshan/hq/surveys/waves/7/report",
            groups: [FieldGroup(text["survey.report.opinion"], fields: [opinion])],
            submit: text["survey.report.save"], key: "k-2", version: "3")
        let step = ActionForm(
            id: "verify", label: text.word(CorrectionStep.verify), explain: text["survey.step.explain.verify"],
            path: "/yunshan/hq/surveys/actions/3/verify",
            fields: [
                FieldModel(.textarea, form: "verify", name: "note", label: text["survey.action.note"], required: true, maxLength: 2_000)
            ],
            key: "k-3", version: "2")
        let full = SurveySheetPage(
            head: head(), notices: [text["survey.report.waits", ["level": text.word(SigningLevel.company)]]],
            facts: [Fact(text["survey.report.unit"], text: "滨江置业")], filters: [filter],
            filterPath: "/yunshan/hq/surveys/waves/7/results/cuts",
            blocks: [SurveyBlock(title: text.word(ReportBlock.findings), text: "电梯\n维修")], charts: [distribution, bars],
            tables: [table("one"), table("none", empty: true)], quotes: [quote], form: form, actions: [step],
            files: files(full: true), pager: Pager(previous: nil, next: "/yunshan/hq/surveys/waves/7/results/texts?before=9"))
        let empty = SurveySheetPage(
            head: SurveyHead(eyebrow: "", title: text["survey.confirmed.title"], sub: ""),
            files: files(full: false, none: "file.noEvidence"),
            empty: EmptyState(title: text["survey.confirmed.none.title"], text: text["survey.confirmed.none.text"]))
        return [Sample("full", full), Sample("empty", empty)]
    }

    private func reportPrint() -> Sample {
        Sample(
            "full",
            SurveyReportPrint(
                tenant: "云杉投资", unit: "滨江置业", number: text.word(ReportState.companySigned),
                title: text["survey.report.of", ["wave": "2026 年度满意度"]], facts: [Fact(text["survey.report.unit"], text: "滨江置业")],
                tables: [table("print"), table("print-none", empty: true)],
                blocks: [SurveyBlock(title: text.word(ReportBlock.causes), text: "人手不足")],
                opinion: SurveyBlock(title: text["survey.report.opinion"], text: "良好"),
                signatures: [Fact(text.word(SigningLevel.company), text: "李敏 · 滨江公司客服", note: words.exact(words.now))],
                printed: words.moment(words.now), backPath: "/yunshan/bj/surveys/waves/7/report"))
    }
}
