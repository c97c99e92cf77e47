package import Store

/// Which effect belongs to which kind of job. Incomplete or ambiguous, it refuses to be made, so a worker never starts with it.
package struct JobRegistry: Sendable {
    /// Runs inside the transaction in which the job is finished.
    package typealias Effect = @Sendable (WriteTransaction, Job) async throws -> Void

    package struct Handler: Sendable {
        package let kind: String
        package let effect: Effect

        package init(_ kind: String, _ effect: @escaping Effect) {
            self.kind = kind
            self.effect = effect
        }
    }

    package enum Fault: Error, Hashable, Sendable {
        case twoHandlers(kind: String)
        case noHandler(kind: String)
        case unknownKind(String)
    }

    private let effects: [String: Effect]

    /// - Parameter kinds: every kind that the store queues.
    /// - Throws: a fault for a kind with two handlers or none, and for a handler of a kind that nobody queues.
    package init(_ handlers: [Handler], kinds: Set<String>) throws(Fault) {
        var effects: [String: Effect] = [:]
        for handler in handlers {
            guard kinds.contains(handler.kind) else { throw .unknownKind(handler.kind) }
            guard effects.updateValue(handler.effect, forKey: handler.kind) == nil else { throw .twoHandlers(kind: handler.kind) }
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
                Handler(CountAnswers.kind, CountAnswers.run), Handler(OpenSurveyCase.kind, OpenSurveyCase.run),
                Handler(TendWave.kind, TendWave.run),
            ],
            kinds: [
                DeliverNotices.kind, SweepDeadlines.kind, WriteAudit.kind, RevealAlert.kind, Anonymise.kind, Retention.kind,
                CountAnswers.kind, OpenSurveyCase.kind, TendWave.kind,
            ])
    }

    /// - Throws: `unknownKind`: a job of a release that knew more; it waits and is tried again like any other failure.
    func effect(of kind: String) throws(Fault) -> Effect {
        guard let effect = effects[kind] else { throw .unknownKind(kind) }
        return effect
    }
}
