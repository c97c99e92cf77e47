package import Domain
package import Postgres

/// One round of the plan with the customer's answer.
package struct PlanRow: RowDecodable {
    package let id: PlanID
    package let round: Int
    package let text: String
    package internal(set) var compensation: Fen
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
