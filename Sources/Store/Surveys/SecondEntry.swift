package import Domain
package import Postgres

/// An entered answer that somebody else is to type again, or that differed.
package struct EntryCheckRow: RowDecodable, Identifiable {
    package let id: ResponseID
    package let state: EntryCheck
    package let label: String
    package let enteredBy: String
    package let at: Instant
    /// Whoever typed it first.
    package let holder: Int64
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

    /// - Parameter locked: held until the transaction ends.
    static func one(_ id: ResponseID, _ wave: WaveID, tenant: TenantID, locked: Bool) -> Query<EntryCheckRow> {
        let lock: SQL = locked ? " FOR UPDATE OF r" : .empty
        return Query("\(columns) WHERE r.tenant_id = \(tenant) AND r.wave_id = \(wave) AND r.id = \(id)\(lock)")
    }
}

extension Transaction {
    /// The second entries that are due or differ, in a project of a wave.
    /// - Throws: as `entryForm`; `refused(.surveyEnter)` for who may enter given forms only.
    package func secondEntries(_ id: WaveID, project: UnitID) async throws -> EntryForm {
        let form = try await entryForm(id, project: project)
        guard form.given == nil else { throw StoreError.refused(.surveyEnter) }
        return form
    }

    /// One of them.
    /// - Throws: as `secondEntries`; `notFound` for an answer that is neither due nor different.
    package func secondEntry(_ response: ResponseID, _ id: WaveID, project: UnitID) async throws -> (form: EntryForm, row: EntryCheckRow) {
        let form = try await secondEntries(id, project: project)
        guard let row = try await fetchFirst(EntryCheckRow.one(response, id, tenant: tenant, locked: false)), row.project == project,
            [.due, .different].contains(row.state)
        else { throw StoreError.notFound }
        return (form, row)
    }
}

extension WriteTransaction {
    /// The second entry of an answer, by somebody else: the same, or not.
    /// - Throws: `refused(.surveyEnter)` for the person who entered it first; `FieldErrors`.
    package func check(_ id: ResponseID, fields: [String: [String]], _ permit: Permit<EnterAnswers, EntryForm>) async throws -> EntryCheck {
        let form = permit.thing
        guard form.given == nil else { throw StoreError.refused(.surveyEnter) }
        guard let row = try await fetchFirst(EntryCheckRow.one(id, form.wave.id, tenant: tenant, locked: true)), row.state == .due,
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
    /// - Throws: `notFound` for entries that do not differ.
    package func settle(_ id: ResponseID, second: Bool, _ permit: Permit<EnterAnswers, EntryForm>) async throws {
        let form = permit.thing
        guard form.given == nil else { throw StoreError.refused(.surveyEnter) }
        guard let row = try await fetchFirst(EntryCheckRow.one(id, form.wave.id, tenant: tenant, locked: true)), row.state == .different,
            row.project == form.project.project
        else { throw StoreError.notFound }
        let answers = second ? row.other.answers : row.sheet.answers
        try await change([try EntryStatements.settle(id, answers, tenant: tenant, now: now)])
        audit(
            .answersChecked, .wave(form.wave.id, label: form.wave.name), at: form.wave.unit,
            ["outcome": EntryCheck.settled.code, "second": String(second)])
    }
}

extension EntryStatements {
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
