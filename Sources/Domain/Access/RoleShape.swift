/// What a role is apart from its name: where it may sit, what it may do, and how far.
package struct RoleShape: Hashable, Sendable {
    package var unitKinds: Set<UnitKind>
    package var permissions: Set<Permission>
    package var reach: Reach
    package var compensation: CompensationLimit

    package init(unitKinds: Set<UnitKind>, permissions: Set<Permission>, reach: Reach, compensation: CompensationLimit) {
        self.unitKinds = unitKinds
        self.permissions = permissions
        self.reach = reach
        self.compensation = compensation
    }

    /// Everything that keeps it from being a role at all; by the fields of its form.
    package var problems: FieldErrors {
        var errors = FieldErrors()
        if unitKinds.isEmpty { errors.add("unitKinds", .required) }
        if permissions.isEmpty { errors.add("permissions", .required) }
        if Duty.of(permissions).count > 1 { errors.add("permissions", .dutyConflict) }
        if reach == .own, !permissions.isSubset(of: Permission.fittingOwnReach) { errors.add("reach", .reachTooShort) }
        // Customers' matters lie in projects and sites: at a centre a role that looks no further sees none of them.
        if reach == .unit, !permissions.isDisjoint(with: Permission.aboutMatters), unitKinds.contains(where: { $0.level > 1 }) {
            errors.add("reach", .reachTooShort)
        }
        return errors
    }
}

extension Permission {
    /// What a role may carry that sees no more than the person's own hands hold.
    package static let fittingOwnReach: Set<Permission> = [
        .deskSee, .noticeSee, .ticketSeeAssigned, .ticketRecord, .ticketHandle, .ticketExecute,
        .surveyEnterAssigned,
    ]

    /// Permissions about customers and what they bring.
    package static let aboutMatters: Set<Permission> = Set(
        [PermissionGroup.viewing, .handling, .levels, .customers].flatMap(\.permissions))
}

extension BuiltInRole {
    package var shape: RoleShape {
        RoleShape(unitKinds: unitKinds, permissions: permissions, reach: .subtree, compensation: compensation)
    }
}
