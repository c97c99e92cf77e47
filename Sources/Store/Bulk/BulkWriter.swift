package import Domain
package import Postgres

/// Writes told complaints in batches, each one transaction, on a connection of `shouwen_owner`. A company's complaints are written in
/// order and counted by its ticket numbers, so a run that was killed knows where it stopped.
package struct BulkWriter: Sendable {
    private let connection: AdminConnection
    private let tenant: TenantID
    private let names: BulkNames

    package init(_ connection: AdminConnection, tenant: TenantID, names: BulkNames) {
        self.connection = connection
        self.tenant = tenant
        self.names = names
    }

    /// The last serial of each month ("2611") of the company; their sum is the number of complaints written.
    package func counters(of company: UnitID) async throws -> [String: Int] {
        let rows = try await connection.query(
            "SELECT month, last FROM ticket_counter WHERE tenant_id = \(tenant) AND company_id = \(company)")
        var counters: [String: Int] = [:]
        for row in rows.rows { counters[try row.get(0)] = Int(try row.get(1, as: Int32.self)) }
        return counters
    }

    /// The newest complaint of each house received after `since`: what a next one would repeat.
    package func newest(of company: UnitID, since: Instant) async throws -> [HouseID: (ticket: TicketID, at: Instant)] {
        let rows = try await connection.query(
            """
            SELECT DISTINCT ON (house_id) house_id, id, received_at FROM ticket
            WHERE tenant_id = \(tenant) AND company_id = \(company) AND received_at > \(since) AND house_id IS NOT NULL
            ORDER BY house_id, received_at DESC
            """)
        var newest: [HouseID: (ticket: TicketID, at: Instant)] = [:]
        for row in rows.rows { newest[try row.get(0)] = (try row.get(1), try row.get(2)) }
        return newest
    }

    package func ticketNumbers(_ count: Int) async throws -> [TicketID] {
        try await connection.query("SELECT nextval('ticket_id_seq') FROM generate_series(1, \(Int32(count)))").values()
    }

    package func exchangeNumbers(_ count: Int) async throws -> [ExchangeID] {
        try await connection.query("SELECT nextval('ticket_exchange_id_seq') FROM generate_series(1, \(Int32(count)))").values()
    }

    /// One transaction: the complaints, everything below them, the company's counters, and for steps after `news` the jobs that tell
    /// people about them.
    package func write(
        _ tickets: [BulkComplaint], of company: UnitID, counters: [String: Int], present: Instant, news: Instant
    ) async throws {
        let bulk = BulkTickets(tenant: tenant, tickets: tickets, present: present, news: news, names: names)
        var statements = try bulk.statements()
        statements.append(
            """
            INSERT INTO ticket_counter (tenant_id, company_id, month, last)
            SELECT \(tenant), \(company), x.* FROM unnest(\(counters.map(\.key)), \(counters.map { Int32($0.value) })) x
            ON CONFLICT (tenant_id, company_id, month) DO UPDATE SET last = excluded.last
            """)
        try await connection.execute(script: "BEGIN")
        do {
            for statement in statements { try await connection.query(statement) }
            try await connection.execute(script: "COMMIT")
        } catch {
            try? await connection.execute(script: "ROLLBACK")
            throw error
        }
    }
}
