internal import Domain
internal import Postgres

extension StatementCatalogue {
    /// What is found in surveys and done about it.
    static let surveyFindings: [CataloguedStatement] =
        surveyFigures + surveyLoop + surveyReports
        + viewpoints.flatMap { viewpoint in
            surveyFigures(at: viewpoint) + surveyLoop(at: viewpoint) + surveyReports(at: viewpoint)
        }

    private static let tenant = TenantID(1)
    private static let wave = WaveID(1)
    private static let now = Instant(microseconds: 1_763_800_000_000_000)
    private static let today = Day(now, offsetMinutes: 480)
    private static let group = UnitRef(id: UnitID(1), tenant: tenant, kind: .group, code: "hq", name: "")
    private static let site = UnitRef(
        id: UnitID(5), tenant: tenant, kind: .vendorSite, code: "site", name: "", company: UnitID(2), project: UnitID(3), vendor: UnitID(4))
    private static let viewpoints: [UnitRef] = [
        group, UnitRef(id: UnitID(2), tenant: tenant, kind: .company, code: "bj", name: ""),
        UnitRef(id: UnitID(3), tenant: tenant, kind: .project, code: "bj-spring", name: "", company: UnitID(2)),
        UnitRef(id: UnitID(4), tenant: tenant, kind: .vendor, code: "jy", name: ""), site,
    ]
    private static let actor = Actor(tenant: tenant, person: PersonID(1), name: "", posts: [])

    private static let surveyFigures: [CataloguedStatement] = [
        .query("wave dimensions", WaveDimensionRow.of(wave, tenant: tenant)),
        .query("wave projects", WaveProjectRow.of(wave, tenant: tenant)),
        .query("waves before", WaveHeadRow.before(wave, tenant: tenant)),
        .query("scores", ScoreRow.of(wave, segments: [""], tenant: tenant)),
        .query("scores before", ScoreRow.before(wave, tenant: tenant)),
        .query("projects before", ScoreRow.projectsBefore(wave, tenant: tenant)),
        .query("answer cells", AnswerCellRow.of(wave, at: group.id, segment: "", tenant: tenant)),
        .query("formulas", SurveyFormulaRow.all(tenant: tenant)),
        .change("formula", SurveyFormulaRow.insert(.standard, version: 1, reason: "", by: "", tenant: tenant, now: now)),
        .query("uncounted answers", UncountedRow.take(tenant: tenant, limit: 1)), .query("enqueue counts", CountAnswers.enqueue(now: now)),
        .change(
            "add scores",
            ScoreRow.add(
                [(ScoreKey(company: UnitID(2), project: UnitID(3), segment: "", dimension: "*"), ScoreCell())], wave: wave, tenant: tenant)),
        .change(
            "add cells",
            AnswerCellRow.add(
                [(AnswerKey(unit: UnitID(1), company: nil, project: nil, segment: "", question: "a", value: "1"), 1)], wave: wave,
                tenant: tenant)),
        .query("whole of waves", ScoreRow.whole(of: [wave], tenant: tenant)),
        .query("projects of waves", ScoreRow.projects(of: [wave], tenant: tenant)),
        .query("texts of an answer", VerbatimRow.ofResponse(ResponseID(1), tenant: tenant)),
        .change("tag", VerbatimRow.tag(VerbatimID(1), ["电梯"], tenant: tenant)),
        .query("survey of a ticket", TicketSurveyRow.of(TicketID(1), tenant: tenant)),
    ]

    private static func surveyFigures(at viewpoint: UnitRef) -> [CataloguedStatement] {
        var filter = VerbatimFilter()
        filter.query = "电梯"
        filter.dimension = "repair"
        filter.tag = "电梯"
        filter.before = VerbatimID(9)
        return [
            .query("wave \(viewpoint.kind)", WaveHeadRow.find(wave, tenant: tenant, viewpoint: viewpoint)),
            .query("turnout \(viewpoint.kind)", Turnout.of(wave, at: viewpoint, tenant: tenant)),
            .query("cases \(viewpoint.kind)", CaseCounts.of(wave, at: viewpoint, tenant: tenant, now: now)),
            .query("texts \(viewpoint.kind)", VerbatimRow.newest(wave, at: viewpoint, filter: filter, limit: 4, tenant: tenant)),
            .query("text \(viewpoint.kind)", VerbatimRow.find(VerbatimID(1), of: wave, at: viewpoint, tenant: tenant)),
            .query("answers \(viewpoint.kind)", AnswersRow.page(wave, at: viewpoint, before: ResponseID(9), tenant: tenant)),
            .query("answer's window \(viewpoint.kind)", AnswersRow.windowEnd(wave, at: viewpoint, before: ResponseID(9), tenant: tenant)),
            .query("event waves \(viewpoint.kind)", WaveHeadRow.events(beside: wave, tenant: tenant, viewpoint: viewpoint)),
            .query("answer \(viewpoint.kind)", AnswersRow.find(ResponseID(1), of: wave, at: viewpoint, tenant: tenant)),
        ]
            + [("a", "1"), ("a.b", "2"), ("a", "1:2")].enumerated().map { index, asked in
                .query(
                    "answers asked for \(index) \(viewpoint.kind)",
                    AnswersRow.page(
                        wave, at: viewpoint, before: nil, filter: AnswerFilter(question: asked.0, value: asked.1), tenant: tenant))
            } + [
                .query("versions \(viewpoint.kind)", AddedVersionsRow.of(wave, at: viewpoint, tenant: tenant))
            ]
    }

    private static let surveyLoop: [CataloguedStatement] = {
        let source = CaseSourceRow.find(ResponseID(1), question: "repair", tenant: tenant)
        return [
            .query("case source", source),
            .query("points of an action", ProblemPointRow.of(action: CorrectiveActionID(1), tenant: tenant)),
            .change("assign points", ProblemPointRow.assign([ProblemPointID(1)], to: CorrectiveActionID(1), wave: wave, tenant: tenant)),
            .query("receivers", ReceiverRow.of(project: UnitID(3), company: UnitID(2), group: UnitID(1), tenant: tenant, today: today)),
        ]
    }()

    private static func surveyLoop(at viewpoint: UnitRef) -> [CataloguedStatement] {
        [
            .query("points \(viewpoint.kind)", ProblemPointRow.of(wave, at: viewpoint, tenant: tenant)),
            .query("actions of a wave \(viewpoint.kind)", CorrectiveActionRow.of(wave, at: viewpoint, tenant: tenant)),
            .query("open actions \(viewpoint.kind)", CorrectiveActionRow.at(viewpoint, open: true, tenant: tenant)),
            .query("ended actions \(viewpoint.kind)", CorrectiveActionRow.at(viewpoint, open: false, tenant: tenant)),
            .query("action \(viewpoint.kind)", CorrectiveActionRow.find(CorrectiveActionID(1), at: viewpoint, tenant: tenant)),
            .query("responsible units \(viewpoint.kind)", ResponsibleUnitRow.at(viewpoint, tenant: tenant, today: today)),
        ]
    }

    private static let surveyReports: [CataloguedStatement] = [
        .query("report", SpecialReportRow.of(wave, unit: UnitID(2), tenant: tenant)),
        .query("signatures", SignatureRow.of(wave, unit: UnitID(2), tenant: tenant)),
        .query("oversight", OversightRow.all(tenant: tenant, year: 2026, today: today)),
        .query("running waves", RunningWaveRow.all(tenant: tenant)),
        .query("serving sites", ServingSiteRow.of(wave, tenant: tenant, today: today)),
    ]

    private static func surveyReports(at viewpoint: UnitRef) -> [CataloguedStatement] {
        [
            .query(
                "complaint figures \(viewpoint.kind)",
                ComplaintFiguresRow.of(viewpoint, wave: wave, from: now, to: now, tenant: tenant, now: now)),
            .query("reports below \(viewpoint.kind)", ReportBelowRow.of(wave, below: viewpoint, tenant: tenant)),
            .query("signing units \(viewpoint.kind)", SigningUnitRow.above(viewpoint, tenant: tenant)),
            .query("confirmed results \(viewpoint.kind)", ConfirmedResultRow.at(viewpoint, tenant: tenant)),
        ]
    }
}
