/// Customers at a unit: a search that finds by everything people know, and views by where the file stands.
package struct OwnerListPage: Page {
    package static let template = Template.ownerList

    /// A view of the list, such as owners or prospects.
    package struct View: Encodable, Sendable {
        package var label: String
        package var path: String
        package var current: Bool

        package init(_ label: String, path: String, current: Bool) {
            self.label = label
            self.path = path
            self.current = current
        }
    }

    package struct Row: Encodable, Sendable {
        package var name: String
        package var path: String
        package var phone: String
        package var house: String
        /// Relation to the house, or how many houses there are.
        package var relation: String
        package var state: Chip
        package var marks: [Chip]
        /// The project, where several are looked at.
        package var project: String?

        package init(
            name: String, path: String, phone: String, house: String, relation: String, state: Chip, marks: [Chip], project: String?
        ) {
            self.name = name
            self.path = path
            self.phone = phone
            self.house = house
            self.relation = relation
            self.state = state
            self.marks = marks
            self.project = project
        }
    }

    package var query: String
    package var path: String
    package var views: [View]
    package var rows: [Row]
    package var summary: String
    package var empty: EmptyState?
    package var pager: Pager?
    package var adds: [Link]
    package var tools: [Link]

    package init(
        query: String, path: String, views: [View], rows: [Row], summary: String, empty: EmptyState, pager: Pager?, adds: [Link],
        tools: [Link]
    ) {
        self.query = query
        self.path = path
        self.views = views
        self.rows = rows
        self.summary = summary
        self.empty = rows.isEmpty ? empty : nil
        self.pager = pager
        self.adds = adds
        self.tools = tools
    }
}
