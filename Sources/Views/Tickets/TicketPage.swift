/// One ticket: what happened on the left, the one next step on the right.
package struct TicketPage: Page {
    package static let template = Template.ticket

    package var number: String
    package var kind: String
    package var channel: String
    /// Line, severity, repeat, sensitive: chips beside the number.
    package var chips: [Chip]
    package var title: String
    /// House and stage with its reason.
    package var place: String
    package var event: String
    package var prints: [Link]

    package var ladder: LadderModel
    package var firstReceiver: FirstReceiverPin
    package var entries: [BatonEntry]
    package var entryCount: String
    package var plans: [Plan]
    package var exchanges: [Exchange]
    var hasPlans: Bool
    package var visits: [Visit]
    package var responsibility: ResponsibilityBar?

    package var primary: ActionForm?
    package var actions: [ActionForm]
    /// "Waits for …", when nothing is mine to do.
    package var waiting: String?
    /// Open ones, soonest first, then those that were met too late.
    package var deadlines: [Deadline]
    package var kept: Kept?
    package var facts: [Fact]
    package var phone: RevealBlock?
    package var history: [History]
    package var historySummary: String
    package var files: FileList

    package init(
        number: String, kind: String, channel: String, chips: [Chip], title: String, place: String, event: String, prints: [Link],
        ladder: LadderModel, firstReceiver: FirstReceiverPin, entries: [BatonEntry], entryCount: String, plans: [Plan],
        exchanges: [Exchange], visits: [Visit], responsibility: ResponsibilityBar?, primary: ActionForm?, actions: [ActionForm],
        waiting: String?, deadlines: [Deadline], kept: Kept? = nil, facts: [Fact], phone: RevealBlock?, history: [History],
        historySummary: String, files: FileList
    ) {
        self.number = number
        self.kind = kind
        self.channel = channel
        self.chips = chips
        self.title = title
        self.place = place
        self.event = event
        self.prints = prints
        self.ladder = ladder
        self.firstReceiver = firstReceiver
        self.entries = entries
        self.entryCount = entryCount
        self.plans = plans
        self.hasPlans = !plans.isEmpty
        self.exchanges = exchanges
        self.visits = visits
        self.responsibility = responsibility
        self.primary = primary
        self.actions = actions
        self.waiting = waiting
        self.deadlines = deadlines
        self.kept = kept
        self.facts = facts
        self.phone = phone
        self.history = history
        self.historySummary = historySummary
        self.files = files
    }
}
