package import Domain
package import Postgres

/// A unit with what keeping the tree needs to know of it; closed ones too.
package struct UnitCard: RowDecodable, Hashable {
    package let row: UnitRow
    package let holding: Holding
    package let createdAt: Instant
    package let closedAt: Instant?
    /// The project has a move that waits for its day.
    package let movesOn: Day?

    package var unit: UnitRef { row.unit }
    package var isClosed: Bool { closedAt != nil }

    package init(row cursor: inout RowCursor) throws {
        row = try UnitRow(row: &cursor)
        holding = try cursor.next()
        createdAt = try cursor.next()
        closedAt = try cursor.next()
        movesOn = try cursor.next()
    }

    private static let selection: SQL = """
        SELECT u.tenant_id, u.id, u.kind, u.code, u.name, u.name_en, u.number_prefix, u.parent_id, u.company_id, u.project_id, u.vendor_id,
            u.handed_over_on, u.holding, u.created_at, u.closed_at, (SELECT m.on_day FROM project_move m WHERE m.tenant_id = u.tenant_id
                AND m.project_id = u.id AND m.done_at IS NULL AND m.cancelled_at IS NULL)
        FROM org_unit u
        """

    /// The whole tree as far as the person sees it; at most 2,000.
    package static func all(tenant: TenantID) -> Query<UnitCard> {
        Query("\(selection) WHERE u.tenant_id = \(tenant) ORDER BY u.id LIMIT 2000")
    }

    package static func one(tenant: TenantID, _ unit: UnitID) -> Query<UnitCard> {
        Query("\(selection) WHERE u.tenant_id = \(tenant) AND u.id = \(unit)")
    }

    /// The line above a unit and what stands directly below it: a project's line names its company, its children are the sites there.
    package static func around(_ unit: UnitID, tenant: TenantID) -> Query<UnitCard> {
        Query(
            """
            \(selection) WHERE u.tenant_id = \(tenant) AND (u.parent_id = \(unit) OR u.project_id = \(unit) AND u.kind = 'vendorSite'
                OR u.id IN (SELECT x FROM org_unit o, unnest(ARRAY[o.parent_id, o.company_id, o.project_id, o.vendor_id]) x
                    WHERE o.tenant_id = \(tenant) AND o.id = \(unit)))
            ORDER BY u.id LIMIT 500
            """)
    }
}

extension UnitLoad: RowDecodable {
    package init(row: inout RowCursor) throws {
        self.init(
            openTickets: try row.next(), atCentre: try row.next(), closedTickets: try row.next(), houses: try row.next(),
            customers: try row.next(), people: try row.next(), posts: try row.next(), engagements: try row.next(),
            children: try row.next(), moves: try row.next())
    }

    /// Empty for a unit that no post of the person covers.
    package static func of(_ unit: UnitID, tenant: TenantID, today: Day) -> Query<UnitLoad> {
        Query(
            """
            SELECT open_tickets, at_centre, closed_tickets, houses, customers, people, posts, engagements, children, moves
            FROM app.unit_load(\(tenant), \(unit), \(today))
            """)
    }
}

/// Open matters of one project in one vendor's charge, as a number.
package struct OpenMatters: RowDecodable, Hashable {
    package let company: UnitID
    package let project: UnitID
    package let vendor: UnitID?
    package let count: Int

    package init(row: inout RowCursor) throws {
        company = try row.next()
        project = try row.next()
        vendor = try row.next()
        count = try row.next()
    }

    package static func all(tenant: TenantID) -> Query<OpenMatters> {
        Query("SELECT company_id, project_id, vendor_id, open_tickets FROM app.open_matters(\(tenant))")
    }

    /// Whether a unit of the kind counts it as its own.
    package func belongs(to unit: UnitRef) -> Bool {
        switch unit.kind {
        case .group: true
        case .company: company == unit.id
        case .project: project == unit.id
        case .vendor: vendor == unit.id
        case .vendorSite: project == unit.project && vendor == unit.vendor
        }
    }
}

extension Sequence<UnitCard> {
    /// As `inTreeOrder` of their rows.
    package func inTreeOrder() -> [(card: UnitCard, depth: Int)] {
        let cards = Dictionary(map { ($0.unit.id, $0) }, uniquingKeysWith: { $1 })
        return map(\.row).inTreeOrder().compactMap { row, depth in cards[row.unit.id].map { ($0, depth) } }
    }
}
