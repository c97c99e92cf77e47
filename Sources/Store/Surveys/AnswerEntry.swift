package import Domain
package import Postgres

/// Purpose of a permit: to enter answers given on paper or by telephone.
package enum EnterAnswers {}

/// One line of the grid: a household and its answers as they were typed.
package struct EntryLine: Sendable {
    /// The room as people write it; empty in an anonymous wave.
    package let door: String
    package let fields: [String: [String]]

    package init(door: String, fields: [String: [String]]) {
        self.door = door
        self.fields = fields
    }
}

/// What became of a line.
package enum EntryOutcome: Hashable, Sendable {
    case saved
    /// The fields that are wrong, by their names in the grid.
    case wrong(FieldErrors)
}

/// A wave as the grid needs it: what is asked in a project.
package struct EntryForm: Sendable {
    package let wave: WaveRow
    package let project: WaveUnitRow
    package let questionnaire: Questionnaire
    /// Entered by the person so far.
    package let own: Int
    package let due: [EntryCheckRow]
}

/// An entered answer that somebody else is to type again, or that differed.
package struct EntryCheckRow: RowDecodable, Identifiable {
    package let id: ResponseID
    package let state: EntryCheck
    package let label: String
    package let enteredBy: String
    package let at: Instant
    let holder: Int64
    package let sheet: AnswerSheet
    package let other: AnswerSheet
    let project: UnitID

    package init(row: inout RowCursor) throws {
        id = try row.next()
        state = try row.next()
        label = try row.next()
        enteredBy = try row.next()
        at = try row.next()
        holder = try row.next()
        sheet = AnswerSheet(answers: try AnswerJSON.answers(try row.next()), texts: try AnswerJSON.texts(try row.next()))
        other = AnswerSheet(answers: try AnswerJSON.answers(try row.next()))
        project = try row.next()
    }

    private static let columns: SQL = """
        SELECT r.id, r.check_state, coalesce(h.label, ''), r.entered_by_name, r.started_at, r.holder_id, r.answers, r.texts, r.check_answers,
            r.project_id
        FROM survey_response r
        LEFT JOIN survey_sample s ON s.tenant_id = r.tenant_id AND s.id = r.sample_id
        LEFT JOIN house h ON h.tenant_id = s.tenant_id AND h.id = s.house_id
        """

    /// At most 100, oldest first.
    static func open(_ wave: WaveID, project: UnitID, tenant: TenantID) -> Query<EntryCheckRow> {
        Query(
            """
            \(columns) WHERE r.tenant_id = \(tenant) AND r.wave_id = \(wave) AND r.project_id = \(project)
                AND r.check_state IN ('due', 'different') AND r.state = 'submitted' ORDER BY r.id LIMIT 100
            """)
    }

    static func one(_ id: ResponseID, _ wave: WaveID, tenant: TenantID) -> Query<EntryCheckRow> {
        Query("\(columns) WHERE r.tenant_id = \(tenant) AND r.wave_id = \(wave) AND r.id = \(id) FOR UPDATE OF r")
    }
}

/// The household a line names.
struct EntrySampleRow: RowDecodable {
    let sample: SampleID
    let stage: Stage
    let usage: String
    let answered: Bool

    init(row: inout RowCursor) throws {
        sample = try row.next()
        stage = try row.next()
        usage = try row.next()
        answered = try row.next()
    }

    static func named(_ door: String, _ wave: WaveID, project: UnitID, tenant: TenantID) -> Query<EntrySampleRow> {
        Query(
            """
            SELECT s.id, s.stage, s.usage, EXISTS (SELECT FROM survey_response r WHERE r.tenant_id = s.tenant_id AND r.sample_id = s.id
                AND r.state <> 'void')
            FROM survey_sample s JOIN house h ON h.tenant_id = s.tenant_id AND h.id = s.house_id
            WHERE s.tenant_id = \(tenant) AND s.wave_id = \(wave) AND s.project_id = \(project) AND s.state = 'invited' AND h.door = \(door)
            """)
    }
}

extension Transaction {
    /// - Throws: `notFound` for a wave that takes no answers, or a project that it does not ask in.
    package func entryForm(_ id: WaveID, project: UnitID) async throws -> EntryForm {
        let file = try await wave(id)
        guard file.wave.state == .collecting, let unit = file.units.first(where: { $0.project == project }) else {
            throw StoreError.notFound
        }
        guard let versions = try await fetchFirst(EntryStatements.versions(id, project: project, tenant: tenant)) else {
            throw StoreError.notFound
        }
        let (own, due) = try await fetch(
            EntryStatements.own(id, holder: try actor.person, tenant: tenant), EntryCheckRow.open(id, project: project, tenant: tenant))
        var questionnaire = try await questionnaire(versions.list)
        if file.wave.anonymous { questionnaire.questions.removeAll { $0.kind == .contact } }
        return EntryForm(wave: file.wave, project: unit, questionnaire: questionnaire, own: own.first?.value ?? 0, due: due)
    }
}

struct WaveVersionsRow: RowDecodable {
    let list: [SurveyVersionID]

    init(row: inout RowCursor) throws {
        list = [try row.next(SurveyVersionID?.self), try row.next(SurveyVersionID?.self), try row.next(SurveyVersionID?.self)].compactMap(
            \.self)
    }
}

extension WriteTransaction {
    package func access(_ wave: WaveID, project: UnitID, for purpose: EnterAnswers.Type) async throws -> Permit<EnterAnswers, EntryForm> {
        try await enter()
        let form = try await entryForm(wave, project: project)
        guard try actor.covers(try surveyPlace, with: .surveyEnter) else { throw StoreError.refused(.surveyEnter) }
        return Permit(form)
    }

    /// Takes the lines that are right and says of the others what is wrong; a line is one household, so each stands for itself.
    package func enter(_ lines: [EntryLine], by channel: AnswerChannel, _ permit: Permit<EnterAnswers, EntryForm>) async throws
        -> [EntryOutcome]
    {
        let form = permit.thing
        var outcomes: [EntryOutcome] = []
        var saved = 0
        for line in lines {
            let outcome = try await enter(line, by: channel, form, number: form.own + saved)
            if outcome == .saved { saved += 1 }
            outcomes.append(outcome)
        }
        if saved > 0 {
            audit(
                .answersEntered, .wave(form.wave.id, label: form.wave.name), at: form.wave.unit,
                ["channel": channel.code, "lines": String(saved)])
        }
        return outcomes
    }

    private func enter(_ line: EntryLine, by channel: AnswerChannel, _ form: EntryForm, number: Int) async throws -> EntryOutcome {
        var sample: EntrySampleRow?
        if !form.wave.anonymous {
            sample = try await fetchFirst(
                EntrySampleRow.named(HouseLabel.searchKey(of: line.door), form.wave.id, project: form.project.project, tenant: tenant))
            guard let sample else { return .wrong(FieldErrors("door", .notFound)) }
            if sample.answered { return .wrong(FieldErrors("door", .taken)) }
        }
        let sheet: AnswerSheet
        do throws(FieldErrors) {
            let reader = try AnswerReader(form.questionnaire.questions, line.fields, partly: true)
            guard reader.errors.isEmpty else { throw reader.errors }
            sheet = form.questionnaire.pruned(reader.sheet)
        } catch {
            return .wrong(error)
        }
        guard !sheet.answers.isEmpty || !sheet.texts.isEmpty else { return .wrong(FieldErrors("door", .required)) }
        // Every so-manieth line of a person is typed again by somebody else; which ones cannot be chosen.
        let isChecked = (number * 37 + 11) % 100 < form.wave.checkShare
        try await change([
            try EntryStatements.add(
                sheet, form, sample, channel: channel, check: isChecked ? .due : .none, by: try actor, tenant: tenant, now: now)
        ])
        return .saved
    }

    /// The second entry of an answer, by somebody else: the same, or not.
    /// - Throws: `refused(.surveyEnter)` for the person who entered it first; `FieldErrors`.
    package func check(_ id: ResponseID, fields: [String: [String]], _ permit: Permit<EnterAnswers, EntryForm>) async throws -> EntryCheck {
        let form = permit.thing
        guard let row = try await fetchFirst(EntryCheckRow.one(id, form.wave.id, tenant: tenant)), row.state == .due,
            row.project == form.project.project
        else { throw StoreError.notFound }
        guard row.holder != (try actor.person).rawValue else { throw StoreError.refused(.surveyEnter) }
        let reader = try AnswerReader(form.questionnaire.questions, fields, partly: true)
        guard reader.errors.isEmpty else { throw reader.errors }
        let second = form.questionnaire.pruned(reader.sheet)
        let outcome: EntryCheck = second.answers == row.sheet.answers ? .same : .different
        try await change([
            try EntryStatements.check(id, outcome, second.answers, by: try actor.name, tenant: tenant, now: now)
        ])
        audit(.answersChecked, .wave(form.wave.id, label: form.wave.name), at: form.wave.unit, ["outcome": outcome.code])
        return outcome
    }

    /// Which of two entries stands.
    package func settle(_ id: ResponseID, second: Bool, _ permit: Permit<EnterAnswers, EntryForm>) async throws {
        let form = permit.thing
        guard let row = try await fetchFirst(EntryCheckRow.one(id, form.wave.id, tenant: tenant)), row.state == .different else {
            throw StoreError.notFound
        }
        let answers = second ? row.other.answers : row.sheet.answers
        try await change([try EntryStatements.settle(id, answers, tenant: tenant, now: now)])
        audit(
            .answersChecked, .wave(form.wave.id, label: form.wave.name), at: form.wave.unit,
            ["outcome": EntryCheck.settled.code, "second": String(second)])
    }
}

enum EntryStatements {
    static func versions(_ wave: WaveID, project: UnitID, tenant: TenantID) -> Query<WaveVersionsRow> {
        Query(
            """
            SELECT w.version_id, u.company_version_id, u.project_version_id FROM survey_wave w
            JOIN survey_wave_unit u ON u.tenant_id = w.tenant_id AND u.wave_id = w.id AND u.project_id = \(project)
            WHERE w.tenant_id = \(tenant) AND w.id = \(wave)
            """)
    }

    static func own(_ wave: WaveID, holder: PersonID, tenant: TenantID) -> Query<Single<Int>> {
        Query(
            "SELECT count(*) FROM survey_response WHERE tenant_id = \(tenant) AND wave_id = \(wave) AND holder_id = \(holder) AND holder_id > 0"
        )
    }

    static func add(
        _ sheet: AnswerSheet, _ form: EntryForm, _ sample: EntrySampleRow?, channel: AnswerChannel, check: EntryCheck, by actor: Actor,
        tenant: TenantID, now: Instant
    ) throws -> SQL {
        """
        INSERT INTO survey_response (tenant_id, company_id, project_id, vendor_id, wave_id, version_id, sample_id, holder_id, channel, stage, usage,
            language, state, page, answers, texts, uncounted, started_at, changed_at, submitted_at, entered_by_name, check_state)
        SELECT u.tenant_id, u.company_id, u.project_id, u.vendor_id, u.wave_id, w.version_id, \(sample?.sample), \(actor.person), \(channel),
            \(sample?.stage ?? .afterHandover), \(sample?.usage ?? HouseUsage.residence.code), 'zh-CN', 'submitted',
            \(Int16(form.questionnaire.pages.last ?? 0)), \(try EventDetail.encode(sheet.answers)), \(try EventDetail.encode(sheet.texts)),
            true, \(now), \(now), \(now), \(actor.name), \(check)
        FROM survey_wave_unit u JOIN survey_wave w ON w.tenant_id = u.tenant_id AND w.id = u.wave_id
        WHERE u.tenant_id = \(tenant) AND u.wave_id = \(form.wave.id) AND u.project_id = \(form.project.project)
        """
    }

    static func check(
        _ id: ResponseID, _ outcome: EntryCheck, _ answers: [String: Answer], by name: String, tenant: TenantID, now: Instant
    ) throws -> SQL {
        """
        UPDATE survey_response SET check_state = \(outcome), check_answers = \(try EventDetail.encode(answers)), checked_by_name = \(name),
            checked_at = \(now)
        WHERE tenant_id = \(tenant) AND id = \(id) AND check_state = 'due'
        """
    }

    static func settle(_ id: ResponseID, _ answers: [String: Answer], tenant: TenantID, now: Instant) throws -> SQL {
        """
        UPDATE survey_response SET check_state = 'settled', answers = \(try EventDetail.encode(answers)), uncounted = true, changed_at = \(now)
        WHERE tenant_id = \(tenant) AND id = \(id) AND check_state = 'different'
        """
    }
}
