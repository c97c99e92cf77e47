package import Domain
package import Postgres

/// A card with everything its page shows.
package struct CardFile: Sendable {
    package let card: CardRow
    /// Which version is shown; 0: not confirmed yet.
    package let number: Int
    package let total: Int
    package let coverage: Int
    package let gradeName: Bilingual
    package let grade: String?
    package let lines: [LineRow]
    package let versions: [CardVersionRow]
    /// Empty for a vendor (VENDOR-P2).
    package let moderations: [ModerationRow]
    package let appeals: [AppealRow]
    /// What hangs on its appeals.
    package let evidence: [FileRow]
    package let consequences: [ConsequenceRow]
    package let orders: [RectificationRow]
    package let suspension: SuspensionRow?
    package let trend: [CardRow]
    package let renewal: RenewalGate
    package let round: RoundRow?
    package let mayModerate: Bool
    package let mayAppeal: Bool
    package let mayRule: Bool
    package let mayOverride: Bool

    package subscript(key: String) -> LineRow? { lines.first { $0.key == key } }
}

extension Transaction {
    package func cards(before: CardID? = nil) async throws -> [CardRow] {
        guard let viewpoint else { throw StoreError.notFound }
        return try await fetch(CardRow.released(at: viewpoint, before: before, tenant: tenant))
    }

    /// Confirmed cards of a period at the viewpoint, and the periods there are.
    /// - Parameter period: nil for the newest.
    package func ranking(_ period: ScorePeriod?) async throws -> (cards: [CardRow], period: ScorePeriod?, periods: [ScorePeriod]) {
        let viewpoint = try judgingPlace
        let periods = try await fetch(CardRow.newestPeriods(at: viewpoint, tenant: tenant)).map(\.period)
        guard let chosen = period ?? periods.first else { return ([], nil, []) }
        return (try await fetch(CardRow.ranked(chosen, at: viewpoint, tenant: tenant)), chosen, periods)
    }

    /// - Parameter number: of the version to read; nil for the newest. Version 1 stays readable after every appeal.
    /// - Throws: `notFound` also for a vendor's card that is not confirmed (VENDOR-P1).
    package func card(_ id: CardID, number: Int? = nil) async throws -> CardFile {
        guard let viewpoint else { throw StoreError.notFound }
        guard let card = try await fetchFirst(CardRow.one(id, tenant: tenant)), viewpoint.shows(card) else { throw StoreError.notFound }
        let (versions, moderations, appeals, consequences, evidence) = try await fetch(
            CardVersionRow.of(id, tenant: tenant), ModerationRow.of(id, tenant: tenant), AppealRow.of(id, tenant: tenant),
            ConsequenceRow.of(id, tenant: tenant), FileRow.of(id, tenant: tenant))
        let (orders, suspensions, trend, rounds) = try await fetch(
            RectificationRow.of(card: id, tenant: tenant), SuspensionRow.of(card: id, tenant: tenant), CardRow.trend(card, tenant: tenant),
            RoundRow.one(card.round, tenant: tenant))
        let round = rounds.first
        let (actor, today) = (try actor, try today)
        let upper = try await upperUnit(of: round?.unit)
        let isInner = viewpoint.vendor == nil
        let open = round?.state == .scored
        if let number, number != card.number, !versions.contains(where: { $0.number == number }) { throw StoreError.notFound }
        let shown = number ?? card.number
        var (lines, total, coverage, grade, gradeName): ([LineRow], Int, Int, String?, Bilingual)
        if shown == 0 {
            guard isInner else { throw StoreError.notFound }
            let draft = try await scoreCard(card, round: round)
            lines = draft.lines.enumerated().map { LineRow($0.element, position: $0.offset + 1) }
            (total, coverage, grade, gradeName) = (draft.total, draft.coverage, draft.grade?.key, draft.grade?.name ?? Bilingual())
        } else {
            guard let version = versions.first(where: { $0.number == shown }) else { throw StoreError.notFound }
            lines = try await fetch(LineRow.of(id, number: shown, tenant: tenant))
            (total, coverage, grade, gradeName) = (version.total, version.coverage, version.grade, version.gradeName)
        }
        let year = card.period.start.adding(months: card.period.kind.months - RenewalGate.months)
        return CardFile(
            card: card, number: shown, total: total, coverage: coverage, gradeName: gradeName, grade: grade, lines: lines,
            versions: versions,
            moderations: isInner ? moderations : [], appeals: appeals, evidence: evidence, consequences: consequences,
            orders: orders,
            suspension: suspensions.first, trend: trend,
            renewal: RenewalGate(passes: trend.filter { $0.period.start >= year }.compactMap(\.passes)), round: round,
            mayModerate: isInner && open && card.number == 0 && (round.map { actor.covers($0.unit, with: .cardConfirm) } ?? false),
            mayAppeal: !isInner && card.isReleased && actor.covers(card.site, with: .cardAppeal)
                && card.appealUntil.map { today <= $0 } ?? false,
            mayRule: isInner && (upper.map { actor.covers($0, with: .cardRule) } ?? false),
            mayOverride: isInner && (upper.map { actor.covers($0, with: .consequenceOverride) } ?? false))
    }

    /// The tier above a round's unit: the group, for the group's own rounds too (another person then).
    func upperUnit(of unit: UnitRef?) async throws -> UnitRef? {
        guard unit != nil else { return nil }
        return try await fetchFirst(GroupUnitRow.query(tenant: tenant))?.unit
    }

    /// The card as it stands by what was gathered.
    func scoreCard(_ card: CardRow, round: RoundRow?) async throws -> ScoreCard {
        guard let round else { throw StoreError.notFound }
        let evidence = try await fetchFirst(DraftRow.of(card.id, tenant: tenant))?.evidence ?? [:]
        return ScoreCard(try await scoreTemplate(round.versions), evidence: evidence, moderations: try await moderations(card.id))
    }

    /// The newest moderation of each line.
    func moderations(_ card: CardID) async throws -> [String: Moderation] {
        Dictionary(
            try await fetch(ModerationRow.of(card, tenant: tenant)).map { ($0.key, Moderation(share: $0.share, reason: $0.reason)) },
            uniquingKeysWith: { $1 })
    }
}

struct GroupUnitRow: RowDecodable {
    let unit: UnitRef

    init(row: inout RowCursor) throws { unit = try UnitRef(columns: &row) }

    static func query(tenant: TenantID) -> Query<GroupUnitRow> {
        Query(
            """
            SELECT tenant_id, id, kind, code, name, company_id, project_id, vendor_id FROM org_unit
            WHERE tenant_id = \(tenant) AND kind = 'group'
            """)
    }
}
