package import Domain
package import Postgres

/// Why one kind of data is held.
package struct ConsentRow: RowDecodable, Identifiable {
    package let id: ConsentID
    package let item: DataItem
    package let ground: DataGround
    package let noticeVersion: String
    package let givenOn: Day
    package let notedByName: String
    package let withdrawnOn: Day?
    package let withdrawnByName: String

    package init(row: inout RowCursor) throws {
        id = try row.next()
        item = try row.next()
        ground = try row.next()
        noticeVersion = try row.next()
        givenOn = try row.next()
        notedByName = try row.next()
        withdrawnOn = try row.next()
        withdrawnByName = try row.next()
    }

    static func of(_ customer: CustomerID, tenant: TenantID) -> Query<ConsentRow> {
        Query(
            """
            SELECT id, item, ground, notice_version, given_on, noted_by_name, withdrawn_on, withdrawn_by_name FROM consent
            WHERE tenant_id = \(tenant) AND customer_id = \(customer) ORDER BY withdrawn_on IS NULL DESC, given_on DESC, id DESC LIMIT 50
            """)
    }

    static func insert(_ new: NewConsent, _ file: CustomerFile, by actor: Actor, tenant: TenantID, now: Instant) -> SQL {
        """
        INSERT INTO consent (tenant_id, company_id, project_id, customer_id, item, ground, notice_version, given_on, noted_by_name, noted_at)
        VALUES (\(tenant), \(file.company), \(file.project), \(file.id), \(new.item), \(new.ground), \(new.noticeVersion), \(new.givenOn),
            \(actor.name), \(now))
        """
    }

    static func withdraw(_ consent: ConsentID, of customer: CustomerID, on day: Day, by actor: Actor, tenant: TenantID) -> SQL {
        """
        UPDATE consent SET withdrawn_on = \(day), withdrawn_by_name = \(actor.name)
        WHERE tenant_id = \(tenant) AND id = \(consent) AND customer_id = \(customer) AND ground = 'consent' AND withdrawn_on IS NULL AND given_on <= \(day)
        """
    }
}

/// Fields: item, ground, noticeVersion, givenOn.
package struct NewConsent: Sendable {
    package let item: DataItem
    package let ground: DataGround
    package let noticeVersion: String
    package let givenOn: Day

    package static let names = ["item", "ground", "noticeVersion", "givenOn"]

    package static func read(_ fields: [String: String], today: Day) -> Result<NewConsent, FieldErrors> {
        var form = FormReader(fields)
        let new = NewConsent(
            item: form.word("item"), ground: form.word("ground"), noticeVersion: form.text("noticeVersion", max: 30),
            givenOn: form.day("givenOn"))
        if form.errors["givenOn"] == nil, new.givenOn > today { form.add("givenOn", .inTheFuture) }
        return form.result(new)
    }
}

/// A request about the own data, with what it is about.
package struct DataRequestRow: RowDecodable, Identifiable {
    package let id: DataRequestID
    package let customer: CustomerID
    package let customerName: String
    package let customerKind: CustomerKind
    package let projectName: String
    package let kind: DataRequestKind
    package let state: DataRequestState
    package let asked: String
    package let receivedAt: Instant
    package let dueAt: Instant
    package let receivedByName: String
    package let answer: String
    package let answeredByName: String
    package let answeredAt: Instant?

    package init(row: inout RowCursor) throws {
        id = try row.next()
        customer = try row.next()
        customerName = try row.next()
        customerKind = try row.next()
        projectName = try row.next()
        kind = try row.next()
        state = try row.next()
        asked = try row.next()
        receivedAt = try row.next()
        dueAt = try row.next()
        receivedByName = try row.next()
        answer = try row.next()
        answeredByName = try row.next()
        answeredAt = try row.next()
    }

    private static let columns: SQL = """
        SELECT r.id, r.customer_id, c.name, c.kind, u.name, r.kind, r.state, r.asked, r.received_at, r.due_at, r.received_by_name, r.answer,
            r.answered_by_name, r.answered_at
        FROM data_request r
        JOIN customer c ON c.tenant_id = r.tenant_id AND c.id = r.customer_id
        JOIN org_unit u ON u.tenant_id = r.tenant_id AND u.id = r.project_id
        """

    static func of(_ customer: CustomerID, tenant: TenantID) -> Query<DataRequestRow> {
        Query("\(columns) WHERE r.tenant_id = \(tenant) AND r.customer_id = \(customer) ORDER BY r.received_at DESC, r.id DESC LIMIT 20")
    }

    static func find(_ request: DataRequestID, tenant: TenantID, viewpoint: UnitRef, today: Day) -> Query<DataRequestRow> {
        Query(
            """
            \(columns) WHERE r.tenant_id = \(tenant) AND r.id = \(request)\(viewpoint.placeTerm(.request, tenant: tenant, today: today))
            """)
    }

    /// Open ones, the soonest due first; then the newest answered ones.
    static func at(_ viewpoint: UnitRef, open: Bool, tenant: TenantID, today: Day) -> Query<DataRequestRow> {
        let state: SQL = open ? "r.state IN ('received', 'running')" : "r.state IN ('done', 'refused')"
        let order: SQL = open ? "r.due_at, r.id" : "r.answered_at DESC, r.id DESC"
        return Query(
            """
            \(columns) WHERE r.tenant_id = \(tenant) AND \(state)\(viewpoint.placeTerm(.request, tenant: tenant, today: today))
            ORDER BY \(order) LIMIT 100
            """)
    }

    static func insert(
        _ kind: DataRequestKind, _ asked: String, _ file: CustomerFile, by actor: Actor, tenant: TenantID, now: Instant
    ) -> Query<Single<DataRequestID>> {
        Query(
            """
            INSERT INTO data_request (tenant_id, company_id, project_id, customer_id, kind, state, asked, received_at, due_at, received_by,
                received_by_name)
            VALUES (\(tenant), \(file.company), \(file.project), \(file.id), \(kind), 'received', \(asked), \(now),
                \(now + .days(kind.days)), \(actor.person), \(actor.name)) RETURNING id
            """)
    }

    static func answer(
        _ request: DataRequestID, _ state: DataRequestState, _ answer: String, by name: String, tenant: TenantID, now: Instant
    ) -> SQL {
        """
        UPDATE data_request SET state = \(state), answer = \(answer), answered_by_name = \(name),
            answered_at = CASE WHEN \(state) IN ('done', 'refused') THEN \(now) END
        WHERE tenant_id = \(tenant) AND id = \(request) AND state IN ('received', 'running')
        """
    }
}

extension WriteTransaction {
    package func add(_ consent: NewConsent, _ permit: Permit<ManageCustomer, CustomerFile>) async throws {
        try await change([ConsentRow.insert(consent, permit.thing, by: actor, tenant: tenant, now: now)])
        note(.consentNoted, permit.thing, ["field": consent.item.code, "reason": consent.ground.code])
    }

    /// - Throws: `notFound` for one that is withdrawn already.
    package func withdraw(_ consent: ConsentID, _ permit: Permit<ManageCustomer, CustomerFile>) async throws {
        let touched = try await change([
            ConsentRow.withdraw(consent, of: permit.thing.id, on: today, by: actor, tenant: tenant)
        ])
        guard touched == [1] else { throw StoreError.notFound }
        note(.consentWithdrawn, permit.thing)
    }

    /// Writes down what a customer asks; its time runs from now.
    /// - Throws: `invalid` with field `asked`.
    package func request(
        _ kind: DataRequestKind, _ asked: String, _ permit: Permit<ManageCustomer, CustomerFile>
    ) async throws -> DataRequestID {
        let text: String
        do throws(FieldProblem) {
            text = try BoundedText.parse(asked, max: 1_000, multiline: true)
        } catch {
            throw StoreError.invalid(FieldErrors("asked", error))
        }
        guard let id = try await fetchFirst(DataRequestRow.insert(kind, text, permit.thing, by: actor, tenant: tenant, now: now)) else {
            throw StoreError.closed
        }
        note(.requestReceived, permit.thing, ["kind": kind.code])
        return id.value
    }
}
