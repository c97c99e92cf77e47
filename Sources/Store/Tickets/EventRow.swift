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
    package internal(set) var text: String
    /// What the event adds, by field (JSON object of texts).
    package internal(set) var detail: [String: String]
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

    /// All of them, or what happened since a version of the ticket: its events count like its versions.
    package static func of(_ ticket: TicketID, after version: Int = 0, tenant: TenantID) -> Query<EventRow> {
        Query(
            """
            SELECT e.seq, e.at, e.action, e.state_from, e.state_to, e.actor_id, e.actor_name, e.actor_post, e.from_unit_id,
                e.from_unit_name, e.to_unit_id, e.to_unit_name, e.to_person_name, e.text, e.detail, e.prev_hash, e.hash
            FROM ticket_event e WHERE e.tenant_id = \(tenant) AND e.ticket_id = \(ticket) AND e.seq > \(version) ORDER BY e.seq
            """)
    }
}
