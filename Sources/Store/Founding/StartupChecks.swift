package import Postgres

/// What the server found before it takes requests. A red line means it does not start.
package struct StartupReport: Sendable, Hashable {
    package struct Line: Sendable, Hashable {
        package let check: String
        package let found: String
        package let isRed: Bool
    }

    package let lines: [Line]

    package var isRed: Bool { lines.contains(where: \.isRed) }

    /// A table for the terminal.
    package var text: String {
        let width = lines.map(\.check.count).max() ?? 0
        return lines.map { line in
            let gap = String(repeating: " ", count: width - line.check.count)
            return "\(line.isRed ? "RED" : "ok ")  \(line.check)\(gap)  \(line.found)"
        }.joined(separator: "\n")
    }
}

/// Start-up was refused; the report says why.
package struct StartupRefused: Error, Sendable, CustomStringConvertible {
    package let report: StartupReport
    package var description: String { "the database is not as it must be:\n\(report.text)" }
}

/// Looks at the database with the eyes of the role that will serve requests (architecture section 6, rule 7).
package enum StartupChecks {
    /// - Parameter allowsUnsafeDisk: lets fsync be off; only tests and benchmarks on scratch clusters say so.
    /// - Returns: a report without a red line.
    /// - Throws: `StartupRefused`, `StoreError.unavailable`, `MigrationError`.
    @discardableResult
    package static func openDatabase(
        _ pool: ConnectionPool, migrator: Migrator, allowsUnsafeDisk: Bool = false
    ) async throws -> StartupReport {
        let facts: Facts
        do {
            facts = try await pool.withConnection { lease in
                guard let facts = try await lease.pipeline([Facts.query.sql])[0].decodeFirst(Facts.self) else { throw StoreError.closed }
                return facts
            }
        } catch {
            throw StoreError.translate(error)
        }
        let pending = try await migrator.pending()
        let report = StartupReport(lines: facts.lines(allowsUnsafeDisk: allowsUnsafeDisk) + [migrations(pending)])
        guard !report.isRed else { throw StartupRefused(report: report) }
        return report
    }

    private static func migrations(_ pending: [Migration]) -> StartupReport.Line {
        .init(
            check: "migrations", found: pending.isEmpty ? "all applied" : "pending: \(pending.map(\.fileName).joined(separator: ", "))",
            isRed: !pending.isEmpty)
    }
}

/// One row about the role and the cluster.
struct Facts: RowDecodable {
    let role: String
    let isSuperuser: Bool
    let bypassesRowSecurity: Bool
    let owned: Int
    let memberships: Int
    let fsync: String
    let fullPageWrites: String
    let jit: String
    let unforced: [String]
    let tables: Int
    let preset: Bool
    /// No telephone number stands in the clear any more; true before there is such a table.
    let sealed: Bool
    let version: String

    init(row: inout RowCursor) throws {
        role = try row.next()
        isSuperuser = try row.next()
        bypassesRowSecurity = try row.next()
        owned = try row.next()
        memberships = try row.next()
        fsync = try row.next()
        fullPageWrites = try row.next()
        jit = try row.next()
        unforced = try row.next()
        tables = try row.next()
        preset = try row.next()
        sealed = try row.next()
        version = try row.next()
    }

    static let query = Query<Facts>(
        """
        SELECT r.rolname::text, r.rolsuper, r.rolbypassrls,
            (SELECT count(*) FROM pg_class c WHERE c.relowner = r.oid) + (SELECT count(*) FROM pg_proc f WHERE f.proowner = r.oid),
            (SELECT count(*) FROM pg_auth_members m WHERE m.member = r.oid),
            current_setting('fsync'), current_setting('full_page_writes'), current_setting('jit'),
            ARRAY(SELECT c.relname::text FROM pg_class c WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p')
                AND c.relname <> 'schema_migration' AND NOT (c.relrowsecurity AND c.relforcerowsecurity) ORDER BY 1),
            (SELECT count(*) FROM pg_class c WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p')
                AND c.relrowsecurity AND c.relforcerowsecurity),
            coalesce(current_setting('app.tenant', true), '') <> '',
            coalesce((SELECT k.convalidated FROM pg_constraint k WHERE k.conname = 'customer_phone_gone'), true),
            current_setting('server_version')
        FROM pg_roles r WHERE r.rolname = current_user
        """)

    func lines(allowsUnsafeDisk: Bool) -> [StartupReport.Line] {
        let safeDisk = fsync == "on" && fullPageWrites == "on"
        return [
            .init(check: "server", found: "PostgreSQL \(version)", isRed: false),
            .init(check: "role", found: role, isRed: role != "shouwen_app"),
            .init(check: "superuser", found: isSuperuser ? "yes" : "no", isRed: isSuperuser),
            .init(check: "bypasses row security", found: bypassesRowSecurity ? "yes" : "no", isRed: bypassesRowSecurity),
            .init(check: "owns objects", found: "\(owned)", isRed: owned > 0),
            .init(check: "member of roles", found: "\(memberships)", isRed: memberships > 0),
            .init(
                check: "row security forced", found: unforced.isEmpty ? "\(tables) tables" : "missing: \(unforced.joined(separator: ", "))",
                isRed: !unforced.isEmpty || tables == 0),
            .init(check: "numbers sealed", found: sealed ? "yes" : "no: run shouwen keys seal", isRed: !sealed),
            .init(check: "scope preset", found: preset ? "yes" : "no", isRed: preset),
            .init(
                check: "fsync, full_page_writes", found: "\(fsync), \(fullPageWrites)\(safeDisk || !allowsUnsafeDisk ? "" : " (allowed)")",
                isRed: !safeDisk && !allowsUnsafeDisk),
            .init(check: "jit", found: jit, isRed: jit != "off"),
        ]
    }
}
