package import Domain
package import Postgres
internal import Secrets

/// A row of an export, with the values as they are; words are put to them where words are.
package enum ExportRow: Sendable {
    case ticket(TicketListRow)
    case house(ExportHouse)
    case owner(ExportOwner)
    case person(ExportPerson)
    case audit(AuditRow)
}

package struct ExportHouse: RowDecodable, Sendable {
    package let id: HouseID
    package let project: String
    package let building: String
    package let entrance: String
    package let storey: String
    package let room: String
    package let usage: HouseUsage
    package let area: FloorArea?
    package let innerArea: FloorArea?
    package let houseType: String
    package let handedOverOn: Day?

    package init(row: inout RowCursor) throws {
        id = try row.next()
        project = try row.next()
        building = try row.next()
        entrance = try row.next()
        storey = try row.next()
        room = try row.next()
        usage = try row.next()
        area = try row.next()
        innerArea = try row.next()
        houseType = try row.next()
        handedOverOn = try row.next()
    }

    static func page(_ viewpoint: UnitRef, today: Day, after: Int64) -> Query<ExportHouse> {
        Query(
            """
            SELECT h.id, u.name, b.name, h.entrance, h.storey, h.room, h.usage, h.area, h.inner_area, h.house_type, h.handed_over_on
            FROM house h
            JOIN building b ON b.tenant_id = h.tenant_id AND b.id = h.building_id
            JOIN org_unit u ON u.tenant_id = h.tenant_id AND u.id = h.project_id
            WHERE h.tenant_id = \(viewpoint.tenant) AND h.id > \(after)\(viewpoint.placeTerm(.house, tenant: viewpoint.tenant, today: today))
            ORDER BY h.id LIMIT 1000
            """)
    }

    static func count(_ viewpoint: UnitRef, today: Day, most: Int) -> Query<Single<Int>> {
        Query(
            """
            SELECT count(*) FROM (SELECT 1 FROM house h
                WHERE h.tenant_id = \(viewpoint.tenant)\(viewpoint.placeTerm(.house, tenant: viewpoint.tenant, today: today)) LIMIT \(most)) counted
            """)
    }
}

package struct ExportOwner: RowDecodable, Sendable {
    package let id: Int64
    package let project: String
    package let house: String
    package let name: String
    let customer: CustomerID
    let sealedPhone: [UInt8]?
    let sealedIdentity: [UInt8]?
    /// In the clear, once they were opened for an export that may have them; empty before.
    package internal(set) var phone = ""
    package internal(set) var identity = ""
    package let identityKind: IdentityKind?
    package let relation: CustomerRelation
    package let from: Day
    package let to: Day?

    package init(row: inout RowCursor) throws {
        id = try row.next()
        project = try row.next()
        house = try row.next()
        name = try row.next()
        customer = try row.next()
        sealedPhone = try row.next()
        sealedIdentity = try row.next()
        identityKind = try row.next()
        relation = try row.next()
        from = try row.next()
        to = try row.next()
    }

    /// Former owners' files only for who may open them (004).
    private static func source(_ viewpoint: UnitRef, today: Day, former: Bool) -> SQL {
        let closed: SQL = former ? .empty : " AND c.state NOT IN ('formerOwner', 'returnedUnit', 'dropped') AND r.household = h.household"
        return """
            FROM customer c
                JOIN house_customer r ON r.tenant_id = c.tenant_id AND r.customer_id = c.id
                JOIN house h ON h.tenant_id = r.tenant_id AND h.id = r.house_id
                JOIN org_unit u ON u.tenant_id = c.tenant_id AND u.id = c.project_id
            WHERE c.tenant_id = \(viewpoint.tenant)\(viewpoint.placeTerm(.customer, tenant: viewpoint.tenant, today: today))
                AND c.merged_into IS NULL\(closed)
            """
    }

    static func page(_ viewpoint: UnitRef, today: Day, former: Bool, after: Int64) -> Query<ExportOwner> {
        Query(
            """
            SELECT r.id, u.name, h.label, c.name, c.id, c.phone_sealed, c.identity_sealed, c.identity_kind, r.relation, r.from_on, r.to_on
            \(source(viewpoint, today: today, former: former))
                AND r.id > \(after) ORDER BY r.id LIMIT 1000
            """)
    }

    static func count(_ viewpoint: UnitRef, today: Day, former: Bool, most: Int) -> Query<Single<Int>> {
        Query("SELECT count(*) FROM (SELECT 1 \(source(viewpoint, today: today, former: former)) LIMIT \(most)) counted")
    }
}

package struct ExportPerson: RowDecodable, Sendable {
    package let id: PostID
    package let account: String
    package let name: String
    package let unit: String
    package let roleKey: String
    package let roleName: String
    package let roleNameEnglish: String
    package let title: String
    package let from: Day
    package let to: Day?

    package init(row: inout RowCursor) throws {
        id = try row.next()
        account = try row.next()
        name = try row.next()
        unit = try row.next()
        roleKey = try row.next()
        roleName = try row.next()
        roleNameEnglish = try row.next()
        title = try row.next()
        from = try row.next()
        to = try row.next()
    }

    static func page(_ viewpoint: UnitRef, after: Int64) -> Query<ExportPerson> {
        Query(
            """
            SELECT q.id, p.account, p.name, u.name, r.key, r.name, r.name_en, q.title, q.from_on, q.to_on
            FROM post q
            JOIN person p ON p.tenant_id = q.tenant_id AND p.id = q.person_id
            JOIN role r ON r.tenant_id = q.tenant_id AND r.id = q.role_id
            JOIN org_unit u ON u.tenant_id = q.tenant_id AND u.id = q.unit_id
            WHERE q.tenant_id = \(viewpoint.tenant) AND q.id > \(after) AND \(viewpoint.covering(splice: .q))
            ORDER BY q.id LIMIT 1000
            """)
    }

    static func count(_ viewpoint: UnitRef, most: Int) -> Query<Single<Int>> {
        Query(
            """
            SELECT count(*) FROM (SELECT 1 FROM post q WHERE q.tenant_id = \(viewpoint.tenant) AND \(viewpoint.covering(splice: .q)) LIMIT \(most)) counted
            """)
    }
}

extension AuditQueries {
    /// A thousand lines behind one, oldest first, up to the moment the export was asked for: it writes lines itself.
    static func exportPage(_ viewpoint: UnitRef, after cursor: AuditCursor?, until end: Instant) -> Query<AuditRow> {
        let younger: SQL = cursor.map { " AND (a.at, a.chain, a.seq) > (\($0.at), \($0.chain), \($0.seq))" } ?? .empty
        return Query(
            """
            SELECT \(AuditRow.columns) WHERE a.tenant_id = \(viewpoint.tenant)\(place(viewpoint)) AND a.at <= \(end)\(younger)
            ORDER BY a.at, a.chain, a.seq LIMIT 1000
            """)
    }

    static func exportCount(_ viewpoint: UnitRef, most: Int) -> Query<Single<Int>> {
        Query(
            """
            SELECT count(*) FROM (SELECT 1 FROM audit_event a WHERE a.tenant_id = \(viewpoint.tenant)\(place(viewpoint)) LIMIT \(most)) counted
            """)
    }
}

extension TicketScope {
    /// A thousand tickets behind one, in the order they were recorded.
    func exportPage(after: Int64) -> Query<TicketListRow> {
        Query(
            """
            SELECT \(TicketListRow.columns) FROM ticket t WHERE t.tenant_id = \(tenant)\(terms) AND t.id > \(after) ORDER BY t.id LIMIT 1000
            """)
    }

    func exportCount(most: Int) -> Query<Single<Int>> {
        Query("SELECT count(*) FROM (SELECT 1 FROM ticket t WHERE t.tenant_id = \(tenant)\(terms) LIMIT \(most)) counted")
    }
}

extension WriteTransaction {
    /// How many rows match now, counted up to one more than may leave without a second person.
    func exportCount(_ subject: ExportSubject, filter: TicketFilter?, limit: Int) async throws -> Int {
        guard let viewpoint else { throw StoreError.notFound }
        switch subject {
        case .houses: return try await fetchFirst(ExportHouse.count(viewpoint, today: try today, most: limit + 1))?.value ?? 0
        case .owners:
            return try await fetchFirst(ExportOwner.count(viewpoint, today: try today, former: seesFormer(viewpoint), most: limit + 1))?
                .value ?? 0
        case .people: return try await fetchFirst(ExportPerson.count(viewpoint, most: limit + 1))?.value ?? 0
        case .tickets:
            return try await seeing { sight in
                try await fetchFirst(scope(filter ?? .open, viewpoint, sight).exportCount(most: limit + 1))?.value ?? 0
            }
        case .audit: return try await fetchFirst(AuditQueries.exportCount(viewpoint, most: limit + 1))?.value ?? 0
        }
    }

    /// The page behind the run's key, in the scope of whoever acts.
    func exportPage(_ run: ExportRun) async throws -> ExportBatch {
        guard let viewpoint else { throw StoreError.notFound }
        let after = Int64(run.cursorKey) ?? 0
        switch run.subject {
        case .houses:
            let rows = try await fetch(ExportHouse.page(viewpoint, today: try today, after: after))
            return ExportBatch(rows: rows.map(ExportRow.house), key: rows.last?.id.description ?? "")
        case .owners:
            let page = ExportOwner.page(viewpoint, today: try today, former: try seesFormer(viewpoint), after: after)
            let rows = try await fetch(page).map { try open($0, for: run.columns) }
            return ExportBatch(rows: rows.map(ExportRow.owner), key: rows.last.map { String($0.id) } ?? "")
        case .people:
            let rows = try await fetch(ExportPerson.page(viewpoint, after: after))
            return ExportBatch(rows: rows.map(ExportRow.person), key: rows.last?.id.description ?? "")
        case .tickets:
            let rows = try await seeing { sight in
                try await fetch(scope(TicketFilter(text: run.filter), viewpoint, sight).exportPage(after: after))
            }
            return ExportBatch(rows: rows.map(ExportRow.ticket), key: rows.last?.id.description ?? "")
        case .audit:
            let cursor = AuditCursor(text: run.cursorKey)
            let rows = try await fetch(AuditQueries.exportPage(viewpoint, after: cursor, until: run.createdAt))
            let key = rows.last.map { AuditCursor(at: $0.at, chain: $0.chain, seq: $0.seq).text }
            return ExportBatch(rows: rows.map(ExportRow.audit), key: key ?? "")
        }
    }

    private func seesFormer(_ viewpoint: UnitRef) throws -> Bool { try actor.covers(viewpoint, with: .customerFormer) }

    /// Opens what the columns show and no more.
    private func open(_ row: ExportOwner, for columns: [ExportColumn]) throws -> ExportOwner {
        var row = row
        if columns.contains(.ownerPhone), let sealed = row.sealedPhone {
            row.phone = try sealer.phone(sealed, of: row.customer, tenant: tenant)?.digits ?? ""
        }
        if columns.contains(.ownerIdentity), let sealed = row.sealedIdentity {
            row.identity = try sealer.open(sealed, .customerIdentity, tenant: tenant, row: row.customer.rawValue)
        }
        return row
    }

    private func scope(_ filter: TicketFilter, _ viewpoint: UnitRef, _ sight: TicketSight) throws -> TicketScope {
        TicketScope(tenant: tenant, viewpoint: viewpoint, filter: filter, sight: sight, now: now, offset: try offsetMinutes)
    }
}
