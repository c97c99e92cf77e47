internal import CLibpq

/// Owns one `PGresult`; it is immutable once received, so any thread may read it.
final class ResultStorage: @unchecked Sendable {
    let pointer: OpaquePointer

    init(owning pointer: OpaquePointer) {
        self.pointer = pointer
    }

    deinit {
        PQclear(pointer)
    }

    func column(row: Int32, _ column: Int32) -> ColumnBytes {
        let oid = PQftype(pointer, column)
        guard PQgetisnull(pointer, row, column) == 0, let start = PQgetvalue(pointer, row, column) else {
            return ColumnBytes(oid: oid, bytes: nil)
        }
        let length = Int(PQgetlength(pointer, row, column))
        let bytes = UnsafeRawPointer(start).assumingMemoryBound(to: UInt8.self)
        return ColumnBytes(oid: oid, bytes: UnsafeBufferPointer(start: bytes, count: length))
    }

    func name(of column: Int32) -> String {
        PQfname(pointer, column).map { String(cString: $0) } ?? ""
    }
}

/// A column of a result: what the statement calls it, and its type.
package struct ColumnDescription: Sendable, Hashable {
    package var name: String
    package var oid: UInt32

    package init(name: String, oid: UInt32) {
        self.name = name
        self.oid = oid
    }
}

/// The answer to one statement. Rows stay in libpq's memory and are decoded when read.
package struct QueryResult: Sendable {
    let storage: ResultStorage

    package var count: Int { Int(PQntuples(storage.pointer)) }
    package var isEmpty: Bool { count == 0 }
    package var columnCount: Int { Int(PQnfields(storage.pointer)) }

    /// Rows inserted, updated, deleted or selected; 0 for statements without such a count.
    package var affected: Int { Int(String(cString: PQcmdTuples(storage.pointer))) ?? 0 }

    /// The command tag, for example `INSERT 0 1` or `COMMIT`.
    package var commandTag: String { String(cString: PQcmdStatus(storage.pointer)) }

    package var columns: [ColumnDescription] {
        (0..<Int32(columnCount)).map { ColumnDescription(name: storage.name(of: $0), oid: PQftype(storage.pointer, $0)) }
    }

    package var rows: some RandomAccessCollection<Row> {
        (0..<count).lazy.map { Row(storage: storage, index: Int32($0)) }
    }

    package subscript(index: Int) -> Row {
        precondition(index >= 0 && index < count, "row \(index) of \(count)")
        return Row(storage: storage, index: Int32(index))
    }

    package var first: Row? { isEmpty ? nil : self[0] }
}

extension QueryResult {
    /// Every row as `T`, in order.
    /// - Throws: `.decoding` when a column does not fit, or a row has more columns than `T` reads.
    package func decode<T: RowDecodable>(_ type: T.Type = T.self) throws(PostgresError) -> [T] {
        var values: [T] = []
        values.reserveCapacity(count)
        for index in 0..<count { values.append(try self[index].decode(type)) }
        return values
    }

    /// The first row as `T`, or nil when there is none.
    package func decodeFirst<T: RowDecodable>(_ type: T.Type = T.self) throws(PostgresError) -> T? {
        isEmpty ? nil : try self[0].decode(type)
    }

    /// The first column of every row.
    package func values<T: ColumnValue>(_ type: T.Type = T.self) throws(PostgresError) -> [T] {
        var values: [T] = []
        values.reserveCapacity(count)
        for index in 0..<count { values.append(try self[index].get(0)) }
        return values
    }
}

extension StatementDescription {
    init(_ result: QueryResult) {
        let pointer = result.storage.pointer
        self.init(parameters: (0..<PQnparams(pointer)).map { PQparamtype(pointer, $0) }, columns: result.columns)
    }
}
