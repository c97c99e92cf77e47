package import Domain
internal import Postgres

/// Purpose of a permit: to take a step on a ticket.
package enum TakingStep {}

extension WriteTransaction {
    /// Looks a ticket up for a step on it; until the transaction ends nobody else can take one.
    /// - Parameter version: what the form was made from.
    /// - Throws: `notFound` for unknown, invisible and not of this viewpoint alike; `refused` without the right to see it; `stale`.
    package func access(_ ticket: TicketID, version: Int) async throws -> Permit<TakingStep, TicketCase> {
        guard let viewpoint else { throw StoreError.notFound }
        let today = try today
        let rows = try await fetch(
            TicketRecord.take(ticket, tenant: tenant, viewpoint: viewpoint), LadderUnitRow.around(ticket, tenant: tenant),
            PlanRow.of(ticket, tenant: tenant), EscalationRow.of(ticket, tenant: tenant), InterventionRow.of(ticket, tenant: tenant),
            ExchangeRow.of(ticket, tenant: tenant), VisitRow.of(ticket, tenant: tenant), DeadlineRow.of(ticket, tenant: tenant),
            ColleagueRow.atHolder(of: ticket, tenant: tenant, today: today))
        guard let record = rows.0.first, try TicketSight(actor, at: viewpoint).shows(record) else { throw StoreError.notFound }
        guard record.version == version else { throw try await staleness(record, since: version) }
        return Permit(
            try TicketCase(
                record: record, units: rows.1, plans: rows.2, escalations: rows.3, interventions: rows.4, exchanges: rows.5,
                visits: rows.6, deadlines: rows.7, colleagues: rows.8, offsetMinutes: try offsetMinutes))
    }

    private func staleness(_ record: TicketRecord, since version: Int) async throws -> StoreError {
        let events = try await fetch(EventRow.of(record.id, after: version, tenant: tenant))
        return .stale(
            Staleness(
                version: record.version, state: record.state.code,
                changes: events.map {
                    Staleness.Change(action: $0.action.code, actorName: $0.actorName, actorPost: $0.actorPost, at: $0.at)
                }))
    }
}
