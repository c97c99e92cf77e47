package import Domain
package import Postgres

/// Surveys of a demo tenant, written on a connection of `shouwen_owner` in one transaction a call.
package struct BulkSurveys: Sendable {
    private let connection: AdminConnection
    private let tenant: TenantID

    package init(_ connection: AdminConnection, tenant: TenantID) {
        self.connection = connection
        self.tenant = tenant
    }

    /// A wave that is over, and who was asked.
    package struct Wave: Sendable {
        package let unit: UnitRef
        package let form: SurveyFormID
        package let version: SurveyVersionID
        package let name: String
        package let nameEnglish: String
        package let state: WaveState
        package let opensOn: Day
        package let closesOn: Day
        package let planner: Actor
        package let approver: Actor
        package let seed: String
        package let plannedAt: Instant
        package let closedAt: Instant
        /// In the order they were drawn.
        package let drawn: [HouseID]
        /// Everybody in the audience, by project.
        package let households: [UnitID: Int]

        package init(
            unit: UnitRef, form: SurveyFormID, version: SurveyVersionID, name: String, nameEnglish: String, state: WaveState, opensOn: Day,
            closesOn: Day, planner: Actor, approver: Actor, seed: String, plannedAt: Instant, closedAt: Instant, drawn: [HouseID],
            households: [UnitID: Int]
        ) {
            self.unit = unit
            self.form = form
            self.version = version
            self.name = name
            self.nameEnglish = nameEnglish
            self.state = state
            self.opensOn = opensOn
            self.closesOn = closesOn
            self.planner = planner
            self.approver = approver
            self.seed = seed
            self.plannedAt = plannedAt
            self.closedAt = closedAt
            self.drawn = drawn
            self.households = households
        }
    }

    /// What one household answered.
    package struct Answers: Sendable {
        package let house: HouseID
        package let channel: AnswerChannel
        package let at: Instant
        package let by: Actor?
        package let sheet: AnswerSheet
        package let lastPage: Int

        package init(house: HouseID, channel: AnswerChannel, at: Instant, by: Actor?, sheet: AnswerSheet, lastPage: Int) {
            self.house = house
            self.channel = channel
            self.at = at
            self.by = by
            self.sheet = sheet
            self.lastPage = lastPage
        }
    }

    package func hasAny() async throws -> Bool {
        try await connection.query("SELECT EXISTS (SELECT FROM survey_form WHERE tenant_id = \(tenant))")[0].get(0)
    }

    package func begin() async throws { try await connection.execute(script: "BEGIN") }
    package func commit() async throws { try await connection.execute(script: "COMMIT") }

    /// A published copy of a form that ships with the product.
    package func publish(_ preset: PresetForm, at unit: UnitRef, by author: Actor, now: Instant) async throws -> (
        SurveyFormID, SurveyVersionID
    ) {
        let form: SurveyFormID = try await connection.query(FormStatements.nextForm.sql)[0].get(0)
        let version: SurveyVersionID = try await connection.query(FormStatements.nextVersion.sql)[0].get(0)
        let content = preset.questionnaire
        let new = NewSurveyForm(
            name: preset.name.chinese, nameEnglish: preset.name.english, purpose: preset.purpose, origin: .preset(preset))
        try await connection.query(
            FormStatements.add(new, form, base: nil, preset: preset.code, unit: unit, by: author.name, now: now))
        try await connection.query(FormStatements.draft(version, of: form, base: nil, content, unit: unit, by: author.name, now: now))
        guard let row = try await connection.query(VersionRow.one(version, tenant: tenant).sql).decodeFirst(VersionRow.self) else {
            throw StoreError.closed
        }
        for (index, dimension) in content.dimensions.enumerated() {
            try await connection.query(QuestionStatements.add(dimension, at: index + 1, of: row, tenant: tenant))
        }
        for (index, question) in content.questions.enumerated() {
            try await connection.query(try QuestionStatements.add(question, at: index + 1, of: row, tenant: tenant))
        }
        try await connection.query(FormStatements.publish(row, english: true, by: author.name, tenant: tenant, now: now))
        return (form, version)
    }

    package func add(_ wave: Wave, answers: [Answers]) async throws {
        let id: WaveID = try await connection.query(WaveStatements.next.sql)[0].get(0)
        let new = NewWave(
            kind: .companyAnnual, name: wave.name, nameEnglish: wave.nameEnglish, form: wave.form, opensOn: wave.opensOn,
            closesOn: wave.closesOn, marginPermille: 50, confidence: 95)
        try await connection.query(WaveStatements.add(new, id, unit: wave.unit, by: wave.planner, now: wave.plannedAt))
        try await connection.query(finish(wave, id))
        try await connection.query(units(wave, id))
        try await connection.query(sample(wave, id))
        try await connection.query(
            LinkStatements.contact(id, .survey, unit: wave.unit.id, on: wave.opensOn, tenant: tenant))
        for start in stride(from: 0, to: answers.count, by: 1_000) {
            try await connection.query(try responses(Array(answers[start..<min(start + 1_000, answers.count)]), wave, id))
        }
        let way: [(WaveAction, WaveState, WaveState, Actor)] = [
            (.approve, .planned, .approved, wave.approver), (.issue, .approved, .issued, wave.planner),
            (.open, .issued, .collecting, wave.planner), (.close, .collecting, .closed, wave.planner),
        ]
        for (action, from, to, actor) in way {
            let at = action == .close ? wave.closedAt : wave.plannedAt
            try await connection.query(
                """
                INSERT INTO survey_step (tenant_id, unit_id, company_id, project_id, wave_id, action, from_state, to_state, actor_name, actor_post, at)
                VALUES (\(tenant), \(wave.unit.id), \(wave.unit.company), \(wave.unit.project), \(id), \(action), \(from), \(to), \(actor.name),
                    \(actor.posts.first?.title ?? ""), \(at))
                """)
        }
    }

    private func finish(_ wave: Wave, _ id: WaveID) -> SQL {
        """
        UPDATE survey_wave SET version_id = \(wave.version), state = \(wave.state), population = \(Int32(wave.households.values.reduce(0, +))),
            seed = \(wave.seed), drawn_at = \(wave.plannedAt), approved_by = \(wave.approver.person), approved_by_name = \(wave.approver.name),
            state_at = \(wave.closedAt), version = 5
        WHERE tenant_id = \(tenant) AND id = \(id)
        """
    }

    private func units(_ wave: Wave, _ id: WaveID) -> SQL {
        let projects = wave.households.keys.sorted()
        return """
            INSERT INTO survey_wave_unit (tenant_id, company_id, project_id, vendor_id, wave_id, households, target, drawn)
            SELECT \(tenant), \(wave.unit.id), x.project, (SELECT e.vendor_id FROM engagement e WHERE e.tenant_id = \(tenant)
                AND e.project_id = x.project AND e.from_on <= \(wave.opensOn) AND (e.to_on IS NULL OR e.to_on >= \(wave.opensOn)) LIMIT 1),
                \(id), x.households, d.drawn, d.drawn
            FROM unnest(\(projects), \(projects.map { Int64(wave.households[$0] ?? 0) })) AS x (project, households)
            CROSS JOIN LATERAL (SELECT count(*) AS drawn FROM house h WHERE h.tenant_id = \(tenant) AND h.project_id = x.project
                AND h.id = ANY (\(wave.drawn))) d
            """
    }

    private func sample(_ wave: Wave, _ id: WaveID) -> SQL {
        """
        INSERT INTO survey_sample (tenant_id, company_id, project_id, wave_id, house_id, household, customer_id, building_id, walk, stage, usage,
            state, draw_rank, invited_at)
        SELECT h.tenant_id, h.company_id, h.project_id, \(id), h.id, h.household, (SELECT o.customer_id FROM house_customer o
            WHERE o.tenant_id = h.tenant_id AND o.house_id = h.id ORDER BY o.id LIMIT 1), h.building_id, h.door,
            CASE WHEN h.handed_over_on < \(wave.opensOn) THEN 'afterHandover' ELSE 'beforeHandover' END, h.usage, 'invited', x.rank,
            \(wave.plannedAt)
        FROM unnest(\(wave.drawn)) WITH ORDINALITY AS x (house, rank) JOIN house h ON h.tenant_id = \(tenant) AND h.id = x.house
        """
    }

    /// Answers wait for the count like any other.
    private func responses(_ answers: [Answers], _ wave: Wave, _ id: WaveID) throws -> SQL {
        """
        INSERT INTO survey_response (tenant_id, company_id, project_id, vendor_id, wave_id, version_id, sample_id, holder_id, channel, stage, usage,
            language, state, page, answers, texts, uncounted, started_at, changed_at, submitted_at, entered_by_name)
        SELECT s.tenant_id, s.company_id, s.project_id, u.vendor_id, s.wave_id, \(wave.version), s.id,
            coalesce(x.person, -(s.id * 1000003 + 7)), x.channel, s.stage, s.usage, 'zh-CN', 'submitted', x.page, x.answers, x.texts, true, x.at,
            x.at, x.at, x.name
        FROM unnest(\(answers.map(\.house)), \(answers.map(\.channel.code)), \(answers.map { Timestamp(microseconds: $0.at.microseconds) }),
            \(answers.map(\.by?.person)), \(answers.map { $0.by?.name ?? "" }), \(answers.map { Int64($0.lastPage) }),
            \(try answers.map { try EventDetail.encode($0.sheet.answers) }), \(try answers.map { try EventDetail.encode($0.sheet.texts) }))
            AS x (house, channel, at, person, name, page, answers, texts)
        JOIN survey_sample s ON s.tenant_id = \(tenant) AND s.wave_id = \(id) AND s.house_id = x.house
        JOIN survey_wave_unit u ON u.tenant_id = s.tenant_id AND u.wave_id = s.wave_id AND u.project_id = s.project_id
        """
    }
}
