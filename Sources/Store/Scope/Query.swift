package import Postgres

/// A statement beside the row type it fills. Written as `static func` next to that type and listed in `StatementCatalogue`.
package struct Query<Row: RowDecodable>: Sendable {
    package let sql: SQL

    package init(_ sql: SQL) {
        self.sql = sql
    }
}

/// A row of one value.
package struct Single<Value: ColumnValue>: RowDecodable {
    package let value: Value

    package init(row: inout RowCursor) throws {
        value = try row.next()
    }
}
