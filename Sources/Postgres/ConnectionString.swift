internal import CLibpq

/// A connection string taken apart by libpq itself, so that every form it accepts (URI or keywords) is understood the same way.
package struct ConnectionString: Sendable, Hashable {
    private var parts: [String: String]

    /// Throws `PostgresError` of kind `.cannotConnect` when libpq cannot read the text.
    package init(_ text: String) throws(PostgresError) {
        var problem: UnsafeMutablePointer<CChar>?
        guard let options = PQconninfoParse(text, &problem) else {
            let reason = problem.map { String(cString: $0) } ?? "not readable"
            PQfreemem(problem)
            throw PostgresError(kind: .cannotConnect, message: "the database address is wrong: \(reason)")
        }
        defer { PQconninfoFree(options) }
        var parts: [String: String] = [:]
        var option = options
        while let keyword = option.pointee.keyword {
            if let value = option.pointee.val { parts[String(cString: keyword)] = String(cString: value) }
            option += 1
        }
        self.parts = parts
    }

    package var user: String? { parts["user"] }
    package var password: String? { parts["password"] }
    package var database: String? { parts["dbname"] }

    /// The same server and database for another role.
    package func replacing(user: String, password: String?) -> ConnectionString {
        var copy = self
        copy.parts["user"] = user
        copy.parts["password"] = password
        return copy
    }

    /// The same address whose sessions start with the rights of `role`. Only for administration: the session can reset it.
    package func acting(as role: String) -> ConnectionString {
        var copy = self
        copy.parts["options"] = [parts["options"], "-c role=\(role)"].compactMap(\.self).joined(separator: " ")
        return copy
    }

    /// Keywords and values as libpq reads them. Holds the password: never log it.
    package var text: String {
        parts.sorted { $0.key < $1.key }.map { key, value in
            "\(key)='\(value.map { $0 == "'" || $0 == "\\" ? "\\\($0)" : String($0) }.joined())'"
        }.joined(separator: " ")
    }
}
