import Postgres
import TestSupport

/// Reads the catalog and answers everything about it that is not as the architecture says. An empty answer opens the gate.
enum CatalogGate {
    /// - Parameter connection: a superuser's, inside a transaction; the gate leaves no trace in it.
    static func findings(_ connection: AdminConnection) async throws -> [String] {
        var findings: [String] = []
        for (name, text) in queries {
            let result = try await connection.query(SQL(reviewedText: text))
            findings += try result.rows.map { "\(name): \(try $0.get(0, as: String.self))" }
        }
        return try await findings + policies(connection, try TableKind.all()) + tables(connection) + definers(connection)
    }

    /// The part of the gate that looks at row security and policies, for one table.
    static func findings(_ connection: AdminConnection, at kind: TableKind) async throws -> [String] {
        let result = try await connection.query(SQL(reviewedText: queries[0].text))
        return try result.values(String.self) + (try await policies(connection, [kind]))
    }

    /// The two policies of each table, compared as PostgreSQL prints them with freshly made ones.
    private static func policies(_ connection: AdminConnection, _ kinds: [TableKind]) async throws -> [String] {
        var findings: [String] = []
        try await connection.execute(script: "SAVEPOINT gate")
        for kind in kinds where kind.rows != "none" {
            let condition: String = try await connection.query("SELECT coalesce(app.policy_condition(\(kind.rows)), '')")[0].get(0)
            guard !condition.isEmpty else {
                findings.append("policies: no condition for \(kind.rows)")
                continue
            }
            try await connection.execute(
                script: "CREATE POLICY gate_expected ON public.\(kind.table) TO shouwen_app USING (\(condition)) WITH CHECK (\(condition))")
        }
        let known: Set<String> = Set(kinds.map(\.table))
        let all = Set(try TableKind.all().map(\.table))
        // A table without a line in the file is looked at too.
        let result = try await connection.query(SQL(reviewedText: policyQuery, binds: [Array(all.subtracting(known))]))
        findings += try result.rows.map { "policies: \(try $0.get(0, as: String.self))" }
        try await connection.execute(script: "ROLLBACK TO SAVEPOINT gate; RELEASE SAVEPOINT gate")
        return findings
    }

    private static func tables(_ connection: AdminConnection) async throws -> [String] {
        let kinds = try TableKind.all()
        var expected = Set<String>()
        for kind in kinds { expected.insert("\(kind.table) \(kind.rows) \(kind.grantWords.joined(separator: " "))") }
        let result = try await connection.query(SQL(reviewedText: grantQuery))
        let found = Set(
            try result.rows.map { row in
                let grants: [String] = try row.get(2)
                return "\(try row.get(0, as: String.self)) \(try row.get(1, as: String.self)) \(grants.sorted().joined(separator: " "))"
            })
        return expected.symmetricDifference(found).sorted().map { "tables: \($0)" }
    }

    private static func definers(_ connection: AdminConnection) async throws -> [String] {
        let expected = Set(
            try TestSources.text("sql/definers.txt").split(separator: "\n").filter { !$0.hasPrefix("#") }.map(String.init))
        let result = try await connection.query(SQL(reviewedText: definerQuery))
        let found = Set(
            try result.rows.map { row in
                let types: [String] = try row.get(1)
                return "\(try row.get(0, as: String.self))(\(types.joined(separator: ",")))"
            })
        return expected.symmetricDifference(found).sorted().map { "definers: \($0)" }
    }

    /// Each table's policies beside the one the gate has just made.
    private static let policyQuery = """
        WITH found AS (
            SELECT c.relname, p.polname, p.polpermissive, p.polcmd, p.polroles, pg_get_expr(p.polqual, c.oid) AS using_text,
                pg_get_expr(p.polwithcheck, c.oid) AS check_text
            FROM pg_policy p JOIN pg_class c ON c.oid = p.polrelid
            WHERE c.relnamespace = 'public'::regnamespace AND c.relname <> ALL ($1)
        ), tables AS (
            SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p')
                AND relname <> 'schema_migration' AND relname <> ALL ($1)
        )
        SELECT t.relname || ' has no owner_all' FROM tables t WHERE NOT EXISTS (SELECT FROM found f WHERE f.relname = t.relname
            AND f.polname = 'owner_all' AND f.polpermissive AND f.polcmd = '*' AND f.using_text = 'true' AND f.check_text = 'true'
            AND f.polroles = ARRAY['shouwen_owner'::regrole::oid])
        UNION ALL
        SELECT e.relname || ' has not the app_scope it should have' FROM found e WHERE e.polname = 'gate_expected'
            AND NOT EXISTS (SELECT FROM found f WHERE f.relname = e.relname AND f.polname = 'app_scope' AND f.polpermissive
                AND f.polcmd = '*' AND f.using_text = e.using_text AND f.check_text = e.check_text
                AND f.polroles = ARRAY['shouwen_app'::regrole::oid])
        UNION ALL
        SELECT f.relname || ' has the policy ' || f.polname FROM found f WHERE f.polname NOT IN ('owner_all', 'app_scope', 'gate_expected')
        UNION ALL
        SELECT f.relname || ' has an app_scope it should not have' FROM found f WHERE f.polname = 'app_scope'
            AND NOT EXISTS (SELECT FROM found e WHERE e.relname = f.relname AND e.polname = 'gate_expected')
        UNION ALL
        SELECT f.relname || ' calls ' || m[1] FROM found f, regexp_matches(f.using_text, '([a-z_]+)\\(', 'g') m
        WHERE m[1] <> 'current_setting'
        """

    /// Table, its comment (the kind it was protected with), and every privilege anybody but the owner has.
    private static let grantQuery = """
        SELECT c.relname::text, coalesce(obj_description(c.oid, 'pg_class'), ''), ARRAY(
            SELECT CASE WHEN a.grantee = 'shouwen_app'::regrole THEN a.privilege_type
                ELSE a.privilege_type || ' to ' || CASE a.grantee WHEN 0 THEN 'PUBLIC' ELSE a.grantee::regrole::text END END
            FROM aclexplode(c.relacl) a WHERE a.grantee <> c.relowner
            UNION ALL
            SELECT a.privilege_type || '(' || t.attname || ')' || CASE WHEN a.grantee = 'shouwen_app'::regrole THEN '' ELSE ' to another' END
            FROM pg_attribute t, aclexplode(t.attacl) a WHERE t.attrelid = c.oid AND t.attacl IS NOT NULL)
        FROM pg_class c WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p') AND c.relname <> 'schema_migration'
        """

    private static let definerQuery = """
        SELECT f.pronamespace::regnamespace::text || '.' || f.proname,
            ARRAY(SELECT format_type(a.t, NULL) FROM unnest(f.proargtypes::oid[]) WITH ORDINALITY a (t, n) ORDER BY a.n)
        FROM pg_proc f
        WHERE f.pronamespace IN ('app'::regnamespace, 'public'::regnamespace)
            AND (f.prosecdef OR has_function_privilege('shouwen_app', f.oid, 'EXECUTE'))
        """
}
