internal import Domain
internal import HTTPTypes
internal import Hummingbird
internal import Store
internal import Views

/// Problem points of a wave and the corrective actions they are grouped into (SURVEY-R4, R7).
enum PointRoom {
    static func show(_ member: MemberContext) async throws -> Response { try await page(member) }

    static func open(_ member: MemberContext) async throws -> Response {
        let wave = WaveID(try member.incoming.number("id"))
        let fields = try await member.form()
        try fields.allow(NewAction.names, repeated: ["points"])
        let (values, points) = (fields.values, fields.all("points"))
        let paths = member.paths
        do {
            let answer = try await member.write(fields) { tx in
                let new = try NewAction.read(values, points: points, today: try tx.today).orInvalid()
                let permit = try await tx.access(wave, for: OpenAction.self)
                return paths.surveyAction(try await tx.open(new, permit))
            }
            return member.done(answer, Flash("flash.survey.actionOpened"))
        } catch StoreError.invalid(let errors) {
            return try await page(member, typed: values, points: points, errors: errors)
        }
    }

    private static func page(
        _ member: MemberContext, typed: [String: String] = [:], points chosen: [String] = [], errors: FieldErrors? = nil
    ) async throws -> Response {
        let wave = WaveID(try member.incoming.number("id"))
        let (found, frame) = try await member.read { tx in
            (try await tx.problemPoints(wave), try await tx.responsibleUnits())
        }
        let words = PointWords(frame: frame, wave: wave, typed: typed, chosen: chosen, errors: errors)
        let ((head, points, actions), units) = found
        let page = SurveySheetPage(
            head: FindingHead(frame: frame, head: head).make(.points, sub: frame.t["survey.point.note"]),
            tables: [words.points(points), ActionWords(frame: frame).table(actions, id: "actions")],
            form: frame.may(.surveyVerify) ? words.form(points.filter { $0.action == nil }, units) : nil)
        return try frame.page(page, room: .surveys, status: errors == nil ? .ok : .unprocessableContent)
    }
}

struct PointWords {
    let frame: PageFrame
    let wave: WaveID
    let typed: [String: String]
    let chosen: [String]
    let errors: FieldErrors?
    private var t: Messages { frame.t }

    init(frame: PageFrame, wave: WaveID, typed: [String: String] = [:], chosen: [String] = [], errors: FieldErrors? = nil) {
        self.frame = frame
        self.wave = wave
        self.typed = typed
        self.chosen = chosen
        self.errors = errors
    }

    func points(_ rows: [ProblemPointRow], id: String = "points") -> SurveyTable {
        let columns = [t["survey.point.summary"], t["survey.answers.where"], t["survey.point.notedBy"], t["survey.point.action"]]
        let lines = rows.map { row in
            OrgListPage.Row(cells: [
                row.response.map { response in
                    .init(
                        columns[0],
                        link: frame.may(.surveyAnswers) ? Link(row.summary, path: frame.paths.resultAnswer(response, of: wave)) : nil)
                } ?? .init(columns[0], text: row.summary),
                .init(columns[1], text: row.projectName),
                .init(
                    columns[2],
                    text: "\(row.notedByName) · \(frame.wording.day(Day(row.at, offsetMinutes: frame.wording.offsetMinutes)))"),
                action(row, columns[3]),
            ])
        }
        return SurveyTable(id: id, title: t["survey.point.title"], columns: columns, rows: lines, none: t["survey.point.none"])
    }

    private func action(_ row: ProblemPointRow, _ column: String) -> OrgListPage.Cell {
        guard let action = row.action, let title = row.actionTitle else {
            return .init(column, chip: Chip(t["survey.point.open"], tone: .soon))
        }
        let state = row.actionState.map { " · \(t.word($0))" } ?? ""
        return .init(column, link: Link(title + state, path: frame.paths.surveyAction(action)))
    }

    /// Groups the points nobody has taken up into an action.
    func form(_ open: [ProblemPointRow], _ units: [ResponsibleUnitRow]) -> FormModel {
        let choices =
            [FieldModel.Option(value: "", label: t["form.choose"])]
            + units.map { FieldModel.Option(value: $0.unit.id.description, label: "\($0.unit.name) · \(t.word($0.unit.kind))") }
        let fields = [
            field(.text, "title", max: 100), field(.select, "unit", options: choices), field(.date, "dueOn"),
            FieldModel(
                .checkboxes, form: "action", name: "points", label: t["survey.action.points"],
                value: chosen.joined(separator: ","), error: errors?["points"].map(frame.wording.problem),
                options: open.map { FieldModel.Option(value: $0.id.description, label: $0.summary) }),
        ]
        return FormModel(
            id: "action", path: frame.paths.newAction(wave),
            groups: [FieldGroup(t["survey.action.new"], note: t["survey.action.new.note"], fields: fields)],
            submit: t["survey.action.open"],
            key: frame.newKey)
    }

    private func field(_ kind: FieldModel.Kind, _ name: String, max: Int? = nil, options: [FieldModel.Option] = []) -> FieldModel {
        FieldModel(
            kind, form: "action", name: name, label: t["survey.action.\(name)"], value: typed[name] ?? "",
            error: errors?[name].map(frame.wording.problem), required: true, maxLength: max, options: options)
    }
}
