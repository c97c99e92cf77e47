package import Domain
package import Postgres

/// Everything a transaction can answer instead of a result. Errors of rules (Domain's `Refusal`) pass through as they are.
package enum StoreError: Error, Equatable, Sendable {
    /// Unknown and invisible are the same.
    case notFound
    /// The permission that is missing; nil where row security refused a row.
    case refused(Permission?)
    /// Not signed in any more: ended, idle, expired, disabled.
    case sessionGone
    case mustChangePassword
    /// Somebody was faster: what has happened since the form was shown.
    case stale(Staleness)
    case invalid(FieldErrors)
    /// The name of the constraint that did not hold.
    case constraint(name: String)
    /// The same form key with other fields.
    case keyReused
    /// Every connection or hashing thread is taken; try again shortly.
    case busy
    /// The database cannot be reached.
    case unavailable
    /// The connection was lost after COMMIT was sent: it may stand.
    case unknownOutcome
    /// Too many failed sign-ins; until when.
    case blocked(until: Instant)
    /// The looks at masked values of this hour are used up; until when.
    case quotaReached(until: Instant)
    /// Account or password is wrong: one answer for both.
    case wrongCredentials
    /// An administrator has locked the account; said only to whoever knew the password.
    case locked
    /// This group's linked people sign in through its own service; said only to whoever knew the password.
    case singleSignOnOnly
    /// Another worker has the job now.
    case leaseGone
    /// The transaction was used after its body had ended, or by two tasks at once.
    case closed
    /// A stored value that the code does not know.
    case unreadable(String)
    /// A fault of ours; the message names no values.
    case failed(PostgresError)

    /// PostgreSQL's errors in the words of the store; everything else unchanged.
    static func translate(_ error: any Error) -> any Error {
        guard let error = error as? PostgresError else { return error }
        return StoreError(error)
    }

    init(_ error: PostgresError) {
        switch (error.kind, error.sqlState) {
        case (.server, "SW401"): self = .sessionGone
        case (.server, "SW409"): self = .leaseGone
        case (.server, "42501"), (.server, "SW403"): self = .refused(nil)
        case (.server, "23505"), (.server, "23503"), (.server, "23514"), (.server, "23P01"), (.server, "23502"):
            self = .constraint(name: error.constraint ?? "")
        case (.server, "55P03"), (.server, "57014"), (.server, "53300"), (.poolExhausted, _), (.deadline, _): self = .busy
        case (.server, "57P01"), (.server, "57P02"), (.server, "57P03"), (.cannotConnect, _), (.connectionLost, _), (.poolClosed, _):
            self = .unavailable
        case (.unknownOutcome, _): self = .unknownOutcome
        default: self = .failed(error)
        }
    }
}

/// What happened to a thing between the page and the form.
package struct Staleness: Hashable, Sendable {
    package struct Change: Hashable, Sendable {
        package let action: String
        package let actorName: String
        package let actorPost: String
        package let at: Instant

        package init(action: String, actorName: String, actorPost: String, at: Instant) {
            self.action = action
            self.actorName = actorName
            self.actorPost = actorPost
            self.at = at
        }
    }

    package let version: Int
    package let state: String
    /// Oldest first.
    package let changes: [Change]

    package init(version: Int, state: String, changes: [Change]) {
        self.version = version
        self.state = state
        self.changes = changes
    }
}
