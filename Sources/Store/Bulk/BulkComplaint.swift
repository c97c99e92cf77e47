package import Domain
internal import Secrets

/// Names that rows keep beside the keys, as they were when the line was written.
package struct BulkNames: Sendable {
    package let units: [UnitID: String]
    package let persons: [PersonID: String]

    package init(units: [UnitID: String], persons: [PersonID: String]) {
        self.units = units
        self.persons = persons
    }
}

/// What intake knows of a complaint besides its facts.
package struct BulkIntake: Sendable {
    package let company: UnitID
    package let project: UnitID
    package let number: ComplaintNumber
    package let reason: StageReason
    package let channel: Channel
    package let title: String
    package let event: String
    package let place: String
    package let wish: String
    package let compensationAsked: Fen?
    package let happenedAt: Instant?
    package let house: HouseID?
    package let houseLabel: String
    package let door: String
    package let customer: CustomerID?
    package let customerName: String
    /// Last four digits of the customer's number; empty without one.
    package let phoneTail: String
    package let repeatOf: TicketID?
    package let receiverPost: String

    package init(
        company: UnitID, project: UnitID, number: ComplaintNumber, reason: StageReason, channel: Channel, title: String, event: String,
        place: String, wish: String, compensationAsked: Fen?, happenedAt: Instant?, house: HouseID?, houseLabel: String, door: String,
        customer: CustomerID?, customerName: String, phoneTail: String, repeatOf: TicketID?, receiverPost: String
    ) {
        self.company = company
        self.project = project
        self.number = number
        self.reason = reason
        self.channel = channel
        self.title = title
        self.event = event
        self.place = place
        self.wish = wish
        self.compensationAsked = compensationAsked
        self.happenedAt = happenedAt
        self.house = house
        self.houseLabel = houseLabel
        self.door = door
        self.customer = customer
        self.customerName = customerName
        self.phoneTail = phoneTail
        self.repeatOf = repeatOf
        self.receiverPost = receiverPost
    }
}

/// A complaint that lives in memory through the real machine and is written afterwards as if each step had been its own transaction.
package struct BulkComplaint: Sendable {
    package let id: TicketID
    package let intake: BulkIntake
    package private(set) var facts: ComplaintFacts
    private(set) var events: [TimelineEntry] = []
    private(set) var hashes: [[UInt8]] = []
    /// The floor each event was written under; events keep it.
    private(set) var floors: [Int] = []
    var plans: [Plan] = []
    var escalations: [Escalation] = []
    var interventions: [Intervention] = []
    var exchanges: [Exchange] = []
    var deadlines: [Promise] = []
    var visits: [Visit] = []
    private(set) var notices: [Told] = []
    private(set) var updatedAt: Instant
    var closedAt: Instant?
    var satisfied: Bool?
    var closingNote = ""
    var litigation = Litigation()

    package init(id: TicketID, intake: BulkIntake, facts: ComplaintFacts) {
        self.id = id
        self.intake = intake
        self.facts = facts
        updatedAt = facts.receivedAt
    }

    package var hasExchange: Bool { !exchanges.isEmpty }

    /// One step by a person, exactly as the product would take it.
    /// - Parameters:
    ///   - colleagues: people with a post at the unit that holds the complaint.
    ///   - exchange: key for the exchange this step opens, if it does.
    package mutating func apply(
        _ command: ComplaintCommand, by actor: Actor, at now: Instant, names: BulkNames, colleagues: Set<PersonID> = [],
        exchange: ExchangeID? = nil
    ) throws(Refusal) {
        facts.colleagues = colleagues
        facts.unreachableDays = unreachableDays
        let outcome = try ComplaintMachine.apply(command, to: facts, by: actor, at: now)
        let before = facts
        facts = outcome.facts
        updatedAt = now
        log(outcome.event, names)
        note(command, outcome, before: before, names: names, exchange: exchange)
        for change in outcome.clocks { turn(change, at: now) }
        for notice in outcome.notices { notices.append(Told(notice: notice, at: now, version: facts.version)) }
    }

    private mutating func log(_ event: ComplaintEvent, _ names: BulkNames) {
        let entry = TimelineEntry(
            ticket: id, seq: events.count + 1, at: event.at, action: event.action.code, stateFrom: event.stateFrom.code,
            stateTo: event.stateTo.code, actor: event.actor, actorName: event.actorName, actorPost: event.actorPost.title,
            fromUnit: event.fromUnit, fromUnitName: names.units[event.fromUnit] ?? "", toUnit: event.toUnit,
            toUnitName: names.units[event.toUnit] ?? "", toPersonName: event.toPerson.flatMap { names.persons[$0] } ?? "",
            text: event.text, detail: event.detail
        )
        hashes.append(entry.hash(after: hashes.last ?? Timeline.origin, digest: Secrets.digest))
        events.append(entry)
        floors.append(facts.visibilityFloor)
    }

    /// As the store counts them: different days since the visit clock started.
    private var unreachableDays: Int {
        guard let start = facts.running[.visit]?.startedAt else { return 0 }
        return Set(visits.filter { $0.record.outcome == .unreachable && $0.at >= start }.map { Day($0.at, offsetMinutes: 480) }).count
    }

    private mutating func turn(_ change: ClockChange, at now: Instant) {
        switch change {
        case .start(let deadline, let unit, let upper):
            deadlines.append(Promise(deadline: deadline, unit: unit, upper: upper))
        case .meet(let kind): running(kind) { $0.deadline.metAt = now }
        case .cancel(let kind): running(kind) { $0.cancelledAt = now }
        case .move(let kind, let due): running(kind) { $0.deadline.dueAt = due }
        }
    }

    private mutating func running(_ kind: ClockKind, _ end: (inout Promise) -> Void) {
        guard let index = deadlines.lastIndex(where: { $0.deadline.kind == kind && $0.isOpen }) else { return }
        end(&deadlines[index])
    }
}
