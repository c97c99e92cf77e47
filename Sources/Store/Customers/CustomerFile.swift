package import Domain
package import Postgres

/// A customer's file: everything in it is masked when it leaves the store.
package struct CustomerFile: RowDecodable, PhoneRow {
    package let id: CustomerID
    package let company: UnitID
    package let project: UnitID
    package let projectName: String
    package let kind: CustomerKind
    package let state: CustomerState
    /// Empty once the file is anonymised.
    package let name: String
    let sealedPhone: [UInt8]?
    package internal(set) var phoneMasked = ""
    package let phoneTail: String
    package let identityKind: IdentityKind?
    let sealedIdentity: [UInt8]?
    package internal(set) var identityMasked = ""
    package let memberNumber: String?
    package let memberSince: Day?
    package let classification: CustomerClass
    package let living: LivingSituation
    package let note: String
    package let registeredByName: String
    package let registeredAt: Instant
    package let version: Int
    package let mergedInto: CustomerID?
    package let anonymisedAt: Instant?

    package var customer: CustomerID? { id }
    /// Nothing may be added or changed.
    package var isFrozen: Bool { mergedInto != nil || anonymisedAt != nil }

    package init(row: inout RowCursor) throws {
        id = try row.next()
        company = try row.next()
        project = try row.next()
        projectName = try row.next()
        kind = try row.next()
        state = try row.next()
        name = try row.next()
        sealedPhone = try row.next()
        phoneTail = try row.next()
        identityKind = try row.next()
        sealedIdentity = try row.next()
        memberNumber = try row.next()
        memberSince = try row.next()
        classification = try row.next()
        living = try row.next()
        note = try row.next()
        registeredByName = try row.next()
        registeredAt = try row.next()
        version = try row.next()
        mergedInto = try row.next()
        anonymisedAt = try row.next()
    }

    private static let columns: SQL = """
        c.id, c.company_id, c.project_id, u.name, c.kind, c.state, c.name, c.phone_sealed, c.phone_tail, c.identity_kind,
        c.identity_sealed, c.member_number, c.member_since, c.classification, c.living, c.note, c.registered_by_name, c.created_at,
        c.version, c.merged_into, c.anonymised_at
        """

    /// One file at the viewpoint.
    static func find(_ customer: CustomerID, tenant: TenantID, viewpoint: UnitRef, today: Day) -> Query<CustomerFile> {
        Query(
            """
            SELECT \(columns) FROM customer c JOIN org_unit u ON u.tenant_id = c.tenant_id AND u.id = c.project_id
            WHERE c.tenant_id = \(tenant) AND c.id = \(customer)\(viewpoint.placeTerm(.customer, tenant: tenant, today: today))
            """)
    }

    /// The same, held until the transaction ends.
    static func take(_ customer: CustomerID, tenant: TenantID, viewpoint: UnitRef, today: Day) -> Query<CustomerFile> {
        Query("\(find(customer, tenant: tenant, viewpoint: viewpoint, today: today).sql) FOR UPDATE OF c")
    }

    /// For a job, which has no viewpoint.
    static func take(_ customer: CustomerID, tenant: TenantID) -> Query<CustomerFile> {
        Query(
            """
            SELECT \(columns) FROM customer c JOIN org_unit u ON u.tenant_id = c.tenant_id AND u.id = c.project_id
            WHERE c.tenant_id = \(tenant) AND c.id = \(customer) FOR UPDATE OF c
            """)
    }
}

/// A relation of a customer to a house, as both pages show it.
package struct RelationRow: RowDecodable, Hashable, Identifiable, PhoneRow {
    package let id: RelationID
    package let house: HouseID
    package let houseLabel: String
    package let project: UnitID
    package let customer: CustomerID?
    package let customerName: String
    package let customerKind: CustomerKind
    package let customerState: CustomerState
    let sealedPhone: [UInt8]?
    package internal(set) var phoneMasked = ""
    package let dated: DatedRelation
    /// Of which ownership of the house it is part.
    package let household: Int
    /// The house belongs to somebody else by now.
    package let isFormer: Bool

    package init(row: inout RowCursor) throws {
        id = try row.next()
        house = try row.next()
        houseLabel = try row.next()
        project = try row.next()
        let customer: CustomerID = try row.next()
        self.customer = customer
        customerName = try row.next()
        customerKind = try row.next()
        customerState = try row.next()
        sealedPhone = try row.next()
        let relation: CustomerRelation = try row.next()
        let (from, to): (Day, Day?) = (try row.next(), try row.next())
        dated = DatedRelation(relation, from: from, to: to, endedAs: try row.next())
        household = try row.next()
        isFormer = try row.next()
    }

    private static let columns: SQL = """
        r.id, h.id, h.label, h.project_id, c.id, c.name, c.kind, c.state, c.phone_sealed, r.relation, r.from_on, r.to_on, r.ended_as,
            r.household, r.household < h.household
        FROM house_customer r
        JOIN house h ON h.tenant_id = r.tenant_id AND h.id = r.house_id
        JOIN customer c ON c.tenant_id = r.tenant_id AND c.id = r.customer_id
        """

    /// Newest first.
    static func of(_ customer: CustomerID, tenant: TenantID) -> Query<RelationRow> {
        Query(
            "SELECT \(columns) WHERE r.tenant_id = \(tenant) AND r.customer_id = \(customer) ORDER BY r.from_on DESC, r.id DESC LIMIT 100")
    }

    /// Everybody who ever had to do with a house, the newest ownership first.
    static func of(_ house: HouseID, tenant: TenantID) -> Query<RelationRow> {
        Query(
            """
            SELECT \(columns) WHERE r.tenant_id = \(tenant) AND r.house_id = \(house) AND c.merged_into IS NULL
            ORDER BY r.household DESC, r.to_on IS NULL DESC, r.relation = 'owner' DESC, r.from_on DESC, r.id LIMIT 200
            """)
    }

    /// The relations of some customers: what decides where their files stand.
    static func of(_ customers: [CustomerID], tenant: TenantID) -> Query<RelationRow> {
        Query("SELECT \(columns) WHERE r.tenant_id = \(tenant) AND r.customer_id = ANY (\(customers))")
    }
}

/// A further way to reach a customer, masked.
package struct ContactRow: RowDecodable, Hashable, Identifiable {
    package let id: ContactID
    package let kind: ContactKind
    package let label: String
    let sealed: [UInt8]
    package internal(set) var masked = ""

    package init(row: inout RowCursor) throws {
        id = try row.next()
        kind = try row.next()
        label = try row.next()
        sealed = try row.next()
    }

    static func of(_ customer: CustomerID, tenant: TenantID) -> Query<ContactRow> {
        Query(
            """
            SELECT id, kind, label, value_sealed FROM customer_contact
            WHERE tenant_id = \(tenant) AND customer_id = \(customer) ORDER BY id LIMIT 50
            """)
    }
}
