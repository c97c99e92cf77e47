package import Domain
internal import Postgres

/// Return visits the viewpoint's unit owes, soonest first.
package struct VisitsDue: Sendable {
    /// At most 100.
    package let rows: [TicketListRow]
    package let hasMore: Bool
    package let asOf: Instant
}

extension Transaction {
    /// - Throws: `refused(.ticketSee)`; `notFound` without a viewpoint.
    package func visitsDue() async throws -> VisitsDue {
        guard let viewpoint else { throw StoreError.notFound }
        return try await seeing { sight in
            let rows = try await fetch(DeskScope(tenant: tenant, viewpoint: viewpoint, sight: sight).visits())
            return VisitsDue(rows: Array(rows.prefix(100)), hasMore: rows.count > 100, asOf: now)
        }
    }
}
