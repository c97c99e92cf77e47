internal import Domain
internal import Store

/// The query of a ticket list: filter, order and place. What cannot be read is left out, because lists are linked and bookmarked.
struct TicketQuery: Hashable, Sendable {
    /// Days back from today, both ends included.
    enum Period: String, CaseIterable, Sendable {
        case all, today, week, month, quarter

        var days: Int? {
            switch self {
            case .all: nil
            case .today: 0
            case .week: 6
            case .month: 29
            case .quarter: 89
            }
        }
    }

    var filter: TicketFilter
    var period = Period.all
    var sort: TicketSort
    var cursor: TicketCursor?

    /// In the order that suits what is shown: what falls due for open ones, the latest for others.
    init(filter: TicketFilter = .open) {
        self.filter = filter
        sort = filter.effectiveProgress == .open ? .due : .newest
    }

    /// - Parameter today: on the tenant's wall clock; periods count back from it.
    init(_ fields: FormFields, today: Day) throws(WebFault) {
        var filter = TicketFilter(
            progress: TicketFilter.Progress(rawValue: try fields.text("view")) ?? .open,
            state: ComplaintState(rawValue: try fields.text("state")), rung: Rung(rawValue: try fields.text("rung")),
            stage: Stage(rawValue: try fields.text("stage")), severity: Severity(rawValue: try fields.text("severity")),
            overdue: try fields.text("overdue") == "true", mine: try fields.text("mine") == "true",
            waiting: try fields.text("waiting") == "true", project: UnitID(text: try fields.text("project")))
        let period = Period(rawValue: try fields.text("period")) ?? .all
        filter.from = period.days.map { today.adding(days: -$0) }
        self.init(filter: filter)
        self.period = period
        sort = TicketSort(rawValue: try fields.text("sort")) ?? sort
        cursor = TicketCursor(text: try fields.text("at"))
    }

    /// Whether it is one of the saved views and nothing else.
    func shows(_ view: TicketFilter) -> Bool { filter == view && period == .all }

    /// The address of this query at a path.
    func path(_ base: String, at cursor: TicketCursor? = nil) -> String {
        Paths.query(
            base,
            [
                ("view", filter.progress == .open ? nil : filter.progress.rawValue), ("state", filter.state?.rawValue),
                ("rung", filter.rung?.rawValue), ("stage", filter.stage?.rawValue), ("severity", filter.severity?.rawValue),
                ("period", period == .all ? nil : period.rawValue), ("overdue", filter.overdue ? "true" : nil),
                ("mine", filter.mine ? "true" : nil), ("waiting", filter.waiting ? "true" : nil),
                ("project", filter.project?.description), ("sort", sort == TicketQuery(filter: filter).sort ? nil : sort.rawValue),
                ("at", cursor?.text),
            ])
    }
}
