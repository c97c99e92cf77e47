internal import Domain
internal import Postgres
internal import Secrets

/// An open ticket as it is taken to be carried into other hands.
struct CarriedTicket: RowDecodable {
    let id: TicketID
    let company: UnitID
    let project: UnitID
    let vendor: UnitID?
    let line: Line
    let floor: Int
    let version: Int
    let state: ComplaintState
    let hands: TicketHands
    let holderName: String
    let handlerName: String
    let headHash: [UInt8]
    let number: String

    init(row: inout RowCursor) throws {
        id = try row.next()
        company = try row.next()
        project = try row.next()
        vendor = try row.next()
        line = try row.next()
        floor = try row.next()
        version = try row.next()
        state = try row.next()
        hands = TicketHands(
            owner: try row.next(), holder: try row.next(), executing: try row.next(), handler: try row.next(), executor: try row.next())
        holderName = try row.next()
        handlerName = try row.next()
        headHash = try row.next()
        number = try row.next()
    }

    private static let selection: SQL = """
        SELECT t.id, t.company_id, t.project_id, t.vendor_id, t.line, t.floor, t.version, t.state, t.owner_unit_id, t.holder_unit_id,
            t.executing_unit_id, t.handler_id, t.executor_id, t.holder_unit_name, t.handler_name, t.head_hash, t.number
        FROM ticket t
        """

    /// Open ones of a project that are another company's; nobody else takes a step on them before this transaction ends.
    static func strayed(project: UnitID, from company: UnitID, tenant: TenantID) -> Query<CarriedTicket> {
        Query(
            """
            \(selection) WHERE t.tenant_id = \(tenant) AND t.project_id = \(project) AND t.open AND t.company_id <> \(company)
            ORDER BY t.id FOR UPDATE
            """)
    }

    /// Open ones of a project in a vendor's sight.
    static func seen(by vendor: UnitID, at project: UnitID, tenant: TenantID) -> Query<CarriedTicket> {
        Query(
            """
            \(selection) WHERE t.tenant_id = \(tenant) AND t.project_id = \(project) AND t.vendor_id = \(vendor) AND t.open
            ORDER BY t.id FOR UPDATE
            """)
    }
}

extension WriteTransaction {
    /// For a job that goes through everything of a project or a month: the limits of a page are not meant for it.
    func takeTime() async throws {
        try await change(CarryStatements.patience)
    }
}

/// Where a ticket stands after it was carried.
struct CarriedPlace {
    let company: UnitID
    let vendor: UnitID?
    let line: Line
}

/// Carries open tickets: their own row, one line in the log of each, and what hangs on them.
struct TicketCarrier {
    static let batch = 200

    let carrying: TicketCarrying
    let action: ComplaintAction
    let person: PersonID
    let name: String
    /// Names of units as they are now.
    let names: [UnitID: String]

    init(carrying: TicketCarrying, action: ComplaintAction, by person: PersonID, named name: String, names: [UnitID: String]) {
        self.carrying = carrying
        self.action = action
        self.person = person
        self.name = name
        self.names = names
    }

    func carry(
        _ tickets: [CarriedTicket], _ tx: WriteTransaction, to place: (CarriedTicket) -> CarriedPlace,
        detail: (CarriedTicket) -> [String: String]
    ) async throws {
        var rest = tickets[...]
        while !rest.isEmpty {
            let batch = rest.prefix(Self.batch)
            var statements: [SQL] = []
            for ticket in batch { statements += try step(ticket, to: place(ticket), detail: detail(ticket), tx) }
            let pairs = carrying.units.sorted { $0.key < $1.key }
            statements.append(
                CarryStatements.children(
                    of: batch.map(\.id), from: pairs.map(\.key), to: pairs.map(\.value), tenant: tx.tenant, now: tx.now))
            statements.append(FileStatements.follow(batch.map(\.id), tenant: tx.tenant))
            try await tx.change(statements)
            rest = rest.dropFirst(Self.batch)
        }
    }

    private func step(_ ticket: CarriedTicket, to place: CarriedPlace, detail: [String: String], _ tx: WriteTransaction) throws -> [SQL] {
        let hands = carrying.carried(ticket.hands)
        let holderName = hands.holder == ticket.hands.holder ? ticket.holderName : names[hands.holder] ?? ""
        let entry = TimelineEntry(
            ticket: ticket.id, seq: ticket.version + 1, at: tx.now, action: action.code, stateFrom: ticket.state.code,
            stateTo: ticket.state.code, actor: person, actorName: name, actorPost: "", fromUnit: ticket.hands.holder,
            fromUnitName: ticket.holderName, toUnit: hands.holder, toUnitName: holderName, toPersonName: "", text: "", detail: detail)
        let hash = entry.hash(after: ticket.headHash, digest: Secrets.digest)
        let scope = ChildScope(
            tenant: tx.tenant, ticket: ticket.id, company: place.company, project: ticket.project, vendor: place.vendor,
            floor: ticket.floor)
        tx.auditStep(entry, hash: hash, number: ticket.number, in: scope)
        return [
            CarryStatements.ticket(
                ticket.id, version: ticket.version, to: place, hands, holderName: holderName,
                handlerName: hands.handler == nil ? "" : ticket.handlerName, hash: hash, tenant: tx.tenant, now: tx.now),
            try scope.insert(entry, previous: ticket.headHash, hash: hash),
        ]
    }
}

enum CarryStatements {
    static let patience: [SQL] = ["SET LOCAL statement_timeout = '10min'", "SET LOCAL lock_timeout = '1min'"]

    static func ticket(
        _ ticket: TicketID, version: Int, to place: CarriedPlace, _ hands: TicketHands, holderName: String, handlerName: String,
        hash: [UInt8], tenant: TenantID, now: Instant
    ) -> SQL {
        """
        UPDATE ticket SET company_id = \(place.company), vendor_id = \(place.vendor), line = \(place.line), version = version + 1,
            owner_unit_id = \(hands.owner), holder_unit_id = \(hands.holder), holder_unit_name = \(holderName),
            handler_id = \(hands.handler), handler_name = \(handlerName),
            executing_unit_id = \(hands.executing), executor_id = \(hands.executor), updated_at = \(now), head_hash = \(hash)
        WHERE tenant_id = \(tenant) AND id = \(ticket) AND version = \(version)
        """
    }

    static func children(of tickets: [TicketID], from: [UnitID], to: [UnitID], tenant: TenantID, now: Instant) -> SQL {
        "SELECT app.carry_tickets(\(tenant), \(tickets), \(from), \(to), \(now))"
    }
}
