package import Domain
package import Postgres

/// An import: what was uploaded, where it stands, what it counted.
package struct ImportRun: RowDecodable, Sendable {
    package let id: ImportID
    package let unit: UnitID
    package let unitName: String
    package let person: PersonID
    package let personName: String
    package let kind: ImportKind
    package let state: ImportState
    package let version: Int
    package let fileName: String
    /// Empty when the rows are not there any more.
    package let token: String
    package let headings: [String]
    package let mapping: ImportMapping
    package let rows: Int
    /// Nil for what is no table of customers, and before it is chosen.
    package let ground: DataGround?
    package let noticeVersion: String
    package let round: Int
    package let cursorRow: Int
    package let cursorByte: Int64
    package let counts: ImportCounts
    package let endedAs: RunEnd?
    package let createdAt: Instant
    package let finishedAt: Instant?
    /// Whose answers come in; nil for any other kind.
    package let wave: WaveID?

    package init(row: inout RowCursor) throws {
        id = try row.next()
        unit = try row.next()
        unitName = try row.next()
        person = try row.next()
        personName = try row.next()
        kind = try row.next()
        state = try row.next()
        version = try row.next()
        fileName = try row.next()
        token = try row.next()
        headings = try row.next()
        mapping = try ImportText.mapping(try row.next())
        rows = try row.next()
        ground = try row.next()
        noticeVersion = try row.next()
        round = try row.next()
        cursorRow = try row.next()
        cursorByte = try row.next()
        counts = ImportCounts(fresh: try row.next(), changed: try row.next(), same: try row.next(), wrong: try row.next())
        endedAs = try row.next(String?.self).flatMap(RunEnd.init(rawValue:))
        createdAt = try row.next()
        finishedAt = try row.next()
        wave = try row.next()
    }

    private static let columns: SQL = """
        i.id, i.unit_id, u.name, i.person_id, i.person_name, i.kind, i.state, i.version, i.file_name, i.file_token, i.headings, i.mapping,
            i.row_count, i.ground, i.notice_version, i.round, i.cursor_row, i.cursor_byte, i.new_rows, i.changed_rows, i.same_rows, i.wrong_rows, i.ended_as,
            i.created_at, i.finished_at, i.wave_id
        FROM import_run i JOIN org_unit u ON u.tenant_id = i.tenant_id AND u.id = i.unit_id
        """

    package static func one(tenant: TenantID, _ id: ImportID) -> Query<ImportRun> {
        Query("SELECT \(columns) WHERE i.tenant_id = \(tenant) AND i.id = \(id)")
    }

    static func locked(tenant: TenantID, _ id: ImportID) -> Query<ImportRun> {
        Query("SELECT \(columns) WHERE i.tenant_id = \(tenant) AND i.id = \(id) FOR UPDATE OF i")
    }

    /// The newest of a unit, one more than a page shows.
    package static func page(tenant: TenantID, unit: UnitID, after: ImportID? = nil) -> Query<ImportRun> {
        Query(
            """
            SELECT \(columns) WHERE i.tenant_id = \(tenant) AND i.unit_id = \(unit) AND i.id < \(after ?? ImportID(Int64.max))
            ORDER BY i.id DESC LIMIT 21
            """)
    }
}

/// How many rows were, or would be, what.
package struct ImportCounts: Hashable, Sendable {
    package var fresh = 0
    package var changed = 0
    package var same = 0
    package var wrong = 0

    package init(fresh: Int = 0, changed: Int = 0, same: Int = 0, wrong: Int = 0) {
        self.fresh = fresh
        self.changed = changed
        self.same = same
        self.wrong = wrong
    }

    package var taken: Int { fresh + changed + same }

    static func + (left: ImportCounts, right: ImportCounts) -> ImportCounts {
        ImportCounts(
            fresh: left.fresh + right.fresh, changed: left.changed + right.changed, same: left.same + right.same,
            wrong: left.wrong + right.wrong)
    }
}

/// The headings and the choice of columns as they are stored.
enum ImportText {
    static func mapping(_ json: JSONText) throws -> ImportMapping {
        let stored = try EventDetail.decode([String: Int].self, from: json)
        let answers = stored.filter { $0.key.hasPrefix(answer) }.map { (String($0.key.dropFirst(answer.count)), $0.value) }
        return ImportMapping(
            Dictionary(uniqueKeysWithValues: stored.compactMap { code, index in ImportField(rawValue: code).map { ($0, index) } }),
            answers: Dictionary(uniqueKeysWithValues: answers))
    }

    static func text(_ mapping: ImportMapping) throws -> JSONText {
        let answers = mapping.answers.map { ("\(answer)\($0)", $1) }
        return try EventDetail.encode(Dictionary(uniqueKeysWithValues: mapping.columns.map { ($0.rawValue, $1) } + answers))
    }

    /// Before the name of a question's column.
    private static let answer = "a."
}

/// Why a row was refused in a round.
package struct ImportProblemRow: RowDecodable, Hashable {
    package let rowNumber: Int
    package let problem: LineProblem

    package init(row: inout RowCursor) throws {
        rowNumber = try row.next()
        let field: String = try row.next()
        let parts = field.split(separator: ":", maxSplits: 1).map(String.init)
        problem = LineProblem(
            ImportField(rawValue: parts[0]) ?? .name, code: try row.next(), number: try row.next(), column: parts.count == 2 ? parts[1] : ""
        )
    }

    /// The problems of a round behind a row, in the order of the file.
    package static func page(_ run: ImportRun, tenant: TenantID, after rowNumber: Int = 0) -> Query<ImportProblemRow> {
        Query(statement(run.id, round: run.round, tenant: tenant, after: rowNumber))
    }

    static func statement(_ run: ImportID, round: Int, tenant: TenantID, after rowNumber: Int) -> SQL {
        """
        SELECT row_number, field, code, number FROM import_problem
        WHERE tenant_id = \(tenant) AND run_id = \(run) AND round = \(Int32(round)) AND row_number > \(Int32(clamping: rowNumber))
        ORDER BY row_number, field LIMIT 1000
        """
    }

    /// Which of some rows were refused already in this round, as those that stand twice are before the first step.
    static func known(_ run: ImportID, round: Int, rows: [Int], tenant: TenantID) -> Query<Single<Int>> {
        Query(
            """
            SELECT DISTINCT row_number FROM import_problem
            WHERE tenant_id = \(tenant) AND run_id = \(run) AND round = \(Int32(round)) AND row_number = ANY (\(rows.map { Int32(clamping: $0) }))
            """)
    }
}

extension ImportKind: BindValue, ColumnValue {}
extension ImportState: BindValue, ColumnValue {}
extension ExportSubject: BindValue, ColumnValue {}
extension ExportState: BindValue, ColumnValue {}
extension RunEnd: BindValue, ColumnValue {}
