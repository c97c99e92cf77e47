package import Domain
package import Postgres

/// A unit around a ticket: the rungs of its ladder, and where it was received and is now.
package struct LadderUnitRow: RowDecodable, Hashable {
    package let id: UnitID
    package let kind: UnitKind
    package let code: String
    package let name: String
    package let nameEnglish: String
    package let company: UnitID?
    package let project: UnitID?
    package let vendor: UnitID?

    package init(row: inout RowCursor) throws {
        id = try row.next()
        kind = try row.next()
        code = try row.next()
        name = try row.next()
        nameEnglish = try row.next()
        company = try row.next()
        project = try row.next()
        vendor = try row.next()
    }

    /// The group, the company, the project, the vendor with its site there, and every unit the ticket names.
    package static func around(_ ticket: TicketID, tenant: TenantID) -> Query<LadderUnitRow> {
        Query(
            """
            SELECT u.id, u.kind, u.code, u.name, u.name_en, u.company_id, u.project_id, u.vendor_id
            FROM ticket t JOIN org_unit u ON u.tenant_id = t.tenant_id AND u.id = ANY (ARRAY[
                t.company_id, t.project_id, t.vendor_id, t.first_unit_id, t.owner_unit_id, t.holder_unit_id, t.executing_unit_id])
            WHERE t.tenant_id = \(tenant) AND t.id = \(ticket)
            UNION SELECT u.id, u.kind, u.code, u.name, u.name_en, u.company_id, u.project_id, u.vendor_id
            FROM org_unit u WHERE u.tenant_id = \(tenant) AND u.kind = 'group'
            UNION SELECT u.id, u.kind, u.code, u.name, u.name_en, u.company_id, u.project_id, u.vendor_id
            FROM ticket t JOIN org_unit u
                ON u.tenant_id = t.tenant_id AND u.project_id = t.project_id AND u.vendor_id = t.vendor_id AND u.kind = 'vendorSite'
            WHERE t.tenant_id = \(tenant) AND t.id = \(ticket)
            """)
    }
}

/// Somebody with a post today at the unit that holds the ticket: who can be assigned.
package struct ColleagueRow: RowDecodable, Hashable, Identifiable {
    package let id: PersonID
    package let name: String
    package let title: String

    package init(row: inout RowCursor) throws {
        id = try row.next()
        name = try row.next()
        title = try row.next()
    }

    package static func atHolder(of ticket: TicketID, tenant: TenantID, today: Day) -> Query<ColleagueRow> {
        Query(
            """
            SELECT DISTINCT ON (n.name, n.id) n.id, n.name, p.title
            FROM ticket t
            JOIN post p ON p.tenant_id = t.tenant_id AND p.unit_id = t.holder_unit_id
            JOIN person n ON n.tenant_id = p.tenant_id AND n.id = p.person_id
            JOIN role r ON r.tenant_id = p.tenant_id AND r.id = p.role_id
            WHERE t.tenant_id = \(tenant) AND t.id = \(ticket) AND n.disabled_at IS NULL
                AND p.from_on <= \(today) AND (p.to_on IS NULL OR p.to_on >= \(today))
                AND ('ticket.handle' = ANY (r.permissions) OR 'ticket.execute' = ANY (r.permissions))
            ORDER BY n.name, n.id, p.id
            """)
    }
}
