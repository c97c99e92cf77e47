internal import Domain
internal import HTTPTypes
internal import Hummingbird
internal import Store
internal import Views

/// Corrective actions: what is open at a unit, and one of them with its next step.
enum ActionRoom {
    static func list(_ member: MemberContext) async throws -> Response {
        let (found, frame) = try await member.read { tx in
            (try await tx.correctiveActions(open: true), try await tx.correctiveActions(open: false))
        }
        let words = ActionWords(frame: frame)
        let t = frame.t
        let page = SurveySheetPage(
            head: SurveyHead(eyebrow: frame.unitName, title: t["survey.action.title"], sub: t["survey.action.sub"]),
            tables: [words.table(found.0, id: "open"), words.table(found.1, id: "ended", title: t["survey.action.ended"])])
        return try frame.page(page, room: .surveys)
    }

    static func show(_ member: MemberContext) async throws -> Response { try await page(member) }

    static func take(_ step: CorrectionStep) -> @Sendable (MemberContext) async throws -> Response {
        { member in
            let id = CorrectiveActionID(try member.incoming.number("id"))
            let fields = try await member.form()
            try fields.allow(CorrectionForm.fields(of: step).map(\.rawValue))
            let (values, version) = (fields.values, try fields.version())
            let path = member.paths.surveyAction(id)
            do {
                let answer = try await member.write(fields) { tx in
                    try await tx.apply(step, values, try await tx.access(id, version: version, for: StepOnAction.self))
                    return path
                }
                return member.done(answer, Flash("flash.survey.step.\(step.code)"))
            } catch StoreError.invalid(let errors) {
                return try await page(member, rejected: (step, values, errors))
            }
        }
    }

    private static func page(
        _ member: MemberContext, rejected: (step: CorrectionStep, typed: [String: String], errors: FieldErrors)? = nil,
        returned: (filled: Filled, errors: FieldErrors)? = nil
    ) async throws -> Response {
        let id = CorrectiveActionID(try member.incoming.number("id"))
        let (found, frame) = try await member.read { tx in
            (
                try await tx.correctiveAction(id), try await tx.fetch(FileRow.of(.correctiveAction(id), tenant: tx.tenant)),
                try await tx.held(returned?.filled.files ?? [])
            )
        }
        let words = ActionWords(frame: frame)
        let ((action, points), files, kept) = found
        let page = SurveySheetPage(
            head: SurveyHead(
                eyebrow: "\(action.waveName) · \(frame.t.word(action.state))", title: action.title,
                sub: frame.t["survey.action.due", ["day": frame.wording.day(action.dueOn)]],
                links: [Link(frame.t["survey.action.title"], path: frame.paths.surveyActions)]),
            facts: words.facts(action), blocks: words.blocks(action),
            tables: points.isEmpty ? [] : [PointWords(frame: frame, wave: action.wave).points(points)],
            actions: Correction.allowed(action.facts, frame.session.actor).map { step in
                words.form(step, action, rejected: rejected.flatMap { $0.step == step ? (typed: $0.typed, errors: $0.errors) : nil })
            }, files: words.evidence(action, files, kept: kept, returned: returned))
        return try frame.page(page, room: .surveys, status: rejected == nil && returned == nil ? .ok : .unprocessableContent)
    }

    /// Photos and papers that show what was done (SURVEY-R4).
    static func addFiles(_ member: MemberContext) async throws -> Response {
        let id = CorrectiveActionID(try member.incoming.number("id"))
        return try await member.addFiles(to: member.paths.surveyAction(id)) { tx in
            try await tx.access(id, for: HangFiles.self)
        } returned: { filled, errors in
            try await page(member, returned: (filled, errors))
        }
    }
}

struct ActionWords {
    let frame: PageFrame
    private var t: Messages { frame.t }

    init(frame: PageFrame) { self.frame = frame }

    func table(_ rows: [CorrectiveActionRow], id: String, title: String? = nil) -> SurveyTable {
        let columns = [
            t["survey.action.titleOf"], t["survey.action.unit"], t["survey.action.state"], t["survey.action.dueOn"],
            t["survey.action.overseer"],
        ]
        let lines = rows.map { row in
            let late = row.state.isOpen && row.state != .done && row.dueOn < frame.today
            return OrgListPage.Row(cells: [
                .init(columns[0], link: Link(row.title, path: frame.paths.surveyAction(row.id))),
                .init(columns[1], text: row.unit.name),
                .init(columns[2], chip: Chip(t.word(row.state), tone: late ? .late : tone(row.state))),
                .init(columns[3], text: frame.wording.day(row.dueOn)),
                .init(columns[4], text: row.overseer.name.isEmpty ? "–" : row.overseer.name),
            ])
        }
        return SurveyTable(
            id: id, title: title ?? t["survey.action.openTitle"], columns: columns, rows: lines, none: t["survey.action.none"])
    }

    private func tone(_ state: CorrectionState) -> Tone {
        switch state {
        case .open, .returned: .soon
        case .planned, .dropped: .plain
        case .done: .developer
        case .verified: .good
        }
    }

    func facts(_ action: CorrectiveActionRow) -> [Fact] {
        var facts = [
            Fact(t["survey.action.unit"], text: action.unit.name), Fact(t["survey.action.overseer"], text: action.overseer.name),
            Fact(t["survey.action.openedBy"], text: action.openedByName, note: frame.wording.exact(action.openedAt)),
        ]
        if let at = action.doneAt { facts.append(Fact(t["survey.action.doneBy"], text: action.doneByName, note: frame.wording.exact(at))) }
        if let at = action.verifiedAt {
            facts.append(Fact(t["survey.action.verifiedBy"], text: action.verifiedByName, note: frame.wording.exact(at)))
        }
        return facts
    }

    func evidence(
        _ action: CorrectiveActionRow, _ files: [FileRow], kept: [FileRow], returned: (filled: Filled, errors: FieldErrors)?
    ) -> FileList {
        let mayAdd = action.state.isOpen && frame.session.actor.covers(action.unit, with: .surveyCorrect)
        let words = FileWords(frame)
        let error = returned.flatMap { $0.filled.problem(frame.wording) ?? $0.errors["files"].map(frame.wording.problem) }
        return words.list(
            files, none: "file.noEvidence",
            add: mayAdd ? words.form(path: frame.paths.addFiles(to: action.id), kept: kept, error: error) : nil,
            mayRemove: mayAdd)
    }

    func blocks(_ action: CorrectiveActionRow) -> [SurveyBlock] {
        [
            ("cause", action.cause), ("corrective", action.corrective), ("preventive", action.preventive), ("evidence", action.evidence),
            ("note", action.note),
        ].filter { !$0.1.isEmpty }.map { SurveyBlock(title: t["survey.action.\($0.0)"], text: $0.1) }
    }

    func form(
        _ step: CorrectionStep, _ action: CorrectiveActionRow, rejected: (typed: [String: String], errors: FieldErrors)?
    ) -> ActionForm {
        let fields = CorrectionForm.fields(of: step).map { field in
            FieldModel(
                field == .dueOn ? .date : .textarea, form: step.code, name: field.rawValue, label: t["survey.action.\(field.rawValue)"],
                value: rejected?.typed[field.rawValue] ?? (step == .plan ? current(field, action) : ""),
                error: rejected?.errors[field.rawValue].map(frame.wording.problem), required: true,
                maxLength: field == .dueOn ? nil : 2_000)
        }
        return ActionForm(
            id: step.code, label: t.word(step), explain: t["survey.step.explain.\(step.code)"],
            path: frame.paths.stepSurveyAction(step, on: action.id), fields: fields, key: frame.newKey, version: String(action.version),
            danger: step == .drop || step == .sendBack, open: rejected != nil)
    }

    private func current(_ field: CorrectionForm.Field, _ action: CorrectiveActionRow) -> String {
        switch field {
        case .cause: action.cause
        case .corrective: action.corrective
        case .preventive: action.preventive
        case .dueOn: action.dueOn.isoText
        case .evidence, .note: ""
        }
    }
}
