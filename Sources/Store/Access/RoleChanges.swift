package import Domain
internal import Postgres

/// Purpose of a permit: to make and change roles.
package enum ManageRoles {}

/// A role as its form describes it. Fields: name, nameEnglish, note, unitKinds, permissions, reach, compensation.
package struct RoleDraft: Hashable, Sendable {
    package let name: String
    package let nameEnglish: String
    package let note: String
    package let shape: RoleShape

    /// Every field's problem, also what is wrong with the role as a whole (`RoleShape.problems`).
    package static func read(_ fields: [String: String]) -> Result<RoleDraft, FieldErrors> {
        var form = FormReader(fields)
        let name = form.text("name", max: 30)
        let english = form.optionalText("nameEnglish", max: 60)
        let note = form.optionalText("note", max: 200)
        let shape = RoleShape(
            unitKinds: form.choices("unitKinds"), permissions: form.choices("permissions"), reach: form.choice("reach") ?? .subtree,
            compensation: form.choice("compensation").map(CompensationStep.limit) ?? .none)
        for problem in shape.problems.list where form.errors[problem.field] == nil { form.add(problem.field, problem.problem) }
        return form.result(RoleDraft(name: name, nameEnglish: english, note: note, shape: shape))
    }
}

/// The steps of section 2.38 that a role may be given.
package enum CompensationStep: String, CaseCode {
    case none, project, centre, unlimited

    package static func limit(_ step: CompensationStep) -> CompensationLimit {
        switch step {
        case .none: .none
        case .project: .project
        case .centre: .centre
        case .unlimited: .unlimited
        }
    }

    package init(_ limit: CompensationLimit) {
        self = Self.allCases.last { Self.limit($0) <= limit } ?? .none
    }
}

extension Transaction {
    /// The right to make roles: a role belongs to no unit, so it takes a post that looks after the whole tenant.
    /// - Throws: `refused(.roleManage)`.
    package func access(for purpose: ManageRoles.Type) async throws -> Permit<ManageRoles, TenantID> {
        guard try await enter().coversTenant(with: .roleManage) else { throw StoreError.refused(.roleManage) }
        return Permit(tenant)
    }
}

extension WriteTransaction {
    /// A role of the tenant's own, to change it. Built-in roles stay as they are, and nobody changes a role the own posts carry: that
    /// would be giving oneself rights.
    /// - Throws: `notFound`; `refused(.roleManage)`.
    package func access(_ role: RoleID, for purpose: ManageRoles.Type) async throws -> Permit<ManageRoles, RoleRow> {
        _ = try await access(for: purpose)
        let (_, rows) = try await fetch(RoleStatements.lock(tenant: tenant, role), RoleRow.one(tenant: tenant, role, today: try today))
        guard let row = rows.first else { throw StoreError.notFound }
        let isOwn = try actor.posts.contains { $0.roleKey == row.key }
        guard !row.isBuiltIn, !isOwn else { throw StoreError.refused(.roleManage) }
        return Permit(row)
    }

    /// - Throws: `constraint` "role_name_key".
    package func add(_ draft: RoleDraft, _ permit: Permit<ManageRoles, TenantID>) async throws -> RoleID {
        guard let id = try await fetchFirst(RoleStatements.next)?.value else { throw StoreError.closed }
        try await change([RoleStatements.add(draft, id, tenant: permit.thing, now: now)])
        audit(.roleAdded, .role(id, label: draft.name), at: nil, draft.shape.facts)
        return id
    }

    /// Everybody who holds it has the changed one on the next request.
    /// - Parameter version: of the role the form was made from.
    /// - Throws: `stale`; `constraint` "role_name_key"; `invalid` with field `permissions` when somebody who holds it would come to hold
    ///   two of the three administrators' duties, with field `reach` when it may no longer sit where it is held.
    package func change(_ draft: RoleDraft, version: Int, _ permit: Permit<ManageRoles, RoleRow>) async throws {
        let role = permit.thing
        guard role.version == version else { throw StoreError.stale(Staleness(version: role.version, state: "", changes: [])) }
        let holders = try await fetch(RoleHolderRow.of(role.id, tenant: tenant, today: try today))
        for holder in holders {
            let held = draft.shape.permissions.union(holder.otherPermissions.compactMap(Permission.init(rawValue:)))
            if Duty.of(held).count > 1 { throw StoreError.invalid(FieldErrors("permissions", .dutyConflict)) }
        }
        let touched = try await change([RoleStatements.change(draft, id: role.id, version: role.version, tenant: tenant)])
        guard touched == [1] else { throw StoreError.stale(Staleness(version: role.version + 1, state: "", changes: [])) }
        audit(.roleChanged, .role(role.id, label: draft.name), at: nil, draft.shape.facts(since: role.shape))
    }

    /// It is given to nobody any more; who holds it keeps it until the post ends.
    package func retire(_ permit: Permit<ManageRoles, RoleRow>) async throws {
        guard permit.thing.retiredAt == nil else { throw StoreError.notFound }
        try await change([RoleStatements.retire(permit.thing.id, tenant: tenant, now: now)])
        audit(.roleRetired, .role(permit.thing.id, label: permit.thing.name), at: nil, [:])
    }
}

enum RoleStatements {
    static let next = Query<Single<RoleID>>("SELECT nextval('role_id_seq')")

    static func lock(tenant: TenantID, _ role: RoleID) -> Query<Single<RoleID>> {
        Query("SELECT id FROM role WHERE tenant_id = \(tenant) AND id = \(role) FOR UPDATE")
    }

    /// Holds a role still while it is given.
    static func hold(tenant: TenantID, key: String) -> Query<Single<RoleID>> {
        Query("SELECT id FROM role WHERE tenant_id = \(tenant) AND key = \(key) FOR SHARE")
    }

    static func add(_ draft: RoleDraft, _ id: RoleID, tenant: TenantID, now: Instant) -> SQL {
        """
        INSERT INTO role (tenant_id, id, key, built_in, name, name_en, note, unit_kinds, permissions, reach, compensation_below, created_at)
        VALUES (\(tenant), \(id), \("own-\(id)"), false, \(draft.name), \(draft.nameEnglish), \(draft.note), \(draft.shape.kindCodes),
            \(draft.shape.permissionCodes), \(draft.shape.reach), \(draft.shape.compensation.below), \(now))
        """
    }

    static func change(_ draft: RoleDraft, id: RoleID, version: Int, tenant: TenantID) -> SQL {
        """
        UPDATE role SET name = \(draft.name), name_en = \(draft.nameEnglish), note = \(draft.note), unit_kinds = \(draft.shape.kindCodes),
            permissions = \(draft.shape.permissionCodes), reach = \(draft.shape.reach),
            compensation_below = \(draft.shape.compensation.below), version = version + 1
        WHERE tenant_id = \(tenant) AND id = \(id) AND version = \(version) AND NOT built_in
        """
    }

    static func retire(_ role: RoleID, tenant: TenantID, now: Instant) -> SQL {
        "UPDATE role SET retired_at = \(now), version = version + 1 WHERE tenant_id = \(tenant) AND id = \(role) AND NOT built_in"
    }
}

extension RoleShape {
    fileprivate var kindCodes: [String] { unitKinds.map(\.code).sorted() }
    fileprivate var permissionCodes: [String] { permissions.map(\.code).sorted() }

    /// For the audit trail.
    fileprivate var facts: [String: String] {
        ["permissions": permissionCodes.joined(separator: " "), "reach": reach.code, "unitKinds": kindCodes.joined(separator: " ")]
    }

    /// What came, what went, and what else is different.
    fileprivate func facts(since old: RoleShape) -> [String: String] {
        var facts: [String: String] = [:]
        facts["added"] = permissions.subtracting(old.permissions).map(\.code).sorted().joined(separator: " ")
        facts["removed"] = old.permissions.subtracting(permissions).map(\.code).sorted().joined(separator: " ")
        if reach != old.reach { facts["reach"] = "\(old.reach.code) → \(reach.code)" }
        if unitKinds != old.unitKinds { facts["unitKinds"] = kindCodes.joined(separator: " ") }
        if compensation != old.compensation { facts["compensation"] = CompensationStep(compensation).code }
        return facts.filter { !$0.value.isEmpty }
    }
}
