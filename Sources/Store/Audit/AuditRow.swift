package import Domain
package import Postgres

/// A line of the trail as an auditor reads it.
package struct AuditRow: RowDecodable {
    package let chain: Int64
    package let seq: Int64
    package let at: Instant
    /// Text, since a line may be of a release that knew more.
    package let action: String
    package let actor: PersonID?
    package let actorName: String
    package let actorPost: String
    package let unitName: String?
    package let objectKind: String
    package let object: Int64?
    package let objectLabel: String
    package let detail: [String: String]

    package init(row: inout RowCursor) throws {
        chain = try row.next()
        seq = try row.next()
        at = try row.next()
        action = try row.next()
        actor = try row.next()
        actorName = try row.next()
        actorPost = try row.next()
        unitName = try row.next()
        objectKind = try row.next()
        object = try row.next()
        objectLabel = try row.next()
        detail = try EventDetail.read(try row.next())
    }

    static let columns: SQL = """
        a.chain, a.seq, a.at, a.action, a.actor_id, a.actor_name, a.actor_post, u.name, a.object_kind, a.object_id, a.object_label, a.detail
        FROM audit_event a LEFT JOIN org_unit u ON u.tenant_id = a.tenant_id AND u.id = coalesce(a.project_id, a.company_id, a.vendor_id)
        """

    static func insert(_ line: AuditEntry, previous: [UInt8], code: [UInt8]) throws -> SQL {
        """
        INSERT INTO audit_event (tenant_id, chain, seq, at, action, actor_id, actor_name, actor_post, unit_id, company_id, project_id,
            vendor_id, object_kind, object_id, object_label, detail, prev_code, code)
        VALUES (\(line.tenant), \(line.chain), \(line.seq), \(line.at), \(line.action), \(line.actor), \(line.actorName),
            \(line.actorPost), \(line.unit), \(line.company), \(line.project), \(line.vendor), \(line.objectKind),
            \(line.object), \(line.objectLabel), \(try EventDetail.text(of: line.detail)), \(previous), \(code))
        """
    }
}

/// What an auditor looks for. Every part narrows.
package struct AuditFilter: Hashable, Sendable {
    /// Of an action, what stands before the point.
    package var subject: String?
    package var actor: PersonID?
    package var object: AuditObjectKind?
    package var objectID: Int64?
    /// Days on the tenant's wall clock, both included.
    package var from: Day?
    package var to: Day?

    package init(
        subject: String? = nil, actor: PersonID? = nil, object: AuditObjectKind? = nil, objectID: Int64? = nil, from: Day? = nil,
        to: Day? = nil
    ) {
        self.subject = subject
        self.actor = actor
        self.object = object
        self.objectID = objectID
        self.from = from
        self.to = to
    }

    func terms(offsetMinutes: Int) -> SQL {
        var sql = SQL.empty
        if let subject { sql += " AND a.action = ANY (\(AuditAction.about(subject).map(\.code)))" }
        if let actor { sql += " AND a.actor_id = \(actor)" }
        if let object { sql += " AND a.object_kind = \(object.code)" }
        if let objectID { sql += " AND a.object_id = \(objectID)" }
        if let from { sql += " AND a.at >= \(Instant(from, offsetMinutes: offsetMinutes))" }
        if let to { sql += " AND a.at < \(Instant(to.adding(days: 1), offsetMinutes: offsetMinutes))" }
        return sql
    }
}

/// Where an older page begins: the last line of the page before.
package struct AuditCursor: Hashable, Sendable {
    package let at: Instant
    package let chain: Int64
    package let seq: Int64

    package init(at: Instant, chain: Int64, seq: Int64) {
        self.at = at
        self.chain = chain
        self.seq = seq
    }

    /// "1763800000000000~7~42", for the query of a path.
    package var text: String { "\(at.microseconds)~\(chain)~\(seq)" }

    package init?(text: String) {
        let parts = text.split(separator: "~", omittingEmptySubsequences: false).map { Int64($0) }
        guard parts.count == 3, let time = parts[0], let chain = parts[1], let seq = parts[2], chain >= 0, seq > 0,
            (0...253_402_300_799_000_000).contains(time)
        else { return nil }
        self.init(at: Instant(microseconds: time), chain: chain, seq: seq)
    }
}

/// One page of the trail, newest first.
package struct AuditList: Sendable {
    package let rows: [AuditRow]
    package let next: AuditCursor?
    /// The newest anchor; nil before the first.
    package let anchoredAt: Instant?

    package static let pageSize = 50
}

extension Transaction {
    /// The trail as seen from the viewpoint: a group's whole, a company's own, a project's, a vendor's.
    /// - Throws: `notFound` without a viewpoint.
    package func auditTrail(_ filter: AuditFilter = AuditFilter(), after cursor: AuditCursor? = nil) async throws -> AuditList {
        guard let viewpoint else { throw StoreError.notFound }
        let (found, anchors) = try await fetch(
            AuditQueries.page(viewpoint, filter, after: cursor, offsetMinutes: try offsetMinutes), AuditQueries.anchoredAt(tenant: tenant))
        let rows = Array(found.prefix(AuditList.pageSize))
        let next = found.count > AuditList.pageSize ? rows.last.map { AuditCursor(at: $0.at, chain: $0.chain, seq: $0.seq) } : nil
        return AuditList(rows: rows, next: next, anchoredAt: anchors.first?.value)
    }
}

enum AuditQueries {
    /// LIMIT stands in the text: a bound one is unknown to a generic plan.
    static func page(_ viewpoint: UnitRef, _ filter: AuditFilter, after cursor: AuditCursor?, offsetMinutes: Int) -> Query<AuditRow> {
        let older: SQL = cursor.map { " AND (a.at, a.chain, a.seq) < (\($0.at), \($0.chain), \($0.seq))" } ?? .empty
        return Query(
            """
            SELECT \(AuditRow.columns) WHERE a.tenant_id = \(viewpoint.tenant)\(place(viewpoint))\(filter.terms(offsetMinutes: offsetMinutes))\
            \(older) ORDER BY a.at DESC, a.chain DESC, a.seq DESC LIMIT 51
            """)
    }

    static func place(_ unit: UnitRef) -> SQL {
        switch unit.kind {
        case .group: .empty
        case .company: " AND a.company_id = \(unit.id)"
        case .project: " AND a.project_id = \(unit.id)"
        case .vendor: " AND a.vendor_id = \(unit.id)"
        case .vendorSite: " AND a.vendor_id = \(unit.vendor) AND a.project_id = \(unit.project)"
        }
    }

    static func anchoredAt(tenant: TenantID) -> Query<Single<Instant?>> {
        Query("SELECT max(at) FROM audit_anchor WHERE tenant_id = \(tenant)")
    }
}
