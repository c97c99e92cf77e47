import Domain
import Postgres
import TestSupport
import Testing

@testable import Store

@Suite("Rounds of many vendors") struct RoundScaleTests {
    /// 200 sites of a vendor at 200 projects, each with cells of a month, and a round that judges them by 40 indicators.
    private func fill(_ stage: EvaluationStage) async throws -> (round: RoundID, template: ScoreTemplate) {
        let tenant = stage.cast.yunshan.id.rawValue
        let (bj, jy, planner) = (stage.cast.yunshan.unit("bj").id, stage.cast.yunshan.unit("jy").id, stage.cast.yunshan.person("bj").id)
        let kinds = FactKind.allCases
        let weights = Apportion.share(10_000, by: (0..<40).map { $0 % 7 + 1 })
        let indicators = weights.enumerated().map { index, weight in
            let kind = kinds[index % kinds.count]
            let end = kind.unit.ceiling
            let better: [PointBand] =
                kind.direction == .higherIsBetter
                ? [PointBand(from: 0, to: 5_000, share: 3_000), PointBand(from: 5_000, to: end, share: 9_000)]
                : [PointBand(from: 0, to: 5_000, share: 9_000), PointBand(from: 5_000, to: end, share: 3_000)]
            return Indicator(
                key: "i\(index)", name: Bilingual("指标 \(index)"), weight: weight, source: .fact(kind, bands: better, least: index % 5 + 1),
                shortfall: Shortfall.allCases[index % 3])
        }
        let template = ScoreTemplate(indicators: indicators)
        let version = try await stage.write("bj") { tx in
            let version = try await tx.add(NewTemplate(name: "四十项", origin: .empty), try await tx.access(for: KeepTemplate.self))
            for (index, indicator) in indicators.enumerated() {
                try await tx.save(indicator, isNew: true, try await tx.access(version, for: KeepTemplate.self, lock: index + 1))
            }
            return version
        }
        let round = try await stage.cast.database.administer { connection -> Int64 in
            try await connection.execute(
                script: """
                    SET session_replication_role = replica;
                    UPDATE score_version SET state = 'published', number = 1, published_at = now() WHERE id = \(version.rawValue);
                    INSERT INTO org_unit (tenant_id, id, kind, code, name, parent_id, company_id, project_id, created_at, handed_over_on)
                    SELECT \(tenant), 900000 + n, 'project', 'many-' || n, '多 ' || n, \(bj), \(bj), 900000 + n, now(), '2020-01-01'
                    FROM generate_series(1, 200) n;
                    INSERT INTO org_unit (tenant_id, id, kind, code, name, parent_id, company_id, project_id, vendor_id, created_at)
                    SELECT \(tenant), 910000 + n, 'vendorSite', 'site-' || n, '点 ' || n, \(jy), \(bj), 900000 + n, \(jy), now()
                    FROM generate_series(1, 200) n;
                    INSERT INTO score_round (tenant_id, unit_id, company_id, template_id, version_id, name, period, start_month, assess_until, state,
                        planned_by, planned_by_name, planned_at, scored_by, vendors, state_at)
                    SELECT \(tenant), \(bj), \(bj), v.template_id, v.id, '大', 'monthly', 202609, '2026-10-10', 'scored', \(planner), '李敏', now(),
                        \(planner), 200, now()
                    FROM score_version v WHERE v.id = \(version.rawValue);
                    INSERT INTO score_card (tenant_id, unit_id, company_id, project_id, vendor_id, round_id, round_name, template_name, period,
                        start_month, engaged_from)
                    SELECT \(tenant), 910000 + n, \(bj), 900000 + n, \(jy), (SELECT max(id) FROM score_round), '大', '四十项', 'monthly', 202609,
                        '2024-01-01'
                    FROM generate_series(1, 200) n;
                    INSERT INTO score_inspected (tenant_id, company_id, project_id, vendor_id, method, source, title, day, checked, failed,
                        noted_by_name, at)
                    SELECT \(tenant), \(bj), 900000 + n, \(jy), CASE WHEN m = 1 THEN 'walk' ELSE 'spotCheck' END, 's' || n || '-' || m, 'x',
                        '2026-09-10', 10 + n % 30, n % 10, 'x', now()
                    FROM generate_series(1, 200) n CROSS JOIN generate_series(1, 2) m;
                    ANALYZE;
                    """)
            return try await connection.query("SELECT max(id) FROM score_round")[0].get(0)
        }
        return (RoundID(round), template)
    }

    @Test("200 vendors by 40 indicators in one job of batches with progress, equal to a recomputation from the rows")
    func many() async throws {
        let stage = try await EvaluationStage.make()
        let (round, template) = try await fill(stage)
        try await stage.write("bj") { tx in try await tx.compute(round) }
        var seen: [Int] = []
        while true {
            let claims = try await stage.cast.store.claim(worker: "score")
            if claims.isEmpty { break }
            for claim in claims {
                try await stage.cast.store.job(claim, worker: "score") { tx, job in
                    if job.kind == ComputeRound.kind { try await ComputeRound.run(tx, job) }
                }
            }
            seen.append(try await stage.file(round).round.computed)
        }
        #expect(Set(seen).isSuperset(of: [50, 100, 150, 200]) && seen == seen.sorted())
        let rows = try await stage.rows(
            """
            SELECT i.project_id::text, i.method, i.checked::text, i.failed::text FROM score_inspected i ORDER BY i.project_id, i.method
            """)
        var sums: [String: FactSums] = [:]
        for row in rows {
            var own = sums[row[0]] ?? FactSums()
            own.add(Int(row[2]) ?? 0, to: row[1] == "walk" ? .walked : .spotChecked)
            own.add(Int(row[3]) ?? 0, to: row[1] == "walk" ? .walkFailed : .spotFailed)
            sums[row[0]] = own
        }
        let cards = try await stage.file(round).cards
        #expect(cards.count == 200)
        for card in cards {
            let evidence = template.indicators.compactMap { indicator -> (String, Evidence)? in
                guard case .fact(let kind, _, _) = indicator.source, let figure = sums[card.project.description]?.figure(kind) else {
                    return nil
                }
                return (indicator.key, .figure(figure))
            }
            let expected = ScoreCard(template, evidence: Dictionary(uniqueKeysWithValues: evidence))
            #expect(card.total == expected.total && card.coverage == expected.coverage)
        }
        try await stage.cast.end()
    }

    @Test("cards, ranking and orders walk an index of their unit; the count of a month reads only that month")
    func plans() async throws {
        let stage = try await EvaluationStage.make()
        let tenant = stage.cast.yunshan.id
        _ = try await fill(stage)
        try await stage.cast.database.administer { connection in
            try await connection.execute(
                script: """
                    SET session_replication_role = replica;
                    INSERT INTO score_card (tenant_id, unit_id, company_id, project_id, vendor_id, released, round_id, round_name, template_name, period,
                        start_month, engaged_from, number, total, coverage, grade, confirmed_at)
                    SELECT c.tenant_id, c.unit_id, c.company_id, c.project_id, c.vendor_id, true, c.round_id + m, 'x', 'x', 'monthly',
                        202000 + m / 12 * 100 + m % 12 + 1, '2020-01-01', 1, 8000, 9000, 'good', now()
                    FROM score_card c CROSS JOIN generate_series(1, 60) m;
                    INSERT INTO score_line (tenant_id, company_id, project_id, vendor_id, card_id, number, key, position, kind, name, full_weight,
                        weight, state, points, unit, n, evidence, shortfall)
                    SELECT tenant_id, company_id, project_id, vendor_id, id, 1, 'i' || i, i, 'fact', 'x', 250, 250, 'notEnough', 0, 'percent', 0,
                        '{}', 'spreadAll'
                    FROM score_card CROSS JOIN generate_series(1, 4) i;
                    ANALYZE score_card, score_line;
                    """)
        }
        let period = ScorePeriod(.monthly, containing: ScoreMonth(year: 2022, month: 3)!)
        let cases: [(String, SQL, String)] = [
            ("bj", CardRow.ranked(period, at: stage.cast.yunshan.unit("bj"), tenant: tenant).sql, "score_card"),
            ("hq", CardRow.ranked(period, at: stage.cast.yunshan.unit("hq"), tenant: tenant).sql, "score_card"),
            ("bj", CardRow.past(ofCandidates: SelectionID(1), each: 3, tenant: tenant).sql, "score_card"),
            ("bj", LineRow.of(CardID(1), number: 1, tenant: tenant).sql, "score_line"),
        ]
        for (account, sql, table) in cases {
            let plan = try await stage.read(account) { tx in
                try await tx.fetch(Query<Single<String>>("EXPLAIN (COSTS off) \(sql)")).map(\.value).joined(separator: "\n")
            }
            #expect(!plan.contains("Seq Scan on \(table)"), "\(plan)")
        }
        try await stage.cast.end()
    }
}
