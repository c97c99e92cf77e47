package import Domain
internal import Postgres

/// A wave as its form plans it. Fields: kind, name, nameEnglish, purpose, form, opens, closes, anonymous, allowsChange, respondents, stage,
/// ageMin, ageMax, contactWithin, exclusions, gap, reminders, reminderDays, checkShare, margin, confidence, target.
package struct NewWave: Sendable {
    package let kind: WaveKind
    package let name: String
    package let nameEnglish: String
    package let purpose: String
    package let form: SurveyFormID
    package let opensOn: Day
    package let closesOn: Day
    package let anonymous: Bool
    package let allowsChange: Bool
    package let audience: Audience
    package let gapDays: Int
    package let reminders: Int
    package let reminderDays: Int
    package let checkShare: Int
    package let marginPermille: Int?
    package let confidence: Int?
    package let target: Int?

    package static let single = [
        "kind", "name", "nameEnglish", "purpose", "form", "opens", "closes", "anonymous", "allowsChange", "stage", "ageMin", "ageMax",
        "contactWithin", "gap", "reminders", "reminderDays", "checkShare", "margin", "confidence", "target",
    ]
    package static let repeated: Set<String> = ["respondents", "exclusions"]
    /// 催答上限: more than three letters is pressure.
    package static let mostReminders = 3

    package init(
        kind: WaveKind, name: String, nameEnglish: String = "", purpose: String = "", form: SurveyFormID, opensOn: Day, closesOn: Day,
        anonymous: Bool = false, allowsChange: Bool = false, audience: Audience = Audience(), gapDays: Int = 30, reminders: Int = 1,
        reminderDays: Int = 7, checkShare: Int = 10, marginPermille: Int? = nil, confidence: Int? = nil, target: Int? = nil
    ) {
        self.kind = kind
        self.name = name
        self.nameEnglish = nameEnglish
        self.purpose = purpose
        self.form = form
        self.opensOn = opensOn
        self.closesOn = closesOn
        self.anonymous = anonymous
        self.allowsChange = allowsChange
        self.audience = audience
        self.gapDays = gapDays
        self.reminders = reminders
        self.reminderDays = reminderDays
        self.checkShare = checkShare
        self.marginPermille = marginPermille
        self.confidence = confidence
        self.target = target
    }

    /// - Parameter unit: who plans it: not every kind belongs to every level.
    package static func read(_ fields: [String: String], at unit: UnitRef) -> Result<NewWave, FieldErrors> {
        var form = FormReader(fields)
        let kind: WaveKind = form.choice("kind") ?? .special
        if form.errors["kind"] == nil, !kind.planners.contains(unit.kind) { form.add("kind", .notAChoice) }
        let name = form.text("name", max: 60)
        let (opens, closes) = (form.day("opens"), form.day("closes"))
        // Closing before opening.
        if form.errors["opens"] == nil, form.errors["closes"] == nil, closes < opens { form.add("closes", .notADate) }
        let respondents: Set<Respondent> = form.choices("respondents")
        if form.errors["respondents"] == nil, respondents.isEmpty { form.add("respondents", .required) }
        let stage: Stage? = (fields["stage"] ?? "").isEmpty ? nil : form.choice("stage")
        let exclusions: Set<Exclusion> = form.choices("exclusions")
        func optional(_ name: String, _ range: ClosedRange<Int>) -> Int? {
            (fields[name] ?? "").isEmpty ? nil : form.number(name, range)
        }
        let (ageMin, ageMax) = (optional("ageMin", 0...1_200), optional("ageMax", 0...1_200))
        if let ageMin, let ageMax, ageMax < ageMin { form.add("ageMax", .tooSmall(min: Int64(ageMin))) }
        let audience = Audience(
            respondents: Respondent.allCases.filter(respondents.contains), stage: stage, ageMin: ageMin, ageMax: ageMax,
            contactWithinDays: optional("contactWithin", 1...3_650), exclusions: Exclusion.allCases.filter(exclusions.contains))
        let confidence = optional("confidence", 90...99)
        if let confidence, SampleSize.Confidence(rawValue: confidence) == nil { form.add("confidence", .notAChoice) }
        let wave = NewWave(
            kind: kind, name: name, nameEnglish: form.optionalText("nameEnglish", max: 120),
            purpose: form.optionalText("purpose", max: 500), form: form.id("form"), opensOn: opens, closesOn: closes,
            anonymous: fields["anonymous"] == "true", allowsChange: fields["allowsChange"] == "true", audience: audience,
            gapDays: form.number("gap", 0...365), reminders: form.number("reminders", 0...mostReminders),
            reminderDays: form.number("reminderDays", 1...60), checkShare: form.number("checkShare", 0...100),
            marginPermille: optional("margin", 1...500), confidence: confidence, target: optional("target", 1...1_000_000))
        return form.result(wave)
    }
}

/// Purpose of a permit: to plan and run a wave.
package enum RunWave {}

extension WriteTransaction {
    /// The right to plan waves of the viewpoint's unit.
    package func access(for purpose: RunWave.Type) async throws -> Permit<RunWave, UnitRef> {
        try await enter()
        let unit = try surveyPlace
        guard try actor.covers(unit, with: .surveyRun) else { throw StoreError.refused(.surveyRun) }
        return Permit(unit)
    }

    /// A wave, held until the transaction ends.
    /// - Throws: `notFound`; `refused(.surveyRun)` for another unit's; `stale`.
    package func access(_ wave: WaveID, for purpose: RunWave.Type, lock: Int?) async throws -> Permit<RunWave, WaveFile> {
        try await enter()
        guard try await fetchFirst(WaveRow.lock(wave, tenant: tenant)) != nil else { throw StoreError.notFound }
        let file = try await self.wave(wave)
        guard file.mayRun else { throw StoreError.refused(.surveyRun) }
        try fresh(file.wave, lock)
        return Permit(file)
    }

    func fresh(_ wave: WaveRow, _ lock: Int?) throws {
        guard let lock, lock != wave.lock else { return }
        throw StoreError.stale(Staleness(version: wave.lock, state: wave.state.code, changes: []))
    }

    /// - Throws: `invalid` with field `form` for a form the unit does not know.
    package func plan(_ new: NewWave, _ permit: Permit<RunWave, UnitRef>) async throws -> WaveID {
        try await checkForm(new.form)
        guard let id = try await fetchFirst(WaveStatements.next)?.value else { throw StoreError.closed }
        let unit = permit.thing
        try await change([WaveStatements.add(new, id, unit: unit, by: try actor, now: now)])
        audit(.wavePlanned, .wave(id, label: new.name), at: unit, ["kind": new.kind.code])
        return id
    }

    /// Only a plan can be changed: an approved wave goes back first.
    package func change(_ new: NewWave, _ permit: Permit<RunWave, WaveFile>) async throws {
        let wave = permit.thing.wave
        guard wave.state.isPlan else { throw StoreError.stale(Staleness(version: wave.lock, state: wave.state.code, changes: [])) }
        try await checkForm(new.form)
        try await change(
            [
                WaveStatements.change(new, wave.id, tenant: tenant), DrawStatements.clear(wave.id, tenant: tenant),
            ] + DrawStatements.uncount(wave.id, tenant: tenant))
        audit(.waveChanged, .wave(wave.id, label: new.name), at: wave.unit)
    }

    private func checkForm(_ form: SurveyFormID) async throws {
        let library = try await surveyLibrary()
        // Additions come along with their core; nobody is asked them alone.
        guard library.contains(where: { $0.id == form && $0.base == nil }) else {
            throw StoreError.invalid(FieldErrors("form", .notAChoice))
        }
    }
}

enum WaveStatements {
    static let next = Query<Single<WaveID>>("SELECT nextval('survey_wave_id_seq')")

    static func add(_ new: NewWave, _ id: WaveID, unit: UnitRef, by actor: Actor, now: Instant) -> SQL {
        """
        INSERT INTO survey_wave (tenant_id, id, unit_id, company_id, project_id, kind, name, name_en, purpose, year, form_id, state, opens_on,
            closes_on, anonymous, allows_change, respondents, stage, age_min_months, age_max_months, contact_within_days, exclusions, gap_days,
            reminders, reminder_days, check_share, margin_permille, confidence, target, planned_by, planned_by_name, planned_at, state_at,
            state_by_name)
        VALUES (\(unit.tenant), \(id), \(unit.id), \(unit.company), \(unit.project), \(new.kind), \(new.name), \(new.nameEnglish), \(new.purpose),
            \(Int16(new.opensOn.year)), \(new.form), 'planned', \(new.opensOn), \(new.closesOn), \(new.anonymous), \(new.allowsChange),
            \(new.audience.respondents.map(\.code)), \(new.audience.stage), \(new.audience.ageMin.map { Int32($0) }),
            \(new.audience.ageMax.map { Int32($0) }), \(new.audience.contactWithinDays.map { Int32($0) }),
            \(new.audience.exclusions.map(\.code)), \(Int32(new.gapDays)), \(Int16(new.reminders)), \(Int16(new.reminderDays)),
            \(Int16(new.checkShare)), \(new.marginPermille.map { Int32($0) }), \(new.confidence.map { Int16($0) }),
            \(new.target.map { Int32($0) }), \(actor.person), \(actor.name), \(now), \(now), \(actor.name))
        """
    }

    static func change(_ new: NewWave, _ id: WaveID, tenant: TenantID) -> SQL {
        """
        UPDATE survey_wave SET version = version + 1, name = \(new.name), name_en = \(new.nameEnglish), purpose = \(new.purpose),
            form_id = \(new.form), opens_on = \(new.opensOn), closes_on = \(new.closesOn), anonymous = \(new.anonymous),
            allows_change = \(new.allowsChange), respondents = \(new.audience.respondents.map(\.code)), stage = \(new.audience.stage),
            age_min_months = \(new.audience.ageMin.map { Int32($0) }), age_max_months = \(new.audience.ageMax.map { Int32($0) }),
            contact_within_days = \(new.audience.contactWithinDays.map { Int32($0) }), exclusions = \(new.audience.exclusions.map(\.code)),
            gap_days = \(Int32(new.gapDays)), reminders = \(Int16(new.reminders)), reminder_days = \(Int16(new.reminderDays)),
            check_share = \(Int16(new.checkShare)), margin_permille = \(new.marginPermille.map { Int32($0) }),
            confidence = \(new.confidence.map { Int16($0) }), target = \(new.target.map { Int32($0) }), population = NULL, seed = '',
            drawn_at = NULL
        WHERE tenant_id = \(tenant) AND id = \(id) AND state = 'planned'
        """
    }

    static func step(_ wave: WaveRow, _ row: WaveTransition, _ command: WaveCommand, by name: String, tenant: TenantID, now: Instant) -> SQL
    {
        let approver: SQL =
            row.action == .approve ? ", approved_by = current_setting('app.person')::bigint, approved_by_name = \(name)" : .empty
        let closing: SQL = command.closesOn.map { ", closes_on = \($0)" } ?? .empty
        return """
            UPDATE survey_wave SET state = \(row.to), version = version + 1, state_at = \(now), state_by_name = \(name),
                state_note = \(command.note ?? "")\(approver)\(closing)
            WHERE tenant_id = \(tenant) AND id = \(wave.id) AND state = \(row.from) AND version = \(Int32(wave.lock))
            """
    }

    static func note(
        _ wave: WaveRow, _ row: WaveTransition, _ command: WaveCommand, by name: String, post: String, tenant: TenantID, now: Instant
    ) -> SQL {
        """
        INSERT INTO survey_step (tenant_id, unit_id, company_id, project_id, wave_id, action, from_state, to_state, actor_name, actor_post, at,
            note)
        VALUES (\(tenant), \(wave.unit.id), \(wave.unit.company), \(wave.unit.project), \(wave.id), \(row.action), \(row.from), \(row.to),
            \(name), \(post), \(now), \(command.note ?? ""))
        """
    }
}
