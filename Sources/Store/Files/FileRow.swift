package import Domain
package import Postgres

/// A file as the database knows it.
package struct FileRow: RowDecodable, Identifiable, Hashable {
    package let id: FileID
    package let name: String
    package let kind: FileKind
    package let bytes: Int64
    package let digest: [UInt8]
    package let width: Int
    package let height: Int
    package let thumbBytes: Int
    package let person: PersonID
    package let personName: String
    package let createdAt: Instant
    /// Nil while it is only held by whoever brought it.
    package let subject: FileSubject?
    package let fault: FileHealth?
    package let removedAt: Instant?
    package let removedByName: String
    package let removeReason: String

    package init(row: inout RowCursor) throws {
        id = try row.next()
        name = try row.next()
        kind = try row.next()
        bytes = try row.next()
        digest = try row.next()
        width = try row.next()
        height = try row.next()
        thumbBytes = try row.next()
        person = try row.next()
        personName = try row.next()
        createdAt = try row.next()
        let (ticket, action): (TicketID?, CorrectiveActionID?) = (try row.next(), try row.next())
        let (check, inspection): (CheckID?, InspectionID?) = (try row.next(), try row.next())
        let (contract, rectification): (ContractID?, RectificationID?) = (try row.next(), try row.next())
        let (appeal, card): (AppealID?, CardID?) = (try row.next(), try row.next())
        let seen = check.flatMap { check in inspection.map { FileSubject.check(check, of: $0) } }
        let appealed = appeal.flatMap { appeal in card.map { FileSubject.appeal(appeal, of: $0) } }
        subject =
            ticket.map(FileSubject.ticket) ?? action.map(FileSubject.correctiveAction) ?? seen ?? contract.map(FileSubject.contract)
            ?? rectification.map(FileSubject.rectification) ?? appealed
        fault = try row.next()
        removedAt = try row.next()
        removedByName = try row.next()
        removeReason = try row.next()
    }

    package var hasThumb: Bool { thumbBytes > 0 }

    private static let selection: SQL = """
        SELECT f.id, f.name, f.kind, f.bytes, f.digest, f.width, f.height, f.thumb_bytes, f.person_id, f.person_name, f.created_at,
            f.ticket_id, f.action_id, f.check_id, f.inspection_id, f.contract_id, f.rectification_id, f.appeal_id, f.card_id, f.fault, f.removed_at,
            f.removed_by_name, f.remove_reason
        FROM file f
        """

    /// Everything that hangs on a row, in the order it was hung; what was removed too, as a line without content.
    package static func of(_ subject: FileSubject, tenant: TenantID) -> Query<FileRow> {
        Query("\(selection) WHERE f.tenant_id = \(tenant) AND f.\(subject.term) ORDER BY f.id LIMIT 100")
    }

    /// All photos of a round.
    static func of(_ inspection: InspectionID, tenant: TenantID) -> Query<FileRow> {
        Query(
            """
            \(selection) WHERE f.tenant_id = \(tenant) AND f.inspection_id = \(inspection) AND f.removed_at IS NULL ORDER BY f.id LIMIT 5000
            """)
    }

    /// What hangs on the appeals of a card.
    static func of(_ card: CardID, tenant: TenantID) -> Query<FileRow> {
        Query("\(selection) WHERE f.tenant_id = \(tenant) AND f.card_id = \(card) ORDER BY f.id LIMIT 900")
    }

    static func find(_ id: FileID, tenant: TenantID) -> Query<FileRow> {
        Query("\(selection) WHERE f.tenant_id = \(tenant) AND f.id = \(id)")
    }

    /// Those of the ids that the person holds.
    static func held(_ ids: [FileID], by person: PersonID, tenant: TenantID) -> Query<FileRow> {
        Query(
            """
            \(selection) WHERE f.tenant_id = \(tenant) AND f.id = ANY (\(ids)) AND f.sight = 'person' AND f.person_id = \(person)
            ORDER BY f.id
            """)
    }
}

extension FileKind: BindValue, ColumnValue {}
extension FileHealth: BindValue, ColumnValue {}

extension FileSubject {
    /// The column that names the row, and the row.
    var term: SQL {
        switch self {
        case .ticket(let id): "ticket_id = \(id)"
        case .correctiveAction(let id): "action_id = \(id)"
        case .check(let id, _): "check_id = \(id)"
        case .contract(let id): "contract_id = \(id)"
        case .appeal(let id, _): "appeal_id = \(id)"
        case .rectification(let id): "rectification_id = \(id)"
        }
    }

    /// What is written to the file's row.
    var columns: SQL {
        switch self {
        case .check(let id, let inspection): "check_id = \(id), inspection_id = \(inspection)"
        case .appeal(let id, let card): "appeal_id = \(id), card_id = \(card)"
        case .ticket, .correctiveAction, .contract, .rectification: term
        }
    }

    /// The kind of the table it hangs on (`sql/table-kinds.txt`).
    var sight: String {
        switch self {
        case .ticket: "ticket"
        case .correctiveAction, .contract: "unit"
        case .check: "inspection"
        case .appeal, .rectification: "scorecard"
        }
    }
}

/// The row a file is hung on, with the columns its policy looks at.
package struct FilePlace: Hashable, Sendable {
    package let subject: FileSubject
    package let unit: UnitID?
    package let company: UnitID?
    package let project: UnitID?
    package let vendor: UnitID?
    /// Of a ticket: the lowest level that may see it.
    package let floor: Int?
    /// Of an inspection, an appeal or an order: whether who is judged sees it.
    package let released: Bool
    /// For the audit trail: a number, a code, never a customer's name.
    package let label: AuditObject

    package init(
        _ subject: FileSubject, unit: UnitID? = nil, company: UnitID?, project: UnitID?, vendor: UnitID?, floor: Int? = nil,
        released: Bool = false, label: AuditObject
    ) {
        self.subject = subject
        self.unit = unit
        self.company = company
        self.project = project
        self.vendor = vendor
        self.floor = floor
        self.released = released
        self.label = label
    }
}

enum FileStatements {
    static func hold(_ file: TakenFile, by actor: Actor, tenant: TenantID, now: Instant) -> Query<Single<FileID>> {
        Query(
            """
            INSERT INTO file (tenant_id, person_id, person_name, name, kind, bytes, digest, width, height, thumb_bytes, created_at)
            VALUES (\(tenant), \(actor.person), \(actor.name), \(file.name), \(file.kind), \(file.content.bytes), \(file.content.digest),
                \(Int32(file.width)), \(Int32(file.height)), \(Int32(file.content.thumbBytes)), \(now))
            RETURNING id
            """)
    }

    /// What the person brought since a moment.
    static func brought(by person: PersonID, since moment: Instant, tenant: TenantID) -> Query<Single<Int64>> {
        Query(
            """
            SELECT coalesce(sum(bytes), 0)::bigint FROM file
            WHERE tenant_id = \(tenant) AND person_id = \(person) AND created_at >= \(moment)
            """)
    }

    /// How many show what was mended, those since a moment only.
    static func hung(on order: RectificationID, since moment: Instant?, tenant: TenantID) -> Query<Single<Int>> {
        let later: SQL = moment.map { " AND hung_at > \($0)" } ?? .empty
        return Query(
            "SELECT count(*) FROM file WHERE tenant_id = \(tenant) AND rectification_id = \(order) AND removed_at IS NULL\(later)")
    }

    static func places(of subject: FileSubject, tenant: TenantID) -> Query<Single<Int16>> {
        Query("SELECT place FROM file WHERE tenant_id = \(tenant) AND \(subject.term) AND place IS NOT NULL ORDER BY place")
    }

    /// One row when the person holds it.
    static func hang(_ id: FileID, on target: FilePlace, place: Int, by person: PersonID, tenant: TenantID, now: Instant) -> SQL {
        """
        UPDATE file SET sight = \(target.subject.sight), unit_id = \(target.unit), company_id = \(target.company),
            project_id = \(target.project), vendor_id = \(target.vendor), floor = \(target.floor.map { Int16(clamping: $0) }),
            place = \(Int16(clamping: place)), hung_at = \(now), released = \(target.released),
            \(target.subject.columns)
        WHERE tenant_id = \(tenant) AND id = \(id) AND sight = 'person' AND person_id = \(person)
        """
    }

    static func remove(_ id: FileID, by actor: Actor, reason: String, tenant: TenantID, now: Instant) -> SQL {
        """
        UPDATE file SET removed_at = \(now), removed_by_name = \(actor.name), remove_reason = \(reason), place = NULL, fault = NULL
        WHERE tenant_id = \(tenant) AND id = \(id) AND removed_at IS NULL
        """
    }

    /// Files on tickets of a project are where their tickets are.
    static func stay(project: UnitID, tenant: TenantID) -> SQL {
        """
        UPDATE file SET company_id = t.company_id FROM ticket t
        WHERE file.tenant_id = \(tenant) AND file.project_id = \(project) AND file.ticket_id IS NOT NULL AND t.tenant_id = file.tenant_id
            AND t.id = file.ticket_id AND file.company_id <> t.company_id
        """
    }

    /// Files of carried tickets follow the vendor that sees the ticket now.
    static func follow(_ tickets: [TicketID], tenant: TenantID) -> SQL {
        """
        UPDATE file SET vendor_id = t.vendor_id, company_id = t.company_id FROM ticket t
        WHERE file.tenant_id = \(tenant) AND file.ticket_id = ANY (\(tickets)) AND t.tenant_id = file.tenant_id AND t.id = file.ticket_id
            AND (file.vendor_id IS DISTINCT FROM t.vendor_id OR file.company_id <> t.company_id)
        """
    }
}
