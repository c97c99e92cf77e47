package import Domain
internal import Postgres

/// A wave that answers come into as a table, with what it asks.
package struct ImportedWave: Sendable {
    package let wave: WaveRow
    package let projects: [WaveUnitRow]
    package let form: Questionnaire
}

extension Transaction {
    /// A wave whose answers a third party collected; its core questions, which every project is asked.
    /// - Throws: `notFound` for a wave that does not collect; `refused(.surveyRun)` for another unit's.
    package func importedWave(_ id: WaveID?) async throws -> ImportedWave {
        guard let id else { throw StoreError.notFound }
        let file = try await wave(id)
        guard file.wave.state == .collecting, let version = file.wave.version else { throw StoreError.notFound }
        guard file.mayRun else { throw StoreError.refused(.surveyRun) }
        var form = try await questionnaire([version])
        if file.wave.anonymous { form.questions.removeAll { $0.kind == .contact } }
        return ImportedWave(wave: file.wave, projects: file.units, form: form)
    }
}

extension WriteTransaction {
    /// Answers by the firm's numbers: new ones are added, known ones take what the table says, and the household of a named one is looked up.
    func takeAnswers(
        _ lines: [(row: Int, line: AnswerLine)], _ acting: Acting, _ target: ImportedWave, isDry: Bool, _ outcome: inout ImportOutcome
    ) async throws {
        let places = try await ImportPlaces.fetch(self, acting, .answers)
        for (project, lines) in outcome.byProject(lines, places, \.project) {
            guard let unit = target.projects.first(where: { $0.project == project.id }) else {
                for (row, _) in lines { outcome.refuse(row, .outOfReach(.project)) }
                continue
            }
            try await takeAnswers(lines, at: unit, acting, target.wave, isDry: isDry, &outcome)
        }
    }

    private func takeAnswers(
        _ lines: [(row: Int, line: AnswerLine)], at unit: WaveUnitRow, _ acting: Acting, _ wave: WaveRow, isDry: Bool,
        _ outcome: inout ImportOutcome
    ) async throws {
        let (known, houses) = try await fetch(
            KnownAnswer.with(lines.map(\.line.reference).sorted(), of: wave.id, tenant: tenant, held: !isDry),
            AnsweringHouse.at(Set(lines.map(\.line.door)).subtracting([""]).sorted(), of: wave.id, project: unit.project, tenant: tenant))
        let byReference = Dictionary(uniqueKeysWithValues: known.map { ($0.reference, $0) })
        let byDoor = Dictionary(houses.map { ($0.door, $0) }) { first, _ in first }
        var (fresh, changed): ([ImportedAnswer], [(ResponseID, AnswerLine)]) = ([], [])
        var taken: Set<HouseID> = []
        for (row, line) in lines {
            if let answer = byReference[line.reference] {
                guard answer.project == unit.project else {
                    outcome.refuse(row, .differs(.project))
                    continue
                }
                if answer.sheet == line.sheet { outcome.counts.same += 1 } else { changed.append((answer.id, line)) }
                continue
            }
            let house = line.door.isEmpty ? nil : byDoor[line.door]
            if let problem = Self.problem(line, house, wave, taken: &taken, today: try today) {
                outcome.refuse(row, problem)
            } else {
                fresh.append(ImportedAnswer(line: line, house: house))
            }
        }
        outcome.counts.fresh += fresh.count
        outcome.counts.changed += changed.count
        guard !isDry else { return }
        try await write(fresh, changed, at: unit, acting, wave)
    }

    private static func problem(
        _ line: AnswerLine, _ house: AnsweringHouse?, _ wave: WaveRow, taken: inout Set<HouseID>, today: Day
    ) -> LineProblem? {
        if let day = line.answeredOn, day > today { return LineProblem(.answeredOn, .inTheFuture) }
        guard !line.door.isEmpty else { return nil }
        if wave.anonymous { return .namesSomebody(.house) }
        guard let house else { return LineProblem(.house, .notFound) }
        if house.answered || !taken.insert(house.house).inserted { return LineProblem(.house, .taken) }
        return nil
    }

    private func write(
        _ fresh: [ImportedAnswer], _ changed: [(ResponseID, AnswerLine)], at unit: WaveUnitRow, _ acting: Acting, _ wave: WaveRow
    ) async throws {
        var statements: [SQL] = []
        let named = fresh.compactMap(\.house)
        if !named.isEmpty {
            statements.append(
                AnswerImportStatements.invite(named.map(\.house), of: wave.id, today: try today, tenant: tenant, now: now))
        }
        if !fresh.isEmpty {
            statements.append(
                try AnswerImportStatements.add(fresh, to: wave.id, at: unit.project, by: acting, tenant: tenant, now: now))
        }
        if !changed.isEmpty { statements.append(try AnswerImportStatements.change(changed, tenant: tenant, now: now)) }
        if !statements.isEmpty { try await change(statements) }
    }
}

struct ImportedAnswer: Sendable {
    let line: AnswerLine
    let house: AnsweringHouse?
}

/// An answer that came in by a table before.
struct KnownAnswer: RowDecodable {
    let reference: String
    let id: ResponseID
    let project: UnitID
    let sheet: AnswerSheet

    init(row: inout RowCursor) throws {
        reference = try row.next()
        id = try row.next()
        project = try row.next()
        sheet = AnswerSheet(answers: try AnswerJSON.answers(try row.next()), texts: try AnswerJSON.texts(try row.next()))
    }

    /// - Parameter held: until the transaction ends.
    static func with(_ references: [String], of wave: WaveID, tenant: TenantID, held: Bool) -> Query<KnownAnswer> {
        let lock: SQL = held ? " ORDER BY r.id FOR UPDATE" : .empty
        return Query(
            """
            SELECT r.source_ref, r.id, r.project_id, r.answers, r.texts FROM survey_response r
            WHERE r.tenant_id = \(tenant) AND r.wave_id = \(wave) AND r.source_ref = ANY (\(references)) AND r.state <> 'void'\(lock)
            """)
    }
}

/// A house that a table names, with whether its household has answered the wave by whatever way.
struct AnsweringHouse: RowDecodable {
    let door: String
    let house: HouseID
    let answered: Bool

    init(row: inout RowCursor) throws {
        door = try row.next()
        house = try row.next()
        answered = try row.next()
    }

    static func at(_ doors: [String], of wave: WaveID, project: UnitID, tenant: TenantID) -> Query<AnsweringHouse> {
        Query(
            """
            SELECT h.door, h.id, EXISTS (SELECT FROM survey_sample s
                JOIN survey_response r ON r.tenant_id = s.tenant_id AND r.sample_id = s.id AND r.state <> 'void'
                WHERE s.tenant_id = h.tenant_id AND s.wave_id = \(wave) AND s.house_id = h.id)
            FROM house h WHERE h.tenant_id = \(tenant) AND h.project_id = \(project) AND h.door = ANY (\(doors)) ORDER BY h.id
            """)
    }
}

enum AnswerImportStatements {
    /// Households the firm asked and we had not drawn join the wave's list.
    static func invite(_ houses: [HouseID], of wave: WaveID, today: Day, tenant: TenantID, now: Instant) -> SQL {
        """
        INSERT INTO survey_sample AS s (tenant_id, company_id, project_id, wave_id, house_id, household, customer_id, building_id, walk, stage, usage,
            state, invited_at)
        SELECT h.tenant_id, h.company_id, h.project_id, \(wave), h.id, h.household, (SELECT c.customer_id FROM house_customer c
                WHERE c.tenant_id = h.tenant_id AND c.house_id = h.id AND c.household = h.household AND c.to_on IS NULL
                ORDER BY c.relation <> 'owner', c.id LIMIT 1), h.building_id, h.door,
            CASE WHEN h.handed_over_on < \(today) THEN 'afterHandover' ELSE 'beforeHandover' END, h.usage, 'invited', \(now)
        FROM house h WHERE h.tenant_id = \(tenant) AND h.id = ANY (\(houses)) ORDER BY h.id
        ON CONFLICT (tenant_id, wave_id, house_id) DO UPDATE SET state = 'invited', invited_at = coalesce(s.invited_at, EXCLUDED.invited_at)
        """
    }

    /// A row without a day was answered now; one with a day counts from then, so that old answers make nobody's work.
    static func add(
        _ answers: [ImportedAnswer], to wave: WaveID, at project: UnitID, by acting: Acting, tenant: TenantID, now: Instant
    ) throws -> SQL {
        let moments = answers.map { answer in
            let at = answer.line.answeredOn.map { Instant($0, hour: 12, offsetMinutes: acting.offsetMinutes) } ?? now
            return Timestamp(microseconds: min(at, now).microseconds)
        }
        return """
            INSERT INTO survey_response (tenant_id, company_id, project_id, vendor_id, wave_id, version_id, sample_id, holder_id, channel, stage,
                usage, language, state, page, answers, texts, uncounted, started_at, changed_at, submitted_at, entered_by_name, source_ref)
            SELECT u.tenant_id, u.company_id, u.project_id, u.vendor_id, u.wave_id, w.version_id, s.id, \(acting.actor.person), 'import',
                coalesce(x.stage, s.stage, 'afterHandover'), coalesce(s.usage, 'residence'), 'zh-CN', 'submitted', 1, x.answers, x.texts, true,
                x.at, x.at, x.at, \(acting.actor.name), x.ref
            FROM unnest(\(answers.map(\.line.reference)), \(answers.map { $0.line.stage?.code }), \(answers.map { $0.house?.house }),
                \(try answers.map { try EventDetail.encode($0.line.sheet.answers) }),
                \(try answers.map { try EventDetail.encode($0.line.sheet.texts) }), \(moments)) AS x (ref, stage, house, answers, texts, at)
            JOIN survey_wave_unit u ON u.tenant_id = \(tenant) AND u.wave_id = \(wave) AND u.project_id = \(project)
            JOIN survey_wave w ON w.tenant_id = u.tenant_id AND w.id = u.wave_id
            LEFT JOIN survey_sample s ON s.tenant_id = u.tenant_id AND s.wave_id = u.wave_id AND s.house_id = x.house
            """
    }

    /// What a later table says of the same respondent stands, and is counted anew.
    static func change(_ answers: [(ResponseID, AnswerLine)], tenant: TenantID, now: Instant) throws -> SQL {
        """
        UPDATE survey_response r SET answers = x.answers, texts = x.texts, uncounted = true, changed_at = \(now)
        FROM unnest(\(answers.map { $0.0 }), \(try answers.map { try EventDetail.encode($0.1.sheet.answers) }),
            \(try answers.map { try EventDetail.encode($0.1.sheet.texts) })) AS x (id, answers, texts)
        WHERE r.tenant_id = \(tenant) AND r.id = x.id
        """
    }
}
