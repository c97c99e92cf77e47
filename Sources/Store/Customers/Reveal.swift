package import Domain
package import Postgres

/// A telephone number in full, after a reason was given and written down (ACCESS-P7).
package struct RevealedPhone: RowDecodable, Hashable {
    package let customerName: String
    /// Digits only, as stored.
    package let phone: String

    package init(row: inout RowCursor) throws {
        customerName = try row.next()
        phone = try row.next()
    }

    /// Only together with a line of the reveal log that the same person wrote in the last minutes: no line, no number.
    static func logged(of ticket: TicketID, tenant: TenantID, since: Instant) -> Query<RevealedPhone> {
        Query(
            """
            SELECT c.name, c.phone FROM ticket t JOIN customer c ON c.tenant_id = t.tenant_id AND c.id = t.customer_id
            WHERE t.tenant_id = \(tenant) AND t.id = \(ticket) AND c.phone <> '' AND EXISTS (
                SELECT FROM reveal r WHERE r.tenant_id = \(tenant) AND r.ticket_id = \(ticket) AND r.customer_id = c.id
                AND r.person_id = current_setting('app.person')::bigint AND r.at >= \(since))
            """)
    }

    static func log(
        ticket: TicketRecord, customer: CustomerID, actor: Actor, reason: String, tenant: TenantID, now: Instant
    ) -> SQL {
        """
        INSERT INTO reveal (tenant_id, company_id, project_id, customer_id, ticket_id, person_id, person_name, reason, at)
        VALUES (\(tenant), \(ticket.company), \(ticket.project), \(customer), \(ticket.id), \(actor.person), \(actor.name), \(reason),
            \(now))
        """
    }
}

extension Store {
    /// Shows the number of a ticket's customer and leaves a line in the log; the same form again shows it without a second line.
    /// - Throws: `notFound`; `refused(.phoneReveal)`; `invalid` for the field `reason`.
    package func revealPhone(of ticket: TicketID, reason: String, _ entry: Entry, form: FormKey, path: String) async throws -> RevealedPhone
    {
        let text: String
        do throws(FieldProblem) {
            text = try BoundedText.parse(reason, max: 300)
        } catch {
            throw StoreError.invalid(FieldErrors("reason", error))
        }
        guard let viewpoint = entry.viewpoint else { throw StoreError.notFound }
        _ = try await write(entry, .permission(.phoneReveal), form: form) { tx in
            let actor = try await tx.enter()
            let sight = try TicketSight(actor, at: viewpoint)
            let record = try await tx.fetchFirst(TicketRecord.find(ticket, tenant: tx.tenant, viewpoint: viewpoint, sight: sight))
            guard let record, let customer = record.customer else { throw StoreError.notFound }
            try await tx.change([
                RevealedPhone.log(ticket: record, customer: customer, actor: actor, reason: text, tenant: tx.tenant, now: tx.now)
            ])
            let place = AuditPlace(company: record.company, project: record.project, vendor: record.vendor)
            tx.audit(.phoneRevealed, .customer(customer), in: place, ["ticket": record.number])
            return path
        }
        return try await read(entry, .permission(.phoneReveal)) { tx in
            let found = try await tx.fetchFirst(RevealedPhone.logged(of: ticket, tenant: tx.tenant, since: tx.now - .minutes(10)))
            guard let found else { throw StoreError.notFound }
            return found
        }
    }
}
