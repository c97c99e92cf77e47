internal import Domain
internal import HTTPTypes
internal import Hummingbird
internal import Store
internal import Views

/// 评分表: an assessor's own forms, made for a phone. Nobody else's are here, not even their number.
enum AssessmentRoom {
    static func list(_ member: MemberContext) async throws -> Response {
        let (forms, frame) = try await member.read { tx in try await tx.assessments() }
        let t = frame.t
        let columns = [t["field.project"], t["card.vendor"], t["round.one"], t["round.until"], t["survey.state"]]
        let rows = forms.map { form in
            let late = form.state == .open && form.assessUntil < frame.today
            let reminded = form.reminders > 0 && form.state == .open ? " · \(t["round.reminded", ["count": String(form.reminders)]])" : ""
            return OrgListPage.Row(cells: [
                .init(columns[0], link: Link(form.projectName, path: frame.paths.assessment(form.id))),
                .init(columns[1], text: form.vendorName), .init(columns[2], text: form.roundName),
                .init(columns[3], text: form.assessUntil.isoText),
                .init(
                    columns[4],
                    chip: Chip(t.word(form.state) + reminded, tone: form.state == .submitted ? .good : late ? .late : .soon)),
            ])
        }
        let page = OrgListPage(
            title: t["assessment.title"], columns: columns, rows: rows, summary: OrgLists.summary(rows.count, frame),
            empty: rows.isEmpty ? EmptyState(title: t["assessment.empty.title"], text: t["assessment.empty.text"]) : nil)
        return try frame.page(page, room: .vendors)
    }

    static func show(_ member: MemberContext) async throws -> Response { try await page(member) }

    static func fill(_ member: MemberContext) async throws -> Response {
        let fields = try await member.form()
        let id = AssessmentID(try member.incoming.number("id"))
        let (version, paths, values) = (try fields.version(), member.paths, fields.values)
        let submits = values["step"] == "submit"
        do {
            let answer = try await member.write(fields) { tx in
                try await tx.fill(id, values, submit: submits, lock: version)
                return submits ? paths.assessments : paths.assessment(id)
            }
            return member.done(answer, Flash(submits ? "assessment.submitted" : "assessment.kept"))
        } catch StoreError.invalid(let errors) {
            return try await page(member, typed: values, errors: errors)
        } catch let refusal as AssessmentRefusal {
            let t = member.services.renderer.messages(member.incoming.language)
            return try await page(member, typed: values, message: message(refusal, t))
        }
    }

    private static func message(_ refusal: AssessmentRefusal, _ t: Messages) -> String {
        switch refusal {
        case .notYours: t["assessment.refusal.notYours"]
        case .notAssessing(let state): t["assessment.refusal.notAssessing", ["state": t.word(state)]]
        case .tooLate(let day): t["assessment.refusal.tooLate", ["day": day.isoText]]
        case .submittedAlready: t["assessment.refusal.submitted"]
        }
    }

    private static func page(
        _ member: MemberContext, typed: [String: String] = [:], errors: FieldErrors? = nil, message: String? = nil
    ) async throws -> Response {
        let id = AssessmentID(try member.incoming.number("id"))
        let (file, frame) = try await member.read { tx in try await tx.assessment(id) }
        let t = frame.t
        let form = file.form
        let facts = [
            Fact(t["round.one"], text: form.roundName), Fact(t["round.period"], text: form.period.description),
            Fact(t["round.role"], text: t.word(form.role)), Fact(t["round.until"], text: form.assessUntil.isoText),
        ]
        let fields = CustomerFields(frame: frame, form: "assessment", typed: typed, errors: errors)
        var actions: [ActionForm] = []
        if file.open || message != nil {
            var asked: [FieldModel] = []
            for indicator in file.indicators {
                guard case .assessor(let scale, _, _, _) = indicator.source else { continue }
                let (score, note) = (AssessmentSheet.field(indicator.key), AssessmentSheet.noteField(indicator.key))
                asked.append(
                    FieldModel(
                        .number, form: "assessment", name: score,
                        label: t[
                            "assessment.score", ["name": indicator.name.text(english: t.language == .english), "scale": String(scale)]],
                        value: typed[score] ?? form.sheet.scores[indicator.key].map { String($0) } ?? "",
                        hint: indicator.guide.text(english: t.language == .english), error: errors?[score].map(frame.wording.problem)))
                asked.append(
                    FieldModel(
                        .textarea, form: "assessment", name: note, label: t["assessment.note"],
                        value: typed[note] ?? form.sheet.notes[indicator.key] ?? "", error: errors?[note].map(frame.wording.problem),
                        maxLength: 500))
            }
            asked.append(
                fields.field(
                    .radios, "step", label: "assessmentStep",
                    options: [
                        .init(value: "submit", label: t["assessment.submit"]), .init(value: "keep", label: t["assessment.keep"]),
                    ], value: "submit"))
            actions.append(
                ActionForm(
                    id: "assessment", label: t["assessment.fill"], button: t["assessment.confirm"], explain: t["assessment.fill.text"],
                    path: frame.paths.assessment(id), fields: asked, key: frame.newKey, version: String(form.lock), open: true,
                    message: message))
        }
        let columns = [t["card.line"], t["card.points"], t["assessment.note"]]
        let rows = file.indicators.map { indicator in
            OrgListPage.Row(cells: [
                .init(columns[0], text: indicator.name.text(english: t.language == .english)),
                .init(columns[1], text: form.sheet.scores[indicator.key].map { String($0) } ?? "–"),
                .init(columns[2], text: form.sheet.notes[indicator.key] ?? "–"),
            ])
        }
        let page = SurveyPage(
            title: "\(form.vendorName) · \(form.projectName)", intro: file.open ? t["assessment.intro"] : t["assessment.closed"],
            back: Link(t["assessment.title"], path: frame.paths.assessments),
            chips: [Chip(t.word(form.state), tone: form.state == .submitted ? .good : .soon)], facts: facts, actions: actions,
            tables: file.open ? [] : [.init(id: "given", title: t["assessment.given"], columns: columns, rows: rows)])
        return try frame.page(page, room: .vendors, status: errors == nil && message == nil ? .ok : .unprocessableContent)
    }
}
