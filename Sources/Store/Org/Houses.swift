package import Domain
package import Postgres

/// Fields: project, code, name. The code is what people type ("3" of 3-2-1102).
package struct NewBuilding: Hashable, Sendable {
    package let project: UnitID
    package let code: String
    package let name: String

    package init(project: UnitID, code: String, name: String) {
        self.project = project
        self.code = code
        self.name = name
    }

    package static func read(_ fields: [String: String]) -> Result<NewBuilding, FieldErrors> {
        var form = FormReader(fields)
        let command = NewBuilding(
            project: form.id("project"),
            code: form.matching("code", max: 10) { code in
                code.utf8.allSatisfy { (48...57).contains($0) || (65...90).contains($0) || (97...122).contains($0) }
            }, name: form.text("name", max: 30))
        return form.result(command)
    }
}

/// A block of houses: every floor with the rooms 01 to n. Fields: building, entrance, firstFloor, lastFloor, roomsPerFloor, handedOverOn.
package struct NewHouses: Hashable, Sendable {
    package let building: BuildingID
    /// As written on the door: "2单元"; empty when the building has one entrance.
    package let entrance: String
    package let floors: ClosedRange<Int>
    package let roomsPerFloor: Int
    package let handedOverOn: Day?

    package init(building: BuildingID, entrance: String, floors: ClosedRange<Int>, roomsPerFloor: Int, handedOverOn: Day?) {
        self.building = building
        self.entrance = entrance
        self.floors = floors
        self.roomsPerFloor = roomsPerFloor
        self.handedOverOn = handedOverOn
    }

    package static func read(_ fields: [String: String]) -> Result<NewHouses, FieldErrors> {
        var form = FormReader(fields)
        let building: BuildingID = form.id("building")
        let entrance = form.optionalText("entrance", max: 10)
        let first = form.number("firstFloor", 1...120)
        let last = form.number("lastFloor", 1...120)
        let rooms = form.number("roomsPerFloor", 1...40)
        if last < first, form.errors["firstFloor"] == nil, form.errors["lastFloor"] == nil {
            form.add("lastFloor", .tooSmall(min: Int64(first)))
        }
        return form.result(
            NewHouses(
                building: building, entrance: entrance, floors: min(first, last)...max(first, last), roomsPerFloor: rooms,
                handedOverOn: form.optionalDay("handedOverOn")))
    }

    /// "101", "102" … "1804".
    package var rooms: [String] {
        floors.flatMap { floor in (1...roomsPerFloor).map { "\(floor)\($0 < 10 ? "0" : "")\($0)" } }
    }
}

package struct BuildingRow: RowDecodable {
    package let id: BuildingID
    package let company: UnitID
    package let project: UnitID
    package let code: String
    package let name: String
    package let houses: Int

    package init(row: inout RowCursor) throws {
        id = try row.next()
        company = try row.next()
        project = try row.next()
        code = try row.next()
        name = try row.next()
        houses = try row.next()
    }

    /// For the list of statements, which needs one without a database.
    init(sample id: BuildingID, of unit: UnitID) {
        self.id = id
        company = unit
        project = unit
        code = "1"
        name = "1"
        houses = 0
    }

    private static func columns(_ tenant: TenantID) -> SQL {
        """
        b.id, b.company_id, b.project_id, b.code, b.name,
            (SELECT count(*) FROM house h WHERE h.tenant_id = \(tenant) AND h.building_id = b.id)
        """
    }

    /// Buildings of a project with the number of their houses.
    package static func all(tenant: TenantID, project: UnitID) -> Query<BuildingRow> {
        Query(
            """
            SELECT \(columns(tenant)) FROM building b
            WHERE b.tenant_id = \(tenant) AND b.project_id = \(project) ORDER BY length(b.code), b.code LIMIT 500
            """)
    }

    package static func one(tenant: TenantID, _ building: BuildingID) -> Query<BuildingRow> {
        Query("SELECT \(columns(tenant)) FROM building b WHERE b.tenant_id = \(tenant) AND b.id = \(building)")
    }
}

package struct HouseRow: RowDecodable {
    package let id: HouseID
    package let entrance: String
    package let room: String
    package let label: String
    package let handedOverOn: Day?

    package init(row: inout RowCursor) throws {
        id = try row.next()
        entrance = try row.next()
        room = try row.next()
        label = try row.next()
        handedOverOn = try row.next()
    }

    /// A hundred houses of a building after the given one, in the order they were added.
    package static func page(tenant: TenantID, building: BuildingID, after: HouseID? = nil) -> Query<HouseRow> {
        Query(
            """
            SELECT id, entrance, room, label, handed_over_on FROM house
            WHERE tenant_id = \(tenant) AND building_id = \(building) AND id > \(after ?? HouseID(0)) ORDER BY id LIMIT 100
            """)
    }
}

extension WriteTransaction {
    /// - Parameter permit: for the project.
    /// - Throws: `notFound`; `constraint` "building_code_key".
    package func add(_ building: NewBuilding, _ permit: Permit<ManageOrg, UnitRef>) async throws -> BuildingID {
        guard permit.thing.kind == .project, permit.thing.id == building.project, let company = permit.thing.company else {
            throw StoreError.notFound
        }
        let add = HouseStatements.add(building, tenant: tenant, company: company, now: now)
        guard let id = try await fetchFirst(add)?.value else { throw StoreError.closed }
        audit(.buildingAdded, .building(id, label: building.code), at: permit.thing)
        return id
    }

    /// - Parameter permit: for the building's project.
    /// - Returns: how many houses were added.
    /// - Throws: `notFound` for a building elsewhere; `constraint` "house_door_key".
    @discardableResult
    package func add(_ houses: NewHouses, _ permit: Permit<ManageOrg, UnitRef>) async throws -> Int {
        guard let building = try await fetchFirst(BuildingRow.one(tenant: tenant, houses.building)),
            building.project == permit.thing.id
        else { throw StoreError.notFound }
        var rest = houses.rooms[...]
        var statements: [SQL] = []
        while !rest.isEmpty {
            statements.append(HouseStatements.add(rest.prefix(200), of: houses, in: building, tenant: tenant, now: now))
            rest = rest.dropFirst(200)
        }
        let added = try await change(statements).reduce(0, +)
        audit(.housesAdded, .building(building.id, label: building.code), at: permit.thing, ["houses": String(added)])
        return added
    }
}

enum HouseStatements {
    static func add(_ building: NewBuilding, tenant: TenantID, company: UnitID, now: Instant) -> Query<Single<BuildingID>> {
        Query(
            """
            INSERT INTO building (tenant_id, company_id, project_id, code, name, created_at)
            VALUES (\(tenant), \(company), \(building.project), \(building.code), \(building.name), \(now)) RETURNING id
            """)
    }

    /// Several rows of one statement: INSERT … SELECT would become a COPY on a cluster, which row security refuses.
    static func add(_ rooms: some Sequence<String>, of houses: NewHouses, in building: BuildingRow, tenant: TenantID, now: Instant) -> SQL {
        let section = houses.entrance.isEmpty ? nil : houses.entrance
        let rows = rooms.map { room -> SQL in
            let door = HouseLabel(building: building.code, section: section, room: room).searchKey
            let label = HouseLabel(building: building.name, section: section, room: room).text
            return """
                (\(tenant), \(building.company), \(building.project), \(building.id), \(houses.entrance), \(room), \(door), \(label),
                \(houses.handedOverOn), \(now))
                """
        }
        return """
            INSERT INTO house (tenant_id, company_id, project_id, building_id, entrance, room, door, label, handed_over_on, created_at)
            VALUES \(rows.joined(separator: ", "))
            """
    }
}
