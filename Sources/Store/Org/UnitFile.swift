package import Domain
internal import Postgres

/// Everything the page of one unit shows.
package struct UnitFile: Sendable {
    package let card: UnitCard
    /// What stands above it, and directly below it.
    package let around: [UnitCard]
    /// Nil where no post of the person covers the unit.
    package let load: UnitLoad?
    package let posts: [UnitPostRow]
    package let engagements: [EngagementCard]
    package let agreements: [AgreementRow]
    package let areas: [AreaRow]
    /// Of a project; newest first.
    package let moves: [MoveRow]

    package var plannedMove: MoveRow? { moves.first(where: \.isPlanned) }

    package func name(of unit: UnitID?) -> UnitCard? { around.first { $0.unit.id == unit } }
}

extension Transaction {
    /// - Throws: `notFound` for a unit that is unknown, invisible, or not of this viewpoint.
    package func unitFile(_ id: UnitID) async throws -> UnitFile {
        let today = try today
        let (cards, around, loads, posts, agreements, areas, moves) = try await fetch(
            UnitCard.one(tenant: tenant, id), UnitCard.around(id, tenant: tenant), UnitLoad.of(id, tenant: tenant, today: today),
            UnitPostRow.at(id, tenant: tenant), AgreementRow.naming(id, tenant: tenant),
            AreaRow.of(id, tenant: tenant, today: today), MoveRow.of(id, tenant: tenant))
        guard let card = cards.first, viewpoint?.covers(card.unit) ?? false else { throw StoreError.notFound }
        let engagements = card.unit.kind == .group ? [] : try await fetch(EngagementCard.of(card.unit))
        return UnitFile(
            card: card, around: around, load: loads.first, posts: posts, engagements: engagements, agreements: agreements, areas: areas,
            moves: moves)
    }
}
