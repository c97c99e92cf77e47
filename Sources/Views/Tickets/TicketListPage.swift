/// Tickets as a list: the filter is a sentence, the saved views are one click, paging goes by keyset.
package struct TicketListPage: Page {
    package static let template = Template.ticketList

    package struct View: Encodable, Sendable {
        package var label: String
        package var path: String
        package var current: Bool
        package var count: Chrome.Count?

        package init(label: String, path: String, current: Bool, count: Int = 0) {
            self.label = label
            self.path = path
            self.current = current
            self.count = Chrome.Count(count)
        }
    }

    package var title: String
    package var views: [View]
    /// The selects and dates of the GET form, in the order of the sentence.
    package var filters: [FieldModel]
    /// What is chosen, in words: all that a narrow screen shows of the form until it is opened.
    package var sentence: String
    package var filterPath: String
    package var resetPath: String?
    package var rows: [TicketRow]
    package var summary: String
    package var empty: EmptyState?
    package var pager: Pager?
    package var intakePath: String?
    /// Takes what the list shows along into a table.
    package var exportPath: String?

    package init(
        title: String, views: [View], filters: [FieldModel], sentence: String, filterPath: String, resetPath: String? = nil,
        rows: [TicketRow],
        summary: String, empty: EmptyState? = nil, pager: Pager? = nil, intakePath: String? = nil, exportPath: String? = nil
    ) {
        self.title = title
        self.views = views
        self.filters = filters
        self.sentence = sentence
        self.filterPath = filterPath
        self.resetPath = resetPath
        self.rows = rows
        self.summary = summary
        self.empty = rows.isEmpty ? empty : nil
        self.pager = pager
        self.intakePath = intakePath
        self.exportPath = exportPath
    }
}
