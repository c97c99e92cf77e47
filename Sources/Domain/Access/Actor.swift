/// One post of the person who acts.
package struct ActorPost: Hashable, Sendable {
    package let unit: UnitRef
    package let roleKey: String
    /// As shown beside the name: "滨江公司客服".
    package let title: String
    package let permissions: Set<Permission>
    package let compensation: CompensationLimit
    /// How far the role reaches from the unit.
    package let reach: Reach
    /// Whom it stands in for while that person is absent; the title says so too.
    package let deputyFor: PersonID?

    package init(
        unit: UnitRef, roleKey: String, title: String, permissions: Set<Permission>, compensation: CompensationLimit = .none,
        reach: Reach = .subtree, deputyFor: PersonID? = nil
    ) {
        self.unit = unit
        self.roleKey = roleKey
        self.title = title
        self.permissions = permissions
        self.compensation = compensation
        self.reach = reach
        self.deputyFor = deputyFor
    }

    /// Whether the post looks after the unit.
    package func covers(_ other: UnitRef) -> Bool { reach.covers(other, from: unit) }

    package init(unit: UnitRef, role: BuiltInRole, title: String) {
        self.init(unit: unit, roleKey: role.key, title: title, permissions: role.permissions, compensation: role.compensation)
    }
}

/// The signed-in person with the posts held now. `Permission = role × unit × record class` (ACCESS-R1).
package struct Actor: Hashable, Sendable {
    package let tenant: TenantID
    package let person: PersonID
    package let name: String
    package let posts: [ActorPost]

    /// Posts at units of another tenant are dropped: they can only come from a mistake.
    package init(tenant: TenantID, person: PersonID, name: String, posts: [ActorPost]) {
        self.tenant = tenant
        self.person = person
        self.name = name
        self.posts = posts.filter { $0.unit.tenant == tenant }
    }

    /// Every permission held anywhere.
    package var permissions: Set<Permission> { posts.reduce(into: []) { $0.formUnion($1.permissions) } }

    /// Whether some post, anywhere, carries the permission.
    package func holds(_ permission: Permission) -> Bool {
        posts.contains { $0.permissions.contains(permission) }
    }

    package func posts(with permission: Permission) -> [ActorPost] {
        posts.filter { $0.permissions.contains(permission) }
    }

    /// Whether some post looks after the unit.
    package func covers(_ unit: UnitRef) -> Bool { posts.contains { $0.covers(unit) } }

    /// Whether some post with the permission looks after the unit (`Reach.covers`).
    package func covers(_ unit: UnitRef, with permission: Permission) -> Bool {
        posts.contains { $0.permissions.contains(permission) && $0.covers(unit) }
    }

    /// Whose hands count as the own: the person's, and those of whom a post stands in for.
    package var hands: Set<PersonID> { Set(posts.compactMap(\.deputyFor)).union([person]) }

    /// Whether a post with the permission is exactly at the unit.
    package func sits(at unit: UnitID, with permission: Permission) -> Bool {
        post(at: unit, with: permission) != nil
    }

    /// The post through which the person would act at the unit.
    package func post(at unit: UnitID, with permission: Permission) -> ActorPost? {
        posts.first { $0.unit.id == unit && $0.permissions.contains(permission) }
    }

    /// The largest compensation the person may plan at the unit (section 2.38).
    package func compensation(at unit: UnitID) -> CompensationLimit {
        posts(with: .ticketHandle).filter { $0.unit.id == unit }.map(\.compensation).max() ?? .none
    }
}
