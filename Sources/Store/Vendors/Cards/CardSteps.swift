package import Domain
package import Postgres

extension WriteTransaction {
    /// Corrects a line before confirmation, with the reason beside what was computed.
    /// - Parameter share: of the line's points, 0…10,000.
    /// - Throws: `refused(.cardConfirm)`; `invalid` for a line that is not there or has nothing to correct.
    package func moderate(_ id: CardID, line: String, share: Int, reason: String) async throws {
        try await enter()
        let file = try await card(id)
        guard file.mayModerate else { throw StoreError.refused(.cardConfirm) }
        guard let row = file[line], let before = row.share else { throw StoreError.invalid(FieldErrors("line", .notAChoice)) }
        try await change([
            CardStatements.moderate(file.card, line, from: before, to: share, reason: reason, by: try actor, tenant: tenant, now: now)
        ])
        let card = try await scoreCard(file.card, round: file.round)
        try await change([CardStatements.preview(card, file.card, households: file.card.households, tenant: tenant)])
        audit(
            .cardModerated, .card(id, label: file.card.roundName), at: file.card.site,
            ["line": line, "from": String(before), "to": String(share)])
    }

    /// Freezes every card of a round as version 1, shows each vendor its own, and draws the consequences.
    func confirm(_ file: RoundFile) async throws {
        let (round, day) = (file.round, try today)
        let template = try await scoreTemplate(round.versions)
        let until = Appealing.lastDay(confirmedOn: day, days: template.appealDays)
        try await change([RoundStatements.appealUntil(round, until)])
        let post = try actor.posts.first { $0.covers(round.unit) }?.title ?? ""
        var after = CardID(0)
        while true {
            let cards = try await fetch(CardRow.batch(of: round.id, after: after, limit: 100, tenant: tenant))
            for row in cards {
                let card = try await scoreCard(row, round: round)
                let statements = [
                    CardStatements.version(
                        row, number: 1, card.total, card.coverage, card.grade, reason: "", by: try actor.name, post: post, now: now),
                    CardStatements.release(row, card, until: until, by: try actor.name, now: now),
                ]
                let lines = card.lines.enumerated().map { LineRow($0.element, position: $0.offset + 1) }
                try await change(statements + [try CardStatements.lines(lines, row, number: 1)])
                try await draw(CardConsequences(card, confirmedOn: day), from: card, of: row, round: round, number: 1)
                try await tell(.scoreCard, about: row.id.rawValue, row.roundName, at: [row.site.id, row.vendor], who: .cardOwn, cause: "1")
            }
            guard cards.count == 100, let last = cards.last else { return }
            after = last.id
        }
    }
}

enum CardStatements {
    static func draft(_ evidence: [String: Evidence], _ card: CardRow, tenant: TenantID, now: Instant) throws -> SQL {
        """
        INSERT INTO score_draft (tenant_id, company_id, project_id, card_id, evidence, at)
        VALUES (\(tenant), \(card.company), \(card.project), \(card.id), \(try EventDetail.encode(evidence.mapValues(StoredEvidence.init))), \(now))
        ON CONFLICT (tenant_id, card_id) DO UPDATE SET evidence = EXCLUDED.evidence, at = EXCLUDED.at
        """
    }

    /// What the card comes to so far, for the lists of those who judge.
    static func preview(_ score: ScoreCard, _ card: CardRow, households: Int, tenant: TenantID) -> SQL {
        """
        UPDATE score_card SET total = \(Int32(score.total)), coverage = \(Int32(score.coverage)), grade = \(score.grade?.key),
            grade_name = \(score.grade?.name.chinese ?? ""), grade_name_en = \(score.grade?.name.english ?? ""),
            passes = \(score.grade?.passes), households = \(Int32(households))
        WHERE tenant_id = \(tenant) AND id = \(card.id) AND NOT released
        """
    }

    static func release(_ card: CardRow, _ score: ScoreCard, until day: Day, by name: String, now: Instant) -> SQL {
        """
        UPDATE score_card SET released = true, number = 1, total = \(Int32(score.total)), coverage = \(Int32(score.coverage)),
            grade = \(score.grade?.key), grade_name = \(score.grade?.name.chinese ?? ""), grade_name_en = \(score.grade?.name.english ?? ""),
            passes = \(score.grade?.passes), confirmed_at = \(now), confirmed_by_name = \(name), appeal_until = \(day)
        WHERE tenant_id = \(card.site.tenant) AND id = \(card.id) AND NOT released
        """
    }

    /// After an appeal.
    static func renew(_ card: CardRow, number: Int, total: Int, _ grade: Grade?) -> SQL {
        """
        UPDATE score_card SET number = \(Int32(number)), total = \(Int32(total)), grade = \(grade?.key), grade_name = \(grade?.name.chinese ?? ""),
            grade_name_en = \(grade?.name.english ?? ""), passes = \(grade?.passes)
        WHERE tenant_id = \(card.site.tenant) AND id = \(card.id) AND number = \(Int32(number - 1))
        """
    }

    static func version(
        _ card: CardRow, number: Int, _ total: Int, _ coverage: Int, _ grade: Grade?, reason: String, by name: String, post: String,
        now: Instant
    ) -> SQL {
        """
        INSERT INTO score_card_version (tenant_id, company_id, project_id, vendor_id, card_id, number, total, coverage, grade, grade_name,
            grade_name_en, reason, made_by_name, made_by_post, at)
        VALUES (\(card.site.tenant), \(card.company), \(card.project), \(card.vendor), \(card.id), \(Int32(number)), \(Int32(total)),
            \(Int32(coverage)), \(grade?.key), \(grade?.name.chinese ?? ""), \(grade?.name.english ?? ""), \(reason), \(name), \(post), \(now))
        """
    }

    /// All lines of a version, in one statement.
    static func lines(_ lines: [LineRow], _ card: CardRow, number: Int) throws -> SQL {
        let rows: [SQL] = try lines.map { line in
            """
            (\(card.site.tenant), \(card.company), \(card.project), \(card.vendor), \(card.id), \(Int32(number)), \(line.key),
                \(Int16(line.position)), \(line.kind), \(line.name.chinese), \(line.name.english), \(Int32(line.fullWeight)),
                \(Int32(line.weight)), \(line.state), \(line.computed.map { Int32($0) }), \(line.share.map { Int32($0) }),
                \(Int32(line.points)), \(line.unit), \(line.value.map { Int32(clamping: $0) }), \(Int32(clamping: line.n)),
                \(try EventDetail.encode(StoredEvidence(line.evidence).released)), \(line.shortfall))
            """
        }
        return """
            INSERT INTO score_line (tenant_id, company_id, project_id, vendor_id, card_id, number, key, position, kind, name, name_en,
                full_weight, weight, state, computed, share, points, unit, value, n, evidence, shortfall)
            VALUES \(rows.joined(separator: ", "))
            """
    }

    static func moderate(
        _ card: CardRow, _ line: String, from before: Int, to share: Int, reason: String, by actor: Actor, tenant: TenantID, now: Instant
    ) -> SQL {
        """
        INSERT INTO score_moderation (tenant_id, company_id, project_id, card_id, key, before, share, reason, by_person, by_name, at)
        VALUES (\(tenant), \(card.company), \(card.project), \(card.id), \(line), \(Int32(before)), \(Int32(share)), \(reason),
            \(actor.person), \(actor.name), \(now))
        """
    }
}
