package import Domain
package import Postgres

/// Which people a list shows. Every part narrows.
package struct PeopleFilter: Hashable, Sendable {
    package enum State: String, CaseCode {
        /// Not disabled.
        case active
        case disabled
        /// Holds no post today.
        case withoutPost
        /// Has not chosen a password yet.
        case invited
    }

    package var unit: UnitID?
    package var role: RoleID?
    package var state: State?
    /// Part of a name or account.
    package var words: String

    package init(unit: UnitID? = nil, role: RoleID? = nil, state: State? = nil, words: String = "") {
        self.unit = unit
        self.role = role
        self.state = state
        self.words = words
    }

    package var isEmpty: Bool { self == PeopleFilter() }

    /// Terms about `person p`; the leading AND included.
    func terms(today: Day) -> SQL {
        var terms = SQL.empty
        if let unit { terms += " AND (p.unit_id = \(unit) OR \(Self.post(today, " AND x.unit_id = \(unit)")))" }
        if let role { terms += " AND \(Self.post(today, " AND x.role_id = \(role)"))" }
        switch state {
        case .active: terms += " AND p.disabled_at IS NULL"
        case .disabled: terms += " AND p.disabled_at IS NOT NULL"
        case .withoutPost: terms += " AND p.disabled_at IS NULL AND NOT \(Self.post(today, .empty))"
        case .invited:
            terms += """
                 AND p.disabled_at IS NULL AND EXISTS (SELECT FROM invitation i WHERE i.tenant_id = p.tenant_id AND i.person_id = p.id
                    AND i.kind = 'first') AND NOT EXISTS (SELECT FROM invitation i WHERE i.tenant_id = p.tenant_id AND i.person_id = p.id
                    AND i.used_at IS NOT NULL)
                """
        case nil: break
        }
        if !words.isEmpty { terms += " AND (position(lower(\(words)) IN lower(p.name)) > 0 OR position(lower(\(words)) IN p.account) > 0)" }
        return terms
    }

    private static func post(_ today: Day, _ more: SQL) -> SQL {
        """
        EXISTS (SELECT FROM post x WHERE x.tenant_id = p.tenant_id AND x.person_id = p.id AND x.from_on <= \(today)
            AND (x.to_on IS NULL OR x.to_on >= \(today))\(more))
        """
    }
}

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
    /// - Parameter today: decides about posts; any day does while the filter names none.
    package static func page(
        at viewpoint: UnitRef, after: PersonID? = nil, _ filter: PeopleFilter = PeopleFilter(), today: Day = Day(daysSince1970: 0)
    ) -> Query<PersonRow> {
        Query(
            """
            SELECT p.id, p.account, p.name, p.unit_id, u.name, p.disabled_at
            FROM person p JOIN org_unit u ON u.tenant_id = p.tenant_id AND u.id = p.unit_id
            WHERE p.tenant_id = \(viewpoint.tenant) AND p.id > \(after ?? PersonID(0)) AND \(viewpoint.covering(splice: .p))\
            \(filter.terms(today: today))
            ORDER BY p.id LIMIT 100
            """)
    }
}

/// A line of the list of posts.
package struct PostRow: RowDecodable {
    package let id: PostID
    package let person: PersonID
    package let personName: String
    package let role: RoleID
    package let roleKey: String
    /// For a role of the tenant's own; built-in ones are named by the interface.
    package let roleName: String
    package let roleNameEnglish: String
    package let unit: UnitID
    package let unitName: String
    package let title: String
    package let from: Day
    package let to: Day?
    /// Whom it stands in for.
    package let absentName: String?

    package init(row: inout RowCursor) throws {
        id = try row.next()
        person = try row.next()
        personName = try row.next()
        role = try row.next()
        roleKey = try row.next()
        roleName = try row.next()
        roleNameEnglish = try row.next()
        unit = try row.next()
        unitName = try row.next()
        title = try row.next()
        from = try row.next()
        to = try row.next()
        absentName = try row.next()
    }

    package func isCurrent(on day: Day) -> Bool { from <= day && (to.map { $0 >= day } ?? true) }

    private static let selection: SQL = """
        SELECT q.id, q.person_id, p.name, r.id, r.key, r.name, r.name_en, q.unit_id, u.name, q.title, q.from_on, q.to_on, absent.name
        FROM post q
        JOIN person p ON p.tenant_id = q.tenant_id AND p.id = q.person_id
        JOIN role r ON r.tenant_id = q.tenant_id AND r.id = q.role_id
        JOIN org_unit u ON u.tenant_id = q.tenant_id AND u.id = q.unit_id
        LEFT JOIN post a ON a.tenant_id = q.tenant_id AND a.id = q.deputy_for
        LEFT JOIN person absent ON absent.tenant_id = a.tenant_id AND absent.id = a.person_id
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

    /// The posts of several people that are held today, for a list of them.
    package static func current(of people: [PersonID], tenant: TenantID, today: Day) -> Query<PostRow> {
        Query(
            """
            \(selection) WHERE q.tenant_id = \(tenant) AND q.person_id = ANY (\(people)) AND q.from_on <= \(today)
                AND (q.to_on IS NULL OR q.to_on >= \(today)) ORDER BY q.id
            """)
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
        at(unit, tenant: tenant, withAny: [permission], today: today)
    }

    /// - Parameter except: somebody who is leaving.
    static func at(
        _ unit: UnitID, tenant: TenantID, withAny permissions: [Permission], today: Day, except: PersonID = PersonID(0)
    ) -> Query<Colleague> {
        Query(
            """
            SELECT p.id, p.name, min(q.title)
            FROM post q
            JOIN role r ON r.tenant_id = q.tenant_id AND r.id = q.role_id
            JOIN person p ON p.tenant_id = q.tenant_id AND p.id = q.person_id
            WHERE q.tenant_id = \(tenant) AND q.unit_id = \(unit) AND q.from_on <= \(today) AND (q.to_on IS NULL OR q.to_on >= \(today))
                AND r.permissions && \(permissions.map(\.code)) AND p.disabled_at IS NULL AND p.id <> \(except)
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
