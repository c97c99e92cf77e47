/// One customer: houses and matters on the left, who it is and how to reach them on the right. Everything is masked until it is asked for.
package struct OwnerPage: Page {
    package static let template = Template.owner

    /// A relation to a house, or of a person to the house of the page.
    package struct Relation: Encodable, Sendable {
        package var from: Moment
        package var tone: Tone
        package var relation: String
        package var house: Link?
        package var person: Link?
        /// The name where there is no file to open.
        package var name: String?
        package var phone: String?
        /// "since 18 Jun 2024" or "1 Jan 2020 – 17 Jun 2024, sold".
        package var period: String
        package var chip: Chip?
        package var actions: [ActionForm]

        package init(
            from: Moment, tone: Tone, relation: String, house: Link? = nil, person: Link? = nil, name: String? = nil, phone: String? = nil,
            period: String, chip: Chip? = nil, actions: [ActionForm] = []
        ) {
            self.from = from
            self.tone = tone
            self.relation = relation
            self.house = house
            self.person = person
            self.name = name
            self.phone = phone
            self.period = period
            self.chip = chip
            self.actions = actions
        }
    }

    /// A masked value with the form that shows it.
    package struct Value: Encodable, Sendable {
        package var label: String
        package var block: RevealBlock
        package var note: String?
        package var remove: ActionForm?

        package init(_ label: String, block: RevealBlock, note: String? = nil, remove: ActionForm? = nil) {
            self.label = label
            self.block = block
            self.note = note
            self.remove = remove
        }
    }

    /// A line with a state and what can be done about it: grounds, requests, merges, likely duplicates.
    package struct Line: Encodable, Sendable {
        package var text: String
        package var link: Link?
        package var chip: Chip?
        package var deadline: DeadlineChip?
        package var note: String?
        package var actions: [ActionForm]

        package init(
            _ text: String, link: Link? = nil, chip: Chip? = nil, deadline: DeadlineChip? = nil, note: String? = nil,
            actions: [ActionForm] = []
        ) {
            self.text = text
            self.link = link
            self.chip = chip
            self.deadline = deadline
            self.note = note
            self.actions = actions
        }
    }

    package var name: String
    package var chips: [Chip]
    package var place: String
    package var links: [Link]
    /// Why nothing can be changed: joined or anonymised.
    package var frozen: String?
    package var relations: [Relation]
    package var relationActions: [ActionForm]
    package var tickets: [TicketPage.History]
    package var ticketSummary: String
    package var values: [Value]
    package var facts: [Fact]
    package var contactActions: [ActionForm]
    package var consents: [Line]
    package var consentActions: [ActionForm]
    package var requests: [Line]
    package var requestActions: [ActionForm]
    package var duplicates: [Line]
    package var merges: [Line]
    package var reads: [Line]
    var hasDuplicates: Bool
    var hasMerges: Bool
    var hasReads: Bool

    package init(
        name: String, chips: [Chip], place: String, links: [Link], frozen: String?, relations: [Relation], relationActions: [ActionForm],
        tickets: [TicketPage.History], ticketSummary: String, values: [Value], facts: [Fact], contactActions: [ActionForm],
        consents: [Line],
        consentActions: [ActionForm], requests: [Line], requestActions: [ActionForm], duplicates: [Line], merges: [Line], reads: [Line]
    ) {
        self.name = name
        self.chips = chips
        self.place = place
        self.links = links
        self.frozen = frozen
        self.relations = relations
        self.relationActions = relationActions
        self.tickets = tickets
        self.ticketSummary = ticketSummary
        self.values = values
        self.facts = facts
        self.contactActions = contactActions
        self.consents = consents
        self.consentActions = consentActions
        self.requests = requests
        self.requestActions = requestActions
        self.duplicates = duplicates
        self.merges = merges
        self.reads = reads
        hasDuplicates = !duplicates.isEmpty
        hasMerges = !merges.isEmpty
        hasReads = !reads.isEmpty
    }
}
