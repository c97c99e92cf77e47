package import Domain
package import Postgres

/// One move of a thing that goes through states: who made it, when and why.
package struct StepRow<Action: ColumnValue & Hashable & Sendable, State: ColumnValue & Hashable & Sendable>: RowDecodable, Hashable {
    package let action: Action
    package let to: State
    package let actorName: String
    package let actorPost: String
    package let at: Instant
    package let note: String

    package init(row: inout RowCursor) throws {
        action = try row.next()
        to = try row.next()
        actorName = try row.next()
        actorPost = try row.next()
        at = try row.next()
        note = try row.next()
    }

    /// The moves kept in a table for what the condition names, oldest first; at most 200.
    static func of(_ table: SQL, _ condition: SQL, tenant: TenantID) -> Query<StepRow> {
        Query(
            """
            SELECT action, to_state, actor_name, actor_post, at, note FROM \(table)
            WHERE tenant_id = \(tenant) AND \(condition) ORDER BY id LIMIT 200
            """)
    }
}
