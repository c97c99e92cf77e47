package import Domain
package import Postgres
package import Sheets

/// An export: what was asked for, by whom, where it stands.
package struct ExportRun: RowDecodable, Sendable {
    package let id: ExportID
    package let unit: UnitID
    package let unitName: String
    package let person: PersonID
    package let personName: String
    /// "zh-CN" or "en": headings and words of the file.
    package let language: String
    package let subject: ExportSubject
    package let format: SheetFormat
    package let columns: [ExportColumn]
    /// `TicketFilter.text` of the list it was asked from; empty for the other subjects.
    package let filter: String
    package let isPersonal: Bool
    package let reason: String
    package let state: ExportState
    package let version: Int
    package let expectedRows: Int
    package let rows: Int
    package let cursorKey: String
    package let cursorByte: Int64
    package let token: String
    package let bytes: Int64
    package let approvedByName: String
    package let approvedAt: Instant?
    package let answer: String
    package let endedAs: RunEnd?
    package let createdAt: Instant
    package let finishedAt: Instant?
    package let expiresAt: Instant

    package init(row: inout RowCursor) throws {
        id = try row.next()
        unit = try row.next()
        unitName = try row.next()
        person = try row.next()
        personName = try row.next()
        language = try row.next()
        subject = try row.next()
        format = SheetFormat(rawValue: try row.next(String.self)) ?? .csv
        columns = try row.next([String].self).compactMap(ExportColumn.init(rawValue:))
        filter = try row.next()
        isPersonal = try row.next()
        reason = try row.next()
        state = try row.next()
        version = try row.next()
        expectedRows = try row.next()
        rows = try row.next()
        cursorKey = try row.next()
        cursorByte = try row.next()
        token = try row.next()
        bytes = try row.next()
        approvedByName = try row.next()
        approvedAt = try row.next()
        answer = try row.next()
        endedAs = try row.next(String?.self).flatMap(RunEnd.init(rawValue:))
        createdAt = try row.next()
        finishedAt = try row.next()
        expiresAt = try row.next()
    }

    private static let columnList: SQL = """
        e.id, e.unit_id, u.name, e.person_id, e.person_name, e.language, e.subject, e.format, e.columns, e.filter, e.personal, e.reason,
            e.state, e.version, e.expected_rows, e.row_count, e.cursor_key, e.cursor_byte, e.file_token, e.file_bytes,
            e.approved_by_name, e.approved_at, e.answer, e.ended_as, e.created_at, e.finished_at, e.expires_at
        FROM export_run e JOIN org_unit u ON u.tenant_id = e.tenant_id AND u.id = e.unit_id
        """

    package static func one(tenant: TenantID, _ id: ExportID) -> Query<ExportRun> {
        Query("SELECT \(columnList) WHERE e.tenant_id = \(tenant) AND e.id = \(id)")
    }

    static func locked(tenant: TenantID, _ id: ExportID) -> Query<ExportRun> {
        Query("SELECT \(columnList) WHERE e.tenant_id = \(tenant) AND e.id = \(id) FOR UPDATE OF e")
    }

    /// The newest of a unit, one more than a page shows.
    package static func page(tenant: TenantID, unit: UnitID, after: ExportID? = nil) -> Query<ExportRun> {
        Query(
            """
            SELECT \(columnList) WHERE e.tenant_id = \(tenant) AND e.unit_id = \(unit) AND e.id < \(after ?? ExportID(Int64.max))
            ORDER BY e.id DESC LIMIT 21
            """)
    }

    /// "E-000042": what the watermark and people name it by.
    package var number: String { Self.number(of: id) }

    static func number(of id: ExportID) -> String {
        "E-" + String(repeating: "0", count: max(0, 6 - id.description.count)) + id.description
    }
}

/// One fetch of a file.
package struct ExportDownload: RowDecodable, Hashable {
    package let personName: String
    package let at: Instant

    package init(row: inout RowCursor) throws {
        personName = try row.next()
        at = try row.next()
    }

    /// The newest hundred of a run.
    package static func of(_ run: ExportID, tenant: TenantID) -> Query<ExportDownload> {
        Query(
            """
            SELECT person_name, at FROM export_download
            WHERE tenant_id = \(tenant) AND run_id = \(run) ORDER BY id DESC LIMIT 100
            """)
    }
}
