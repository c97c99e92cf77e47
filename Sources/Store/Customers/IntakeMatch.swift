package import Domain
package import Postgres
internal import Secrets

/// A customer and a house found for intake. The phone is masked before it leaves the store.
package struct IntakeMatch: RowDecodable, Hashable, PhoneRow {
    package let customer: CustomerID?
    package let customerName: String
    let sealedPhone: [UInt8]?
    /// Empty when there is no number.
    package internal(set) var phoneMasked = ""
    package let relation: CustomerRelation?
    package let house: HouseID?
    package let houseLabel: String
    package let houseHandedOverOn: Day?
    package let project: UnitID
    package let projectName: String
    package let projectHandedOverOn: Day?
    /// Matters of the house that are not closed, as far as the person may see them.
    package let openTickets: Int

    package init(row: inout RowCursor) throws {
        customer = try row.next()
        customerName = try row.next() ?? ""
        sealedPhone = try row.next()
        relation = try row.next()
        house = try row.next()
        houseLabel = try row.next() ?? ""
        houseHandedOverOn = try row.next()
        project = try row.next()
        projectName = try row.next()
        projectHandedOverOn = try row.next()
        openTickets = try row.next()
    }

    private static func columns(_ tenant: TenantID) -> SQL {
        """
        c.id, c.name, c.phone_sealed, hc.relation, h.id, h.label, h.handed_over_on, u.id, u.name, u.handed_over_on,
            (SELECT count(*) FROM ticket t WHERE t.tenant_id = \(tenant) AND t.house_id = h.id AND t.open)
        """
    }

    /// Customers by a condition on `customer c`, with their houses today; files that were joined to another are found as that one.
    private static func customers(_ condition: SQL, tenant: TenantID, viewpoint: UnitRef, today: Day) -> Query<IntakeMatch> {
        Query(
            """
            SELECT \(columns(tenant))
            FROM customer c
            JOIN org_unit u ON u.tenant_id = c.tenant_id AND u.id = c.project_id
            LEFT JOIN house_customer hc ON hc.tenant_id = c.tenant_id AND hc.customer_id = c.id
                AND hc.from_on <= \(today) AND (hc.to_on IS NULL OR hc.to_on >= \(today))
            LEFT JOIN house h ON h.tenant_id = hc.tenant_id AND h.id = hc.house_id
            WHERE c.tenant_id = \(tenant) AND c.merged_into IS NULL AND \(condition)\(viewpoint.placeTerm(.customer, tenant: tenant, today: today))
            ORDER BY c.name, c.id, h.door LIMIT 21
            """)
    }

    /// By a whole number, also one of the further numbers.
    /// - Parameter marks: of the number, under every key.
    static func byPhone(_ marks: [[UInt8]], tenant: TenantID, viewpoint: UnitRef, today: Day) -> Query<IntakeMatch> {
        customers(CustomerMatch.phone(marks, tenant: tenant), tenant: tenant, viewpoint: viewpoint, today: today)
    }

    static func byTail(_ tail: String, tenant: TenantID, viewpoint: UnitRef, today: Day) -> Query<IntakeMatch> {
        customers(CustomerMatch.tail(tail, tenant: tenant), tenant: tenant, viewpoint: viewpoint, today: today)
    }

    /// By the beginning of the name: a range, which unlike a bound `^@` or LIKE an index serves.
    static func byName(_ prefix: String, tenant: TenantID, viewpoint: UnitRef, today: Day) -> Query<IntakeMatch> {
        customers(
            "c.name >= \(prefix) AND c.name < \(prefix + "\u{10FFFF}")", tenant: tenant, viewpoint: viewpoint, today: today)
    }

    /// Houses by room, and by building and entrance when they were named, with who lives there today.
    static func byHouse(_ house: HouseQuery, tenant: TenantID, viewpoint: UnitRef, today: Day) -> Query<IntakeMatch> {
        let room = String(house.groups.last ?? "")
        var condition: SQL = "h.room IN (\(room), \(room.uppercased()))"
        if house.groups.count == 3 { condition += " AND h.door = \(house.key)" }
        if house.groups.count == 2 { condition += " AND split_part(h.door, '-', 1) = \(String(house.groups[0]))" }
        return Query(
            """
            SELECT \(columns(tenant))
            FROM house h
            JOIN org_unit u ON u.tenant_id = h.tenant_id AND u.id = h.project_id
            LEFT JOIN house_customer hc ON hc.tenant_id = h.tenant_id AND hc.house_id = h.id
                AND hc.from_on <= \(today) AND (hc.to_on IS NULL OR hc.to_on >= \(today))
            LEFT JOIN customer c ON c.tenant_id = hc.tenant_id AND c.id = hc.customer_id AND c.merged_into IS NULL
            WHERE h.tenant_id = \(tenant) AND \(condition)\(viewpoint.placeTerm(.house, tenant: tenant, today: today))
            ORDER BY h.door, h.project_id, hc.relation, c.id LIMIT 21
            """)
    }
}

/// Conditions on `customer c` that an index serves: each names a set of ids, found in the table itself and among the further contacts.
enum CustomerMatch {
    static func phone(_ marks: [[UInt8]], tenant: TenantID) -> SQL {
        """
        c.id IN (SELECT x.id FROM customer x WHERE x.tenant_id = \(tenant) AND x.phone_blind = ANY (\(marks))
            UNION SELECT k.customer_id FROM customer_contact k WHERE k.tenant_id = \(tenant) AND k.value_blind = ANY (\(marks)))
        """
    }

    static func tail(_ tail: String, tenant: TenantID) -> SQL {
        """
        c.id IN (SELECT x.id FROM customer x WHERE x.tenant_id = \(tenant) AND x.phone_tail = \(tail)
            UNION SELECT k.customer_id FROM customer_contact k
            WHERE k.tenant_id = \(tenant) AND k.phone_tail = \(tail) AND k.phone_tail <> '')
        """
    }
}

/// The table of a statement whose `company_id` and `project_id` say where a row belongs.
enum PlaceAlias: SQLFragment {
    case customer, house, unit, reveal, request

    var sql: StaticString {
        switch self {
        case .customer: "c"
        case .house: "h"
        case .unit: "u"
        case .reveal, .request: "r"
        }
    }
}

extension UnitRef {
    /// The rows of customers, houses or projects that a viewpoint serves. Leading AND included.
    func placeTerm(_ alias: PlaceAlias, tenant: TenantID, today: Day) -> SQL {
        switch kind {
        case .group: .empty
        case .company: " AND \(splice: alias).company_id = \(id)"
        case .project, .vendorSite: " AND \(splice: alias).project_id = \(project)"
        case .vendor:
            """
             AND \(splice: alias).project_id IN (SELECT e.project_id FROM engagement e
                WHERE e.tenant_id = \(tenant) AND e.vendor_id = \(id) AND e.from_on <= \(today)
                AND (e.to_on IS NULL OR e.to_on >= \(today)))
            """
        }
    }
}

extension Transaction {
    /// Whom and which house an intake may be about: by four digits (phone tail or room), a whole number, a room as people write it, or
    /// the beginning of a name. At most 20; more say so by a 21st.
    package func intakeMatches(_ query: String) async throws -> [IntakeMatch] {
        guard let viewpoint else { throw StoreError.notFound }
        let today = try today
        let text = BoundedText.halfWidth(query).split(whereSeparator: \.isWhitespace).joined(separator: " ")
        if let phone = try? PhoneNumber.parse(text), phone.digits.count >= 7 {
            let marks = sealer.phones.candidates(phone.digits, tenant: tenant.rawValue)
            return try opened(await fetch(IntakeMatch.byPhone(marks, tenant: tenant, viewpoint: viewpoint, today: today)))
        }
        if let house = HouseQuery(text) {
            let byHouse = IntakeMatch.byHouse(house, tenant: tenant, viewpoint: viewpoint, today: today)
            guard text.count == 4, text.allSatisfy(\.isNumber) else { return try opened(await fetch(byHouse)) }
            let byTail = IntakeMatch.byTail(text, tenant: tenant, viewpoint: viewpoint, today: today)
            let (tails, rooms) = try await fetch(byTail, byHouse)
            return try opened(tails + rooms.filter { !tails.contains($0) })
        }
        guard !text.isEmpty, text.unicodeScalars.count <= 40 else {
            try await enter()
            return []
        }
        return try opened(await fetch(IntakeMatch.byName(text, tenant: tenant, viewpoint: viewpoint, today: today)))
    }
}
