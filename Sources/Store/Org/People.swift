package import Domain
internal import Postgres

/// Fields: unit, account, name, password.
package struct NewPerson: Hashable, Sendable {
    package let unit: UnitID
    package let account: String
    package let name: String
    /// The first one; it must be changed at the first sign-in.
    package let password: String

    package init(unit: UnitID, account: String, name: String, password: String) {
        self.unit = unit
        self.account = account
        self.name = name
        self.password = password
    }

    package static func read(_ fields: [String: String]) -> Result<NewPerson, FieldErrors> {
        var form = FormReader(fields)
        let unit: UnitID = form.id("unit")
        let account = form.matching("account", max: 41) { AccountName.isAccount($0) }
        let name = form.text("name", max: 40)
        let password = fields["password"] ?? ""
        if let problem = PasswordRule.problem(with: password, account: account) { form.add("password", problem) }
        return form.result(NewPerson(unit: unit, account: account, name: name, password: password))
    }
}

/// 岗位. Fields: person, role (its key), unit, title, from, to.
package struct NewPost: Hashable, Sendable {
    package let person: PersonID
    package let role: String
    package let unit: UnitID
    package let title: String
    package let from: Day
    package let to: Day?

    package init(person: PersonID, role: String, unit: UnitID, title: String, from: Day, to: Day?) {
        self.person = person
        self.role = role
        self.unit = unit
        self.title = title
        self.from = from
        self.to = to
    }

    package static func read(_ fields: [String: String]) -> Result<NewPost, FieldErrors> {
        var form = FormReader(fields)
        let command = NewPost(
            person: form.id("person"), role: form.text("role", max: 60), unit: form.id("unit"), title: form.text("title", max: 40),
            from: form.day("from"), to: form.optionalDay("to"))
        if let to = command.to, form.errors["from"] == nil, to < command.from { form.add("to", .notADate) }
        return form.result(command)
    }
}

extension WriteTransaction {
    /// - Parameter permit: for the home unit.
    /// - Parameter passwordHash: from `PasswordHasher`, made before the transaction so that no connection waits for it.
    /// - Throws: `notFound`; `constraint` "person_account_key".
    package func add(_ person: NewPerson, passwordHash: String, _ permit: Permit<ManagePeople, UnitRef>) async throws -> PersonID {
        guard permit.thing.id == person.unit else { throw StoreError.notFound }
        let add = PeopleStatements.add(person, at: permit.thing, now: now)
        guard let id = try await fetchFirst(add)?.value else { throw StoreError.closed }
        try await change([CredentialStatements.add(tenant: tenant, person: id, hash: passwordHash, now: now)])
        audit(.personAdded, .person(id, label: person.account), at: permit.thing)
        return id
    }

    /// - Parameter permit: for the unit of the post.
    /// - Throws: `notFound`; `invalid` with field `role` when such a post cannot sit at such a unit, with field `person` when unknown
    ///   or disabled.
    package func add(_ post: NewPost, _ permit: Permit<ManagePeople, UnitRef>) async throws -> PostID {
        guard permit.thing.id == post.unit else { throw StoreError.notFound }
        let (people, roles) = try await fetch(
            PeopleStatements.isActive(tenant: tenant, post.person), RoleRow.all(tenant: tenant, today: try today))
        guard !people.isEmpty else { throw StoreError.invalid(FieldErrors("person", .notFound)) }
        guard let role = roles.first(where: { $0.key == post.role }), role.unitKinds.contains(permit.thing.kind) else {
            throw StoreError.invalid(FieldErrors("role", .notAChoice))
        }
        let add = PeopleStatements.add(post, role: role.id, at: permit.thing, now: now)
        guard let id = try await fetchFirst(add)?.value else { throw StoreError.closed }
        audit(
            .postAdded, .post(id, label: permit.thing.code), at: permit.thing,
            [
                "person": post.person.description, "role": role.key, "title": post.title, "from": post.from.isoText,
                "to": post.to?.isoText ?? "",
            ])
        return id
    }

    /// The post is held until and including the day (ACCESS-P8). Nobody ends the own: whoever administers stays able to.
    /// - Throws: `notFound`; `refused(.peopleManage)` for the own post; `constraint` "post_period" for a day before its begin.
    package func end(_ post: PostID, on day: Day, _ permit: Permit<ManagePeople, UnitRef>) async throws {
        let holder = try await fetchFirst(PeopleStatements.holder(tenant: tenant, post))?.value
        guard try holder != actor.person else { throw StoreError.refused(.peopleManage) }
        let touched = try await change([PeopleStatements.end(tenant: tenant, post, unit: permit.thing.id, on: day)])
        guard touched == [1] else { throw StoreError.notFound }
        audit(.postEnded, .post(post, label: permit.thing.code), at: permit.thing, ["on": day.isoText])
    }

    /// Signed out everywhere at once, and never in again.
    /// - Parameter permit: for the home unit.
    /// - Throws: `notFound`; `refused(.peopleManage)` for oneself, so that a tenant keeps who can administer it.
    package func disable(_ person: PersonID, _ permit: Permit<ManagePeople, UnitRef>) async throws {
        guard try person != actor.person else { throw StoreError.refused(.peopleManage) }
        let touched = try await change([PeopleStatements.disable(tenant: tenant, person, unit: permit.thing.id, now: now)])
        guard touched == [1] else { throw StoreError.notFound }
        audit(.personDisabled, .person(person, label: ""), at: permit.thing)
    }
}

enum PeopleStatements {
    static func add(_ person: NewPerson, at unit: UnitRef, now: Instant) -> Query<Single<PersonID>> {
        Query(
            """
            INSERT INTO person (tenant_id, unit_id, company_id, project_id, vendor_id, account, name, created_at)
            VALUES (\(unit.tenant), \(unit.id), \(unit.company), \(unit.project), \(unit.vendor), \(person.account), \(person.name), \(now))
            RETURNING id
            """)
    }

    static func isActive(tenant: TenantID, _ person: PersonID) -> Query<Single<PersonID>> {
        Query("SELECT id FROM person WHERE tenant_id = \(tenant) AND id = \(person) AND disabled_at IS NULL")
    }

    static func add(_ post: NewPost, role: RoleID, at unit: UnitRef, now: Instant) -> Query<Single<PostID>> {
        Query(
            """
            INSERT INTO post (tenant_id, person_id, role_id, unit_id, company_id, project_id, vendor_id, title, from_on, to_on, created_at)
            VALUES (\(unit.tenant), \(post.person), \(role), \(unit.id), \(unit.company), \(unit.project), \(unit.vendor), \(post.title),
                \(post.from), \(post.to), \(now))
            RETURNING id
            """)
    }

    static func holder(tenant: TenantID, _ post: PostID) -> Query<Single<PersonID>> {
        Query("SELECT person_id FROM post WHERE tenant_id = \(tenant) AND id = \(post)")
    }

    static func end(tenant: TenantID, _ post: PostID, unit: UnitID, on day: Day) -> SQL {
        "UPDATE post SET to_on = \(day) WHERE tenant_id = \(tenant) AND id = \(post) AND unit_id = \(unit)"
    }

    static func disable(tenant: TenantID, _ person: PersonID, unit: UnitID, now: Instant) -> SQL {
        """
        UPDATE person SET disabled_at = \(now)
        WHERE tenant_id = \(tenant) AND id = \(person) AND unit_id = \(unit) AND disabled_at IS NULL
        """
    }
}
