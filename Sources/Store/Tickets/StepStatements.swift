internal import Domain
internal import Postgres
internal import Secrets

/// One applied command as the statements that store it; all of them travel in one round trip.
struct StepStatements {
    let ticket: TicketCase
    let command: ComplaintCommand
    let outcome: Outcome
    let scope: ChildScope
    let actor: Actor
    let entry: TimelineEntry
    let hash: [UInt8]

    init(_ ticket: TicketCase, _ command: ComplaintCommand, _ outcome: Outcome, actor: Actor) {
        self.ticket = ticket
        self.command = command
        self.outcome = outcome
        self.actor = actor
        let record = ticket.record
        scope = ChildScope(
            tenant: actor.tenant, ticket: record.id, company: record.company, project: record.project, vendor: record.vendor,
            floor: outcome.visibilityFloor)
        let toPerson = outcome.event.toPerson.flatMap { person in ticket.colleagues.first { $0.id == person }?.name }
        entry = TimelineEntry(
            ticket: record.id, outcome: outcome, fromUnitName: ticket.name(of: outcome.event.fromUnit),
            toUnitName: ticket.name(of: outcome.event.toUnit), toPersonName: toPerson ?? "")
        hash = entry.hash(after: record.headHash, digest: Secrets.digest)
    }

    /// The first one must touch one row.
    func all() throws -> [SQL] {
        var statements = [update, try scope.insert(entry, previous: ticket.record.headHash, hash: hash)]
        statements += outcome.clocks.map { scope.statement(for: $0, at: outcome.event.at, policy: outcome.facts.clocks.version) }
        statements += children
        if outcome.visibilityFloor != ticket.record.floor { statements += scope.moveFloor }
        if let job = try DeliverNotices.job(outcome, ticket: ticket.record.id, subject: ticket.record.title) {
            statements.append(job.enqueue(tenant: actor.tenant, now: outcome.event.at))
        }
        return statements + (try following)
    }

    /// A closed matter stayed with the company of its time; opened again it follows its project (ORG-R3).
    private var following: [SQL] {
        get throws {
            guard case .reopen = command, let company = ticket.unit(ticket.record.project)?.company, company != ticket.record.company
            else { return [] }
            let follow = FollowProject(project: ticket.record.project, by: actor.person, named: actor.name)
            return [try follow.job(at: outcome.event.at).enqueue(tenant: actor.tenant, now: outcome.event.at)]
        }
    }

    private var update: SQL {
        let (facts, record, now) = (outcome.facts, ticket.record, outcome.event.at)
        let due = facts.nextDue
        return """
            UPDATE ticket SET state = \(facts.state), version = \(facts.version), rung = \(facts.rung), floor = \(scope.floor),
                severity = \(facts.severity), media = \(facts.sensitivity.contains(.media)),
                litigation_threat = \(facts.sensitivity.contains(.litigation)), collective = \(facts.sensitivity.contains(.collective)),
                owner_unit_id = \(facts.ownerUnit), holder_unit_id = \(facts.holderUnit),
                holder_unit_name = \(ticket.name(of: facts.holderUnit)), handler_id = \(facts.handler),
                handler_name = \(name(of: facts.handler)), proposer_id = \(facts.planProposer),
                executing_unit_id = \(facts.executingUnit), executor_id = \(facts.executor), returned = \(facts.returned),
                due_at = \(due?.dueAt), due_kind = \(due?.kind), open = \(facts.state.isOpen),
                closed_at = \(facts.state.isOpen ? nil : record.closedAt ?? now), updated_at = \(now), head_hash = \(hash)\(marks)
            WHERE tenant_id = \(actor.tenant) AND id = \(record.id) AND state = \(record.state) AND version = \(record.version)
            """
    }

    /// Columns that only some steps write.
    private var marks: SQL {
        switch command {
        case .recordVisit(let visit) where visit.outcome != .unreachable: ", satisfied = \(visit.outcome == .satisfied)"
        case .close(let reason), .closeUnconfirmed(let reason): ", closing_note = \(reason)"
        case .enterLitigation(let court, let number, let party):
            ", court = \(court), case_number = \(number), litigation_by = \(party.code)"
        case .recordOutcome(let outcome, let text): ", litigation_outcome = \(outcome.code), litigation_note = \(text)"
        default: .empty
        }
    }

    private func name(of person: PersonID?) -> String {
        guard let person else { return "" }
        if person == actor.person { return actor.name }
        if person == ticket.record.handler { return ticket.record.handlerName }
        return ticket.colleagues.first { $0.id == person }?.name ?? ticket.plans.last { $0.proposedBy == person }?.proposedByName ?? ""
    }

    private var children: [SQL] {
        let now = outcome.event.at
        let (facts, post) = (outcome.facts, outcome.event.actorPost)
        return switch command {
        case .proposePlan(let text, let compensation):
            [
                scope.insertPlan(
                    round: (ticket.plans.last?.round ?? 0) + 1, text, compensation, unit: facts.ownerUnit,
                    unitName: ticket.name(of: facts.ownerUnit), by: actor, at: now)
            ]
        case .customerAccepts(let note): [scope.answerPlan(.accepted, note, at: now)]
        case .customerRejects(let reason): [scope.answerPlan(.rejected, reason, at: now)]
        case .escalate(let reason, let tried): escalation(reason, tried: tried)
        case .recordVisit(let visit):
            [scope.insertVisit(visit, unit: post.unit.id, by: actor, at: now)]
                // A household that was reached has been asked something: surveys leave it alone for a while.
                + (visit.outcome == .unreachable ? [] : [scope.noteContact(unit: post.unit.id, at: now)])
                + (facts.state == .escalated ? escalation(visit.comment) : [])
        case .acceptEscalation(let note): [scope.answerEscalation(.accepted, note, by: actor, at: now)]
        case .sendBack(let reason): [scope.answerEscalation(.sentBack, reason, by: actor, at: now)]
        case .withdrawEscalation(let reason): [scope.answerEscalation(.withdrawn, reason, by: actor, at: now)]
        case .intervene(let reason): intervention(reason)
        case .handBack(let instruction): [scope.handBack(instruction, at: now)]
        case .openExchange(let topic, let text): exchange(topic, text, from: post.unit)
        case .replyExchange(let id, let text): [scope.replyExchange(id, text, by: actor, at: now)]
        case .closeExchange(let id, _): [scope.closeExchange(id, by: actor, at: now)]
        default: []
        }
    }

    private func escalation(_ reason: String, tried: String = "") -> [SQL] {
        outcome.facts.escalation.map { [scope.insertEscalation($0, reason, tried: tried, by: actor, at: outcome.event.at)] } ?? []
    }

    private func intervention(_ reason: String) -> [SQL] {
        let now = outcome.event.at
        let superseded = ticket.facts.escalation == nil ? [] : [scope.answerEscalation(.superseded, reason, by: actor, at: now)]
        let inserted = outcome.facts.intervention.map {
            [scope.insertIntervention($0, unit: outcome.facts.ownerUnit, reason, by: actor, at: now)]
        }
        return superseded + (inserted ?? [])
    }

    private func exchange(_ topic: String, _ text: String, from unit: UnitRef) -> [SQL] {
        guard let partner = outcome.facts.ladder.exchangePartner(of: unit.id) else { return [] }
        return [
            scope.insertExchange(
                from: unit.id, unit.name, to: partner, ticket.name(of: partner), topic: topic, text, by: actor, at: outcome.event.at)
        ]
    }
}

extension TimelineEntry {
    init(ticket: TicketID, outcome: Outcome, fromUnitName: String, toUnitName: String, toPersonName: String) {
        let event = outcome.event
        self.init(
            ticket: ticket, seq: outcome.facts.version, at: event.at, action: event.action.code, stateFrom: event.stateFrom.code,
            stateTo: event.stateTo.code, actor: event.actor, actorName: event.actorName, actorPost: event.actorPost.title,
            fromUnit: event.fromUnit, fromUnitName: fromUnitName, toUnit: event.toUnit, toUnitName: toUnitName,
            toPersonName: toPersonName, text: event.text, detail: event.detail)
    }
}
