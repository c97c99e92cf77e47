internal import Domain
internal import Postgres

extension WriteTransaction {
    /// Houses by their doors: buildings are added as they come up, known houses take what the table says and keep what it leaves open.
    func takeHouses(
        _ lines: [(row: Int, line: HouseLine)], _ acting: Acting, isDry: Bool, _ outcome: inout ImportOutcome
    ) async throws {
        let places = try await ImportPlaces.fetch(self, acting, needs: ImportKind.houses.permission)
        for (project, lines) in outcome.byProject(lines, places, \.project) {
            try await takeHouses(lines, at: project, isDry: isDry, &outcome)
        }
    }

    private func takeHouses(
        _ lines: [(row: Int, line: HouseLine)], at project: UnitRef, isDry: Bool, _ outcome: inout ImportOutcome
    ) async throws {
        // In the order of the index: two imports of the same houses queue up instead of locking each other out.
        let lines = lines.sorted { $0.line.door < $1.line.door }
        let (found, buildings) = try await fetch(
            KnownHouse.at(lines.map(\.line.door), project: project.id, tenant: tenant),
            KnownBuilding.with(Set(lines.map(\.line.buildingCode)).sorted(), project: project.id, tenant: tenant))
        let known = Dictionary(uniqueKeysWithValues: found.map { ($0.door, $0) })
        var fresh: [HouseLine] = []
        var changed: [(KnownHouse, HouseLine)] = []
        for (_, line) in lines {
            guard let house = known[line.door] else {
                fresh.append(line)
                continue
            }
            if house.differs(from: line) { changed.append((house, line)) } else { outcome.counts.same += 1 }
        }
        outcome.counts.fresh += fresh.count
        outcome.counts.changed += changed.count
        guard !isDry else { return }
        let names = try await buildingsFor(fresh, known: buildings, at: project)
        if !fresh.isEmpty { try await change([HouseImportStatements.add(fresh, in: names, at: project, now: now)]) }
        if !changed.isEmpty { try await change([HouseImportStatements.update(changed, tenant: tenant)]) }
    }

    private func buildingsFor(_ lines: [HouseLine], known: [KnownBuilding], at project: UnitRef) async throws -> [String: KnownBuilding] {
        var buildings = Dictionary(uniqueKeysWithValues: known.map { ($0.code, $0) })
        let missing = Dictionary(lines.filter { buildings[$0.buildingCode] == nil }.map { ($0.buildingCode, $0.buildingName) }) {
            first, _ in first
        }
        guard !missing.isEmpty else { return buildings }
        let added = missing.sorted { $0.key < $1.key }
        let (_, found) = try await change(
            [HouseImportStatements.addBuildings(added.map { ($0.key, $0.value) }, at: project, now: now)],
            then: KnownBuilding.with(added.map(\.key), project: project.id, tenant: tenant))
        for building in found { buildings[building.code] = building }
        return buildings
    }
}

struct KnownBuilding: RowDecodable, Hashable {
    let id: BuildingID
    let code: String
    let name: String

    init(row: inout RowCursor) throws {
        id = try row.next()
        code = try row.next()
        name = try row.next()
    }

    /// For the list of statements, which needs one without a database.
    init(sample code: String) {
        id = BuildingID(1)
        self.code = code
        name = code
    }

    static func with(_ codes: [String], project: UnitID, tenant: TenantID) -> Query<KnownBuilding> {
        Query(
            """
            SELECT id, lower(code), name FROM building
            WHERE tenant_id = \(tenant) AND project_id = \(project) AND lower(code) = ANY (\(codes))
            """)
    }
}

struct KnownHouse: RowDecodable, Hashable {
    let id: HouseID
    let door: String
    let storey: String
    let area: Int64?
    let houseType: String
    let handedOverOn: Day?

    init(row: inout RowCursor) throws {
        id = try row.next()
        door = try row.next()
        storey = try row.next()
        area = try row.next()
        houseType = try row.next()
        handedOverOn = try row.next()
    }

    /// For the list of statements, which needs one without a database.
    init(sample line: HouseLine) {
        id = HouseID(1)
        door = line.door
        storey = line.storey
        area = line.area
        houseType = line.houseType
        handedOverOn = line.handedOverOn
    }

    static func at(_ doors: [String], project: UnitID, tenant: TenantID) -> Query<KnownHouse> {
        Query(
            """
            SELECT id, door, storey, area, house_type, handed_over_on FROM house
            WHERE tenant_id = \(tenant) AND project_id = \(project) AND door = ANY (\(doors))
            """)
    }

    /// What the table leaves open does not differ.
    func differs(from line: HouseLine) -> Bool {
        !line.storey.isEmpty && line.storey != storey || line.area != nil && line.area != area
            || !line.houseType.isEmpty && line.houseType != houseType || line.handedOverOn != nil && line.handedOverOn != handedOverOn
    }
}

enum HouseImportStatements {
    /// Not empty. A building that somebody else adds at the same moment is theirs.
    static func addBuildings(_ buildings: [(code: String, name: String)], at project: UnitRef, now: Instant) -> SQL {
        let rows = buildings.map { code, name -> SQL in
            "(\(project.tenant), \(project.company), \(project.id), \(code), \(name), \(now))"
        }
        return """
            INSERT INTO building (tenant_id, company_id, project_id, code, name, created_at) VALUES \(rows.joined(separator: ", "))
            ON CONFLICT (tenant_id, project_id, code) DO NOTHING
            """
    }

    /// Not empty, at most 500, no door twice.
    static func add(_ lines: [HouseLine], in buildings: [String: KnownBuilding], at project: UnitRef, now: Instant) -> SQL {
        let rows = lines.compactMap { line -> SQL? in
            guard let building = buildings[line.buildingCode] else { return nil }
            let section = line.entrance.isEmpty ? nil : line.entrance
            let label = HouseLabel(building: building.name, section: section, room: line.room).text
            return """
                (\(project.tenant), \(project.company), \(project.id), \(building.id), \(line.entrance), \(line.room), \(line.door), \(label),
                \(line.storey), \(line.area), \(line.houseType), \(line.handedOverOn), \(now))
                """
        }
        return """
            INSERT INTO house (tenant_id, company_id, project_id, building_id, entrance, room, door, label, storey, area, house_type,
                handed_over_on, created_at)
            VALUES \(rows.joined(separator: ", ")) ON CONFLICT (tenant_id, project_id, door) DO NOTHING
            """
    }

    /// Not empty, at most 500.
    static func update(_ houses: [(KnownHouse, HouseLine)], tenant: TenantID) -> SQL {
        let rows = houses.map { house, line -> SQL in
            """
            (\(house.id), \(line.storey.isEmpty ? house.storey : line.storey), \(line.area ?? house.area),
            \(line.houseType.isEmpty ? house.houseType : line.houseType), \(line.handedOverOn ?? house.handedOverOn))
            """
        }
        return """
            UPDATE house h SET storey = x.storey, area = x.area, house_type = x.house_type, handed_over_on = x.handed_over_on
            FROM (VALUES \(rows.joined(separator: ", "))) x (id, storey, area, house_type, handed_over_on)
            WHERE h.tenant_id = \(tenant) AND h.id = x.id
            """
    }
}
