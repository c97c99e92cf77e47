package import Domain
package import Postgres

/// Evaluations of a demo tenant, written on a connection of `shouwen_owner` in one transaction: the same statements as the product's,
/// with moments of the past.
package struct BulkEvaluations: Sendable {
    let connection: AdminConnection
    let tenant: TenantID

    package init(_ connection: AdminConnection, tenant: TenantID) {
        self.connection = connection
        self.tenant = tenant
    }

    /// Somebody who judges, in which capacity and by which post.
    package struct Judge: Sendable {
        package let actor: Actor
        package let role: AssessorRole

        package init(_ actor: Actor, as role: AssessorRole) {
            self.actor = actor
            self.role = role
        }
    }

    /// A month's round of a company that is over.
    package struct Round: Sendable {
        package let unit: UnitRef
        package let name: String
        package let month: ScoreMonth
        package let planner: Actor
        package let confirmer: Actor
        package let plannedAt: Instant
        package let confirmedAt: Instant
        package let confirmedOn: Day
        /// The newest one leaves its consequences to be dealt with.
        package let isNewest: Bool
        /// Who judges a card, and what each gives for a key, 0 to the indicator's scale.
        package let judges: @Sendable (CardRow) -> [Judge]
        package let score: @Sendable (CardRow, Judge, Indicator, Int) -> Int
        /// What the board corrects of a card before it confirms.
        package let moderate: @Sendable (CardRow, ScoreCard) -> [String: Moderation]

        package init(
            unit: UnitRef, name: String, month: ScoreMonth, planner: Actor, confirmer: Actor, plannedAt: Instant, confirmedAt: Instant,
            confirmedOn: Day, isNewest: Bool, judges: @escaping @Sendable (CardRow) -> [Judge],
            score: @escaping @Sendable (CardRow, Judge, Indicator, Int) -> Int,
            moderate: @escaping @Sendable (CardRow, ScoreCard) -> [String: Moderation]
        ) {
            self.moderate = moderate
            self.unit = unit
            self.name = name
            self.month = month
            self.planner = planner
            self.confirmer = confirmer
            self.plannedAt = plannedAt
            self.confirmedAt = confirmedAt
            self.confirmedOn = confirmedOn
            self.isNewest = isNewest
            self.judges = judges
            self.score = score
        }
    }

    package func hasAny() async throws -> Bool {
        try await connection.query("SELECT EXISTS (SELECT FROM score_template WHERE tenant_id = \(tenant))")[0].get(0)
    }

    package func begin() async throws { try await connection.execute(script: "BEGIN") }
    package func commit() async throws { try await connection.execute(script: "COMMIT") }

    /// A published copy of a template that ships with the product.
    /// - Parameter leastCoverage: how much of a card must rest on data, in hundredths of a per cent.
    package func publish(
        _ preset: PresetTemplate, leastCoverage: Int, at unit: UnitRef, by author: Actor, now: Instant
    ) async throws -> ScoreTemplateID {
        var content = preset.template
        content.leastCoverage = leastCoverage
        let template: ScoreTemplateID = try await connection.query(TemplateStatements.nextTemplate.sql)[0].get(0)
        let version: TemplateVersionID = try await connection.query(TemplateStatements.nextVersion.sql)[0].get(0)
        let new = NewTemplate(name: preset.name.chinese, nameEnglish: preset.name.english, origin: .preset(preset))
        try await connection.query(
            TemplateStatements.add(new, template, base: nil, preset: preset.code, unit: unit, by: author.name, now: now))
        try await connection.query(
            try TemplateStatements.draft(version, of: template, content, unit: unit, by: author.name, now: now))
        for statement in try TemplateStatements.fill(version, with: content, unit: unit) { try await connection.query(statement) }
        guard let row = try await first(TemplateVersionRow.one(version, tenant: tenant)) else { throw StoreError.closed }
        try await connection.query(TemplateStatements.publish(row, by: author.name, tenant: tenant, now: now))
        return template
    }

    package func inspect(
        _ method: InspectionMethod, vendor: UnitID, at project: UnitRef, on day: Day, checked: Int, failed: Int, by name: String,
        now: Instant
    ) async throws {
        try await connection.query(
            FactStatements.inspected(
                method, vendor: vendor, project: project, on: day, checked: checked, failed: failed,
                title: method == .walk ? "\(project.name)现场走访" : "\(project.name)监督抽查", source: "demo-\(method.code)-\(project.id)-\(day)",
                by: name,
                tenant: tenant, now: now))
    }

    /// Counts a month from the rows.
    package func count(_ month: ScoreMonth, offsetMinutes: Int, now: Instant) async throws {
        try await connection.query(CountFacts.clear(month, tenant: tenant))
        try await connection.query(CountFacts.count(month, offsetMinutes: offsetMinutes, tenant: tenant, now: now))
    }

    package func add(_ round: Round, template id: ScoreTemplateID) async throws {
        guard let template = try await first(TemplateRow.one(id, tenant: tenant)), let version = template.published,
            let kind = template.period
        else { throw StoreError.closed }
        let indicators = try await all(IndicatorRow.of([version], tenant: tenant)).map(\.indicator)
        guard var content = try await first(TemplateVersionRow.one(version, tenant: tenant))?.head else { throw StoreError.closed }
        content.indicators = indicators
        let period = ScorePeriod(kind, containing: round.month)
        let number: RoundID = try await connection.query(RoundStatements.next.sql)[0].get(0)
        let new = NewRound(template: id, name: round.name, month: round.month, assessUntil: round.confirmedOn.adding(days: -2))
        let until = Appealing.lastDay(confirmedOn: round.confirmedOn, days: content.appealDays)
        for statement in [
            RoundStatements.add(new, number, period, unit: round.unit, by: round.planner, now: round.plannedAt),
            RoundStatements.cards(number, new, period, template: template, unit: round.unit),
            RoundStatements.countCards(number, tenant: tenant),
            SQL.end(number, version, round, until: until, tenant: tenant),
        ] { try await connection.query(statement) }
        guard let row = try await first(RoundRow.one(number, tenant: tenant)) else { throw StoreError.closed }
        try await connection.query(RoundStatements.numberCards(row, version))
        for card in try await all(CardRow.batch(of: number, after: CardID(0), limit: 1_000, tenant: tenant)) {
            try await judge(card, content, row, round, until: until)
        }
        try await connection.query(RoundStatements.computed(number, row.vendors, tenant: tenant))
    }

    private func judge(_ card: CardRow, _ template: ScoreTemplate, _ row: RoundRow, _ round: Round, until: Day) async throws {
        let cells = try await all(FactCellRow.sums([card.vendor], months: row.period.months, tenant: tenant)).filter {
            $0.project == card.project
        }
        let sums = cells.reduce(into: FactSums()) { $0.add($1.n, to: $1.measure) }
        let judges = round.judges(card)
        var sheets = judges.map { _ in AssessmentSheet() }
        var evidence: [String: Evidence] = [:]
        for indicator in template.indicators {
            switch indicator.source {
            case .assessor(let scale, let combination, let weights, _):
                var scores: [AssessorScore] = []
                for (index, judge) in judges.enumerated() {
                    let score = min(max(round.score(card, judge, indicator, scale), 0), scale)
                    sheets[index].scores[indicator.key] = score
                    if let one = AssessorScore(judge.actor.person, as: judge.role, score: score, of: scale) { scores.append(one) }
                }
                evidence[indicator.key] = CombinedScore(scores, by: combination, roleWeights: weights).map { .assessors($0) }
            case .inspection(let method, _, _):
                let judged = sums[method.judged]
                evidence[indicator.key] = FactFigure(judged - sums[method.failed], of: judged, unit: .percent).map { .figure($0) }
            case .fact(let kind, _, _): evidence[indicator.key] = sums.figure(kind).map { .figure($0) }
            case .survey: break
            }
        }
        let computed = ScoreCard(template, evidence: evidence)
        let moderations = round.moderate(card, computed)
        let score = moderations.isEmpty ? computed : ScoreCard(template, evidence: evidence, moderations: moderations)
        let confirmer = round.confirmer
        var statements = [
            try CardStatements.draft(evidence, card, tenant: tenant, now: round.confirmedAt),
            CardStatements.preview(score, card, households: sums[.households], tenant: tenant),
            CardStatements.version(
                card, number: 1, score.total, score.coverage, score.grade, reason: "", by: confirmer.name,
                post: confirmer.posts.first?.title ?? "",
                now: round.confirmedAt),
            CardStatements.release(card, score, until: until, by: confirmer.name, now: round.confirmedAt),
        ]
        let lines = score.lines.enumerated().map { LineRow($0.element, position: $0.offset + 1) }
        statements.append(try CardStatements.lines(lines, card, number: 1))
        for (judge, sheet) in zip(judges, sheets) {
            statements.append(try SQL.form(card, row, judge, sheet, at: round.plannedAt, tenant: tenant))
        }
        for line in score.lines where line.isModerated {
            guard let moderation = moderations[line.indicator.key], let before = line.computed else { continue }
            statements.append(
                CardStatements.moderate(
                    card, line.indicator.key, from: before, to: moderation.share, reason: moderation.reason, by: confirmer, tenant: tenant,
                    now: round.confirmedAt))
        }
        if round.isNewest { statements += try await consequences(of: score, card, round) }
        for statement in statements { try await connection.query(statement) }
    }

    private func consequences(of score: ScoreCard, _ card: CardRow, _ round: Round) async throws -> [SQL] {
        let drawn = CardConsequences(score, confirmedOn: round.confirmedOn)
        var statements: [SQL] = []
        for order in drawn.orders {
            guard let line = score.lines.first(where: { $0.indicator.key == order.line }) else { continue }
            statements.append(SQL.order(order, line, card, round, tenant: tenant))
        }
        let now = round.confirmedAt
        if drawn.gatesRenewal { statements.append(ConsequenceStatements.add(.gateRenewal, card, number: 1, now: now)) }
        if let share = drawn.withhold {
            let clause = try await first(
                PaymentClause.holding(vendor: card.vendor, project: card.project, on: card.period.last, tenant: tenant))
            statements.append(
                ConsequenceStatements.add(.advisePayment, card, number: 1, withhold: share, clause: clause?.id, now: now))
        }
        if let until = drawn.suspendUntil {
            statements.append(ConsequenceStatements.add(.suspend, card, number: 1, until: until, now: now))
            statements.append(
                ConsequenceStatements.suspend(
                    card, by: round.unit, from: round.confirmedOn, until: until, reason: card.roundName, name: round.confirmer.name,
                    now: now))
        }
        return statements
    }

    func all<R: RowDecodable>(_ query: Query<R>) async throws -> [R] {
        try await connection.query(query.sql).rows.map { try $0.decode(R.self) }
    }

    func first<R: RowDecodable>(_ query: Query<R>) async throws -> R? { try await all(query).first }
}

extension SQL {
    fileprivate static func end(
        _ id: RoundID, _ version: TemplateVersionID, _ round: BulkEvaluations.Round, until: Day, tenant: TenantID
    ) -> SQL {
        """
        UPDATE score_round SET version_id = \(version), state = \(round.isNewest ? RoundState.confirmed : .closed), scored_by = \(round.planner.person),
            scored_by_name = \(round.planner.name), confirmed_by = \(round.confirmer.person), confirmed_by_name = \(round.confirmer.name),
            confirmed_at = \(round.confirmedAt), appeal_until = \(until), state_at = \(round.confirmedAt)
        WHERE tenant_id = \(tenant) AND id = \(id)
        """
    }

    fileprivate static func form(
        _ card: CardRow, _ round: RoundRow, _ judge: BulkEvaluations.Judge, _ sheet: AssessmentSheet, at moment: Instant, tenant: TenantID
    ) throws -> SQL {
        """
        INSERT INTO score_form (tenant_id, company_id, project_id, vendor_id, holder_id, round_id, card_id, holder_name, holder_post, role,
            round_name, period, start_month, assess_until, project_name, vendor_name, state, scores, given_at, submitted_at)
        VALUES (\(tenant), \(card.company), \(card.project), \(card.vendor), \(judge.actor.person), \(round.id), \(card.id), \(judge.actor.name),
            \(judge.actor.posts.first?.title ?? ""), \(judge.role), \(round.name), \(round.period.kind), \(Int32(round.period.start.number)),
            \(round.assessUntil), \(card.projectName), \(card.vendorName), 'submitted', \(try EventDetail.encode(sheet.scores)), \(moment), \(moment))
        ON CONFLICT (tenant_id, card_id, holder_id) DO NOTHING
        """
    }

    fileprivate static func order(
        _ order: CardConsequences.Order, _ line: CardLine, _ card: CardRow, _ round: BulkEvaluations.Round, tenant: TenantID
    ) -> SQL {
        """
        INSERT INTO rectification (tenant_id, unit_id, company_id, project_id, vendor_id, source, card_id, line_key, title, demand, due_on, state,
            overseer_id, issued_by, issued_by_name, issued_at)
        VALUES (\(tenant), \(card.site.id), \(card.company), \(card.project), \(card.vendor), 'card', \(card.id), \(order.line),
            \(line.indicator.name.chinese), \(line.indicator.guide.chinese), \(order.dueOn), 'open', \(round.unit.id), \(round.confirmer.person),
            \(round.confirmer.name), \(round.confirmedAt))
        """
    }
}
