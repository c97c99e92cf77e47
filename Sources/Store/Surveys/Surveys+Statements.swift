internal import Domain
internal import Postgres

extension StatementCatalogue {
    static let surveys: [CataloguedStatement] = questionnaires + waves + answering

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

    private static let answering: [CataloguedStatement] = [
        .query("own response", OwnResponseRow.own(-1, tenant: tenant, locked: true)),
        .query("entry checks", EntryCheckRow.open(wave, project: UnitID(1), tenant: tenant)),
        .query("one entry check", EntryCheckRow.one(ResponseID(1), wave, tenant: tenant)),
        .query("household of a line", EntrySampleRow.named("1-101", wave, project: UnitID(1), tenant: tenant)),
        .query("versions of a wave", EntryStatements.versions(wave, project: UnitID(1), tenant: tenant)),
        .query("own entries", EntryStatements.own(wave, holder: PersonID(1), tenant: tenant)),
    ]
}
