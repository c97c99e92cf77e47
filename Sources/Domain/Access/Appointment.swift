/// Whether somebody may put somebody into a post (delegated administration): nobody gives what the own posts do not have or are not
/// entrusted with, nor further than they reach, nor to oneself.
extension Actor {
    /// What keeps the actor from giving the role at the unit; nil when nothing does. By the fields of the form of a post.
    /// - Parameter role: the role's shape as it is stored now.
    package func problem(giving role: RoleShape, at unit: UnitRef) -> FieldError? {
        guard role.unitKinds.contains(unit.kind) else { return FieldError("role", .notAChoice) }
        let authorities = posts(with: .peopleManage).filter { $0.covers(unit) }
        guard !authorities.isEmpty else { return FieldError("unit", .beyondOwnPosts) }
        let reaches = authorities.contains { $0.reach.contains(role.reach, at: unit, from: $0.unit) }
        let mine = posts.filter { $0.covers(unit) }
        let given = Set(mine.flatMap(\.permissions) + authorities.flatMap(\.entrusted.permissions))
        let limit = (mine.map(\.compensation) + authorities.map(\.entrusted.compensation)).max() ?? .none
        guard reaches, role.permissions.isSubset(of: given), role.compensation <= limit else {
            return FieldError("role", .beyondOwnPosts)
        }
        return nil
    }

    /// Whether a post with the permission looks after everything of the tenant: what belongs to no unit, such as a role, asks for it.
    package func coversTenant(with permission: Permission) -> Bool {
        posts(with: permission).contains { $0.reach == .tenant || $0.reach == .subtree && $0.unit.kind == .group }
    }
}

/// What the holder of a built-in administrator's post may give to others without having it: who appoints a service officer need not
/// read complaints (ACCESS-P1). A role that a tenant made is entrusted with nothing; its holder gives only what the own posts have.
package struct Entrusted: Hashable, Sendable {
    package let permissions: Set<Permission>
    package let compensation: CompensationLimit

    package static let nothing = Entrusted(permissions: [], compensation: .none)

    private init(permissions: Set<Permission>, compensation: CompensationLimit) {
        self.permissions = permissions
        self.compensation = compensation
    }

    private init(_ roles: [BuiltInRole]) {
        permissions = roles.reduce(into: []) { $0.formUnion($1.permissions) }
        compensation = roles.map(\.compensation).max() ?? .none
    }

    /// By the stable key of the role.
    package static func to(_ key: String) -> Entrusted {
        switch key {
        case BuiltInRole.tenantAdministrator.key: Entrusted(permissions: Set(Permission.allCases), compensation: .unlimited)
        case BuiltInRole.companyAdministrator.key:
            Entrusted([.companyServiceCentre, .projectService, .projectManager, .vendorSiteService, .vendorTechnician])
        case BuiltInRole.vendorAdministrator.key:
            Entrusted([.vendorServiceCentre, .projectManager, .vendorSiteService, .vendorTechnician])
        default: .nothing
        }
    }
}

extension ActorPost {
    package var entrusted: Entrusted { Entrusted.to(roleKey) }
}
