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

    package init(
        greeting: String, date: String, kpis: [KPI], rows: [TicketRow], summary: String, empty: EmptyState? = nil, more: Link? = nil,
        notices: [NoticeRow], noticesPath: String
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
    }
}
