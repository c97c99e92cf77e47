internal import Domain
internal import Postgres

/// Tells people what a step means for them: units are expanded to who holds a post there today and may see the ticket.
package enum DeliverNotices {
    package static let kind = "deliverNotices"

    struct Payload: Codable {
        let ticket: Int64
        /// Names the cause, so that the same cause is told once: "event-7", "breach-31".
        let cause: String
        let subject: String
        /// When it happened, in microseconds since 1970.
        let at: Int64
        let notices: [Item]
    }

    struct Item: Codable {
        let kind: String
        var unit: Int64?
        var person: Int64?
    }

    /// Nil when nobody is to be told.
    static func job(_ outcome: Outcome, ticket: TicketID, subject: String) throws -> NewJob? {
        try job(outcome.notices, ticket: ticket, cause: "event-\(outcome.facts.version)", subject: subject, at: outcome.event.at)
    }

    static func job(_ notices: [Notice], ticket: TicketID, cause: String, subject: String, at: Instant) throws -> NewJob? {
        guard !notices.isEmpty else { return nil }
        let items = notices.map { notice in
            switch notice.to {
            case .unit(let unit): Item(kind: notice.kind.code, unit: unit.rawValue)
            case .person(let person): Item(kind: notice.kind.code, person: person.rawValue)
            }
        }
        let payload = Payload(ticket: ticket.rawValue, cause: cause, subject: subject, at: at.microseconds, notices: items)
        return NewJob(kind: kind, payload: try EventDetail.encode(payload), runAt: at)
    }

    /// The worker's effect. Twice is once: the source of a notice is unique for a person.
    /// - Throws: `unreadable` for a payload this release does not know.
    package static func run(_ tx: WriteTransaction, _ job: Job) async throws {
        guard let payload = try? EventDetail.decode(Payload.self, from: job.payload) else { throw StoreError.unreadable("job.payload") }
        let ticket = TicketID(payload.ticket)
        let (tickets, clocks) = try await tx.fetch(
            NoticeTicketRow.find(ticket, tenant: tx.tenant),
            Query<Single<Int>>("SELECT t.utc_offset_minutes FROM tenant t WHERE t.id = \(tx.tenant)"))
        guard let found = tickets.first, let offset = clocks.first?.value else { return }
        let people = try await tx.fetch(
            RecipientRow.of(
                units: payload.notices.compactMap { $0.unit.map { UnitID($0) } },
                persons: payload.notices.compactMap { $0.person.map { PersonID($0) } }, about: found.project,
                tenant: tx.tenant, today: Day(tx.now, offsetMinutes: offset)))
        let inserts = payload.notices.flatMap { item in
            people.filter { $0.isMeant(by: item) && found.mayBeSeen(by: $0) }.map { person in
                NoticeRow.insert(
                    tenant: tx.tenant, person: person.person, ticket: ticket, unit: person.unit, kind: item.kind,
                    subject: payload.subject, at: Instant(microseconds: payload.at),
                    source: "\(payload.ticket)-\(payload.cause)-\(item.kind)")
            }
        }
        if !inserts.isEmpty { try await tx.change(inserts) }
    }
}

/// What decides who may be told about a ticket.
struct NoticeTicketRow: RowDecodable {
    let project: UnitID
    let company: UnitID
    let vendor: UnitID?
    let floor: Int
    let sensitive: Bool
    let handler: PersonID?

    init(row: inout RowCursor) throws {
        project = try row.next()
        company = try row.next()
        vendor = try row.next()
        floor = try row.next()
        sensitive = try row.next()
        handler = try row.next()
    }

    static func find(_ ticket: TicketID, tenant: TenantID) -> Query<NoticeTicketRow> {
        Query(
            """
            SELECT t.project_id, t.company_id, t.vendor_id, t.floor, t.media OR t.litigation_threat OR t.collective, t.handler_id
            FROM ticket t WHERE t.tenant_id = \(tenant) AND t.id = \(ticket)
            """)
    }

    /// The same answer as the policy of `ticket` and `TicketSight` give.
    func mayBeSeen(by person: RecipientRow) -> Bool {
        let below = person.reach == .subtree
        let reaches: Bool =
            switch person.unitKind {
            case _ where person.reach == .tenant: true
            case .group: below
            case .company: below && person.unit == company && floor <= 2
            case .project: person.unit == project && floor <= 1
            case .vendor: below && person.unit == vendor && person.serves && floor <= 2
            case .vendorSite: person.unitVendor == vendor && person.unitProject == project && person.serves && floor <= 1
            }
        guard reaches else { return false }
        if person.seesTickets { return !sensitive || person.seesSensitive }
        return person.seesAssigned && handler == person.person
    }
}

/// A post held today by somebody who may be told.
struct RecipientRow: RowDecodable {
    let person: PersonID
    let unit: UnitID
    let unitKind: UnitKind
    let unitProject: UnitID?
    let unitVendor: UnitID?
    /// The unit's vendor serves the ticket's project today (ORG-R15).
    let serves: Bool
    let seesTickets: Bool
    let seesSensitive: Bool
    let seesAssigned: Bool
    let reach: Reach

    init(row: inout RowCursor) throws {
        person = try row.next()
        unit = try row.next()
        unitKind = try row.next()
        unitProject = try row.next()
        unitVendor = try row.next()
        serves = try row.next()
        seesTickets = try row.next()
        seesSensitive = try row.next()
        seesAssigned = try row.next()
        reach = try row.next()
    }

    func isMeant(by item: DeliverNotices.Item) -> Bool {
        item.unit == unit.rawValue && seesTickets || item.person == person.rawValue
    }

    static func of(
        units: [UnitID], persons: [PersonID], about project: UnitID, tenant: TenantID, today: Day
    ) -> Query<RecipientRow> {
        Query(
            """
            SELECT p.person_id, u.id, u.kind, u.project_id, u.vendor_id,
                EXISTS (SELECT FROM engagement e WHERE e.tenant_id = u.tenant_id AND e.vendor_id = u.vendor_id AND e.project_id = \(project)
                    AND e.from_on <= \(today) AND (e.to_on IS NULL OR e.to_on >= \(today))),
                'ticket.see' = ANY (r.permissions), 'sensitive.see' = ANY (r.permissions), 'ticket.seeAssigned' = ANY (r.permissions),
                r.reach
            FROM post p
            JOIN person n ON n.tenant_id = p.tenant_id AND n.id = p.person_id AND n.disabled_at IS NULL
            JOIN role r ON r.tenant_id = p.tenant_id AND r.id = p.role_id
            JOIN org_unit u ON u.tenant_id = p.tenant_id AND u.id = p.unit_id AND u.closed_at IS NULL
            WHERE p.tenant_id = \(tenant) AND (p.unit_id = ANY (\(units)) OR p.person_id = ANY (\(persons)))
                AND p.from_on <= \(today) AND (p.to_on IS NULL OR p.to_on >= \(today))
                AND 'notice.see' = ANY (r.permissions)
            ORDER BY p.id
            """)
    }
}
