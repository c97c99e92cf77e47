package import Domain
package import Postgres

/// Something a person was told, about a ticket, a table that went in or out, or an evaluation.
package struct NoticeRow: RowDecodable, Identifiable {
    package let id: NoticeID
    package let kind: NoticeKind
    /// Nil when it is not about a ticket.
    package let ticket: TicketID?
    /// The import, export, survey wave, or round, card or order of an evaluation it is about; the kind says which.
    package let run: Int64?
    /// Nil while the person may not see the ticket: it went up and is sensitive, or the engagement ended.
    package let number: String?
    /// Empty while the person may not see the ticket (COMPLAINT-P1).
    package let subject: String
    /// The unit as whose member the person was told; the link leads there.
    package let unit: UnitID
    package let unitCode: String?
    package let at: Instant
    package let readAt: Instant?

    package init(row: inout RowCursor) throws {
        id = try row.next()
        kind = try row.next()
        ticket = try row.next()
        run = try row.next()
        number = try row.next()
        subject = try row.next()
        unit = try row.next()
        unitCode = try row.next()
        at = try row.next()
        readAt = try row.next()
    }

    private static let columns: SQL = """
        n.id, n.kind, n.ticket_id, n.run_id, t.number, CASE WHEN n.ticket_id IS NOT NULL AND t.id IS NULL THEN '' ELSE n.subject END, n.unit_id, u.code, n.at, n.read_at
        FROM notice n
        LEFT JOIN ticket t ON t.tenant_id = n.tenant_id AND t.id = n.ticket_id
        LEFT JOIN org_unit u ON u.tenant_id = n.tenant_id AND u.id = n.unit_id
        """

    private static let mine: SQL = "n.person_id = current_setting('app.person')::bigint"

    /// The newest few, for the desk.
    package static func newest(tenant: TenantID) -> Query<NoticeRow> {
        Query("SELECT \(columns) WHERE n.tenant_id = \(tenant) AND \(mine) ORDER BY n.at DESC, n.id DESC LIMIT 8")
    }

    /// A page of them; one more than it shows.
    package static func page(tenant: TenantID, after cursor: NoticeCursor?) -> Query<NoticeRow> {
        let older: SQL = cursor.map { " AND (n.at, n.id) < (\($0.at), \($0.id))" } ?? .empty
        return Query("SELECT \(columns) WHERE n.tenant_id = \(tenant) AND \(mine)\(older) ORDER BY n.at DESC, n.id DESC LIMIT 26")
    }

    /// How many are unread, counted up to 100.
    package static func unread(tenant: TenantID) -> Query<Single<Int>> {
        Query(
            """
            SELECT count(*) FROM (SELECT 1 FROM notice n WHERE n.tenant_id = \(tenant) AND \(mine) AND n.read_at IS NULL LIMIT 100) counted
            """)
    }

    static func insert(
        tenant: TenantID, person: PersonID, ticket: TicketID?, unit: UnitID, kind: String, subject: String, at: Instant, source: String
    ) -> SQL {
        """
        INSERT INTO notice (tenant_id, person_id, ticket_id, unit_id, kind, subject, at, source)
        VALUES (\(tenant), \(person), \(ticket), \(unit), \(kind), \(subject), \(at), \(source))
        ON CONFLICT (tenant_id, person_id, source) DO NOTHING
        """
    }

    /// About an import, to its person. Each kind of news once a round.
    static func insert(_ run: ImportRun, _ kind: NoticeKind, tenant: TenantID, now: Instant) -> SQL {
        insert(
            tenant: tenant, person: run.person, run: run.id.rawValue, unit: run.unit, kind: kind, subject: run.fileName, at: now,
            source: "import-\(run.id)-\(run.round)-\(kind.rawValue)")
    }

    /// About an export, to its person or to somebody who may let it go.
    static func insert(_ run: ExportRun, _ kind: NoticeKind, to person: PersonID, tenant: TenantID, now: Instant) -> SQL {
        insert(
            tenant: tenant, person: person, run: run.id.rawValue, unit: run.unit, kind: kind, subject: run.number, at: now,
            source: "export-\(run.id)-\(kind.rawValue)")
    }

    static func insert(
        tenant: TenantID, person: PersonID, run: Int64, unit: UnitID, kind: NoticeKind, subject: String, at: Instant, source: String
    ) -> SQL {
        """
        INSERT INTO notice (tenant_id, person_id, run_id, unit_id, kind, subject, at, source)
        VALUES (\(tenant), \(person), \(run), \(unit), \(kind.rawValue), \(subject), \(at), \(source))
        ON CONFLICT (tenant_id, person_id, source) DO NOTHING
        """
    }

    static func markRead(upTo newest: NoticeID, tenant: TenantID, now: Instant) -> SQL {
        """
        UPDATE notice SET read_at = \(now)
        WHERE tenant_id = \(tenant) AND person_id = current_setting('app.person')::bigint AND read_at IS NULL AND id <= \(newest)
        """
    }
}

/// Where an older page begins.
package struct NoticeCursor: Hashable, Sendable {
    package let at: Instant
    package let id: NoticeID

    package init(at: Instant, id: NoticeID) {
        self.at = at
        self.id = id
    }

    /// "1763800000000000~42", for the query of a path.
    package var text: String { "\(at.microseconds)~\(id)" }

    package init?(text: String) {
        let parts = text.split(separator: "~", omittingEmptySubsequences: false)
        guard parts.count == 2, let time = Int64(parts[0]), (0...253_402_300_799_000_000).contains(time), let id = NoticeID(text: parts[1])
        else { return nil }
        self.init(at: Instant(microseconds: time), id: id)
    }
}

/// One page of a person's notices, newest first.
package struct NoticeList: Sendable {
    package let rows: [NoticeRow]
    package let next: NoticeCursor?
    package let unread: Int
    /// Marking read goes up to here, so that what comes meanwhile stays unread.
    package let newest: NoticeID?
}

extension Transaction {
    package func notices(after cursor: NoticeCursor? = nil) async throws -> NoticeList {
        let (found, unread) = try await fetch(NoticeRow.page(tenant: tenant, after: cursor), NoticeRow.unread(tenant: tenant))
        let rows = Array(found.prefix(25))
        let next = found.count > 25 ? rows.last.map { NoticeCursor(at: $0.at, id: $0.id) } : nil
        return NoticeList(rows: rows, next: next, unread: unread.first?.value ?? 0, newest: rows.map(\.id).max())
    }
}

extension WriteTransaction {
    /// Marks the person's own notices read, up to and including the newest one that was on the page.
    package func markNoticesRead(upTo newest: NoticeID) async throws {
        try await change([NoticeRow.markRead(upTo: newest, tenant: tenant, now: now)])
    }
}
