internal import Domain
internal import Postgres

/// A building by the code that people type, in small letters.
struct KnownBuilding: RowDecodable, Hashable {
    let id: BuildingID
    let code: String
    let name: String

    init(row: inout RowCursor) throws {
        id = try row.next()
        code = try row.next()
        name = try row.next()
    }

    static func with(_ codes: [String], project: UnitID, tenant: TenantID) -> Query<KnownBuilding> {
        Query(
            """
            SELECT id, lower(code), name FROM building
            WHERE tenant_id = \(tenant) AND project_id = \(project) AND lower(code) = ANY (\(codes)) ORDER BY id
            """)
    }
}

/// A house that is there, with what a table may change.
struct KnownHouse: RowDecodable, Hashable {
    let id: HouseID
    let building: BuildingID
    let entrance: String
    let room: String
    let door: String
    let label: String
    let usage: HouseUsage
    let storey: String
    let houseType: String
    let area: FloorArea?
    let innerArea: FloorArea?
    let handedOverOn: Day?

    init(row: inout RowCursor) throws {
        id = try row.next()
        building = try row.next()
        entrance = try row.next()
        room = try row.next()
        door = try row.next()
        label = try row.next()
        usage = try row.next()
        storey = try row.next()
        houseType = try row.next()
        area = try row.next()
        innerArea = try row.next()
        handedOverOn = try row.next()
    }

    /// - Parameter held: until the transaction ends nobody else changes them; tickets may still name them.
    static func at(_ doors: [String], project: UnitID, tenant: TenantID, held: Bool) -> Query<KnownHouse> {
        Query(
            """
            SELECT id, building_id, entrance, room, door, label, usage, storey, house_type, area, inner_area, handed_over_on FROM house
            WHERE tenant_id = \(tenant) AND project_id = \(project) AND door = ANY (\(doors)) ORDER BY door\(held ? " FOR NO KEY UPDATE" : .empty)
            """)
    }

    /// What the table leaves open does not differ.
    func differs(from line: HouseLine) -> Bool {
        let record = record(with: line)
        return (record.usage, record.storey, record.houseType) != (usage, storey, houseType) || record.area != area
            || record.innerArea != innerArea || record.handedOverOn != handedOverOn
    }

    /// The house as it is after the table.
    func record(with line: HouseLine) -> HouseRecord {
        var record = HouseRecord(building: building, entrance: entrance, room: room, door: door, label: label)
        record.usage = line.usage ?? usage
        record.storey = line.storey.isEmpty ? storey : line.storey
        record.houseType = line.houseType.isEmpty ? houseType : line.houseType
        record.area = line.area ?? area
        record.innerArea = line.innerArea ?? innerArea
        record.handedOverOn = line.handedOverOn ?? handedOverOn
        return record
    }
}

/// Who bought a house that is not theirs yet.
struct KnownBuyer: RowDecodable, Hashable {
    let id: RelationID
    let house: HouseID
    let customer: CustomerID
    let from: Day
    let household: Int

    init(row: inout RowCursor) throws {
        id = try row.next()
        house = try row.next()
        customer = try row.next()
        from = try row.next()
        household = try row.next()
    }

    static func of(_ houses: [HouseID], tenant: TenantID) -> Query<KnownBuyer> {
        Query(
            """
            SELECT r.id, r.house_id, r.customer_id, r.from_on, r.household
            FROM house_customer r JOIN house h ON h.tenant_id = r.tenant_id AND h.id = r.house_id AND h.household = r.household
            WHERE r.tenant_id = \(tenant) AND r.house_id = ANY (\(houses)) AND r.relation = 'buyer' AND r.to_on IS NULL ORDER BY r.id
            """)
    }
}

enum HouseImportStatements {
    /// Not empty. A building that is there, or that somebody else adds at the same moment, is theirs.
    static func addBuildings(_ buildings: [(code: String, name: String)], at project: UnitRef, now: Instant) -> SQL {
        let rows = buildings.map { code, name -> SQL in
            "(\(project.tenant), \(project.company), \(project.id), \(code), \(name), \(now))"
        }
        return """
            INSERT INTO building (tenant_id, company_id, project_id, code, name, created_at) VALUES \(rows.joined(separator: ", "))
            ON CONFLICT (tenant_id, project_id, code) DO NOTHING
            """
    }
}
