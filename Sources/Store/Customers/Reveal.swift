package import Domain
package import Postgres
internal import Secrets

/// A value in full, after a line in the read log (ACCESS-P7).
package struct Revealed: Hashable, Sendable {
    package let customer: CustomerID
    package let customerName: String
    /// Digits only for a telephone number.
    package let value: String
}

/// Lines of the read log and what they open: no line, no value.
struct RevealRow: RowDecodable {
    let customer: CustomerID
    let name: String
    let sealed: [UInt8]?

    init(row: inout RowCursor) throws {
        customer = try row.next()
        name = try row.next()
        sealed = try row.next()
    }

    /// The number of a ticket's customer, if the same person left a line in the last minutes.
    static func logged(of ticket: TicketID, tenant: TenantID, since: Instant) -> Query<RevealRow> {
        Query(
            """
            SELECT c.id, c.name, c.phone_sealed
            FROM ticket t
            JOIN customer o ON o.tenant_id = t.tenant_id AND o.id = t.customer_id
            JOIN customer c ON c.tenant_id = t.tenant_id AND c.id = coalesce(o.merged_into, o.id)
            WHERE t.tenant_id = \(tenant) AND t.id = \(ticket) AND EXISTS (
                SELECT FROM reveal r WHERE r.tenant_id = \(tenant) AND r.ticket_id = \(ticket) AND r.customer_id = c.id
                AND r.person_id = current_setting('app.person')::bigint AND r.at >= \(since))
            """)
    }

    /// A value of a file, if the same person left a line about that very field in the last minutes.
    static func logged(_ field: RevealedField, of customer: CustomerID, tenant: TenantID, since: Instant) -> Query<RevealRow> {
        let sealed: SQL = field == .identity ? "c.identity_sealed" : "c.phone_sealed"
        return Query(
            """
            SELECT c.id, c.name, \(sealed) FROM customer c
            WHERE c.tenant_id = \(tenant) AND c.id = \(customer) AND EXISTS (
                SELECT FROM reveal r WHERE r.tenant_id = \(tenant) AND r.customer_id = c.id AND r.field = \(field)
                AND r.person_id = current_setting('app.person')::bigint AND r.at >= \(since))
            """)
    }

    /// The file behind a ticket's customer, which may have been joined to another.
    static func customer(of ticket: TicketID, tenant: TenantID) -> Query<Single<CustomerID>> {
        Query(
            """
            SELECT coalesce(c.merged_into, c.id) FROM ticket t JOIN customer c ON c.tenant_id = t.tenant_id AND c.id = t.customer_id
            WHERE t.tenant_id = \(tenant) AND t.id = \(ticket) AND c.anonymised_at IS NULL
            """)
    }

    /// When the person looked with a reason in the last hour, oldest first.
    static func recent(tenant: TenantID, since: Instant) -> Query<Single<Instant>> {
        Query(
            """
            SELECT r.at FROM reveal r WHERE r.tenant_id = \(tenant) AND r.person_id = current_setting('app.person')::bigint
                AND r.at > \(since) AND r.basis = 'reason' ORDER BY r.at
            """)
    }

    static func log(_ line: RevealLine, tenant: TenantID, now: Instant) -> SQL {
        """
        INSERT INTO reveal (tenant_id, company_id, project_id, customer_id, ticket_id, person_id, person_name, field, basis, reason, at)
        VALUES (\(tenant), \(line.company), \(line.project), \(line.customer), \(line.ticket), \(line.actor.person), \(line.actor.name),
            \(line.field), \(line.basis), \(line.reason), \(now))
        """
    }
}

/// One line of the read log before it is written.
struct RevealLine: Sendable {
    let company: UnitID
    let project: UnitID
    let customer: CustomerID
    var ticket: TicketID?
    var ticketNumber: String?
    var vendor: UnitID?
    let actor: Actor
    let field: RevealedField
    let basis: RevealBasis
    /// Empty where the basis says enough.
    let reason: String
}

extension WriteTransaction {
    /// Writes the line, or nothing when the hour's looks are used up; then the unit's administrators are told, once an hour.
    /// - Returns: until when the person has to wait; nil when the line stands.
    func log(_ line: RevealLine) async throws -> Instant? {
        guard line.basis == .reason else {
            try await write(line)
            return nil
        }
        let (looks, quotas) = try await fetch(
            RevealRow.recent(tenant: tenant, since: now - RevealRule.window), PrivacyRuleRow.all(tenant: tenant))
        let quota = quotas.rules[.revealsPerHour]
        guard looks.count >= quota else {
            try await write(line)
            return nil
        }
        audit(.revealsLocked, .person(line.actor.person, label: line.actor.name), at: viewpoint, ["count": String(looks.count)])
        let alert = try RevealAlert.job(line.actor, at: viewpoint, now: now)
        try await change([alert.enqueue(tenant: tenant, now: now)])
        return looks[looks.count - quota].value + RevealRule.window
    }

    private func write(_ line: RevealLine) async throws {
        try await change([RevealRow.log(line, tenant: tenant, now: now)])
        let action: AuditAction = line.field == .extract ? .extractGiven : line.ticket == nil ? .valueRevealed : .phoneRevealed
        var detail = ["field": line.field.code, "basis": line.basis.code]
        if let number = line.ticketNumber { detail["ticket"] = number }
        audit(action, .customer(line.customer), in: AuditPlace(company: line.company, project: line.project, vendor: line.vendor), detail)
    }
}

extension Store {
    /// Shows the number of a ticket's customer and leaves a line in the log; the same form again shows it without a second line. The
    /// handler of an open matter needs neither permission nor reason, anybody else both.
    /// - Throws: `notFound`; `refused(.phoneReveal)`; `invalid` for the field `reason`; `quotaReached`.
    package func revealPhone(of ticket: TicketID, reason: String, _ entry: Entry, form: FormKey, path: String) async throws -> Revealed {
        guard let viewpoint = entry.viewpoint else { throw StoreError.notFound }
        let seeing = Requirement.anyOf([.ticketSee, .ticketSeeAssigned])
        let locked = Captured<Instant>()
        _ = try await write(entry, seeing, form: form) { tx in
            let actor = try await tx.enter()
            let sight = try TicketSight(actor, at: viewpoint)
            let (records, customers) = try await tx.fetch(
                TicketRecord.find(ticket, tenant: tx.tenant, viewpoint: viewpoint, sight: sight),
                RevealRow.customer(of: ticket, tenant: tx.tenant))
            guard let record = records.first, let customer = customers.first?.value else { throw StoreError.notFound }
            let basis = record.isHandled(by: actor) ? RevealBasis.handler : .reason
            guard basis == .handler || actor.covers(viewpoint, with: .phoneReveal) else { throw StoreError.refused(.phoneReveal) }
            let line = RevealLine(
                company: record.company, project: record.project, customer: customer, ticket: ticket,
                ticketNumber: record.number, vendor: record.vendor, actor: actor, field: .phone,
                basis: basis, reason: try Self.reason(reason, for: basis))
            if let until = try await tx.log(line) { locked.set(until) }
            return path
        }
        if let until = locked.value { throw StoreError.quotaReached(until: until) }
        let row = try await read(entry, seeing) { tx in
            try await tx.fetchFirst(RevealRow.logged(of: ticket, tenant: tx.tenant, since: tx.now - RevealRule.stays))
        }
        return try opened(row, .customerPhone, entry.tenant)
    }

    func opened(_ row: RevealRow?, _ column: SealedColumn, _ tenant: TenantID) throws -> Revealed {
        guard let row, let sealed = row.sealed else { throw StoreError.notFound }
        let value = try sealer.open(sealed, column, tenant: tenant, row: row.customer.rawValue)
        return Revealed(customer: row.customer, customerName: row.name, value: value)
    }

    /// - Throws: `invalid` for the field `reason`.
    static func reason(_ typed: String, for basis: RevealBasis) throws -> String {
        guard basis == .reason else { return "" }
        do throws(FieldProblem) {
            return try BoundedText.parse(typed, max: 300)
        } catch {
            throw StoreError.invalid(FieldErrors("reason", error))
        }
    }
}

extension TicketRecord {
    /// Open and in this person's hands: what opens the customer's number without a reason, and only so long.
    package func isHandled(by actor: Actor) -> Bool { isOpen && handler == actor.person && !state.isAwaitingAcceptance }
}
