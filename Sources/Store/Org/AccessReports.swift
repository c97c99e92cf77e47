package import Domain
package import Postgres

/// A post held today with its role and unit: who can see something, and why (ACCESS-P7).
package struct AccessRow: RowDecodable, Hashable {
    package let person: PersonID
    package let personName: String
    package let title: String
    package let roleKey: String
    package let roleName: String
    package let roleNameEnglish: String
    package let shape: RoleShape
    package let unit: UnitRef

    package init(row: inout RowCursor) throws {
        person = try row.next()
        personName = try row.next()
        title = try row.next()
        roleKey = try row.next()
        roleName = try row.next()
        roleNameEnglish = try row.next()
        shape = RoleShape(
            unitKinds: Set(try row.next([String].self).compactMap(UnitKind.init(rawValue:))),
            permissions: Set(try row.next([String].self).compactMap(Permission.init(rawValue:))), reach: try row.next(),
            compensation: CompensationLimit(below: try row.next(Int64?.self)))
        unit = try UnitRef(person: &row)
    }

    private static let selection: SQL = """
        SELECT p.id, p.name, q.title, r.key, r.name, r.name_en, r.unit_kinds, r.permissions, r.reach, r.compensation_below,
            u.tenant_id, u.id, u.kind, u.code, u.name, u.company_id, u.project_id, u.vendor_id
        FROM post q
        JOIN person p ON p.tenant_id = q.tenant_id AND p.id = q.person_id AND p.disabled_at IS NULL
        JOIN role r ON r.tenant_id = q.tenant_id AND r.id = q.role_id
        JOIN org_unit u ON u.tenant_id = q.tenant_id AND u.id = q.unit_id AND u.closed_at IS NULL
        """

    private static func current(_ today: Day) -> SQL { "q.from_on <= \(today) AND (q.to_on IS NULL OR q.to_on >= \(today))" }

    /// Of one person.
    package static func of(_ person: PersonID, tenant: TenantID, today: Day) -> Query<AccessRow> {
        Query("\(selection) WHERE q.tenant_id = \(tenant) AND q.person_id = \(person) AND \(current(today)) ORDER BY q.id")
    }

    /// That look after the unit by the tree or by their role's reach, or serve its project today (ORG-R15); the widest first, at most
    /// 1,000, and as far as the own posts show them.
    package static func around(_ unit: UnitRef, today: Day) -> Query<AccessRow> {
        let above = [unit.id, unit.company, unit.vendor].compactMap(\.self)
        return Query(
            """
            \(selection) WHERE q.tenant_id = \(unit.tenant) AND \(current(today)) AND (u.kind = 'group' OR u.id = ANY (\(above))
                OR r.reach = 'tenant' OR EXISTS (SELECT FROM engagement e WHERE e.tenant_id = q.tenant_id AND e.project_id = \(unit.project)
                    AND e.from_on <= \(today) AND (e.to_on IS NULL OR e.to_on >= \(today)) AND e.vendor_id = u.vendor_id
                    AND (u.kind = 'vendor' OR u.project_id = e.project_id)))
            ORDER BY CASE u.kind WHEN 'group' THEN 0 WHEN 'company' THEN 1 WHEN 'vendor' THEN 1 ELSE 2 END, u.id, q.id LIMIT 1000
            """)
    }
}

/// An account that nobody used for a long time, or never.
package struct IdleRow: RowDecodable, Hashable {
    package let id: PersonID
    package let account: String
    package let name: String
    package let unitName: String
    package let createdAt: Instant
    package let seenAt: Instant?
    package let posts: Int

    package init(row: inout RowCursor) throws {
        id = try row.next()
        account = try row.next()
        name = try row.next()
        unitName = try row.next()
        createdAt = try row.next()
        seenAt = try row.next()
        posts = try row.next()
    }

    /// Not disabled, at home in what the viewpoint covers, not seen since; the longest first, at most 500.
    package static func all(at viewpoint: UnitRef, since: Instant, today: Day, now: Instant) -> Query<IdleRow> {
        Query(
            """
            SELECT p.id, p.account, p.name, u.name, p.created_at, greatest(p.seen_at, s.seen_at),
                (SELECT count(*) FROM post q WHERE q.tenant_id = p.tenant_id AND q.person_id = p.id AND q.from_on <= \(today)
                    AND (q.to_on IS NULL OR q.to_on >= \(today)))
            FROM person p
            JOIN org_unit u ON u.tenant_id = p.tenant_id AND u.id = p.unit_id
            LEFT JOIN app.last_seen(\(viewpoint.tenant), NULL, \(now)) s ON s.person_id = p.id
            WHERE p.tenant_id = \(viewpoint.tenant) AND p.disabled_at IS NULL AND p.created_at < \(since)
                AND coalesce(greatest(p.seen_at, s.seen_at), p.created_at) < \(since) AND \(viewpoint.covering(splice: .p))
            ORDER BY coalesce(greatest(p.seen_at, s.seen_at), p.created_at), p.id LIMIT 500
            """)
    }
}

/// Somebody without a post in whose hands open matters still are.
package struct UnheldRow: RowDecodable, Hashable {
    package let person: PersonID
    package let name: String
    package let unitName: String
    package let matters: Int

    package init(row: inout RowCursor) throws {
        person = try row.next()
        name = try row.next()
        unitName = try row.next()
        matters = try row.next()
    }

    package static func all(at viewpoint: UnitRef, today: Day) -> Query<UnheldRow> {
        Query(
            """
            SELECT p.id, p.name, u.name, h.matters
            FROM app.unheld(\(viewpoint.tenant), \(today)) h
            JOIN person p ON p.tenant_id = \(viewpoint.tenant) AND p.id = h.person_id
            JOIN org_unit u ON u.tenant_id = p.tenant_id AND u.id = p.unit_id
            WHERE \(viewpoint.covering(splice: .p)) ORDER BY h.matters DESC, p.id LIMIT 500
            """)
    }
}
