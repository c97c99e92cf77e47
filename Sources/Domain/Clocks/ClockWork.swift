/// Turns the clock effects of a row into changes of deadlines.
struct ClockWork {
    let policy: ClockPolicy
    let now: Instant
    let occasion: PlanOccasion
    private(set) var changes: [ClockChange] = []

    init(policy: ClockPolicy, now: Instant, action: ComplaintAction) {
        self.policy = policy
        self.now = now
        occasion = PlanOccasion(action)
    }

    mutating func run(_ effect: ClockEffect, on facts: inout ComplaintFacts) {
        switch effect {
        case .start(let kind):
            run(.cancel(kind), on: &facts)
            start(kind, on: &facts)
        case .ensure(let kind): if facts.running[kind] == nil { start(kind, on: &facts) }
        case .meet(let kind): if facts.running.removeValue(forKey: kind) != nil { changes.append(.meet(kind)) }
        case .cancel(let kind): if facts.running.removeValue(forKey: kind) != nil { changes.append(.cancel(kind)) }
        case .retarget:
            move(.plan, limit: policy.plan(facts.severity), on: &facts)
            move(.resolve, limit: policy.resolve(facts.severity), on: &facts)
        }
    }

    private mutating func start(_ kind: ClockKind, on facts: inout ComplaintFacts) {
        let (due, rule) = promise(kind, facts)
        let deadline = Deadline(kind: kind, startedAt: now, firstDueAt: due, rule: rule.code)
        facts.running[kind] = deadline
        let unit = kind == .plan || kind == .visit ? facts.ownerUnit : facts.holderUnit
        changes.append(.start(deadline, unit: unit, upperUnit: upper(of: unit, facts)))
    }

    private func promise(_ kind: ClockKind, _ facts: ComplaintFacts) -> (Instant, ClockRule) {
        switch kind {
        case .accept where facts.escalation != nil: (now + policy.acceptEscalated, .acceptEscalated)
        case .accept: (now + policy.accept, .acceptFirst)
        case .resolve: (now + policy.resolve(facts.severity), .resolve)
        case .visit: (now + policy.visit, .visit)
        case .plan:
            policy.planDeadline(
                severity: facts.severity, source: facts.source, receivedAt: facts.receivedAt, occasion: occasion, now: now
            )
        }
    }

    /// The first promise stays; what is due now follows the new grade, counted from the start of the clock. An outside complaint's
    /// plan keeps the earlier of the two (COMPLAINT-N11).
    private mutating func move(_ kind: ClockKind, limit: Span, on facts: inout ComplaintFacts) {
        guard var deadline = facts.running[kind] else { return }
        var due = deadline.startedAt + limit
        if deadline.rule == ClockRule.planExternal.code { due = min(due, deadline.firstDueAt) }
        guard due != deadline.dueAt else { return }
        deadline.dueAt = due
        facts.running[kind] = deadline
        changes.append(.move(kind, dueAt: due))
    }

    private func upper(of unit: UnitID, _ facts: ComplaintFacts) -> UnitID? {
        guard let rung = facts.ladder.rung(of: unit), rung < .group, let next = rung.next else { return nil }
        return facts.ladder.unit(of: next)
    }
}
