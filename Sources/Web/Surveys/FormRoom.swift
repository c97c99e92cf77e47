internal import Domain
internal import HTTPTypes
internal import Hummingbird
internal import Store
internal import Views

/// 测评表单体系: the library of questionnaires.
enum FormRoom {
    static func list(_ member: MemberContext) async throws -> Response {
        let (forms, frame) = try await member.read { tx in try await tx.surveyLibrary() }
        let t = frame.t
        let columns = [t["org.name"], t["survey.purpose"], t["field.unit"], t["survey.questions"], t["survey.version"]]
        let rows = forms.map { form in
            OrgListPage.Row(cells: [
                .init(columns[0], link: Link(frame.name(form.name, english: form.nameEnglish), path: frame.paths.surveyForm(form.id))),
                .init(columns[1], text: form.base == nil ? t.word(form.purpose) : t["survey.addsTo", ["form": form.baseName]]),
                .init(columns[2], text: frame.name(form.unit.name, english: form.unitNameEnglish)),
                .init(columns[3], text: String(form.questions)), .init(columns[4], chip: chip(form, frame)),
            ])
        }
        let page = OrgListPage(
            title: t["survey.library"], columns: columns, rows: rows, summary: OrgLists.summary(rows.count, frame),
            empty: rows.isEmpty ? EmptyState(title: t["survey.library.empty.title"], text: t["survey.library.empty.text"]) : nil,
            adds: [Link(t["survey.waves"], path: frame.paths.surveys)]
                + (frame.may(.surveyDesign) ? [Link(t["survey.form.add"], path: frame.paths.newSurveyForm)] : []))
        return try frame.page(page, room: .surveys)
    }

    static func chip(_ form: SurveyFormRow, _ frame: PageFrame) -> Chip {
        if form.retiredAt != nil { return Chip(frame.t.word(SurveyVersionState.retired), tone: .late) }
        guard let number = form.number else { return Chip(frame.t.word(SurveyVersionState.draft), tone: .soon) }
        return Chip(frame.t["survey.versionNumber", ["number": String(number)]], tone: .good)
    }

    static func showNew(_ member: MemberContext) async throws -> Response { try await newPage(member) }

    static func add(_ member: MemberContext) async throws -> Response {
        let fields = try await member.form()
        try fields.allow(NewSurveyForm.names)
        let (values, paths) = (fields.values, member.paths)
        do {
            let new = try NewSurveyForm.read(values).orInvalid()
            let answer = try await member.write(fields) { tx in
                paths.surveyVersion(try await tx.add(new, try await tx.access(for: DesignForm.self)))
            }
            return member.done(answer, Flash("survey.formAdded"))
        } catch {
            return try await OwnerForms.again(error) { try await newPage(member, typed: values, errors: $0) }
        }
    }

    private static func newPage(_ member: MemberContext, typed: [String: String] = [:], errors: FieldErrors? = nil) async throws -> Response
    {
        let (library, frame) = try await member.read { tx in try await tx.surveyLibrary() }
        let t = frame.t
        let fields = CustomerFields(frame: frame, form: "form", typed: typed, errors: errors)
        var origins = [FieldModel.Option(value: "", label: t["survey.from.empty"])]
        origins += PresetForm.allCases.map {
            .init(value: "preset-\($0.code)", label: t["survey.from.preset", ["name": t["presetForm.\($0.code)"]]])
        }
        let own = member.place.unit.id
        origins += library.compactMap { form in
            form.base == nil && form.unit.id != own && form.published != nil
                ? FieldModel.Option(value: "add-\(form.id)", label: t["survey.from.addition", ["name": form.name]]) : nil
        }
        origins += library.compactMap { form in
            form.published.map { FieldModel.Option(value: "copy-\($0)", label: t["survey.from.copy", ["name": form.name]]) }
        }
        let page = OrgFormPage(
            title: t["survey.form.add"], intro: t["survey.form.add.text"], back: Link(t["survey.library"], path: frame.paths.surveyForms),
            form: FormModel(
                id: "form", path: frame.paths.newSurveyForm,
                groups: [
                    FieldGroup(fields: [
                        fields.field(.select, "from", label: "surveyFrom", options: origins),
                        fields.field(.text, "name", label: "surveyName", required: true, half: true, max: 60, autofocus: true),
                        fields.field(.text, "nameEnglish", half: true, max: 120), fields.words("purpose", FormPurpose.self),
                        fields.field(.textarea, "about", label: "surveyAbout", max: 300),
                    ])
                ], submit: t["form.save"], key: frame.newKey))
        return try frame.page(page, room: .surveys, status: errors == nil ? .ok : .unprocessableContent)
    }

    static func show(_ member: MemberContext) async throws -> Response {
        let id = SurveyFormID(try member.incoming.number("id"))
        let (file, frame) = try await member.read { tx in try await tx.surveyForm(id) }
        let t = frame.t
        let rows = file.versions.map { version in
            frame.version(
                version.number, version.state, by: version.by, at: version.at, path: frame.paths.surveyVersion(version.id))
        }
        var actions: [ActionForm] = []
        if file.mayDesign, file.form.retiredAt == nil {
            if file.form.draft == nil {
                actions.append(
                    ActionForm(
                        id: "draft", label: t["survey.newDraft"], explain: t["survey.newDraft.text"],
                        path: frame.paths.surveyFormStep("draft", id), key: frame.newKey))
            }
            actions.append(
                ActionForm(
                    id: "retire", label: t["survey.retire"], explain: t["survey.retire.text"],
                    path: frame.paths.surveyFormStep("retire", id), key: frame.newKey, danger: true))
        }
        let page = SurveyPage(
            title: frame.name(file.form.name, english: file.form.nameEnglish), intro: file.form.about.isEmpty ? nil : file.form.about,
            back: Link(t["survey.library"], path: frame.paths.surveyForms), chips: [chip(file.form, frame)],
            facts: [
                Fact(t["survey.purpose"], text: t.word(file.form.purpose)),
                Fact(t["field.unit"], text: frame.name(file.form.unit.name, english: file.form.unitNameEnglish)),
                Fact(
                    t["survey.core"], text: file.form.base == nil ? t["survey.core.own"] : t["survey.addsTo", ["form": file.form.baseName]],
                    note: t["survey.core.text"]),
            ], actions: actions,
            tables: [.init(id: "versions", title: t["survey.versions"], columns: frame.versionColumns, rows: rows)])
        return try frame.page(page, room: .surveys)
    }

    static func draft(_ member: MemberContext) async throws -> Response {
        let fields = try await member.form()
        try fields.allow([])
        let (id, paths) = (SurveyFormID(try member.incoming.number("id")), member.paths)
        let answer = try await member.write(fields) { tx in paths.surveyVersion(try await tx.newDraft(id)) }
        return member.done(answer, Flash("survey.draftOpened"))
    }

    static func retire(_ member: MemberContext) async throws -> Response {
        let fields = try await member.form()
        try fields.allow([])
        let (id, path) = (SurveyFormID(try member.incoming.number("id")), member.paths.surveyForms)
        let answer = try await member.write(fields) { tx in
            try await tx.retire(id)
            return path
        }
        return member.done(answer, Flash("survey.retired"))
    }
}
