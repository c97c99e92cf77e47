/// The slip the customer takes along.
package struct ReceiptPage: Page {
    package static let template = Template.receipt

    package var tenant: String
    package var unit: String
    package var number: String
    package var facts: [Fact]
    package var event: String
    package var wish: String?
    /// What happens next and until when.
    package var promise: String
    package var receiver: String
    /// Hotline, hours, and the line under everything, as the unit decided.
    package var footer: [String]
    package var printed: Moment
    package var ticketPath: String

    package init(
        tenant: String, unit: String, number: String, facts: [Fact], event: String, wish: String?, promise: String, receiver: String,
        footer: [String] = [], printed: Moment, ticketPath: String
    ) {
        self.tenant = tenant
        self.unit = unit
        self.number = number
        self.facts = facts
        self.event = event
        self.wish = wish
        self.promise = promise
        self.receiver = receiver
        self.footer = footer
        self.printed = printed
        self.ticketPath = ticketPath
    }
}

/// The complaint acceptance sheet (COMPLAINT-F4): event, time, place, persons, complainant, address, contact; the original
/// stays with the responsible unit.
package struct ComplaintRegisterPage: Page {
    package static let template = Template.complaintRegister

    package var tenant: String
    package var unit: String
    package var number: String
    /// Time, place, persons, complainant, address, contact, channel, severity …
    package var facts: [Fact]
    package var event: String
    package var wish: String?
    package var entries: [BatonEntry]
    package var plans: [TicketPage.Plan]
    var hasPlans: Bool
    package var printed: Moment
    package var ticketPath: String

    package init(
        tenant: String, unit: String, number: String, facts: [Fact], event: String, wish: String?, entries: [BatonEntry],
        plans: [TicketPage.Plan], printed: Moment, ticketPath: String
    ) {
        self.tenant = tenant
        self.unit = unit
        self.number = number
        self.facts = facts
        self.event = event
        self.wish = wish
        self.entries = entries
        self.plans = plans
        self.hasPlans = !plans.isEmpty
        self.printed = printed
        self.ticketPath = ticketPath
    }
}

/// The record of a return visit; on site the customer signs it (VISIT-R5).
package struct VisitRecordPage: Page {
    package static let template = Template.visitRecord

    package var tenant: String
    package var unit: String
    package var number: String
    package var facts: [Fact]
    package var visits: [TicketPage.Visit]
    /// A line for the customer's signature: on-site visits only.
    package var signature: Bool
    package var printed: Moment
    package var ticketPath: String

    package init(
        tenant: String, unit: String, number: String, facts: [Fact], visits: [TicketPage.Visit], signature: Bool, printed: Moment,
        ticketPath: String
    ) {
        self.tenant = tenant
        self.unit = unit
        self.number = number
        self.facts = facts
        self.visits = visits
        self.signature = signature
        self.printed = printed
        self.ticketPath = ticketPath
    }
}
