package import Domain
internal import Postgres
internal import Secrets
internal import Synchronization

/// What a step on a ticket answered. `outcome` is nil when the form had been answered before.
package struct StepAnswer: Sendable {
    package let answer: WriteAnswer
    package let outcome: Outcome?
}

extension WriteTransaction {
    /// Applies a command and stores what it changes, in one round trip.
    /// - Throws: Domain's `Refusal`; `invalid` for an exchange that is not there to be answered; `stale` when the row was changed
    ///   against all locks.
    @discardableResult
    package func apply(_ command: ComplaintCommand, _ permit: Permit<TakingStep, TicketCase>) async throws -> Outcome {
        let (ticket, actor) = (permit.thing, try actor)
        let outcome = try ComplaintMachine.apply(command, to: ticket.facts, by: actor, at: now)
        try ticket.checkExchange(command, at: outcome.event.actorPost.unit.id)
        let step = StepStatements(ticket, command, outcome, actor: actor)
        let touched = try await change(try step.all())
        guard touched.first == 1 else {
            throw StoreError.stale(Staleness(version: ticket.record.version, state: ticket.record.state.code, changes: []))
        }
        auditStep(step.entry, hash: step.hash, number: ticket.record.number, in: step.scope)
        return outcome
    }

    /// One line of the trail for a transition, tied to the line of the ticket's own log by its hash (ACCESS-P7).
    func auditStep(_ entry: TimelineEntry, hash: [UInt8], number: String, in scope: ChildScope) {
        audit(
            .ticketStep, .ticket(entry.ticket, label: number),
            in: AuditPlace(company: scope.company, project: scope.project, vendor: scope.vendor),
            [
                "action": entry.action, "from": entry.stateFrom ?? "", "to": entry.stateTo, "seq": String(entry.seq),
                "hash": Token.encode(hash),
            ])
    }

    /// Reads the form with the person's authority at the ticket, then applies it.
    /// - Throws: as `apply`; `invalid` with a problem for each field.
    @discardableResult
    package func apply(_ action: ComplaintAction, _ fields: [String: String], _ permit: Permit<TakingStep, TicketCase>) async throws
        -> Outcome
    {
        let limit = try actor.compensation(at: permit.thing.facts.ownerUnit)
        switch ComplaintForm.validated(action, fields, limit: limit) {
        case .success(let command): return try await apply(command, permit)
        case .failure(let errors): throw StoreError.invalid(errors)
        }
    }
}

extension TicketCase {
    /// An exchange is answered by the centre it was sent to, once, and closed by either.
    fileprivate func checkExchange(_ command: ComplaintCommand, at unit: UnitID) throws(StoreError) {
        let found: Bool =
            switch command {
            case .replyExchange(let id, _):
                exchanges.contains { $0.id == id && $0.isOpen && $0.repliedAt == nil && $0.toUnit == unit }
            case .closeExchange(let id, _): exchanges.contains { $0.id == id && $0.isOpen }
            default: true
            }
        guard found else { throw .invalid(FieldErrors(ComplaintField.exchange.rawValue, .notFound)) }
    }
}

extension Store {
    /// One step on a ticket from its form: at most once for each form key, nothing at all when it is refused.
    /// - Parameters:
    ///   - version: the version the form was made from.
    ///   - path: where the answer is.
    /// - Throws: as `write`; `notFound`, `stale`, `invalid`; Domain's `Refusal`.
    package func take(
        _ action: ComplaintAction, on ticket: TicketID, version: Int, fields: [String: String], _ entry: Entry, form: FormKey, path: String
    ) async throws -> StepAnswer {
        let outcome = Captured<Outcome>()
        let answer = try await write(entry, .anyOf([.ticketSee, .ticketSeeAssigned]), form: form) { tx in
            let permit = try await tx.access(ticket, version: version)
            outcome.set(try await tx.apply(action, fields, permit))
            return path
        }
        return StepAnswer(answer: answer, outcome: outcome.value)
    }
}

/// Carries a value out of a transaction that may run twice: the last one counts.
final class Captured<Value: Sendable>: Sendable {
    private let stored = Mutex<Value?>(nil)

    var value: Value? { stored.withLock { $0 } }

    func set(_ value: Value?) { stored.withLock { $0 = value } }
}
