internal import Synchronization

/// A connection in one caller's hands, for the length of one `withConnection`.
package final class Lease: Sendable {
    private let channel: Channel
    private let limit: Moment
    private let isOver = Atomic<Bool>(false)

    init(channel: Channel, limit: Moment) {
        self.channel = channel
        self.limit = limit
    }

    func end() {
        isOver.store(true, ordering: .releasing)
    }

    /// Sends all statements in one trip (one pipeline, one sync) and waits for all results, in order.
    /// The first error ends the unit: what follows it is not executed.
    /// - Parameter deadline: time for this trip; never more than what is left of the lease's.
    /// - Throws: the error of the first failing statement, with its index.
    @discardableResult
    package func pipeline(_ statements: [SQL], deadline: Duration? = nil) async throws(PostgresError) -> [QueryResult] {
        if statements.isEmpty { return [] }
        return try await run(statements, purpose: .execute, deadline: deadline)
    }

    /// One statement in one trip.
    @discardableResult
    package func query(_ statement: SQL, deadline: Duration? = nil) async throws(PostgresError) -> QueryResult {
        try await run([statement], purpose: .execute, deadline: deadline)[0]
    }

    /// Queues statements whose results nobody waits for. The connection goes back to the pool when they are done and the session is idle.
    package func finishLater(_ statements: [SQL]) {
        guard !statements.isEmpty, !isOver.load(ordering: .acquiring) else { return }
        channel.submit(Unit(statements, deadline: .now + .seconds(5)))
    }

    /// As of the last finished trip. True also for a transaction that has failed and waits for its ROLLBACK.
    package var transactionIsOpen: Bool { channel.transactionIsOpen }

    /// Prepares a statement and asks the server for its parameter and column types; executes nothing.
    package func describe(_ sql: SQL) async throws(PostgresError) -> StatementDescription {
        let result = try await run([sql], purpose: .describe, deadline: nil)[0]
        return StatementDescription(result)
    }

    private func run(_ statements: [SQL], purpose: Unit.Purpose, deadline: Duration?) async throws(PostgresError) -> [QueryResult] {
        guard !isOver.load(ordering: .acquiring) else {
            throw PostgresError(.protocolViolation, "a lease was used after its scope")
        }
        let until = deadline.map { min(limit, .now + $0) } ?? limit
        let cancelled = Unit.Cancelled()
        let answer = await withTaskCancellationHandler {
            await withUnsafeContinuation { waiter in
                channel.submit(Unit(statements, purpose: purpose, deadline: until, waiter: waiter, cancelled: cancelled))
            }
        } onCancel: {
            cancelled.flag.store(true, ordering: .relaxed)
            channel.nudge()
        }
        return try answer.get()
    }
}

/// What the server makes of a statement.
package struct StatementDescription: Sendable, Hashable {
    package let parameters: [UInt32]
    package let columns: [ColumnDescription]
}
