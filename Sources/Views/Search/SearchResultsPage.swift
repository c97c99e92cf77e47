/// What a search found and by what; or why it looked for nothing.
package struct SearchResultsPage: Page {
    package static let template = Template.searchResults

    package var query: String
    package var path: String
    package var rows: [TicketRow]
    package var summary: String?
    package var empty: EmptyState?
    package var pager: Pager?

    /// - Parameter empty: "too short" or "nothing found", with what to do next.
    package init(query: String, path: String, rows: [TicketRow], summary: String? = nil, empty: EmptyState? = nil, pager: Pager? = nil) {
        self.query = query
        self.path = path
        self.rows = rows
        self.summary = summary
        self.empty = rows.isEmpty ? empty : nil
        self.pager = pager
    }
}
