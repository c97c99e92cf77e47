package import Domain
package import Postgres

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
    package var isMetLate: Bool { deadline.metAt.map { $0 > deadline.dueAt } ?? false }

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
