internal import Domain
internal import Postgres

/// What every row below a ticket carries for its policy: tenant, ticket, company, project, vendor, floor.
struct ChildScope {
    let tenant: TenantID
    let ticket: TicketID
    let company: UnitID
    let project: UnitID
    let vendor: UnitID?
    let floor: Int

    /// The six values in the order of `tenant_id, ticket_id, company_id, project_id, vendor_id, floor`.
    var values: SQL { "\(tenant), \(ticket), \(company), \(project), \(vendor), \(floor)" }

    var here: SQL { "tenant_id = \(tenant) AND ticket_id = \(ticket)" }

    /// Rows that follow the ticket when it may be seen lower or only higher. Events and visits keep the floor they were written under.
    var moveFloor: [SQL] {
        [
            "UPDATE ticket_plan SET floor = \(floor) WHERE \(here) AND floor <> \(floor)",
            "UPDATE ticket_escalation SET floor = \(floor) WHERE \(here) AND floor <> \(floor)",
            "UPDATE ticket_intervention SET floor = \(floor) WHERE \(here) AND floor <> \(floor)",
            "UPDATE ticket_exchange SET floor = \(floor) WHERE \(here) AND floor <> \(floor)",
            "UPDATE ticket_deadline SET floor = \(floor) WHERE \(here) AND floor <> \(floor)",
            "UPDATE ticket_token SET floor = \(floor) WHERE \(here) AND floor <> \(floor)",
            "UPDATE file SET floor = \(floor) WHERE \(here) AND floor <> \(floor)",
        ]
    }

    func insert(_ entry: TimelineEntry, previous: [UInt8], hash: [UInt8]) throws -> SQL {
        """
        INSERT INTO ticket_event (tenant_id, ticket_id, company_id, project_id, vendor_id, floor, seq, at, action, state_from, state_to,
            actor_id, actor_name, actor_post, from_unit_id, from_unit_name, to_unit_id, to_unit_name, to_person_name, text, detail,
            prev_hash, hash)
        VALUES (\(values), \(entry.seq), \(entry.at), \(entry.action), \(entry.stateFrom), \(entry.stateTo), \(entry.actor),
            \(entry.actorName), \(entry.actorPost), \(entry.fromUnit), \(entry.fromUnitName), \(entry.toUnit), \(entry.toUnitName),
            \(entry.toPersonName), \(entry.text), \(try EventDetail.text(of: entry.detail)), \(previous), \(hash))
        """
    }

    func statement(for change: ClockChange, at now: Instant, policy: Int) -> SQL {
        switch change {
        case .start(let deadline, let unit, let upperUnit):
            """
            INSERT INTO ticket_deadline (tenant_id, ticket_id, company_id, project_id, vendor_id, floor, kind, unit_id, upper_unit_id,
                policy_version, rule, started_at, first_due_at, due_at)
            VALUES (\(values), \(deadline.kind), \(unit), \(upperUnit), \(policy), \(deadline.rule), \(deadline.startedAt),
                \(deadline.firstDueAt), \(deadline.dueAt))
            """
        case .meet(let kind): "UPDATE ticket_deadline SET met_at = \(now) WHERE \(running(kind))"
        case .cancel(let kind): "UPDATE ticket_deadline SET cancelled_at = \(now) WHERE \(running(kind))"
        case .move(let kind, let due): "UPDATE ticket_deadline SET due_at = \(due) WHERE \(running(kind))"
        }
    }

    private func running(_ kind: ClockKind) -> SQL { "\(here) AND kind = \(kind) AND met_at IS NULL AND cancelled_at IS NULL" }

    func insertPlan(
        round: Int, _ text: String, _ compensation: Fen, unit: UnitID, unitName: String, by actor: Actor, at now: Instant
    ) -> SQL {
        """
        INSERT INTO ticket_plan (tenant_id, ticket_id, company_id, project_id, vendor_id, floor, round, text, compensation, unit_id,
            unit_name, proposed_by, proposed_by_name, proposed_at)
        VALUES (\(values), \(round), \(text), \(compensation), \(unit), \(unitName), \(actor.person), \(actor.name), \(now))
        """
    }

    /// Completes the latest round.
    func answerPlan(_ answer: PlanRow.Answer, _ note: String, at now: Instant) -> SQL {
        """
        UPDATE ticket_plan SET answer = \(answer), answer_note = \(note), answered_at = \(now)
        WHERE \(here) AND answer IS NULL AND round = (SELECT max(p.round) FROM ticket_plan p WHERE p.\(here))
        """
    }

    func insertEscalation(_ escalation: EscalationFacts, _ reason: String, tried: String, by actor: Actor, at now: Instant) -> SQL {
        """
        INSERT INTO ticket_escalation (tenant_id, ticket_id, company_id, project_id, vendor_id, floor, from_unit_id, from_rung,
            to_unit_id, to_rung, reason, tried, proposed_by, proposed_by_name, proposed_at, state)
        VALUES (\(values), \(escalation.fromUnit), \(escalation.fromRung), \(escalation.toUnit), \(escalation.toRung), \(reason),
            \(tried), \(escalation.proposer), \(actor.name), \(now), 'proposed')
        """
    }

    func answerEscalation(_ state: EscalationState, _ note: String, by actor: Actor, at now: Instant) -> SQL {
        """
        UPDATE ticket_escalation SET state = \(state), answered_by = \(actor.person), answered_by_name = \(actor.name),
            answered_at = \(now), answer_note = \(note)
        WHERE \(here) AND state = 'proposed'
        """
    }

    func insertIntervention(_ facts: InterventionFacts, unit: UnitID, _ reason: String, by actor: Actor, at now: Instant) -> SQL {
        """
        INSERT INTO ticket_intervention (tenant_id, ticket_id, company_id, project_id, vendor_id, floor, unit_id, previous_unit_id,
            previous_rung, reason, by_person, by_name, at)
        VALUES (\(values), \(unit), \(facts.previousOwner), \(facts.previousRung), \(reason), \(actor.person), \(actor.name), \(now))
        """
    }

    func handBack(_ instruction: String, at now: Instant) -> SQL {
        """
        UPDATE ticket_intervention SET handed_back_at = \(now), hand_back_note = \(instruction)
        WHERE \(here) AND handed_back_at IS NULL
        """
    }

    func insertExchange(
        from: UnitID, _ fromName: String, to: UnitID, _ toName: String, topic: String, _ text: String, by actor: Actor, at now: Instant
    ) -> SQL {
        """
        INSERT INTO ticket_exchange (tenant_id, ticket_id, company_id, project_id, vendor_id, floor, from_unit_id, from_unit_name,
            to_unit_id, to_unit_name, topic, text, opened_by, opened_by_name, opened_at)
        VALUES (\(values), \(from), \(fromName), \(to), \(toName), \(topic), \(text), \(actor.person), \(actor.name), \(now))
        """
    }

    func replyExchange(_ id: ExchangeID, _ text: String, by actor: Actor, at now: Instant) -> SQL {
        """
        UPDATE ticket_exchange SET reply = \(text), replied_by_name = \(actor.name), replied_at = \(now)
        WHERE \(here) AND id = \(id) AND replied_at IS NULL AND closed_at IS NULL
        """
    }

    func closeExchange(_ id: ExchangeID, by actor: Actor, at now: Instant) -> SQL {
        """
        UPDATE ticket_exchange SET closed_at = \(now), closed_by_name = \(actor.name)
        WHERE \(here) AND id = \(id) AND closed_at IS NULL
        """
    }

    /// The house's line on the list of contacts that surveys and visits share.
    func noteContact(unit: UnitID, at now: Instant) -> SQL {
        """
        INSERT INTO household_contact (tenant_id, company_id, project_id, house_id, kind, day, unit_id)
        SELECT t.tenant_id, t.company_id, t.project_id, t.house_id, 'visit',
            (\(now) AT TIME ZONE 'UTC' + make_interval(mins => g.utc_offset_minutes))::date, \(unit)
        FROM ticket t JOIN tenant g ON g.id = t.tenant_id
        WHERE t.tenant_id = \(tenant) AND t.id = \(ticket) AND t.house_id IS NOT NULL
        """
    }

    func insertVisit(_ visit: VisitRecord, unit: UnitID, by actor: Actor, at now: Instant) -> SQL {
        """
        INSERT INTO ticket_visit (tenant_id, ticket_id, company_id, project_id, vendor_id, floor, visitor_id, visitor_name, unit_id, at,
            method, outcome, attitude, quality, efficiency, overall, comment, signed)
        VALUES (\(values), \(actor.person), \(actor.name), \(unit), \(now), \(visit.method), \(visit.outcome),
            \(visit.scores?.attitude), \(visit.scores?.quality), \(visit.scores?.efficiency), \(visit.scores?.overall),
            \(visit.comment), \(visit.signed))
        """
    }
}
