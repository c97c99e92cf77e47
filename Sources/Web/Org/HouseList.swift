internal import Domain
internal import Hummingbird
internal import Store
internal import Views

/// Houses by project and building: projects first where the viewpoint has several, then buildings, then houses.
enum HouseList {
    static func show(_ member: MemberContext) async throws -> Response {
        if let building = BuildingID(text: try member.incoming.query().text("building")) { return try await houses(of: building, member) }
        if let project = member.place.unit.project { return try await buildings(of: project, member) }
        return try await projects(member)
    }

    private static func projects(_ member: MemberContext) async throws -> Response {
        let (units, frame) = try await member.read { tx in try await tx.fetch(UnitRow.all(tenant: tx.tenant)) }
        let projects = units.inTreeOrder().map(\.row).filter { $0.unit.kind == .project && member.place.unit.covers($0.unit) }
        let rows = projects.map { row in
            let there = UnitPaths(tenant: member.place.tenantCode, unit: row.unit.code)
            return OrgListPage.Row(cells: [
                .init(frame.t["field.project"], link: Link(frame.name(row.unit.name, english: row.nameEnglish), path: there.houses)),
                .init(frame.t["field.handover"], text: row.handedOverOn?.isoText ?? "–"),
            ])
        }
        return try list(rows, columns: ["field.project", "field.handover"], title: frame.t["org.houses"], frame)
    }

    private static func buildings(of project: UnitID, _ member: MemberContext) async throws -> Response {
        let (buildings, frame) = try await member.read { tx in try await tx.fetch(BuildingRow.all(tenant: tx.tenant, project: project)) }
        let rows = buildings.map { building in
            OrgListPage.Row(cells: [
                .init(
                    frame.t["field.building"],
                    link: Link(building.name, path: Paths.query(frame.paths.houses, [("building", building.id.description)]))),
                .init(frame.t["org.code"], text: building.code), .init(frame.t["org.houses"], text: frame.wording.number(building.houses)),
            ])
        }
        return try list(rows, columns: ["field.building", "org.code", "org.houses"], title: frame.t["org.houses"], frame)
    }

    private static func houses(of id: BuildingID, _ member: MemberContext) async throws -> Response {
        let after = HouseID(text: try member.incoming.query().text("after"))
        let (found, frame) = try await member.read { tx in
            try await tx.fetch(BuildingRow.one(tenant: tx.tenant, id), HouseRow.page(tenant: tx.tenant, building: id, after: after))
        }
        guard let building = found.0.first else { throw StoreError.notFound }
        let rows = found.1.map { house in
            OrgListPage.Row(cells: [
                .init(frame.t["field.house"], link: Link(house.label, path: frame.paths.house(house.id))),
                .init(frame.t["field.section"], text: house.entrance),
                .init(frame.t["field.room"], text: house.room), .init(frame.t["field.handover"], text: house.handedOverOn?.isoText ?? "–"),
            ])
        }
        let query: (HouseID?) -> String = { after in
            Paths.query(frame.paths.houses, [("building", id.description), ("after", after?.description)])
        }
        let next = found.1.count == 100 ? found.1.last.map { query($0.id) } : nil
        return try list(
            rows, columns: ["field.house", "field.section", "field.room", "field.handover"], title: building.name, frame,
            pager: Pager(previous: after.map { _ in query(nil) }, next: next))
    }

    private static func list(
        _ rows: [OrgListPage.Row], columns: [String], title: String, _ frame: PageFrame, pager: Pager? = nil
    ) throws -> Response {
        let page = OrgListPage(
            title: title, columns: columns.map { frame.t[$0] }, rows: rows, summary: OrgLists.summary(rows.count, frame),
            empty: OrgLists.empty(frame), pager: pager,
            adds: [Link(frame.t["areas.title"], path: frame.paths.sharedAreas)] + OrgLists.adds([.building, .houses], .orgManage, frame))
        return try frame.page(page, room: .houses)
    }
}
