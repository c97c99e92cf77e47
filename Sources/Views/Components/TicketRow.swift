/// One ticket in a list: desk, list, search results, visits.
package struct TicketRow: Encodable, Sendable {
    package var path: String
    package var number: String
    package var title: String
    package var kind: String
    package var severity: Chip?
    package var deadline: DeadlineChip?
    package var house: String
    package var holder: Chip?
    package var state: String
    /// The person who has it in hand, by name.
    package var handler: String?
    /// Marks in words: repeat, media …
    package var marks: [Chip]
    package var matched: String?
    package var action: Action?

    /// The one action that is due: a link to the ticket with that action open.
    package struct Action: Encodable, Sendable {
        package var label: String
        package var path: String
        package var primary: Bool

        package init(label: String, path: String, primary: Bool) {
            self.label = label
            self.path = path
            self.primary = primary
        }
    }

    package init(
        path: String, number: String, title: String, kind: String, severity: Chip? = nil, deadline: DeadlineChip? = nil,
        house: String, holder: Chip? = nil, state: String, handler: String? = nil, marks: [Chip] = [], matched: String? = nil,
        action: Action? = nil
    ) {
        self.path = path
        self.number = number
        self.title = title
        self.kind = kind
        self.severity = severity
        self.deadline = deadline
        self.house = house
        self.holder = holder
        self.state = state
        self.handler = handler
        self.marks = marks
        self.matched = matched
        self.action = action
    }
}
