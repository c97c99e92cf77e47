package import Domain
package import Postgres

/// A person as the own page shows one.
package struct PersonFacts: RowDecodable, Hashable {
    package let id: PersonID
    package let account: String
    package let name: String
    package let home: UnitRef
    package let createdAt: Instant
    package let disabledAt: Instant?
    /// As kept when sessions were forgotten; `LastSeenRow` knows the later ones.
    package let seenAt: Instant?

    package init(row: inout RowCursor) throws {
        id = try row.next()
        account = try row.next()
        name = try row.next()
        home = try UnitRef(person: &row)
        createdAt = try row.next()
        disabledAt = try row.next()
        seenAt = try row.next()
    }

    private static let selection: SQL = """
        SELECT p.id, p.account, p.name, u.tenant_id, u.id, u.kind, u.code, u.name, u.company_id, u.project_id, u.vendor_id, p.created_at,
            p.disabled_at, p.seen_at
        FROM person p JOIN org_unit u ON u.tenant_id = p.tenant_id AND u.id = p.unit_id
        """

    /// Anybody the own posts show.
    package static func find(_ person: PersonID, tenant: TenantID) -> Query<PersonFacts> {
        Query("\(selection) WHERE p.tenant_id = \(tenant) AND p.id = \(person)")
    }

    /// Somebody who is at home or holds a post in what the viewpoint covers.
    package static func find(_ person: PersonID, at viewpoint: UnitRef) -> Query<PersonFacts> {
        Query(
            """
            \(selection) WHERE p.tenant_id = \(viewpoint.tenant) AND p.id = \(person) AND (\(viewpoint.covering(splice: .p))
                OR EXISTS (SELECT FROM post q WHERE q.tenant_id = p.tenant_id AND q.person_id = p.id
                    AND \(viewpoint.covering(splice: .q))))
            """)
    }
}

extension UnitRef {
    /// tenant, id, kind, code, name, company, project, vendor.
    init(person row: inout RowCursor) throws {
        let tenant: TenantID = try row.next()
        self.init(
            id: try row.next(), tenant: tenant, kind: try row.next(), code: try row.next(), name: try row.next(),
            company: try row.next(), project: try row.next(), vendor: try row.next())
    }
}

/// When somebody was last here, and how many sessions are open.
package struct LastSeenRow: RowDecodable, Hashable {
    package let person: PersonID
    package let sessions: Int
    package let seenAt: Instant?

    package init(row: inout RowCursor) throws {
        person = try row.next()
        sessions = try row.next()
        seenAt = try row.next()
    }

    package static func of(_ person: PersonID, tenant: TenantID, now: Instant) -> Query<LastSeenRow> {
        Query("SELECT person_id, sessions, seen_at FROM app.last_seen(\(tenant), \(person), \(now))")
    }
}

/// One of a person's posts that is not over, also where the own posts do not look: what decides whether one may manage the person.
struct HeldPostRow: RowDecodable, Hashable {
    let id: PostID
    let role: RoleID
    let from: Day
    let to: Day?
    let shape: RoleShape
    let unit: UnitRef

    init(row: inout RowCursor) throws {
        id = try row.next()
        role = try row.next()
        from = try row.next()
        to = try row.next()
        shape = RoleShape(
            unitKinds: Set(try row.next([String].self).compactMap(UnitKind.init(rawValue:))),
            permissions: Set(try row.next([String].self).compactMap(Permission.init(rawValue:))), reach: try row.next(),
            compensation: CompensationLimit(below: try row.next(Int64?.self)))
        unit = try UnitRef(person: &row)
    }

    static func of(_ person: PersonID, tenant: TenantID, today: Day) -> Query<HeldPostRow> {
        Query(
            """
            SELECT post_id, role_id, from_on, to_on, unit_kinds, permissions, reach, compensation_below,
                \(tenant), unit_id, unit_kind, unit_code, unit_name, company_id, project_id, vendor_id
            FROM app.posts_of(\(tenant), \(person), \(today))
            """)
    }
}

/// Somebody the asker may manage.
package struct ManagedPerson: Sendable {
    package let person: PersonFacts
    let posts: [HeldPostRow]
}

extension Transaction {
    /// A person to change, reset, disable or look at: at home in the own reach, and holding nothing that the own posts could not give.
    /// Without the second half whoever resets a password would have what the password opens.
    /// - Throws: `notFound`; `refused(.peopleManage)`, also for oneself, so that a tenant keeps who can administer it.
    package func access(_ person: PersonID, for purpose: ManagePeople.Type) async throws -> Permit<ManagePeople, ManagedPerson> {
        let (people, posts) = try await fetch(
            PersonFacts.find(person, tenant: tenant), HeldPostRow.of(person, tenant: tenant, today: try today))
        guard let found = people.first else { throw StoreError.notFound }
        let actor = try actor
        guard actor.covers(found.home) else { throw StoreError.notFound }
        guard person != actor.person, actor.covers(found.home, with: .peopleManage),
            posts.allSatisfy({ actor.problem(giving: $0.shape.anywhere, at: $0.unit) == nil })
        else { throw StoreError.refused(.peopleManage) }
        return Permit(ManagedPerson(person: found, posts: posts))
    }

    /// Whether `access` would let the asker in; for buttons.
    package func mayManage(_ person: PersonID) async throws -> Bool {
        do {
            _ = try await access(person, for: ManagePeople.self)
            return true
        } catch StoreError.refused {
            return false
        } catch StoreError.notFound {
            return false
        }
    }
}

extension RoleShape {
    /// A post that is held may sit where a changed role may not any more; that is no reason to leave it unmanaged.
    var anywhere: RoleShape {
        var shape = self
        shape.unitKinds = Set(UnitKind.allCases)
        return shape
    }
}
