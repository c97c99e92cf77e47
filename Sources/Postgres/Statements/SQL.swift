/// A fragment of SQL text that may stand in a statement as it is: only closed enums conform (column names, sort orders).
package protocol SQLFragment: Sendable {
    var sql: StaticString { get }
}

/// A statement and its values. Written as a string literal: every interpolated value becomes a bind (`$1`, `$2` …), never text.
///
///     let one: SQL = "SELECT name FROM unit WHERE tenant_id = \(tenant) AND id = \(unit)"
///
/// Another `SQL` may be interpolated; its binds are renumbered. Text that is not a value can only come from an `SQLFragment`.
package struct SQL: Sendable, Hashable, ExpressibleByStringInterpolation {
    /// The text with placeholders.
    package private(set) var text: String
    /// The values, in the order of their placeholders.
    package private(set) var binds: [Bind]
    /// UTF-8 offsets of the `$` of each placeholder: composing copies text between them and numbers anew.
    private var marks: [Int]

    package static let empty = SQL(text: "", binds: [], marks: [])

    package var isEmpty: Bool { text.isEmpty }

    package init(stringLiteral value: String) {
        self.init(text: value, binds: [], marks: [])
    }

    package init(stringInterpolation: StringInterpolation) {
        self = stringInterpolation.sql
    }

    /// A statement whose text is not a literal: one read from a reviewed file under `sql/`, or composed by a test from the catalog.
    /// Its placeholders are already numbered; it cannot be composed into another statement.
    package init(reviewedText text: String, binds: [any BindValue] = []) {
        self.init(text: text, binds: binds.map(\.bind), marks: [])
    }

    private init(text: String, binds: [Bind], marks: [Int]) {
        self.text = text
        self.binds = binds
        self.marks = marks
    }

    package static func + (left: SQL, right: SQL) -> SQL {
        var sum = left
        sum.append(right)
        return sum
    }

    package static func += (left: inout SQL, right: SQL) {
        left.append(right)
    }

    fileprivate mutating func append(literal: String) {
        text += literal
    }

    fileprivate mutating func append(_ bind: Bind) {
        marks.append(text.utf8.count)
        binds.append(bind)
        text += "$"
        text += String(binds.count)
    }

    fileprivate mutating func append(_ other: SQL) {
        precondition(other.marks.count == other.binds.count, "a statement of reviewed text with binds cannot be composed")
        if text.isEmpty && binds.isEmpty {
            self = other
            return
        }
        let utf8 = other.text.utf8
        var start = utf8.startIndex
        var offset = 0
        for (number, (mark, bind)) in zip(other.marks, other.binds).enumerated() {
            let end = utf8.index(start, offsetBy: mark - offset)
            text += other.text[start..<end]
            append(bind)
            let width = 1 + String(number + 1).utf8.count
            start = utf8.index(end, offsetBy: width)
            offset = mark + width
        }
        text += other.text[start...]
    }
}

extension SQL {
    package struct StringInterpolation: StringInterpolationProtocol {
        fileprivate var sql = SQL.empty

        package init(literalCapacity: Int, interpolationCount: Int) {
            sql.text.reserveCapacity(literalCapacity + interpolationCount * 3)
            sql.binds.reserveCapacity(interpolationCount)
            sql.marks.reserveCapacity(interpolationCount)
        }

        package mutating func appendLiteral(_ literal: String) {
            sql.append(literal: literal)
        }

        package mutating func appendInterpolation(_ value: some BindValue) {
            sql.append(value.bind)
        }

        /// Of its own only so that the compiler does not take an optional value for a slip.
        package mutating func appendInterpolation<Value: BindValue>(_ value: Value?) {
            sql.append(value.bind)
        }

        package mutating func appendInterpolation(_ other: SQL) {
            sql.append(other)
        }

        package mutating func appendInterpolation(splice fragment: some SQLFragment) {
            sql.append(literal: "\(fragment.sql)")
        }
    }
}

extension Sequence where Element == SQL {
    /// One statement of all parts with `separator` between them; `SQL.empty` when there are none.
    package func joined(separator: SQL) -> SQL {
        var whole = SQL.empty
        var isFirst = true
        for part in self {
            if !isFirst { whole += separator }
            whole += part
            isFirst = false
        }
        return whole
    }
}
