package import Domain
internal import Postgres
internal import Secrets

/// Everything the page of one ticket shows.
package struct TicketFile: Sendable {
    package internal(set) var ticket: TicketCase
    /// Oldest first. A person of a lower rung may miss lines that were written higher up (COMPLAINT-P1).
    package internal(set) var events: [EventRow]
    /// The customer's number, masked; nil without a customer.
    package let phoneMasked: String?
    package let relation: CustomerRelation?
    /// Other tickets of the house that the person may see, newest first, at most 20.
    package let history: [PastTicketRow]
    /// There are more than 20.
    package let historyGoesOn: Bool
    /// The number of the ticket this one repeats.
    package let repeatOfNumber: String?
    /// Photos and papers, oldest first.
    package let files: [FileRow]
    /// Parts are left out, since the reader only works on it (ACCESS-P9).
    package internal(set) var isReduced = false

    package var record: TicketRecord { ticket.record }
    package var facts: ComplaintFacts { ticket.facts }

    /// The first line whose hash does not follow from the one before; nil when the chain is whole as far as it is visible.
    package var firstBrokenLine: Int? {
        guard !isReduced, events.first?.seq == 1, events.count == record.version else { return nil }
        return Timeline.firstBreak(events.map { ($0.entry(of: record.id), $0.hash) }, digest: Secrets.digest)
    }
}

extension EventRow {
    /// The line in the form that was hashed.
    package func entry(of ticket: TicketID) -> TimelineEntry {
        TimelineEntry(
            ticket: ticket, seq: seq, at: at, action: action.code, stateFrom: from?.code, stateTo: to.code, actor: actor,
            actorName: actorName, actorPost: actorPost, fromUnit: fromUnit, fromUnitName: fromUnitName, toUnit: toUnit,
            toUnitName: toUnitName, toPersonName: toPersonName, text: text, detail: detail)
    }
}

/// The customer of a ticket, as its page may show it.
struct TicketCustomerRow: RowDecodable, PhoneRow {
    let customer: CustomerID?
    let sealedPhone: [UInt8]?
    var phoneMasked = ""
    let relation: CustomerRelation?
    let repeatOfNumber: String?

    init(row: inout RowCursor) throws {
        customer = try row.next()
        sealedPhone = try row.next()
        relation = try row.next()
        repeatOfNumber = try row.next()
    }

    static func of(_ ticket: TicketID, tenant: TenantID) -> Query<TicketCustomerRow> {
        Query(
            """
            SELECT c.id, c.phone_sealed, hc.relation, r.number
            FROM ticket t
            LEFT JOIN customer o ON o.tenant_id = t.tenant_id AND o.id = t.customer_id
            LEFT JOIN customer c ON c.tenant_id = t.tenant_id AND c.id = coalesce(o.merged_into, o.id)
            LEFT JOIN LATERAL (
                SELECT x.relation FROM house_customer x
                WHERE x.tenant_id = t.tenant_id AND x.customer_id = c.id AND x.house_id = t.house_id ORDER BY x.id DESC LIMIT 1
            ) hc ON true
            LEFT JOIN ticket r ON r.tenant_id = t.tenant_id AND r.id = t.repeat_of
            WHERE t.tenant_id = \(tenant) AND t.id = \(ticket)
            """)
    }
}

extension Transaction {
    /// One ticket with all that belongs to it, in one round trip.
    /// - Throws: `notFound` for unknown, invisible and not of this viewpoint alike; `refused(.ticketSee)`.
    package func ticket(_ id: TicketID) async throws -> TicketFile {
        guard let viewpoint else { throw StoreError.notFound }
        return try await seeing { sight in try await ticket(id, viewpoint: viewpoint, sight: sight) }
    }

    private func ticket(_ id: TicketID, viewpoint: UnitRef, sight: TicketSight) async throws -> TicketFile {
        let rows = try await fetch(
            TicketRecord.find(id, tenant: tenant, viewpoint: viewpoint, sight: sight), LadderUnitRow.around(id, tenant: tenant),
            PlanRow.of(id, tenant: tenant), EscalationRow.of(id, tenant: tenant), InterventionRow.of(id, tenant: tenant),
            ExchangeRow.of(id, tenant: tenant), VisitRow.of(id, tenant: tenant), DeadlineRow.of(id, tenant: tenant),
            ColleagueRow.atHolder(of: id, tenant: tenant, today: today), EventRow.of(id, tenant: tenant),
            TicketCustomerRow.of(id, tenant: tenant), PastTicketRow.besides(id, tenant: tenant, sight: sight),
            FileRow.of(.ticket(id), tenant: tenant))
        guard let record = rows.0.first else { throw StoreError.notFound }
        let customer = try opened(rows.10).first
        let ticket = try TicketCase(
            record: record, units: rows.1, plans: rows.2, escalations: rows.3, interventions: rows.4, exchanges: rows.5, visits: rows.6,
            deadlines: rows.7, colleagues: rows.8, offsetMinutes: try offsetMinutes)
        return TicketFile(
            ticket: ticket, events: rows.9, phoneMasked: record.customer.flatMap { _ in customer?.phoneMasked },
            relation: customer?.relation, history: Array(rows.11.prefix(20)), historyGoesOn: rows.11.count > 20,
            repeatOfNumber: customer?.repeatOfNumber, files: rows.12
        ).reduced(to: sight)
    }
}
