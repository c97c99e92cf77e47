import Domain
import Store

/// The life of one complaint, step by step through the real machine, as far as the present reaches.
struct Story {
    /// The next step lies in the future, or nobody is there any more to take it.
    struct Present: Error {}

    let telling: Telling
    let scenery: Scenery
    private(set) var complaint: BulkComplaint
    private(set) var now: Instant
    var dice: Dice
    /// Nothing happens after it: the present, or the end of the vendor's engagement.
    private let limit: Instant
    private let exchange: ExchangeID

    init(_ telling: Telling, id: TicketID, exchange: ExchangeID, intake: BulkIntake, scenery: Scenery, dice: Dice) {
        self.telling = telling
        self.scenery = scenery
        self.exchange = exchange
        self.dice = dice
        complaint = BulkComplaint(id: id, intake: intake, facts: telling.facts)
        now = telling.at
        limit = Self.limit(telling, scenery)
    }

    var facts: ComplaintFacts { complaint.facts }
    var isInterrupted: Bool { limit < scenery.present && facts.state.isOpen }

    private static func limit(_ telling: Telling, _ scenery: Scenery) -> Instant {
        let day = Day(telling.at, offsetMinutes: scenery.offsetMinutes)
        guard telling.ladder.line == .vendor, let end = telling.project.engagement(on: day)?.to else { return scenery.present }
        return min(scenery.present, Instant(end, hour: 20, offsetMinutes: scenery.offsetMinutes))
    }

    /// One step `after` the last one; within working hours unless it is urgent.
    mutating func step(_ command: ComplaintCommand, by actor: Actor, after span: Span, urgent: Bool = false) throws {
        var next = now + span
        if !urgent { next = working(next) }
        guard next <= limit else { throw Present() }
        now = next
        try complaint.apply(
            command, by: actor, at: now, names: scenery.names, colleagues: scenery.colleagues(facts.holderUnit), exchange: exchange)
    }

    /// The moment itself from 8 to 21, else the next morning.
    private mutating func working(_ moment: Instant) -> Instant {
        let (hour, _) = moment.timeOfDay(offsetMinutes: scenery.offsetMinutes)
        guard hour < 8 || hour >= 21 else { return moment }
        let day = Day(moment, offsetMinutes: scenery.offsetMinutes).adding(days: hour >= 21 ? 1 : 0)
        return Instant(day, hour: 8, minute: dice.number(5...55), second: dice.number(0...59), offsetMinutes: scenery.offsetMinutes)
    }

    /// Two people of the unit that owns the complaint: one who plans, one who looks at the result.
    func pair(at unit: UnitID, for compensation: Fen = .zero) throws -> (planner: Actor, other: Actor) {
        let staff = scenery.staff(unit)
        guard let planner = staff.first(where: { $0.compensation(at: unit).allows(compensation) }),
            let other = staff.first(where: { $0.person != planner.person })
        else { throw Present() }
        return (planner, other)
    }

    mutating func exchangeItem(_ words: Exchange) throws {
        guard let partner = facts.ladder.exchangePartner(of: facts.ladder.units.companyUnit),
            let company = scenery.staff(facts.ladder.units.companyUnit).first, let vendor = scenery.staff(partner).first
        else { return }
        let vendorAsks = facts.ladder.line == .vendor
        let (asks, answers) = vendorAsks ? (vendor, company) : (company, vendor)
        try step(.openExchange(topic: words.topic, text: words.text), by: asks, after: dice.span(.minutes(10), .hours(3)))
        guard let reply = words.reply else { return }
        try step(.replyExchange(exchange, text: reply), by: answers, after: dice.span(.minutes(40), .hours(20)))
        try step(.closeExchange(exchange, note: ""), by: asks, after: dice.span(.minutes(10), .hours(4)))
    }

    struct Exchange {
        let topic: String
        let text: String
        let reply: String?
    }
}
