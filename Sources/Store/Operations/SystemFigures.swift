package import Domain
package import Postgres

/// How large a table is. Read from the catalog, which every role may read: no door through row security is needed for it, and
/// nothing in it belongs to a tenant.
package struct TableFigure: RowDecodable, Sendable, Hashable {
    package let name: String
    /// With its indexes and what lies beside it.
    package let bytes: Int64
    /// The planner's estimate, of the last time it looked; nil when it never has.
    package let rows: Int64?

    package init(row: inout RowCursor) throws {
        name = try row.next()
        bytes = try row.next()
        rows = try row.next()
    }

    /// The largest first.
    package static let all = Query<TableFigure>(
        """
        SELECT c.relname::text, pg_total_relation_size(c.oid), nullif(c.reltuples, -1)::bigint FROM pg_class c
        WHERE c.relnamespace = 'public'::regnamespace AND c.relkind = 'r' ORDER BY 2 DESC, 1 LIMIT 60
        """)

    package static let databaseBytes = Query<Single<Int64>>("SELECT pg_database_size(current_database())")
}

/// How far the tenant's own audit trail is anchored.
package struct AnchorFigure: RowDecodable, Sendable, Hashable {
    /// Lines that no anchor covers yet.
    package let waiting: Int
    package let lastAnchor: Instant?

    package init(row: inout RowCursor) throws {
        waiting = try row.next()
        lastAnchor = try row.next()
    }

    package static func own(tenant: TenantID) -> Query<AnchorFigure> {
        Query(
            """
            SELECT coalesce((SELECT sum(h.seq - h.anchored_seq) FROM audit_head h WHERE h.tenant_id = \(tenant)), 0)::bigint,
                (SELECT max(a.at) FROM audit_anchor a WHERE a.tenant_id = \(tenant))
            """)
    }
}

/// A migration that has been applied.
package struct AppliedMigration: RowDecodable, Sendable, Hashable {
    package let number: Int
    package let name: String
    package let appliedAt: Instant

    package init(row: inout RowCursor) throws {
        number = try row.next()
        name = try row.next()
        appliedAt = try row.next()
    }

    /// The last one first.
    package static let all = Query<AppliedMigration>(
        "SELECT number, name, applied_at FROM schema_migration ORDER BY number DESC")
}

/// A backup that was taken or a drill that proved one.
package struct BackupRun: RowDecodable, Sendable, Hashable {
    package let id: Int64
    package let kind: BackupKind
    /// `base`: the files of the cluster; `dump`: its content as SQL.
    package let method: String
    package let startedAt: Instant
    package let finishedAt: Instant
    package let bytes: Int64
    package let outcome: BackupOutcome
    /// What was found, in a few words without names.
    package let detail: String

    package init(row: inout RowCursor) throws {
        id = try row.next()
        kind = try row.next()
        method = try row.next()
        startedAt = try row.next()
        finishedAt = try row.next()
        bytes = try row.next()
        outcome = try row.next()
        detail = try row.next()
    }

    /// The last one first.
    package static func last(_ count: Int) -> Query<BackupRun> {
        Query("SELECT id, kind, method, started_at, finished_at, bytes, outcome, detail FROM app.backup_runs(\(Int32(count)))")
    }

    /// Noted by the command, on the owner's connection.
    package static func note(
        _ kind: BackupKind, method: String, from: Instant, to: Instant, bytes: Int64, outcome: BackupOutcome, detail: String
    ) -> SQL {
        """
        INSERT INTO backup_run (kind, method, started_at, finished_at, bytes, outcome, detail)
        VALUES (\(kind), \(method), \(from), \(to), \(bytes), \(outcome), \(String(detail.prefix(500))))
        """
    }
}

extension BackupKind: BindValue, ColumnValue {}
extension BackupOutcome: BindValue, ColumnValue {}
