internal import Domain
internal import Postgres

/// The definer functions around signing in and sessions; the application has no right on the tables themselves.
enum SessionStatements {
    static func blockedUntil(_ keys: [[UInt8]], now: Instant) -> Query<Single<Instant?>> {
        Query("SELECT app.login_blocked_until(\(keys), \(now))")
    }

    static func login(tenantCode: String, account: String) -> Query<LoginRow> {
        Query("SELECT tenant_id, person_id, password_hash FROM app.find_login(\(tenantCode), \(account))")
    }

    static func failed(_ key: [UInt8], limit: Int, now: Instant) -> SQL {
        "SELECT app.login_failed(\(key), \(Int32(limit)), \(now))"
    }

    static func open(
        _ login: LoginRow, tokenHash: [UInt8], device: String, now: Instant, expires: Instant, throttleKey: [UInt8], newHash: String?
    ) -> Query<Single<SessionID>> {
        Query(
            """
            SELECT app.open_session(\(login.tenant), \(login.person), \(tokenHash), \(device), \(now), \(expires), \(throttleKey), \(newHash))
            """)
    }

    static func touch(_ tenant: TenantID, _ tokenHash: [UInt8], now: Instant) -> SQL {
        "SELECT app.touch_session(\(tenant), \(tokenHash), \(now))"
    }

    /// - Parameter session: nil for the one that proves the person.
    static func end(_ tenant: TenantID, _ tokenHash: [UInt8], session: SessionID?, others: Bool, now: Instant) -> Query<Single<Int>> {
        Query("SELECT app.end_session(\(tenant), \(tokenHash), \(session), \(others), \(now))")
    }
}

struct LoginRow: RowDecodable {
    let tenant: TenantID
    let person: PersonID
    let passwordHash: String

    init(tenant: TenantID, person: PersonID, passwordHash: String) {
        self.tenant = tenant
        self.person = person
        self.passwordHash = passwordHash
    }

    init(row: inout RowCursor) throws {
        tenant = try row.next()
        person = try row.next()
        passwordHash = try row.next()
    }
}
