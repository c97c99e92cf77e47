internal import Domain
internal import Hummingbird
internal import Store
internal import Views

/// What the group supervises (SURVEY-R5): plans, running waves, response, unverified actions, overdue reports.
enum OversightRoom {
    static func show(_ member: MemberContext) async throws -> Response { try await page(member) }

    /// One special wave for all companies in one step.
    static func plan(_ member: MemberContext) async throws -> Response {
        let fields = try await member.form()
        try fields.allow(Self.specialFields)
        let typed = fields.values
        let values = typed.merging(Self.specialDefaults) { typed, _ in typed }
        let (unit, path) = (member.place.unit, member.paths.surveyOversight)
        do {
            let answer = try await member.write(fields) { tx in
                let permit = try await tx.access(for: RunWave.self)
                _ = try await tx.planSpecial(try NewWave.read(values, at: unit).orInvalid(), permit)
                return path
            }
            return member.done(answer, Flash("flash.survey.specialPlanned"))
        } catch StoreError.invalid(let errors) {
            return try await page(member, typed: typed, errors: errors)
        }
    }

    private static let specialFields = ["name", "purpose", "form", "opens", "closes"]
    /// What a company may still change in its plan.
    private static let specialDefaults = [
        "kind": WaveKind.special.code, "respondents": Respondent.owner.code, "gap": "30", "reminders": "1", "reminderDays": "7",
        "checkShare": "10",
    ]

    private static func form(_ forms: [SurveyFormRow], _ frame: PageFrame, _ typed: [String: String], _ errors: FieldErrors?) -> FormModel {
        let t = frame.t
        func field(_ kind: FieldModel.Kind, _ name: String, max: Int? = nil, options: [FieldModel.Option] = []) -> FieldModel {
            FieldModel(
                kind, form: "special", name: name, label: t["survey.special.\(name)"], value: typed[name] ?? "",
                error: errors?[name].map(frame.wording.problem), required: name != "purpose", maxLength: max, options: options)
        }
        let choices =
            [FieldModel.Option(value: "", label: t["form.choose"])]
            + forms.filter { $0.base == nil && $0.published != nil }.map {
                FieldModel.Option(value: $0.id.description, label: frame.name($0.name, english: $0.nameEnglish))
            }
        return FormModel(
            id: "special", path: frame.paths.specialWaves,
            groups: [
                FieldGroup(
                    t["survey.special.title"], note: t["survey.special.note"],
                    fields: [
                        field(.text, "name", max: 60), field(.text, "purpose", max: 500), field(.select, "form", options: choices),
                        field(.date, "opens"), field(.date, "closes"),
                    ])
            ], submit: t["survey.special.plan"], key: frame.newKey)
    }

    private static func page(_ member: MemberContext, typed: [String: String] = [:], errors: FieldErrors? = nil) async throws -> Response {
        let (loaded, frame) = try await member.read { tx in (try await tx.oversight(), try await tx.surveyLibrary()) }
        let (found, forms) = loaded
        let t = frame.t
        let page = SurveySheetPage(
            head: SurveyHead(
                eyebrow: frame.unitName, title: t["survey.oversight.title"],
                sub: t["survey.oversight.note", ["time": frame.wording.clock(frame.now)]],
                links: [
                    Link(t["survey.action.title"], path: frame.paths.surveyActions),
                    Link(t["survey.formula.title"], path: frame.paths.surveyFormula),
                ]),
            tables: [companies(found.companies, frame), waves(found.waves, frame)],
            form: frame.may(.surveyRun) ? form(forms, frame, typed, errors) : nil)
        return try frame.page(page, room: .surveys, status: errors == nil ? .ok : .unprocessableContent)
    }

    private static func companies(_ rows: [OversightRow], _ frame: PageFrame) -> SurveyTable {
        let t = frame.t
        let columns = [
            t["survey.oversight.company"], t["survey.oversight.plan"], t["survey.oversight.running"], t["survey.oversight.response"],
            t["survey.oversight.closed"], t["survey.oversight.unverified"], t["survey.oversight.reports"],
        ]
        let lines = rows.map { row in
            let paths = UnitPaths(tenant: frame.member.place.tenantCode, unit: row.code)
            let plan = row.plan.map { t["survey.oversight.plan.\($0)"] } ?? t["survey.oversight.plan.none"]
            let year = frame.today.year
            let response = row.asked > 0 ? frame.wording.decimal(Double(min(row.answered, row.asked)) * 100 / Double(row.asked)) + "%" : "–"
            let actions =
                row.overdueActions > 0
                ? Chip(
                    t["survey.oversight.overdue", ["count": String(row.unverified), "overdue": String(row.overdueActions)]], tone: .late)
                : Chip(frame.wording.number(row.unverified), tone: row.unverified > 0 ? .soon : .plain)
            return OrgListPage.Row(cells: [
                .init(columns[0], link: Link(row.name, path: paths.surveyActions)),
                .init(columns[1], link: Link(plan, path: paths.yearPlan(year))),
                .init(columns[2], text: frame.wording.number(row.running)),
                .init(columns[3], text: row.asked > 0 ? "\(response) · \(row.answered) / \(row.asked)" : "–"),
                .init(columns[4], text: frame.wording.number(row.closed)), .init(columns[5], chip: actions),
                .init(columns[6], chip: Chip(frame.wording.number(row.overdueReports), tone: row.overdueReports > 0 ? .late : .plain)),
            ])
        }
        return SurveyTable(
            id: "companies", title: t["survey.oversight.companies"], note: t["survey.oversight.companies.note"], columns: columns,
            rows: lines,
            none: t["survey.oversight.none"])
    }

    private static func waves(_ rows: [RunningWaveRow], _ frame: PageFrame) -> SurveyTable {
        let t = frame.t
        let columns = [
            t["survey.result.wave"], t["survey.oversight.by"], t["survey.oversight.state"], t["survey.oversight.response"],
            t["survey.oversight.closesOn"],
        ]
        let lines = rows.map { row in
            let paths = UnitPaths(tenant: frame.member.place.tenantCode, unit: row.unitCode)
            let response = row.asked > 0 ? frame.wording.decimal(Double(min(row.answered, row.asked)) * 100 / Double(row.asked)) + "%" : "–"
            return OrgListPage.Row(cells: [
                .init(columns[0], link: Link(row.name, path: paths.results(row.wave))), .init(columns[1], text: row.unitName),
                .init(columns[2], chip: Chip(t.word(row.state), tone: .plain)),
                .init(columns[3], text: "\(response) · \(frame.wording.number(row.answered)) / \(frame.wording.number(row.asked))"),
                .init(columns[4], text: frame.wording.day(row.closesOn)),
            ])
        }
        return SurveyTable(
            id: "running", title: t["survey.oversight.running"], columns: columns, rows: lines, none: t["survey.oversight.noneRunning"])
    }
}

/// What a vendor gets to see: figures that were confirmed for it, nothing else (SURVEY-P1).
enum ConfirmedRoom {
    static func show(_ member: MemberContext) async throws -> Response {
        let (rows, frame) = try await member.read { tx in try await tx.confirmedResults() }
        let t = frame.t
        let tables = rows.enumerated().map { index, row in table(row, index, frame) }
        let page = SurveySheetPage(
            head: SurveyHead(eyebrow: frame.unitName, title: t["survey.confirmed.title"], sub: t["survey.confirmed.note"]), tables: tables,
            empty: rows.isEmpty ? EmptyState(title: t["survey.confirmed.none.title"], text: t["survey.confirmed.none.text"]) : nil)
        return try frame.page(page, room: .surveys)
    }

    private static func table(_ row: ConfirmedResultRow, _ index: Int, _ frame: PageFrame) -> SurveyTable {
        let t = frame.t
        let columns = [t["survey.report.figure"], t["survey.report.value"], t["survey.result.interval"], t["survey.result.answers"]]
        let lines = row.figures.figures.figures.map { figure in
            let name =
                figure.name.isEmpty
                ? t["survey.report.\(figure.group.rawValue).\(figure.key)"] : frame.name(figure.name, english: figure.nameEnglish)
            let value = figure.tenths.map { frame.wording.decimal(Double($0) / 10) + (figure.key == "rate" ? "%" : "") }
            let interval: String? =
                if let lower = figure.lower, let upper = figure.upper {
                    "\(frame.wording.decimal(Double(lower) / 10))–\(frame.wording.decimal(Double(upper) / 10))"
                } else {
                    nil
                }
            return OrgListPage.Row(cells: [
                .init(columns[0], text: name), .init(columns[1], text: value ?? t["survey.report.hidden"]),
                .init(columns[2], text: interval ?? "–"),
                .init(columns[3], text: figure.tenths == nil ? "–" : frame.wording.number(figure.n)),
            ])
        }
        let confirmed = t[
            "survey.confirmed.by", ["name": row.confirmedByName, "time": frame.wording.exact(row.confirmedAt)]]
        return SurveyTable(
            id: "result-\(index)", title: "\(row.projectName) · \(frame.name(row.figures.wave, english: row.figures.waveEnglish))",
            note: "\(row.figures.opensOn) – \(row.figures.closesOn) · \(confirmed)", columns: columns, rows: lines,
            none: t["survey.result.empty.title"])
    }
}
