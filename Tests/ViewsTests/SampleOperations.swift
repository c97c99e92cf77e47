import Domain
import Views

extension Samples {
    func operations() -> [Sample] {
        let tabs = [
            Tab(label: text["operations.overview"], path: "/yunshan/hq/operations", current: true),
            Tab(label: text["operations.jobs"], path: "/yunshan/hq/operations/jobs", current: false),
        ]
        let kpis = [
            KPI(
                label: text["operations.kpi.dead"], value: 2, note: text["operations.kpi.dead.note"], path: "/yunshan/hq/operations/jobs",
                late: true),
            KPI(
                label: text["operations.kpi.backup"], words: text["operations.kpi.backup.never"],
                note: text["operations.kpi.backup.how"], path: "/yunshan/hq/operations", late: true),
            KPI(label: text["operations.kpi.size"], words: words.bytes(1_288_490_189), path: "/yunshan/hq/operations/system"),
        ]
        let hours = HourBars(
            hours: (0..<24).map { .init(label: "\($0):00", count: $0 % 3 == 0 ? 0 : $0) },
            label: text["operations.hours.label", ["count": "180", "most": "23"]])
        let columns = [text["operations.kind"], text["operations.when"], text["operations.outcome"]]
        let row = OrgListPage.Row(cells: [
            .init(columns[0], link: Link(text.word(BackupKind.backup), path: "/yunshan/hq/operations")),
            .init(columns[1], text: words.exact(words.now)), .init(columns[2], chip: Chip(text.word(BackupOutcome.good), tone: .good)),
        ])
        let full = OperationsPage.Table(
            id: "backups", title: text["operations.backups"], note: text["operations.backups.note"], columns: columns, rows: [row, row])
        let none = OperationsPage.Table(
            id: "jobs", title: text["operations.jobs"], columns: columns, rows: [],
            empty: EmptyState(title: text["operations.jobs.empty.title"], text: text["operations.jobs.empty.text"]))
        let reason = FieldModel(
            .text, form: "discard", name: "reason", label: text["operations.reason"], hint: text["operations.reason.hint"],
            error: words.problem(.required), required: true, maxLength: 200)
        let facts = [
            Fact(text["operations.job.attempts"], text: "10 / 10"), Fact(text["operations.job.due"], text: words.exact(words.now)),
        ]
        let back = Link(text["operations.jobs"], path: "/yunshan/hq/operations/jobs")
        return [
            Sample(
                "full",
                OperationsPage(
                    title: text["operations.title"], summary: text["operations.summary", ["time": "14:10"]], tabs: tabs, kpis: kpis,
                    hours: hours,
                    filters: [
                        .init(label: text.word(JobState.dead), path: "/yunshan/hq/operations/jobs?state=dead", count: 2, current: true)
                    ],
                    tables: [full, none], pager: Pager(previous: nil, next: "/yunshan/hq/operations/jobs?state=dead&before=9"))),
            Sample(
                "empty",
                OperationsPage(
                    title: text["operations.title"], summary: text["operations.summary", ["time": "14:10"]], tabs: tabs,
                    hours: HourBars(hours: [], label: ""), tables: [none])),
            Sample(
                "full",
                JobPage(
                    title: text["operations.job", ["number": "427"]], back: back, state: Chip(text.word(JobState.dead), tone: .late),
                    facts: facts, error: "StoreError.constraint(name: \"notice_pkey\")",
                    actions: [
                        ActionForm(
                            id: "retry", label: text.word(JobDecision.retry), explain: text["operations.job.retry.explain"],
                            path: "/yunshan/hq/operations/jobs/427/retry", key: "k-retry"),
                        ActionForm(
                            id: "discard", label: text.word(JobDecision.discard), explain: text["operations.job.discard.explain"],
                            path: "/yunshan/hq/operations/jobs/427/discard", fields: [reason], key: "k-discard", danger: true),
                    ])),
            Sample(
                "short",
                JobPage(
                    title: text["operations.job", ["number": "428"]], back: back, state: Chip(text.word(JobState.ready)), facts: facts,
                    error: nil, actions: [], rest: text["operations.job.rest"])),
        ]
    }
}
