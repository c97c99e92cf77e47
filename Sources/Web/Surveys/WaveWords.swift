internal import Domain
internal import Store
internal import Views

/// A wave in words: facts, projects, letters, moves.
struct WaveWords {
    let frame: PageFrame
    let file: WaveFile
    let buildings: [LetterBuilding]
    let openLinks: [UnitID: String]
    let rejected: WaveRoom.Rejected?

    private var t: Messages { frame.t }
    private var wave: WaveRow { file.wave }
    private var version: String { String(wave.lock) }

    var page: SurveyPage {
        var buttons: [Link] = []
        if wave.state.isFixed { buttons.append(Link(t["survey.result.title"], path: frame.paths.results(wave.id))) }
        if file.mayRun, wave.state.isPlan { buttons.append(Link(t["wave.edit"], path: frame.paths.waveStep("edit", wave.id))) }
        if file.mayRun, wave.state.isPlan, !file.units.isEmpty { buttons.append(Link(t["quota.title"], path: frame.paths.quotas(wave.id))) }
        if frame.may(.surveyRun), !wave.anonymous, wave.state.isFixed, !wave.state.hasClosed {
            buttons.append(Link(t["interviewers.title"], path: frame.paths.interviewers(wave.id)))
        }
        if file.mayRun, frame.may(.importRun), wave.state == .collecting {
            buttons.append(Link(t["import.start.answers"], path: frame.paths.newAnswerImport(wave.id)))
        }
        if frame.may(.surveyAnswers), wave.drawnAt != nil {
            buttons.append(Link(t["wave.sample"], path: frame.paths.waveStep("sample", wave.id)))
        }
        return SurveyPage(
            title: frame.name(wave.name, english: wave.nameEnglish), intro: wave.purpose.isEmpty ? nil : wave.purpose,
            back: Link(t["survey.waves"], path: frame.paths.surveys),
            chips: [Chip(t.word(wave.state), tone: WaveRoom.tone(wave.state)), Chip(t[wave.anonymous ? "wave.anonymous" : "wave.named"])],
            buttons: buttons, facts: facts, actions: actions, tables: [projects] + letters + [steps])
    }

    private var facts: [Fact] {
        var facts = [
            Fact(t["wave.kind"], text: t.word(wave.kind)),
            Fact(t["field.unit"], text: frame.name(wave.unit.name, english: wave.unitNameEnglish)),
            Fact(t["survey.form"], link: Link(wave.formName, path: frame.paths.surveyForm(wave.form))),
            Fact(t["wave.period"], text: "\(wave.opensOn) – \(wave.closesOn)"), Fact(t["wave.audience"], text: audience),
            Fact(t["wave.households"], text: wave.population.map(frame.wording.number) ?? t["wave.notCounted"], note: sizing),
            Fact(t["wave.gap"], text: t["wave.gap.days", ["days": String(wave.gapDays)]], note: t["wave.gap.text"]),
        ]
        if !wave.seed.isEmpty {
            let hasQuotas = file.units.contains { !$0.quota.isEmpty }
            facts.append(Fact(t["wave.seed"], text: wave.seed, note: t[hasQuotas ? "wave.seed.quota" : "wave.seed.text"]))
        }
        if let back = answers { facts.append(back) }
        for count in file.counts {
            facts.append(Fact(t.word(count.state), text: frame.wording.number(count.count)))
        }
        facts.append(Fact(t["wave.planner"], text: wave.plannedBy))
        return facts
    }

    /// How many of those asked have answered here, and who stopped half way.
    private var answers: Fact? {
        guard wave.state.isFixed else { return nil }
        let here = frame.member.place.unit.id
        let asked = file.units.reduce(0) { $0 + $1.drawn }
        let (n, unfinished) = (file.progress.answers(at: here), file.progress.unfinished(at: here))
        return Fact(
            t["wave.answers"], text: t["wave.answers.rate", ["count": frame.wording.number(n), "rate": rate(n, of: asked)]],
            link: Link(t["survey.result.dropOff"], path: frame.paths.resultQuestions(wave.id)),
            note: t["wave.answers.unfinished", ["count": frame.wording.number(unfinished)]])
    }

    private func rate(_ n: Int, of asked: Int) -> String {
        asked > 0 ? frame.wording.decimal(Double(min(n, asked)) * 100 / Double(asked)) + "%" : "–"
    }

    /// Answers against the quota of a stage; a dash where there is none.
    private func filled(_ unit: WaveUnitRow, _ stage: Stage) -> Chip? {
        guard let quota = unit.quota[stage] else { return nil }
        let n = file.progress.answers(at: unit.project, stage: stage)
        return Chip("\(frame.wording.number(n)) / \(frame.wording.number(quota))", tone: n >= quota ? .good : .soon)
    }

    private var audience: String {
        var parts = wave.audience.respondents.map { t.word($0) }
        if let stage = wave.audience.stage { parts.append(t.word(stage)) }
        parts += wave.audience.exclusions.map { t["wave.without", ["what": t.word($0)]] }
        return parts.joined(separator: t["people.comma"])
    }

    private var sizing: String? {
        guard let households = wave.population, households > 0 else { return nil }
        let invitations = frame.wording.number(wave.invitations(of: households))
        guard let margin = wave.marginPermille, let confidence = wave.confidence.flatMap(SampleSize.Confidence.init) else {
            return t["wave.size.plain", ["invitations": invitations]]
        }
        let needed = SampleSize.needed(population: households, marginPermille: margin, confidence: confidence)
        return t[
            "wave.size",
            [
                "invitations": invitations, "needed": frame.wording.number(needed), "margin": "\(margin / 10).\(margin % 10)",
                "confidence": String(confidence.rawValue),
            ]]
    }

    private var projects: OperationsPage.Table {
        let collects = wave.state == .collecting && frame.may(.surveyEnter)
        let hasQuotas = file.units.contains { !$0.quota.isEmpty }
        let quotas = hasQuotas ? Stage.allCases.map { ($0, t["quota.filled", ["stage": t.word($0)]]) } : []
        let columns = [t["field.project"], t["wave.households"], t["wave.target"], t["sampleState.drawn"]]
        let rows = file.units.map { unit in
            var cells: [OrgListPage.Cell] = [
                .init(columns[0], text: frame.name(unit.name, english: unit.nameEnglish)),
                .init(columns[1], text: frame.wording.number(unit.households)), .init(columns[2], text: frame.wording.number(unit.target)),
                .init(columns[3], text: frame.wording.number(unit.drawn)),
            ]
            if wave.state.isFixed {
                let n = file.progress.answers(at: unit.project)
                cells.append(.init(t["wave.answers"], text: "\(frame.wording.number(n)) · \(rate(n, of: unit.drawn))"))
            }
            for (stage, heading) in quotas {
                let chip = filled(unit, stage)
                cells.append(.init(heading, text: chip == nil ? "–" : nil, chip: chip))
            }
            if collects { cells.append(.init(t["list.next"], link: Link(t["wave.enter"], path: frame.paths.entry(wave.id, unit.project)))) }
            return OrgListPage.Row(cells: cells)
        }
        let headings =
            columns + (wave.state.isFixed ? [t["wave.answers"]] : []) + quotas.map(\.1) + (collects ? [t["list.next"]] : [])
        return OperationsPage.Table(
            id: "projects", title: t["wave.projects"], note: String(rows.count), columns: headings, rows: rows,
            empty: EmptyState(title: t["wave.projects.empty.title"], text: t["wave.projects.empty.text"]))
    }

    private var letters: [OperationsPage.Table] {
        guard !buildings.isEmpty, file.mayRun else { return [] }
        let columns = [t["field.project"], t["field.building"], t["wave.letters"], t["list.next"], t["wave.reminders"]]
        let rows = buildings.map { building in
            let path = frame.paths.letters(wave.id, building.building)
            let again = Link(
                t["wave.print.reminders", ["count": String(building.reminded)]], path: Paths.query(path, [("reminders", "1")]))
            return OrgListPage.Row(cells: [
                .init(columns[0], text: building.projectName), .init(columns[1], text: building.name),
                .init(columns[2], text: String(building.letters)), .init(columns[3], link: Link(t["wave.print"], path: path)),
                building.reminded > 0 ? .init(columns[4], link: again) : .init(columns[4], text: "–"),
            ])
        }
        var tables = [
            OperationsPage.Table(
                id: "letters", title: t["wave.letters"], note: t[wave.anonymous ? "wave.letters.ballots" : "wave.letters.named"],
                columns: columns, rows: rows)
        ]
        if !openLinks.isEmpty {
            let open = [t["field.project"], t["wave.openLink"]]
            let origin = frame.member.services.settings.publicOrigin
            tables.append(
                OperationsPage.Table(
                    id: "open", title: t["wave.openLinks"], columns: open,
                    rows: file.units.compactMap { unit in
                        openLinks[unit.project].map { token in
                            OrgListPage.Row(cells: [
                                .init(open[0], text: frame.name(unit.name, english: unit.nameEnglish)),
                                .init(open[1], text: "\(origin)\(Paths.survey(frame.member.place.tenantCode, token: token))"),
                            ])
                        }
                    }))
        }
        return tables
    }

    private var steps: OperationsPage.Table {
        OperationsPage.Table(
            id: "steps", title: t["wave.steps"], columns: frame.stepColumns, rows: file.steps.map(frame.step),
            empty: EmptyState(title: t["wave.steps.empty.title"], text: t["wave.steps.empty.text"]))
    }

    private var actions: [ActionForm] {
        var actions: [ActionForm] = []
        if file.mayRun, wave.state.isPlan {
            actions.append(
                ActionForm(
                    id: "count", label: t["wave.count"], explain: t["wave.count.text"], path: frame.paths.waveStep("count", wave.id),
                    key: frame.newKey, version: version))
        }
        if file.mayRun, wave.state == .approved {
            actions.append(
                ActionForm(
                    id: "draw", label: t[wave.drawnAt == nil ? "wave.draw" : "wave.drawAgain"], explain: t["wave.draw.text"],
                    path: frame.paths.waveStep("draw", wave.id), fields: [field("draw", .text, "seed", label: "waveSeed")],
                    key: frame.newKey,
                    version: version))
        }
        if file.mayRun, wave.anonymous, wave.state.isFixed, !wave.state.hasClosed {
            actions += file.units.filter { openLinks[$0.project] == nil }.prefix(20).map { unit in
                ActionForm(
                    id: "link-\(unit.project)", label: t["wave.makeOpen", ["project": frame.name(unit.name, english: unit.nameEnglish)]],
                    explain: t["wave.makeOpen.text"], path: frame.paths.openLink(wave.id, unit.project), key: frame.newKey, version: version
                )
            }
        }
        if file.mayRun, wave.state == .collecting, wave.reminders > 0 {
            let isRejected = rejected?.form == "remind"
            actions.append(
                ActionForm(
                    id: "remind", label: t["wave.remind"],
                    explain: t["wave.remind.text", ["most": String(wave.reminders), "days": String(wave.reminderDays)]],
                    path: frame.paths.remind(wave.id), key: frame.newKey, version: version, open: isRejected,
                    message: isRejected ? rejected?.message : nil))
        }
        actions += WaveTransitions.offered(file.facts, of: wave.unit, to: frame.session.actor).map(form)
        if file.mayRun, !wave.anonymous, wave.state.isFixed, !wave.state.hasClosed {
            actions.append(
                ActionForm(
                    id: "renew", label: t["wave.renew"], explain: t["wave.renew.text"], path: frame.paths.waveStep("links/renew", wave.id),
                    fields: [field("renew", .text, "door", label: "door")], key: frame.newKey, version: version, danger: true))
        }
        return actions
    }

    private func form(_ row: WaveTransition) -> ActionForm {
        let id = row.action.code
        var fields: [FieldModel] = []
        if row.guards.contains(.laterClosing) { fields.append(field(id, .date, "closes", label: "waveCloses")) }
        if row.guards.contains(.note) { fields.append(field(id, .textarea, "note", label: "waveNote")) }
        let waiting = WaveTransitions.waiting(row, file.facts, frame.session.actor, today: frame.today)
        let explain =
            waiting.isEmpty ? t.optional("waveAction.\(id).text") : waiting.map { t["waveGuard.\($0.code)"] }.joined(separator: " ")
        return ActionForm(
            id: id, label: t.word(row.action), explain: explain, path: frame.paths.waveAction(row.action, wave.id), fields: fields,
            key: frame.newKey, version: version, danger: [.sendBack, .cancel, .close].contains(row.action), open: rejected?.form == id,
            message: rejected?.form == id ? rejected?.message : nil)
    }

    private func field(_ form: String, _ kind: FieldModel.Kind, _ name: String, label: String) -> FieldModel {
        let typed = rejected?.form == form ? rejected?.typed[name] : nil
        let error = rejected?.form == form ? rejected?.errors?[name].map(frame.wording.problem) : nil
        return FieldModel(
            kind, form: form, name: name, label: t["field.\(label)"], value: typed ?? "", hint: t.optional("field.\(label).hint"),
            error: error,
            maxLength: kind == .date ? nil : 300)
    }
}
