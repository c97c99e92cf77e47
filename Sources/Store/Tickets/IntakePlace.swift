package import Domain
package import Postgres

/// What a complaint is about: a house, a shared area, or the shared areas of a project as a whole.
package enum IntakePlace: Hashable, Sendable {
    case house(HouseID)
    case shared(project: UnitID)
    /// A shared area that has a name of its own.
    case area(SharedAreaID)
}

/// The place with everything its stage and its ladder are decided from.
package struct IntakeSituation: RowDecodable, Hashable {
    package let project: UnitID
    package let projectName: String
    package let projectHandedOverOn: Day?
    package let company: UnitID
    package let companyName: String
    package let numberPrefix: String
    package let group: UnitID
    package let groupName: String
    /// The vendor engaged for the project today, and its site there (ORG-R15).
    package let vendorSite: UnitID?
    package let vendorSiteName: String
    package let vendor: UnitID?
    package let vendorName: String
    package let house: HouseID?
    package let sharedArea: SharedAreaID?
    /// Of the house or of the shared area; empty for shared areas as a whole.
    package let houseLabel: String
    package let door: String
    package let houseHandedOverOn: Day?

    package init(row: inout RowCursor) throws {
        project = try row.next()
        projectName = try row.next()
        projectHandedOverOn = try row.next()
        company = try row.next()
        companyName = try row.next()
        numberPrefix = try row.next()
        group = try row.next()
        groupName = try row.next()
        vendorSite = try row.next()
        vendorSiteName = try row.next() ?? ""
        vendor = try row.next()
        vendorName = try row.next() ?? ""
        house = try row.next()
        sharedArea = try row.next()
        houseLabel = try row.next() ?? ""
        door = try row.next() ?? ""
        houseHandedOverOn = try row.next()
    }

    static func of(_ place: IntakePlace, tenant: TenantID, viewpoint: UnitRef, today: Day) -> Query<IntakeSituation> {
        let house: HouseID? = if case .house(let id) = place { id } else { nil }
        let area: SharedAreaID? = if case .area(let id) = place { id } else { nil }
        let at: SQL =
            switch place {
            case .house: "u.id = h.project_id AND h.id IS NOT NULL"
            case .area: "u.id = a.project_id AND a.id IS NOT NULL"
            case .shared(let project): "u.id = \(project) AND u.kind = 'project'"
            }
        return Query(
            """
            SELECT u.id, u.name, u.handed_over_on, c.id, c.name, c.number_prefix, g.id, g.name, s.id, s.name, v.id, v.name,
                h.id, a.id, coalesce(h.label, a.name), h.door, h.handed_over_on
            FROM org_unit u
            LEFT JOIN house h ON h.tenant_id = u.tenant_id AND h.id = \(house) AND h.project_id = u.id
            LEFT JOIN shared_area a ON a.tenant_id = u.tenant_id AND a.id = \(area) AND a.project_id = u.id AND a.closed_at IS NULL
            JOIN org_unit c ON c.tenant_id = u.tenant_id AND c.id = u.company_id
            JOIN org_unit g ON g.tenant_id = u.tenant_id AND g.kind = 'group'
            LEFT JOIN LATERAL (
                SELECT e.unit_id, e.vendor_id FROM engagement e
                WHERE e.tenant_id = u.tenant_id AND e.project_id = u.id AND e.from_on <= \(today)
                    AND (e.to_on IS NULL OR e.to_on >= \(today))
                ORDER BY e.from_on DESC LIMIT 1
            ) e ON true
            LEFT JOIN org_unit s ON s.tenant_id = u.tenant_id AND s.id = e.unit_id AND s.closed_at IS NULL
            LEFT JOIN org_unit v ON v.tenant_id = u.tenant_id AND v.id = e.vendor_id AND v.closed_at IS NULL
            WHERE u.tenant_id = \(tenant) AND \(at) AND u.closed_at IS NULL\(viewpoint.placeTerm(.unit, tenant: tenant, today: today))
            """)
    }

    /// A3: by house, falling back to the project for shared areas.
    package func proposedStage(today: Day) -> (stage: Stage, reason: StageReason) {
        StageRule.decide(house: house == nil ? nil : .some(houseHandedOverOn), project: projectHandedOverOn, today: today)
    }

    package func ladder(_ stage: Stage) -> Ladder {
        Ladder.build(
            stage: stage,
            units: LadderUnits(
                projectUnit: project, companyUnit: company, groupUnit: group, vendorSiteUnit: vendorSite, vendorUnit: vendor))
    }

    package func name(of unit: UnitID) -> String {
        switch unit {
        case project: projectName
        case company: companyName
        case group: groupName
        case vendorSite: vendorSiteName
        case vendor: vendorName
        default: ""
        }
    }
}

/// Who lives in a house, phone masked.
package struct OccupantRow: RowDecodable, Hashable, PhoneRow {
    package let customer: CustomerID?
    package let name: String
    let sealedPhone: [UInt8]?
    package internal(set) var phoneMasked = ""
    package let relation: CustomerRelation

    package init(row: inout RowCursor) throws {
        customer = try row.next()
        name = try row.next()
        sealedPhone = try row.next()
        relation = try row.next()
    }

    package static func of(_ house: HouseID, tenant: TenantID, today: Day) -> Query<OccupantRow> {
        Query(
            """
            SELECT c.id, c.name, c.phone_sealed, hc.relation
            FROM house_customer hc JOIN customer c ON c.tenant_id = hc.tenant_id AND c.id = hc.customer_id AND c.merged_into IS NULL
            WHERE hc.tenant_id = \(tenant) AND hc.house_id = \(house) AND hc.from_on <= \(today)
                AND (hc.to_on IS NULL OR hc.to_on >= \(today))
            ORDER BY hc.relation = 'owner' DESC, hc.id
            """)
    }
}

/// A ticket of the same house or customer, in a line.
package struct PastTicketRow: RowDecodable, Hashable, Identifiable {
    package let id: TicketID
    package let number: String
    package let title: String
    package let state: ComplaintState
    package let receivedAt: Instant

    package init(row: inout RowCursor) throws {
        id = try row.next()
        number = try row.next()
        title = try row.next()
        state = try row.next()
        receivedAt = try row.next()
    }

    /// The same place within so long is a repeat.
    package static let repeatWindow = Span.days(90)

    static func ofHouse(_ house: HouseID, tenant: TenantID, sight: TicketSight) -> Query<PastTicketRow> {
        newest("t.house_id = \(house)", tenant: tenant, sight: sight)
    }

    static func ofCustomer(_ customer: CustomerID, tenant: TenantID, sight: TicketSight) -> Query<PastTicketRow> {
        newest("t.customer_id = \(customer)", tenant: tenant, sight: sight)
    }

    /// Of several files of one customer that were joined.
    static func ofCustomers(_ customers: [CustomerID], tenant: TenantID, sight: TicketSight) -> Query<PastTicketRow> {
        newest("t.customer_id = ANY (\(customers))", tenant: tenant, sight: sight)
    }

    /// The other tickets of a ticket's house.
    static func besides(_ ticket: TicketID, tenant: TenantID, sight: TicketSight) -> Query<PastTicketRow> {
        newest(
            """
            t.house_id = (SELECT s.house_id FROM ticket s WHERE s.tenant_id = \(tenant) AND s.id = \(ticket)) AND t.id <> \(ticket)
            """, tenant: tenant, sight: sight)
    }

    private static func newest(_ condition: SQL, tenant: TenantID, sight: TicketSight) -> Query<PastTicketRow> {
        Query(
            """
            SELECT t.id, t.number, t.title, t.state, t.received_at FROM ticket t
            WHERE t.tenant_id = \(tenant) AND \(condition)\(sight.terms) ORDER BY t.received_at DESC LIMIT 21
            """)
    }
}
