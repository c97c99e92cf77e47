internal import Domain
internal import Hummingbird
internal import Store
internal import Views

/// Units, houses, people and roles as plain lists.
enum OrgLists {
    static func units(_ member: MemberContext) async throws -> Response {
        let (rows, frame) = try await member.read { tx in
            try await tx.fetch(UnitRow.all(tenant: tx.tenant), EngagementRow.all(tenant: tx.tenant))
        }
        let (units, engagements) = rows
        let served = Dictionary(
            engagements.filter { $0.from <= frame.today && ($0.to ?? frame.today) >= frame.today }.map { ($0.project, $0) }
        ) { $1 }
        let shown = units.inTreeOrder().filter { member.place.unit.covers($0.row.unit) }
        let page = OrgTreePage(
            rows: shown.map { row, depth in
                OrgTreePage.Row(
                    name: frame.name(row.unit.name, english: row.nameEnglish),
                    kind: Chip(frame.t.word(row.unit.kind), tone: tone(row.unit)),
                    code: row.unit.code, note: note(row, served[row.unit.id], frame),
                    path: UnitPaths(tenant: member.place.tenantCode, unit: row.unit.code).base, depth: depth)
            }, summary: summary(shown.count, frame),
            adds: adds(OrgForm.units, .orgManage, frame))
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

    private static func tone(_ unit: UnitRef) -> Tone {
        switch unit.kind {
        case .group: .group
        case .company, .project: .developer
        case .vendor, .vendorSite: .vendor
        }
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
