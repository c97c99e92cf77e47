internal import Domain
internal import Postgres

/// The definer functions around sessions; the application has no right on the tables themselves.
enum SessionStatements {
    static func touch(_ tenant: TenantID, _ tokenHash: [UInt8], now: Instant) -> SQL {
        "SELECT app.touch_session(\(tenant), \(tokenHash), \(now))"
    }
}
