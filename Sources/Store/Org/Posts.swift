package import Domain
internal import Postgres

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

/// Somebody who stands in for a post while its holder is absent. Fields: person, from, to.
package struct NewDeputy: Hashable, Sendable {
    /// The absent person's.
    package let post: PostID
    package let person: PersonID
    package let from: Day
    package let to: Day

    package init(post: PostID, person: PersonID, from: Day, to: Day) {
        self.post = post
        self.person = person
        self.from = from
        self.to = to
    }

    package static func read(_ fields: [String: String], for post: PostID) -> Result<NewDeputy, FieldErrors> {
        var form = FormReader(fields)
        let command = NewDeputy(post: post, person: form.id("person"), from: form.day("from"), to: form.day("to"))
        if form.errors["from"] == nil, form.errors["to"] == nil, command.to < command.from { form.add("to", .notADate) }
        return form.result(command)
    }
}

extension WriteTransaction {
    /// - Parameter permit: for the unit of the post.
    /// - Throws: `notFound`; `refused(.peopleManage)` for oneself; `invalid` with field `role` when such a post cannot sit at such a unit,
    ///   when the own posts cannot give it (delegated administration) or when it would put two administrators' duties into one hand,
    ///   with field `person` when unknown or disabled.
    package func add(_ post: NewPost, _ permit: Permit<ManagePeople, UnitRef>) async throws -> PostID {
        guard permit.thing.id == post.unit else { throw StoreError.notFound }
        let (people, _, roles) = try await fetch(
            PeopleStatements.isActive(tenant: tenant, post.person), RoleStatements.hold(tenant: tenant, key: post.role),
            RoleRow.all(tenant: tenant, today: try today))
        guard !people.isEmpty else { throw StoreError.invalid(FieldErrors("person", .notFound)) }
        guard let role = roles.first(where: { $0.key == post.role }), role.retiredAt == nil, role.unitKinds.contains(permit.thing.kind)
        else { throw StoreError.invalid(FieldErrors("role", .notAChoice)) }
        return try await give(post, role, at: permit.thing, deputyFor: nil)
    }

    /// A dated post beside the absent person's, with the same role at the same unit; whoever reads what the deputy does reads for whom.
    /// - Parameter permit: for the unit of the absent person's post.
    /// - Throws: as `add`; `notFound` for a post that is not there, or is a deputy's itself; `invalid` with field `person` for the absent
    ///   person, with field `to` beyond the end of the post.
    package func add(_ deputy: NewDeputy, _ permit: Permit<ManagePeople, UnitRef>) async throws -> PostID {
        let (posts, people, roles) = try await fetch(
            DeputisedPostRow.find(deputy.post, tenant: tenant), PeopleStatements.isActive(tenant: tenant, deputy.person),
            RoleRow.all(tenant: tenant, today: try today))
        guard let absent = posts.first, absent.unit == permit.thing.id, let role = roles.first(where: { $0.id == absent.role }) else {
            throw StoreError.notFound
        }
        guard !people.isEmpty, absent.person != deputy.person else { throw StoreError.invalid(FieldErrors("person", .notFound)) }
        if let end = absent.to, deputy.to > end { throw StoreError.invalid(FieldErrors("to", .notADate)) }
        let title = "\(absent.title)（代\(absent.personName)）"
        let post = NewPost(
            person: deputy.person, role: role.key, unit: absent.unit, title: title, from: deputy.from, to: deputy.to)
        return try await give(post, role, at: permit.thing, deputyFor: deputy.post)
    }

    private func give(_ post: NewPost, _ role: RoleRow, at unit: UnitRef, deputyFor absent: PostID?) async throws -> PostID {
        guard try post.person != actor.person else { throw StoreError.refused(.peopleManage) }
        if let problem = try await problem(giving: role, to: post.person, at: unit, from: post.from, to: post.to) {
            throw StoreError.invalid(FieldErrors([problem]))
        }
        let add = PeopleStatements.add(post, role: role.id, at: unit, deputyFor: absent, now: now)
        guard let id = try await fetchFirst(add)?.value else { throw StoreError.closed }
        audit(
            absent == nil ? .postAdded : .deputyAdded, .post(id, label: role.isBuiltIn ? role.key : role.name), at: unit,
            ["person": post.person.description, "from": post.from.isoText, "to": post.to?.isoText ?? ""])
        return id
    }

    /// What keeps the actor from giving the role there; nil when nothing does. By the fields of the form of a post.
    /// - Parameter person: nil for somebody who has no account yet.
    func problem(
        giving role: RoleRow, to person: PersonID?, at unit: UnitRef, from: Day, to: Day?
    ) async throws -> FieldError? {
        if let problem = try actor.problem(giving: role.shape, at: unit) { return problem }
        guard let person else { return Duty.of(role.permissions).count <= 1 ? nil : FieldError("role", .dutyConflict) }
        let held = try await fetch(HeldPostRow.of(person, tenant: tenant, today: min(from, try today)))
        let together = held.filter { other in (other.to ?? from) >= from && other.from <= (to ?? other.from) }
        let permissions = together.reduce(into: role.permissions) { $0.formUnion($1.shape.permissions) }
        return Duty.of(permissions).count <= 1 ? nil : FieldError("role", .dutyConflict)
    }

    /// The post is held until and including the day; what is in the person's hands there goes to others first (ACCESS-P8, ORG-R13). Nobody
    /// ends the own: whoever administers stays able to.
    /// - Parameter permit: for the unit of the post.
    /// - Throws: `notFound`, also for a day after the end it already has; `refused(.peopleManage)` for the own post, and for one that the
    ///   own posts could not give; `invalid` with a field for each unit whose matters nobody takes; `constraint` "post_period" for a day
    ///   before its begin.
    package func end(_ post: PostID, on day: Day, handing plan: HandOverPlan = .nothing, _ permit: Permit<ManagePeople, UnitRef>)
        async throws
    {
        guard let found = try await fetchFirst(DeputisedPostRow.any(post, tenant: tenant)), found.unit == permit.thing.id else {
            throw StoreError.notFound
        }
        let actor = try actor
        guard found.person != actor.person, actor.covers(permit.thing, with: .peopleManage) else { throw StoreError.refused(.peopleManage) }
        let held = try await fetch(HeldPostRow.of(found.person, tenant: tenant, today: try today))
        if let given = held.first(where: { $0.id == post }), actor.problem(giving: given.shape.anywhere, at: given.unit) != nil {
            throw StoreError.refused(.peopleManage)
        }
        let stays = held.contains { $0.id != post && $0.unit.id == found.unit && ($0.to.map { $0 > day } ?? true) }
        if !stays, !found.isDeputy { try await handOver(found.person, at: [found.unit], plan) }
        let touched = try await change([PeopleStatements.end(tenant: tenant, post, unit: permit.thing.id, on: day)])
        guard touched == [1] else { throw StoreError.notFound }
        audit(.postEnded, .post(post, label: found.title), at: permit.thing, ["person": found.person.description, "to": day.isoText])
    }
}

/// A post with whose it is.
struct DeputisedPostRow: RowDecodable {
    let person: PersonID
    let personName: String
    let role: RoleID
    let unit: UnitID
    let title: String
    let to: Day?
    let isDeputy: Bool

    init(row: inout RowCursor) throws {
        person = try row.next()
        personName = try row.next()
        role = try row.next()
        unit = try row.next()
        title = try row.next()
        to = try row.next()
        isDeputy = try row.next()
    }

    private static let selection: SQL = """
        SELECT p.id, p.name, q.role_id, q.unit_id, q.title, q.to_on, q.deputy_for IS NOT NULL
        FROM post q JOIN person p ON p.tenant_id = q.tenant_id AND p.id = q.person_id
        """

    static func any(_ post: PostID, tenant: TenantID) -> Query<DeputisedPostRow> {
        Query("\(selection) WHERE q.tenant_id = \(tenant) AND q.id = \(post)")
    }

    /// One that can have a deputy.
    static func find(_ post: PostID, tenant: TenantID) -> Query<DeputisedPostRow> {
        Query("\(selection) WHERE q.tenant_id = \(tenant) AND q.id = \(post) AND q.deputy_for IS NULL AND p.disabled_at IS NULL")
    }
}
