internal import Domain
internal import Store
internal import Views

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
        OperationsPage.Table(
            id: "steps", title: t["wave.steps"], columns: frame.stepColumns, rows: file.steps.map(frame.step),
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
