package import Postgres

/// What `sql/roles.sql` cannot hold: a password.
package enum RoleSetup {
    /// - Parameter password: letters, digits, dash and underscore only; ALTER ROLE takes no binds.
    package static func setPassword(_ password: String, of role: String, on connection: AdminConnection) async throws {
        let isPlain = password.utf8.allSatisfy { byte in
            (48...57).contains(byte) || (65...90).contains(byte) || (97...122).contains(byte) || byte == 45 || byte == 95
        }
        precondition(isPlain && !password.isEmpty && role.utf8.allSatisfy { (97...122).contains($0) || $0 == 95 })
        try await connection.execute(script: "ALTER ROLE \(role) PASSWORD '\(password)'")
    }
}
