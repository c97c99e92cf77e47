package import Store

/// Which effect belongs to which kind of job. Incomplete or ambiguous, it refuses to be made, so a worker never starts with it.
package struct JobRegistry: Sendable {
    /// Runs inside the transaction in which the job is finished.
    package typealias Effect = @Sendable (WriteTransaction, Job) async throws -> Void

    package struct Handler: Sendable {
        package let kind: String
        /// For work that rewrites much in one transaction; nil leaves it at the store's own deadline.
        package let patience: Duration?
        package let effect: Effect

        package init(_ kind: String, patience: Duration? = nil, _ effect: @escaping Effect) {
            self.kind = kind
            self.patience = patience
            self.effect = effect
        }
    }

    package enum Fault: Error, Hashable, Sendable {
        case twoHandlers(kind: String)
        case noHandler(kind: String)
        case unknownKind(String)
    }

    private let effects: [String: Handler]

    /// - Parameter kinds: every kind that the store queues.
    /// - Throws: a fault for a kind with two handlers or none, and for a handler of a kind that nobody queues.
    package init(_ handlers: [Handler], kinds: Set<String>) throws(Fault) {
        var effects: [String: Handler] = [:]
        for handler in handlers {
            guard kinds.contains(handler.kind) else { throw .unknownKind(handler.kind) }
            guard effects.updateValue(handler, forKey: handler.kind) == nil else { throw .twoHandlers(kind: handler.kind) }
        }
        if let kind = kinds.subtracting(effects.keys).min() { throw .noHandler(kind: kind) }
        self.effects = effects
    }

    /// The kinds of the product.
    package static func standard() throws(Fault) -> JobRegistry {
        try JobRegistry(
            [
                Handler(DeliverNotices.kind, DeliverNotices.run), Handler(SweepDeadlines.kind, SweepDeadlines.run),
                Handler(WriteAudit.kind, WriteAudit.run), Handler(RevealAlert.kind, RevealAlert.run),
                Handler(Anonymise.kind, Anonymise.run), Handler(Retention.kind, Retention.run),
                Handler(MoveProject.kind, patience: .seconds(600), MoveProject.run),
                Handler(FollowProject.kind, patience: .seconds(600), FollowProject.run),
                Handler(HandOverTickets.kind, patience: .seconds(600), HandOverTickets.run),
                Handler(RenameHolder.kind, patience: .seconds(60), RenameHolder.run),
            ],
            kinds: [
                DeliverNotices.kind, SweepDeadlines.kind, WriteAudit.kind, RevealAlert.kind, Anonymise.kind, Retention.kind,
                MoveProject.kind, FollowProject.kind, HandOverTickets.kind, RenameHolder.kind,
            ])
    }

    /// - Throws: `unknownKind`: a job of a release that knew more; it waits and is tried again like any other failure.
    func handler(of kind: String) throws(Fault) -> Handler {
        guard let handler = effects[kind] else { throw .unknownKind(kind) }
        return handler
    }
}
