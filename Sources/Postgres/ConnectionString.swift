internal import CLibpq

/// A connection string taken apart by libpq itself, so that every form it accepts (URI or keywords) is understood the same way.
package struct ConnectionString: Sendable, Hashable {
    private var parts: [String: String]

    /// - Throws: `.cannotConnect` when libpq cannot read the text. Its reason is left out: it may quote the password.
    package init(_ text: String) throws(PostgresError) {
        guard let options = PQconninfoParse(text, nil) else {
            throw PostgresError(.cannotConnect, "the database address cannot be read")
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

    package var host: String? { parts["host"] }
    package var user: String? { parts["user"] }
    package var password: String? { parts["password"] }
    package var database: String? { parts["dbname"] }
    /// Settings for the session, as in `-c role=owner`.
    package var options: String? { parts["options"] }

    /// The same server and database for another role.
    package func replacing(user: String, password: String?) -> ConnectionString {
        var copy = self
        copy.parts["user"] = user
        copy.parts["password"] = password
        return copy
    }

    /// The same server and role, another database.
    package func replacing(database: String) -> ConnectionString {
        var copy = self
        copy.parts["dbname"] = database
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
