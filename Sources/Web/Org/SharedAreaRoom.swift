internal import Domain
internal import HTTPTypes
internal import Hummingbird
internal import Store
internal import Views

/// 公共部分 of projects and buildings: places a ticket can name.
enum SharedAreaRoom {
    static func list(_ member: MemberContext) async throws -> Response {
        let (areas, frame) = try await member.read { tx in try await tx.sharedAreas() }
        let t = frame.t
        let rows = areas.map { area in
            OrgListPage.Row(cells: [
                .init(t["org.name"], text: area.name), .init(t["areas.kind"], chip: Chip(t.word(area.kind))),
                .init(t["field.project"], text: area.projectName),
                .init(t["field.building"], text: area.buildingName.isEmpty ? "–" : area.buildingName),
                .init(t["areas.open"], text: String(area.openTickets)),
                .init(
                    t["list.next"],
                    link: frame.may(.ticketRecord)
                        ? Link(
                            t["list.record"], path: IntakeChoice(place: .area(area.id), isNew: false).path(frame.paths)) : nil),
            ])
        }
        let page = OrgListPage(
            title: t["areas.title"],
            columns: [t["org.name"], t["areas.kind"], t["field.project"], t["field.building"], t["areas.open"], t["list.next"]], rows: rows,
            summary: OrgLists.summary(rows.count, frame), empty: EmptyState(title: t["areas.empty.title"], text: t["areas.empty.text"]),
            adds: frame.may(.houseManage) ? [Link(t["areas.add"], path: frame.paths.newSharedArea)] : [])
        return try frame.page(page, room: .houses)
    }

    static func showNew(_ member: MemberContext) async throws -> Response { try await newPage(member) }

    static func add(_ member: MemberContext) async throws -> Response {
        let fields = try await member.form()
        try fields.allow(NewSharedArea.names)
        let (values, path) = (fields.values, member.paths.sharedAreas)
        do {
            let answer = try await member.write(fields) { tx in
                try await tx.add(try NewSharedArea.read(values).orInvalid())
                return path
            }
            return member.done(answer, Flash("org.saved"))
        } catch {
            return try await OwnerForms.again(error) { try await newPage(member, typed: values, errors: $0) }
        }
    }

    private static func newPage(_ member: MemberContext, typed: [String: String] = [:], errors: FieldErrors? = nil) async throws -> Response
    {
        let (found, frame) = try await member.read { tx in
            let projects = try await tx.projectChoices()
            var buildings: [BuildingRow] = []
            for project in projects.prefix(20) { buildings += try await tx.fetch(BuildingRow.all(tenant: tx.tenant, project: project.id)) }
            return (projects, buildings)
        }
        let (projects, buildings) = found
        let fields = CustomerFields(frame: frame, form: "area", typed: typed, errors: errors)
        let empty = FieldModel.Option(value: "", label: frame.t["form.choose"])
        let names = Dictionary(projects.map { ($0.id, $0.name) }) { $1 }
        let page = OrgFormPage(
            title: frame.t["areas.add"], back: Link(frame.t["areas.title"], path: frame.paths.sharedAreas),
            form: FormModel(
                id: "area", path: frame.paths.newSharedArea,
                groups: [
                    FieldGroup(fields: [
                        fields.field(
                            .select, "project", required: true,
                            options: [empty] + projects.map { .init(value: $0.id.description, label: $0.name) },
                            value: projects.count == 1 ? projects[0].id.description : ""),
                        fields.field(
                            .select, "building", label: "areaBuilding",
                            options: [empty]
                                + buildings.map {
                                    .init(value: $0.id.description, label: "\(names[$0.project] ?? "") · \($0.name)")
                                }),
                        fields.words("kind", SharedAreaKind.self),
                        fields.field(.text, "name", label: "areaName", required: true, half: true, max: 60),
                    ])
                ], submit: frame.t["form.save"], key: frame.newKey))
        return try frame.page(page, room: .houses, status: errors == nil ? .ok : .unprocessableContent)
    }
}
