/// One request about the own data: what is asked, until when, what an answer would do.
package struct DataRequestPage: Page {
    package static let template = Template.dataRequest

    package var title: String
    package var back: Link
    package var customer: Link
    package var deadline: DeadlineChip?
    package var chips: [Chip]
    package var asked: String
    package var facts: [Fact]
    /// What an anonymisation takes away and what stays, counted.
    package var plan: Plan?
    package var actions: [ActionForm]

    package struct Plan: Encodable, Sendable {
        package var removed: [Fact]
        package var stays: [Fact]
        /// Why it cannot be done yet.
        package var blocked: String?

        package init(removed: [Fact], stays: [Fact], blocked: String?) {
            self.removed = removed
            self.stays = stays
            self.blocked = blocked
        }
    }

    package init(
        title: String, back: Link, customer: Link, deadline: DeadlineChip?, chips: [Chip], asked: String, facts: [Fact], plan: Plan?,
        actions: [ActionForm]
    ) {
        self.title = title
        self.back = back
        self.customer = customer
        self.deadline = deadline
        self.chips = chips
        self.asked = asked
        self.facts = facts
        self.plan = plan
        self.actions = actions
    }
}

/// How long data is kept and how often masked values may be looked at; beside each rule what it would remove today.
package struct PrivacyPage: Page {
    package static let template = Template.privacy

    package struct Rule: Encodable, Sendable {
        package var name: String
        package var explain: String
        package var value: String
        package var origin: Chip
        package var today: String?
        package var form: ActionForm?

        package init(name: String, explain: String, value: String, origin: Chip, today: String?, form: ActionForm?) {
            self.name = name
            self.explain = explain
            self.value = value
            self.origin = origin
            self.today = today
            self.form = form
        }
    }

    package var summary: String
    package var rules: [Rule]

    package init(summary: String, rules: [Rule]) {
        self.summary = summary
        self.rules = rules
    }
}

/// Everything held about a customer, for the customer (PIPL 45).
package struct ExtractPage: Page {
    package static let template = Template.extract

    package var tenant: String
    package var unit: String
    package var number: String
    package var facts: [Fact]
    package var contacts: [Fact]
    package var relations: [Fact]
    package var consents: [Fact]
    package var tickets: [Fact]
    package var printed: Moment
    package var ticketPath: String

    package init(
        tenant: String, unit: String, number: String, facts: [Fact], contacts: [Fact], relations: [Fact], consents: [Fact], tickets: [Fact],
        printed: Moment, ticketPath: String
    ) {
        self.tenant = tenant
        self.unit = unit
        self.number = number
        self.facts = facts
        self.contacts = contacts
        self.relations = relations
        self.consents = consents
        self.tickets = tickets
        self.printed = printed
        self.ticketPath = ticketPath
    }
}
