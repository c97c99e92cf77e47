package import Domain
package import Postgres

/// One line of the hand-over log, append-only.
package struct EventRow: RowDecodable {
    package let seq: Int
    package let at: Instant
    package let action: ComplaintAction
    package let from: ComplaintState?
    package let to: ComplaintState
    package let actor: PersonID?
    package let actorName: String
    package let actorPost: String
    package let fromUnit: UnitID?
    package let fromUnitName: String
    package let toUnit: UnitID?
    package let toUnitName: String
    package let toPersonName: String
    package let text: String
    /// What the event adds, by field (JSON object of texts).
    package let detail: [String: String]
    package let previousHash: [UInt8]
    package let hash: [UInt8]

    package init(row: inout RowCursor) throws {
        seq = try row.next()
        at = try row.next()
        action = try row.next()
        from = try row.next()
        to = try row.next()
        actor = try row.next()
        actorName = try row.next()
        actorPost = try row.next()
        fromUnit = try row.next()
        fromUnitName = try row.next()
        toUnit = try row.next()
        toUnitName = try row.next()
        toPersonName = try row.next()
        text = try row.next()
        detail = try EventDetail.read(try row.next())
        previousHash = try row.next()
        hash = try row.next()
    }

    package static func of(_ ticket: TicketID, tenant: TenantID) -> Query<EventRow> {
        Query(
            """
            SELECT e.seq, e.at, e.action, e.state_from, e.state_to, e.actor_id, e.actor_name, e.actor_post, e.from_unit_id,
                e.from_unit_name, e.to_unit_id, e.to_unit_name, e.to_person_name, e.text, e.detail, e.prev_hash, e.hash
            FROM ticket_event e WHERE e.tenant_id = \(tenant) AND e.ticket_id = \(ticket) ORDER BY e.seq
            """)
    }

    /// What happened since a version of the ticket: its events count like its versions.
    package static func of(_ ticket: TicketID, after version: Int, tenant: TenantID) -> Query<EventRow> {
        Query(
            """
            SELECT e.seq, e.at, e.action, e.state_from, e.state_to, e.actor_id, e.actor_name, e.actor_post, e.from_unit_id,
                e.from_unit_name, e.to_unit_id, e.to_unit_name, e.to_person_name, e.text, e.detail, e.prev_hash, e.hash
            FROM ticket_event e WHERE e.tenant_id = \(tenant) AND e.ticket_id = \(ticket) AND e.seq > \(version) ORDER BY e.seq
            """)
    }
}

/// One round of the plan with the customer's answer.
package struct PlanRow: RowDecodable {
    package let id: PlanID
    package let round: Int
    package let text: String
    package let compensation: Fen
    package let unit: UnitID
    package let unitName: String
    package let proposedBy: PersonID
    package let proposedByName: String
    package let proposedAt: Instant
    package let answer: Answer?
    package let answerNote: String
    package let answeredAt: Instant?

    package enum Answer: String, Sendable, ColumnValue, BindValue { case accepted, rejected }

    package init(row: inout RowCursor) throws {
        id = try row.next()
        round = try row.next()
        text = try row.next()
        compensation = try row.next()
        unit = try row.next()
        unitName = try row.next()
        proposedBy = try row.next()
        proposedByName = try row.next()
        proposedAt = try row.next()
        answer = try row.next()
        answerNote = try row.next()
        answeredAt = try row.next()
    }

    package static func of(_ ticket: TicketID, tenant: TenantID) -> Query<PlanRow> {
        Query(
            """
            SELECT p.id, p.round, p.text, p.compensation, p.unit_id, p.unit_name, p.proposed_by, p.proposed_by_name, p.proposed_at,
                p.answer, p.answer_note, p.answered_at
            FROM ticket_plan p WHERE p.tenant_id = \(tenant) AND p.ticket_id = \(ticket) ORDER BY p.round
            """)
    }
}

/// 上报 with its answer.
package struct EscalationRow: RowDecodable {
    package let id: EscalationID
    package let fromUnit: UnitID
    package let fromRung: Rung
    package let toUnit: UnitID
    package let toRung: Rung
    package let reason: String
    package let tried: String
    package let proposedBy: PersonID?
    package let proposedByName: String
    package let proposedAt: Instant
    package let state: EscalationState
    package let answeredByName: String
    package let answeredAt: Instant?
    package let answerNote: String

    package init(row: inout RowCursor) throws {
        id = try row.next()
        fromUnit = try row.next()
        fromRung = try row.next()
        toUnit = try row.next()
        toRung = try row.next()
        reason = try row.next()
        tried = try row.next()
        proposedBy = try row.next()
        proposedByName = try row.next()
        proposedAt = try row.next()
        state = try row.next()
        answeredByName = try row.next()
        answeredAt = try row.next()
        answerNote = try row.next()
    }

    package static func of(_ ticket: TicketID, tenant: TenantID) -> Query<EscalationRow> {
        Query(
            """
            SELECT x.id, x.from_unit_id, x.from_rung, x.to_unit_id, x.to_rung, x.reason, x.tried, x.proposed_by, x.proposed_by_name,
                x.proposed_at, x.state, x.answered_by_name, x.answered_at, x.answer_note
            FROM ticket_escalation x WHERE x.tenant_id = \(tenant) AND x.ticket_id = \(ticket) ORDER BY x.proposed_at, x.id
            """)
    }
}

package enum EscalationState: String, Sendable, ColumnValue, BindValue {
    case proposed, accepted, sentBack, withdrawn
    /// The group stepped in while it waited.
    case superseded
}

/// 处理介入, open until it is handed back.
package struct InterventionRow: RowDecodable {
    package let id: InterventionID
    package let unit: UnitID
    package let previousUnit: UnitID
    package let previousRung: Rung
    package let reason: String
    package let byName: String
    package let at: Instant
    package let handedBackAt: Instant?
    package let handBackNote: String

    package init(row: inout RowCursor) throws {
        id = try row.next()
        unit = try row.next()
        previousUnit = try row.next()
        previousRung = try row.next()
        reason = try row.next()
        byName = try row.next()
        at = try row.next()
        handedBackAt = try row.next()
        handBackNote = try row.next()
    }

    package static func of(_ ticket: TicketID, tenant: TenantID) -> Query<InterventionRow> {
        Query(
            """
            SELECT i.id, i.unit_id, i.previous_unit_id, i.previous_rung, i.reason, i.by_name, i.at, i.handed_back_at, i.hand_back_note
            FROM ticket_intervention i WHERE i.tenant_id = \(tenant) AND i.ticket_id = \(ticket) ORDER BY i.at, i.id
            """)
    }
}

package enum Intervention {}
package typealias InterventionID = ID<Intervention>

/// 信息往来 between the company's and the vendor's centre.
package struct ExchangeRow: RowDecodable {
    package let id: ExchangeID
    package let fromUnit: UnitID
    package let fromUnitName: String
    package let toUnit: UnitID
    package let toUnitName: String
    package let topic: String
    package let text: String
    package let openedByName: String
    package let openedAt: Instant
    package let reply: String
    package let repliedByName: String
    package let repliedAt: Instant?
    package let closedAt: Instant?
    package let closedByName: String

    package var isOpen: Bool { closedAt == nil }

    package init(row: inout RowCursor) throws {
        id = try row.next()
        fromUnit = try row.next()
        fromUnitName = try row.next()
        toUnit = try row.next()
        toUnitName = try row.next()
        topic = try row.next()
        text = try row.next()
        openedByName = try row.next()
        openedAt = try row.next()
        reply = try row.next()
        repliedByName = try row.next()
        repliedAt = try row.next()
        closedAt = try row.next()
        closedByName = try row.next()
    }

    package static func of(_ ticket: TicketID, tenant: TenantID) -> Query<ExchangeRow> {
        Query(
            """
            SELECT x.id, x.from_unit_id, x.from_unit_name, x.to_unit_id, x.to_unit_name, x.topic, x.text, x.opened_by_name, x.opened_at,
                x.reply, x.replied_by_name, x.replied_at, x.closed_at, x.closed_by_name
            FROM ticket_exchange x WHERE x.tenant_id = \(tenant) AND x.ticket_id = \(ticket) ORDER BY x.opened_at, x.id
            """)
    }
}

/// 回访, done or tried.
package struct VisitRow: RowDecodable {
    package let id: VisitID
    package let visitorName: String
    package let at: Instant
    package let method: VisitMethod
    package let outcome: VisitOutcome
    package let scores: VisitScores?
    package let comment: String
    package let signed: Bool

    package init(row: inout RowCursor) throws {
        id = try row.next()
        visitorName = try row.next()
        at = try row.next()
        method = try row.next()
        outcome = try row.next()
        let (attitude, quality): (Int?, Int?) = (try row.next(), try row.next())
        let (efficiency, overall): (Int?, Int?) = (try row.next(), try row.next())
        if let attitude, let quality, let efficiency, let overall {
            scores = VisitScores(attitude: attitude, quality: quality, efficiency: efficiency, overall: overall)
        } else {
            scores = nil
        }
        comment = try row.next()
        signed = try row.next()
    }

    package static func of(_ ticket: TicketID, tenant: TenantID) -> Query<VisitRow> {
        Query(
            """
            SELECT v.id, v.visitor_name, v.at, v.method, v.outcome, v.attitude, v.quality, v.efficiency, v.overall, v.comment, v.signed
            FROM ticket_visit v WHERE v.tenant_id = \(tenant) AND v.ticket_id = \(ticket) ORDER BY v.at, v.id
            """)
    }
}

/// A promise with its first due time.
package struct DeadlineRow: RowDecodable {
    package let id: DeadlineID
    package let unit: UnitID
    package let deadline: Deadline
    package let cancelledAt: Instant?

    package var isOpen: Bool { deadline.metAt == nil && cancelledAt == nil }

    package init(row: inout RowCursor) throws {
        id = try row.next()
        unit = try row.next()
        let kind: ClockKind = try row.next()
        let rule: String = try row.next()
        let (started, first, due): (Instant, Instant, Instant) = (try row.next(), try row.next(), try row.next())
        let met: Instant? = try row.next()
        cancelledAt = try row.next()
        deadline = Deadline(
            kind: kind, startedAt: started, firstDueAt: first, dueAt: due, metAt: met, breachedAt: try row.next(), rule: rule
        )
    }

    package static func of(_ ticket: TicketID, tenant: TenantID) -> Query<DeadlineRow> {
        Query(
            """
            SELECT d.id, d.unit_id, d.kind, d.rule, d.started_at, d.first_due_at, d.due_at, d.met_at, d.cancelled_at, d.breached_at
            FROM ticket_deadline d WHERE d.tenant_id = \(tenant) AND d.ticket_id = \(ticket) ORDER BY d.started_at, d.id
            """)
    }
}
