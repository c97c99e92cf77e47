import TestSupport

/// A line of `sql/table-kinds.txt`: what a table is meant to be.
struct TableKind: Hashable, Sendable {
    let table: String
    let placing: String
    /// The argument of `app.policy_condition`; "none" for tables the application never touches.
    let rows: String
    /// As granted: "SELECT, INSERT, UPDATE (answer)".
    let rights: String

    static func all() throws -> [TableKind] {
        try TestSources.text("sql/table-kinds.txt").split(separator: "\n").filter { !$0.hasPrefix("#") }.map { line in
            let words = line.split(separator: " ", maxSplits: 3, omittingEmptySubsequences: false).map(String.init)
            return TableKind(table: words[0], placing: words[1], rows: words[2], rights: words.count > 3 ? words[3] : "")
        }
    }

    /// Command to the columns it is granted on; an empty set means all columns. Missing: not granted.
    var grants: [String: Set<String>] {
        var grants: [String: Set<String>] = [:]
        var rest = rights[...]
        while let first = rest.first {
            guard first.isLetter else {
                rest.removeFirst()
                continue
            }
            let command = rest.prefix(while: \.isLetter)
            rest = rest.dropFirst(command.count).drop(while: { $0 == " " })
            var columns: Set<String> = []
            if rest.first == "(" {
                let list = rest.dropFirst().prefix(while: { $0 != ")" })
                columns = Set(list.split(whereSeparator: { $0 == "," || $0 == " " }).map(String.init))
                rest = rest.dropFirst(list.count + 2)
            }
            grants[String(command)] = columns
        }
        return grants
    }

    /// One word a grant: "SELECT", "UPDATE(answer)".
    var grantWords: [String] {
        grants.flatMap { command, columns in columns.isEmpty ? [command] : columns.map { "\(command)(\($0))" } }.sorted()
    }

    func allows(_ command: String, _ columns: some Sequence<String>) -> Bool {
        guard let granted = grants[command] else { return false }
        return granted.isEmpty || columns.allSatisfy(granted.contains)
    }
}
