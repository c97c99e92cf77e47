/// One of the operator's pages: the sections of the room, the numbers that matter, and tables under them.
package struct OperationsPage: Page {
    package static let template = Template.operations

    /// A table with its heading.
    package struct Table: Encodable, Sendable {
        package var id: String
        package var title: String
        package var note: String
        package var columns: [String]
        package var rows: [OrgListPage.Row]
        package var empty: EmptyState?

        package init(id: String, title: String, note: String = "", columns: [String], rows: [OrgListPage.Row], empty: EmptyState? = nil) {
            self.id = id
            self.title = title
            self.note = note
            self.columns = columns
            self.rows = rows
            self.empty = rows.isEmpty ? empty : nil
        }
    }

    package var title: String
    package var summary: String
    package var tabs: [Tab]
    package var kpis: [KPI]
    /// Sessions opened by hour.
    package var hours: HourBars?
    /// The states of the jobs.
    package var filters: [Tab]
    package var tables: [Table]
    package var pager: Pager?
    var hasKPIs: Bool
    var hasFilters: Bool

    package init(
        title: String, summary: String, tabs: [Tab], kpis: [KPI] = [], hours: HourBars? = nil, filters: [Tab] = [], tables: [Table],
        pager: Pager? = nil
    ) {
        self.title = title
        self.summary = summary
        self.tabs = tabs
        self.kpis = kpis
        self.hours = hours
        self.filters = filters
        self.tables = tables
        self.pager = pager
        hasKPIs = !kpis.isEmpty
        hasFilters = !filters.isEmpty
    }
}

/// One job: what is known about it and, when it is dead, what may be done.
package struct JobPage: Page {
    package static let template = Template.job

    package var title: String
    package var back: Link
    package var state: Chip
    package var facts: [Fact]
    /// As the worker noted it; names no people.
    package var error: String?
    package var actions: [ActionForm]
    /// Why there is nothing to do, when there is not.
    package var rest: String?

    package init(title: String, back: Link, state: Chip, facts: [Fact], error: String?, actions: [ActionForm], rest: String? = nil) {
        self.title = title
        self.back = back
        self.state = state
        self.facts = facts
        self.error = error
        self.actions = actions
        self.rest = rest
    }
}
