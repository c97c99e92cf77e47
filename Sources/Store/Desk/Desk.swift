package import Domain
package import Postgres

/// What is due at a unit, in one glance.
package struct Desk: Sendable {
    package let tiles: DeskTiles
    /// What the unit has to move, soonest due first; at most 25.
    package let rows: [TicketListRow]
    package let notices: [NoticeRow]
    package let unreadNotices: Int
    /// What about vendors ends soon, or waits because something ended; empty for who does not see vendors.
    package let vendorDue: [VendorDueRow]
    package let asOf: Instant

    package static let rowLimit = 25
}

/// The six numbers, over what the unit holds; each counted up to 100, as in lists, so that a desk costs the same however much it holds.
package struct DeskTiles: RowDecodable, Hashable {
    package let held: Int
    package let waiting: Int
    package let dueToday: Int
    package let overdue: Int
    package let visitsDue: Int
    package let returned: Int

    package init(row: inout RowCursor) throws {
        held = try row.next()
        waiting = try row.next()
        dueToday = try row.next()
        overdue = try row.next()
        visitsDue = try row.next()
        returned = try row.next()
    }
}

/// The matters a desk is about: held by the unit, or for a technician in the own hands.
struct DeskScope {
    let tenant: TenantID
    let viewpoint: UnitRef
    let sight: TicketSight

    private var held: SQL {
        if let handled = sight.handled { return "t.tenant_id = \(tenant) AND \(handled) AND t.open" }
        return "t.tenant_id = \(tenant) AND t.holder_unit_id = \(viewpoint.id) AND t.open\(sight.terms)"
    }

    func rows() -> Query<TicketListRow> {
        Query("SELECT \(TicketListRow.columns) FROM ticket t WHERE \(held) ORDER BY t.due_at, t.id LIMIT 25")
    }

    func visits() -> Query<TicketListRow> {
        Query("SELECT \(TicketListRow.columns) FROM ticket t WHERE \(held) AND t.state = 'verified' ORDER BY t.due_at, t.id LIMIT 101")
    }

    func tiles(now: Instant, endOfDay: Instant) -> Query<DeskTiles> {
        Query(
            """
            SELECT \(count("true")), \(count("t.state IN ('recorded', 'escalated')")), \(count("t.due_at >= \(now) AND t.due_at < \(endOfDay)")),
                \(count("t.due_at < \(now)")), \(count("t.state = 'verified'")), \(count("t.returned"))
            """)
    }

    private func count(_ term: SQL) -> SQL { "(SELECT count(*) FROM (SELECT FROM ticket t WHERE \(held) AND \(term) LIMIT 100) counted)" }
}

extension Transaction {
    /// The desk of the viewpoint's unit, in one round trip.
    /// - Throws: `refused(.ticketSee)`; `notFound` without a viewpoint.
    package func desk() async throws -> Desk {
        guard let viewpoint else { throw StoreError.notFound }
        let endOfDay = Instant(try today.adding(days: 1), offsetMinutes: try offsetMinutes)
        return try await seeing { sight in
            let scope = DeskScope(tenant: tenant, viewpoint: viewpoint, sight: sight)
            let (tiles, rows, notices, unread, ends, settings) = try await fetch(
                scope.tiles(now: now, endOfDay: endOfDay), scope.rows(), NoticeRow.newest(tenant: tenant), NoticeRow.unread(tenant: tenant),
                VendorDueRow.of(viewpoint, today: try today), SettingRow.along(viewpoint, tenant: tenant))
            let notice = UnitSettings(settings, at: viewpoint).number(.expiryNotice)
            let due = try actor.covers(viewpoint, with: .vendorSee) ? ends.told(today: try today, notice: notice) : []
            guard let tiles = tiles.first else { throw StoreError.unreadable("desk") }
            return Desk(tiles: tiles, rows: rows, notices: notices, unreadNotices: unread.first?.value ?? 0, vendorDue: due, asOf: now)
        }
    }
}
