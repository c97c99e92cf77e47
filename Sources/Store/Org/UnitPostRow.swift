package import Domain
package import Postgres

/// A post exactly at a unit, for the unit's page: who, as what, from when to when.
package struct UnitPostRow: RowDecodable, Hashable {
    package let person: PersonID
    package let personName: String
    package let title: String
    package let roleKey: String
    package let from: Day
    package let to: Day?

    package init(row: inout RowCursor) throws {
        person = try row.next()
        personName = try row.next()
        title = try row.next()
        roleKey = try row.next()
        from = try row.next()
        to = try row.next()
    }

    /// Running ones first, then the latest; at most 100.
    package static func at(_ unit: UnitID, tenant: TenantID) -> Query<UnitPostRow> {
        Query(
            """
            SELECT q.person_id, p.name, q.title, r.key, q.from_on, q.to_on
            FROM post q
            JOIN person p ON p.tenant_id = q.tenant_id AND p.id = q.person_id
            JOIN role r ON r.tenant_id = q.tenant_id AND r.id = q.role_id
            WHERE q.tenant_id = \(tenant) AND q.unit_id = \(unit) ORDER BY q.to_on DESC NULLS FIRST, q.from_on DESC, q.id LIMIT 100
            """)
    }
}
