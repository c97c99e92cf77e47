import Postgres

/// The tables as the catalog has them: what the generator fills and the probes try. A table added by a migration is here by itself.
struct Schema: Sendable {
    struct Column: Sendable {
        let name: String
        let type: String
        let isRequired: Bool
        let hasDefault: Bool
    }

    struct Reference: Sendable {
        let columns: [String]
        let table: String
        let foreign: [String]
    }

    struct Table: Sendable {
        let name: String
        let columns: [Column]
        let key: [String]
        let references: [Reference]
        /// Columns that are together in one row only; partial indexes count as whole ones.
        let unique: [[String]]
        /// Words a CHECK allows in a column.
        let words: [String: [String]]

        func has(_ column: String) -> Bool { columns.contains { $0.name == column } }
    }

    /// Referenced tables before those that refer to them.
    let tables: [Table]

    func table(_ name: String) -> Table? { tables.first { $0.name == name } }

    static func read(_ connection: AdminConnection) async throws -> Schema {
        var columns: [String: [Column]] = [:]
        for row in try await connection.query(columnQuery).rows {
            columns[try row.get(0), default: []].append(
                Column(name: try row.get(1), type: try row.get(2), isRequired: try row.get(3), hasDefault: try row.get(4)))
        }
        var keys: [String: [String]] = [:]
        var references: [String: [Reference]] = [:]
        var words: [String: [String: [String]]] = [:]
        var unique: [String: [[String]]] = [:]
        for row in try await connection.query(uniqueQuery).rows { unique[try row.get(0), default: []].append(try row.get(1)) }
        for row in try await connection.query(constraintQuery).rows {
            let table: String = try row.get(0)
            let names: [String] = try row.get(2)
            switch try row.get(1, as: String.self) {
            case "p": keys[table] = names
            case "f": references[table, default: []].append(Reference(columns: names, table: try row.get(3), foreign: try row.get(4)))
            default:
                let found = allowedWords(try row.get(5))
                if names.count == 1, !found.isEmpty { words[table, default: [:]][names[0]] = found }
            }
        }
        let tables = columns.map { name, columns in
            Table(
                name: name, columns: columns, key: keys[name] ?? [], references: references[name] ?? [], unique: unique[name] ?? [],
                words: words[name] ?? [:])
        }
        return Schema(tables: inOrder(tables.sorted { $0.name < $1.name }))
    }

    private static func inOrder(_ tables: [Table]) -> [Table] {
        var ordered: [Table] = []
        var rest = tables
        while !rest.isEmpty {
            let known = Set(ordered.map(\.name))
            let ready = rest.filter { table in table.references.allSatisfy { $0.table == table.name || known.contains($0.table) } }
            precondition(!ready.isEmpty, "tables refer to each other in a circle")
            ordered += ready
            rest.removeAll { table in ready.contains { $0.name == table.name } }
        }
        return ordered
    }

    /// `CHECK ((state = ANY (ARRAY['ready'::text, 'done'::text])))` → ready, done.
    private static func allowedWords(_ definition: String) -> [String] {
        guard definition.contains("= ANY (ARRAY[") else { return [] }
        return definition.matches(of: /'([^']*)'::text/).map { String($0.1) }
    }

    private static let columnQuery: SQL = """
        SELECT c.relname::text, a.attname::text, format_type(a.atttypid, NULL), a.attnotnull, a.atthasdef
        FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid
        WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p') AND c.relname <> 'schema_migration'
            AND a.attnum > 0 AND NOT a.attisdropped
        ORDER BY c.relname, a.attnum
        """

    private static let uniqueQuery: SQL = """
        SELECT c.relname::text, ARRAY(SELECT a.attname::text FROM unnest(i.indkey::smallint[]) x (n)
            JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum = x.n)
        FROM pg_index i JOIN pg_class c ON c.oid = i.indrelid
        WHERE c.relnamespace = 'public'::regnamespace AND c.relname <> 'schema_migration' AND i.indisunique AND i.indexprs IS NULL
        """

    private static let constraintQuery: SQL = """
        SELECT c.relname::text, k.contype::text,
            ARRAY(SELECT a.attname::text FROM unnest(k.conkey) WITH ORDINALITY x (n, o)
                JOIN pg_attribute a ON a.attrelid = k.conrelid AND a.attnum = x.n ORDER BY x.o),
            coalesce(r.relname::text, ''),
            ARRAY(SELECT a.attname::text FROM unnest(k.confkey) WITH ORDINALITY x (n, o)
                JOIN pg_attribute a ON a.attrelid = k.confrelid AND a.attnum = x.n ORDER BY x.o),
            pg_get_constraintdef(k.oid)
        FROM pg_constraint k JOIN pg_class c ON c.oid = k.conrelid LEFT JOIN pg_class r ON r.oid = k.confrelid
        WHERE c.relnamespace = 'public'::regnamespace AND c.relname <> 'schema_migration' AND k.contype IN ('p', 'f', 'c')
        ORDER BY c.relname, k.conname
        """
}
