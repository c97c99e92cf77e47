import Domain
import Postgres
import TestSupport
import Testing

@testable import Store

/// 200 vendors by 40 indicators: the cards that the job works out are those that the rows come to.
@Suite("Large rounds") struct LargeRoundTests {
    private static let vendors = 200

    /// 20 for assessors, 10 for walks, 8 for spot checks, 2 for orders: bands and least n differ.
    private static let content = ScoreTemplate(
        period: .monthly,
        indicators: (0..<40).map { index in
            let bands = [
                PointBand(from: 0, to: 6_000 + index * 50, share: index * 100),
                PointBand(from: 6_000 + index * 50, to: 10_000, share: 10_000 - index * 10),
            ]
            // The fewer are overdue the better.
            let fewer = zip(bands, bands.reversed()).map { PointBand(from: $0.from, to: $0.to, share: $1.share) }
            let source: IndicatorSource =
                switch index {
                case ..<20: .assessor(scale: 10, combination: index % 2 == 0 ? .mean : .trimmedMean, roleWeights: [:], least: 1 + index % 3)
                case ..<30: .inspection(.walk, bands: bands, least: 30 + index)
                case ..<39: .inspection(.spotCheck, bands: bands, least: 10 + index % 12)
                default: .fact(.rectificationOverdue, bands: fewer, least: 5)
                }
            let shortfall: [Shortfall] = [.spreadAll, .spreadKind, .zero]
            return Indicator(
                key: "i\(index)", name: Bilingual("指标 \(index)"), weight: 250, source: source, shortfall: shortfall[index % 3])
        })

    /// Vendors, projects, sites and engagements; walks, spot checks and orders of October, all different.
    private static func rows(_ cast: Cast) -> String {
        let (t, hq, bj) = (cast.yunshan.id, cast.yunshan.unit("hq").id, cast.yunshan.unit("bj").id)
        let numbers = "FROM generate_series(1, \(vendors)) n"
        return """
            INSERT INTO org_unit (tenant_id, id, kind, code, name, parent_id, vendor_id, created_at)
            SELECT \(t), 700000 + n, 'vendor', 'big-v' || n, '物业' || n, \(hq), 700000 + n, now() \(numbers);
            INSERT INTO org_unit (tenant_id, id, kind, code, name, parent_id, company_id, project_id, created_at)
            SELECT \(t), 800000 + n, 'project', 'big-p' || n, '项目' || n, \(bj), \(bj), 800000 + n, now() \(numbers);
            INSERT INTO org_unit (tenant_id, id, kind, code, name, parent_id, company_id, project_id, vendor_id, created_at)
            SELECT \(t), 900000 + n, 'vendorSite', 'big-s' || n, '服务中心' || n, 700000 + n, \(bj), 800000 + n, 700000 + n, now() \(numbers);
            INSERT INTO engagement (tenant_id, unit_id, vendor_id, company_id, project_id, from_on, created_at)
            SELECT \(t), 900000 + n, 700000 + n, \(bj), 800000 + n, '2026-01-01', now() \(numbers);
            INSERT INTO score_inspected (tenant_id, company_id, project_id, vendor_id, method, source, title, day, checked, failed,
                noted_by_name, at)
            SELECT \(t), \(bj), 800000 + n, 700000 + n, CASE WHEN k < 3 THEN 'walk' ELSE 'spotCheck' END, 'big-' || n || '-' || k, '', '2026-10-08',
                12 + (n * k) % 17, (n + k) % 9, '', now() \(numbers) CROSS JOIN generate_series(1, 4) k WHERE n % 10 <> 0;
            INSERT INTO rectification (tenant_id, unit_id, company_id, project_id, vendor_id, source, title, demand, due_on, state, overseer_id,
                issued_by_name, issued_at, first_done_on)
            SELECT \(t), 900000 + n, \(bj), 800000 + n, 700000 + n, 'manual', '', '', '2026-10-15', 'verified', \(bj), '', now(),
                CASE WHEN (n + k) % 4 <> 0 THEN date '2026-10-14' END \(numbers) CROSS JOIN generate_series(1, 3 + n % 5) k;
            """
    }

    /// What the rows come to for a vendor, added up without the product's cells.
    private struct Recount {
        let vendor: Int64
        let evidence: [String: Evidence]
    }

    private static func recount(_ stage: EvaluationStage, _ round: RoundID) async throws -> [Recount] {
        let sums = try await stage.rows(
            """
            SELECT c.vendor_id::text, w.checked::text, w.failed::text, s.checked::text, s.failed::text, o.due::text, o.late::text,
                (SELECT string_agg(f.id::text, ' ' ORDER BY f.id) FROM score_form f WHERE f.card_id = c.id)
            FROM score_card c
            CROSS JOIN LATERAL (SELECT coalesce(sum(checked), 0) AS checked, coalesce(sum(failed), 0) AS failed FROM score_inspected i
                WHERE i.vendor_id = c.vendor_id AND i.project_id = c.project_id AND i.method = 'walk') w
            CROSS JOIN LATERAL (SELECT coalesce(sum(checked), 0) AS checked, coalesce(sum(failed), 0) AS failed FROM score_inspected i
                WHERE i.vendor_id = c.vendor_id AND i.project_id = c.project_id AND i.method = 'spotCheck') s
            CROSS JOIN LATERAL (SELECT count(*) AS due, count(*) FILTER (WHERE first_done_on IS NULL) AS late FROM rectification r
                WHERE r.vendor_id = c.vendor_id AND r.project_id = c.project_id) o
            WHERE c.round_id = \(round) AND c.vendor_id > 700000 ORDER BY c.vendor_id
            """)
        return sums.map { row in
            let n = row.prefix(7).map { Int($0) ?? 0 }
            let forms = row[7].split(separator: " ").compactMap { Int($0) }
            var evidence: [String: Evidence] = [:]
            for (index, indicator) in content.indicators.enumerated() {
                switch indicator.source {
                case .assessor(let scale, let combination, let weights, _):
                    let scores = forms.enumerated().compactMap { place, form in
                        AssessorScore(PersonID(Int64(place + 1)), as: .company, score: Self.score(form, index), of: scale)
                    }
                    evidence[indicator.key] = CombinedScore(scores, by: combination, roleWeights: weights).map { .assessors($0) }
                case .inspection(.walk, _, _):
                    evidence[indicator.key] = FactFigure(n[1] - n[2], of: n[1], unit: .percent).map { .figure($0) }
                case .inspection: evidence[indicator.key] = FactFigure(n[3] - n[4], of: n[3], unit: .percent).map { .figure($0) }
                default: evidence[indicator.key] = FactFigure(n[6], of: n[5], unit: .percent).map { .figure($0) }
                }
            }
            return Recount(vendor: Int64(n[0]), evidence: evidence)
        }
    }

    /// What a form gives, as the statement below writes it.
    private static func score(_ form: Int, _ index: Int) -> Int { (form * (index + 3)) % 11 }

    private static func template(_ stage: EvaluationStage) async throws -> ScoreTemplateID {
        let version = try await stage.write("bj") { tx in
            let version = try await tx.add(NewTemplate(name: "大表", origin: .empty), try await tx.access(for: KeepTemplate.self))
            for (index, indicator) in content.indicators.enumerated() {
                try await tx.save(indicator, isNew: true, try await tx.access(version, for: KeepTemplate.self, lock: index + 1))
            }
            try await tx.publish(try await tx.access(version, for: KeepTemplate.self, lock: content.indicators.count + 1))
            return version
        }
        return try await stage.read("bj") { try await $0.templateVersion(version) }.template.id
    }

    @Test(
        "VENDOR-R4: a round of 200 vendors and 40 indicators equals a recomputation from the rows; a killed batch is worked out once more")
    func equalsRows() async throws {
        let stage = try await EvaluationStage.make()
        let script = Self.rows(stage.cast)
        try await stage.cast.database.administer { try await $0.execute(script: script) }
        let new = NewRound(
            template: try await Self.template(stage), name: "大考核", month: EvaluationStage.month, assessUntil: stage.today.adding(days: 5))
        let round = try await stage.write("bj") { tx in try await tx.plan(new, try await tx.access(for: RunRound.self)) }
        for account in ["bj", "bj-2"] { try await stage.assign(round, account, as: .company) }
        try await stage.move(round, .start)
        try await stage.cast.database.administer {
            try await $0.execute(
                script: """
                    UPDATE score_form f SET state = 'submitted', submitted_at = now(), scores =
                        (SELECT jsonb_object_agg('i' || k, (f.id * (k + 3)) % 11) FROM generate_series(0, 19) k) WHERE round_id = \(round)
                    """)
        }
        try await stage.move(round, .score)
        try await Self.crash(stage)
        try await stage.work()
        let file = try await stage.file(round)
        #expect(file.round.computed == file.round.vendors && file.round.vendors > Self.vendors)
        let expected = try await Self.recount(stage, round)
        try #require(expected.count == Self.vendors)
        let cards = Dictionary(uniqueKeysWithValues: file.cards.map { ($0.vendor.rawValue, $0) })
        var differing: [Int64] = []
        for recount in expected {
            let score = ScoreCard(Self.content, evidence: recount.evidence)
            let card = cards[recount.vendor]
            if card?.total != score.total || card?.coverage != score.coverage || card?.grade != score.grade?.key {
                differing.append(recount.vendor)
            }
        }
        #expect(differing.isEmpty)
        #expect(Set(file.cards.compactMap(\.total)).count > 50, "the vendors are not alike")
        for recount in expected.prefix(5) {
            guard let card = cards[recount.vendor] else { continue }
            let shown = try await stage.read("bj") { try await $0.card(card.id) }
            let score = ScoreCard(Self.content, evidence: recount.evidence)
            #expect(shown.lines.map(\.points) == score.lines.map(\.points))
            #expect(shown.lines.map(\.weight) == score.lines.map(\.weight))
        }
        try await stage.cast.end()
    }

    private struct Killed: Error {}

    /// The first batch is worked out and its worker dies before it can say so: nothing of it stands, and the job comes back.
    private static func crash(_ stage: EvaluationStage) async throws {
        let claims = try await stage.cast.store.claim(worker: "dying", limit: 500)
        var died = false
        for claim in claims {
            do {
                try await stage.cast.store.job(claim, worker: "dying") { tx, job in
                    guard job.kind == ComputeRound.kind else { return }
                    try await ComputeRound.run(tx, job)
                    throw Killed()
                }
            } catch is Killed { died = true }
        }
        try await stage.cast.store.release(worker: "dying")
        #expect(died)
        #expect(try await stage.rows("SELECT count(*)::text FROM score_draft") == [["0"]])
    }
}
