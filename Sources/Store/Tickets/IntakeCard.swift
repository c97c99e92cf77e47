package import Domain
package import Postgres

/// Everything the second step of intake shows: place, people, what came before, and the way the complaint will go.
package struct IntakeCard: Sendable {
    package let situation: IntakeSituation
    package let occupants: [OccupantRow]
    /// Newest first, at most 20.
    package let past: [PastTicketRow]
    package let stage: Stage
    package let reason: StageReason
    package let ladder: Ladder

    package var openTickets: [PastTicketRow] { past.filter { $0.state.isOpen } }

    /// The newest matter of the same house within 90 days: the new one will be marked as its repeat.
    package func repeated(at now: Instant) -> PastTicketRow? {
        past.first { now - $0.receivedAt <= PastTicketRow.repeatWindow }
    }
}

/// A project an intake may be about, for shared areas.
package struct ProjectChoiceRow: RowDecodable, Hashable, Identifiable {
    package let id: UnitID
    package let name: String
    package let code: String

    package init(row: inout RowCursor) throws {
        id = try row.next()
        name = try row.next()
        code = try row.next()
    }

    /// Projects at the viewpoint, by name: also the choices of the list's filter.
    package static func at(_ viewpoint: UnitRef, tenant: TenantID, today: Day) -> Query<ProjectChoiceRow> {
        Query(
            """
            SELECT u.id, u.name, u.code FROM org_unit u
            WHERE u.tenant_id = \(tenant) AND u.kind = 'project' AND u.closed_at IS NULL
                \(viewpoint.placeTerm(.unit, tenant: tenant, today: today))
            ORDER BY u.name LIMIT 500
            """)
    }
}

extension Transaction {
    /// - Throws: `notFound` for a place that is not at the viewpoint; `refused(.ticketSee)`, since it shows what came before.
    package func intakeCard(_ place: IntakePlace, customer: CustomerID? = nil) async throws -> IntakeCard {
        try await seeing { sight in try await intakeCard(place, customer: customer, sight: sight) }
    }

    private func intakeCard(_ place: IntakePlace, customer: CustomerID?, sight: TicketSight) async throws -> IntakeCard {
        guard let viewpoint else { throw StoreError.notFound }
        let today = try today
        let situation = IntakeSituation.of(place, tenant: tenant, viewpoint: viewpoint, today: today)
        let rows: ([IntakeSituation], [OccupantRow], [PastTicketRow])
        switch (place, customer) {
        case (.house(let house), _):
            rows = try await fetch(
                situation, OccupantRow.of(house, tenant: tenant, today: today),
                PastTicketRow.ofHouse(house, tenant: tenant, sight: sight))
        case (.shared, let customer?), (.area, let customer?):
            let (found, past) = try await fetch(situation, PastTicketRow.ofCustomer(customer, tenant: tenant, sight: sight))
            rows = (found, [], past)
        case (.shared, nil), (.area, nil): rows = (try await fetch(situation), [], [])
        }
        guard let found = rows.0.first else { throw StoreError.notFound }
        let (stage, reason) = found.proposedStage(today: today)
        return IntakeCard(
            situation: found, occupants: try opened(rows.1), past: Array(rows.2.prefix(20)), stage: stage, reason: reason,
            ladder: found.ladder(stage))
    }

    /// Projects at the viewpoint.
    package func projectChoices() async throws -> [ProjectChoiceRow] {
        guard let viewpoint else { throw StoreError.notFound }
        return try await fetch(ProjectChoiceRow.at(viewpoint, tenant: tenant, today: today))
    }
}
