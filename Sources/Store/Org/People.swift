package import Domain
internal import Postgres

/// Fields: unit, account, name. The person alone chooses the password, by an invitation.
package struct NewPerson: Hashable, Sendable {
    package let unit: UnitID
    package let account: String
    package let name: String

    package init(unit: UnitID, account: String, name: String) {
        self.unit = unit
        self.account = account
        self.name = name
    }

    package static func read(_ fields: [String: String]) -> Result<NewPerson, FieldErrors> {
        var form = FormReader(fields)
        let command = NewPerson(
            unit: form.id("unit"), account: form.matching("account", max: 41) { AccountName.isAccount($0) },
            name: form.text("name", max: 40))
        return form.result(command)
    }
}

/// What may be corrected about a person. Fields: name, unit.
package struct PersonChange: Hashable, Sendable {
    package let name: String
    /// The home unit.
    package let unit: UnitID

    package static func read(_ fields: [String: String]) -> Result<PersonChange, FieldErrors> {
        var form = FormReader(fields)
        return form.result(PersonChange(name: form.text("name", max: 40), unit: form.id("unit")))
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
        audit(.personAdded, .person(id, label: person.account), at: permit.thing, [:])
        return id
    }

    /// Another name, another home.
    /// - Parameter home: for the new home unit.
    package func change(
        _ change: PersonChange, _ permit: Permit<ManagePeople, ManagedPerson>, home: Permit<ManagePeople, UnitRef>
    ) async throws {
        let person = permit.thing.person
        guard home.thing.id == change.unit else { throw StoreError.notFound }
        let touched = try await self.change([PeopleStatements.change(change, person.id, to: home.thing)])
        guard touched == [1] else { throw StoreError.notFound }
        audit(
            .personChanged, .person(person.id, label: person.account), at: home.thing,
            ["from": person.home.code, "to": home.thing.code, "fields": person.name == change.name ? "unit" : "name"])
    }

    /// Signed out everywhere at once, and never in again; what is in the person's hands goes to others first (ACCESS-P8, ORG-R13).
    /// - Throws: `invalid` with a field for each unit whose matters nobody takes; `notFound` for somebody disabled before.
    package func disable(_ permit: Permit<ManagePeople, ManagedPerson>, handing plan: HandOverPlan) async throws {
        let person = permit.thing.person
        try await handOver(permit, plan)
        let touched = try await change([
            PeopleStatements.disable(tenant: tenant, person.id, now: now),
            PeopleStatements.endAll(tenant: tenant, person.id, on: try today),
        ])
        guard touched[0] == 1 else { throw StoreError.notFound }
        _ = try await fetch(InvitationStatements.signOut(person.id, tenant: tenant, now: now))
        try await change([InvitationStatements.endOpen(person.id, tenant: tenant, now: now)])
        audit(.personDisabled, .person(person.id, label: person.account), at: person.home, [:])
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

    static func change(_ change: PersonChange, _ person: PersonID, to home: UnitRef) -> SQL {
        """
        UPDATE person SET name = \(change.name), unit_id = \(home.id), company_id = \(home.company), project_id = \(home.project),
            vendor_id = \(home.vendor)
        WHERE tenant_id = \(home.tenant) AND id = \(person) AND disabled_at IS NULL
        """
    }

    /// Also waits for whoever else gives the person something now.
    static func isActive(tenant: TenantID, _ person: PersonID) -> Query<Single<PersonID>> {
        Query("SELECT id FROM person WHERE tenant_id = \(tenant) AND id = \(person) AND disabled_at IS NULL FOR UPDATE")
    }

    static func add(
        _ post: NewPost, role: RoleID, at unit: UnitRef, deputyFor: PostID?, now: Instant
    ) -> Query<Single<PostID>> {
        Query(
            """
            INSERT INTO post (tenant_id, person_id, role_id, unit_id, company_id, project_id, vendor_id, title, from_on, to_on, deputy_for,
                created_at)
            VALUES (\(unit.tenant), \(post.person), \(role), \(unit.id), \(unit.company), \(unit.project), \(unit.vendor), \(post.title),
                \(post.from), \(post.to), \(deputyFor), \(now))
            RETURNING id
            """)
    }

    /// Never later than it already ends: a longer post is a new one.
    static func end(tenant: TenantID, _ post: PostID, unit: UnitID, on day: Day) -> SQL {
        """
        UPDATE post SET to_on = \(day)
        WHERE tenant_id = \(tenant) AND id = \(post) AND unit_id = \(unit) AND (to_on IS NULL OR to_on >= \(day))
        """
    }

    static func endAll(tenant: TenantID, _ person: PersonID, on day: Day) -> SQL {
        """
        UPDATE post SET to_on = \(day)
        WHERE tenant_id = \(tenant) AND person_id = \(person) AND from_on <= \(day) AND (to_on IS NULL OR to_on > \(day))
        """
    }

    static func disable(tenant: TenantID, _ person: PersonID, now: Instant) -> SQL {
        "UPDATE person SET disabled_at = \(now) WHERE tenant_id = \(tenant) AND id = \(person) AND disabled_at IS NULL"
    }
}
