package import Domain
package import Postgres

/// One house with its facts.
package struct HouseFile: RowDecodable {
    package let id: HouseID
    package let company: UnitID
    package let project: UnitID
    package let projectName: String
    package let building: BuildingID
    package let buildingName: String
    package let entrance: String
    package let room: String
    package let door: String
    package let label: String
    package let usage: HouseUsage
    package let houseType: String
    package let area: FloorArea?
    package let innerArea: FloorArea?
    package let handedOverOn: Day?
    /// Counts the ownerships, from 1.
    package let household: Int
    /// Since when it belongs to whom it belongs; nil when it never changed hands.
    package let householdSince: Day?
    package let version: Int

    package init(row: inout RowCursor) throws {
        id = try row.next()
        company = try row.next()
        project = try row.next()
        projectName = try row.next()
        building = try row.next()
        buildingName = try row.next()
        entrance = try row.next()
        room = try row.next()
        door = try row.next()
        label = try row.next()
        usage = try row.next()
        houseType = try row.next()
        area = try row.next()
        innerArea = try row.next()
        handedOverOn = try row.next()
        household = try row.next()
        householdSince = try row.next()
        version = try row.next()
    }

    private static let selection: SQL = """
        SELECT h.id, h.company_id, h.project_id, u.name, h.building_id, b.name, h.entrance, h.room, h.door, h.label, h.usage, h.house_type,
            h.area, h.inner_area, h.handed_over_on, h.household, h.household_since, h.version
        FROM house h
        JOIN org_unit u ON u.tenant_id = h.tenant_id AND u.id = h.project_id
        JOIN building b ON b.tenant_id = h.tenant_id AND b.id = h.building_id
        """

    static func find(_ house: HouseID, tenant: TenantID, viewpoint: UnitRef, today: Day) -> Query<HouseFile> {
        Query(
            """
            \(selection)
            WHERE h.tenant_id = \(tenant) AND h.id = \(house)\(viewpoint.placeTerm(.house, tenant: tenant, today: today))
            """)
    }

    static func take(_ house: HouseID, tenant: TenantID, viewpoint: UnitRef, today: Day) -> Query<HouseFile> {
        Query("\(find(house, tenant: tenant, viewpoint: viewpoint, today: today).sql) FOR UPDATE OF h")
    }

    /// By its door, or by its room where only one house of the project has it.
    static func named(_ door: HouseQuery, tenant: TenantID, project: UnitID) -> Query<HouseFile> {
        let room = String(door.groups.last ?? "")
        return Query(
            """
            \(selection)
            WHERE h.tenant_id = \(tenant) AND h.project_id = \(project) AND (h.door = \(door.key)
                OR \(!door.isDoor) AND h.room IN (\(room), \(room.uppercased())) AND 1 = (SELECT count(*) FROM house o
                    WHERE o.tenant_id = \(tenant) AND o.project_id = \(project) AND o.room IN (\(room), \(room.uppercased()))))
            LIMIT 1
            """)
    }
}

/// Everything the page of one house shows.
package struct HousePageFile: Sendable {
    package let house: HouseFile
    /// Newest ownership first; none for people who may not see customers.
    package let people: [RelationRow]
    /// Newest first, at most 20, as far as the person may see them.
    package let tickets: [PastTicketRow]

    package func current(on day: Day) -> [RelationRow] { people.filter { !$0.isFormer && $0.dated.holds(on: day) } }

    /// People of earlier ownerships and those who moved out.
    package func former(on day: Day) -> [RelationRow] { people.filter { $0.isFormer || !$0.dated.holds(on: day) } }
}

extension Transaction {
    /// - Throws: `notFound`.
    package func house(_ id: HouseID) async throws -> HousePageFile {
        guard let viewpoint else { throw StoreError.notFound }
        let (houses, people) = try await fetch(
            HouseFile.find(id, tenant: tenant, viewpoint: viewpoint, today: today), RelationRow.of(id, tenant: tenant))
        guard let house = houses.first else { throw StoreError.notFound }
        let sees = try actor.covers(viewpoint, with: .customerSee)
        var tickets: [PastTicketRow] = []
        if let sight = try? TicketSight(actor, at: viewpoint) {
            tickets = try await fetch(PastTicketRow.ofHouse(id, tenant: tenant, sight: sight))
        }
        return HousePageFile(house: house, people: sees ? try opened(people) : [], tickets: Array(tickets.prefix(20)))
    }
}
