internal import Domain

/// The rows below a complaint, as its page reads them.
extension BulkComplaint {
    struct Plan: Sendable {
        let text: String
        let compensation: Fen
        let unit: UnitID
        let unitName: String
        let by: PersonID
        let byName: String
        let at: Instant
        var answer: String?
        var answerNote = ""
        var answeredAt: Instant?
    }

    struct Escalation: Sendable {
        let facts: EscalationFacts
        let reason: String
        let tried: String
        let proposedByName: String
        let at: Instant
        var state = EscalationState.proposed
        var answeredBy: PersonID?
        var answeredByName = ""
        var answeredAt: Instant?
        var answerNote = ""
    }

    struct Intervention: Sendable {
        let unit: UnitID
        let facts: InterventionFacts
        let reason: String
        let by: PersonID
        let byName: String
        let at: Instant
        var handedBackAt: Instant?
        var handBackNote = ""
    }

    struct Exchange: Sendable {
        let id: ExchangeID
        let from: UnitID
        let to: UnitID
        let topic: String
        let text: String
        let by: PersonID
        let byName: String
        let at: Instant
        var reply = ""
        var repliedByName = ""
        var repliedAt: Instant?
        var closedAt: Instant?
        var closedByName = ""
    }

    struct Promise: Sendable {
        var deadline: Deadline
        let unit: UnitID
        let upper: UnitID?
        var cancelledAt: Instant?

        var isOpen: Bool { deadline.metAt == nil && cancelledAt == nil }

        /// When the sweep, which looks every few seconds, would have found it missed. One that still runs and fell due after `news`
        /// is left for the sweep to find and to tell.
        func breachedAt(present: Instant, news: Instant) -> Instant? {
            if isOpen, deadline.dueAt > news { return nil }
            let end = deadline.metAt ?? cancelledAt ?? present
            let found = deadline.dueAt + .seconds(1 + deadline.dueAt.secondsSince1970 % 5)
            return found <= end ? found : nil
        }
    }

    struct Visit: Sendable {
        let record: VisitRecord
        let by: PersonID
        let byName: String
        let unit: UnitID
        let at: Instant
        let floor: Int
    }

    struct Told: Sendable {
        let notice: Notice
        let at: Instant
        /// Of the complaint after the step that told.
        let version: Int
    }

    struct Litigation: Sendable {
        var court = ""
        var caseNumber = ""
        var by: String?
        var outcome: String?
        var note = ""
    }

    /// What a step adds below the complaint.
    mutating func note(
        _ command: ComplaintCommand, _ outcome: Outcome, before: ComplaintFacts, names: BulkNames, exchange: ExchangeID?
    ) {
        let event = outcome.event
        switch command {
        case .proposePlan(let text, let compensation):
            plans.append(
                Plan(
                    text: text, compensation: compensation, unit: before.ownerUnit, unitName: names.units[before.ownerUnit] ?? "",
                    by: event.actor, byName: event.actorName, at: event.at))
        case .customerAccepts(let note): answerPlan("accepted", note, event.at)
        case .customerRejects(let reason): answerPlan("rejected", reason, event.at)
        case .escalate(let reason, let tried): raise(outcome, reason: reason, tried: tried)
        case .acceptEscalation(let note): answerEscalation(.accepted, note, event)
        case .sendBack(let reason): answerEscalation(.sentBack, reason, event)
        case .withdrawEscalation(let reason): answerEscalation(.withdrawn, reason, event)
        case .intervene(let reason): intervene(outcome, reason: reason)
        case .handBack(let instruction): handBack(instruction, event.at)
        case .openExchange, .replyExchange, .closeExchange: exchange.map { talk(command, event, $0, before: before) }
        case .recordVisit(let visit): record(visit, outcome)
        case .close(let reason), .closeUnconfirmed(let reason):
            closedAt = event.at
            closingNote = reason
        case .reopen: closedAt = nil
        case .enterLitigation(let court, let number, let party):
            litigation = Litigation(court: court, caseNumber: number, by: party.code)
        case .recordOutcome(let result, let text):
            (litigation.outcome, litigation.note, closedAt) = (result.code, text, event.at)
        default: break
        }
    }

    private mutating func answerPlan(_ answer: String, _ note: String, _ now: Instant) {
        guard let index = plans.indices.last else { return }
        (plans[index].answer, plans[index].answerNote, plans[index].answeredAt) = (answer, note, now)
    }

    private mutating func raise(_ outcome: Outcome, reason: String, tried: String) {
        guard let facts = outcome.facts.escalation else { return }
        escalations.append(
            Escalation(
                facts: facts, reason: reason, tried: tried, proposedByName: outcome.event.actorName, at: outcome.event.at))
    }

    private mutating func answerEscalation(_ state: EscalationState, _ note: String, _ event: ComplaintEvent) {
        guard let index = escalations.indices.last else { return }
        escalations[index].state = state
        escalations[index].answeredBy = event.actor
        escalations[index].answeredByName = event.actorName
        escalations[index].answeredAt = event.at
        escalations[index].answerNote = note
    }

    private mutating func intervene(_ outcome: Outcome, reason: String) {
        guard let facts = outcome.facts.intervention else { return }
        if escalations.last?.state == .proposed { answerEscalation(.superseded, reason, outcome.event) }
        interventions.append(
            Intervention(
                unit: outcome.facts.ownerUnit, facts: facts, reason: reason, by: outcome.event.actor, byName: outcome.event.actorName,
                at: outcome.event.at))
    }

    private mutating func handBack(_ note: String, _ now: Instant) {
        guard let index = interventions.indices.last else { return }
        (interventions[index].handedBackAt, interventions[index].handBackNote) = (now, note)
    }

    private mutating func talk(_ command: ComplaintCommand, _ event: ComplaintEvent, _ id: ExchangeID, before: ComplaintFacts) {
        if case .openExchange(let topic, let text) = command {
            let from = event.actorPost.unit.id
            guard let partner = before.ladder.exchangePartner(of: from) else { return }
            exchanges.append(
                Exchange(
                    id: id, from: from, to: partner, topic: topic, text: text, by: event.actor, byName: event.actorName, at: event.at))
        }
        guard let index = exchanges.firstIndex(where: { $0.id == id }) else { return }
        if case .replyExchange(_, let text) = command {
            (exchanges[index].reply, exchanges[index].repliedByName, exchanges[index].repliedAt) = (text, event.actorName, event.at)
        }
        if case .closeExchange = command {
            (exchanges[index].closedAt, exchanges[index].closedByName) = (event.at, event.actorName)
        }
    }

    private mutating func record(_ visit: VisitRecord, _ outcome: Outcome) {
        let event = outcome.event
        visits.append(
            Visit(
                record: visit, by: event.actor, byName: event.actorName, unit: event.actorPost.unit.id, at: event.at,
                floor: outcome.visibilityFloor))
        switch visit.outcome {
        case .satisfied: satisfied = true
        case .dissatisfied:
            satisfied = false
            if outcome.facts.escalation != nil { raise(outcome, reason: visit.comment, tried: "") }
        case .unreachable: break
        }
    }
}
