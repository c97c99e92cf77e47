internal import Domain
internal import HTTPTypes
internal import Hummingbird
internal import Store
internal import Views

/// 组团、片区、责任区域 of a project: their buildings, and who answers for them (ORG-R11).
enum AreaRoom {
    static func list(_ member: MemberContext) async throws -> Response {
        guard let project = member.place.unit.project else { return try await projects(member) }
        let (areas, frame) = try await member.read { tx in try await tx.fetch(AreaRow.of(project, tenant: tx.tenant, today: try tx.today)) }
        let t = frame.t
        let columns = [t["org.name"], t["org.kind"], t["area.buildings"], t["area.officers"]]
        let rows = areas.map { area in
            OrgListPage.Row(cells: [
                .init(columns[0], link: Link(area.name, path: frame.paths.area(area.id))), .init(columns[1], text: t.word(area.kind)),
                .init(columns[2], text: area.buildingNames.joined(separator: " · ")),
                .init(columns[3], text: area.officers.joined(separator: ", ")),
            ])
        }
        let add = frame.may(.orgManage) && member.place.unit.kind == .project ? Link(t["area.add"], path: frame.paths.newArea) : nil
        let page = OrgListPage(
            title: t["area.title"], columns: columns, rows: rows, summary: OrgLists.summary(rows.count, frame),
            empty: EmptyState(title: t["area.empty.title"], text: t["area.empty"], link: add), adds: add.map { [$0] } ?? [])
        return try frame.page(page, room: .houses)
    }

    /// Areas belong to a project; from above one chooses it first.
    private static func projects(_ member: MemberContext) async throws -> Response {
        let (units, frame) = try await member.read { tx in try await tx.fetch(UnitRow.all(tenant: tx.tenant)) }
        let projects = units.inTreeOrder().map(\.row).filter { $0.unit.kind == .project && member.place.unit.covers($0.unit) }
        let rows = projects.map { row in
            OrgListPage.Row(cells: [
                .init(
                    frame.t["field.project"],
                    link: Link(
                        frame.name(row.unit.name, english: row.nameEnglish),
                        path: UnitPaths(tenant: member.place.tenantCode, unit: row.unit.code).areas))
            ])
        }
        let page = OrgListPage(
            title: frame.t["area.title"], columns: [frame.t["field.project"]], rows: rows, summary: OrgLists.summary(rows.count, frame),
            empty: OrgLists.empty(frame))
        return try frame.page(page, room: .houses)
    }

    static func ask(_ member: MemberContext) async throws -> Response { try await newPage(member) }

    static func add(_ member: MemberContext) async throws -> Response {
        let (project, paths) = (member.place.unit.id, member.paths)
        return try await member.keep(["kind", "name", "buildings"], repeated: ["buildings"], as: "area", flash: Flash("org.saved")) {
            tx, values in
            let permit = try await tx.access(project, for: ManageOrg.self)
            return paths.area(try await tx.add(try NewArea.read(values).orInvalid(), permit))
        } again: { rejected in
            try await newPage(member, rejected)
        }
    }

    static func show(_ member: MemberContext) async throws -> Response { try await page(member) }

    static func edit(_ member: MemberContext) async throws -> Response {
        let (id, paths) = (try area(member), member.paths)
        return try await member.keep(["name", "buildings"], repeated: ["buildings"], as: "editArea", flash: Flash("org.saved")) {
            tx, values in
            let permit = try await tx.access(id, for: KeepArea.self)
            let command = try NewArea.read(values.merging(["kind": permit.thing.kind.code]) { $1 }).orInvalid()
            try await tx.change(command, of: permit)
            return paths.area(id)
        } again: { rejected in
            try await page(member, rejected)
        }
    }

    static func close(_ member: MemberContext) async throws -> Response {
        let (id, paths) = (try area(member), member.paths)
        let fields = try await member.form()
        try fields.allow([])
        let answer = try await member.write(fields) { tx in
            try await tx.close(try await tx.access(id, for: KeepArea.self))
            return paths.areas
        }
        return member.done(answer, Flash("org.saved"))
    }

    static func appoint(_ member: MemberContext) async throws -> Response {
        let (id, paths) = (try area(member), member.paths)
        return try await member.keep(["person", "from", "to"], as: "appoint", flash: Flash("org.saved")) { tx, values in
            let permit = try await tx.access(id, for: KeepArea.self)
            try await tx.appoint(try NewOfficer.read(values).orInvalid(), permit)
            return paths.area(id)
        } again: { rejected in
            try await page(member, rejected)
        }
    }

    static func relieve(_ member: MemberContext) async throws -> Response {
        let (id, paths) = (try area(member), member.paths)
        let officer = DutyOfficerID(try member.incoming.number("officer"))
        return try await member.keep(["to"], as: "relieve-\(officer)", flash: Flash("org.saved")) { tx, values in
            let permit = try await tx.access(id, for: KeepArea.self)
            let day: Day
            do throws(FieldProblem) { day = try Day.parse(values["to"] ?? "") } catch { throw StoreError.invalid(FieldErrors("to", error)) }
            try await tx.relieve(officer, on: day, permit)
            return paths.area(id)
        } again: { rejected in
            try await page(member, rejected)
        }
    }

    private static func area(_ member: MemberContext) throws -> DutyAreaID { DutyAreaID(try member.incoming.number("id")) }

    private static func newPage(_ member: MemberContext, _ rejected: RejectedForm? = nil) async throws -> Response {
        let project = member.place.unit
        guard project.kind == .project else {
            try await member.check()
            throw StoreError.notFound
        }
        let (buildings, frame) = try await member.read { tx in try await tx.fetch(BuildingRow.all(tenant: tx.tenant, project: project.id)) }
        let maker = FieldMaker(frame: frame, form: "area", typed: rejected?.typed, errors: rejected?.errors)
        let fields = [
            maker.make(.radios, "kind", label: "areaKind", value: DutyAreaKind.cluster.code, options: maker.words(DutyAreaKind.self)),
            maker.make(.text, "name", label: "areaName", max: 30, autofocus: true),
            maker.make(.checkboxes, "buildings", required: false, options: AreaWords.options(buildings)),
        ]
        let page = OrgFormPage(
            title: frame.t["area.add"], intro: frame.t["area.text"], back: Link(frame.t["area.title"], path: frame.paths.areas),
            form: FormModel(
                id: "area", path: frame.paths.newArea, groups: [FieldGroup(fields: fields)], submit: frame.t["form.save"], key: frame.newKey
            ))
        return try frame.page(page, room: .houses, status: rejected == nil ? .ok : .unprocessableContent)
    }

    private static func page(_ member: MemberContext, _ rejected: RejectedForm? = nil) async throws -> Response {
        let (id, viewpoint) = (try area(member), member.place.unit)
        let (found, frame) = try await member.read { tx in
            guard let area = try await tx.fetchFirst(AreaRow.one(id, tenant: tx.tenant)) else { throw StoreError.notFound }
            let (officers, buildings, choices, projects) = try await tx.fetch(
                OfficerRow.of(id, tenant: tx.tenant), BuildingRow.all(tenant: tx.tenant, project: area.project),
                OfficerChoice.at(area.project, tenant: tx.tenant, today: try tx.today), UnitRow.one(tenant: tx.tenant, area.project))
            guard let project = projects.first?.unit, viewpoint.covers(project) || viewpoint.project == project.id else {
                throw StoreError.notFound
            }
            return AreaWords.File(area: area, project: project, officers: officers, buildings: buildings, choices: choices)
        }
        let words = AreaWords(frame: frame, file: found, rejected: rejected)
        return try frame.page(words.page, room: .houses, status: rejected == nil ? .ok : .unprocessableContent)
    }
}

/// An area as its page.
struct AreaWords {
    struct File: Sendable {
        let area: AreaRow
        let project: UnitRef
        let officers: [OfficerRow]
        let buildings: [BuildingRow]
        let choices: [OfficerChoice]
    }

    let frame: PageFrame
    let file: File
    var rejected: RejectedForm?

    private var t: Messages { frame.t }
    private var area: AreaRow { file.area }
    private var keeps: Bool { frame.session.actor.covers(file.project, with: .orgManage) && !area.isClosed }

    static func options(_ buildings: [BuildingRow]) -> [FieldModel.Option] {
        buildings.map { FieldModel.Option(value: $0.id.description, label: $0.name) }
    }

    var page: OrgRecordPage {
        let columns = [t["org.name"], t["field.postTitle"], t["org.period"]]
        let rows = file.officers.map { officer in
            OrgListPage.Row(cells: [
                .init(columns[0], text: officer.name), .init(columns[1], text: officer.title),
                .init(columns[2], text: frame.period(officer.from, officer.to)),
            ])
        }
        return OrgRecordPage(
            title: area.name, back: Link(t["area.title"], path: frame.paths.areas),
            chips: [Chip(t.word(area.kind), tone: .developer)] + (area.isClosed ? [Chip(t["org.isClosed"])] : []),
            facts: [
                Fact(t["field.project"], text: file.project.name),
                Fact(
                    t["area.buildings"],
                    text: area.buildingNames.isEmpty ? t["area.noBuildings"] : area.buildingNames.joined(separator: " · ")),
            ],
            sections: [.init("officers", title: t["area.officers"], columns: columns, rows: rows, empty: t["area.noOfficers"])],
            actions: keeps ? actions : [])
    }

    private var actions: [ActionForm] {
        let forms = KeepingForms(frame: frame, rejected: rejected)
        let appoint = forms.form("appoint", to: frame.paths.officers(of: area.id)) { maker in
            let choices = file.choices.map {
                FieldModel.Option(value: $0.person.description, label: "\($0.name) · \($0.title.isEmpty ? $0.unitName : $0.title)")
            }
            return [
                maker.make(.select, "person", label: "officer", options: [maker.choose] + choices),
                maker.make(.date, "from", value: frame.today.isoText, half: true),
                maker.make(.date, "to", label: "until", required: false, half: true),
            ]
        }
        let edit = forms.form("editArea", to: frame.paths.editArea(area.id)) { maker in
            [
                maker.make(.text, "name", label: "areaName", value: area.name, max: 30),
                maker.make(
                    .checkboxes, "buildings", value: area.buildings.map(\.description).joined(separator: ","), required: false,
                    options: Self.options(file.buildings)),
            ]
        }
        let running = file.officers.filter { officer in officer.to.map { $0 >= frame.today } ?? true }
        let relieving = running.map { officer in
            let id = "relieve-\(officer.id)"
            let mine = rejected.flatMap { $0.id == id ? $0 : nil }
            let maker = FieldMaker(frame: frame, form: id, typed: mine?.typed, errors: mine?.errors)
            return ActionForm(
                id: id, label: t["area.relieve", ["name": officer.name]], path: frame.paths.relieve(officer.id, of: area.id),
                fields: [maker.make(.date, "to", label: "until", value: frame.today.isoText)], key: frame.newKey, open: mine != nil)
        }
        return [appoint, edit] + relieving + [forms.form("closeArea", to: frame.paths.closeArea(area.id), danger: true)]
    }
}
