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
        let names = roles.map(frame.roleName)
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
