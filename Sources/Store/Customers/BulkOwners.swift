package import Domain
package import Postgres
package import Secrets

/// A customer to be written down. Holds the values in the clear; `BulkOwners` seals them before they reach a statement.
package struct CustomerRecord: Sendable {
    package var id: CustomerID
    package var company: UnitID
    package var project: UnitID
    package var kind = CustomerKind.person
    package var name: String
    package var phone: PhoneNumber?
    package var identity: IdentityNumber?
    package var state: CustomerState
    package var memberNumber: String?
    package var memberSince: Day?
    package var classification = CustomerClass.ordinary
    package var living = LivingSituation.unknown
    package var note = ""

    package init(id: CustomerID, company: UnitID, project: UnitID, name: String, phone: PhoneNumber?, state: CustomerState) {
        self.id = id
        self.company = company
        self.project = project
        self.name = name
        self.phone = phone
        self.state = state
    }
}

/// A relation to be written down.
package struct RelationRecord: Hashable, Sendable {
    package let house: HouseID
    package let customer: CustomerID
    package let relation: CustomerRelation
    package let from: Day
    package let to: Day?
    /// Of which ownership of the house it is part; 1 for a house that never changed hands.
    package let household: Int

    package init(house: HouseID, customer: CustomerID, relation: CustomerRelation, from: Day, to: Day? = nil, household: Int = 1) {
        self.house = house
        self.customer = customer
        self.relation = relation
        self.from = from
        self.to = to
        self.household = household
    }
}

/// The one way customers, their relations and houses are written, by forms one at a time and by imports many at a time: numbers are
/// sealed, marked and cut to their tail here and nowhere else. Statements of several rows; INSERT … SELECT would become a COPY on a
/// cluster, which row security refuses.
package struct BulkOwners: Sendable {
    package let tenant: TenantID
    let sealer: Sealer
    let now: Instant
    /// Who brings them in (CUSTDATA-R9); nil for demo data.
    let registrar: Actor?

    /// Rows of one statement at most: well below the 65,535 values that one may carry.
    package static let rows = 200

    package init(tenant: TenantID, sealer: Sealer, now: Instant, registrar: Actor? = nil) {
        self.tenant = tenant
        self.sealer = sealer
        self.now = now
        self.registrar = registrar
    }

    /// Fresh keys: a number is sealed for the row it will stand in, so the key comes first.
    package static func keys(_ count: Int) -> Query<Single<CustomerID>> {
        Query("SELECT nextval('customer_id_seq') FROM generate_series(1, \(Int32(count)))")
    }

    /// New files. Not empty, at most `rows`.
    package func insert(_ files: some Collection<CustomerRecord>) -> SQL {
        """
        INSERT INTO customer (tenant_id, id, company_id, project_id, kind, state, name, phone_sealed, phone_blind, phone_tail, identity_kind,
            identity_sealed, identity_blind, member_number, member_since, classification, living, note, registered_by,
            registered_by_name, created_at, updated_at)
        VALUES \(files.map(values).joined(separator: ", "))
        """
    }

    private func values(_ file: CustomerRecord) -> SQL {
        let phone = file.phone.map { StoredPhone($0, of: file.id, tenant: tenant, sealer: sealer) }
        let identity = file.identity.map { StoredIdentity($0, of: file.id, tenant: tenant, sealer: sealer) }
        return """
            (\(tenant), \(file.id), \(file.company), \(file.project), \(file.kind), \(file.state), \(file.name), \(phone?.sealed),
            \(phone?.blind), \(phone?.tail ?? ""), \(identity?.kind), \(identity?.sealed), \(identity?.blind), \(file.memberNumber),
            \(file.memberSince), \(file.classification), \(file.living), \(file.note), \(registrar?.person), \(registrar?.name ?? ""),
            \(now), \(now))
            """
    }

    /// New relations. Not empty, at most `rows`; whoever repeats an import leaves out those that `relations` found.
    package func relate(_ relations: some Collection<RelationRecord>, company: UnitID, project: UnitID) -> SQL {
        let rows = relations.map { row -> SQL in
            """
            (\(tenant), \(company), \(project), \(row.house), \(row.customer), \(row.relation), \(row.from), \(row.to),
            \(Int32(row.household)), \(now))
            """
        }
        return """
            INSERT INTO house_customer (tenant_id, company_id, project_id, house_id, customer_id, relation, from_on, to_on, household, created_at)
            VALUES \(rows.joined(separator: ", "))
            """
    }

    /// The relations of some customers that hold on the day.
    package func relations(of customers: [CustomerID], today: Day) -> Query<KnownRelation> {
        Query(
            """
            SELECT house_id, customer_id, relation FROM house_customer
            WHERE tenant_id = \(tenant) AND customer_id = ANY (\(customers)) AND (to_on IS NULL OR to_on >= \(today))
            """)
    }

    /// Files of a project that have one of the numbers, each with the mark it was found by.
    package func find(_ phones: [PhoneNumber], at project: UnitID) -> Query<FoundPhone> {
        let marks = phones.flatMap { sealer.phones.candidates($0.digits, tenant: tenant.rawValue) }
        return Query(
            """
            SELECT id, name, phone_blind FROM customer
            WHERE tenant_id = \(tenant) AND phone_blind = ANY (\(marks)) AND project_id = \(project) AND merged_into IS NULL
            """)
    }

    /// Whether a row found by `find` has the number.
    package func matches(_ found: FoundPhone, _ phone: PhoneNumber) -> Bool {
        sealer.phones.candidates(phone.digits, tenant: tenant.rawValue).contains(found.mark)
    }
}

/// A relation that is there already.
package struct KnownRelation: RowDecodable, Hashable {
    package let house: HouseID
    package let customer: CustomerID
    package let relation: CustomerRelation

    package init(row: inout RowCursor) throws {
        house = try row.next()
        customer = try row.next()
        relation = try row.next()
    }
}

/// A file that has a number somebody asked for.
package struct FoundPhone: RowDecodable {
    package let id: CustomerID
    package let name: String
    let mark: [UInt8]

    package init(row: inout RowCursor) throws {
        id = try row.next()
        name = try row.next()
        mark = try row.next()
    }
}
