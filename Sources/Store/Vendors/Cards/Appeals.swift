package import Domain
package import Postgres

/// An appeal against a line, as its card shows it.
package struct AppealRow: RowDecodable {
    package let id: AppealID
    package let key: String
    package let number: Int
    package let text: String
    package let evidence: String
    package let filedBy: PersonID
    package let filedByName: String
    package let filedAt: Instant
    package let state: AppealState
    package let share: Int?
    package let ruling: String
    package let ruledByName: String
    package let ruledAt: Instant?

    package init(row: inout RowCursor) throws {
        id = try row.next()
        key = try row.next()
        number = try row.next()
        text = try row.next()
        evidence = try row.next()
        filedBy = try row.next()
        filedByName = try row.next()
        filedAt = try row.next()
        state = try row.next()
        share = try row.next()
        ruling = try row.next()
        ruledByName = try row.next()
        ruledAt = try row.next()
    }

    static func of(_ card: CardID, tenant: TenantID) -> Query<AppealRow> {
        Query(
            """
            SELECT id, key, number, text, evidence, filed_by, filed_by_name, filed_at, state, share, ruling, ruled_by_name, ruled_at
            FROM score_appeal WHERE tenant_id = \(tenant) AND card_id = \(card) ORDER BY id LIMIT 100
            """)
    }
}

extension WriteTransaction {
    /// - Parameter files: held by the person; they hang on the appeal from then on, seen by the vendor and by who rules.
    /// - Throws: `AppealRefusal`; `notFound`; `invalid` at `evidence` without words or a file that shows it, at `files` for one that cannot be
    ///   hung.
    package func appeal(_ id: CardID, line key: String, text: String, evidence: String, files: [FileID] = []) async throws -> AppealID {
        try await enter()
        let file = try await card(id)
        let row = file[key]
        // Domain asks only whether the line was scored.
        let line = row.map { row in
            CardLine(
                indicator: Indicator(
                    key: row.key, name: row.name, weight: row.fullWeight,
                    source: .assessor(scale: 10, combination: .mean, roleWeights: [:], least: 1)),
                evidence: row.evidence, state: row.state, computed: row.computed, share: row.share, weight: row.weight)
        }
        try Appealing.file(
            line: line, isConfirmed: file.card.isReleased, hasOpen: file.appeals.contains { $0.key == key && $0.state.isOpen },
            until: file.card.appealUntil ?? file.card.period.last, today: try today, of: file.card.site, by: try actor)
        guard !evidence.isEmpty || !files.isEmpty else { throw StoreError.invalid(FieldErrors("evidence", .required)) }
        let added = try await change(
            [], then: AppealStatements.file(file.card, key, text: text, evidence: evidence, by: try actor, tenant: tenant, now: now))
        guard let appeal = added.rows.first?.value else { throw StoreError.closed }
        audit(.appealFiled, .card(id, label: file.card.roundName), at: file.card.site, ["line": key])
        try await hang(files, Permit(FilePlace(appeal: appeal, of: file.card)))
        if let upper = try await upperUnit(of: file.card.site) {
            try await tell(.scoreAppeal, about: id.rawValue, file.card.roundName, at: [upper.id], who: .cardRule, cause: appeal.description)
        }
        return appeal
    }

    /// Rules on an appeal; upholding makes the next version of the card, the earlier ones stay.
    /// - Throws: `AppealRefusal`; `notFound`.
    package func rule(_ appeal: AppealID, of id: CardID, _ step: AppealStep, share: Int?, ruling: String) async throws {
        try await enter()
        guard try await fetchFirst(AppealStatements.lock(id, tenant: tenant)) != nil else { throw StoreError.notFound }
        let file = try await card(id)
        guard let row = file.appeals.first(where: { $0.id == appeal }), let line = file[row.key],
            let upper = try await upperUnit(of: file.card.site)
        else { throw StoreError.notFound }
        let facts = AppealFacts(
            state: row.state, vendorUnit: file.card.site, roundUnit: file.round?.unit ?? upper, upperUnit: upper,
            confirmedBy: file.round?.confirmedBy, filedBy: row.filedBy, share: line.share ?? 0)
        let state = try Appealing.rule(step, share: share, on: facts, by: try actor)
        try await change([AppealStatements.rule(appeal, state, share: share, ruling: ruling, by: try actor, tenant: tenant, now: now)])
        audit(.appealRuled, .card(id, label: file.card.roundName), at: file.card.site, ["line": row.key, "to": state.code])
        if state != .withdrawn {
            try await tell(
                .scoreRuling, about: id.rawValue, file.card.roundName, at: [file.card.site.id, file.card.vendor], who: .cardOwn,
                cause: appeal.description)
        }
        if state == .upheld, let share { try await renew(file, line: row.key, share: share, reason: ruling) }
    }

    private func renew(_ file: CardFile, line key: String, share: Int, reason: String) async throws {
        guard let round = file.round else { throw StoreError.notFound }
        var lines = file.lines
        for index in lines.indices where lines[index].key == key {
            lines[index].share = share
            lines[index].points = CardLine.points(share, of: lines[index].weight)
        }
        let total = min(ScoreTemplate.full, lines.reduce(0) { $0 + $1.points })
        let template = try await scoreTemplate(round.versions)
        let grade = file.grade == nil ? nil : template.grades.grade(of: total)
        let number = file.card.number + 1
        let post = try actor.posts.first { $0.covers(round.unit) }?.title ?? ""
        try await change([
            CardStatements.version(
                file.card, number: number, total, file.coverage, grade, reason: reason, by: try actor.name, post: post, now: now),
            CardStatements.renew(file.card, number: number, total: total, grade),
            try CardStatements.lines(lines, file.card, number: number),
        ])
        // What the better grade does not lead to any more falls away, on record.
        try await relax(file, to: grade, reason: reason)
    }
}

enum AppealStatements {
    static func lock(_ card: CardID, tenant: TenantID) -> Query<Single<CardID>> {
        Query("SELECT id FROM score_card WHERE tenant_id = \(tenant) AND id = \(card) FOR UPDATE")
    }

    static func file(
        _ card: CardRow, _ key: String, text: String, evidence: String, by actor: Actor, tenant: TenantID, now: Instant
    ) -> Query<Single<AppealID>> {
        Query(
            """
            INSERT INTO score_appeal (tenant_id, company_id, project_id, vendor_id, card_id, key, number, text, evidence, filed_by,
                filed_by_name, filed_at, state)
            VALUES (\(tenant), \(card.company), \(card.project), \(card.vendor), \(card.id), \(key), \(Int32(card.number)), \(text),
                \(evidence), \(actor.person), \(actor.name), \(now), 'filed') RETURNING id
            """)
    }

    static func rule(
        _ appeal: AppealID, _ state: AppealState, share: Int?, ruling: String, by actor: Actor, tenant: TenantID, now: Instant
    ) -> SQL {
        """
        UPDATE score_appeal SET state = \(state), share = \(state == .upheld ? share.map { Int32($0) } : nil), ruling = \(ruling),
            ruled_by = \(actor.person), ruled_by_name = \(actor.name), ruled_at = \(now)
        WHERE tenant_id = \(tenant) AND id = \(appeal) AND state = 'filed'
        """
    }
}
