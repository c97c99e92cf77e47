internal import Domain
internal import Postgres

/// A row below a ticket.
private struct Below<Row> {
    let ticket: TicketID
    let number: Int
    let row: Row
}

extension BulkTickets {
    private func rows<Row>(_ part: (BulkComplaint) -> [Row]) -> [Below<Row>]? {
        let rows = tickets.flatMap { ticket in
            part(ticket).enumerated().map { Below(ticket: ticket.id, number: $0.offset, row: $0.element) }
        }
        return rows.isEmpty ? nil : rows
    }

    var events: SQL {
        let rows = tickets.flatMap { ticket in
            ticket.events.indices.map {
                (
                    entry: ticket.events[$0], hash: ticket.hashes[$0],
                    previous: $0 == 0 ? Timeline.origin : ticket.hashes[$0 - 1], floor: Int16(ticket.floors[$0])
                )
            }
        }
        return """
            INSERT INTO ticket_event (tenant_id, company_id, project_id, vendor_id, ticket_id, floor, seq, at, action, state_from,
                state_to, actor_id, actor_name, actor_post, from_unit_id, from_unit_name, to_unit_id, to_unit_name, to_person_name,
                text, detail, prev_hash, hash)
            SELECT \(tenant), s.company, s.project, s.vendor, x.*
            FROM unnest(\(rows.map(\.entry.ticket)), \(rows.map(\.floor)), \(rows.map { Int32($0.entry.seq) }),
                \(rows.map(\.entry.at.stamp)), \(rows.map(\.entry.action)), \(rows.map(\.entry.stateFrom)), \(rows.map(\.entry.stateTo)),
                \(rows.map(\.entry.actor)), \(rows.map(\.entry.actorName)), \(rows.map(\.entry.actorPost)),
                \(rows.map(\.entry.fromUnit)), \(rows.map(\.entry.fromUnitName)), \(rows.map(\.entry.toUnit)),
                \(rows.map(\.entry.toUnitName)), \(rows.map(\.entry.toPersonName)), \(rows.map(\.entry.text)),
                \(rows.map { BulkJSON.text(of: $0.entry.detail) }),
                \(rows.map(\.previous)), \(rows.map(\.hash))) AS x (ticket)
            JOIN \(scope) ON s.id = x.ticket
            """
    }

    var plans: SQL? {
        guard let rows = rows(\.plans) else { return nil }
        return """
            INSERT INTO ticket_plan (tenant_id, company_id, project_id, vendor_id, floor, ticket_id, round, text, compensation, unit_id,
                unit_name, proposed_by, proposed_by_name, proposed_at, answer, answer_note, answered_at)
            SELECT \(tenant), s.company, s.project, s.vendor, s.floor, x.*
            FROM unnest(\(rows.map(\.ticket)), \(rows.map { Int32($0.number + 1) }), \(rows.map(\.row.text)),
                \(rows.map(\.row.compensation.amount)), \(rows.map(\.row.unit)), \(rows.map(\.row.unitName)), \(rows.map(\.row.by)),
                \(rows.map(\.row.byName)), \(rows.map(\.row.at.stamp)), \(rows.map(\.row.answer)), \(rows.map(\.row.answerNote)),
                \(rows.map { $0.row.answeredAt?.stamp })) AS x (ticket)
            JOIN \(scope) ON s.id = x.ticket
            """
    }

    var escalations: SQL? {
        guard let rows = rows(\.escalations) else { return nil }
        return """
            INSERT INTO ticket_escalation (tenant_id, company_id, project_id, vendor_id, floor, ticket_id, from_unit_id, from_rung,
                to_unit_id, to_rung, reason, tried, proposed_by, proposed_by_name, proposed_at, state, answered_by, answered_by_name,
                answered_at, answer_note)
            SELECT \(tenant), s.company, s.project, s.vendor, s.floor, x.*
            FROM unnest(\(rows.map(\.ticket)), \(rows.map(\.row.facts.fromUnit)), \(rows.map(\.row.facts.fromRung.code)),
                \(rows.map(\.row.facts.toUnit)), \(rows.map(\.row.facts.toRung.code)), \(rows.map(\.row.reason)), \(rows.map(\.row.tried)),
                \(rows.map(\.row.facts.proposer)), \(rows.map(\.row.proposedByName)), \(rows.map(\.row.at.stamp)),
                \(rows.map(\.row.state.rawValue)), \(rows.map(\.row.answeredBy)), \(rows.map(\.row.answeredByName)),
                \(rows.map { $0.row.answeredAt?.stamp }), \(rows.map(\.row.answerNote))) AS x (ticket)
            JOIN \(scope) ON s.id = x.ticket
            """
    }

    var interventions: SQL? {
        guard let rows = rows(\.interventions) else { return nil }
        return """
            INSERT INTO ticket_intervention (tenant_id, company_id, project_id, vendor_id, floor, ticket_id, unit_id, previous_unit_id,
                previous_rung, reason, by_person, by_name, at, handed_back_at, hand_back_note)
            SELECT \(tenant), s.company, s.project, s.vendor, s.floor, x.*
            FROM unnest(\(rows.map(\.ticket)), \(rows.map(\.row.unit)), \(rows.map(\.row.facts.previousOwner)),
                \(rows.map(\.row.facts.previousRung.code)), \(rows.map(\.row.reason)), \(rows.map(\.row.by)), \(rows.map(\.row.byName)),
                \(rows.map(\.row.at.stamp)), \(rows.map { $0.row.handedBackAt?.stamp }), \(rows.map(\.row.handBackNote))) AS x (ticket)
            JOIN \(scope) ON s.id = x.ticket
            """
    }

    var exchanges: SQL? {
        guard let rows = rows(\.exchanges) else { return nil }
        return """
            INSERT INTO ticket_exchange (tenant_id, company_id, project_id, vendor_id, floor, ticket_id, id, from_unit_id, from_unit_name,
                to_unit_id, to_unit_name, topic, text, opened_by, opened_by_name, opened_at, reply, replied_by_name, replied_at,
                closed_at, closed_by_name)
            SELECT \(tenant), s.company, s.project, s.vendor, s.floor, x.*
            FROM unnest(\(rows.map(\.ticket)), \(rows.map(\.row.id)), \(rows.map(\.row.from)), \(rows.map { names.units[$0.row.from] ?? "" }),
                \(rows.map(\.row.to)), \(rows.map { names.units[$0.row.to] ?? "" }), \(rows.map(\.row.topic)), \(rows.map(\.row.text)),
                \(rows.map(\.row.by)), \(rows.map(\.row.byName)), \(rows.map(\.row.at.stamp)), \(rows.map(\.row.reply)),
                \(rows.map(\.row.repliedByName)), \(rows.map { $0.row.repliedAt?.stamp }), \(rows.map { $0.row.closedAt?.stamp }),
                \(rows.map(\.row.closedByName))) AS x (ticket)
            JOIN \(scope) ON s.id = x.ticket
            """
    }

    var deadlines: SQL? {
        guard let rows = rows(\.deadlines) else { return nil }
        return """
            INSERT INTO ticket_deadline (tenant_id, company_id, project_id, vendor_id, floor, policy_version, ticket_id, kind, unit_id,
                upper_unit_id, rule, started_at, first_due_at, due_at, met_at, cancelled_at, breached_at)
            SELECT \(tenant), s.company, s.project, s.vendor, s.floor, \(Int32(ClockPolicy.current.version)), x.*
            FROM unnest(\(rows.map(\.ticket)), \(rows.map(\.row.deadline.kind.code)), \(rows.map(\.row.unit)), \(rows.map(\.row.upper)),
                \(rows.map(\.row.deadline.rule)), \(rows.map(\.row.deadline.startedAt.stamp)), \(rows.map(\.row.deadline.firstDueAt.stamp)),
                \(rows.map(\.row.deadline.dueAt.stamp)), \(rows.map { $0.row.deadline.metAt?.stamp }),
                \(rows.map { $0.row.cancelledAt?.stamp }), \(rows.map { $0.row.breachedAt(present: present, news: news)?.stamp })) AS x (ticket)
            JOIN \(scope) ON s.id = x.ticket
            """
    }

    var visits: SQL? {
        guard let rows = rows(\.visits) else { return nil }
        return """
            INSERT INTO ticket_visit (tenant_id, company_id, project_id, vendor_id, ticket_id, floor, visitor_id, visitor_name, unit_id, at,
                method, outcome, attitude, quality, efficiency, overall, comment, signed)
            SELECT \(tenant), s.company, s.project, s.vendor, x.*
            FROM unnest(\(rows.map(\.ticket)), \(rows.map { Int16($0.row.floor) }), \(rows.map(\.row.by)), \(rows.map(\.row.byName)),
                \(rows.map(\.row.unit)), \(rows.map(\.row.at.stamp)), \(rows.map(\.row.record.method.code)),
                \(rows.map(\.row.record.outcome.code)), \(rows.map { $0.row.record.scores.map { Int16($0.attitude) } }),
                \(rows.map { $0.row.record.scores.map { Int16($0.quality) } }), \(rows.map { $0.row.record.scores.map { Int16($0.efficiency) } }),
                \(rows.map { $0.row.record.scores.map { Int16($0.overall) } }), \(rows.map(\.row.record.comment)),
                \(rows.map(\.row.record.signed))) AS x (ticket)
            JOIN \(scope) ON s.id = x.ticket
            """
    }

    var tokens: SQL? {
        let rows = tickets.flatMap { ticket in
            let intake = ticket.intake
            let found = SearchTokens.of(
                number: intake.number.text, phoneTail: intake.phoneTail, door: intake.door, name: intake.customerName, title: intake.title,
                event: intake.event)
            return found.map { (ticket: ticket.id, token: $0) }
        }
        return """
            INSERT INTO ticket_token (tenant_id, company_id, project_id, vendor_id, floor, ticket_id, token)
            SELECT \(tenant), s.company, s.project, s.vendor, s.floor, x.*
            FROM unnest(\(rows.map(\.ticket)), \(rows.map(\.token))) AS x (ticket) JOIN \(scope) ON s.id = x.ticket
            """
    }

    /// The jobs that the steps' own transactions would have queued; the worker delivers them when it starts.
    var jobs: SQL? {
        get throws {
            let jobs = try tickets.flatMap { ticket in
                let fresh = Dictionary(grouping: ticket.notices.filter { $0.at > news }) { $0.version }
                return try fresh.sorted { $0.key < $1.key }.compactMap { version, told in
                    try DeliverNotices.job(
                        told.map(\.notice), ticket: ticket.id, cause: "event-\(version)", subject: ticket.intake.title, at: told[0].at)
                }
            }
            guard !jobs.isEmpty else { return nil }
            return """
                INSERT INTO job (tenant_id, kind, payload, run_at, created_at)
                SELECT \(tenant), x.kind, x.payload, x.at, x.at
                FROM unnest(\(jobs.map(\.kind)), \(jobs.map(\.payload)), \(jobs.map(\.runAt.stamp))) AS x (kind, payload, at)
                """
        }
    }
}
