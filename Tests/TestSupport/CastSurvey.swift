package import Domain
internal import Postgres
package import Store

/// A wave of the cast's group that has gone out, with a short questionnaire: two dimensions, a matrix line each, a recommendation, words and a
/// wish to be called. Answers come in as the public form leaves them.
package struct CastSurvey: Sendable {
    package let cast: Cast
    package let tenant: CastTenant
    package let wave: WaveID
    package let version: SurveyVersionID

    /// - Parameters:
    ///   - households: of each project, the figures' weights.
    ///   - year: also tells waves of one questionnaire apart; `form` joins them to a series.
    package static func issue(
        _ cast: Cast, anonymous: Bool = false, year: Int = 2025, form: CastSurvey? = nil,
        households: [String: Int] = ["bj-spring": 300, "bj-river": 100, "nh-lake": 600]
    ) async throws -> CastSurvey {
        let tenant = cast.yunshan
        let (group, planner) = (tenant.unit("hq").id.rawValue, tenant.person("hq").id.rawValue)
        let t = tenant.id.rawValue
        let past = cast.clock.now() - .days(700)
        let ids = try await cast.database.administer { connection -> (Int64, Int64) in
            var version = form?.version.rawValue
            if version == nil {
                let made: Int64 = try await connection.query("SELECT nextval('survey_form_id_seq')")[0].get(0)
                try await connection.execute(script: Self.questionnaire(tenant: t, unit: group, id: made))
                version = made
            }
            guard let version else { throw StoreError.notFound }
            let wave: Int64 = try await connection.query(
                """
                INSERT INTO survey_wave (tenant_id, unit_id, kind, name, year, form_id, version_id, state, opens_on, closes_on, anonymous,
                    allows_change, respondents, gap_days, reminders, reminder_days, planned_by, planned_by_name, planned_at, drawn_at, state_at)
                VALUES (\(t), \(group), 'groupUnified', \("\(year) 年度满意度"), \(Int16(year)), \(version), \(version), 'collecting',
                    make_date(\(Int32(year)), 10, 8), make_date(\(Int32(year)), 11, 8), \(anonymous), true, '{owner}', 30, 2, 7, \(planner), '周岚',
                    \(past), \(past), \(past)) RETURNING id
                """)[0].get(0)
            for (code, count) in households {
                let project = tenant.unit(code)
                try await connection.query(
                    """
                    INSERT INTO survey_wave_unit (tenant_id, company_id, project_id, wave_id, households, target, drawn)
                    VALUES (\(t), \(project.company?.rawValue ?? 0), \(project.id.rawValue), \(wave), \(Int32(count)), \(Int32(count)), \(Int32(count)))
                    """)
            }
            return (wave, version)
        }
        return CastSurvey(cast: cast, tenant: tenant, wave: WaveID(ids.0), version: SurveyVersionID(ids.1))
    }

    private static func questionnaire(tenant: Int64, unit: Int64, id: Int64) -> String {
        let steps = (1...5).map { "{\"code\":\"\($0)\",\"text\":\"\($0) 档\",\"textEn\":\"step \($0)\",\"score\":\(($0 - 1) * 25)}" }
            .joined(separator: ",")
        func question(_ key: String, _ page: Int, _ kind: String, _ dimension: String?, options: String = "[]", core: Bool = true) -> String
        {
            """
            INSERT INTO survey_question (tenant_id, unit_id, version_id, key, position, page, kind, text, core, allows_none, dimension, options)
            VALUES (\(tenant), \(unit), \(id), '\(key)', \(page), \(page), '\(kind)', '\(key)？', \(core), true,
                \(dimension.map { "'\($0)'" } ?? "NULL"), '\(options)');
            """
        }
        return """
            INSERT INTO survey_form (tenant_id, id, unit_id, purpose, name, created_by_name, created_at)
            VALUES (\(tenant), \(id), \(unit), 'annual', '年度', '周岚', now());
            INSERT INTO survey_version (tenant_id, id, unit_id, form_id, state, number, created_by_name, created_at, published_at)
            VALUES (\(tenant), \(id), \(unit), \(id), 'published', 1, '周岚', now(), now());
            INSERT INTO survey_dimension (tenant_id, unit_id, version_id, key, position, name, name_en, weight)
            VALUES (\(tenant), \(unit), \(id), 'service', 1, '客服', 'Service', 1000), (\(tenant), \(unit), \(id), 'repair', 2, '维修', 'Repair', 1000);
            \(question("service", 1, "rating", "service", options: "[\(steps)]"))
            \(question("repair", 2, "rating", "repair", options: "[\(steps)]"))
            \(question("nps", 3, "nps", nil))
            \(question("own", 4, "rating", "repair", options: "[\(steps)]", core: false))
            \(question("call", 5, "contact", nil))
            \(question("say", 6, "longText", nil))
            """
    }

    /// One household's answers.
    /// - Parameters:
    ///   - door: whose; nil for nobody that can be named.
    ///   - answers: JSON as stored.
    @discardableResult
    package func answer(
        _ answers: String, texts: String = "{}", at code: String = "bj-spring", door: String? = nil, state: String = "submitted",
        channel: String = "link", page: Int = 6, stage: String = "afterHandover"
    ) async throws -> ResponseID {
        let (t, project) = (tenant.id.rawValue, tenant.unit(code))
        let house = door.map { tenant.house("\(code)/\($0)").rawValue }
        let now = cast.clock.now()
        let customer = door.map { tenant.customer("\(code)/\($0)").rawValue }
        return try await cast.database.administer { connection in
            var sample: Int64?
            if let house {
                sample = try await connection.query(
                    """
                    INSERT INTO survey_sample (tenant_id, company_id, project_id, wave_id, house_id, household, customer_id, building_id, walk,
                        stage, usage, state)
                    SELECT \(t), h.company_id, h.project_id, \(wave.rawValue), h.id, 1, \(customer), h.building_id, '1', \(stage), 'residence',
                        'invited' FROM house h WHERE h.tenant_id = \(t) AND h.id = \(house)
                    ON CONFLICT (tenant_id, wave_id, house_id) DO UPDATE SET state = 'invited' RETURNING id
                    """)[0].get(0)
            }
            let id: Int64 = try await connection.query(
                """
                INSERT INTO survey_response (tenant_id, company_id, project_id, wave_id, version_id, sample_id, holder_id, channel, stage, usage,
                    language, state, page, answers, texts, uncounted, started_at, changed_at, submitted_at)
                VALUES (\(t), \(project.company?.rawValue ?? 0), \(project.id.rawValue), \(wave.rawValue), \(version.rawValue), \(sample),
                    -nextval('survey_response_id_seq'), \(channel), \(stage), 'residence', 'zh-CN', \(state), \(Int16(page)),
                    \(answers)::text::jsonb, \(texts)::text::jsonb, true, \(now), \(now), \(now)) RETURNING id
                """)[0].get(0)
            return ResponseID(id)
        }
    }

    /// A household changes its mind, or an entry turns out to be a mistake.
    package func change(_ response: ResponseID, _ answers: String, texts: String = "{}", state: String = "submitted") async throws {
        _ = try await cast.database.administer { connection in
            try await connection.query(
                """
                UPDATE survey_response SET answers = \(answers)::text::jsonb, texts = \(texts)::text::jsonb, state = \(state), uncounted = true
                WHERE tenant_id = \(tenant.id.rawValue) AND id = \(response.rawValue)
                """)
        }
    }

    package func move(to state: WaveState) async throws {
        _ = try await cast.database.administer { connection in
            try await connection.query(
                "UPDATE survey_wave SET state = \(state.rawValue) WHERE tenant_id = \(tenant.id.rawValue) AND id = \(wave.rawValue)")
        }
    }

    /// Counts everything that waits, and makes the tickets that follow from it.
    /// - Returns: how many jobs ran.
    @discardableResult
    package func count() async throws -> Int {
        var ran = 0
        try await cast.store.enqueueCounts()
        while true {
            let claims = try await cast.store.claim(worker: "count")
            if claims.isEmpty { return ran }
            for claim in claims {
                try await cast.store.job(claim, worker: "count") { tx, job in
                    switch job.kind {
                    case CountAnswers.kind: try await CountAnswers.run(tx, job)
                    case OpenSurveyCase.kind: try await OpenSurveyCase.run(tx, job)
                    default: break
                    }
                }
                ran += 1
            }
        }
    }

    package func results(as account: String, at code: String? = nil) async throws -> WaveResults {
        try await cast.store.read(tenant.entry(account, at: code), .permission(.surveySee)) { try await $0.waveResults(wave) }
    }
}
