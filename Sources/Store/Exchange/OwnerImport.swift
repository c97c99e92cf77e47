internal import Domain
internal import Postgres

extension WriteTransaction {
    /// Customers and what they are to houses. A customer is known by number and name in the project, or, without a number, by name at the
    /// house; a relation by house, customer and kind. Houses have to be there.
    func takeOwners(
        _ lines: [(row: Int, line: OwnerLine)], _ acting: Acting, isDry: Bool, _ outcome: inout ImportOutcome
    ) async throws {
        let places = try await ImportPlaces.fetch(self, acting, needs: ImportKind.owners.permission)
        for (project, lines) in outcome.byProject(lines, places, \.project) {
            try await takeOwners(lines, at: project, isDry: isDry, &outcome)
        }
    }

    private func takeOwners(
        _ lines: [(row: Int, line: OwnerLine)], at project: UnitRef, isDry: Bool, _ outcome: inout ImportOutcome
    ) async throws {
        let lines = lines.sorted { ($0.line.door, $0.row) < ($1.line.door, $1.row) }
        let phones = Array(Set(lines.compactMap(\.line.phone)))
        let (houses, files) = try await fetch(
            HouseAtDoor.at(Set(lines.map(\.line.door)).sorted(), project: project.id, tenant: tenant),
            OwnerImportStatements.files(with: phones, project: project.id, tenant: tenant))
        let doors = Dictionary(uniqueKeysWithValues: houses.map { ($0.door, $0) })
        let relations = try await fetch(KnownOwner.of(houses.map(\.id), tenant: tenant))
        var book = OwnerBook(files: files, relations: relations)
        var (fresh, changed): ([NewOwner], [(id: Int64, line: OwnerLine)]) = ([], [])
        for (row, line) in lines {
            guard let house = doors[line.door] else {
                outcome.refuse(row, LineProblem(.house, .notFound))
                continue
            }
            switch book.place(line, at: house.id) {
            case .same: outcome.counts.same += 1
            case .changed(let id):
                outcome.counts.changed += 1
                changed.append((id, line))
            case .new(let customer):
                outcome.counts.fresh += 1
                fresh.append(NewOwner(house: house, line: line, customer: customer))
            }
        }
        guard !isDry else { return }
        try await write(fresh, book.newFiles, at: project)
        if !changed.isEmpty { try await change([OwnerImportStatements.update(changed, tenant: tenant)]) }
    }

    private func write(_ owners: [NewOwner], _ files: [OwnerLine], at project: UnitRef) async throws {
        guard !owners.isEmpty else { return }
        let keys = files.isEmpty ? [] : try await fetch(OwnerImportStatements.keys(files.count)).map(\.value)
        var statements: [SQL] = []
        if !files.isEmpty { statements.append(OwnerImportStatements.add(Array(zip(keys, files)), at: project, now: now)) }
        let rows = owners.map { owner -> (NewOwner, CustomerID) in
            switch owner.customer {
            case .known(let id): (owner, id)
            case .new(let index): (owner, keys[index])
            }
        }
        statements.append(OwnerImportStatements.relate(rows, at: project, since: try today, now: now))
        try await change(statements)
    }
}

/// A relation to be written.
struct NewOwner: Sendable {
    enum Customer: Hashable, Sendable {
        case known(CustomerID)
        /// The index among the new files of the batch.
        case new(Int)
    }

    let house: HouseAtDoor
    let line: OwnerLine
    let customer: Customer
}

/// Who is known, and who comes up in this batch: the same person at two houses is one file.
struct OwnerBook {
    enum Place: Hashable {
        case same
        case changed(Int64)
        case new(NewOwner.Customer)
    }

    private let files: [KnownFile]
    private let relations: [HouseID: [KnownOwner]]
    private var fresh: [String: Int] = [:]
    private(set) var newFiles: [OwnerLine] = []

    init(files: [KnownFile], relations: [KnownOwner]) {
        self.files = files
        self.relations = Dictionary(grouping: relations, by: \.house)
    }

    mutating func place(_ line: OwnerLine, at house: HouseID) -> Place {
        let known = line.phone.map { phone in Set(files.filter { $0.phone == phone.digits && $0.name == line.name }.map(\.id)) }
        let here = (relations[house] ?? []).filter {
            $0.relation == line.relation && (known?.contains($0.customer) ?? ($0.name == line.name))
        }
        // A relation that has ended may begin anew: then the table says since when.
        if let found = here.first(where: { $0.to == nil || line.from == nil || $0.from == line.from }) {
            let differs = line.from != nil && line.from != found.from || line.to != nil && line.to != found.to
            return differs ? .changed(found.id) : .same
        }
        if let id = known?.min() ?? (line.phone == nil ? relations[house]?.first { $0.name == line.name }?.customer : nil) {
            return .new(.known(id))
        }
        // Without a number, two people of one name at two houses are two.
        let key = line.phone.map { "\($0.digits)|\(line.name)" } ?? "\(house)|\(line.name)"
        if let index = fresh[key] { return .new(.new(index)) }
        fresh[key] = newFiles.count
        newFiles.append(line)
        return .new(.new(newFiles.count - 1))
    }
}

struct HouseAtDoor: RowDecodable, Hashable {
    let id: HouseID
    let door: String
    let handedOverOn: Day?

    init(row: inout RowCursor) throws {
        id = try row.next()
        door = try row.next()
        handedOverOn = try row.next()
    }

    /// For the list of statements, which needs one without a database.
    init(sample door: String) {
        id = HouseID(1)
        self.door = door
        handedOverOn = nil
    }

    static func at(_ doors: [String], project: UnitID, tenant: TenantID) -> Query<HouseAtDoor> {
        Query(
            """
            SELECT id, door, handed_over_on FROM house
            WHERE tenant_id = \(tenant) AND project_id = \(project) AND door = ANY (\(doors))
            """)
    }
}

/// A customer's file found by its number.
struct KnownFile: RowDecodable, Hashable {
    let id: CustomerID
    let name: String
    let phone: String

    init(row: inout RowCursor) throws {
        id = try row.next()
        name = try row.next()
        phone = try row.next()
    }
}

/// Who is what to a house already.
struct KnownOwner: RowDecodable, Hashable {
    let id: Int64
    let house: HouseID
    let customer: CustomerID
    let name: String
    let relation: CustomerRelation
    let from: Day
    let to: Day?

    init(row: inout RowCursor) throws {
        id = try row.next()
        house = try row.next()
        customer = try row.next()
        name = try row.next()
        relation = try row.next()
        from = try row.next()
        to = try row.next()
    }

    static func of(_ houses: [HouseID], tenant: TenantID) -> Query<KnownOwner> {
        Query(
            """
            SELECT r.id, r.house_id, r.customer_id, c.name, r.relation, r.from_on, r.to_on
            FROM house_customer r JOIN customer c ON c.tenant_id = r.tenant_id AND c.id = r.customer_id
            WHERE r.tenant_id = \(tenant) AND r.house_id = ANY (\(houses)) ORDER BY r.to_on IS NULL DESC, r.id
            """)
    }
}

enum OwnerImportStatements {
    static func files(with phones: [PhoneNumber], project: UnitID, tenant: TenantID) -> Query<KnownFile> {
        Query(
            """
            SELECT id, name, phone FROM customer
            WHERE tenant_id = \(tenant) AND phone_tail = ANY (\(Set(phones.map(\.tail)).sorted())) AND project_id = \(project)
                AND phone = ANY (\(phones.map(\.digits)))
            """)
    }

    static func keys(_ count: Int) -> Query<Single<CustomerID>> {
        Query("SELECT nextval('customer_id_seq') FROM generate_series(1, \(Int32(count)))")
    }

    /// Not empty, at most 500.
    static func add(_ files: [(CustomerID, OwnerLine)], at project: UnitRef, now: Instant) -> SQL {
        let rows = files.map { id, line -> SQL in
            """
            (\(project.tenant), \(id), \(project.company), \(project.id), \(line.name), \(line.phone?.digits ?? ""), \(line.phone?.tail ?? ""), \(now))
            """
        }
        return """
            INSERT INTO customer (tenant_id, id, company_id, project_id, name, phone, phone_tail, created_at)
            VALUES \(rows.joined(separator: ", "))
            """
    }

    /// Not empty, at most 500. Without a day of its own a relation begins with the house's hand-over, else today.
    static func relate(_ owners: [(NewOwner, CustomerID)], at project: UnitRef, since today: Day, now: Instant) -> SQL {
        let rows = owners.map { owner, customer -> SQL in
            let from = owner.line.from ?? min(owner.house.handedOverOn ?? today, owner.line.to ?? today, today)
            return """
                (\(project.tenant), \(project.company), \(project.id), \(owner.house.id), \(customer), \(owner.line.relation), \(from),
                \(owner.line.to), \(now))
                """
        }
        return """
            INSERT INTO house_customer (tenant_id, company_id, project_id, house_id, customer_id, relation, from_on, to_on, created_at)
            VALUES \(rows.joined(separator: ", "))
            """
    }

    /// Not empty, at most 500.
    static func update(_ relations: [(id: Int64, line: OwnerLine)], tenant: TenantID) -> SQL {
        let rows = relations.map { id, line -> SQL in "(\(id), \(line.from), \(line.to))" }
        return """
            UPDATE house_customer r SET from_on = coalesce(x.from_on, r.from_on), to_on = coalesce(x.to_on, r.to_on)
            FROM (VALUES \(rows.joined(separator: ", "))) x (id, from_on, to_on)
            WHERE r.tenant_id = \(tenant) AND r.id = x.id
            """
    }
}
