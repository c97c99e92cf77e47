/// What a pool connects to, how much of it, and how long anybody waits.
package struct PoolConfiguration: Sendable, Hashable {
    /// libpq connection string or URI.
    package var connectionString: String
    /// Connections kept open, each with its own thread.
    package var size: Int
    /// Callers that may wait for a connection; one more is refused at once.
    package var waiterLimit = 256
    package var acquireTimeout: Duration = .seconds(2)
    /// A connection is replaced after this time, give or take a tenth, so that a pool's connections never all go at once.
    package var lifetime: Duration = .seconds(30 * 60)
    /// An idle connection answers a question this often, so that the next caller finds it alive.
    package var idleCheck: Duration = .seconds(30)
    /// Leased connections are cut this long after `shutdown()`.
    package var shutdownGrace: Duration = .seconds(10)
    package var session = SessionSettings()

    package init(_ connectionString: String, size: Int = 8) {
        precondition(size > 0)
        self.connectionString = connectionString
        self.size = size
    }
}

/// A pool's state for metrics and the operator's page.
package struct PoolStatistics: Sendable, Hashable {
    package var size = 0
    package var idle = 0
    package var leased = 0
    package var waiting = 0
    /// Connections opened so far.
    package var connects = 0
    /// Attempts to connect that failed.
    package var failedConnects = 0
    /// Transactions that were left open by their caller or by an error, and were rolled back.
    package var resets = 0
    /// libpq's reason for the last failed attempt; nil while the server answers.
    package var connectError: String?
}
