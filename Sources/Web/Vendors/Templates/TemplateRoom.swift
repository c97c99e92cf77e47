internal import Domain
internal import HTTPTypes
internal import Hummingbird
internal import Store
internal import Views

/// 考核表: the library of evaluation templates.
enum TemplateRoom {
    static func list(_ member: MemberContext) async throws -> Response {
        let (templates, frame) = try await member.read { tx in try await tx.templateLibrary() }
        let t = frame.t
        let columns = [
            t["org.name"], t["template.core"], t["field.unit"], t["template.indicators"], t["template.period"], t["survey.version"],
        ]
        let rows = templates.map { template in
            OrgListPage.Row(cells: [
                .init(
                    columns[0],
                    link: Link(frame.name(template.name, english: template.nameEnglish), path: frame.paths.scoreTemplate(template.id))),
                .init(columns[1], text: template.base == nil ? t["template.core.own"] : t["survey.addsTo", ["form": template.baseName]]),
                .init(columns[2], text: frame.name(template.unit.name, english: template.unitNameEnglish)),
                .init(columns[3], text: String(template.indicators)),
                .init(columns[4], text: template.period.map { t.word($0) } ?? "–"), .init(columns[5], chip: chip(template, frame)),
            ])
        }
        let keeps = frame.may(.templateKeep) && member.place.unit.kind != .project
        let page = OrgListPage(
            title: t["template.library"], columns: columns, rows: rows, summary: OrgLists.summary(rows.count, frame),
            empty: rows.isEmpty ? EmptyState(title: t["template.empty.title"], text: t["template.empty.text"]) : nil,
            adds: keeps ? [Link(t["template.add"], path: frame.paths.newScoreTemplate)] : [])
        return try frame.page(page, room: .vendors)
    }

    static func chip(_ template: TemplateRow, _ frame: PageFrame) -> Chip {
        if template.retiredAt != nil { return Chip(frame.t.word(SurveyVersionState.retired), tone: .late) }
        guard let number = template.number else { return Chip(frame.t.word(SurveyVersionState.draft), tone: .soon) }
        return Chip(frame.t["survey.versionNumber", ["number": String(number)]], tone: .good)
    }

    static func showNew(_ member: MemberContext) async throws -> Response { try await newPage(member) }

    static func add(_ member: MemberContext) async throws -> Response {
        let fields = try await member.form()
        try fields.allow(NewTemplate.names)
        let (values, paths) = (fields.values, member.paths)
        do {
            let new = try NewTemplate.read(values).orInvalid()
            let answer = try await member.write(fields) { tx in
                paths.templateVersion(try await tx.add(new, try await tx.access(for: KeepTemplate.self)))
            }
            return member.done(answer, Flash("template.added"))
        } catch {
            return try await OwnerForms.again(error) { try await newPage(member, typed: values, errors: $0) }
        }
    }

    private static func newPage(_ member: MemberContext, typed: [String: String] = [:], errors: FieldErrors? = nil) async throws -> Response
    {
        let (library, frame) = try await member.read { tx in try await tx.templateLibrary() }
        let t = frame.t
        let fields = CustomerFields(frame: frame, form: "template", typed: typed, errors: errors)
        var origins = PresetTemplate.allCases.map {
            FieldModel.Option(value: "preset-\($0.code)", label: t["survey.from.preset", ["name": t.word($0)]])
        }
        origins.append(.init(value: "", label: t["survey.from.empty"]))
        if member.place.unit.kind == .company {
            origins += library.filter { $0.base == nil && $0.published != nil && $0.unit.kind == .group }.map {
                FieldModel.Option(value: "add-\($0.id)", label: t["survey.from.addition", ["name": $0.name]])
            }
        }
        origins += library.compactMap { template in
            template.published.map { FieldModel.Option(value: "copy-\($0)", label: t["survey.from.copy", ["name": template.name]]) }
        }
        let page = OrgFormPage(
            title: t["template.add"], intro: t["template.add.text"], back: Link(t["template.library"], path: frame.paths.scoreTemplates),
            form: FormModel(
                id: "template", path: frame.paths.newScoreTemplate,
                groups: [
                    FieldGroup(fields: [
                        fields.field(.select, "from", label: "surveyFrom", options: origins),
                        fields.field(.text, "name", label: "templateName", required: true, half: true, max: 60, autofocus: true),
                        fields.field(.text, "nameEnglish", half: true, max: 120),
                        fields.field(.textarea, "about", label: "surveyAbout", max: 300),
                    ])
                ], submit: t["form.save"], key: frame.newKey))
        return try frame.page(page, room: .vendors, status: errors == nil ? .ok : .unprocessableContent)
    }

    static func show(_ member: MemberContext) async throws -> Response {
        let id = ScoreTemplateID(try member.incoming.number("id"))
        let (file, frame) = try await member.read { tx in try await tx.template(id) }
        let t = frame.t
        let rows = file.versions.map { version in
            frame.version(
                version.number, version.state, by: version.by, at: version.at, path: frame.paths.templateVersion(version.id))
        }
        var actions: [ActionForm] = []
        if file.mayKeep, file.template.retiredAt == nil {
            if file.template.draft == nil {
                actions.append(
                    ActionForm(
                        id: "draft", label: t["survey.newDraft"], explain: t["template.newDraft.text"],
                        path: frame.paths.scoreTemplateStep("draft", id), key: frame.newKey))
            }
            actions.append(
                ActionForm(
                    id: "retire", label: t["survey.retire"], explain: t["template.retire.text"],
                    path: frame.paths.scoreTemplateStep("retire", id), key: frame.newKey, danger: true))
        }
        let page = SurveyPage(
            title: frame.name(file.template.name, english: file.template.nameEnglish),
            intro: file.template.about.isEmpty ? nil : file.template.about,
            back: Link(t["template.library"], path: frame.paths.scoreTemplates), chips: [chip(file.template, frame)],
            facts: [
                Fact(t["field.unit"], text: frame.name(file.template.unit.name, english: file.template.unitNameEnglish)),
                Fact(
                    t["template.core"],
                    text: file.template.base == nil ? t["template.core.own"] : t["survey.addsTo", ["form": file.template.baseName]],
                    note: t["template.core.text"]),
            ], actions: actions, tables: [.init(id: "versions", title: t["survey.versions"], columns: frame.versionColumns, rows: rows)])
        return try frame.page(page, room: .vendors)
    }

    static func draft(_ member: MemberContext) async throws -> Response {
        let fields = try await member.form()
        try fields.allow([])
        let (id, paths) = (ScoreTemplateID(try member.incoming.number("id")), member.paths)
        let answer = try await member.write(fields) { tx in paths.templateVersion(try await tx.newTemplateDraft(id)) }
        return member.done(answer, Flash("survey.draftOpened"))
    }

    static func retire(_ member: MemberContext) async throws -> Response {
        let fields = try await member.form()
        try fields.allow([])
        let (id, path) = (ScoreTemplateID(try member.incoming.number("id")), member.paths.scoreTemplates)
        let answer = try await member.write(fields) { tx in
            try await tx.retireTemplate(id)
            return path
        }
        return member.done(answer, Flash("survey.retired"))
    }
}
