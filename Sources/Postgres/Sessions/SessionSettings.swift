/// How sessions are opened, and the limits the server enforces in each of them.
package struct SessionSettings: Sendable, Hashable {
    /// Seen in `pg_stat_activity`.
    package var applicationName = "shouwen"
    /// The server's own limit per statement; below the client's deadline, so that the server speaks first.
    package var statementTimeout: Duration = .seconds(5)
    package var lockTimeout: Duration = .seconds(2)
    package var idleInTransactionTimeout: Duration = .seconds(10)

    package init() {}

    /// `-c name=value …` for the start-up packet: no round trip, and in force before the first statement.
    var options: String {
        let values: [(String, String)] = [
            ("timezone", "UTC"),
            ("datestyle", "ISO"),
            ("bytea_output", "hex"),
            ("standard_conforming_strings", "on"),
            ("jit", "off"),
            // Planning under row security costs more than most of our statements; a prepared plan serves every value. What needs the
            // values says so in its own transaction.
            ("plan_cache_mode", "force_generic_plan"),
            ("statement_timeout", String(statementTimeout.milliseconds)),
            ("lock_timeout", String(lockTimeout.milliseconds)),
            ("idle_in_transaction_session_timeout", String(idleInTransactionTimeout.milliseconds)),
        ]
        return values.map { "-c \($0.0)=\($0.1)" }.joined(separator: " ")
    }

    /// Parameters that stand beside the connection string; a string's own `connect_timeout` or keepalives give way to them.
    var parameters: [(String, String)] {
        [
            ("client_encoding", "UTF8"),
            ("application_name", applicationName),
            ("connect_timeout", "3"),
            ("keepalives", "1"),
            ("keepalives_idle", "30"),
            ("keepalives_interval", "5"),
            ("keepalives_count", "3"),
            ("tcp_user_timeout", "10000"),
        ]
    }
}
