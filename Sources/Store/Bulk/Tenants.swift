internal import Domain
package import Postgres
internal import Secrets

/// What the commands ask about the tenants of a database.
package enum Tenants {
    /// Codes in the order of founding. On a connection of `shouwen_owner`: nobody has a scope here.
    package static func codes(_ connection: AdminConnection) async throws -> [String] {
        try await connection.query("SELECT code FROM tenant WHERE closed_at IS NULL ORDER BY id").values()
    }

    static func passwordHash(account: String, tenant: String, now: Instant) -> Query<Single<String>> {
        Query("SELECT password_hash FROM app.find_signin(\(tenant), \(account), NULL, NULL, \(now))")
    }
}

extension Store {
    /// Whether the account exists and has the password: tells `serve` whether to print the demo accounts. Takes tens of
    /// milliseconds; never for requests, which go through `SignIn`.
    package func isPassword(_ password: String, of account: String, tenant: String) async throws -> Bool {
        let find = Tenants.passwordHash(account: account, tenant: tenant, now: clock.now())
        guard let hash = try await outside(find).first?.value else { return false }
        return Password.verify(password, against: hash)
    }
}

extension StatementCatalogue {
    static let tenants: [CataloguedStatement] = [
        .query("password of an account", Tenants.passwordHash(account: "a", tenant: "t", now: Instant(microseconds: 0)))
    ]
}
