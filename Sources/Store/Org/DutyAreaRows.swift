package import Domain
package import Postgres

/// An area of a project with its buildings and who answers for it today.
package struct AreaRow: RowDecodable, Hashable {
    package let id: DutyAreaID
    package let company: UnitID
    package let project: UnitID
    package let kind: DutyAreaKind
    package let name: String
    package let closedAt: Instant?
    package let buildings: [BuildingID]
    package let buildingNames: [String]
    /// "李敏 · 客服助理", today's, earliest appointed first.
    package let officers: [String]

    package var isClosed: Bool { closedAt != nil }

    package init(row: inout RowCursor) throws {
        id = try row.next()
        company = try row.next()
        project = try row.next()
        kind = try row.next()
        name = try row.next()
        closedAt = try row.next()
        buildings = try row.next()
        buildingNames = try row.next()
        officers = try row.next()
    }

    private static func selection(today: Day?) -> SQL {
        """
        SELECT a.id, a.company_id, a.project_id, a.kind, a.name, a.closed_at,
            ARRAY(SELECT x.building_id FROM duty_area_building x WHERE x.tenant_id = a.tenant_id AND x.area_id = a.id ORDER BY x.building_id),
            ARRAY(SELECT b.name FROM duty_area_building x JOIN building b ON b.tenant_id = x.tenant_id AND b.id = x.building_id
                WHERE x.tenant_id = a.tenant_id AND x.area_id = a.id ORDER BY length(b.code), b.code),
            ARRAY(SELECT o.person_name || CASE WHEN o.post_title = '' THEN '' ELSE ' · ' || o.post_title END FROM duty_officer o
                WHERE o.tenant_id = a.tenant_id AND o.area_id = a.id AND o.from_on <= coalesce(\(today), 'infinity'::date)
                    AND (o.to_on IS NULL OR o.to_on >= coalesce(\(today), '-infinity'::date)) ORDER BY o.from_on, o.id)
        FROM duty_area a
        """
    }

    /// The areas of a project that stand, by kind and name.
    package static func of(_ project: UnitID, tenant: TenantID, today: Day) -> Query<AreaRow> {
        Query(
            """
            \(selection(today: today)) WHERE a.tenant_id = \(tenant) AND a.project_id = \(project) AND a.closed_at IS NULL
            ORDER BY a.kind, a.name LIMIT 200
            """)
    }

    package static func one(_ area: DutyAreaID, tenant: TenantID) -> Query<AreaRow> {
        Query("\(selection(today: nil)) WHERE a.tenant_id = \(tenant) AND a.id = \(area)")
    }
}

/// An officer of an area, past, present and to come.
package struct OfficerRow: RowDecodable, Hashable {
    package let id: DutyOfficerID
    package let person: PersonID
    package let name: String
    package let title: String
    package let from: Day
    package let to: Day?

    package init(row: inout RowCursor) throws {
        id = try row.next()
        person = try row.next()
        name = try row.next()
        title = try row.next()
        from = try row.next()
        to = try row.next()
    }

    /// Newest first.
    package static func of(_ area: DutyAreaID, tenant: TenantID) -> Query<OfficerRow> {
        Query(
            """
            SELECT id, person_id, person_name, post_title, from_on, to_on FROM duty_officer
            WHERE tenant_id = \(tenant) AND area_id = \(area) ORDER BY from_on DESC, id DESC LIMIT 200
            """)
    }
}

/// Somebody with a post at the project or at a service centre there today: who can answer for an area.
package struct OfficerChoice: RowDecodable, Hashable {
    package let person: PersonID
    package let account: String
    package let name: String
    package let title: String
    package let unitName: String

    package init(row: inout RowCursor) throws {
        person = try row.next()
        account = try row.next()
        name = try row.next()
        title = try row.next()
        unitName = try row.next()
    }

    package static func at(_ project: UnitID, tenant: TenantID, today: Day) -> Query<OfficerChoice> {
        Query(
            """
            SELECT DISTINCT ON (u.kind, p.name, p.id) p.id, p.account, p.name, q.title, u.name
            FROM post q
            JOIN person p ON p.tenant_id = q.tenant_id AND p.id = q.person_id AND p.disabled_at IS NULL
            JOIN org_unit u ON u.tenant_id = q.tenant_id AND u.id = q.unit_id AND u.closed_at IS NULL
            WHERE q.tenant_id = \(tenant) AND q.project_id = \(project) AND q.from_on <= \(today) AND (q.to_on IS NULL OR q.to_on >= \(today))
            ORDER BY u.kind DESC, p.name, p.id, q.id LIMIT 500
            """)
    }
}

/// Who answers for the area in which a house lies today: the proposed handler of its matters (ORG-R11).
package struct HouseOfficer: RowDecodable, Hashable {
    package let area: String
    package let kind: DutyAreaKind
    package let person: PersonID
    package let name: String
    package let title: String

    package init(row: inout RowCursor) throws {
        area = try row.next()
        kind = try row.next()
        person = try row.next()
        name = try row.next()
        title = try row.next()
    }

    private static func found(_ house: SQL, tenant: TenantID, today: Day) -> Query<HouseOfficer> {
        Query(
            """
            SELECT a.name, a.kind, o.person_id, o.person_name, o.post_title
            FROM house h
            JOIN duty_area_building x ON x.tenant_id = h.tenant_id AND x.building_id = h.building_id AND x.kind IN ('cluster', 'zone')
            JOIN duty_area a ON a.tenant_id = x.tenant_id AND a.id = x.area_id AND a.closed_at IS NULL
            JOIN duty_officer o ON o.tenant_id = a.tenant_id AND o.area_id = a.id AND o.from_on <= \(today)
                AND (o.to_on IS NULL OR o.to_on >= \(today))
            WHERE h.tenant_id = \(tenant) AND h.id = \(house) ORDER BY a.kind, o.from_on, o.id LIMIT 4
            """)
    }

    /// Customer assistants of the cluster before operations officers of the zone.
    package static func of(_ house: HouseID, tenant: TenantID, today: Day) -> Query<HouseOfficer> {
        found("\(house)", tenant: tenant, today: today)
    }

    /// For the house of a ticket; nobody for shared areas.
    package static func about(_ ticket: TicketID, tenant: TenantID, today: Day) -> Query<HouseOfficer> {
        found(
            "(SELECT t.house_id FROM ticket t WHERE t.tenant_id = \(tenant) AND t.id = \(ticket))", tenant: tenant, today: today)
    }
}

/// Places that the complaint procedure leaves out (ORG-R12), as decided nearest to where the matter belongs.
package enum ExcludedVenues {
    /// The stored lines; no row where nobody decided.
    package static func about(_ ticket: TicketID, tenant: TenantID) -> Query<Single<String>> {
        Query(
            """
            SELECT s.value FROM ticket t
            JOIN unit_setting s ON s.tenant_id = t.tenant_id AND s.key = \(Setting.excludedVenues)
            JOIN org_unit u ON u.tenant_id = s.tenant_id AND u.id = s.unit_id
            WHERE t.tenant_id = \(tenant) AND t.id = \(ticket) AND (s.unit_id IN (t.project_id, t.company_id) OR u.kind = 'group')
            ORDER BY s.unit_id = t.project_id DESC, s.unit_id = t.company_id DESC LIMIT 1
            """)
    }
}

extension Transaction {
    /// Who answers for the area of a house today; nobody for shared areas.
    package func officers(of house: HouseID?) async throws -> [HouseOfficer] {
        guard let house else { return [] }
        return try await fetch(HouseOfficer.of(house, tenant: tenant, today: try today))
    }
}
