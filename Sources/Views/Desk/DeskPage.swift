/// What is due, in one glance: five numbers, the rows to act on, and what was said to me.
package struct DeskPage: Page {
    package static let template = Template.desk

    package var greeting: String
    package var date: String
    /// Waiting for my acceptance, due today, overdue, visits due, returned to me.
    package var kpis: [KPI]
    package var rows: [TicketRow]
    /// How many, how sorted, as of when.
    package var summary: String
    package var empty: EmptyState?
    package var more: Link?
    package var notices: [NoticeRow]
    package var noticesPath: String
    /// What about vendors ends soon, soonest first.
    package var ends: [DeskEnd]
    var hasEnds: Bool

    package init(
        greeting: String, date: String, kpis: [KPI], rows: [TicketRow], summary: String, empty: EmptyState? = nil, more: Link? = nil,
        notices: [NoticeRow], noticesPath: String, ends: [DeskEnd] = []
    ) {
        self.greeting = greeting
        self.date = date
        self.kpis = kpis
        self.rows = rows
        self.summary = summary
        self.empty = rows.isEmpty ? empty : nil
        self.more = more
        self.notices = notices
        self.noticesPath = noticesPath
        self.ends = ends
        self.hasEnds = !ends.isEmpty
    }
}

/// Something that ends, and where to see to it.
package struct DeskEnd: Encodable, Sendable {
    package var path: String
    /// Whose it is.
    package var number: String
    package var title: String
    package var state: Chip

    package init(path: String, vendor: String, title: String, state: Chip) {
        self.path = path
        self.number = vendor
        self.title = title
        self.state = state
    }
}
