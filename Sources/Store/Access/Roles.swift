package import Domain
package import Postgres

/// A role as the tenant has it.
package struct RoleRow: RowDecodable, Hashable {
    package let id: RoleID
    package let key: String
    package let isBuiltIn: Bool
    package let name: String
    package let nameEnglish: String
    /// What it is for, in the tenant's own words.
    package let note: String
    package let unitKinds: Set<UnitKind>
    package let permissions: Set<Permission>
    package let reach: Reach
    package let compensation: CompensationLimit
    package let version: Int
    /// Not given to anybody any more since; who holds it keeps it.
    package let retiredAt: Instant?
    /// Posts held today, as far as the person sees them.
    package let holders: Int

    package init(row: inout RowCursor) throws {
        id = try row.next()
        key = try row.next()
        isBuiltIn = try row.next()
        name = try row.next()
        nameEnglish = try row.next()
        note = try row.next()
        unitKinds = Set(try row.next([String].self).compactMap(UnitKind.init(rawValue:)))
        permissions = Set(try row.next([String].self).compactMap(Permission.init(rawValue:)))
        reach = try row.next()
        compensation = CompensationLimit(below: try row.next(Int64?.self))
        version = try row.next()
        retiredAt = try row.next()
        holders = try row.next()
    }

    package var shape: RoleShape {
        RoleShape(unitKinds: unitKinds, permissions: permissions, reach: reach, compensation: compensation)
    }

    private static func selection(today: Day) -> SQL {
        """
        SELECT r.id, r.key, r.built_in, r.name, r.name_en, r.note, r.unit_kinds, r.permissions, r.reach, r.compensation_below, r.version,
            r.retired_at, (SELECT count(*) FROM post p WHERE p.tenant_id = r.tenant_id AND p.role_id = r.id
                AND p.from_on <= \(today) AND (p.to_on IS NULL OR p.to_on >= \(today)))
        FROM role r
        """
    }

    /// All roles of the tenant: built-in ones in the order they were founded, then the tenant's own, retired ones last.
    package static func all(tenant: TenantID, today: Day) -> Query<RoleRow> {
        Query(
            """
            \(selection(today: today)) WHERE r.tenant_id = \(tenant) ORDER BY r.built_in DESC, r.retired_at IS NOT NULL, r.id
            """)
    }

    package static func one(tenant: TenantID, _ role: RoleID, today: Day) -> Query<RoleRow> {
        Query("\(selection(today: today)) WHERE r.tenant_id = \(tenant) AND r.id = \(role)")
    }
}

/// Somebody who holds a role now or later, with everything else the person holds then: what a change of the role must not put into one
/// hand (`Duty`).
struct RoleHolderRow: RowDecodable {
    let person: PersonID
    /// Of all other posts that are not over.
    let otherPermissions: [String]

    init(row: inout RowCursor) throws {
        person = try row.next()
        otherPermissions = try row.next()
    }

    static func of(_ role: RoleID, tenant: TenantID, today: Day) -> Query<RoleHolderRow> {
        Query(
            """
            SELECT h.person_id, ARRAY(SELECT DISTINCT unnest(r.permissions) FROM post q
                JOIN role r ON r.tenant_id = q.tenant_id AND r.id = q.role_id
                WHERE q.tenant_id = \(tenant) AND q.person_id = h.person_id AND q.role_id <> \(role)
                    AND (q.to_on IS NULL OR q.to_on >= \(today)))
            FROM (SELECT DISTINCT person_id FROM post WHERE tenant_id = \(tenant) AND role_id = \(role)
                AND (to_on IS NULL OR to_on >= \(today))) h
            """)
    }
}
