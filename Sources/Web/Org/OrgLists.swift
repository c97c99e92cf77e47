internal import Domain
internal import Hummingbird
internal import Store
internal import Views

/// Units, houses, people and roles as plain lists.
enum OrgLists {
    static func units(_ member: MemberContext) async throws -> Response {
        let (rows, frame) = try await member.read { tx in
            try await tx.fetch(
                UnitCard.all(tenant: tx.tenant), EngagementRow.all(tenant: tx.tenant), OpenMatters.all(tenant: tx.tenant))
        }
        let (units, engagements, matters) = rows
        let served = Dictionary(
            engagements.filter { EngagementState.runs(from: $0.from, to: $0.to, on: frame.today) }.map { ($0.project, $0) }
        ) { $1 }
        let shown = units.inTreeOrder().filter { member.place.unit.covers($0.card.unit) }
        let page = OrgTreePage(
            rows: shown.map { card, depth in
                let open = matters.reduce(0) { $1.belongs(to: card.unit) ? $0 + $1.count : $0 }
                return OrgTreePage.Row(
                    name: frame.name(card.unit.name, english: card.row.nameEnglish),
                    kind: Chip(frame.t.word(card.unit.kind), tone: frame.tone(card.unit.kind)), marks: marks(card, frame),
                    code: card.unit.code, open: open > 0 ? frame.wording.number(open) : nil,
                    note: note(card.row, served[card.unit.id], frame),
                    path: frame.paths.orgUnit(card.unit.id), faded: card.isClosed, depth: depth)
            }, summary: summary(shown.count, frame),
            adds: adds(OrgForm.units, .orgManage, frame), empty: empty(frame))
        return try frame.page(page, room: .units)
    }

    static func roles(_ member: MemberContext) async throws -> Response {
        let (roles, frame) = try await member.read { tx in try await tx.fetch(RoleRow.all(tenant: tx.tenant, today: try tx.today)) }
        let names = roles.map { frame.t.optional("role.\($0.key)") ?? frame.name($0.name, english: $0.nameEnglish) }
        let groups = PermissionGroup.allCases.map { group in
            RoleMatrixPage.Group(
                name: frame.t.word(group),
                permissions: group.permissions.map { permission in
                    RoleMatrixPage.Permission(
                        name: frame.t.word(permission),
                        cells: zip(names, roles).map { .init(role: $0, allowed: $1.permissions.contains(permission)) })
                })
        }
        return try frame.page(RoleMatrixPage(roles: names, groups: groups), room: .roles)
    }

    static func people(_ member: MemberContext) async throws -> Response {
        let after = PersonID(text: try member.incoming.query().text("after"))
        let viewpoint = member.place.unit
        let (people, frame) = try await member.read { tx in try await tx.fetch(PersonRow.page(at: viewpoint, after: after)) }
        let t = frame.t
        let rows = people.map { person in
            OrgListPage.Row(cells: [
                .init(t["org.name"], link: Link(person.name, path: frame.paths.person(person.id))),
                .init(t["field.account"], text: "\(person.account)@\(member.place.tenantCode)"),
                .init(t["field.unit"], text: person.unitName),
                .init(t["org.note"], chip: person.disabledAt.map { _ in Chip(t["org.disabled"], tone: .late) }),
            ])
        }
        let more = people.count == 100 ? people.last.map { Paths.query(frame.paths.people, [("after", $0.id.description)]) } : nil
        let page = OrgListPage(
            title: t["org.people"], columns: [t["org.name"], t["field.account"], t["field.unit"], t["org.note"]], rows: rows,
            summary: summary(rows.count, frame), empty: empty(frame),
            pager: Pager(previous: after.map { _ in frame.paths.people }, next: more), adds: adds([.person], .peopleManage, frame))
        return try frame.page(page, room: .people)
    }

    /// A person's posts. Somebody the viewer cannot see has none, and is not found.
    static func person(_ member: MemberContext) async throws -> Response {
        let id = PersonID(try member.incoming.number("id"))
        let viewpoint = member.place.unit
        let (found, frame) = try await member.read { tx in
            try await tx.fetch(
                PostRow.of(id, tenant: tx.tenant), PersonRow.page(at: viewpoint, after: PersonID(id.rawValue - 1)))
        }
        let (posts, people) = found
        guard let name = people.first(where: { $0.id == id })?.name ?? posts.first?.personName else { throw StoreError.notFound }
        let t = frame.t
        let manages = frame.may(.peopleManage)
        // Nobody ends the own post or closes the own account.
        let ends = manages && id != frame.session.actor.person
        let rows = posts.map { post in
            OrgListPage.Row(cells: [
                .init(t["field.postTitle"], text: post.title), .init(t["field.role"], text: t.role(post.roleKey)),
                .init(t["field.unit"], text: post.unitName), .init(t["field.from"], text: post.from.isoText),
                .init(t["field.until"], text: post.to?.isoText ?? "–"),
                .init(
                    t["org.note"],
                    link: ends && post.to == nil ? Link(t["org.endPost"], path: frame.paths.endPost(post.id, of: id)) : nil),
            ])
        }
        let isActive = people.first { $0.id == id }.map { $0.disabledAt == nil } ?? false
        var add = manages && isActive ? [Link(t["org.add.post"], path: frame.paths.newPost(for: id))] : []
        if ends && isActive { add.append(Link(t["org.disable"], path: frame.paths.disable(id))) }
        let page = OrgListPage(
            title: name,
            columns: [t["field.postTitle"], t["field.role"], t["field.unit"], t["field.from"], t["field.until"], t["org.note"]], rows: rows,
            summary: summary(rows.count, frame), empty: empty(frame), adds: add)
        return try frame.page(page, room: .people)
    }

    static func summary(_ count: Int, _ frame: PageFrame) -> String {
        frame.t["org.summary", ["count": String(count), "time": frame.wording.clock(frame.now)]]
    }

    static func empty(_ frame: PageFrame) -> EmptyState {
        EmptyState(title: frame.t["org.empty.title"], text: frame.t["org.empty.text"])
    }

    static func adds(_ forms: [OrgForm], _ permission: Permission, _ frame: PageFrame) -> [Link] {
        frame.may(permission) ? forms.map { Link(frame.t[$0.titleKey], path: $0.path(frame.paths)) } : []
    }

    /// What is not as usual with a unit.
    private static func marks(_ card: UnitCard, _ frame: PageFrame) -> [Chip] {
        var marks: [Chip] = []
        if card.holding == .reference { marks.append(Chip(frame.t.word(Holding.reference), tone: .soon)) }
        if let day = card.movesOn { marks.append(Chip(frame.t["org.move.mark", ["on": day.isoText]], tone: .soon)) }
        if card.isClosed { marks.append(Chip(frame.t["org.isClosed"])) }
        return marks
    }

    private static func note(_ row: UnitRow, _ engagement: EngagementRow?, _ frame: PageFrame) -> String? {
        let parts = [
            row.numberPrefix.isEmpty ? nil : row.numberPrefix,
            row.handedOverOn.map { frame.t["org.handedOver", ["day": $0.isoText]] },
            engagement.map { frame.t["org.engaged", ["vendor": $0.vendorName, "from": $0.from.isoText]] },
        ].compactMap { $0 }
        return parts.isEmpty ? nil : parts.joined(separator: " · ")
    }
}
