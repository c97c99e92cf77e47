/// Reads the table of transitions: what may be done, and what it does. Pure; time comes in as an argument.
package enum ComplaintMachine {
    /// What the actor may do now, in the order pages offer it; at most one is primary.
    package static func allowed(_ facts: ComplaintFacts, _ actor: Actor) -> [AllowedAction] {
        let possible = ComplaintAction.allCases.compactMap { action -> (Transition, ActorPost)? in
            for row in ComplaintTransitions.rows(from: facts.state, action: action) {
                let step = Attempt(facts: facts, actor: actor, transition: row, command: nil)
                if let post = step.post, step.missingGuard(at: post) == nil { return (row, post) }
            }
            return nil
        }
        let primary = facts.state.nextSteps.first { next in possible.contains { $0.0.action == next } }
        return possible.map { row, post in
            AllowedAction(action: row.action, primary: row.action == primary, permission: row.permission, post: post, rules: row.rules)
        }
    }

    /// Applies a command.
    /// - Throws: `Refusal`; nothing has changed then.
    package static func apply(_ command: ComplaintCommand, to facts: ComplaintFacts, by actor: Actor, at now: Instant) throws(Refusal)
        -> Outcome
    {
        let rows = ComplaintTransitions.rows(from: facts.state, action: command.action)
        guard let row = rows.first(where: { $0.branch.matches(command, facts) }) else {
            throw .notAllowedInState(command.action, facts.state)
        }
        let attempt = Attempt(facts: facts, actor: actor, transition: row, command: command)
        guard let post = attempt.post else {
            throw actor.holds(row.permission) ? .notYours(waitingFor: facts.holderUnit) : .lacksPermission(row.permission)
        }
        if let missing = attempt.missingGuard(at: post) { throw .factMissing(missing) }
        return outcome(of: attempt, command: command, post: post, now: now)
    }

    /// What the complaint waits for, to be said to those who can do nothing: the unit and the step expected of it.
    package static func waiting(_ facts: ComplaintFacts) -> (unit: UnitID, step: ComplaintAction)? {
        guard facts.state.isOpen, let step = facts.state.nextSteps.first else { return nil }
        return (facts.holderUnit, step)
    }

    private static func outcome(of attempt: Attempt, command: ComplaintCommand, post: ActorPost, now: Instant) -> Outcome {
        let (before, row) = (attempt.facts, attempt.transition)
        var after = before
        after.state = row.to
        after.version += 1
        after.record(command, by: attempt.actor.person)
        after.pass(row.baton, command: command, from: before, actor: attempt.actor.person)
        if row.returns { after.returned = true } else if row.to != row.from { after.returned = false }
        var clocks = ClockWork(policy: before.clocks, now: now, action: row.action)
        for effect in row.clocks { clocks.run(effect, on: &after) }
        let event = ComplaintEvent(
            at: now, action: row.action, stateFrom: row.from, stateTo: row.to, actor: attempt.actor.person, actorName: attempt.actor.name,
            actorPost: post, fromUnit: before.holderUnit, toUnit: after.holderUnit, fromOwner: before.ownerUnit, toOwner: after.ownerUnit,
            toPerson: command.assignee, text: command.text, detail: command.detail
        )
        let notices = NoticeWork(before: before, after: after, actor: attempt.actor.person, post: post).notices(row.notices)
        return Outcome(facts: after, transition: row, event: event, clocks: clocks.changes, notices: notices)
    }
}

extension ComplaintCommand {
    package var assignee: PersonID? {
        if case .assign(let person, _) = self { person } else { nil }
    }
}

extension ComplaintState {
    /// The steps that move the complaint on, best first: the first allowed one is the page's primary action.
    package var nextSteps: [ComplaintAction] {
        switch self {
        case .received: [.record]
        case .recorded: [.accept]
        case .classified, .assigned: [.recordFindings]
        case .investigating: [.proposePlan, .recordFindings]
        case .planProposed: [.customerAccepts]
        case .planRejected: [.escalate, .proposePlan]
        case .escalated: [.acceptEscalation]
        case .planAccepted: [.startExecution]
        case .executing: [.completeExecution]
        case .executed: [.verify]
        case .verified: [.recordVisit, .closeUnconfirmed]
        case .suggestion, .explained, .invalid, .nonResponsible, .visited: [.close]
        case .litigation: [.recordOutcome]
        case .closed: [.archive]
        case .archived: []
        }
    }
}
