package import Domain
internal import Postgres

/// Carries a planned move out: the project, and by rule everything below it, is the new company's from this transaction on. Readers see
/// all of it or nothing; a worker that dies leaves nothing and another one does it again.
package enum MoveProject {
    package static let kind = "moveProject"

    struct Payload: Codable {
        let move: Int64
    }

    /// The worker's effect. Nothing happens for a move that was called off or is done.
    /// - Throws: `unreadable` for a payload this release does not know.
    package static func run(_ tx: WriteTransaction, _ job: Job) async throws {
        guard let payload = try? EventDetail.decode(Payload.self, from: job.payload) else { throw StoreError.unreadable("job.payload") }
        let (moves, tenants) = try await tx.fetch(
            MoveRow.take(MoveID(payload.move), tenant: tx.tenant), TenantRow.own(tenant: tx.tenant))
        guard let move = moves.first, move.isPlanned, let tenant = tenants.first else { return }
        let today = Day(tx.now, offsetMinutes: tenant.offsetMinutes)
        try await tx.takeTime()
        // Whoever records a matter at the project holds its row until the end: it is there now, or it will see the new company.
        _ = try await tx.fetch(UnitStatements.lock(tenant: tx.tenant, move.project))
        let following = FollowProject(project: move.project, by: move.plannedBy, named: move.plannedByName)
        let moved = try await following.run(tx, to: move.to, today: today)
        try await tx.change(
            [
                MoveRow.done(move.id, tickets: moved.tickets, houses: moved.houses, tenant: tx.tenant, now: tx.now)
            ] + MoveStatements.admit(move.to, whereRead: move.project, tenant: tx.tenant))
        if let unit = try await tx.fetchFirst(UnitRow.one(tenant: tx.tenant, move.project))?.unit {
            tx.audit(
                .projectMoved, .unit(unit.id, label: unit.code), at: unit,
                ["tickets": String(moved.tickets), "houses": String(moved.houses), "by": move.plannedByName])
        }
        // Once more a little later, for whatever was being written with the old company in mind.
        try await following.enqueue(tx, at: tx.now + .minutes(2))
    }
}

/// Everything below a project follows the company the project belongs to. Running it again changes nothing.
package struct FollowProject: Sendable {
    package static let kind = "followProject"

    struct Payload: Codable {
        let project: Int64
        let person: Int64
        let name: String
    }

    struct Moved {
        let tickets: Int
        let houses: Int
    }

    let project: UnitID
    let person: PersonID
    let name: String

    init(project: UnitID, by person: PersonID, named name: String) {
        self.project = project
        self.person = person
        self.name = name
    }

    /// The worker's effect after a move, and after an old matter of the project was reopened.
    /// - Throws: `unreadable` for a payload this release does not know.
    package static func run(_ tx: WriteTransaction, _ job: Job) async throws {
        guard let payload = try? EventDetail.decode(Payload.self, from: job.payload) else { throw StoreError.unreadable("job.payload") }
        let project = UnitID(payload.project)
        try await tx.takeTime()
        let (_, units, tenants) = try await tx.fetch(
            UnitStatements.lock(tenant: tx.tenant, project), UnitCard.one(tenant: tx.tenant, project), TenantRow.own(tenant: tx.tenant))
        guard let company = units.first?.unit.company, let tenant = tenants.first else { return }
        let following = FollowProject(project: project, by: PersonID(payload.person), named: payload.name)
        _ = try await following.run(tx, to: company, today: Day(tx.now, offsetMinutes: tenant.offsetMinutes))
    }

    func job(at moment: Instant) throws -> NewJob {
        NewJob(
            kind: Self.kind, payload: try EventDetail.encode(Payload(project: project.rawValue, person: person.rawValue, name: name)),
            runAt: moment, uniqueKey: "followProject-\(project)", priority: 40)
    }

    func enqueue(_ tx: WriteTransaction, at moment: Instant) async throws {
        try await tx.change([try job(at: moment).enqueue(tenant: tx.tenant, now: tx.now)])
    }

    func run(_ tx: WriteTransaction, to company: UnitID, today: Day) async throws -> Moved {
        let (counts, tickets, units) = try await tx.fetch(
            MoveStatements.follow(project: project, to: company, tenant: tx.tenant, today: today),
            CarriedTicket.strayed(project: project, from: company, tenant: tx.tenant), UnitRow.all(tenant: tx.tenant))
        // Closed tickets stay with the old company, and so do the files on them.
        try await tx.change([FileStatements.stay(project: project, tenant: tx.tenant)])
        let names = Dictionary(units.map { ($0.unit.id, $0.unit.name) }, uniquingKeysWith: { $1 })
        for (old, group) in Dictionary(grouping: tickets, by: \.company).sorted(by: { $0.key < $1.key }) {
            let carrier = TicketCarrier(
                carrying: .company(from: old, to: company), action: .followProject, by: person, named: name, names: names)
            try await carrier.carry(group, tx) { ticket in
                CarriedPlace(company: company, vendor: ticket.vendor, line: ticket.line)
            } detail: { _ in
                ["from": names[old] ?? "", "to": names[company] ?? ""]
            }
        }
        return Moved(tickets: tickets.count, houses: counts.first { $0.table == "house" }?.rows ?? 0)
    }
}

struct MovedCount: RowDecodable {
    let table: String
    let rows: Int

    init(row: inout RowCursor) throws {
        table = try row.next()
        rows = try row.next()
    }
}

enum MoveStatements {
    static func follow(project: UnitID, to company: UnitID, tenant: TenantID, today: Day) -> Query<MovedCount> {
        Query("SELECT table_name, moved FROM app.follow_project(\(tenant), \(project), \(company), \(today))")
    }

    /// The new company reads the agreements and hand-overs in which the project takes part; the old one keeps its copies.
    static func admit(_ company: UnitID, whereRead project: UnitID, tenant: TenantID) -> [SQL] {
        let admitted: SQL = """
            SET reader_ids = array_append(reader_ids, \(company)::bigint)
            WHERE tenant_id = \(tenant) AND \(project)::bigint = ANY (reader_ids) AND NOT \(company)::bigint = ANY (reader_ids)
            """
        return readTables(admitted)
    }

    /// A unit that is new below a party carries the agreement out too.
    static func admit(_ unit: UnitID, belowParty party: UnitID, tenant: TenantID) -> [SQL] {
        let named: SQL = """
            SELECT p.agreement_id FROM agreement_party p WHERE p.tenant_id = \(tenant) AND p.unit_id = \(party)
            """
        let admitted: SQL = """
            SET reader_ids = array_append(reader_ids, \(unit)::bigint)
            WHERE tenant_id = \(tenant) AND NOT \(unit)::bigint = ANY (reader_ids)
            """
        return [
            // The sides last: they say which agreements are meant.
            "UPDATE agreement \(admitted) AND id IN (\(named))", "UPDATE agreement_duty \(admitted) AND agreement_id IN (\(named))",
            "UPDATE agreement_check \(admitted) AND agreement_id IN (\(named))",
            "UPDATE agreement_party \(admitted) AND agreement_id IN (\(named))",
        ]
    }

    private static func readTables(_ admitted: SQL) -> [SQL] {
        [
            "UPDATE agreement \(admitted)", "UPDATE agreement_party \(admitted)", "UPDATE agreement_duty \(admitted)",
            "UPDATE agreement_check \(admitted)", "UPDATE engagement_handover \(admitted)",
        ]
    }
}
