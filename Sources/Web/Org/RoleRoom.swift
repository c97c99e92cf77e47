internal import Domain
internal import Hummingbird
internal import Store
internal import Views

/// Roles to read: the list with the three administrators, one role, two side by side.
enum RoleRoom {
    static func list(_ member: MemberContext) async throws -> Response {
        let today = member.today
        let (found, frame) = try await member.read { tx in
            try await tx.fetch(RoleRow.all(tenant: tx.tenant, today: today), DutyHolderRow.all(tenant: tx.tenant, today: today))
        }
        let (roles, holders) = found
        let t = frame.t
        let duties = Duty.allCases.map { duty in
            let names = holders.filter { Duty.of($0.permissions).contains(duty) }.map(\.name)
            return RoleListPage.Duty(
                name: t.word(duty), text: t["duty.\(duty.code).text"],
                holders: names.reduce(into: []) { if !$0.contains($1) { $0.append($1) } },
                vacant: t["duty.vacant"])
        }
        let manages = frame.session.actor.coversTenant(with: .roleManage)
        let page = RoleListPage(
            duties: duties, rows: roles.map { row($0, frame) }, summary: OrgLists.summary(roles.count, frame),
            buttons: [
                Link(t["role.compare"], path: frame.paths.compareRoles), Link(t["role.matrix"], path: frame.paths.roleMatrix),
            ], add: manages ? Link(t["role.add"], path: frame.paths.newRole) : nil)
        return try frame.page(page, room: .roles)
    }

    private static func row(_ role: RoleRow, _ frame: PageFrame) -> RoleListPage.Row {
        let t = frame.t
        let (sees, does) = (role.permissions.count(where: \.isSeeing), role.permissions.count { !$0.isSeeing })
        let holders = Paths.query(frame.paths.people, [("role", role.id.description)])
        return RoleListPage.Row(
            name: frame.roleName(role), path: frame.paths.role(role.id), note: role.note.isEmpty ? nil : role.note,
            kinds: frame.words(role.unitKinds), reach: t.word(role.reach),
            powers: t["role.powersCount", ["sees": String(sees), "does": String(does)]],
            holders: Link(t["role.holdersCount", ["count": String(role.holders)]], path: holders), chip: chip(role, frame))
    }

    private static func chip(_ role: RoleRow, _ frame: PageFrame) -> Chip? {
        if role.retiredAt != nil { return Chip(frame.t["role.retired"], tone: .late) }
        return role.isBuiltIn ? Chip(frame.t["role.builtIn"]) : nil
    }

    static func show(_ member: MemberContext) async throws -> Response {
        let (id, today) = (RoleID(try member.incoming.number("id")), member.today)
        let (found, frame) = try await member.read { tx in
            try await tx.fetch(
                RoleRow.one(tenant: tx.tenant, id, today: today),
                PersonRow.page(at: member.place.unit, PeopleFilter(role: id), today: today))
        }
        let (roles, people) = found
        guard let role = roles.first else { throw StoreError.notFound }
        let (t, paths) = (frame.t, frame.paths)
        let actor = frame.session.actor
        let manages = actor.coversTenant(with: .roleManage)
        let changes = manages && !role.isBuiltIn && !actor.posts.contains { $0.roleKey == role.key }
        var buttons = [Link(t["role.compare"], path: Paths.query(paths.compareRoles, [("left", id.description)]))]
        if manages { buttons.append(Link(t["role.copy"], path: paths.newRole(copying: id))) }
        if changes { buttons.append(Link(t["role.edit"], path: paths.editRole(id))) }
        let page = RolePage(
            name: frame.roleName(role), note: role.note.isEmpty ? nil : role.note, back: Link(t["org.roles"], path: paths.roles),
            chips: [chip(role, frame)].compactMap { $0 }
                + Duty.of(role.permissions).sorted { $0.code < $1.code }.map { Chip(t.word($0), tone: .soon) },
            facts: [
                Fact(t["role.kinds"], text: frame.words(role.unitKinds)),
                Fact(t["role.reach"], text: t.word(role.reach), note: t["reach.\(role.reach.code).text"]),
                Fact(t["role.compensation"], text: t["compensation.\(CompensationStep(role.compensation).code)"]),
            ], permissions: frame.permissions(role.permissions, all: false),
            holders: people.map { person in
                OrgListPage.Row(cells: [
                    .init(t["org.name"], link: Link(person.name, path: paths.person(person.id))),
                    .init(t["field.unit"], text: person.unitName),
                ])
            }, holderSummary: t["role.holdersCount", ["count": String(role.holders)]], buttons: buttons,
            retire: changes && role.retiredAt == nil ? SmallForm(path: paths.retireRole(id), key: frame.newKey) : nil)
        return try frame.page(page, room: .roles)
    }

    static func compare(_ member: MemberContext) async throws -> Response {
        let query = try member.incoming.query()
        let (left, right) = (RoleID(text: try query.text("left")), RoleID(text: try query.text("right")))
        let (roles, frame) = try await member.read { tx in try await tx.fetch(RoleRow.all(tenant: tx.tenant, today: try tx.today)) }
        let t = frame.t
        let options =
            [FieldModel.Option(value: "", label: t["form.choose"])]
            + roles.map { .init(value: $0.id.description, label: frame.roleName($0)) }
        let choices = [("left", left), ("right", right)].map { name, chosen in
            FieldModel(
                .select, form: "compare", name: name, label: t["role.\(name)"], value: chosen?.description ?? "", options: options)
        }
        let back = Link(t["org.roles"], path: frame.paths.roles)
        guard let one = roles.first(where: { $0.id == left }), let other = roles.first(where: { $0.id == right }) else {
            return try frame.page(RoleComparePage(back: back, path: frame.paths.compareRoles, choices: choices), room: .roles)
        }
        let groups = differences(one, other, frame)
        let count = groups.reduce(0) { $0 + $1.rows.count }
        let page = RoleComparePage(
            back: back, path: frame.paths.compareRoles, choices: choices, left: count > 0 ? frame.roleName(one) : nil,
            right: frame.roleName(other), groups: groups,
            summary: t[count == 0 ? "role.same" : "role.differ", ["count": String(count)]])
        return try frame.page(page, room: .roles)
    }

    private static func differences(_ one: RoleRow, _ other: RoleRow, _ frame: PageFrame) -> [RoleComparePage.Group] {
        let t = frame.t
        let facts: [(String, String, String)] = [
            (t["role.kinds"], frame.words(one.unitKinds), frame.words(other.unitKinds)),
            (t["role.reach"], t.word(one.reach), t.word(other.reach)),
            (
                t["role.compensation"], t["compensation.\(CompensationStep(one.compensation).code)"],
                t["compensation.\(CompensationStep(other.compensation).code)"]
            ),
        ]
        let place = RoleComparePage.Group(
            name: t["role.place"], rows: facts.filter { $0.1 != $0.2 }.map { .init(fact: $0.0, left: $0.1, right: $0.2) })
        let differing = one.permissions.symmetricDifference(other.permissions)
        return [place]
            + PermissionGroup.allCases.map { group in
                RoleComparePage.Group(
                    name: t.word(group),
                    rows: group.permissions.filter(differing.contains).map {
                        .init(permission: t.word($0), left: one.permissions.contains($0))
                    })
            }
    }
}

extension PageFrame {
    func words(_ kinds: Set<UnitKind>) -> String {
        UnitKind.allCases.filter(kinds.contains).map { t.word($0) }.joined(separator: t["people.comma"])
    }

    /// The catalogue in its groups, seeing and doing apart.
    /// - Parameter all: also what is not held, as for an editor.
    func permissions(_ held: Set<Permission>, all: Bool, error: String? = nil) -> PermissionGroups {
        let check = { (permission: Permission) in
            PermissionGroups.Check(
                value: permission.code, label: t.word(permission), checked: held.contains(permission),
                duty: all ? Duty.of([permission]).first.map { t.word($0) } : nil)
        }
        let groups = PermissionGroup.allCases.map { group in
            let shown = group.permissions.filter { all || held.contains($0) }
            return PermissionGroups.Group(
                name: t.word(group), sees: shown.filter(\.isSeeing).map(check), does: shown.filter { !$0.isSeeing }.map(check))
        }
        return PermissionGroups(groups: groups.filter { !($0.sees.isEmpty && $0.does.isEmpty) }, error: error)
    }
}
