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
    /// The forms given to the person, where the person reaches no others; nil for who may enter every household's.
    package let given: [GivenFormRow]?
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

    /// - Parameter holder: whose forms alone are looked among.
    static func named(_ door: String, _ wave: WaveID, project: UnitID, holder: PersonID?, tenant: TenantID) -> Query<EntrySampleRow> {
        let given: SQL = holder.map { " AND s.holder_id = \($0)" } ?? .empty
        return Query(
            """
            SELECT s.id, s.stage, s.usage, EXISTS (SELECT FROM survey_response r WHERE r.tenant_id = s.tenant_id AND r.sample_id = s.id
                AND r.state <> 'void')
            FROM survey_sample s JOIN house h ON h.tenant_id = s.tenant_id AND h.id = s.house_id
            WHERE s.tenant_id = \(tenant) AND s.wave_id = \(wave) AND s.project_id = \(project) AND s.state = 'invited' AND h.door = \(door)\(given)
            """)
    }
}

extension Transaction {
    /// - Throws: `notFound` for a wave that takes no answers, a project that it does not ask in, and where the person was given no form;
    ///   `refused(.surveyEnter)`.
    package func entryForm(_ id: WaveID, project: UnitID) async throws -> EntryForm {
        let file = try await wave(id)
        guard file.wave.state == .collecting, let unit = file.units.first(where: { $0.project == project }) else {
            throw StoreError.notFound
        }
        let (actor, place) = (try actor, try surveyPlace)
        let isFree = actor.covers(place, with: .surveyEnter)
        guard isFree || actor.covers(place, with: .surveyEnterAssigned) else { throw StoreError.refused(.surveyEnter) }
        let (versions, own, given) = try await fetch(
            EntryStatements.versions(id, project: project, tenant: tenant), EntryStatements.own(id, holder: actor.person, tenant: tenant),
            GivenFormRow.of(actor.person, wave: id, project: project, tenant: tenant))
        guard let versions = versions.first, isFree || !given.isEmpty else { throw StoreError.notFound }
        var questionnaire = try await questionnaire(versions.list)
        if file.wave.anonymous { questionnaire.questions.removeAll { $0.kind == .contact } }
        let due = isFree ? try await fetch(EntryCheckRow.open(id, project: project, tenant: tenant)) : []
        return EntryForm(
            wave: file.wave, project: unit, questionnaire: questionnaire, own: own.first?.value ?? 0, due: due, given: isFree ? nil : given)
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
        return Permit(try await entryForm(wave, project: project))
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
                EntrySampleRow.named(
                    HouseLabel.searchKey(of: line.door), form.wave.id, project: form.project.project,
                    holder: form.given == nil ? nil : try actor.person, tenant: tenant))
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
        let touched = try await change([
            try EntryStatements.add(
                sheet, form, sample, channel: channel, check: isChecked ? .due : .none, by: try actor, tenant: tenant, now: now)
        ])
        // The household answered meanwhile, or by a way that an interviewer does not see.
        return touched == [1] ? .saved : .wrong(FieldErrors("door", .taken))
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
        ON CONFLICT (tenant_id, sample_id) WHERE sample_id IS NOT NULL AND state <> 'void' DO NOTHING
        """
    }
}
