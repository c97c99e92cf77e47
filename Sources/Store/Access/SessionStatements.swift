internal import Domain
internal import Postgres

/// The definer functions around sessions; the application has no right on the table itself.
enum SessionStatements {
    static func blockedUntil(_ keys: [[UInt8]], now: Instant) -> Query<Single<Instant?>> {
        Query("SELECT app.login_blocked_until(\(keys), \(now))")
    }

    static func unblock(_ key: [UInt8]) -> SQL { "SELECT app.login_unblock(\(key))" }

    static func touch(_ tenant: TenantID, _ tokenHash: [UInt8], now: Instant) -> SQL {
        "SELECT app.touch_session(\(tenant), \(tokenHash), \(now))"
    }

    /// - Parameter session: nil for the one that proves the person.
    static func end(_ tenant: TenantID, _ tokenHash: [UInt8], session: SessionID?, others: Bool, now: Instant) -> Query<Single<Int>> {
        Query("SELECT app.end_session(\(tenant), \(tokenHash), \(session), \(others), \(now))")
    }
}
