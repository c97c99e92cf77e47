internal import Domain
internal import Postgres

/// Every statement of the evaluations with sample values.
extension StatementCatalogue {
    static let evaluations: [CataloguedStatement] = templateStatements + roundStatements + cardStatements + consequenceStatements

    private static let tenant = TenantID(1)
    private static let now = Instant(secondsSince1970: 0)
    private static let today = Day(daysSince1970: 0)
    private static let unit = UnitRef(id: UnitID(1), tenant: tenant, kind: .company, code: "c", name: "")
    private static let actor = Actor(tenant: tenant, person: PersonID(1), name: "", posts: [])
    private static let (version, template, round, card) = (TemplateVersionID(1), ScoreTemplateID(1), RoundID(1), CardID(1))
    private static let period = ScorePeriod(.quarterly, containing: ScoreMonth(today))
    private static let templateStatements: [CataloguedStatement] =
        [
            .query("one template", TemplateRow.one(template, tenant: tenant)),
            .query("a company's additions", TemplateRow.addition(to: template, of: UnitID(1), tenant: tenant)),
            .query("template version", TemplateVersionRow.one(version, tenant: tenant)),
            .query("template versions", TemplateVersionRow.all([version], tenant: tenant)),
            .query("template version, held", TemplateVersionRow.locked(version, tenant: tenant)),
            .query("versions of a template", TemplateVersionRow.of(template, tenant: tenant)),
            .query("indicators", IndicatorRow.of([version], tenant: tenant)),
            .query("next template", TemplateStatements.nextTemplate), .query("next template version", TemplateStatements.nextVersion),
            .change(
                "add template",
                TemplateStatements.add(NewTemplate(name: "", origin: .empty), template, base: nil, preset: "", unit: unit, by: "", now: now)
            ),
            .change("remove indicator", TemplateStatements.remove("a", of: version, tenant: tenant)),
            .change("retire template", TemplateStatements.retire(template, tenant: tenant, now: now)),
            .change("clear facts", CountFacts.clear(ScoreMonth(today), tenant: tenant)),
            .change("count facts", CountFacts.count(ScoreMonth(today), offsetMinutes: 480, tenant: tenant, now: now)),
            .query("queue counts of facts", CountFacts.enqueue(now: now)), .query("tenant's offset", FactStatements.offset(tenant: tenant)),
            .change(
                "note inspected",
                FactStatements.inspected(
                    .walk, vendor: UnitID(1), project: unit, on: today, checked: 1, failed: 0, title: "", source: "", by: "",
                    tenant: tenant,
                    now: now)),
            .query("sums of facts", FactCellRow.sums([UnitID(1)], months: period.months, tenant: tenant)),
            .query("degrees of waves", SurveyDegreeRow.newest([UnitID(1)], purposes: [.property], until: today, tenant: tenant)),
        ] + samples.prefix(3).map { .query("templates at \($0.kind)", TemplateRow.library($0)) }

    private static let roundStatements: [CataloguedStatement] =
        [
            .query("one round", RoundRow.one(round, tenant: tenant)), .query("hold round", RoundRow.lock(round, tenant: tenant)),
            .query("moves of a round", RoundStepRow.of(round, tenant: tenant)),
            .query("forms of a round", FormProgressRow.of(round, tenant: tenant)), .query("next round", RoundStatements.next),
            .query("same round", RoundStatements.same(template, period, unit: unit)),
            .change(
                "plan round",
                RoundStatements.add(
                    NewRound(template: template, name: "", month: ScoreMonth(today), assessUntil: today), round, period, unit: unit,
                    by: actor,
                    now: now)),
            .change("count cards", RoundStatements.countCards(round, tenant: tenant)),
            .change("cards computed", RoundStatements.computed(round, 1, tenant: tenant)),
            .query("assessors", AssessorRow.possible(for: unit, on: today, tenant: tenant)),
            .query("units of a person", AssessorRow.units(of: PersonID(1), on: today, tenant: tenant)),
            .query("own forms", AssessmentRow.held(by: PersonID(1), from: nil, tenant: tenant)),
            .query("an outsider's forms", AssessmentRow.held(by: PersonID(1), from: today, tenant: tenant)),
            .query("own form", AssessmentRow.own(AssessmentID(1), person: PersonID(1), from: nil, tenant: tenant)),
            .query("an outsider's form", AssessmentRow.own(AssessmentID(1), person: PersonID(1), from: today, tenant: tenant)),
            .query("forms handed in", AssessmentRow.submitted(round, tenant: tenant)),
            .change("remind assessors", AssessmentStatements.remindAssessors(round, tenant: tenant, now: now)),
            .change("tell assessors", TellScores.insert(news(units: []), tenant: tenant, today: today)),
            .change("tell units", TellScores.insert(news(units: [1]), tenant: tenant, today: today)),
        ] + samples.prefix(3).map { .query("rounds at \($0.kind)", RoundRow.list($0, before: round)) }

    private static func news(units: [Int64]) -> TellScores.Payload {
        TellScores.Payload(
            notice: NoticeKind.scoreCard.code, about: 1, subject: "", at: 0, cause: "", permission: Permission.cardOwn.rawValue,
            units: units,
            actor: nil)
    }

    private static let cardStatements: [CataloguedStatement] =
        [
            .query("one card", CardRow.one(card, tenant: tenant)),
            .query("batch of cards", CardRow.batch(of: round, after: card, limit: 1, tenant: tenant)),
            .query("past cards", CardRow.past(ofCandidates: SelectionID(1), each: 1, tenant: tenant)),
            .query("clause of a payment", PaymentClause.holding(vendor: UnitID(1), project: UnitID(1), on: today, tenant: tenant)),
            .query("new files of an order", FileStatements.hung(on: RectificationID(1), since: now, tenant: tenant)),
            .query("lines", LineRow.of(card, number: 1, tenant: tenant)),
            .query("versions of a card", CardVersionRow.of(card, tenant: tenant)),
            .query("moderations", ModerationRow.of(card, tenant: tenant)), .query("draft of a card", DraftRow.of(card, tenant: tenant)),
            .query("group's unit", GroupUnitRow.query(tenant: tenant)), .query("appeals", AppealRow.of(card, tenant: tenant)),
            .query("hold card", AppealStatements.lock(card, tenant: tenant)),
            .change(
                "rule on appeal",
                AppealStatements.rule(AppealID(1), .upheld, share: 1, ruling: "", by: actor, tenant: tenant, now: now)),
        ]
        + samples.flatMap { sample in
            [
                CataloguedStatement.query("cards of a round at \(sample.kind)", CardRow.of(round, at: sample, tenant: tenant)),
                .query("cards at \(sample.kind)", CardRow.released(at: sample, before: card, tenant: tenant)),
                .query("ranked cards at \(sample.kind)", CardRow.ranked(period, at: sample, tenant: tenant)),
                .query("periods at \(sample.kind)", CardRow.newestPeriods(at: sample, tenant: tenant)),
            ]
        }

    private static let consequenceStatements: [CataloguedStatement] =
        [
            .query("consequences", ConsequenceRow.of(card, tenant: tenant)),
            .query("suspension of a card", SuspensionRow.of(card: card, tenant: tenant)),
            .query("one suspension", SuspensionRow.one(SuspensionID(1), tenant: tenant)),
            .query("standing suspension", SuspensionRow.standing(UnitID(1), company: UnitID(2), on: today, tenant: tenant)),
            .change("override", ConsequenceStatements.override(CardConsequenceID(1), reason: "x", by: actor, tenant: tenant, now: now)),
            .change("lift suspension", ConsequenceStatements.lift(SuspensionID(1), reason: "x", by: "", tenant: tenant, now: now)),
            .query("orders of a card", RectificationRow.of(card: card, tenant: tenant)),
            .query("overdue orders", RectificationRow.overdue(today, tenant: tenant)),
        ]
        + samples.flatMap { sample in
            [
                CataloguedStatement.query("open orders at \(sample.kind)", RectificationRow.at(sample, open: true)),
                .query("ended orders at \(sample.kind)", RectificationRow.at(sample, open: false)),
                .query("one order at \(sample.kind)", RectificationRow.find(RectificationID(1), at: sample)),
            ]
        }
}
