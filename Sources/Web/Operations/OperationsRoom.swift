internal import Domain
internal import Hummingbird
internal import Store
internal import Views

/// How the house runs, seen from the group: what waits, who is signed in, how large it is, when it was last saved. The figures of the
/// cluster belong to nobody's matters; jobs and sessions are the own tenant's.
enum OperationsRoom {
    static func overview(_ member: MemberContext) async throws -> Response {
        try member.requireGroup()
        let (found, frame) = try await member.read { tx in
            try await tx.fetch(
                JobCount.all(tenant: tx.tenant), OpenSession.count(tenant: tx.tenant, now: tx.now),
                SessionHour.last(24, tenant: tx.tenant, now: tx.now), TableFigure.databaseBytes, TableFigure.all, BackupRun.last(10),
                FileCheckRow.own(tenant: tx.tenant), FaultyFileRow.first(20, tenant: tx.tenant))
        }
        let (jobs, sessions, hours, size, tables, runs, checks, faulty) = found
        let opened = hours.reduce(0) { $0 + $1.opened }
        let page = OperationsPage(
            title: frame.t["operations.title"], summary: frame.asOf, tabs: frame.operationTabs(.overview),
            kpis: [
                deadJobs(jobs, frame), waitingJobs(jobs, frame),
                KPI(
                    label: frame.t["operations.kpi.sessions"], value: sessions.first?.value ?? 0,
                    note: frame.t["operations.kpi.sessions.note", ["count": String(opened)]], path: frame.paths.openSessions),
                KPI(
                    label: frame.t["operations.kpi.size"], words: frame.wording.bytes(size.first?.value ?? 0),
                    note: frame.t["operations.kpi.size.note", ["count": String(tables.count)]], path: frame.paths.system),
                lastBackup(runs, frame), FileHealthWords(frame: frame).kpi(checks.first),
            ],
            hours: bars(hours, frame), tables: [backups(runs, frame), FileHealthWords(frame: frame).table(faulty, checks.first)])
        return try frame.page(page, room: .operations)
    }

    static func system(_ member: MemberContext) async throws -> Response {
        try member.requireGroup()
        let (found, frame) = try await member.read { tx in
            try await tx.fetch(AppliedMigration.all, TableFigure.all, AnchorFigure.own(tenant: tx.tenant))
        }
        let (migrations, tables, anchors) = found
        let needed = member.services.probe.migrations
        let missing = Set(needed).subtracting(migrations.map(\.number)).count
        let t = frame.t
        let page = OperationsPage(
            title: t["operations.title"], summary: frame.asOf, tabs: frame.operationTabs(.system),
            tables: [
                OperationsPage.Table(
                    id: "pools", title: t["operations.pools"], note: t["operations.pools.note"],
                    columns: [
                        t["operations.pool"], t["operations.pool.use"], t["operations.pool.idle"], t["operations.pool.waiting"],
                        t["operations.pool.failed"],
                    ],
                    rows: member.services.pools.map { pool($0, frame) }),
                OperationsPage.Table(
                    id: "anchors", title: t["operations.audit"], note: t["operations.audit.note"],
                    columns: [t["operations.audit.anchored"], t["operations.audit.waiting"]],
                    rows: anchors.map { figure in
                        .init(cells: [
                            .init(
                                t["operations.audit.anchored"],
                                text: figure.lastAnchor.map(frame.wording.exact) ?? t["operations.audit.none"]),
                            .init(t["operations.audit.waiting"], text: frame.wording.number(figure.waiting)),
                        ])
                    }),
                OperationsPage.Table(
                    id: "tables", title: t["operations.tables"], note: t["operations.tables.note"],
                    columns: [t["operations.table"], t["operations.size"], t["operations.rows"]],
                    rows: tables.map { table in
                        .init(cells: [
                            .init(t["operations.table"], text: table.name),
                            .init(t["operations.size"], text: frame.wording.bytes(table.bytes)),
                            .init(t["operations.rows"], text: table.rows.map { frame.wording.number(Int($0)) } ?? "–"),
                        ])
                    }),
                OperationsPage.Table(
                    id: "migrations", title: t["operations.migrations"],
                    note: t[
                        missing == 0 ? "operations.migrations.note" : "operations.migrations.missing",
                        ["count": String(migrations.count), "missing": String(missing)]],
                    columns: [t["operations.job.number"], t["operations.detail"], t["operations.when"]],
                    rows: migrations.map { migration in
                        .init(cells: [
                            .init(t["operations.job.number"], text: String(migration.number)),
                            .init(t["operations.detail"], text: migration.name),
                            .init(t["operations.when"], text: frame.wording.exact(migration.appliedAt)),
                        ])
                    }),
            ])
        return try frame.page(page, room: .operations)
    }

    private static func deadJobs(_ jobs: [JobCount], _ frame: PageFrame) -> KPI {
        KPI(
            label: frame.t["operations.kpi.dead"], value: jobs.count(in: .dead), note: frame.t["operations.kpi.dead.note"],
            path: Paths.query(frame.paths.jobs, [("state", JobState.dead.code)]), late: true)
    }

    private static func waitingJobs(_ jobs: [JobCount], _ frame: PageFrame) -> KPI {
        KPI(
            label: frame.t["operations.kpi.waiting"], value: jobs.count(in: .ready),
            note: frame.t["operations.kpi.running", ["count": String(jobs.count(in: .leased))]],
            path: Paths.query(frame.paths.jobs, [("state", JobState.ready.code)]))
    }

    /// A backup older than two days, or none, is a warning.
    private static func lastBackup(_ runs: [BackupRun], _ frame: PageFrame) -> KPI {
        let label = frame.t["operations.kpi.backup"]
        guard let last = runs.first(where: { $0.kind == .backup && $0.outcome == .good }) else {
            return KPI(
                label: label, words: frame.t["operations.kpi.backup.never"], note: frame.t["operations.kpi.backup.how"],
                path: frame.paths.operations, late: true)
        }
        let age = frame.now - last.finishedAt
        return KPI(
            label: label, words: frame.t["operations.kpi.ago", ["span": frame.wording.duration(age)]],
            note: frame.wording.bytes(last.bytes), path: frame.paths.operations, late: age > .days(2))
    }

    private static func bars(_ hours: [SessionHour], _ frame: PageFrame) -> HourBars {
        let counts = Dictionary(hours.map { ($0.hoursAgo, $0.opened) }, uniquingKeysWith: +)
        let list = (0..<24).reversed().map { ago in
            HourBars.Hour(label: frame.wording.clock(frame.now - .hours(Int64(ago) + 1)), count: counts[ago] ?? 0)
        }
        let facts = ["count": String(list.reduce(0) { $0 + $1.count }), "most": String(list.map(\.count).max() ?? 0)]
        return HourBars(hours: list, label: frame.t["operations.hours.label", facts])
    }

    private static func backups(_ runs: [BackupRun], _ frame: PageFrame) -> OperationsPage.Table {
        let t = frame.t
        return OperationsPage.Table(
            id: "backups", title: t["operations.backups"], note: t["operations.backups.note"],
            columns: [
                t["operations.kind"], t["operations.when"], t["operations.size"], t["operations.outcome"], t["operations.detail"],
            ],
            rows: runs.map { run in
                .init(cells: [
                    .init(t["operations.kind"], text: t.word(run.kind)),
                    .init(t["operations.when"], text: frame.wording.exact(run.finishedAt)),
                    .init(t["operations.size"], text: frame.wording.bytes(run.bytes)),
                    .init(t["operations.outcome"], chip: Chip(t.word(run.outcome), tone: run.outcome == .good ? .good : .late)),
                    .init(t["operations.detail"], text: run.detail),
                ])
            },
            empty: EmptyState(title: t["operations.backups.empty.title"], text: t["operations.backups.empty.text"]))
    }

    private static func pool(_ pool: NamedPool, _ frame: PageFrame) -> OrgListPage.Row {
        let (t, figures) = (frame.t, pool.store.poolFigures)
        return .init(cells: [
            .init(t["operations.pool"], text: t[pool.name == "web" ? "operations.pool.web" : "operations.pool.worker"]),
            .init(t["operations.pool.use"], text: "\(figures.leased) / \(figures.size)"),
            .init(t["operations.pool.idle"], text: String(figures.idle)),
            .init(t["operations.pool.waiting"], text: String(figures.waiting)),
            .init(t["operations.pool.failed"], text: String(figures.failedConnects)),
        ])
    }
}

extension [JobCount] {
    func count(in state: JobState) -> Int { first { $0.state == state }?.count ?? 0 }
}

extension MemberContext {
    /// The installation is looked at from the group's own page; elsewhere the page does not exist.
    func requireGroup() throws(StoreError) {
        guard place.unit.kind == .group else { throw .notFound }
    }
}

extension PageFrame {
    enum OperationSection: CaseIterable { case overview, jobs, sessions, system }

    var asOf: String { t["operations.summary", ["time": wording.clock(now)]] }

    func operationTabs(_ current: OperationSection) -> [Tab] {
        let places: [(OperationSection, String, String)] = [
            (.overview, t["operations.overview"], paths.operations), (.jobs, t["operations.jobs"], paths.jobs),
            (.sessions, t["operations.sessions"], paths.openSessions), (.system, t["operations.system"], paths.system),
        ]
        return places.map { Tab(label: $0.1, path: $0.2, current: $0.0 == current) }
    }
}
