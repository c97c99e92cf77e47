package import Domain
package import Postgres

/// A line of the list of people.
package struct PersonRow: RowDecodable {
    package let id: PersonID
    package let account: String
    package let name: String
    package let unit: UnitID
    package let unitName: String
    package let disabledAt: Instant?

    package init(row: inout RowCursor) throws {
        id = try row.next()
        account = try row.next()
        name = try row.next()
        unit = try row.next()
        unitName = try row.next()
        disabledAt = try row.next()
    }

    /// A hundred people at home in what the viewpoint covers, after the given one.
    package static func page(at viewpoint: UnitRef, after: PersonID? = nil) -> Query<PersonRow> {
        Query(
            """
            SELECT p.id, p.account, p.name, p.unit_id, u.name, p.disabled_at
            FROM person p JOIN org_unit u ON u.tenant_id = p.tenant_id AND u.id = p.unit_id
            WHERE p.tenant_id = \(viewpoint.tenant) AND p.id > \(after ?? PersonID(0)) AND \(viewpoint.covering(splice: .p))
            ORDER BY p.id LIMIT 100
            """)
    }
}

/// A line of the list of posts.
package struct PostRow: RowDecodable {
    package let id: PostID
    package let person: PersonID
    package let personName: String
    package let roleKey: String
    package let unit: UnitID
    package let unitName: String
    package let title: String
    package let from: Day
    package let to: Day?

    package init(row: inout RowCursor) throws {
        id = try row.next()
        person = try row.next()
        personName = try row.next()
        roleKey = try row.next()
        unit = try row.next()
        unitName = try row.next()
        title = try row.next()
        from = try row.next()
        to = try row.next()
    }

    private static let selection: SQL = """
        SELECT q.id, q.person_id, p.name, r.key, q.unit_id, u.name, q.title, q.from_on, q.to_on
        FROM post q
        JOIN person p ON p.tenant_id = q.tenant_id AND p.id = q.person_id
        JOIN role r ON r.tenant_id = q.tenant_id AND r.id = q.role_id
        JOIN org_unit u ON u.tenant_id = q.tenant_id AND u.id = q.unit_id
        """

    /// Two hundred posts in what the viewpoint covers, after the given one.
    package static func page(at viewpoint: UnitRef, after: PostID? = nil) -> Query<PostRow> {
        Query(
            """
            \(selection)
            WHERE q.tenant_id = \(viewpoint.tenant) AND q.id > \(after ?? PostID(0)) AND \(viewpoint.covering(splice: .q))
            ORDER BY q.id LIMIT 200
            """)
    }

    /// All posts of one person, newest first.
    package static func of(_ person: PersonID, tenant: TenantID) -> Query<PostRow> {
        Query("\(selection) WHERE q.tenant_id = \(tenant) AND q.person_id = \(person) ORDER BY q.from_on DESC, q.id DESC")
    }
}

/// Somebody with a post at a unit today: who work can be given to.
package struct Colleague: RowDecodable, Hashable {
    package let person: PersonID
    package let name: String
    package let title: String

    package init(row: inout RowCursor) throws {
        person = try row.next()
        name = try row.next()
        title = try row.next()
    }

    /// People with a post exactly at the unit today that carries the permission, by name; a person with two posts appears once.
    package static func at(_ unit: UnitID, tenant: TenantID, with permission: Permission, today: Day) -> Query<Colleague> {
        Query(
            """
            SELECT p.id, p.name, min(q.title)
            FROM post q
            JOIN role r ON r.tenant_id = q.tenant_id AND r.id = q.role_id
            JOIN person p ON p.tenant_id = q.tenant_id AND p.id = q.person_id
            WHERE q.tenant_id = \(tenant) AND q.unit_id = \(unit) AND q.from_on <= \(today) AND (q.to_on IS NULL OR q.to_on >= \(today))
                AND \(permission) = ANY (r.permissions) AND p.disabled_at IS NULL
            GROUP BY p.id, p.name ORDER BY p.name, p.id LIMIT 200
            """)
    }
}

/// The aliases under which a row with unit columns stands in a statement.
enum UnitAlias: String, SQLFragment {
    case p, q

    var sql: StaticString {
        switch self {
        case .p: "p"
        case .q: "q"
        }
    }
}

extension UnitRef {
    /// What of people and posts this unit covers: as `covers`, in columns.
    func covering(splice alias: UnitAlias) -> SQL {
        switch kind {
        case .group: "true"
        case .company: "\(splice: alias).company_id = \(id)"
        case .vendor: "\(splice: alias).vendor_id = \(id)"
        case .project, .vendorSite: "\(splice: alias).unit_id = \(id)"
        }
    }
}
