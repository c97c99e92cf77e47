internal import Domain
internal import HTTPTypes
internal import Hummingbird
internal import Store
internal import Views

/// Making, copying, changing and retiring a role of the tenant's own.
enum RoleEditor {
    static let single = ["name", "nameEnglish", "note", "reach", "compensation", "person"]
    static let repeated: Set<String> = ["unitKinds", "permissions"]

    static func showNew(_ member: MemberContext) async throws -> Response {
        let copied = RoleID(text: try member.incoming.query().text("copy"))
        return try await page(member, role: nil, copying: copied)
    }

    static func add(_ member: MemberContext) async throws -> Response {
        let fields = try await member.form()
        try fields.allow(single, repeated: repeated)
        let values = fields.values
        do {
            let draft = try RoleDraft.read(values).orInvalid()
            let paths = member.paths
            let answer = try await member.write(fields) { tx in
                paths.role(try await tx.add(draft, try await tx.access(for: ManageRoles.self)))
            }
            return member.done(answer, Flash("org.saved"))
        } catch StoreError.invalid(let errors) {
            return try await page(member, role: nil, typed: values, errors: errors)
        } catch StoreError.constraint(let name) {
            guard let errors = Constraints.errors(name) else { throw StoreError.constraint(name: name) }
            return try await page(member, role: nil, typed: values, errors: errors)
        }
    }

    static func showEdit(_ member: MemberContext) async throws -> Response {
        try await page(member, role: RoleID(try member.incoming.number("id")))
    }

    static func change(_ member: MemberContext) async throws -> Response {
        let fields = try await member.form()
        try fields.allow(single, repeated: repeated)
        let (id, values) = (RoleID(try member.incoming.number("id")), fields.values)
        do {
            let draft = try RoleDraft.read(values).orInvalid()
            let version = Int(try fields.text("version")) ?? 0
            let back = member.paths.role(id)
            let answer = try await member.write(fields) { tx in
                try await tx.change(draft, version: version, try await tx.access(id, for: ManageRoles.self))
                return back
            }
            return member.done(answer, Flash("role.saved"))
        } catch StoreError.invalid(let errors) {
            return try await page(member, role: id, typed: values, errors: errors)
        } catch StoreError.constraint(let name) {
            guard let errors = Constraints.errors(name) else { throw StoreError.constraint(name: name) }
            return try await page(member, role: id, typed: values, errors: errors)
        }
    }

    static func retire(_ member: MemberContext) async throws -> Response {
        let fields = try await member.form()
        try fields.allow([])
        let id = RoleID(try member.incoming.number("id"))
        let back = member.paths.role(id)
        let answer = try await member.write(fields) { tx in
            try await tx.retire(try await tx.access(id, for: ManageRoles.self))
            return back
        }
        return member.done(answer, Flash("role.retiredNow"))
    }

    /// - Parameter role: nil for a new one.
    static func page(
        _ member: MemberContext, role id: RoleID?, copying copied: RoleID? = nil, typed: [String: String] = [:], errors: FieldErrors? = nil
    ) async throws -> Response {
        let today = member.today
        let (found, frame) = try await member.read { tx in
            _ = try await tx.access(for: ManageRoles.self)
            let (roles, people) = try await tx.fetch(
                RoleRow.all(tenant: tx.tenant, today: today),
                PersonRow.page(at: member.place.unit, PeopleFilter(role: id, state: .active), today: today))
            return (roles: roles, people: people)
        }
        let role = found.roles.first { $0.id == id }
        let actor = frame.session.actor
        if id != nil {
            guard let role else { throw StoreError.notFound }
            guard !role.isBuiltIn, !actor.posts.contains(where: { $0.roleKey == role.key }) else { throw StoreError.refused(.roleManage) }
        }
        let original = role ?? found.roles.first { $0.id == copied }
        let controls = RoleFields(frame: frame, role: role, original: original, typed: typed, errors: errors)
        let t = frame.t
        let page = RoleEditorPage(
            title: role.map { "\(t["role.edit"]) · \($0.name)" } ?? t["role.add"], intro: t["role.editor.text"],
            back: Link(role?.name ?? t["org.roles"], path: role.map { frame.paths.role($0.id) } ?? frame.paths.roles),
            form: controls.form, permissions: controls.permissions, tryPath: id.map { frame.paths.tryRole($0) } ?? frame.paths.tryRole,
            person: controls.person(found.people))
        return try frame.page(page, room: .roles, status: errors == nil ? .ok : .unprocessableContent)
    }
}

/// The editor's controls, filled with what was typed, what is stored or what is copied, in this order.
private struct RoleFields {
    let frame: PageFrame
    let role: RoleRow?
    let original: RoleRow?
    let typed: [String: String]
    let errors: FieldErrors?

    private var isTyped: Bool { !typed.isEmpty }

    var form: FormModel {
        let t = frame.t
        let path = role.map { frame.paths.editRole($0.id) } ?? frame.paths.newRole
        let kinds = original.map { $0.unitKinds.map(\.code).sorted().joined(separator: ",") } ?? ""
        let step = original.map { CompensationStep($0.compensation).code } ?? CompensationStep.none.code
        let fields = [
            FieldModel(
                .text, form: "role", name: "name", label: t["role.name"], value: value("name", role?.name ?? ""), error: problem("name"),
                required: true, autofocus: errors == nil, half: true, maxLength: 30),
            FieldModel(
                .text, form: "role", name: "nameEnglish", label: t["field.nameEnglish"],
                value: value("nameEnglish", role?.nameEnglish ?? ""),
                error: problem("nameEnglish"), half: true, maxLength: 60),
            FieldModel(
                .text, form: "role", name: "note", label: t["role.note"], value: value("note", original?.note ?? ""),
                hint: t["role.note.hint"],
                error: problem("note"), maxLength: 200),
            FieldModel(
                .checkboxes, form: "role", name: "unitKinds", label: t["role.kinds"], value: value("unitKinds", kinds),
                error: problem("unitKinds"), options: UnitKind.allCases.map { .init(value: $0.code, label: t.word($0)) }),
            FieldModel(
                .radios, form: "role", name: "reach", label: t["role.reach"],
                value: value("reach", original?.reach.code ?? Reach.subtree.code),
                hint: t["role.reach.hint"], error: problem("reach"), required: true,
                options: Reach.allCases.map { .init(value: $0.code, label: t.word($0)) }),
            FieldModel(
                .select, form: "role", name: "compensation", label: t["role.compensation"], value: value("compensation", step),
                error: problem("compensation"), half: true,
                options: CompensationStep.allCases.map { .init(value: $0.code, label: t["compensation.\($0.code)"]) }),
        ]
        var form = FormModel(
            id: "role", path: path, groups: [FieldGroup(fields: fields)], submit: t["form.save"], key: frame.newKey,
            version: role.map { String($0.version) })
        // Checkboxes outside the groups have their place in the summary too.
        if let error = permissions.error {
            let named = FieldModel(.checkboxes, form: "role", name: "permissions", label: t["role.permissions"], error: error)
            form.errors = ErrorSummary(fields: fields + [named])
        }
        return form
    }

    var permissions: PermissionGroups {
        let held =
            isTyped
            ? Set((typed["permissions"] ?? "").split(separator: ",").compactMap { Permission(rawValue: String($0)) })
            : original?.permissions ?? []
        return frame.permissions(held, all: true, error: problem("permissions"))
    }

    /// On whom the role can be tried: who holds it, or for a new one anybody.
    func person(_ people: [PersonRow]) -> FieldModel? {
        let others = people.filter { $0.id != frame.session.actor.person }
        if others.isEmpty { return nil }
        return FieldModel(
            .select, form: "role", name: "person", label: frame.t["role.tryOn"], value: typed["person"] ?? "", error: problem("person"),
            half: true,
            options: [.init(value: "", label: frame.t["form.choose"])]
                + others.map { .init(value: $0.id.description, label: "\($0.name) · \($0.unitName)") })
    }

    private func value(_ name: String, _ stored: String) -> String { isTyped ? typed[name] ?? "" : stored }
    private func problem(_ name: String) -> String? { errors?[name].map(frame.wording.problem) }
}
