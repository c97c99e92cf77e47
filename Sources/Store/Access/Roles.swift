package import Domain
package import Postgres

/// A role as the tenant has it: a row of the permission matrix.
package struct RoleRow: RowDecodable {
    package let id: RoleID
    package let key: String
    package let isBuiltIn: Bool
    package let name: String
    package let nameEnglish: String
    package let unitKinds: Set<UnitKind>
    package let permissions: Set<Permission>
    package let compensation: CompensationLimit
    /// Posts held today, as far as the person sees them.
    package let holders: Int

    package init(row: inout RowCursor) throws {
        id = try row.next()
        key = try row.next()
        isBuiltIn = try row.next()
        name = try row.next()
        nameEnglish = try row.next()
        unitKinds = Set(try row.next([String].self).compactMap(UnitKind.init(rawValue:)))
        permissions = Set(try row.next([String].self).compactMap(Permission.init(rawValue:)))
        compensation = CompensationLimit(below: try row.next(Int64?.self))
        holders = try row.next()
    }

    /// All roles of the tenant, built-in ones in the order they were founded.
    package static func all(tenant: TenantID, today: Day) -> Query<RoleRow> {
        Query(
            """
            SELECT r.id, r.key, r.built_in, r.name, r.name_en, r.unit_kinds, r.permissions, r.compensation_below,
                (SELECT count(*) FROM post p WHERE p.tenant_id = \(tenant) AND p.role_id = r.id
                    AND p.from_on <= \(today) AND (p.to_on IS NULL OR p.to_on >= \(today)))
            FROM role r WHERE r.tenant_id = \(tenant) ORDER BY r.built_in DESC, r.id
            """)
    }
}
