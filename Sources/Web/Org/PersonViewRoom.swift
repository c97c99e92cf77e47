internal import Domain
internal import HTTPTypes
internal import Hummingbird
internal import Secrets
internal import Store
internal import Synchronization
internal import Views

/// Looking as somebody else: what a person sees now, or would see if a role were saved. To read only, without anything of customers, and
/// with a line in the audit trail.
enum PersonViewRoom {
    static func look(_ member: MemberContext) async throws -> Response {
        let fields = try await member.form()
        try fields.allow([])
        let id = PersonID(try member.incoming.number("id"))
        let back = member.paths.person(id)
        let kept = Mutex<PersonView?>(nil)
        let answer = try await member.write(fields) { tx in
            let view = try await tx.view(of: try await tx.access(id, for: ManagePeople.self))
            kept.withLock { $0 = view }
            return back
        }
        guard let view = kept.withLock({ $0 }) else { return member.done(answer, Flash("view.again")) }
        let (_, frame) = try await member.read { tx in try await tx.enter() }
        let page = page(view, frame, title: "view.now", note: "view.now.text", back: Link(view.actor.name, path: back))
        return try frame.page(page, room: .people)
    }

    static func tryOut(_ member: MemberContext) async throws -> Response {
        try await attempt(member, RoleID(try member.incoming.number("id")))
    }

    static func tryNew(_ member: MemberContext) async throws -> Response { try await attempt(member, nil) }

    private static func attempt(_ member: MemberContext, _ role: RoleID?) async throws -> Response {
        let fields = try await member.form()
        try fields.allow(RoleEditor.single + ["then"], repeated: RoleEditor.repeated)
        var values = fields.values
        if values.removeValue(forKey: "then") == "edit" { return try await RoleEditor.page(member, role: role, typed: values) }
        // The same page may be tried, changed and tried again, and then saved: each trial is a form of its own.
        let trial = "\(try fields.text("key")).\(Token.encode(Array(fields.digest.prefix(12))))"
        guard let key = FormKey(key: trial, digest: fields.digest) else { throw WebFault.unprocessable(["key"]) }
        do {
            let draft = try RoleDraft.read(values).orInvalid()
            guard let person = PersonID(text: values["person"] ?? "") else { throw StoreError.invalid(FieldErrors("person", .required)) }
            let kept = Mutex<(view: PersonView, before: Set<Permission>)?>(nil)
            let paths = member.paths
            let path = role.map { paths.editRole($0) } ?? paths.newRole
            _ = try await member.store.write(member.entry, member.requirement, form: key) { tx in
                if let role {
                    let permit = try await tx.access(role, for: ManageRoles.self)
                    let view = try await tx.tryOut(draft, permit, as: person)
                    kept.withLock { $0 = (view, permit.thing.permissions) }
                } else {
                    let view = try await tx.tryOut(draft, try await tx.access(for: ManageRoles.self), as: person)
                    kept.withLock { $0 = (view, []) }
                }
                return path
            }
            guard let found = kept.withLock({ $0 }) else { return try await RoleEditor.page(member, role: role, typed: values) }
            let (_, frame) = try await member.read { tx in try await tx.enter() }
            let changes = (
                gained: draft.shape.permissions.subtracting(found.before), lost: found.before.subtracting(draft.shape.permissions)
            )
            let drafted = PersonViewPage.Draft(
                path: path, tryPath: role.map { paths.tryRole($0) } ?? paths.tryRole, key: frame.newKey,
                version: try fields.single("version"),
                values: fields.list.filter { !FormFields.frame.contains($0.name) && $0.name != "then" })
            let page = page(
                found.view, frame, title: "view.trial", note: "view.trial.text",
                back: role.map { Link(draft.name, path: paths.role($0)) } ?? Link(frame.t["org.roles"], path: paths.roles),
                gained: changes.gained, lost: changes.lost, draft: drafted)
            return try frame.page(page, room: .roles)
        } catch StoreError.invalid(let errors) {
            return try await RoleEditor.page(member, role: role, typed: values, errors: errors)
        } catch StoreError.constraint(let name) {
            guard let errors = Constraints.errors(name) else { throw StoreError.constraint(name: name) }
            return try await RoleEditor.page(member, role: role, typed: values, errors: errors)
        }
    }

    private static func page(
        _ view: PersonView, _ frame: PageFrame, title: String, note: String, back: Link, gained: Set<Permission> = [],
        lost: Set<Permission> = [], draft: PersonViewPage.Draft? = nil
    ) -> PersonViewPage {
        let t = frame.t
        let rooms = view.unit.map { RailRooms.of(view.actor, at: $0, view.counts) } ?? []
        let named = { (permissions: Set<Permission>) in Permission.allCases.filter(permissions.contains).map { t.word($0) } }
        return PersonViewPage(
            title: t[title], note: t[note], back: back, person: view.actor.name, unit: view.unit?.name,
            rooms: rooms.map { PersonViewPage.Room(label: t["rail.\($0.room.rawValue)"], icon: $0.icon, count: $0.count) },
            tiles: view.desk.map { tiles($0, frame) } ?? [], noDesk: t["view.noDesk"],
            units: view.units.prefix(50).map { frame.name($0.name, english: $0.nameEnglish) },
            unitSummary: t["org.count", ["count": String(view.units.count)]], gained: named(gained), lost: named(lost), draft: draft)
    }

    private static func tiles(_ desk: DeskTiles, _ frame: PageFrame) -> [Fact] {
        let known = [
            ("accept", desk.waiting), ("today", desk.dueToday), ("overdue", desk.overdue), ("visits", desk.visitsDue),
            ("returned", desk.returned),
        ]
        return [Fact(frame.t["view.held"], text: frame.wording.number(desk.held))]
            + known.map { Fact(frame.t["kpi.\($0.0)"], text: frame.wording.number($0.1)) }
    }
}
