internal import Domain
internal import HTTPTypes
internal import Hummingbird
internal import Store
internal import Views

/// Forms given to interviewers, own ones and outside ones: a building or a share at a time.
enum InterviewerRoom {
    static func show(_ member: MemberContext) async throws -> Response { try await page(member) }

    static func give(_ member: MemberContext) async throws -> Response {
        let fields = try await member.form()
        try fields.allow(FormsToGive.names)
        let id = WaveID(try member.incoming.number("id"))
        let (values, path) = (fields.values, member.paths.interviewers(id))
        do {
            let new = try FormsToGive.read(values).orInvalid()
            let count = Counted()
            let answer = try await member.write(fields) { tx in
                count.value = try await tx.give(new, try await tx.access(id, for: GiveForms.self))
                return path
            }
            return member.done(answer, count.flash("interviewers.given", otherwise: "survey.saved"))
        } catch StoreError.invalid(let errors) {
            return try await page(member, typed: values, errors: errors)
        }
    }

    static func takeBack(_ member: MemberContext) async throws -> Response {
        let fields = try await member.form()
        try fields.allow(["person"])
        let id = WaveID(try member.incoming.number("id"))
        guard let person = PersonID(text: try fields.text("person")) else { throw WebFault.unprocessable(["person"]) }
        let path = member.paths.interviewers(id)
        let count = Counted()
        let answer = try await member.write(fields) { tx in
            count.value = try await tx.takeBack(person, try await tx.access(id, for: GiveForms.self))
            return path
        }
        return member.done(answer, count.flash("interviewers.taken", otherwise: "survey.saved"))
    }

    private static func page(_ member: MemberContext, typed: [String: String] = [:], errors: FieldErrors? = nil) async throws -> Response {
        let id = WaveID(try member.incoming.number("id"))
        let (forms, frame) = try await member.read { tx in try await tx.formsGiven(id) }
        let wave = forms.file.wave
        let t = frame.t
        let words = InterviewerWords(frame: frame, forms: forms, typed: typed, errors: errors)
        let page = SurveyPage(
            title: t["interviewers.title"], intro: t["interviewers.text"],
            back: Link(frame.name(wave.name, english: wave.nameEnglish), path: frame.paths.wave(id)),
            actions: words.actions, tables: [words.held, words.open])
        return try frame.page(page, room: .surveys, status: errors == nil ? .ok : .unprocessableContent)
    }
}

struct InterviewerWords {
    let frame: PageFrame
    let forms: GivenForms
    let typed: [String: String]
    let errors: FieldErrors?
    private var t: Messages { frame.t }
    private var wave: WaveID { forms.file.wave.id }

    init(frame: PageFrame, forms: GivenForms, typed: [String: String], errors: FieldErrors?) {
        self.frame = frame
        self.forms = forms
        self.typed = typed
        self.errors = errors
    }

    var held: OperationsPage.Table {
        let columns = [t["interviewers.person"], t["interviewers.given.count"], t["interviewers.answered"]]
        let rows = forms.held.map { row in
            OrgListPage.Row(cells: [
                .init(columns[0], text: row.name), .init(columns[1], text: frame.wording.number(row.given)),
                .init(columns[2], text: frame.wording.number(row.answered)),
            ])
        }
        return OperationsPage.Table(
            id: "held", title: t["interviewers.held"], note: String(rows.count), columns: columns, rows: rows,
            empty: EmptyState(title: t["interviewers.held.empty.title"], text: t["interviewers.held.empty.text"]))
    }

    var open: OperationsPage.Table {
        let columns = [t["field.project"], t["field.building"], t["interviewers.open"]]
        let rows = forms.buildings.map { row in
            OrgListPage.Row(cells: [
                .init(columns[0], text: row.projectName), .init(columns[1], text: row.name),
                .init(columns[2], text: frame.wording.number(row.open)),
            ])
        }
        return OperationsPage.Table(
            id: "open", title: t["interviewers.open"], note: frame.wording.number(forms.buildings.reduce(0) { $0 + $1.open }),
            columns: columns, rows: rows,
            empty: EmptyState(title: t["interviewers.open.empty.title"], text: t["interviewers.open.empty.text"]))
    }

    var actions: [ActionForm] {
        let back = forms.held.filter { $0.given > $0.answered }.prefix(50).map { row in
            ActionForm(
                id: "back-\(row.id)", label: t["interviewers.takeBack", ["name": row.name]], explain: t["interviewers.takeBack.text"],
                path: frame.paths.takeFormsBack(wave),
                fields: [FieldModel(.hidden, form: "back-\(row.id)", name: "person", label: "", value: row.id.description)],
                key: frame.newKey, danger: true)
        }
        guard !forms.buildings.isEmpty, !forms.people.isEmpty else { return back }
        return [give] + back
    }

    private var give: ActionForm {
        var people: [FieldModel.Option] = []
        for person in forms.people where !people.contains(where: { $0.value == person.person.description }) {
            let title = person.title.isEmpty ? t.role(person.roleKey) : person.title
            people.append(.init(value: person.person.description, label: frame.wording.person(person.name, post: title)))
        }
        let buildings =
            [FieldModel.Option(value: "", label: t["interviewers.everywhere"])]
            + forms.buildings.map { .init(value: $0.building.description, label: "\($0.projectName) · \($0.name) (\($0.open))") }
        let fields = CustomerFields(frame: frame, form: "give", typed: typed, errors: errors)
        return ActionForm(
            id: "give", label: t["interviewers.give"], explain: t["interviewers.give.text"], path: frame.paths.interviewers(wave),
            fields: [
                fields.field(.select, "person", label: "interviewer", required: true, options: people),
                fields.field(.select, "building", label: "interviewerBuilding", options: buildings),
                fields.field(.number, "share", label: "interviewerShare", required: true, value: "100"),
            ], key: frame.newKey, open: true)
    }
}

/// What an interviewer reaches: the forms that were given, and the grid for these (SURVEY-P1).
enum GivenFormRoom {
    static func list(_ member: MemberContext) async throws -> Response {
        let (rows, frame) = try await member.read { tx in try await tx.givenForms() }
        let t = frame.t
        let columns = [
            t["field.project"], t["field.house"], t["survey.result.wave"], t["survey.oversight.closesOn"], t["survey.state"],
            t["list.next"],
        ]
        let lines = rows.map { row in
            OrgListPage.Row(cells: [
                .init(columns[0], text: frame.name(row.projectName, english: row.projectNameEnglish)), .init(columns[1], text: row.label),
                .init(columns[2], text: frame.name(row.waveName, english: row.waveNameEnglish)),
                .init(columns[3], text: frame.wording.day(row.closesOn)),
                .init(columns[4], chip: Chip(t[row.entered ? "given.entered" : "given.open"], tone: row.entered ? .good : .soon)),
                row.entered
                    ? .init(columns[5], text: "–")
                    : .init(columns[5], link: Link(t["wave.enter"], path: frame.paths.entry(row.wave, row.project))),
            ])
        }
        let page = OrgListPage(
            title: t["given.title"], columns: columns, rows: lines,
            summary: t[
                "given.summary",
                [
                    "count": String(rows.count), "open": String(rows.count { !$0.entered }), "most": String(GivenFormRow.most),
                    "time": frame.wording.clock(frame.now),
                ]],
            empty: EmptyState(title: t["given.empty.title"], text: t["given.empty.text"]))
        return try frame.page(page, room: .surveys)
    }
}
