package import Domain
package import Postgres

/// A ticket in a list: no wide text. Desk, list, search and visits read the same columns.
package struct TicketListRow: RowDecodable, Identifiable {
    package let id: TicketID
    package let company: UnitID
    package let project: UnitID
    package let vendor: UnitID?
    package let number: String
    package let kind: TicketKind
    package let title: String
    package let state: ComplaintState
    package let stage: Stage
    package let line: Line
    package let rung: Rung
    package let severity: Severity
    package let sensitivity: Sensitivity
    package let projectName: String
    package let houseLabel: String
    package let customerName: String
    package let holderUnit: UnitID
    package let holderUnitName: String
    package let executingUnit: UnitID?
    package let handler: PersonID?
    package let handlerName: String
    package let dueAt: Instant?
    package let dueKind: ClockKind?
    package let returned: Bool
    package let isRepeat: Bool
    package let receivedAt: Instant

    /// The project's name is one look-up by primary key for each row of a page; a join would let the planner read the tree of units.
    static let columns: SQL = """
        t.id, t.company_id, t.project_id, t.vendor_id, t.number, t.kind, t.title, t.state, t.stage, t.line, t.rung, t.severity,
        t.media, t.litigation_threat, t.collective,
        (SELECT p.name FROM org_unit p WHERE p.tenant_id = t.tenant_id AND p.id = t.project_id) project_name, t.house_label, t.customer_name, t.holder_unit_id, t.holder_unit_name,
        t.executing_unit_id, t.handler_id, t.handler_name, t.due_at, t.due_kind, t.returned, t.repeat_of IS NOT NULL, t.received_at
        """

    package init(row: inout RowCursor) throws {
        id = try row.next()
        company = try row.next()
        project = try row.next()
        vendor = try row.next()
        number = try row.next()
        kind = try row.next()
        title = try row.next()
        state = try row.next()
        stage = try row.next()
        line = try row.next()
        rung = try row.next()
        severity = try row.next()
        sensitivity = Sensitivity(media: try row.next(), litigation: try row.next(), collective: try row.next())
        projectName = try row.next() ?? ""
        houseLabel = try row.next()
        customerName = try row.next()
        holderUnit = try row.next()
        holderUnitName = try row.next()
        executingUnit = try row.next()
        handler = try row.next()
        handlerName = try row.next()
        dueAt = try row.next()
        dueKind = try row.next()
        returned = try row.next()
        isRepeat = try row.next()
        receivedAt = try row.next()
    }

    /// Whose colour the holder wears: a line, or nil for the group.
    package var holderLine: Line? {
        if holderUnit == company || holderUnit == project { return .developer }
        if holderUnit == vendor { return .vendor }
        // What is left is the vendor's site or the group; the site holds on the first rung or while it executes.
        let atSite = executingUnit == holderUnit || (rung == .project && state != .escalated)
        return line == .vendor && atSite ? .vendor : nil
    }

    package func isOverdue(at now: Instant) -> Bool { dueAt.map { $0 < now } ?? false }
}

extension TicketListRow {
    /// Open matters of a project in a vendor's sight, as far as the person sees them; at most 50.
    package static func open(of vendor: UnitID, at project: UnitID, tenant: TenantID) -> Query<TicketListRow> {
        Query(
            """
            SELECT \(columns) FROM ticket t
            WHERE t.tenant_id = \(tenant) AND t.project_id = \(project) AND t.vendor_id = \(vendor) AND t.open
            ORDER BY t.received_at DESC, t.id DESC LIMIT 50
            """)
    }
}
