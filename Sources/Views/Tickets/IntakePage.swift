/// Recording a complaint: first who and where, then what; the way it will go stands beside the form.
package struct IntakePage: Page {
    package static let template = Template.intake

    /// One customer and house found, to be chosen with one key.
    package struct Match: Encodable, Sendable {
        package var customer: String
        package var relation: String
        package var phone: String
        package var house: String
        package var stage: Chip
        package var open: String?
        package var path: String

        package init(customer: String, relation: String, phone: String, house: String, stage: Chip, open: String? = nil, path: String) {
            self.customer = customer
            self.relation = relation
            self.phone = phone
            self.house = house
            self.stage = stage
            self.open = open
            self.path = path
        }
    }

    /// The search: phone tail, room number or name.
    package struct Search: Encodable, Sendable {
        package var path: String
        package var query: String
        package var matches: [Match]
        package var summary: String?
        package var empty: EmptyState?
        /// "New customer" and "shared area": go on without a match.
        package var others: [Link]
        /// The same where there is more than one project to choose from.
        package var elsewhere: Elsewhere?

        package init(
            path: String, query: String = "", matches: [Match] = [], summary: String? = nil, empty: EmptyState? = nil, others: [Link] = [],
            elsewhere: Elsewhere? = nil
        ) {
            self.path = path
            self.query = query
            self.matches = matches
            self.summary = summary
            self.empty = matches.isEmpty ? empty : nil
            self.others = others
            self.elsewhere = elsewhere
        }
    }

    /// A project to choose, and one button for each way on; both are the second step's address.
    package struct Elsewhere: Encodable, Sendable {
        package var path: String
        package var project: FieldModel
        package var newCustomer: String
        package var shared: String

        package init(path: String, project: FieldModel, newCustomer: String, shared: String) {
            self.path = path
            self.project = project
            self.newCustomer = newCustomer
            self.shared = shared
        }
    }

    /// Who and where was chosen, and what is known of it.
    package struct Chosen: Encodable, Sendable {
        package var facts: [Fact]
        package var againPath: String

        package init(facts: [Fact], againPath: String) {
            self.facts = facts
            self.againPath = againPath
        }
    }

    /// The rung that will get it and why.
    package struct Preview: Encodable, Sendable {
        package var ladder: LadderModel
        package var stage: Fact

        package init(ladder: LadderModel, stage: Fact) {
            self.ladder = ladder
            self.stage = stage
        }
    }

    package struct Past: Encodable, Sendable {
        package var rows: [TicketPage.History]
        /// Said loudly when the house brought the like before.
        package var repeated: String?

        package init(rows: [TicketPage.History], repeated: String? = nil) {
            self.rows = rows
            self.repeated = repeated
        }
    }

    package var search: Search?
    package var chosen: Chosen?
    package var form: FormModel?
    /// Photos that belong to the matter.
    package var attach: FileField?
    package var preview: Preview?
    package var past: Past?
    /// The second submit button sends `then=print`.
    package var printLabel: String

    package init(
        search: Search? = nil, chosen: Chosen? = nil, form: FormModel? = nil, attach: FileField? = nil, preview: Preview? = nil,
        past: Past? = nil,
        printLabel: String = ""
    ) {
        self.search = search
        self.chosen = chosen
        self.form = form
        self.attach = attach
        self.preview = preview
        self.past = past
        self.printLabel = printLabel
    }
}
