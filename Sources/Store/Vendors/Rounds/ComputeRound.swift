package import Domain
package import Postgres

/// Works out the cards of a round: first the months are counted from the rows, then the evidence of each card is gathered from the cells,
/// the forms and the waves, a batch a job, so that progress shows and no transaction is long.
package enum ComputeRound {
    package static let kind = "computeRound"
    static let batch = 50

    struct Payload: Codable {
        let round: Int64
        /// The last card of the batch before; 0 to begin.
        let after: Int64
    }

    /// - Throws: `unreadable` for a payload this release does not know.
    package static func run(_ tx: WriteTransaction, _ job: Job) async throws {
        guard let payload = try? EventDetail.decode(Payload.self, from: job.payload) else { throw StoreError.unreadable("job.payload") }
        guard let round = try await tx.fetchFirst(RoundRow.one(RoundID(payload.round), tenant: tx.tenant)), round.state == .scored else {
            return
        }
        if payload.after == 0 { try await tx.countFacts(round.period.months) }
        let cards = try await tx.fetch(CardRow.batch(of: round.id, after: CardID(payload.after), limit: batch, tenant: tx.tenant))
        try await tx.gather(cards, of: round)
        let done = (payload.after == 0 ? 0 : round.computed) + cards.count
        try await tx.change([RoundStatements.computed(round.id, done, tenant: tx.tenant)])
        if cards.count == batch, let last = cards.last { try await tx.compute(round.id, after: last.id) }
    }
}

extension WriteTransaction {
    func compute(_ round: RoundID, after card: CardID = CardID(0)) async throws {
        try await enqueue(
            ComputeRound.kind, payload: try EventDetail.encode(ComputeRound.Payload(round: round.rawValue, after: card.rawValue)),
            uniqueKey: "computeRound-\(round)-\(card)", priority: 80)
    }

    /// Gathers what the lines of some cards rest on, and what the cards come to by it.
    func gather(_ cards: [CardRow], of round: RoundRow) async throws {
        guard !cards.isEmpty else { return }
        let template = try await scoreTemplate(round.versions)
        let evidence = try await evidence(for: cards, of: round, template)
        var statements: [SQL] = []
        for card in cards {
            let found = evidence[card.id] ?? CardEvidence()
            statements.append(try CardStatements.draft(found.lines, card, tenant: tenant, now: now))
            statements.append(
                CardStatements.preview(
                    ScoreCard(template, evidence: found.lines, moderations: try await moderations(card.id)), card,
                    households: found.households,
                    tenant: tenant))
        }
        try await change(statements)
    }

    private func evidence(for cards: [CardRow], of round: RoundRow, _ template: ScoreTemplate) async throws -> [CardID: CardEvidence] {
        let (projects, vendors) = (Array(Set(cards.map(\.project))), Array(Set(cards.map(\.vendor))))
        let purposes = template.indicators.compactMap { if case .survey(let purpose, _, _, _) = $0.source { purpose } else { nil } }
        let last = [round.period.months[round.period.months.count - 1]]
        let (cells, newest, forms, degrees) = try await fetch(
            FactCellRow.sums(vendors, months: round.period.months, tenant: tenant), FactCellRow.sums(vendors, months: last, tenant: tenant),
            AssessmentRow.submitted(round.id, tenant: tenant),
            SurveyDegreeRow.newest(projects, purposes: Array(Set(purposes)), until: round.period.last, tenant: tenant))
        var result: [CardID: CardEvidence] = [:]
        for card in cards {
            let own = cells.filter { $0.vendor == card.vendor && $0.project == card.project }
            var found = CardEvidence()
            found.households =
                newest.first { $0.vendor == card.vendor && $0.project == card.project && $0.measure == .households }?.n ?? 0
            let sums = own.reduce(into: FactSums()) { $0.add($1.n, to: $1.measure) }
            let filled = forms.filter { $0.vendor == card.vendor && $0.project == card.project }
            for indicator in template.indicators {
                found.lines[indicator.key] = Self.evidence(
                    indicator, sums: sums, forms: filled, degrees: degrees.filter { $0.project == card.project })
            }
            result[card.id] = found
        }
        return result
    }

    private static func evidence(_ indicator: Indicator, sums: FactSums, forms: [AssessmentRow], degrees: [SurveyDegreeRow]) -> Evidence {
        switch indicator.source {
        case .assessor(let scale, let combination, let weights, _):
            let scores = forms.compactMap { form in
                form.sheet.scores[indicator.key].flatMap { AssessorScore(form.holder, as: form.role, score: $0, of: scale) }
            }
            return CombinedScore(scores, by: combination, roleWeights: weights).map { .assessors($0) } ?? .none
        case .inspection(let method, _, _):
            let judged = sums[method.judged]
            return FactFigure(judged - sums[method.failed], of: judged, unit: .percent).map { .figure($0) } ?? .none
        case .survey(let purpose, let dimension, _, _):
            return degrees.first { $0.purpose == purpose && $0.dimension == dimension }.map { row in
                .survey(degree: (2 * row.degree + row.n) / (2 * row.n), n: row.n)
            } ?? .none
        case .fact(let kind, _, _): return sums.figure(kind).map { .figure($0) } ?? .none
        }
    }
}

/// What the job gathers of a card.
struct CardEvidence {
    var lines: [String: Evidence] = [:]
    var households = 0
}
