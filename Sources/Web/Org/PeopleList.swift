internal import Domain
internal import Hummingbird
internal import Store
internal import Views

/// People of what the viewpoint covers, by unit, role, state, name or account.
enum PeopleList {
    static func show(_ member: MemberContext) async throws -> Response {
        let query = try member.incoming.query()
        let after = PersonID(text: try query.text("after"))
        let filter = PeopleFilter(
            unit: UnitID(text: try query.text("unit")), role: RoleID(text: try query.text("role")),
            state: PeopleFilter.State(rawValue: try query.text("state")),
            words: String(try query.text("q").filter { !$0.isNewline }.prefix(40)))
        let (viewpoint, today) = (member.place.unit, member.today)
        let (found, frame) = try await member.read { tx in
            if !filter.words.isEmpty { try member.count(.searches, tx) }
            let (people, units, roles) = try await tx.fetch(
                PersonRow.page(at: viewpoint, after: after, filter, today: today), UnitRow.all(tenant: tx.tenant),
                RoleRow.all(tenant: tx.tenant, today: today))
            let posts = try await tx.fetch(PostRow.current(of: people.map(\.id), tenant: tx.tenant, today: today))
            return (people: people, units: units, roles: roles, posts: posts)
        }
        let filters = filters(filter, found.units, found.roles, frame)
        let posts = Dictionary(grouping: found.posts, by: \.person)
        let rows = found.people.map { row($0, posts[$0.id] ?? [], frame) }
        let base = frame.paths.people
        let here = path(base, filter, after: nil)
        let page = PeopleListPage(
            filters: filters, sentence: sentence(filters, frame), filterPath: base, resetPath: filter.isEmpty ? nil : base, rows: rows,
            summary: OrgLists.summary(rows.count, frame),
            empty: filter.isEmpty
                ? OrgLists.empty(frame)
                : EmptyState(
                    title: frame.t["people.none"], text: frame.t["people.none.text"], link: Link(frame.t["list.reset"], path: base)),
            pager: Pager(
                previous: after.map { _ in here },
                next: rows.count == 100 ? found.people.last.map { path(base, filter, after: $0.id) } : nil),
            adds: OrgLists.adds([.person], .peopleManage, frame),
            reports: [
                Link(frame.t["report.access"], path: frame.paths.access), Link(frame.t["report.idle"], path: frame.paths.idleAccounts),
            ] + (frame.may(.signInManage) ? [Link(frame.t["signIn.title"], path: frame.paths.signInPolicy)] : []))
        return try frame.page(page, room: .people)
    }

    private static func row(_ person: PersonRow, _ posts: [PostRow], _ frame: PageFrame) -> PeopleListPage.Row {
        var chips = person.disabledAt.map { _ in [Chip(frame.t["org.disabled"], tone: .late)] } ?? []
        if posts.contains(where: { $0.absentName != nil }) { chips.append(Chip(frame.t["people.deputy"], tone: .soon)) }
        return PeopleListPage.Row(
            name: person.name, path: frame.paths.person(person.id), account: "\(person.account)@\(frame.member.place.tenantCode)",
            unit: person.unitName, posts: posts.map { "\($0.title) · \(frame.roleName($0))" }, chips: chips)
    }

    private static func path(_ base: String, _ filter: PeopleFilter, after: PersonID?) -> String {
        Paths.query(
            base,
            [
                ("unit", filter.unit?.description), ("role", filter.role?.description), ("state", filter.state?.code), ("q", filter.words),
                ("after", after?.description),
            ])
    }

    private static func filters(_ filter: PeopleFilter, _ units: [UnitRow], _ roles: [RoleRow], _ frame: PageFrame) -> [FieldModel] {
        let t = frame.t
        let any = FieldModel.Option(value: "", label: t["filter.any"])
        let here = units.inTreeOrder().map(\.row).filter { frame.member.place.unit.covers($0.unit) }
        return [
            FieldModel(
                .select, form: "people", name: "unit", label: t["field.unit"], value: filter.unit?.description ?? "",
                options: [any] + here.map { .init(value: $0.unit.id.description, label: frame.name($0.unit.name, english: $0.nameEnglish)) }
            ),
            FieldModel(
                .select, form: "people", name: "role", label: t["field.role"], value: filter.role?.description ?? "",
                options: [any] + roles.map { .init(value: $0.id.description, label: frame.roleName($0)) }),
            FieldModel(
                .select, form: "people", name: "state", label: t["people.state"], value: filter.state?.code ?? "",
                options: [any] + PeopleFilter.State.allCases.map { .init(value: $0.code, label: t["people.state.\($0.code)"]) }),
            FieldModel(.search, form: "people", name: "q", label: t["people.words"], value: filter.words, maxLength: 40),
        ]
    }

    private static func sentence(_ filters: [FieldModel], _ frame: PageFrame) -> String {
        let chosen = filters.filter { !$0.value.isEmpty }.map { field in
            field.options.first { $0.value == field.value }?.label ?? field.value
        }
        return chosen.isEmpty ? frame.t["people.everybody"] : chosen.joined(separator: " · ")
    }
}

extension PageFrame {
    /// A built-in role is named by the interface, one of the tenant's own by the tenant.
    func roleName(_ role: RoleRow) -> String { roleName(role.key, role.name, english: role.nameEnglish) }
    func roleName(_ post: PostRow) -> String { roleName(post.roleKey, post.roleName, english: post.roleNameEnglish) }
    func roleName(_ row: AccessRow) -> String { roleName(row.roleKey, row.roleName, english: row.roleNameEnglish) }

    private func roleName(_ key: String, _ name: String, english: String) -> String {
        t.optional("role.\(key)") ?? self.name(name, english: english)
    }

    /// Several permissions in one line.
    func words(_ permissions: some Sequence<Permission>) -> String? {
        let held = Set(permissions)
        let words = Permission.allCases.filter(held.contains).map { t.word($0) }
        return words.isEmpty ? nil : words.joined(separator: t["people.comma"])
    }
}
