package import Domain
package import Postgres
internal import Secrets

/// Everything the page of one customer shows.
package struct OwnerFile: Sendable {
    package let file: CustomerFile
    /// Newest first, ended ones too.
    package let relations: [RelationRow]
    package let contacts: [ContactRow]
    /// Newest first, at most 20; none for people who may not see tickets.
    package let tickets: [PastTicketRow]
    package let consents: [ConsentRow]
    package let requests: [DataRequestRow]
    /// Files that were joined to this one, newest first.
    package let merges: [MergeRow]
    /// Who looked, newest first, at most 20; none for people who may not see the read log.
    package let reads: [ReadRow]

    package func current(on day: Day) -> [RelationRow] { relations.filter { $0.dated.holds(on: day) } }
}

extension Transaction {
    /// One file with all that belongs to it.
    /// - Throws: `notFound` for unknown, invisible, not of this viewpoint, and for a closed file (a former owner's, 004) without the right
    ///   to see those; `refused(.customerSee)`.
    package func owner(_ id: CustomerID) async throws -> OwnerFile {
        let file = try await customerFile(id)
        let actor = try actor
        guard let viewpoint else { throw StoreError.notFound }
        let sight = try? TicketSight(actor, at: viewpoint)
        let (relations, contacts, consents, requests, merges) = try await fetch(
            RelationRow.of(id, tenant: tenant), ContactRow.of(id, tenant: tenant), ConsentRow.of(id, tenant: tenant),
            DataRequestRow.of(id, tenant: tenant), MergeRow.of(kept: id, tenant: tenant))
        let files = [id] + merges.filter { $0.undoneAt == nil }.map(\.merged)
        var tickets: [PastTicketRow] = []
        if let sight { tickets = try await fetch(PastTicketRow.ofCustomers(files, tenant: tenant, sight: sight)) }
        let seesReads = actor.covers(viewpoint, with: .privacyManage) || actor.covers(viewpoint, with: .auditSee)
        let reads = seesReads ? try await fetch(ReadRow.of(files, tenant: tenant)) : []
        return OwnerFile(
            file: file, relations: try opened(relations), contacts: try contacts.map { try opened($0) }, tickets: Array(tickets.prefix(20)),
            consents: consents, requests: requests, merges: merges, reads: reads)
    }

    /// The file alone.
    /// - Throws: as `owner`.
    package func customerFile(_ id: CustomerID) async throws -> CustomerFile {
        guard let viewpoint else { throw StoreError.notFound }
        let found = try await fetchFirst(CustomerFile.find(id, tenant: tenant, viewpoint: viewpoint, today: today))
        return try readable(found, at: viewpoint)
    }

    /// The file if the person may open it, its numbers masked.
    func readable(_ found: CustomerFile?, at viewpoint: UnitRef) throws -> CustomerFile {
        guard let found else { throw StoreError.notFound }
        let actor = try actor
        guard actor.covers(viewpoint, with: .customerSee) else { throw StoreError.refused(.customerSee) }
        guard !found.state.isClosed || actor.covers(viewpoint, with: .customerFormer) else { throw StoreError.notFound }
        guard var file = try opened([found]).first else { throw StoreError.notFound }
        if let sealed = file.sealedIdentity {
            file.identityMasked = Masking.identity(try sealer.open(sealed, .customerIdentity, tenant: tenant, row: file.id.rawValue))
        }
        return file
    }

    func opened(_ contact: ContactRow) throws -> ContactRow {
        let value = try sealer.open(contact.sealed, .contactValue, tenant: tenant, row: contact.id.rawValue)
        var contact = contact
        contact.masked = contact.kind == .phone ? PhoneNumber(digits: value)?.masked ?? "" : Masking.account(value)
        return contact
    }
}

/// Who saw what of a customer, when and why.
package struct ReadRow: RowDecodable, Identifiable {
    package let id: Int64
    package let customer: CustomerID
    package let ticket: TicketID?
    package let ticketNumber: String?
    package let personName: String
    package let field: RevealedField
    package let basis: RevealBasis
    package let reason: String
    package let at: Instant

    package init(row: inout RowCursor) throws {
        id = try row.next()
        customer = try row.next()
        ticket = try row.next()
        ticketNumber = try row.next()
        personName = try row.next()
        field = try row.next()
        basis = try row.next()
        reason = try row.next()
        at = try row.next()
    }

    private static let columns: SQL = """
        r.id, r.customer_id, r.ticket_id, t.number, r.person_name, r.field, r.basis, r.reason, r.at
        FROM reveal r LEFT JOIN ticket t ON t.tenant_id = r.tenant_id AND t.id = r.ticket_id
        """

    static func of(_ customers: [CustomerID], tenant: TenantID) -> Query<ReadRow> {
        Query(
            """
            SELECT \(columns) WHERE r.tenant_id = \(tenant) AND r.customer_id = ANY (\(customers)) ORDER BY r.at DESC, r.id DESC LIMIT 20
            """)
    }

    /// Fifty lines at the viewpoint, older than the given one.
    static func page(after: Int64?, tenant: TenantID, viewpoint: UnitRef, today: Day) -> Query<ReadRow> {
        let older: SQL = after.map { " AND r.id < \($0)" } ?? .empty
        return Query(
            """
            SELECT \(columns) WHERE r.tenant_id = \(tenant)\(older)\(viewpoint.placeTerm(.reveal, tenant: tenant, today: today))
            ORDER BY r.id DESC LIMIT 51
            """)
    }
}
