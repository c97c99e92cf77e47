package import Domain
package import Postgres
internal import Secrets

/// What an anonymisation would take away and what would stay, counted before anybody decides.
package struct AnonymisationPlan: RowDecodable, Hashable {
    /// Further contacts and joined files that lose their values too.
    package let contacts: Int
    package let joinedFiles: Int
    /// Matters that stay, in every figure, without the name.
    package let tickets: Int
    /// Matters that are not closed: until they are, the data is needed.
    package let openTickets: Int
    /// Relations to houses that stay, so that occupancy and households still count.
    package let relations: Int
    /// Houses held today: whose contract still runs cannot be forgotten.
    package let currentHouses: Int
    package let consents: Int
    package let reads: Int

    package init(row: inout RowCursor) throws {
        contacts = try row.next()
        joinedFiles = try row.next()
        tickets = try row.next()
        openTickets = try row.next()
        relations = try row.next()
        currentHouses = try row.next()
        consents = try row.next()
        reads = try row.next()
    }

    package var isPossible: Bool { openTickets == 0 && currentHouses == 0 }

    static func of(_ customer: CustomerID, tenant: TenantID, today: Day) -> Query<AnonymisationPlan> {
        let files: SQL =
            "(SELECT f.id FROM customer f WHERE f.tenant_id = \(tenant) AND (f.id = \(customer) OR f.merged_into = \(customer)))"
        return Query(
            """
            SELECT
                (SELECT count(*) FROM customer_contact k WHERE k.tenant_id = \(tenant) AND k.customer_id IN \(files)),
                (SELECT count(*) FROM customer m WHERE m.tenant_id = \(tenant) AND m.merged_into = \(customer)),
                (SELECT count(*) FROM ticket t WHERE t.tenant_id = \(tenant) AND t.customer_id IN \(files)),
                (SELECT count(*) FROM ticket t WHERE t.tenant_id = \(tenant) AND t.customer_id IN \(files) AND t.open),
                (SELECT count(*) FROM house_customer r WHERE r.tenant_id = \(tenant) AND r.customer_id IN \(files)),
                (SELECT count(*) FROM house_customer r WHERE r.tenant_id = \(tenant) AND r.customer_id IN \(files)
                    AND (r.to_on IS NULL OR r.to_on >= \(today))),
                (SELECT count(*) FROM consent r WHERE r.tenant_id = \(tenant) AND r.customer_id IN \(files)),
                (SELECT count(*) FROM reveal r WHERE r.tenant_id = \(tenant) AND r.customer_id IN \(files))
            """)
    }
}

/// Takes a customer's name and values out of everything that can be changed. A job: it sees also what the person who decided may not
/// see, and nothing is left behind above somebody's level.
package enum Anonymise {
    package static let kind = "anonymiseCustomer"

    struct Payload: Codable {
        let customer: Int64
        var request: Int64?
        /// Who decided; empty for the retention rules.
        let by: String
    }

    static func job(_ customer: CustomerID, request: DataRequestID?, by name: String, now: Instant) throws -> NewJob {
        let payload = Payload(customer: customer.rawValue, request: request?.rawValue, by: name)
        return NewJob(kind: kind, payload: try EventDetail.encode(payload), runAt: now, uniqueKey: "\(kind)-\(customer)")
    }

    /// The worker's effect; a file that is anonymised already is left alone.
    /// - Throws: `unreadable` for a payload this release does not know.
    package static func run(_ tx: WriteTransaction, _ job: Job) async throws {
        guard let payload = try? EventDetail.decode(Payload.self, from: job.payload) else { throw StoreError.unreadable("job.payload") }
        let customer = CustomerID(payload.customer)
        guard let file = try await tx.fetchFirst(CustomerFile.take(customer, tenant: tx.tenant)),
            let clock = try await tx.fetchFirst(TenantRow.own(tenant: tx.tenant))
        else { return }
        let today = Day(tx.now, offsetMinutes: clock.offsetMinutes)
        let plan = try await tx.fetchFirst(AnonymisationPlan.of(customer, tenant: tx.tenant, today: today))
        if file.anonymisedAt == nil, plan?.isPossible == true {
            try await forget(customer, tx)
            tx.note(
                .customerAnonymised, file,
                ["count": String(plan?.tickets ?? 0), "reason": payload.request == nil ? "retention" : "request"])
        }
        guard let request = payload.request else { return }
        // A matter that was opened meanwhile keeps the data; then somebody has to answer again.
        let done = file.anonymisedAt != nil || plan?.isPossible == true
        try await tx.change([
            DataRequestRow.answer(DataRequestID(request), done ? .done : .received, "", by: payload.by, tenant: tx.tenant, now: tx.now)
        ])
    }

    private static func forget(_ customer: CustomerID, _ tx: WriteTransaction) async throws {
        let (files, tickets) = try await tx.fetch(
            AnonymiseStatements.files(of: customer, tenant: tx.tenant), NamedTicketRow.of(customer, tenant: tx.tenant))
        let ids = files.map(\.id)
        var statements = AnonymiseStatements.forget(ids, tenant: tx.tenant, now: tx.now)
        for ticket in tickets {
            let kept = Set(
                SearchTokens.of(
                    number: ticket.number, phoneTail: "", door: ticket.door, name: "", title: ticket.title, event: ticket.event))
            let names = files.flatMap { SearchTokens.words(of: $0.name) + SearchTokens.words(of: ticket.customerName) + [$0.phoneTail] }
            let gone = Set(names).subtracting(kept).subtracting([""])
            if !gone.isEmpty { statements.append(AnonymiseStatements.unsay(gone.sorted(), ticket.id, tenant: tx.tenant)) }
        }
        try await tx.change(statements)
    }
}

/// A file that loses its values.
struct ForgottenFile: RowDecodable {
    let id: CustomerID
    let name: String
    let phoneTail: String

    init(row: inout RowCursor) throws {
        id = try row.next()
        name = try row.next()
        phoneTail = try row.next()
    }
}

/// A ticket that names the customer.
struct NamedTicketRow: RowDecodable {
    let id: TicketID
    let number: String
    let title: String
    let event: String
    let door: String
    let customerName: String

    init(row: inout RowCursor) throws {
        id = try row.next()
        number = try row.next()
        title = try row.next()
        event = try row.next()
        door = try row.next() ?? ""
        customerName = try row.next()
    }

    static func of(_ customer: CustomerID, tenant: TenantID) -> Query<NamedTicketRow> {
        Query(
            """
            SELECT t.id, t.number, t.title, t.event, h.door, t.customer_name
            FROM customer c
            JOIN ticket t ON t.tenant_id = c.tenant_id AND t.customer_id = c.id
            LEFT JOIN house h ON h.tenant_id = t.tenant_id AND h.id = t.house_id
            WHERE c.tenant_id = \(tenant) AND (c.id = \(customer) OR c.merged_into = \(customer))
            """)
    }
}

enum AnonymiseStatements {
    static func files(of customer: CustomerID, tenant: TenantID) -> Query<ForgottenFile> {
        Query(
            """
            SELECT c.id, c.name, c.phone_tail FROM customer c
            WHERE c.tenant_id = \(tenant) AND (c.id = \(customer) OR c.merged_into = \(customer)) ORDER BY c.id
            """)
    }

    static func forget(_ files: [CustomerID], tenant: TenantID, now: Instant) -> [SQL] {
        [
            """
            UPDATE customer SET name = '', phone_sealed = NULL, phone_blind = NULL, phone_tail = '', identity_kind = NULL,
                identity_sealed = NULL, identity_blind = NULL, member_number = NULL, member_since = NULL, classification = 'ordinary',
                living = 'unknown', note = '', anonymised_at = \(now), updated_at = \(now), version = version + 1
            WHERE tenant_id = \(tenant) AND id = ANY (\(files))
            """,
            "DELETE FROM customer_contact WHERE tenant_id = \(tenant) AND customer_id = ANY (\(files))",
            "UPDATE data_request SET asked = '', answer = '' WHERE tenant_id = \(tenant) AND customer_id = ANY (\(files))",
            """
            UPDATE customer_merge SET snapshot_sealed = NULL
            WHERE tenant_id = \(tenant) AND (kept_id = ANY (\(files)) OR merged_id = ANY (\(files)))
            """,
            """
            UPDATE ticket SET customer_name = '', persons_involved = '' WHERE tenant_id = \(tenant) AND customer_id = ANY (\(files))
            """,
        ] + unwrite(files, tenant: tenant)
    }

    /// What the customers wrote in surveys, as it was and as it was masked, with the pairs of characters it is found by. What they chose stays,
    /// in every figure; a text that was noted as a problem point stays as an empty row, which the point names.
    private static func unwrite(_ files: [CustomerID], tenant: TenantID) -> [SQL] {
        let responses: SQL = """
            (SELECT r.id FROM survey_sample s JOIN survey_response r ON r.tenant_id = s.tenant_id AND r.sample_id = s.id
                WHERE s.tenant_id = \(tenant) AND s.customer_id = ANY (\(files)))
            """
        return [
            """
            DELETE FROM survey_token o USING survey_text t
            WHERE t.tenant_id = \(tenant) AND t.response_id IN \(responses) AND o.tenant_id = \(tenant) AND o.text_id = t.id
            """,
            "UPDATE survey_text SET masked = '', tags = '{}' WHERE tenant_id = \(tenant) AND response_id IN \(responses)",
            """
            DELETE FROM survey_text t WHERE t.tenant_id = \(tenant) AND t.response_id IN \(responses)
                AND NOT EXISTS (SELECT FROM survey_point k WHERE k.tenant_id = t.tenant_id AND k.text_id = t.id)
            """,
            "UPDATE survey_response SET texts = '{}' WHERE tenant_id = \(tenant) AND id IN \(responses) AND texts <> '{}'",
        ]
    }

    /// Words by which the ticket was found because of the customer, and no other.
    static func unsay(_ tokens: [String], _ ticket: TicketID, tenant: TenantID) -> SQL {
        "DELETE FROM ticket_token WHERE tenant_id = \(tenant) AND ticket_id = \(ticket) AND token = ANY (\(tokens))"
    }
}
