/// The return visits that are due, soonest first.
package struct VisitListPage: Page {
    package static let template = Template.visitList

    package var rows: [TicketRow]
    package var summary: String
    package var empty: EmptyState?
    package var pager: Pager?

    package init(rows: [TicketRow], summary: String, empty: EmptyState? = nil, pager: Pager? = nil) {
        self.rows = rows
        self.summary = summary
        self.empty = rows.isEmpty ? empty : nil
        self.pager = pager
    }
}
