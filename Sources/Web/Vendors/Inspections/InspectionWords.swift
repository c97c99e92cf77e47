internal import Domain
internal import Store
internal import Views

/// Routes, plans and rounds in words.
struct InspectionWords {
    /// The room of the rail that inspections stand in.
    static let room: Room = .vendors

    let frame: PageFrame
    private var t: Messages { frame.t }

    init(_ frame: PageFrame) { self.frame = frame }

    /// What the developer's line says to a report or to a round that is given up.
    /// - Throws: `invalid` where it has to be said and is not.
    static func opinion(_ typed: String?, _ step: InspectionStep) throws(StoreError) -> String {
        guard step == .issue || step == .drop else { return "" }
        do throws(FieldProblem) { return try BoundedText.parse(typed, max: 1_000, multiline: true) } catch {
            throw .invalid(FieldErrors("opinion", error))
        }
    }

    func place(_ round: InspectionRow) -> String {
        [round.place.name, round.vendorName, t.word(round.way)].filter { !$0.isEmpty }.joined(separator: " · ")
    }

    func chip(_ round: InspectionRow) -> Chip {
        let late = round.state.isOpen && round.dueOn < frame.today
        let tone: Tone =
            switch round.state {
            case .planned, .inProgress: late ? .late : .soon
            case .drafted: .developer
            case .issued: .good
            case .dropped: .plain
            }
        return Chip(t.word(round.state), tone: tone)
    }

    private func period(_ round: InspectionRow) -> String { "\(frame.wording.day(round.fromOn)) – \(frame.wording.day(round.dueOn))" }

    private func rate(_ round: InspectionRow) -> String {
        let checked = round.passed + round.failed
        return checked == 0 ? "–" : "\(frame.wording.decimal(Double(round.passed * 100) / Double(checked)))%"
    }

    func facts(_ round: InspectionRow) -> [Fact] {
        var facts = [
            Fact(t["inspection.period"], text: period(round)), Fact(t["inspection.number"], text: String(round.number)),
            Fact(
                t["inspection.result"],
                text: t[
                    "inspection.tally",
                    [
                        "passed": String(round.passed), "failed": String(round.failed), "none": String(round.notApplicable),
                        "open": String(round.open),
                    ]],
                note: "\(t["inspection.passRate"]) \(rate(round))"),
            Fact(t["inspection.seed"], text: round.seed, note: t["inspection.seed.text"]),
            Fact(t["inspection.sight"], text: t[round.isReleased ? "inspection.released" : "inspection.unreleased"]),
        ]
        if let at = round.finishedAt {
            facts.append(Fact(t["inspection.finishedBy"], text: round.finishedByName, note: frame.wording.exact(at)))
        }
        if let at = round.issuedAt { facts.append(Fact(t["inspection.issuedBy"], text: round.issuedByName, note: frame.wording.exact(at))) }
        if !round.opinion.isEmpty { facts.append(Fact(t["inspection.opinion"], text: round.opinion)) }
        return facts
    }

    // MARK: Lists

    func rounds(_ rows: [InspectionRow]) -> SurveyTable {
        let columns = [
            t["inspection.round"], t["inspection.place"], t["inspection.period"], t["inspection.state"], t["inspection.passRate"],
        ]
        return SurveyTable(
            id: "rounds", title: t["inspection.rounds"], columns: columns,
            rows: rows.map { row in
                .init(cells: [
                    .init(columns[0], link: Link("\(row.name) · \(row.number)", path: frame.paths.inspection(row.id))),
                    .init(columns[1], text: place(row)), .init(columns[2], text: period(row)), .init(columns[3], chip: chip(row)),
                    .init(columns[4], text: row.state.isOpen ? "\(row.all - row.open) / \(row.all)" : rate(row)),
                ])
            }, none: t["inspection.rounds.none"])
    }

    func plans(_ rows: [InspectionPlanRow]) -> SurveyTable {
        let columns = [t["inspection.plan"], t["inspection.route"], t["inspection.cycle"], t["inspection.sample"], t["inspection.nextOn"]]
        return SurveyTable(
            id: "plans", title: t["inspection.plans"], columns: columns,
            rows: rows.map { row in
                .init(cells: [
                    .init(columns[0], text: row.name), .init(columns[1], text: "\(row.projectName) · \(row.routeName)"),
                    .init(columns[2], text: "\(t.word(row.cycle)) · \(t.word(row.notice))"),
                    .init(
                        columns[3],
                        text: row.points.map { t["inspection.sample.some", ["count": String($0)]] } ?? t["inspection.sample.all"]),
                    .init(columns[4], text: row.nextOn.map(frame.wording.day) ?? "–"),
                ])
            }, none: t["inspection.plans.none"])
    }

    func routes(_ rows: [InspectionRouteRow]) -> SurveyTable {
        let columns = [t["inspection.route"], t["inspection.project"], t["inspection.points"], t["inspection.items"]]
        return SurveyTable(
            id: "routes", title: t["inspection.routes"], columns: columns,
            rows: rows.map { row in
                .init(cells: [
                    .init(columns[0], link: Link(row.name, path: frame.paths.inspectionRoute(row.id))),
                    .init(columns[1], text: row.projectName),
                    .init(columns[2], text: frame.wording.number(row.points)), .init(columns[3], text: frame.wording.number(row.items)),
                ])
            }, none: t["inspection.routes.none"])
    }

    // MARK: A round

    /// How to go on: at the next point with something to look at, with all of it on one page, or from paper.
    func ways(_ round: InspectionRow, _ checks: [InspectionCheckRow]) -> [Link] {
        guard round.state.isOpen, frame.may(.inspect) else { return [] }
        var ways: [Link] = []
        if let next = checks.first(where: { $0.result == nil }) {
            ways.append(
                Link(t["inspection.continue", ["point": next.pointName]], path: frame.paths.inspectionPoint(next.point, of: round.id)))
        }
        if InspectionWalkRoom.offers(round) { ways.append(Link(t["inspection.walk"], path: frame.paths.inspectionWalk(round.id))) }
        return ways + [Link(t["inspection.grid"], path: frame.paths.inspectionGrid(round.id))]
    }

    func points(_ round: InspectionRow, _ checks: [InspectionCheckRow]) -> OperationsPage.Table {
        let columns = [t["inspection.point"], t["inspection.done"], t["inspection.failed"]]
        let order = checks.reduce(into: [PointID]()) { if $0.last != $1.point { $0.append($1.point) } }
        let groups = Dictionary(grouping: checks, by: \.point)
        return OperationsPage.Table(
            id: "points", title: t["inspection.points"], columns: columns,
            rows: order.map { point in
                let mine = groups[point] ?? []
                let tally = CheckTally(mine.map(\.result))
                return .init(cells: [
                    .init(columns[0], link: Link(mine.first?.pointName ?? "", path: frame.paths.inspectionPoint(point, of: round.id))),
                    .init(columns[1], chip: Chip("\(tally.all - tally.open) / \(tally.all)", tone: tally.open == 0 ? .good : .soon)),
                    .init(columns[2], text: tally.failed == 0 ? "–" : String(tally.failed)),
                ])
            })
    }

    /// What failed: what was seen, until when it has to be mended.
    func failures(_ round: InspectionRow, _ checks: [InspectionCheckRow]) -> OperationsPage.Table {
        let columns = [t["inspection.item"], t["inspection.found"], t["inspection.photos"], t["inspection.mendBy"], t["rectification.one"]]
        return OperationsPage.Table(
            id: "failures", title: t["inspection.failures"], note: t["inspection.failures.note", ["days": String(round.mendDays)]],
            columns: columns,
            rows: checks.filter { $0.result == .fail }.map { row in
                .init(cells: [
                    .init(
                        columns[0],
                        link: Link(
                            "\(row.pointName) · \(row.item.text)",
                            path: "\(frame.paths.inspectionPoint(row.point, of: round.id))#check-\(row.id)")),
                    .init(columns[1], text: [row.measured, row.comment].filter { !$0.isEmpty }.joined(separator: " · ")),
                    .init(columns[2], text: String(row.photos)), .init(columns[3], text: row.mendBy.map(frame.wording.day) ?? "–"),
                    order(row).map { .init(columns[4], link: $0) } ?? .init(columns[4], text: row.orderState.map { t.word($0) } ?? "–"),
                ])
            }, empty: EmptyState(title: t["inspection.failures.none"], text: t["inspection.failures.none.text"]))
    }

    /// Where an order came from, with its photos.
    func finding(_ row: InspectionFindingRow) -> Fact {
        let label = "\(row.round) · \(row.pointName) · \(row.text)"
        let photos = t["inspection.photoCount", ["count": String(row.photos)]]
        guard frame.may(.inspectSee) else { return Fact(t["inspection.finding"], text: label, note: photos) }
        let path = "\(frame.paths.inspectionPoint(row.point, of: row.inspection))#check-\(row.check)"
        return Fact(t["inspection.finding"], link: Link("\(label)（\(photos)）", path: path))
    }

    /// The order to mend with its state, for those who may open it.
    private func order(_ row: InspectionCheckRow) -> Link? {
        guard let id = row.order, let state = row.orderState, frame.may(.cardSee) || frame.may(.rectificationDo) else { return nil }
        return Link(t["inspection.order", ["state": t.word(state)]], path: frame.paths.rectification(id))
    }

    func form(
        _ step: InspectionStep, _ round: InspectionRow, rejected: (step: InspectionStep, typed: [String: String], errors: FieldErrors)?
    )
        -> ActionForm
    {
        let mine = rejected.flatMap { $0.step == step ? $0 : nil }
        let asks = step == .issue || step == .drop
        return ActionForm(
            id: step.code, label: t.word(step),
            explain: step == .issue && round.vendor == nil
                ? t["inspection.explain.alone"] : t["inspection.explain.\(step.code)", ["days": String(round.mendDays)]],
            path: frame.paths.inspectionStep(step, round.id),
            fields: asks
                ? [
                    FieldModel(
                        .textarea, form: step.code, name: "opinion", label: t["inspection.opinion"], value: mine?.typed["opinion"] ?? "",
                        error: mine?.errors["opinion"].map(frame.wording.problem), required: true, maxLength: 1_000)
                ] : [], key: frame.newKey, version: String(round.version), danger: step == .drop, open: mine != nil)
    }

    // MARK: Entries

    func check(
        _ row: InspectionCheckRow, of round: InspectionID, files: [FileRow], kept: [FileRow],
        rejected: (filled: Filled, errors: FieldErrors)?
    ) -> InspectionPointPage.Check {
        let form = "check-\(row.id)"
        let typed = rejected?.filled.fields.values
        func error(_ name: String) -> String? { rejected?.errors[name].map(frame.wording.problem) }
        let chosen = typed?["result"] ?? stored(row)
        let lists = FileWords(frame)
        let problems = [
            rejected?.filled.problem(frame.wording) ?? error("files").map { "\(t["inspection.photos"]): \($0)" }, error("result"),
        ].compactMap { $0 }
        return InspectionPointPage.Check(
            id: form, text: row.item.text, hint: hint(row.item),
            rule: .init(photo: row.item.photo.code, photos: row.photos, low: row.item.low?.text, high: row.item.high?.text),
            path: frame.paths.check(row.id, of: round), key: frame.newKey, answers: answers(row.item, chosen),
            value: row.item.kind == .measured
                ? FieldModel(
                    .text, form: form, name: "value", label: t["inspection.value", ["unit": row.item.unit]],
                    value: typed?["value"] ?? row.value?.text ?? "", error: error("value"), maxLength: 20) : nil,
            comment: FieldModel(
                .textarea, form: form, name: "comment", label: t["inspection.comment"], value: typed?["comment"] ?? row.comment,
                error: error("comment"), maxLength: 500),
            photoLabel: t["inspection.photo.\(row.item.photo.code)"],
            kept: lists.field(form: form, kept: kept).kept, files: lists.list(files.filter { $0.removedAt == nil }).items,
            done: row.result.map { Chip(t.word($0), tone: $0 == .pass ? .good : $0 == .fail ? .late : .plain) },
            by: row.at.map { t["inspection.by", ["person": row.byName, "time": frame.wording.exact($0)]] }, order: order(row),
            errors: problems)
    }

    /// What the form of an entry shows as chosen: of a measured item that its value decided.
    private func stored(_ row: InspectionCheckRow) -> String {
        guard let result = row.result else { return "" }
        return row.item.kind == .measured && result != .notApplicable ? "measured" : result.code
    }

    /// A measured item is judged by its value: that, or "not applicable", is left to choose.
    private func answers(_ item: CheckItem, _ chosen: String) -> [InspectionPointPage.Check.Answer] {
        let none = CheckResult.notApplicable
        let all =
            item.kind == .measured
            ? [("measured", t["inspection.byValue"]), (none.code, t.word(none))] : CheckResult.allCases.map { ($0.code, t.word($0)) }
        return all.map { .init(value: $0.0, label: $0.1, selected: $0.0 == chosen) }
    }

    func hint(_ item: CheckItem) -> String {
        var parts: [String] = []
        if item.kind == .measured {
            parts.append(t["inspection.range", ["low": item.low?.text ?? "–", "high": item.high?.text ?? "–", "unit": item.unit]])
        }
        if item.photo != .never { parts.append(t["inspection.needs.\(item.photo.code)"]) }
        return parts.isEmpty ? t["inspection.plain"] : parts.joined(separator: " · ")
    }

    func line(_ row: InspectionCheckRow, of round: InspectionID, typed: [String: String], errors: FieldErrors?) -> InspectionGridPage.Line {
        func value(_ name: String, _ stored: String) -> String { typed.isEmpty ? stored : typed["\(name)-\(row.id)"] ?? "" }
        func error(_ name: String) -> String? { errors?[name].map(frame.wording.problem) }
        let none = FieldModel.Option(value: "", label: t["form.choose"])
        return InspectionGridPage.Line(
            point: row.pointName, text: row.item.text, hint: hint(row.item),
            result: FieldModel(
                .select, form: "grid", name: "result-\(row.id)", label: t["inspection.result"],
                value: value("result", row.result?.code ?? ""),
                error: error("result"),
                options: [none]
                    + (row.item.kind == .measured ? [CheckResult.notApplicable] : CheckResult.allCases).map {
                        .init(value: $0.code, label: t.word($0))
                    }),
            value: row.item.kind == .measured
                ? FieldModel(
                    .text, form: "grid", name: "value-\(row.id)", label: t["inspection.value", ["unit": row.item.unit]],
                    value: value("value", row.value?.text ?? ""), error: error("value"), maxLength: 20) : nil,
            comment: FieldModel(
                .text, form: "grid", name: "comment-\(row.id)", label: t["inspection.comment"], value: value("comment", row.comment),
                error: error("comment"), maxLength: 500),
            path: "\(frame.paths.inspectionPoint(row.point, of: round))#check-\(row.id)",
            photos: t["inspection.photoCount", ["count": String(row.photos)]],
            error: errors?["files"] == nil ? nil : t["inspection.grid.photo"])
    }
}
