internal import CLibpq

/// One libpq connection in pipeline mode. Confined to its thread: every call below happens there.
final class Session {
    enum Standing: Sendable, Hashable {
        case idle
        case inTransaction
        case failedTransaction
        /// Must be closed: dead, or in a state nobody can vouch for.
        case lost
    }

    private let connection: OpaquePointer
    private let cancelKey: CancelKey
    private let wait: SessionWait
    private var cache = StatementCache()
    private var parameters = Parameters()
    private var isReadOnly = false
    private(set) var isLost = false

    /// - Throws: `.cannotConnect`.
    init(connectionString: String, settings: SessionSettings, wake: WakeUp) throws(PostgresError) {
        connection = try openConnection(connectionString, parameters: settings.parameters, options: settings.options)
        guard let cancelKey = CancelKey(of: connection), PQsetnonblocking(connection, 1) == 0, PQenterPipelineMode(connection) == 1 else {
            PQfinish(connection)
            throw PostgresError(.cannotConnect, "pipeline mode is not available")
        }
        self.cancelKey = cancelKey
        self.wait = SessionWait(connection: connection, wake: wake)
    }

    deinit {
        PQfinish(connection)
    }

    var standing: Standing {
        if isLost || PQstatus(connection) != CONNECTION_OK { return .lost }
        switch PQtransactionStatus(connection) {
        case PQTRANS_IDLE: return .idle
        case PQTRANS_INTRANS: return .inTransaction
        case PQTRANS_INERROR: return .failedTransaction
        default: return .lost
        }
    }

    /// Sleeps until signalled, `moment`, or word from the server; false when the server closed the connection.
    func rest(until moment: Moment) -> Bool {
        wait.rest(until: moment)
        if PQstatus(connection) != CONNECTION_OK { isLost = true }
        return !isLost
    }

    /// Runs `unit` to its end; afterwards `standing` tells the state of the session.
    /// A statement whose plan has become stale is prepared anew and the unit tried once more, if nothing of it can have lasted.
    func run(_ unit: Unit) -> Unit.Answer {
        let started = standing
        let first = attempt(unit)
        guard case .failure(let error) = first, error.isStalePlan, started == .idle else { return first }
        let shape = UnitShape(unit.statements, transactionIsOpen: false, isReadOnly: false)
        guard let failed = error.statementIndex, failed <= shape.firstCommit ?? .max, reset() else { return first }
        return attempt(unit)
    }

    /// Ends whatever transaction is open. False when the session cannot be used any more.
    func reset() -> Bool {
        if standing == .idle { return true }
        guard standing != .lost else { return false }
        _ = attempt(Unit(["ROLLBACK"], deadline: .now + .seconds(2)))
        isReadOnly = false
        if standing != .idle { isLost = true }
        return !isLost
    }

    /// True when the server answers an empty question in time.
    func check() -> Bool {
        guard case .success = attempt(Unit(["SELECT 1"], deadline: .now + .seconds(2))) else { return false }
        return standing == .idle
    }

    /// Deallocates what has not been used for long; only between units, when nobody waits.
    func tidy() {
        let names = cache.evict()
        guard !names.isEmpty, standing == .idle else { return }
        var trip = Trip(statements: names.map { SQL(reviewedText: "DEALLOCATE \($0)") })
        trip.unnamed = true
        _ = exchange(&trip, Unit(trip.statements, deadline: .now + .seconds(2)))
    }
}

extension Session {
    private func attempt(_ unit: Unit) -> Unit.Answer {
        if isLost { return .failure(PostgresError(.connectionLost, "the connection was lost before the unit was sent")) }
        if unit.isCancelled { return .failure(PostgresError(.cancelled, "cancelled before it was sent")) }
        if unit.deadline <= .now { return .failure(PostgresError(.deadline, "no time was left to send it")) }
        let shape = UnitShape(unit.statements, transactionIsOpen: standing != .idle, isReadOnly: isReadOnly)
        var trip = Trip(statements: unit.statements)
        trip.firstCommit = shape.firstCommit
        trip.describes = unit.purpose == .describe
        let answer = exchange(&trip, unit)
        isReadOnly = shape.isReadOnly && standing != .idle
        return answer
    }

    /// Sends, receives, and after a cancellation makes sure that it cannot hit the next unit.
    private func exchange(_ trip: inout Trip, _ unit: Unit) -> Unit.Answer {
        do throws(PostgresError) {
            try send(&trip)
        } catch {
            return .failure(error)
        }
        wait.begin(unit: unit, cancelKey: cancelKey)
        receive(&trip)
        if case .lost = trip.end { isLost = true }
        let reason = wait.reason
        if !isLost && reason != nil && !wait.settleCancellation() { isLost = true }
        if !isLost && reason != nil && !survivesCancellation() { isLost = true }
        for index in trip.staleStatements { cache.forget(trip.statements[index]) }
        return trip.answer(reason: reason)
    }

    /// A late cancel request may hit this question instead; the second one answers for good.
    private func survivesCancellation() -> Bool {
        for _ in 0..<2 {
            var trip = Trip(statements: ["SELECT 1"])
            trip.unnamed = true
            guard (try? send(&trip)) != nil else { return false }
            wait.begin(unit: Unit([], deadline: .now + .seconds(2)), cancelKey: nil)
            receive(&trip)
            guard case .complete = trip.end else { return false }
            // In a failed transaction any answer but a second cancellation will do.
            if trip.error == nil || trip.error?.sqlState == "25P02" { return true }
        }
        return false
    }
}

// Sending.
extension Session {
    private func send(_ trip: inout Trip) throws(PostgresError) {
        // All values are looked at before the first byte is queued: a refused value must not leave half a unit on the wire.
        for (index, statement) in trip.statements.enumerated() {
            do throws(PostgresError) {
                try Parameters.check(statement.binds)
            } catch {
                throw error.at(index, of: trip.statements)
            }
        }
        for index in trip.statements.indices {
            guard queue(index, &trip) else {
                isLost = true
                throw PostgresError(.protocolViolation, PostgresError.firstLine(PQerrorMessage(connection))).at(index, of: trip.statements)
            }
        }
        if PQpipelineSync(connection) != 1 { isLost = true }
        if isLost { throw PostgresError(.connectionLost, PostgresError.firstLine(PQerrorMessage(connection))) }
    }

    private func queue(_ index: Int, _ trip: inout Trip) -> Bool {
        let statement = trip.statements[index]
        if trip.unnamed {
            trip.steps.append(.execute(index))
            return PQsendQueryParams(connection, statement.text, 0, nil, nil, nil, nil, 0) == 1
        }
        let (name, isPrepared) = cache.name(for: statement)
        if !isPrepared && !trip.prepares(name) {
            trip.steps.append(.prepare(index, name))
            let oids = statement.binds.map(\.oid)
            guard PQsendPrepare(connection, name, statement.text, Int32(oids.count), oids) == 1 else { return false }
        }
        if trip.describes {
            trip.steps.append(.execute(index))
            return PQsendDescribePrepared(connection, name) == 1
        }
        trip.steps.append(.execute(index))
        parameters.fill(statement.binds)
        return parameters.withArrays { count, values, lengths, formats in
            PQsendQueryPrepared(connection, name, count, values, lengths, formats, 0) == 1
        }
    }
}

// Receiving.
extension Session {
    private func receive(_ trip: inout Trip) {
        for step in trip.steps {
            guard receive(step, &trip) else { return }
        }
        while true {
            switch wait.next() {
            case .lost:
                trip.end = .lost
                return
            case .endOfCommand: continue
            case .result(let result):
                let status = PQresultStatus(result)
                if status == PGRES_FATAL_ERROR { trip.fail(PostgresError(result: result), at: nil) }
                PQclear(result)
                if status == PGRES_PIPELINE_SYNC {
                    trip.end = .complete
                    return
                }
                if PQstatus(connection) != CONNECTION_OK {
                    trip.end = .lost
                    return
                }
            }
        }
    }

    /// Takes the results of one queued command up to its end. False when the connection is gone.
    private func receive(_ step: Trip.Step, _ trip: inout Trip) -> Bool {
        while true {
            switch wait.next() {
            case .lost:
                trip.end = .lost
                return false
            case .endOfCommand:
                if PQstatus(connection) != CONNECTION_OK {
                    trip.end = .lost
                    return false
                }
                return true
            case .result(let result):
                take(result, of: step, &trip)
                if case .lost = trip.end { return false }
            }
        }
    }

    private func take(_ result: OpaquePointer, of step: Trip.Step, _ trip: inout Trip) {
        switch PQresultStatus(result) {
        case PGRES_TUPLES_OK, PGRES_COMMAND_OK, PGRES_EMPTY_QUERY:
            switch step {
            case .prepare(let index, _):
                cache.markPrepared(trip.statements[index])
                PQclear(result)
            case .execute(let index): trip.succeed(QueryResult(storage: ResultStorage(owning: result)), at: index)
            }
        case PGRES_PIPELINE_ABORTED:
            PQclear(result)
        case PGRES_FATAL_ERROR:
            trip.fail(PostgresError(result: result), at: step.index)
            PQclear(result)
        default:
            // COPY and the like would leave the protocol in a state we do not speak.
            PQclear(result)
            trip.fail(PostgresError(.protocolViolation, "a statement of a kind that is not supported"), at: step.index)
            trip.end = .lost
        }
    }
}
