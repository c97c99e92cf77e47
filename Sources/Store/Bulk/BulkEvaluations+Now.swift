package import Domain
package import Postgres

/// What is going on at the demo's present: an appeal that was ruled on, orders on their way, and a round whose forms wait.
extension BulkEvaluations {
    /// The vendor appeals against an assessors' line of its newest card, the tier above upholds: version 2, with version 1 beside it.
    package func appeal(
        against vendor: UnitID, at company: UnitID, by filer: Actor, ruledBy ruler: Actor, filed: Instant, ruled: Instant
    ) async throws {
        guard
            let card = try await all(CardRow.past(vendor, limit: 20, tenant: tenant)).first(where: { $0.company == company }),
            let row = try await first(RoundRow.one(card.round, tenant: tenant)),
            let content = try await first(TemplateVersionRow.one(row.versions[0], tenant: tenant))?.head,
            let version = try await first(CardVersionRow.of(card.id, tenant: tenant))
        else { return }
        var lines = try await all(LineRow.of(card.id, number: card.number, tenant: tenant))
        guard let index = lines.firstIndex(where: { $0.kind == .assessor && $0.state == .scored }), let before = lines[index].share else {
            return
        }
        let share = min(ScoreTemplate.full, before + 1_000)
        let ruling = "当月停电两天，凭供电通知改判。"
        let key = lines[index].key
        let added = try await connection.query(
            AppealStatements.file(
                card, key, text: "评分当周小区停电检修，客服前台迁至临时点，不应按常态扣分。", evidence: "供电公司停电通知、临时点公告照片", by: filer, tenant: tenant, now: filed
            ).sql)
        let appeal: AppealID = try added[0].get(0)
        lines[index].share = share
        lines[index].points = CardLine.points(share, of: lines[index].weight)
        let total = min(ScoreTemplate.full, lines.reduce(0) { $0 + $1.points })
        let grade = version.grade == nil ? nil : content.grades.grade(of: total)
        let statements = [
            AppealStatements.rule(appeal, .upheld, share: share, ruling: ruling, by: ruler, tenant: tenant, now: ruled),
            CardStatements.version(
                card, number: card.number + 1, total, version.coverage, grade, reason: ruling, by: ruler.name,
                post: ruler.posts.first?.title ?? "", now: ruled),
            CardStatements.renew(card, number: card.number + 1, total: total, grade),
            try CardStatements.lines(lines, card, number: card.number + 1),
        ]
        for statement in statements { try await connection.query(statement) }
    }

    /// The first orders of the tenant are done, verified, overdue and returned; the rest is open.
    package func work(on day: Day, by verifier: Actor, now: Instant) async throws {
        try await connection.query(
            """
            UPDATE rectification r SET version = 2,
                state = CASE x.n WHEN 1 THEN 'done' WHEN 2 THEN 'verified' WHEN 4 THEN 'returned' ELSE 'open' END,
                evidence = CASE WHEN x.n = 3 THEN '' ELSE '已整改，附整改前后照片与排班表。' END,
                done_by = CASE WHEN x.n <> 3 THEN d.person_id END, done_by_name = CASE WHEN x.n = 3 THEN '' ELSE d.name END,
                done_at = CASE WHEN x.n <> 3 THEN \(now) END, first_done_on = CASE WHEN x.n <> 3 THEN \(day) END,
                due_on = CASE WHEN x.n = 3 THEN \(day.adding(days: -3)) ELSE r.due_on END, level = CASE WHEN x.n = 3 THEN 1 ELSE 0 END,
                verified_by = CASE WHEN x.n = 2 THEN \(verifier.person) END,
                verified_by_name = CASE WHEN x.n = 2 THEN \(verifier.name) ELSE '' END,
                verified_at = CASE WHEN x.n = 2 THEN \(now) END,
                note = CASE x.n WHEN 2 THEN '现场复核，已达标。' WHEN 4 THEN '照片看不出整改后的状况，请补拍。' ELSE '' END
            FROM (SELECT id, unit_id, row_number() OVER (ORDER BY id) AS n FROM rectification
                WHERE tenant_id = \(tenant) AND source = 'card' AND state = 'open') x
            JOIN LATERAL (SELECT p.person_id, n.name FROM post p JOIN person n ON n.tenant_id = p.tenant_id AND n.id = p.person_id
                WHERE p.tenant_id = \(tenant) AND p.unit_id = x.unit_id ORDER BY p.id LIMIT 1) d ON true
            WHERE r.tenant_id = \(tenant) AND r.id = x.id AND x.n <= 4
            """)
    }

    /// A round under way: everybody of the company's line who assesses has the forms, and is told.
    package func open(_ new: NewRound, at unit: UnitRef, by planner: Actor, now: Instant, offsetMinutes: Int) async throws {
        guard let template = try await first(TemplateRow.one(new.template, tenant: tenant)), let version = template.published,
            let kind = template.period
        else { throw StoreError.closed }
        let today = Day(now, offsetMinutes: offsetMinutes)
        let id: RoundID = try await connection.query(RoundStatements.next.sql)[0].get(0)
        for statement in [
            RoundStatements.add(new, id, ScorePeriod(kind, containing: new.month), unit: unit, by: planner, now: now),
            RoundStatements.cards(id, new, ScorePeriod(kind, containing: new.month), template: template, unit: unit),
            RoundStatements.countCards(id, tenant: tenant), Self.start(id, version, tenant: tenant),
        ] { try await connection.query(statement) }
        guard let row = try await first(RoundRow.one(id, tenant: tenant)) else { throw StoreError.closed }
        try await connection.query(RoundStatements.numberCards(row, version))
        let cards = try await all(CardRow.batch(of: id, after: CardID(0), limit: 1_000, tenant: tenant))
        for assessor in try await all(AssessorRow.possible(for: unit, on: today, tenant: tenant)) where assessor.unit.kind != .group {
            let own = cards.filter(assessor.covers)
            if own.isEmpty { continue }
            try await connection.query(
                AssessmentStatements.give(own, of: row, to: assessor, as: assessor.usualRole, tenant: tenant, now: now))
        }
        let news = TellScores.Payload(
            notice: NoticeKind.scoreForms.code, about: id.rawValue, subject: row.name, at: now.microseconds, cause: "start",
            permission: Permission.assess.rawValue, units: [], actor: planner.person.rawValue)
        let payload = try EventDetail.encode(TendRound.Payload(round: id.rawValue, since: today.daysSince1970))
        let jobs = [
            NewJob(kind: TellScores.kind, payload: try EventDetail.encode(news), runAt: now),
            NewJob(kind: TendRound.kind, payload: payload, runAt: ReminderHours.next(after: now, offsetMinutes: offsetMinutes)),
        ]
        for job in jobs { try await connection.query(job.enqueue(tenant: tenant, now: now)) }
    }

    private static func start(_ id: RoundID, _ version: TemplateVersionID, tenant: TenantID) -> SQL {
        "UPDATE score_round SET version_id = \(version), state = 'inProgress' WHERE tenant_id = \(tenant) AND id = \(id)"
    }
}
