internal import Domain
internal import Store
internal import Views

/// What the nightly check of files found, on the operator's page.
struct FileHealthWords {
    let frame: PageFrame
    private var t: Messages { frame.t }

    init(frame: PageFrame) { self.frame = frame }

    /// A content that is gone or changed is a warning.
    func kpi(_ check: FileCheckRow?) -> KPI {
        let broken = check.map { $0.missing + $0.corrupt } ?? 0
        let note =
            check?.finishedAt.map { at in
                t[
                    "operations.files.checked",
                    [
                        "count": frame.wording.number(check?.files ?? 0), "size": frame.wording.bytes(check?.bytes ?? 0),
                        "span": frame.wording.duration(frame.now - at),
                    ]]
            } ?? t["operations.files.unchecked"]
        return KPI(label: t["operations.kpi.files"], value: broken, note: note, path: "\(frame.paths.operations)#files", late: true)
    }

    /// By number, kind and day: names may name a customer.
    func table(_ rows: [FaultyFileRow], _ check: FileCheckRow?) -> OperationsPage.Table {
        OperationsPage.Table(
            id: "files", title: t["operations.files"],
            note: t["operations.files.note", ["share": String(FileRule.readWholeEvery)]],
            columns: [
                t["operations.job.number"], t["operations.kind"], t["operations.size"], t["operations.when"], t["operations.outcome"],
            ],
            rows: rows.map { row in
                .init(cells: [
                    .init(t["operations.job.number"], text: row.id.description), .init(t["operations.kind"], text: t.word(row.kind)),
                    .init(t["operations.size"], text: frame.wording.bytes(row.bytes)),
                    .init(t["operations.when"], text: frame.wording.exact(row.createdAt)),
                    .init(t["operations.outcome"], chip: Chip(t["file.fault.\(row.fault.code)"], tone: .late)),
                ])
            },
            empty: EmptyState(title: t["operations.files.good.title"], text: t["operations.files.good.text"]))
    }
}
