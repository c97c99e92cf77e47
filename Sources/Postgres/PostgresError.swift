/// Whatever went wrong between a statement and its answer. Never carries bound values: no DETAIL, no context.
package struct PostgresError: Error, Sendable, Hashable {
    package enum Kind: String, Sendable, Hashable {
        /// The server refused the statement; see `sqlState`.
        case server
        /// The connection died; the unit has had no effect.
        case connectionLost
        /// The connection died after a commit was sent: it may or may not have happened.
        case unknownOutcome
        /// The unit ran out of time and was cancelled; it has had no effect.
        case deadline
        /// The task was cancelled; the unit has had no effect.
        case cancelled
        /// All connections stayed busy, or too many callers wait already.
        case poolExhausted
        case poolClosed
        case cannotConnect
        /// A column could not be read into the Swift type.
        case decoding
        /// A bound value the protocol cannot carry (a zero byte in text, more than 65,535 values).
        case invalidBind
        /// Something no statement of ours should do (COPY, use of a lease after its scope).
        case protocolViolation
    }

    /// What a caller may do about an error.
    package enum Disposition: Sendable, Hashable {
        /// Certain to have had no effect; the whole transaction may be tried again.
        case retryable
        /// A constraint was violated; see `constraint`.
        case conflict
        /// Look for the effect by its idempotency key before doing anything else.
        case unknownOutcome
        /// No capacity now (503).
        case busy
        case permanent
    }

    package var kind: Kind
    package var message: String
    package var sqlState: String?
    /// The violated constraint; on a Citus shard without its shard suffix.
    package var constraint: String?
    /// Position of the failing statement in its unit.
    package var statementIndex: Int?
    /// The statement's text with placeholders.
    package var statementText: String?
    /// The plan was invalidated by a schema change; it is gone from the connection, trying again will prepare it anew.
    package var isStalePlan = false
    /// The server closed the session with this error.
    var isFatal = false

    package init(_ kind: Kind, _ message: String, sqlState: String? = nil) {
        self.kind = kind
        self.message = message
        self.sqlState = sqlState
    }

    /// The same error with its place in a unit.
    func at(_ index: Int, of statements: [SQL]) -> PostgresError {
        var error = self
        error.statementIndex = index
        error.statementText = statements[index].text
        return error
    }

    package var disposition: Disposition {
        switch kind {
        case .connectionLost, .cannotConnect: .retryable
        case .unknownOutcome: .unknownOutcome
        case .deadline, .poolExhausted, .poolClosed: .busy
        case .cancelled, .decoding, .invalidBind, .protocolViolation: .permanent
        case .server: serverDisposition
        }
    }

    private var serverDisposition: Disposition {
        if isStalePlan { return .retryable }
        return switch sqlState {
        case "40001", "40P01", "57P01", "57P02", "57P03": .retryable
        case "23505", "23503", "23514", "23P01": .conflict
        case "55P03", "53300", "53400": .busy
        default: .permanent
        }
    }
}

extension PostgresError: CustomStringConvertible {
    package var description: String {
        var text = "\(kind.rawValue)"
        if let sqlState { text += " \(sqlState)" }
        text += ": \(message)"
        if let constraint { text += " [\(constraint)]" }
        if let statementText { text += " in \(statementText)" }
        return text
    }
}
