package import Domain
package import Postgres

/// A line of the list of customers.
package struct CustomerListRow: RowDecodable, Identifiable, PhoneRow {
    package let id: CustomerID
    package let kind: CustomerKind
    package let state: CustomerState
    package let name: String
    let sealedPhone: [UInt8]?
    package internal(set) var phoneMasked = ""
    package let memberNumber: String?
    package let classification: CustomerClass
    package let projectName: String
    /// One of the houses held today, with how many there are.
    package let relation: CustomerRelation?
    package let houseLabel: String
    package let houses: Int
    package let isAnonymous: Bool

    package var customer: CustomerID? { id }

    package init(row: inout RowCursor) throws {
        id = try row.next()
        kind = try row.next()
        state = try row.next()
        name = try row.next()
        sealedPhone = try row.next()
        memberNumber = try row.next()
        classification = try row.next()
        projectName = try row.next()
        relation = try row.next()
        houseLabel = try row.next() ?? ""
        houses = try row.next()
        isAnonymous = try row.next()
    }
}

/// What a list of customers shows, as statements. Each walks one index, newest file first, and reads no more than a page.
struct CustomerScope {
    let tenant: TenantID
    let viewpoint: UnitRef
    let today: Day
    /// Closed files too (004).
    let former: Bool

    static let limit = 51

    func page(state: CustomerState?, after: CustomerID?) -> Query<CustomerListRow> {
        var terms: SQL = former || state?.isClosed == true ? .empty : " AND c.state NOT IN ('formerOwner', 'returnedUnit', 'dropped')"
        if let state { terms += " AND c.state = \(state)" }
        if let after { terms += " AND c.id < \(after)" }
        return rows(found(terms, order: "c.id DESC"), order: "c.id DESC")
    }

    /// Files by a set of ids (`CustomerMatch`).
    func matching(_ condition: SQL) -> Query<CustomerListRow> {
        rows(
            """
            SELECT c.* FROM customer c WHERE c.tenant_id = \(tenant) AND c.merged_into IS NULL AND \(condition)\(closed)
                \(viewpoint.placeTerm(.customer, tenant: tenant, today: today)) ORDER BY c.id DESC LIMIT 51
            """, order: "c.name, c.id")
    }

    /// By the beginning of the name: a range in the index of the viewpoint's own order.
    func named(_ prefix: String) -> Query<CustomerListRow> {
        rows(found(" AND c.name >= \(prefix) AND c.name < \(prefix + "\u{10FFFF}")\(closed)", order: "c.name, c.id"), order: "c.name, c.id")
    }

    private var closed: SQL { former ? .empty : " AND c.state NOT IN ('formerOwner', 'returnedUnit', 'dropped')" }

    /// A vendor's centre looks at several projects: each is asked for a page, and the newest of all make the page.
    private func found(_ terms: SQL, order: SQL) -> SQL {
        func select(_ place: SQL) -> SQL {
            """
            SELECT c.* FROM customer c WHERE c.tenant_id = \(tenant) AND c.merged_into IS NULL\(place)\(terms) ORDER BY \(order) LIMIT 51
            """
        }
        guard viewpoint.kind == .vendor else { return select(viewpoint.placeTerm(.customer, tenant: tenant, today: today)) }
        return """
            SELECT c.* FROM (SELECT DISTINCT e.project_id FROM engagement e WHERE e.tenant_id = \(tenant) AND e.vendor_id = \(viewpoint.id)
                AND e.from_on <= \(today) AND (e.to_on IS NULL OR e.to_on >= \(today))) served
            CROSS JOIN LATERAL (\(select(" AND c.project_id = served.project_id"))) c ORDER BY \(order) LIMIT 51
            """
    }

    private func rows(_ found: SQL, order: SQL) -> Query<CustomerListRow> {
        Query(
            """
            SELECT c.id, c.kind, c.state, c.name, c.phone_sealed, c.member_number, c.classification, u.name, r.relation, r.label,
                coalesce(r.houses, 0), c.anonymised_at IS NOT NULL
            FROM (\(found)) c
            JOIN org_unit u ON u.tenant_id = c.tenant_id AND u.id = c.project_id
            LEFT JOIN LATERAL (
                SELECT x.relation, h.label, count(*) OVER () AS houses
                FROM house_customer x JOIN house h ON h.tenant_id = x.tenant_id AND h.id = x.house_id
                WHERE x.tenant_id = c.tenant_id AND x.customer_id = c.id AND x.from_on <= \(today)
                    AND (x.to_on IS NULL OR x.to_on >= \(today))
                ORDER BY x.relation IN ('owner', 'coOwner') DESC, x.id LIMIT 1
            ) r ON true
            ORDER BY \(order)
            """)
    }
}

/// A page of customers.
package struct CustomerList: Sendable {
    package let rows: [CustomerListRow]
    /// Where the next page begins; nil on the last and for a search.
    package let next: CustomerID?
    /// More fit the search than are shown.
    package let hasMore: Bool

    package static let size = 50
}

extension Transaction {
    /// Customers at the viewpoint, newest file first.
    /// - Throws: `refused(.customerSee)`.
    package func customers(state: CustomerState? = nil, after: CustomerID? = nil) async throws -> CustomerList {
        let scope = try await customerScope()
        let rows = try opened(await fetch(scope.page(state: state, after: after)))
        let shown = Array(rows.prefix(CustomerList.size))
        return CustomerList(rows: shown, next: rows.count > shown.count ? shown.last?.id : nil, hasMore: false)
    }

    /// By whole number, its last four digits, room or door, member number, or the beginning of the name (CUSTDATA-R8).
    package func customers(matching query: String) async throws -> CustomerList {
        let scope = try await customerScope()
        var rows: [CustomerListRow] = []
        for search in CustomerSearch(query).statements(scope, sealer: sealer) {
            let found = try await fetch(search)
            for row in found where !rows.contains(where: { $0.id == row.id }) { rows.append(row) }
        }
        let opened = try opened(Array(rows.prefix(CustomerList.size)))
        return CustomerList(rows: opened, next: nil, hasMore: rows.count > CustomerList.size)
    }

    private func customerScope() async throws -> CustomerScope {
        guard let viewpoint else { throw StoreError.notFound }
        if conversation.session == nil { try await enter() }
        let actor = try actor
        guard actor.covers(viewpoint, with: .customerSee) else { throw StoreError.refused(.customerSee) }
        return CustomerScope(
            tenant: tenant, viewpoint: viewpoint, today: try today, former: actor.covers(viewpoint, with: .customerFormer))
    }
}
