internal import Domain
internal import Postgres
internal import Secrets

/// A new complaint as the statements that store it.
struct RecordStatements {
    let place: RecordingPlace
    let intake: ComplaintIntake
    let complainant: Complainant
    let outcome: Outcome
    let reason: StageReason
    let number: String
    let actor: Actor
    let today: Day
    let sealer: Sealer

    private var situation: IntakeSituation { place.situation }
    private var now: Instant { outcome.event.at }

    var scope: ChildScope {
        // The vendor of the line, or the one that heard the customer: the first receiver stays answerable and has to see it (ORG-R8).
        let vendor = outcome.facts.ladder.line == .vendor ? outcome.facts.ladder.units.vendorUnit : place.post.unit.vendor
        return ChildScope(
            tenant: actor.tenant, ticket: place.ticket, company: situation.company, project: situation.project, vendor: vendor,
            floor: outcome.visibilityFloor)
    }

    /// The first line of the ticket's log.
    var entry: TimelineEntry {
        TimelineEntry(
            ticket: place.ticket, outcome: outcome, fromUnitName: place.post.unit.name,
            toUnitName: situation.name(of: outcome.facts.holderUnit), toPersonName: "")
    }

    var hash: [UInt8] { entry.hash(after: Timeline.origin, digest: Secrets.digest) }

    func all() throws -> [SQL] {
        let (scope, entry, hash) = (scope, entry, hash)
        var statements = customerStatements + [ticket(scope, hash: hash)]
        statements.append(try scope.insert(entry, previous: Timeline.origin, hash: hash))
        statements += outcome.clocks.map { scope.statement(for: $0, at: now, policy: outcome.facts.clocks.version) }
        statements.append(tokens(scope))
        if let job = try DeliverNotices.job(outcome, ticket: place.ticket, subject: intake.title) {
            statements.append(job.enqueue(tenant: actor.tenant, now: now))
        }
        return statements
    }

    private var customer: (id: CustomerID?, name: String, phoneTail: String) {
        switch complainant {
        case .known: (place.customer?.id, place.customer?.name ?? "", place.customer?.phoneTail ?? "")
        case .new(let customer): (place.newCustomer, customer.name, customer.phone.tail)
        case .unnamed(let name): (nil, name, "")
        }
    }

    private var customerStatements: [SQL] {
        guard case .new(let customer) = complainant else { return [] }
        let house = situation.house
        let record = CustomerRecord(
            id: place.newCustomer, company: situation.company, project: situation.project, name: customer.name, phone: customer.phone,
            state: house == nil
                ? .prospect : CustomerState.prospect.following([DatedRelation(customer.relation, from: today)], today: today))
        let insert = BulkOwners(tenant: actor.tenant, sealer: sealer, now: now, registrar: actor).insert([record])
        guard let house else { return [insert] }
        return [
            insert,
            CustomerRow.link(
                place.newCustomer, to: house, as: customer.relation, tenant: actor.tenant, company: situation.company,
                project: situation.project, today: today, now: now),
        ]
    }

    private func ticket(_ scope: ChildScope, hash: [UInt8]) -> SQL {
        let (facts, customer, due) = (outcome.facts, customer, outcome.facts.nextDue)
        return """
            INSERT INTO ticket (tenant_id, id, company_id, project_id, vendor_id, floor, kind, number, state, version, stage, stage_reason,
                stage_note, line, rung, policy_version, severity, media, litigation_threat, collective, channel, channel_source, title,
                event, place, persons_involved, wish, compensation_asked, happened_at, received_at, house_id, shared_area_id,
                house_label, customer_id, customer_name, repeat_of, first_receiver_id, first_receiver_name, first_receiver_post, first_unit_id, owner_unit_id,
                holder_unit_id, holder_unit_name, handler_id, due_at, due_kind, open, updated_at, head_hash)
            VALUES (\(scope.values), 'complaint', \(number), \(facts.state), \(facts.version), \(facts.stage), \(reason.code),
                \(reason.note), \(facts.ladder.line), \(facts.rung), \(facts.clocks.version), \(facts.severity),
                \(facts.sensitivity.contains(.media)), \(facts.sensitivity.contains(.litigation)),
                \(facts.sensitivity.contains(.collective)), \(intake.channel), \(intake.source), \(intake.title), \(intake.event),
                \(intake.place), \(intake.personsInvolved), \(intake.wish), \(intake.compensationAsked), \(intake.happenedAt), \(now),
                \(situation.house), \(situation.sharedArea), \(situation.houseLabel), \(customer.id), \(customer.name), \(place.repeatOf), \(actor.person),
                \(actor.name), \(place.post.title), \(facts.firstUnit), \(facts.ownerUnit), \(facts.holderUnit),
                \(situation.name(of: facts.holderUnit)), \(facts.handler), \(due?.dueAt), \(due?.kind), \(facts.state.isOpen), \(now),
                \(hash))
            """
    }

    private func tokens(_ scope: ChildScope) -> SQL {
        let tokens = SearchTokens.of(
            number: number, phoneTail: customer.phoneTail, door: situation.door, name: customer.name, title: intake.title,
            event: intake.event)
        let rows = tokens.map { token -> SQL in "(\(scope.values), \(token))" }.joined(separator: ", ")
        return "INSERT INTO ticket_token (tenant_id, ticket_id, company_id, project_id, vendor_id, floor, token) VALUES \(rows)"
    }
}
