internal import Domain
internal import Postgres

/// Many complaints as one statement for each table. COPY is refused under row security; rows travel as arrays instead.
struct BulkTickets {
    let tenant: TenantID
    let tickets: [BulkComplaint]
    /// Up to when their life is told.
    let present: Instant
    /// Steps after this moment are told to people; promises missed after it are left to the sweep.
    let news: Instant
    let names: BulkNames

    /// The rows of `ticket`, then everything below.
    func statements() throws -> [SQL] {
        [row] + [events, plans, escalations, interventions, exchanges, deadlines, visits, tokens, try jobs].compactMap(\.self)
    }

    /// Scope of the rows below, joined by ticket: sent once instead of with every row.
    var scope: SQL {
        """
        unnest(\(tickets.map(\.id)), \(tickets.map(\.intake.company)), \(tickets.map(\.intake.project)),
            \(tickets.map(\.vendor)), \(tickets.map { Int16($0.facts.visibilityFloor) })) AS s (id, company, project, vendor, floor)
        """
    }

    private var row: SQL {
        """
        INSERT INTO ticket (tenant_id, kind, policy_version, id, company_id, project_id, vendor_id, floor, number, state, version, stage,
            stage_reason, stage_note, line, rung, severity, media, litigation_threat, collective, channel, channel_source, title, event,
            place, wish, compensation_asked, happened_at, received_at, house_id, house_label, customer_id, customer_name, repeat_of,
            first_receiver_id, first_receiver_name, first_receiver_post, first_unit_id, owner_unit_id, holder_unit_id, holder_unit_name,
            handler_id, handler_name, proposer_id, executing_unit_id, executor_id, returned, due_at, due_kind, open, closed_at, satisfied,
            closing_note, court, case_number, litigation_by, litigation_outcome, litigation_note, updated_at, head_hash)
        SELECT \(tenant), 'complaint', \(Int32(ClockPolicy.current.version)), x.* FROM unnest(\(place), \(matter), \(hands), \(end)) x
        """
    }

    private var place: SQL {
        """
        \(tickets.map(\.id)), \(tickets.map(\.intake.company)), \(tickets.map(\.intake.project)), \(tickets.map(\.vendor)),
        \(tickets.map { Int16($0.facts.visibilityFloor) }), \(tickets.map(\.intake.number.text)), \(tickets.map(\.facts.state.code)),
        \(tickets.map { Int32($0.facts.version) }), \(tickets.map(\.facts.stage.code)), \(tickets.map(\.intake.reason.code.code)),
        \(tickets.map { $0.intake.reason.note }), \(tickets.map(\.facts.ladder.line.code)),
        \(tickets.map(\.facts.rung.code))
        """
    }

    private var matter: SQL {
        """
        \(tickets.map(\.facts.severity.code)), \(tickets.map { $0.facts.sensitivity.contains(.media) }),
        \(tickets.map { $0.facts.sensitivity.contains(.litigation) }), \(tickets.map { $0.facts.sensitivity.contains(.collective) }),
        \(tickets.map(\.intake.channel.code)), \(tickets.map(\.facts.source.code)), \(tickets.map(\.intake.title)),
        \(tickets.map(\.intake.event)), \(tickets.map(\.intake.place)), \(tickets.map(\.intake.wish)),
        \(tickets.map { $0.intake.compensationAsked?.amount }), \(tickets.map { $0.intake.happenedAt?.stamp }),
        \(tickets.map(\.facts.receivedAt.stamp)), \(tickets.map(\.intake.house)), \(tickets.map(\.intake.houseLabel)),
        \(tickets.map(\.intake.customer)), \(tickets.map(\.intake.customerName)), \(tickets.map(\.intake.repeatOf))
        """
    }

    private var hands: SQL {
        """
        \(tickets.map(\.facts.firstReceiver)), \(tickets.map { person($0.facts.firstReceiver) }), \(tickets.map(\.intake.receiverPost)),
        \(tickets.map(\.facts.firstUnit)), \(tickets.map(\.facts.ownerUnit)), \(tickets.map(\.facts.holderUnit)),
        \(tickets.map { names.units[$0.facts.holderUnit] ?? "" }), \(tickets.map(\.facts.handler)),
        \(tickets.map { person($0.facts.handler) }), \(tickets.map(\.facts.planProposer)), \(tickets.map(\.facts.executingUnit)),
        \(tickets.map(\.facts.executor)), \(tickets.map(\.facts.returned))
        """
    }

    private var end: SQL {
        """
        \(tickets.map { $0.facts.nextDue?.dueAt.stamp }), \(tickets.map { $0.facts.nextDue?.kind.code }),
        \(tickets.map(\.facts.state.isOpen)), \(tickets.map { $0.closedAt?.stamp }), \(tickets.map(\.satisfied)),
        \(tickets.map(\.closingNote)), \(tickets.map(\.litigation.court)), \(tickets.map(\.litigation.caseNumber)),
        \(tickets.map(\.litigation.by)), \(tickets.map(\.litigation.outcome)), \(tickets.map(\.litigation.note)),
        \(tickets.map(\.updatedAt.stamp)), \(tickets.map { $0.hashes.last ?? Timeline.origin })
        """
    }

    private func person(_ person: PersonID?) -> String { person.flatMap { names.persons[$0] } ?? "" }
}

extension BulkComplaint {
    var vendor: UnitID? { facts.ladder.line == .vendor ? facts.ladder.units.vendorUnit : nil }
}

extension Instant {
    var stamp: Timestamp { Timestamp(microseconds: microseconds) }
}
