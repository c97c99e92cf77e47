package import Domain
package import Postgres

/// Somebody who may be given forms, by post.
package struct AssessorRow: RowDecodable {
    package let person: PersonID
    package let name: String
    package let post: String
    package let roleKey: String
    package let unit: UnitRef

    package init(row: inout RowCursor) throws {
        person = try row.next()
        name = try row.next()
        post = try row.next()
        roleKey = try row.next()
        unit = try UnitRef(columns: &row)
    }

    /// In which capacity, unless the round's keeper says otherwise.
    package var usualRole: AssessorRole {
        if roleKey == BuiltInRole.vendorAssessor.key { return .outside }
        if roleKey == BuiltInRole.ownersCommittee.key { return .committee }
        return switch unit.kind {
        case .group: .group
        case .company: .company
        default: .project
        }
    }

    /// Posts of the developer's line under a unit whose role assesses; at most 300.
    static func possible(for unit: UnitRef, on day: Day, tenant: TenantID) -> Query<AssessorRow> {
        let place: SQL = unit.kind == .company ? " AND (u.company_id = \(unit.id) OR u.kind = 'group')" : .empty
        return Query(
            """
            SELECT q.person_id, p.name, q.title, r.key, u.tenant_id, u.id, u.kind, u.code, u.name, u.company_id, u.project_id, u.vendor_id
            FROM post q
            JOIN person p ON p.tenant_id = q.tenant_id AND p.id = q.person_id AND p.disabled_at IS NULL
            JOIN role r ON r.tenant_id = q.tenant_id AND r.id = q.role_id AND 'card.assess' = ANY (r.permissions)
            JOIN org_unit u ON u.tenant_id = q.tenant_id AND u.id = q.unit_id AND u.vendor_id IS NULL
            WHERE q.tenant_id = \(tenant)\(place) AND q.from_on <= \(day) AND (q.to_on IS NULL OR q.to_on >= \(day))
            ORDER BY u.id, p.name, q.id LIMIT 300
            """)
    }

    /// Units where somebody holds a post on a day.
    static func units(of person: PersonID, on day: Day, tenant: TenantID) -> Query<AssessorRow> {
        Query(
            """
            SELECT q.person_id, '', q.title, '', u.tenant_id, u.id, u.kind, u.code, u.name, u.company_id, u.project_id, u.vendor_id
            FROM post q JOIN org_unit u ON u.tenant_id = q.tenant_id AND u.id = q.unit_id
            WHERE q.tenant_id = \(tenant) AND q.person_id = \(person) AND q.from_on <= \(day) AND (q.to_on IS NULL OR q.to_on >= \(day))
            """)
    }
}

extension AssessorRow {
    /// A post at a project judges that project only; one at a company or the group, all of theirs.
    func covers(_ card: CardRow) -> Bool {
        switch unit.kind {
        case .group: true
        case .company: unit.id == card.company
        default: unit.id == card.project
        }
    }
}
