package import Postgres

/// Every statement of the store with sample values: one test prepares each against a migrated database and reads its columns into
/// its row type. A statement that is not here is a statement nobody has checked.
package struct CataloguedStatement: Sendable {
    package let name: String
    package let sql: SQL
    /// Reads a row of the statement into its row type; nil for a change.
    package let decode: (@Sendable (Row) throws -> Void)?

    package static func query<R: RowDecodable>(_ name: String, _ query: Query<R>) -> CataloguedStatement {
        CataloguedStatement(name: name, sql: query.sql, decode: { row in _ = try row.decode(R.self) })
    }

    package static func change(_ name: String, _ sql: SQL) -> CataloguedStatement {
        CataloguedStatement(name: name, sql: sql, decode: nil)
    }
}

package enum StatementCatalogue {
    /// All rooms; each keeps its own list beside its statements.
    package static let all: [CataloguedStatement] =
        scope + access + org + keeping + queue + operations + founding + tickets + tenants + audit + customers + exchange + surveys
        + surveyFindings + files + vendors + evaluations + inspections
}
