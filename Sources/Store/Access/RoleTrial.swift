package import Domain
package import Postgres

/// What a person would see: the rooms are decided by the actor, the numbers by row security under that person's scope. No customer,
/// no ticket's content, no name but the person's own.
package struct PersonView: Sendable {
    package let actor: Actor
    /// Units the person may look from.
    package let units: [FrameUnit]
    /// The unit it is seen from: the first post's.
    package let unit: UnitRef?
    package let counts: RailCounts?
    /// Nil without a right to see tickets there.
    package let desk: DeskTiles?
}

extension WriteTransaction {
    /// What somebody sees now, by the person's own scope. It leaves a line in the audit trail, since it is looking over a shoulder.
    /// - Throws: `refused` unless the own posts keep people or roles.
    package func view(of permit: Permit<ManagePeople, ManagedPerson>) async throws -> PersonView {
        let person = permit.thing.person
        let view = try await look(as: person.id)
        audit(.personViewed, .person(person.id, label: person.account), at: person.home, [:])
        return view
    }

    /// What somebody who holds the role would see if it were saved as the draft says. The change is made, looked at and undone inside
    /// this transaction, so that the database itself answers and nothing of it stays but the line in the audit trail.
    /// - Throws: as `change`; `notFound` for a person who is not known here.
    package func tryOut(_ draft: RoleDraft, _ permit: Permit<ManageRoles, RoleRow>, as person: PersonID) async throws -> PersonView {
        let role = permit.thing
        try await change(["SAVEPOINT before_trial", RoleStatements.change(draft, id: role.id, version: role.version, tenant: tenant)])
        let view = try await look(as: person)
        try await change(["ROLLBACK TO SAVEPOINT before_trial"])
        audit(.roleTried, .role(role.id, label: role.name), at: nil, ["person": person.description])
        return view
    }

    /// The same for a role that is not there yet: the person is given it at the home unit, looked at, and loses it again.
    /// - Throws: `invalid` with field `person` when the role may not sit there; `notFound`.
    package func tryOut(_ draft: RoleDraft, _ permit: Permit<ManageRoles, TenantID>, as person: PersonID) async throws -> PersonView {
        guard let home = try await fetchFirst(PersonFacts.find(person, tenant: tenant))?.home else { throw StoreError.notFound }
        guard draft.shape.unitKinds.contains(home.kind) else { throw StoreError.invalid(FieldErrors("person", .notAChoice)) }
        try await change(["SAVEPOINT before_trial"])
        let role = try await add(draft, permit)
        let post = NewPost(person: person, role: "", unit: home.id, title: draft.name, from: try today, to: nil)
        _ = try await fetch(PeopleStatements.add(post, role: role, at: home, deputyFor: nil, now: now))
        let view = try await look(as: person)
        try await change(["ROLLBACK TO SAVEPOINT before_trial"])
        audit(.roleTried, .role(RoleID(0), label: draft.name), at: nil, ["person": person.description])
        return view
    }

    private func look(as person: PersonID) async throws -> PersonView {
        try await assuming(person) { actor in
            let units = try await fetch(Frame.switcher(tenant: tenant))
            guard let unit = actor.posts.first?.unit else {
                return PersonView(actor: actor, units: units, unit: nil, counts: nil, desk: nil)
            }
            let counts = try await fetchFirst(Frame.counts(unit))
            guard let sight = try? TicketSight(actor, at: unit) else {
                return PersonView(actor: actor, units: units, unit: unit, counts: counts, desk: nil)
            }
            let endOfDay = Instant(try today.adding(days: 1), offsetMinutes: try offsetMinutes)
            let desk = try await fetchFirst(
                DeskScope(tenant: tenant, viewpoint: unit, sight: sight).tiles(now: now, endOfDay: endOfDay))
            return PersonView(actor: actor, units: units, unit: unit, counts: counts, desk: desk)
        }
    }
}

/// Who holds which of the three administrators' duties today.
package struct DutyHolderRow: RowDecodable, Hashable {
    package let person: PersonID
    package let name: String
    package let permissions: Set<Permission>

    package init(row: inout RowCursor) throws {
        person = try row.next()
        name = try row.next()
        permissions = Set(try row.next([String].self).compactMap(Permission.init(rawValue:)))
    }

    /// Posts at the group whose role carries a duty, as far as the person sees them.
    package static func all(tenant: TenantID, today: Day) -> Query<DutyHolderRow> {
        let marks = Duty.allCases.flatMap { $0.permissions.map(\.code) }.sorted()
        return Query(
            """
            SELECT p.id, p.name, r.permissions
            FROM post q
            JOIN org_unit u ON u.tenant_id = q.tenant_id AND u.id = q.unit_id AND u.kind = 'group'
            JOIN role r ON r.tenant_id = q.tenant_id AND r.id = q.role_id
            JOIN person p ON p.tenant_id = q.tenant_id AND p.id = q.person_id AND p.disabled_at IS NULL
            WHERE q.tenant_id = \(tenant) AND q.from_on <= \(today) AND (q.to_on IS NULL OR q.to_on >= \(today))
                AND r.permissions && \(marks)
            ORDER BY q.id LIMIT 200
            """)
    }
}
