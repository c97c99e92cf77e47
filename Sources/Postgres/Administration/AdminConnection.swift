internal import CLibpq
internal import Synchronization

/// A connection for migrations, set-up and tests: runs whole scripts, takes its time, has no limits but the server's.
/// It blocks a thread of its own; closing, or letting go of the last reference, ends it.
package final class AdminConnection: Sendable {
    private let work: AdminWork

    /// - Throws: `.cannotConnect`.
    package init(_ connectionString: String) async throws(PostgresError) {
        let work = AdminWork()
        let opened: Result<Void, PostgresError> = await withCheckedContinuation { waiter in
            startThread(named: "pg-admin") { work.live(connectionString, opened: waiter) }
        }
        try opened.get()
        self.work = work
    }

    deinit {
        work.close()
    }

    /// Runs all statements of `script`. Without BEGIN of its own it is one transaction: an error undoes all of it.
    package func execute(script: String) async throws(PostgresError) {
        _ = try await work.run { connection in Self.answer(PQexec(connection, script), statement: nil) }
    }

    /// Runs one statement with its binds.
    @discardableResult
    package func query(_ sql: SQL) async throws(PostgresError) -> QueryResult {
        try Parameters.check(sql.binds)
        let answer = try await work.run { connection in
            var parameters = Parameters()
            parameters.fill(sql.binds)
            let result = parameters.withArrays { count, values, lengths, formats in
                PQexecParams(connection, sql.text, count, sql.binds.map(\.oid), values, lengths, formats, 0)
            }
            return Self.answer(result, statement: sql.text)
        }
        guard let answer else { throw PostgresError(.protocolViolation, "a statement without an answer") }
        return answer
    }

    /// True inside a transaction, also a failed one.
    package var transactionIsOpen: Bool {
        get async {
            let isOpen = try? await work.ask { PQtransactionStatus($0) == PQTRANS_INTRANS || PQtransactionStatus($0) == PQTRANS_INERROR }
            return isOpen ?? false
        }
    }

    /// Ends the session; returns when it has ended.
    package func close() async {
        _ = try? await work.ask { _ in }
        work.close()
    }

    private static func answer(_ result: OpaquePointer?, statement: String?) -> Result<QueryResult?, PostgresError> {
        guard let result else { return .failure(PostgresError(.connectionLost, "the connection was lost")) }
        switch PQresultStatus(result) {
        case PGRES_TUPLES_OK, PGRES_COMMAND_OK, PGRES_EMPTY_QUERY:
            return .success(QueryResult(storage: ResultStorage(owning: result)))
        case PGRES_FATAL_ERROR:
            var error = PostgresError(result: result)
            error.statementText = statement
            PQclear(result)
            return .failure(error)
        default:
            PQclear(result)
            return .failure(PostgresError(.protocolViolation, "a statement of a kind that is not supported"))
        }
    }
}

/// The queue of an `AdminConnection` and its thread.
private final class AdminWork: Sendable {
    typealias Job = @Sendable (OpaquePointer?) -> Void

    private struct State {
        var jobs: [Job] = []
        var isClosed = false
    }

    private static let settings = "-c timezone=UTC -c datestyle=ISO -c bytea_output=hex -c client_min_messages=warning"
    private let state = Mutex(State())
    private let wake = WakeUp()

    func live(_ connectionString: String, opened: CheckedContinuation<Result<Void, PostgresError>, Never>) {
        let connection: OpaquePointer
        do throws(PostgresError) {
            let parameters = [("client_encoding", "UTF8"), ("application_name", "shouwen-admin"), ("connect_timeout", "5")]
            connection = try openConnection(connectionString, parameters: parameters, options: Self.settings)
        } catch {
            return opened.resume(returning: .failure(error))
        }
        opened.resume(returning: .success(()))
        while true {
            let (jobs, isClosed) = state.withLock { state in
                defer { state.jobs = [] }
                return (state.jobs, state.isClosed)
            }
            for job in jobs { job(connection) }
            if isClosed { break }
            if jobs.isEmpty { wake.wait(until: .distantFuture) }
        }
        PQfinish(connection)
    }

    func close() {
        state.withLock { $0.isClosed = true }
        wake.signal()
    }

    func run(
        _ body: @escaping @Sendable (OpaquePointer) -> Result<QueryResult?, PostgresError>
    ) async throws(PostgresError) -> QueryResult? {
        try await ask(body).get()
    }

    func ask<T: Sendable>(_ body: @escaping @Sendable (OpaquePointer) -> T) async throws(PostgresError) -> T {
        let answer: T? = await withCheckedContinuation { waiter in
            let isOpen = state.withLock { state in
                guard !state.isClosed else { return false }
                state.jobs.append { connection in waiter.resume(returning: connection.map(body)) }
                return true
            }
            if isOpen { wake.signal() } else { waiter.resume(returning: nil) }
        }
        guard let answer else { throw PostgresError(.poolClosed, "the connection is closed") }
        return answer
    }
}
