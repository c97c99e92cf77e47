import Domain
import Postgres
import TestSupport
import Testing

@testable import Store

/// Pages of figures cost by projects and questions, not by answers: they read sums by index, and lists of answers walk one.
@Suite("Plans of findings") struct FindingPlanTests {
    /// 20,000 answers of one wave, counted, with a text in every tenth.
    private func fill(_ survey: CastSurvey) async throws {
        let (tenant, wave) = (survey.tenant.id.rawValue, survey.wave.rawValue)
        try await survey.cast.database.administer { connection in
            try await connection.execute(
                script: """
                    SET session_replication_role = replica;
                    INSERT INTO survey_response (tenant_id, company_id, project_id, wave_id, version_id, holder_id, channel, stage, usage, language,
                        state, page, answers, started_at, changed_at, submitted_at)
                    SELECT \(tenant), p.company_id, p.id, \(wave), \(survey.version.rawValue), -n * 10 - p.place, 'link', 'afterHandover', 'residence', 'zh-CN',
                        'submitted', 1, '{}', now(), now(), now()
                    FROM generate_series(1, 7000) n CROSS JOIN (SELECT row_number() OVER () AS place, * FROM org_unit
                        WHERE tenant_id = \(tenant) AND kind = 'project') p;
                    INSERT INTO survey_text (tenant_id, company_id, project_id, wave_id, response_id, question, masked, at)
                    SELECT tenant_id, company_id, project_id, wave_id + id / 10 % 50, id, 'say', '电梯', now() FROM survey_response WHERE id % 10 = 0;
                    INSERT INTO survey_token (tenant_id, company_id, project_id, wave_id, token, text_id)
                    SELECT tenant_id, company_id, project_id, wave_id, CASE w WHEN 0 THEN '电梯' ELSE 'w' || w * 31 + id % 97 END, id FROM survey_text
                        CROSS JOIN generate_series(0, 9) w WHERE w > 0 OR id % 7 = 0;
                    INSERT INTO survey_cell (tenant_id, wave_id, unit_id, segment, question, value, n)
                    SELECT \(tenant), \(wave), u.id, s, 'q' || q, v::text, 9 FROM org_unit u
                        CROSS JOIN (VALUES (''), ('channel=link'), ('stage=afterHandover')) g (s) CROSS JOIN generate_series(1, 40) q
                        CROSS JOIN generate_series(1, 5) v WHERE u.tenant_id = \(tenant);
                    INSERT INTO survey_score (tenant_id, wave_id, company_id, project_id, segment, dimension, n, degree, degree_squares, satisfied,
                        satisfied_squares, pairs, pair_degree, pair_degree_squares, pair_whole, pair_whole_squares, pair_products)
                    SELECT \(tenant), w, u.company_id, u.id, s, 'd' || d, 9, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1 FROM org_unit u
                        CROSS JOIN (VALUES (''), ('channel=link')) g (s) CROSS JOIN generate_series(1, 20) d CROSS JOIN generate_series(\(wave), \(wave) + 60) w
                        WHERE u.tenant_id = \(tenant) AND u.kind = 'project';
                    ANALYZE;
                    """)
        }
    }

    @Test("SURVEY, item 7: figures are index conditions on sums; no page of results reads answers from end to end")
    func plans() async throws {
        let cast = try await Cast.assemble()
        let survey = try await CastSurvey.issue(cast)
        try await fill(survey)
        let tenant = cast.yunshan.id
        var filter = VerbatimFilter()
        filter.query = "电梯"
        let words = filter
        for code in ["hq", "bj", "bj-spring"] {
            let viewpoint = cast.yunshan.unit(code)
            let cases: [(String, SQL, String)] = [
                ("scores", ScoreRow.of(survey.wave, segments: [""], tenant: tenant).sql, "wave_id"),
                ("cells", AnswerCellRow.of(survey.wave, at: viewpoint.id, segment: "", tenant: tenant).sql, "unit_id"),
                ("turnout", Turnout.of(survey.wave, at: viewpoint, tenant: tenant).sql, "tenant_id"),
                (
                    "answers", AnswersRow.page(survey.wave, at: viewpoint, before: nil, tenant: tenant).sql,
                    viewpoint.kind == .group ? "tenant_id" : "wave_id"
                ),
                (
                    "texts", VerbatimRow.newest(survey.wave, at: viewpoint, filter: VerbatimFilter(), limit: 31, tenant: tenant).sql,
                    "wave_id"
                ),
                ("search", VerbatimRow.newest(survey.wave, at: viewpoint, filter: words, limit: 31, tenant: tenant).sql, "token"),
            ]
            let account = ["hq": "hq", "bj": "bj", "bj-spring": "bj-spring"][code] ?? "hq"
            let plans = try await cast.store.read(cast.yunshan.entry(account), .member) { tx in
                var plans: [(String, String, String)] = []
                for (name, sql, column) in cases {
                    let lines = try await tx.fetch(Query<Single<String>>("EXPLAIN (COSTS off) \(sql)"))
                    plans.append((name, lines.map(\.value).joined(separator: "\n"), column))
                }
                return plans
            }
            for (name, plan, column) in plans {
                for table in ["survey_response", "survey_cell", "survey_score", "survey_text", "survey_token"] {
                    #expect(!plan.contains("Seq Scan on \(table)"), "\(name) at \(code):\n\(plan)")
                }
                let conditions = plan.split(separator: "\n").filter { $0.contains("Index Cond:") }
                #expect(conditions.contains { $0.contains("tenant_id") && $0.contains(column) }, "\(name) at \(code):\n\(plan)")
            }
        }
        try await cast.end()
    }

    @Test("whoever answers is found by an index, however many have answered: at the door, at the form and when it is sent in")
    func door() async throws {
        let cast = try await Cast.assemble()
        let survey = try await CastSurvey.issue(cast)
        try await fill(survey)
        let (own, rows) = try await cast.database.administer { connection in
            let own = try await connection.genericPlan(of: OwnResponseRow.own(-5, tenant: cast.yunshan.id, locked: true).sql)
            try await connection.execute(
                script: """
                    SET plan_cache_mode = force_generic_plan;
                    BEGIN;
                    UPDATE survey_wave SET allows_change = false WHERE id = \(survey.wave.rawValue);
                    INSERT INTO survey_link (tenant_id, company_id, project_id, wave_id, kind, nonce, token_hash, created_at, expires_at)
                    SELECT tenant_id, company_id, project_id, wave_id, 'open', decode(repeat('00', 16), 'hex'), sha256('token'), now(),
                        '2099-01-01' FROM survey_wave_unit WHERE wave_id = \(survey.wave.rawValue) ORDER BY project_id LIMIT 1;
                    """)
            let entered: Int = try await connection.query(
                """
                SELECT count(*) FROM survey_link l JOIN survey_wave w ON w.tenant_id = l.tenant_id AND w.id = l.wave_id
                    CROSS JOIN app.enter_survey(l.tenant_id, l.token_hash, sha256('key'), true, w.opens_on::timestamptz + interval '12 hours')
                WHERE l.token_hash = sha256('token')
                """)[0].get(0)
            #expect(entered == 1)
            let rows: Int = try await connection.query(
                """
                SELECT coalesce(sum(seq_tup_read + idx_tup_fetch), 0)::bigint FROM pg_stat_xact_user_tables WHERE relname = 'survey_response'
                """)[0].get(0)
            try await connection.execute(script: "ROLLBACK")
            return (own, rows)
        }
        #expect(own.contains("survey_response_respondent_key"), "\(own)")
        #expect(rows < 10, "the door read \(rows) answers")
        try await cast.end()
    }
}
