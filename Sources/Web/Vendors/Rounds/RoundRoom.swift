internal import Domain
internal import HTTPTypes
internal import Hummingbird
internal import Store
internal import Views

/// 考核周期: the rounds of a unit, and one round with what may be done with it now.
enum RoundRoom {
    static func list(_ member: MemberContext) async throws -> Response {
        let before = RoundID(text: try member.incoming.query().text("before"))
        let (rounds, frame) = try await member.read { tx in try await tx.rounds(before: before) }
        let t = frame.t
        let columns = [t["org.name"], t["round.period"], t["field.unit"], t["template.one"], t["round.until"], t["survey.state"]]
        let rows = rounds.prefix(50).map { round in
            OrgListPage.Row(cells: [
                .init(columns[0], link: Link(round.name, path: frame.paths.round(round.id))),
                .init(columns[1], text: round.period.description),
                .init(columns[2], text: frame.name(round.unit.name, english: round.unitNameEnglish)),
                .init(columns[3], text: frame.name(round.templateName, english: round.templateNameEnglish)),
                .init(columns[4], text: round.assessUntil.isoText),
                .init(columns[5], chip: Chip(t.word(round.state), tone: tone(round.state))),
            ])
        }
        let next = rounds.count > 50 ? rounds[49].id : nil
        let runs = frame.may(.roundRun) && member.place.unit.kind != .project
        let page = OrgListPage(
            title: t["round.title"], columns: columns, rows: rows, summary: OrgLists.summary(rows.count, frame),
            empty: rows.isEmpty ? EmptyState(title: t["round.empty.title"], text: t["round.empty.text"]) : nil,
            pager: Pager(previous: nil, next: next.map { Paths.query(frame.paths.rounds, [("before", $0.description)]) }),
            adds: runs ? [Link(t["round.add"], path: frame.paths.newRound)] : [])
        return try frame.page(page, room: .vendors)
    }

    static func tone(_ state: RoundState) -> Tone {
        switch state {
        case .scheduled: .soon
        case .inProgress, .scored: .developer
        case .confirmed, .rectifying: .plain
        case .verified, .closed: .good
        case .cancelled: .late
        }
    }

    static func show(_ member: MemberContext) async throws -> Response { try await page(member) }

    /// A form that was not taken: which, what was typed, and why.
    struct Rejected: Sendable {
        let form: String
        let typed: [String: String]
        var errors: FieldErrors?
        var message: String?
    }

    static func page(_ member: MemberContext, rejected: Rejected? = nil) async throws -> Response {
        let id = RoundID(try member.incoming.number("id"))
        let (file, frame) = try await member.read { tx in try await tx.round(id) }
        let words = RoundWords(frame: frame, file: file, rejected: rejected)
        return try frame.page(words.page, room: .vendors, status: rejected == nil ? .ok : .unprocessableContent)
    }

    static func assign(_ member: MemberContext) async throws -> Response {
        let fields = try await member.form()
        try fields.allow(NewAssessor.names)
        let id = RoundID(try member.incoming.number("id"))
        let (version, path, values) = (try fields.version(), member.paths.round(id), fields.values)
        do {
            let new = try NewAssessor.read(values).orInvalid()
            let answer = try await member.write(fields) { tx in
                try await tx.assign(new, try await tx.access(id, for: RunRound.self, lock: version))
                return path
            }
            return member.done(answer, Flash("round.assigned"))
        } catch StoreError.invalid(let errors) {
            return try await page(member, rejected: Rejected(form: "assessor", typed: values, errors: errors))
        }
    }

    static func act(_ member: MemberContext) async throws -> Response {
        let fields = try await member.form()
        try fields.allow(["note", "until"])
        guard let action = RoundAction(rawValue: try member.incoming.parameter("action")) else { throw WebFault.notFound }
        let id = RoundID(try member.incoming.number("id"))
        let (values, path) = (fields.values, member.paths.round(id))
        let version = try fields.version()
        var errors = FieldErrors()
        var (note, until) = (String?.none, Day?.none)
        do throws(FieldProblem) { note = try BoundedText.optional(values["note"], max: 300, multiline: true) } catch {
            errors.add("note", error)
        }
        if let raw = values["until"], !raw.isEmpty {
            do throws(FieldProblem) { until = try Day.parse(raw) } catch { errors.add("until", error) }
        }
        guard errors.isEmpty else {
            return try await page(member, rejected: Rejected(form: action.code, typed: values, errors: errors))
        }
        let command = RoundCommand(action, note: note, assessUntil: until)
        do {
            let answer = try await member.write(fields) { tx in
                try await tx.move(id, command, lock: version)
                return path
            }
            return member.done(answer, Flash("round.moved"))
        } catch RoundRefusal.missing(let permission) {
            throw StoreError.refused(permission)
        } catch RoundRefusal.notFrom {
            throw StoreError.stale(Staleness(version: version, state: "", changes: []))
        } catch RoundRefusal.guarded(let condition) {
            let t = member.services.renderer.messages(member.incoming.language)
            return try await page(
                member, rejected: Rejected(form: action.code, typed: values, message: t["roundGuard.\(condition.code)"]))
        }
    }
}

/// A round in words: facts, cards, who assesses, moves.
struct RoundWords {
    let frame: PageFrame
    let file: RoundFile
    let rejected: RoundRoom.Rejected?

    private var t: Messages { frame.t }
    private var round: RoundRow { file.round }
    private var version: String { String(round.lock) }

    var page: SurveyPage {
        SurveyPage(
            title: round.name, intro: t["round.intro", ["period": round.period.description]],
            back: Link(t["round.title"], path: frame.paths.rounds),
            chips: [Chip(t.word(round.state), tone: RoundRoom.tone(round.state))],
            buttons: round.state.isReleased ? [Link(t["card.ranking"], path: frame.paths.scoreRanking)] : [], facts: facts,
            actions: actions,
            tables: [cards] + (file.mayRun ? [forms] : []) + [steps])
    }

    private var facts: [Fact] {
        var facts = [
            Fact(t["field.unit"], text: frame.name(round.unit.name, english: round.unitNameEnglish)),
            Fact(
                t["template.one"],
                link: Link(
                    frame.name(round.templateName, english: round.templateNameEnglish), path: frame.paths.scoreTemplate(round.template)),
                note: round.number.map { t["survey.versionNumber", ["number": String($0)]] }),
            Fact(t["round.period"], text: "\(round.period.first) – \(round.period.last)"),
            Fact(t["round.until"], text: round.assessUntil.isoText),
            Fact(
                t["round.progress"],
                text: t["round.progress.forms", ["done": String(file.facts.formsIn), "all": String(file.facts.forms)]],
                note: round.state == .scored
                    ? t["round.progress.cards", ["done": String(round.computed), "all": String(round.vendors)]] : nil),
            Fact(t["wave.planner"], text: round.plannedBy),
        ]
        if !round.scoredByName.isEmpty { facts.append(Fact(t["round.scoredBy"], text: round.scoredByName)) }
        if let at = round.confirmedAt {
            facts.append(Fact(t["round.confirmedBy"], text: round.confirmedByName, note: frame.wording.exact(at)))
        }
        if let day = round.appealUntil { facts.append(Fact(t["card.appealUntil"], text: day.isoText)) }
        return facts
    }

    private var cards: OperationsPage.Table {
        let columns = [t["field.project"], t["card.vendor"], t["card.households"], t["card.total"], t["template.grade"]]
        let rows = file.cards.map { card in
            OrgListPage.Row(cells: [
                .init(
                    columns[0],
                    link: Link(frame.name(card.projectName, english: card.projectNameEnglish), path: frame.paths.scoreCard(card.id))),
                .init(columns[1], text: frame.name(card.vendorName, english: card.vendorNameEnglish)),
                .init(columns[2], text: frame.wording.number(card.households)),
                .init(columns[3], text: card.total.map(CardWords.points) ?? "–"),
                .init(columns[4], chip: CardWords.chip(card, frame)),
            ])
        }
        return OperationsPage.Table(
            id: "cards", title: t["card.title"], note: t["round.cards.note"], columns: columns, rows: rows,
            empty: EmptyState(title: t["round.cards.empty.title"], text: t["round.cards.empty.text"]))
    }

    private var forms: OperationsPage.Table {
        let columns = [t["round.assessor"], t["round.role"], t["field.project"], t["card.vendor"], t["survey.state"]]
        let rows = file.forms.map { form in
            let reminded = form.reminders > 0 ? " · \(t["round.reminded", ["count": String(form.reminders)]])" : ""
            return OrgListPage.Row(cells: [
                .init(columns[0], text: frame.wording.person(form.holderName, post: form.holderPost)),
                .init(columns[1], text: t.word(form.role)), .init(columns[2], text: form.projectName),
                .init(columns[3], text: form.vendorName),
                .init(columns[4], chip: Chip(t.word(form.state) + reminded, tone: form.state == .submitted ? .good : .soon)),
            ])
        }
        return OperationsPage.Table(
            id: "forms", title: t["round.forms"], note: t["round.forms.note"], columns: columns, rows: rows,
            empty: EmptyState(title: t["round.forms.empty.title"], text: t["round.forms.empty.text"]))
    }

    private var steps: OperationsPage.Table {
        let columns = [t["survey.when"], t["wave.step"], t["survey.by"], t["wave.note"]]
        let rows = file.steps.map { step in
            OrgListPage.Row(cells: [
                .init(columns[0], text: frame.wording.exact(step.at)), .init(columns[1], text: t.word(step.action)),
                .init(columns[2], text: frame.wording.person(step.actorName, post: step.actorPost)),
                .init(columns[3], text: step.note.isEmpty ? "–" : step.note),
            ])
        }
        return OperationsPage.Table(
            id: "steps", title: t["wave.steps"], columns: columns, rows: rows,
            empty: EmptyState(title: t["wave.steps.empty.title"], text: t["round.steps.empty.text"]))
    }

    private var actions: [ActionForm] {
        var actions = RoundTransitions.offered(file.facts, of: round.unit, to: frame.session.actor).map(form)
        if file.mayRun, [.scheduled, .inProgress].contains(round.state) { actions.append(assessor) }
        return actions
    }

    private var assessor: ActionForm {
        let mine = rejected?.form == "assessor"
        let fields = CustomerFields(
            frame: frame, form: "assessor", typed: mine ? rejected?.typed ?? [:] : [:], errors: mine ? rejected?.errors : nil)
        let people = file.assessors.map {
            FieldModel.Option(
                value: $0.person.description, label: "\($0.name) · \($0.post.isEmpty ? t.role($0.roleKey) : $0.post) · \($0.unit.name)")
        }
        var projects: [FieldModel.Option] = [.init(value: "", label: t["round.allProjects"])]
        var seen = Set<UnitID>()
        for card in file.cards where seen.insert(card.project).inserted {
            projects.append(.init(value: card.project.description, label: frame.name(card.projectName, english: card.projectNameEnglish)))
        }
        return ActionForm(
            id: "assessor", label: t["round.assign"], explain: t["round.assign.text"], path: frame.paths.roundAssessors(round.id),
            fields: [
                fields.field(.select, "person", label: "roundPerson", required: true, options: people),
                fields.words("role", AssessorRole.self),
                fields.field(.select, "project", label: "roundProject", options: projects),
            ], key: frame.newKey, version: version, open: mine)
    }

    private func form(_ row: RoundTransition) -> ActionForm {
        let id = row.action.code
        let mine = rejected?.form == id
        var fields: [FieldModel] = []
        func field(_ kind: FieldModel.Kind, _ name: String, label: String) -> FieldModel {
            FieldModel(
                kind, form: id, name: name, label: t["field.\(label)"], value: (mine ? rejected?.typed[name] : nil) ?? "",
                error: mine ? rejected?.errors?[name].map(frame.wording.problem) : nil, maxLength: kind == .date ? nil : 300)
        }
        if row.guards.contains(.laterDeadline) { fields.append(field(.date, "until", label: "roundUntil")) }
        if row.guards.contains(.note) { fields.append(field(.textarea, "note", label: "waveNote")) }
        let waiting = RoundTransitions.waiting(row, file.facts, frame.session.actor, today: frame.today)
        let explain =
            waiting.isEmpty ? t.optional("roundAction.\(id).text") : waiting.map { t["roundGuard.\($0.code)"] }.joined(separator: " ")
        return ActionForm(
            id: id, label: t.word(row.action), explain: explain, path: frame.paths.roundAction(row.action, round.id), fields: fields,
            key: frame.newKey, version: version, danger: [.cancel, .reopen].contains(row.action), open: mine,
            message: mine ? rejected?.message : nil)
    }
}
