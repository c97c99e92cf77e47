internal import CLibpq

/// One row of a result. Columns are read by position, in the order of the select list.
package struct Row: Sendable {
    let storage: ResultStorage
    let index: Int32

    package var count: Int { Int(PQnfields(storage.pointer)) }

    /// The column at `position`.
    /// - Throws: `.decoding` when its type or value does not fit `T`.
    package func get<T: ColumnValue>(_ position: Int, as type: T.Type = T.self) throws(PostgresError) -> T {
        guard position >= 0 && position < count else {
            throw PostgresError(.decoding, "column \(position) of \(count)")
        }
        do throws(ColumnFault) {
            return try T(column: storage.column(row: index, Int32(position)))
        } catch {
            let name = storage.name(of: Int32(position))
            throw PostgresError(.decoding, "column \(position) \"\(name)\" \(error.text), wanted \(T.self)")
        }
    }

    package var columns: RowCursor { RowCursor(row: self) }

    /// The whole row as `T`; a column left unread is an error, because select list and initialiser have drifted apart.
    package func decode<T: RowDecodable>(_ type: T.Type = T.self) throws(PostgresError) -> T {
        var cursor = columns
        do {
            let value = try T(row: &cursor)
            guard cursor.position == count else {
                throw PostgresError(.decoding, "\(T.self) read \(cursor.position) of \(count) columns")
            }
            return value
        } catch let error as PostgresError {
            throw error
        } catch {
            throw PostgresError(.decoding, "\(T.self) refused the row: \(error)")
        }
    }
}

/// Reads a row from left to right.
package struct RowCursor {
    package let row: Row
    package private(set) var position = 0

    init(row: Row) {
        self.row = row
    }

    /// The next column in select order.
    package mutating func next<T: ColumnValue>(_ type: T.Type = T.self) throws(PostgresError) -> T {
        let value: T = try row.get(position)
        position += 1
        return value
    }
}

/// A type filled from one row; reads every column, in select order.
package protocol RowDecodable: Sendable {
    init(row: inout RowCursor) throws
}
