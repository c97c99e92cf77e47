package import Domain
package import Postgres
package import Secrets

/// Writes the organisation of a demo tenant, as `shouwen_owner`, in one transaction: all of it or nothing.
package struct BulkOrg: Sendable {
    let connection: AdminConnection
    let tenant: TenantID
    /// When everything was entered: the beginning of the demo's history.
    let entered: Instant
    private let sealer: Sealer

    package init(_ connection: AdminConnection, tenant: TenantID, entered: Instant, keys: KeyRing) {
        sealer = Sealer(keys)
        self.connection = connection
        self.tenant = tenant
        self.entered = entered
    }

    package func begin() async throws { try await connection.execute(script: "BEGIN") }
    package func commit() async throws { try await connection.execute(script: "COMMIT") }

    /// - Parameter place: for a company and a vendor nothing, for a project its company, for a site company, project and vendor.
    package func unit(
        _ kind: UnitKind, code: String, name: String, nameEnglish: String, prefix: String = "", parent: UnitID,
        place: (company: UnitID?, project: UnitID?, vendor: UnitID?) = (nil, nil, nil), handedOver: Day? = nil
    ) async throws -> UnitRef {
        let id = UnitID(try await connection.query("SELECT nextval('org_unit_id_seq')")[0].get(0))
        let unit = UnitRef(
            id: id, tenant: tenant, kind: kind, code: code, name: name, company: place.company, project: place.project, vendor: place.vendor
        )
        try await connection.query(
            """
            INSERT INTO org_unit (tenant_id, id, kind, code, name, name_en, number_prefix, parent_id, company_id, project_id, vendor_id,
                handed_over_on, created_at)
            VALUES (\(tenant), \(id), \(kind), \(code), \(name), \(nameEnglish), \(prefix), \(parent), \(unit.company), \(unit.project),
                \(unit.vendor), \(handedOver), \(entered))
            """)
        return unit
    }

    package func engage(_ site: UnitRef, from: Day, to: Day?) async throws {
        try await connection.query(
            """
            INSERT INTO engagement (tenant_id, unit_id, vendor_id, company_id, project_id, from_on, to_on, created_at)
            VALUES (\(tenant), \(site.id), \(site.vendor), \(site.company), \(site.project), \(from), \(to), \(entered))
            """)
    }

    /// Everybody's password counts as chosen at the moment: one that the demo's past had chosen would have grown old by now.
    package func renewPasswords(at moment: Instant) async throws {
        try await connection.query("UPDATE credential SET changed_at = \(moment) WHERE tenant_id = \(tenant)")
    }

    /// A person with one post and a password (its PHC string).
    package func person(
        _ account: String, name: String, at unit: UnitRef, role: String, title: String, from: Day, to: Day?, passwordHash: String
    ) async throws {
        let id = PersonID(try await connection.query("SELECT nextval('person_id_seq')")[0].get(0))
        try await connection.query(
            """
            INSERT INTO person (tenant_id, id, unit_id, company_id, project_id, vendor_id, account, name, created_at)
            VALUES (\(tenant), \(id), \(unit.id), \(unit.company), \(unit.project), \(unit.vendor), \(account), \(name), \(entered))
            """)
        try await connection.query(
            """
            INSERT INTO credential (tenant_id, person_id, password_hash, changed_at) VALUES (\(tenant), \(id), \(passwordHash), \(entered))
            """)
        try await connection.query(
            """
            INSERT INTO post (tenant_id, person_id, role_id, unit_id, company_id, project_id, vendor_id, title, from_on, to_on, created_at)
            SELECT \(tenant), \(id), r.id, \(unit.id), \(unit.company), \(unit.project), \(unit.vendor), \(title), \(from), \(to), \(entered)
            FROM role r WHERE r.tenant_id = \(tenant) AND r.key = \(role)
            """)
    }

    package func building(_ code: String, name: String, at project: UnitRef) async throws -> BuildingID {
        let id = BuildingID(try await connection.query("SELECT nextval('building_id_seq')")[0].get(0))
        try await connection.query(
            """
            INSERT INTO building (tenant_id, id, company_id, project_id, code, name, created_at)
            VALUES (\(tenant), \(id), \(project.company), \(project.id), \(code), \(name), \(entered))
            """)
        return id
    }

    /// Houses with the people who live there.
    package func houses(_ houses: [BulkHouse], at project: UnitRef) async throws {
        let ids = try await numbers("house_id_seq", houses.count).map { HouseID($0) }
        try await connection.query(
            """
            INSERT INTO house (tenant_id, company_id, project_id, created_at, id, building_id, entrance, room, door, label, handed_over_on)
            SELECT \(tenant), \(project.company), \(project.id), \(entered), x.*
            FROM unnest(\(ids), \(houses.map(\.building)), \(houses.map(\.entrance)), \(houses.map(\.room)), \(houses.map(\.door)),
                \(houses.map(\.label)), \(houses.map { $0.handedOver?.date })) x
            """)
        let people = zip(ids, houses).flatMap { id, house in house.people.map { (house: id, person: $0) } }
        let customers = try await numbers("customer_id_seq", people.count).map { CustomerID($0) }
        let owners = BulkOwners(tenant: tenant, sealer: sealer, now: entered)
        let files = zip(customers, people).map { id, resident in
            CustomerRecord(
                id: id, company: project.company ?? project.id, project: project.id, name: resident.person.name,
                phone: resident.person.phone, state: resident.person.relation.isOwnership ? .owner : .resident)
        }
        for part in stride(from: 0, to: files.count, by: BulkOwners.rows) {
            try await connection.query(owners.insert(files[part..<min(part + BulkOwners.rows, files.count)]))
        }
        try await connection.query(
            """
            INSERT INTO house_customer (tenant_id, company_id, project_id, created_at, house_id, customer_id, relation, from_on)
            SELECT \(tenant), \(project.company), \(project.id), \(entered), x.*
            FROM unnest(\(people.map(\.house)), \(customers), \(people.map(\.person.relation.rawValue)), \(people.map(\.person.since.date))) x
            """)
    }

    private func numbers(_ sequence: String, _ count: Int) async throws -> [Int64] {
        try await connection.query("SELECT nextval(\(sequence)::regclass) FROM generate_series(1, \(Int32(count)))").values()
    }
}

package struct BulkHouse: Sendable {
    package struct Resident: Sendable {
        package let name: String
        package let phone: PhoneNumber
        package let relation: CustomerRelation
        package let since: Day

        package init(name: String, phone: PhoneNumber, relation: CustomerRelation, since: Day) {
            self.name = name
            self.phone = phone
            self.relation = relation
            self.since = since
        }
    }

    package let building: BuildingID
    package let entrance: String
    package let room: String
    package let door: String
    package let label: String
    package let handedOver: Day?
    /// The owner first.
    package let people: [Resident]

    package init(
        building: BuildingID, entrance: String, room: String, door: String, label: String, handedOver: Day?, people: [Resident]
    ) {
        self.building = building
        self.entrance = entrance
        self.room = room
        self.door = door
        self.label = label
        self.handedOver = handedOver
        self.people = people
    }
}

extension Day {
    var date: CalendarDate { CalendarDate(year: year, month: month, day: day) }
}
