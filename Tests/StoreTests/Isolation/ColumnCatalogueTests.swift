import Foundation
import Postgres
import TestSupport
import Testing

/// `sql/columns.txt` says of every column what it holds, why and how long; a migration that adds a column adds its line (PIPL 51).
@Suite("Column catalogue") struct ColumnCatalogueTests {
    struct Line: Hashable {
        let table: String
        let column: String
        let classed: String
        let purpose: String
        let retention: String
    }

    private static let classes: Set<String> = ["none", "personal", "sensitive", "secret"]
    private static let purposes: Set<String> = ["service", "rights", "security", "staff", "operation", "structure"]
    private static let retentions: Set<String> = ["tenant", "file", "reads", "notices", "month", "week", "day", "never"]

    static func lines() throws -> [Line] {
        try TestSources.text("sql/columns.txt").split(separator: "\n").filter { !$0.hasPrefix("#") }.map { line in
            let words = line.split(separator: " ").map(String.init)
            try #require(words.count == 4, "\(line)")
            let name = words[0].split(separator: ".").map(String.init)
            try #require(name.count == 2, "\(line)")
            return Line(table: name[0], column: name[1], classed: words[1], purpose: words[2], retention: words[3])
        }
    }

    @Test("every column has a line, and every line a column; class, purpose and retention are known words")
    func complete() async throws {
        let database = try await TestDatabase.clone()
        let columns: Set<String> = try await database.administer { connection in
            let names: [String] = try await connection.query(
                """
                SELECT c.relname || '.' || a.attname FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid
                WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p') AND c.relname <> 'schema_migration'
                    AND a.attnum > 0 AND NOT a.attisdropped
                """
            ).values()
            return Set(names)
        }
        let lines = try Self.lines()
        let listed = Set(lines.map { "\($0.table).\($0.column)" })
        #expect(columns.subtracting(listed).sorted() == [], "add these to sql/columns.txt: table.column class purpose retention")
        #expect(listed.subtracting(columns).sorted() == [])
        #expect(listed.count == lines.count, "a column stands twice")
        for line in lines {
            #expect(
                Self.classes.contains(line.classed) && Self.purposes.contains(line.purpose) && Self.retentions.contains(line.retention),
                "\(line)")
        }
        try await database.drop()
    }

    @Test("what is sensitive is sealed or marked, never text of its own; what is secret the application cannot read, unless it is sealed")
    func classesHold() async throws {
        let database = try await TestDatabase.clone()
        let lines = try Self.lines()
        let facts: [String: (type: String, readable: Bool)] = try await database.administer { connection in
            var facts: [String: (String, Bool)] = [:]
            let result = try await connection.query(
                """
                SELECT c.relname || '.' || a.attname, format_type(a.atttypid, NULL),
                    has_column_privilege('shouwen_app', c.oid, a.attnum, 'SELECT')
                FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid
                WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p') AND a.attnum > 0 AND NOT a.attisdropped
                """)
            for row in result.rows { facts[try row.get(0)] = (try row.get(1), try row.get(2)) }
            return facts
        }
        for line in lines {
            let fact = facts["\(line.table).\(line.column)"]
            let isSealed = line.column.hasSuffix("_sealed") && fact?.type == "bytea"
            if line.classed == "sensitive" {
                #expect(isSealed || line.column.hasSuffix("_blind") || line.column.hasSuffix("_kind"), "\(line)")
            }
            if line.classed == "secret" { #expect(isSealed || fact?.readable == false, "\(line)") }
            if isSealed { #expect(["sensitive", "secret"].contains(line.classed), "\(line)") }
        }
        try await database.drop()
    }

    @Test("docs/data-catalogue.md is made from the catalogue")
    func documentation() throws {
        var text = """
            # Data catalogue

            What the database holds about people, why, and how long. Made from `sql/columns.txt`, which a test compares with the schema;
            columns that say nothing about a person are left out.

            | Table | Column | Class | Purpose | Kept |
            |---|---|---|---|---|

            """
        for line in try Self.lines() where line.classed != "none" {
            text += "| `\(line.table)` | `\(line.column)` | \(line.classed) | \(line.purpose) | \(line.retention) |\n"
        }
        if ProcessInfo.processInfo.environment["SHOUWEN_WRITE_GOLDEN"] == "1" {
            try text.write(toFile: TestSources.path("docs/data-catalogue.md"), atomically: true, encoding: .utf8)
        }
        let kept = try TestSources.text("docs/data-catalogue.md")
        #expect(text == kept, "SHOUWEN_WRITE_GOLDEN=1 writes it anew")
    }
}
