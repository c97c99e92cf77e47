internal import Domain
internal import Postgres

extension StatementCatalogue {
    static let surveys: [CataloguedStatement] = questionnaires + waves + answering + giving

    private static let tenant = TenantID(1)
    private static let unit = samples[0]
    private static let now = Instant(microseconds: 0)
    private static let today = Day(daysSince1970: 0)
    private static let wave = WaveID(1)
    private static let version = SurveyVersionID(1)
    private static let question = Question(key: "q", kind: .single, text: Bilingual("x"))

    private static let questionnaires: [CataloguedStatement] =
        [
            .query("questions", QuestionRow.of([version], tenant: tenant)),
            .query("dimensions", DimensionRow.of([version], tenant: tenant)),
            .query("version texts", VersionTextRow.of([version], tenant: tenant)),
            .query("one form", SurveyFormRow.one(SurveyFormID(1), tenant: tenant)),
            .query("additions", SurveyFormRow.additions(to: SurveyFormID(1), tenant: tenant)),
            .query("one version", VersionRow.one(version, tenant: tenant)),
            .query("locked version", VersionRow.locked(version, tenant: tenant)),
            .query("versions of a form", VersionRow.of(SurveyFormID(1), tenant: tenant)),
            .query("next form", FormStatements.nextForm), .query("next version", FormStatements.nextVersion),
            .change("retire form", FormStatements.retire(SurveyFormID(1), tenant: tenant, now: now)),
            .change(
                "add form",
                FormStatements.add(
                    NewSurveyForm(name: "x", purpose: .annual, origin: .empty), SurveyFormID(1), base: nil, preset: "", unit: unit, by: "",
                    now: now)),
            .change(
                "add draft",
                FormStatements.draft(version, of: SurveyFormID(1), base: nil, Questionnaire(), unit: unit, by: "", now: now)),
            .change("remove question", QuestionStatements.remove("q", of: version, tenant: tenant)),
            .change("place question", QuestionStatements.place("q", at: 1, page: 1, of: version, tenant: tenant)),
            .change("remove dimension", QuestionStatements.removeDimension("q", of: version, tenant: tenant)),
        ] + samples.map { .query("library of \($0.kind)", SurveyFormRow.library($0)) }

    private static let waves: [CataloguedStatement] =
        [
            .query("one wave", WaveRow.one(wave, tenant: tenant)), .query("lock wave", WaveRow.lock(wave, tenant: tenant)),
            .query("wave's moves", WaveStepRow.of(wave, tenant: tenant)), .query("sample counts", SampleCount.of(wave, tenant: tenant)),
            .query("wave facts", WaveFactRow.of(wave, unit: unit.id, tenant: tenant)), .query("next wave", WaveStatements.next),
            .change("clear sample", DrawStatements.clear(wave, tenant: tenant)),
            .change("clear wave units", DrawStatements.clearUnits(wave, tenant: tenant)),
            .change("population", DrawStatements.population(wave, 1, tenant: tenant)),
            .change("drawn", DrawStatements.drawn(wave, seed: "s", 1, tenant: tenant, now: now)),
            .change(
                "wave unit",
                DrawStatements.unit(
                    .init(project: UnitID(1), company: UnitID(1), households: 1, target: 1), wave: wave, drawn: 1, tenant: tenant)),
            .change("add sample", DrawStatements.add([], wave: wave, tenant: tenant)),
            .change(
                "add wave",
                WaveStatements.add(
                    NewWave(kind: .special, name: "x", form: SurveyFormID(1), opensOn: today, closesOn: today), wave, unit: unit,
                    by: Actor(tenant: tenant, person: PersonID(1), name: "", posts: []), now: now)),
            .change(
                "change wave",
                WaveStatements.change(
                    NewWave(kind: .special, name: "x", form: SurveyFormID(1), opensOn: today, closesOn: today), wave, tenant: tenant)),
            .query("drawn households", DrawnHouseholdRow.drawn(wave, tenant: tenant)),
            .query("one invited household", DrawnHouseholdRow.one(SampleID(1), wave, tenant: tenant)),
            .change("fix version", LinkStatements.fix(wave, version, tenant: tenant)),
            .change("vendors of a wave", LinkStatements.vendors(wave, on: today, tenant: tenant)),
            .change("company's addition", LinkStatements.add(samples[1], version, to: wave, tenant: tenant)),
            .change("project's addition", LinkStatements.add(samples[2], version, to: wave, tenant: tenant)),
            .change("revoke link", LinkStatements.revoke(SampleID(1), by: "", tenant: tenant, now: now)),
            .change("extend links", LinkStatements.extend(wave, until: now, tenant: tenant)),
            .change("invite", LinkStatements.invite(wave, tenant: tenant, now: now)),
            .change("note contacts", LinkStatements.contact(wave, .survey, unit: unit.id, on: today, tenant: tenant)),
            .query("letters", LetterRow.of(wave, building: BuildingID(1), reminded: true, tenant: tenant)),
            .query("walk", LetterRow.walk(wave, building: BuildingID(1), tenant: tenant)),
            .query("open links", OpenLinkRow.of(wave, tenant: tenant)),
        ]
        + samples.flatMap { sample in
            [
                CataloguedStatement.query("waves at \(sample.kind)", WaveRow.list(sample, before: wave)),
                .query("wave units at \(sample.kind)", WaveUnitRow.of(wave, at: sample)),
                .query("letter buildings at \(sample.kind)", LetterBuilding.of(wave, at: sample)),
                .query(
                    "audience of \(sample.kind)",
                    Candidate.of(
                        Audience(stage: .afterHandover, ageMin: 1, ageMax: 9, contactWithinDays: 9), at: sample, today: today)),
            ]
        }

    private static let wish = SurveyWish(
        house: HouseID(1), label: "", projectName: "", household: 1, company: UnitID(1), project: UnitID(1), rows: [])

    private static let giving: [CataloguedStatement] =
        [
            .query("given forms", GivenFormRow.of(PersonID(1), wave: wave, project: UnitID(1), tenant: tenant)),
            .query("interviewers", InterviewerRow.all(tenant: tenant, today: today)),
            .change(
                "give forms",
                GivenFormStatements.give(
                    FormsToGive(person: PersonID(1), building: BuildingID(1)), of: wave, in: [unit.id], tenant: tenant)),
            .query("opt-outs of a house", OptOutRow.of(HouseID(1), tenant: tenant)),
            .change(
                "opt out",
                OptOutStatements.add(
                    wish, reason: "", by: Actor(tenant: tenant, person: PersonID(1), name: "", posts: []), tenant: tenant, now: now)),
            .change("take an opted-out household out", OptOutStatements.takeOut(wish, tenant: tenant)),
            .change("end opt-out", OptOutStatements.end(1, by: "", tenant: tenant, now: now)),
            .query("quotas", QuotaRow.of(wave, tenant: tenant)),
            .change("set quotas", DrawStatements.quotas([], wave: wave, tenant: tenant)),
            .change("wave changed", DrawStatements.touch(wave, tenant: tenant)), .query("progress", ProgressRow.of(wave, tenant: tenant)),
        ] + DrawStatements.uncount(wave, tenant: tenant).enumerated().map { .change("uncount wave \($0.offset)", $0.element) }
        + samples.flatMap { sample in
            [
                CataloguedStatement.query("open forms at \(sample.kind)", OpenFormsRow.of(wave, at: sample)),
                .query("held forms at \(sample.kind)", HeldFormsRow.of(wave, at: sample)),
                .change("take forms back at \(sample.kind)", GivenFormStatements.takeBack(PersonID(1), of: wave, at: sample)),
                .query("asked house at \(sample.kind)", AskedHouseRow.find(HouseID(1), at: sample, today: today)),
                .query("year plan at \(sample.kind)", YearPlanRow.locked(sample, year: 2026)),
                .change(
                    "write year plan at \(sample.kind)",
                    YearPlanStatements.write(
                        YearPlanTexts(), YearPlanFile(unit: sample, year: 2026, plan: nil),
                        by: Actor(tenant: tenant, person: PersonID(1), name: "", posts: []), now: now)),
            ]
        }

    private static let answering: [CataloguedStatement] = [
        .query("own response", OwnResponseRow.own(-1, tenant: tenant, locked: true)),
        .query("entry checks", EntryCheckRow.open(wave, project: UnitID(1), tenant: tenant)),
        .query("one entry check", EntryCheckRow.one(ResponseID(1), wave, tenant: tenant, locked: true)),
        .query("household of a line", EntrySampleRow.named("1-101", wave, project: UnitID(1), holder: PersonID(1), tenant: tenant)),
        .query("versions of a wave", EntryStatements.versions(wave, project: UnitID(1), tenant: tenant)),
        .query("own entries", EntryStatements.own(wave, holder: PersonID(1), tenant: tenant)),
    ]
}
