package import Domain
package import Postgres

/// A house to be written down or brought up to date, known by its door.
package struct HouseRecord: Sendable {
    package let building: BuildingID
    /// As written on the door: "2单元"; empty when the building has one entrance.
    package let entrance: String
    package let room: String
    /// "3-2-1102", from `HouseLabel.searchKey`.
    package let door: String
    package let label: String
    package var usage = HouseUsage.residence
    /// 楼层
    package var storey = ""
    package var houseType = ""
    package var area: FloorArea?
    package var innerArea: FloorArea?
    package var handedOverOn: Day?

    package init(building: BuildingID, entrance: String, room: String, door: String, label: String) {
        self.building = building
        self.entrance = entrance
        self.room = room
        self.door = door
        self.label = label
    }
}

/// A house that an upsert wrote.
package struct UpsertedHouse: RowDecodable {
    package let id: HouseID
    package let door: String
    package let isNew: Bool

    package init(row: inout RowCursor) throws {
        id = try row.next()
        door = try row.next()
        isNew = try row.next()
    }
}

extension BulkOwners {
    /// Houses of a project by their doors: new ones are added, known ones take what the record says and keep what it leaves open.
    /// Not empty, at most `rows`, no door twice.
    package func upsert(_ houses: some Collection<HouseRecord>, company: UnitID, project: UnitID) -> Query<UpsertedHouse> {
        let rows = houses.map { house -> SQL in
            """
            (\(tenant), \(company), \(project), \(house.building), \(house.entrance), \(house.room), \(house.door), \(house.label),
            \(house.usage), \(house.storey), \(house.houseType), \(house.area), \(house.innerArea), \(house.handedOverOn), \(now))
            """
        }
        return Query(
            """
            INSERT INTO house AS h (tenant_id, company_id, project_id, building_id, entrance, room, door, label, usage, storey, house_type,
                area, inner_area, handed_over_on, created_at)
            VALUES \(rows.joined(separator: ", "))
            ON CONFLICT (tenant_id, project_id, door) DO UPDATE SET usage = EXCLUDED.usage,
                storey = CASE EXCLUDED.storey WHEN '' THEN h.storey ELSE EXCLUDED.storey END,
                house_type = CASE EXCLUDED.house_type WHEN '' THEN h.house_type ELSE EXCLUDED.house_type END,
                area = coalesce(EXCLUDED.area, h.area), inner_area = coalesce(EXCLUDED.inner_area, h.inner_area),
                handed_over_on = coalesce(EXCLUDED.handed_over_on, h.handed_over_on), version = h.version + 1
            RETURNING h.id, h.door, h.version = 1
            """)
    }
}
