internal import Domain
internal import Hummingbird
internal import Store
internal import Views

/// Tickets as a list: the filter is a sentence, the saved views one click.
enum TicketListing {
    static func show(_ member: MemberContext) async throws -> Response {
        let query = try TicketQuery(try member.incoming.query(), today: member.today)
        let (list, frame) = try await member.read { tx in try await tx.tickets(query.filter, sort: query.sort, at: query.cursor) }
        return try frame.page(page(query, list, frame), room: .tickets)
    }

    private static func page(_ query: TicketQuery, _ list: TicketList, _ frame: PageFrame) -> TicketListPage {
        let base = frame.paths.tickets
        let filters = filters(query, frame)
        return TicketListPage(
            title: frame.t["list.title"], views: views(query, frame), filters: filters, sentence: sentence(filters), filterPath: base,
            resetPath: query.shows(.open) ? nil : base, rows: list.rows.map { frame.ticketRow($0) }, summary: frame.summary(list),
            empty: empty(query, frame),
            pager: Pager(previous: list.previous.map { query.path(base, at: $0) }, next: list.next.map { query.path(base, at: $0) }),
            intakePath: frame.may(.ticketRecord) ? frame.paths.intake : nil,
            exportPath: frame.may(.exportRun) && frame.may(.ticketSee) ? query.path(frame.paths.newExport(.tickets)) : nil)
    }

    private static func empty(_ query: TicketQuery, _ frame: PageFrame) -> EmptyState {
        guard query.shows(.open) else {
            return EmptyState(
                title: frame.t["list.empty.title"], text: frame.t["list.empty.text"],
                link: Link(frame.t["list.reset"], path: frame.paths.tickets))
        }
        let link = frame.may(.ticketRecord) ? Link(frame.t["list.record"], path: frame.paths.intake) : nil
        return EmptyState(title: frame.t["list.empty.new.title"], text: frame.t["list.empty.new.text"], link: link)
    }

    private static let saved: [(String, TicketFilter)] = [
        ("open", .open), ("waiting", TicketFilter(waiting: true)), ("mine", TicketFilter(mine: true)),
        ("overdue", TicketFilter(overdue: true)), ("closed", TicketFilter(progress: .closed)), ("all", TicketFilter(progress: .all)),
    ]

    private static func views(_ query: TicketQuery, _ frame: PageFrame) -> [TicketListPage.View] {
        saved.map { name, filter in
            TicketListPage.View(
                label: frame.t["view.\(name)"], path: TicketQuery(filter: filter).path(frame.paths.tickets), current: query.shows(filter))
        }
    }

    private static func filters(_ query: TicketQuery, _ frame: PageFrame) -> [FieldModel] {
        let (filter, t) = (query.filter, frame.t)
        let progress = TicketFilter.Progress.allCases.map { ($0.rawValue, t["view.\($0.rawValue)"]) }
        let periods = TicketQuery.Period.allCases.map { ($0 == .all ? "" : $0.rawValue, t["period.\($0.rawValue)"]) }
        var fields = [
            select("view", progress, filter.progress.rawValue, frame),
            select("state", any(ComplaintState.allCases.filter { $0 != .received }, frame), filter.state?.rawValue, frame),
            select("rung", any(Rung.allCases, frame), filter.rung?.rawValue, frame),
            select("stage", any(Stage.allCases, frame), filter.stage?.rawValue, frame),
            select("severity", any(Severity.allCases, frame), filter.severity?.rawValue, frame),
            select("period", periods, query.period == .all ? "" : query.period.rawValue, frame),
            FieldModel(.checkbox, form: "filter", name: "overdue", label: t["filter.overdue"], value: filter.overdue ? "true" : ""),
            FieldModel(.checkbox, form: "filter", name: "mine", label: t["filter.mine"], value: filter.mine ? "true" : ""),
            select("sort", TicketSort.allCases.map { ($0.rawValue, t["sort.\($0.rawValue)"]) }, query.sort.rawValue, frame),
        ]
        if filter.waiting { fields.append(FieldModel(.hidden, form: "filter", name: "waiting", label: "", value: "true")) }
        if let project = filter.project {
            fields.append(FieldModel(.hidden, form: "filter", name: "project", label: "", value: project.description))
        }
        return fields
    }

    /// The sentence of a filter, for those who take it along.
    static func sentence(_ query: TicketQuery, _ frame: PageFrame) -> String { sentence(filters(query, frame)) }

    /// "Open · general · last 7 days · by due time": the chosen options, without those that say "any".
    private static func sentence(_ filters: [FieldModel]) -> String {
        filters.compactMap { field in
            guard !field.value.isEmpty else { return nil }
            return field.kind == .checkbox ? field.label : field.options.first { $0.value == field.value }?.label
        }.joined(separator: " · ")
    }

    private static func any<Value: Worded>(_ values: [Value], _ frame: PageFrame) -> [(String, String)] {
        [("", frame.t["filter.any"])] + values.map { ($0.rawValue, frame.t.word($0)) }
    }

    private static func select(_ name: String, _ options: [(String, String)], _ value: String?, _ frame: PageFrame) -> FieldModel {
        FieldModel(
            .select, form: "filter", name: name, label: frame.t["filter.\(name)"], value: value ?? "",
            options: options.map { FieldModel.Option(value: $0.0, label: $0.1) })
    }
}

extension PageFrame {
    /// How many, how sorted, as of when.
    func summary(_ list: TicketList) -> String {
        let count = list.isCountCapped ? TicketList.countLimit : list.count
        return t[
            list.isCountCapped ? "list.summaryMore" : "list.summary",
            ["count": wording.number(count), "sort": t["sort.\(list.sort.rawValue)"], "time": wording.clock(list.asOf)]]
    }
}
