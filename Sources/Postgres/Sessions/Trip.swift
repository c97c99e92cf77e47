/// The state of one pipeline between sending and its sync.
struct Trip {
    enum Step {
        case prepare(Int, String)
        case execute(Int)

        var index: Int {
            switch self {
            case .prepare(let index, _), .execute(let index): index
            }
        }
    }

    enum End {
        case underway
        case complete
        case lost
    }

    let statements: [SQL]
    var describes = false
    /// Sent without a name and without values.
    var unnamed = false
    /// Index of the statement after which effects may last; see `UnitShape`.
    var firstCommit: Int?
    var steps: [Step] = []
    var end = End.underway
    private(set) var results: [QueryResult] = []
    private(set) var error: PostgresError?
    private(set) var staleStatements: [Int] = []

    init(statements: [SQL]) {
        self.statements = statements
        steps.reserveCapacity(statements.count * 2)
        results.reserveCapacity(statements.count)
    }

    func prepares(_ name: String) -> Bool {
        steps.contains { if case .prepare(_, name) = $0 { true } else { false } }
    }

    mutating func succeed(_ result: QueryResult, at index: Int) {
        results.append(result)
        // COMMIT of a failed transaction succeeds as a command and answers with the tag ROLLBACK.
        if !describes, error == nil, TransactionWord(statements[index].text) == .commit, result.commandTag == "ROLLBACK" {
            fail(PostgresError(.server, "the transaction had already failed and was rolled back", sqlState: "40000"), at: index)
        }
    }

    /// Keeps the first error: the others follow from it.
    mutating func fail(_ failure: PostgresError, at index: Int?) {
        if failure.isStalePlan, let index { staleStatements.append(index) }
        if failure.isFatal || failure.kind == .connectionLost { end = .lost }
        guard error == nil else { return }
        error = index.map { failure.at($0, of: statements) } ?? failure
    }

    /// What the waiting task is told.
    /// - Parameter reason: why the unit was cancelled from this side, if it was.
    func answer(reason: SessionWait.Reason?) -> Unit.Answer {
        guard let error else {
            if case .complete = end { return .success(results) }
            return .failure(lostError(reason))
        }
        let isConnectionError = error.isFatal || error.kind == .connectionLost
        if isConnectionError && mayHaveLasted { return .failure(lostError(reason)) }
        if let reason, error.kind == .deadline || error.kind == .connectionLost {
            return .failure(reason.error(statementIndex: error.statementIndex, of: statements))
        }
        return .failure(error)
    }

    /// A commit was sent, and nothing is known to have failed before it.
    private var mayHaveLasted: Bool {
        guard let firstCommit else { return false }
        guard let error, error.kind != .connectionLost else { return true }
        return error.statementIndex ?? .max >= firstCommit
    }

    private func lostError(_ reason: SessionWait.Reason?) -> PostgresError {
        if mayHaveLasted {
            return PostgresError(.unknownOutcome, "the connection was lost after the commit had been sent")
        }
        return reason?.error(statementIndex: nil, of: statements)
            ?? error
            ?? PostgresError(.connectionLost, "the server closed the connection")
    }
}
