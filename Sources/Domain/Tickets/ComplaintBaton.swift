extension ComplaintFacts {
    /// What the command itself says about the complaint.
    mutating func record(_ command: ComplaintCommand, by person: PersonID) {
        switch command {
        case .accept(let severity): self.severity = severity
        case .regrade(let severity, let flags, _): (self.severity, sensitivity) = (severity, flags)
        case .proposePlan(_, let compensation): (self.compensation, planProposer) = (compensation, person)
        case .completeExecution: executor = person
        case .verify: (unreachableDays, executingUnit) = (0, nil)
        case .sendBack: sentBack[rung, default: 0] += 1
        case .openExchange: openExchanges += 1
        case .closeExchange: openExchanges -= 1
        default: break
        }
    }

    /// Moves the complaint from hand to hand.
    mutating func pass(_ baton: Baton, command: ComplaintCommand, from before: ComplaintFacts, actor: PersonID) {
        switch baton {
        case .stays: break
        case .toFirstRung: holderUnit = ladder.firstUnit
        case .taken: take(by: actor)
        case .toAssignee: assign(command.assignee)
        case .toNextRung: escalate(by: command.action == .escalate ? actor : nil)
        case .backToOwner: (holderUnit, escalation) = (ownerUnit, nil)
        case .toExecution: execute()
        case .toVerification: (holderUnit, handler) = (ownerUnit, planProposer)
        case .toGroup: intervene(by: actor)
        case .toPreviousOwner: handBack()
        case .toCourt: rung = .litigation
        case .reopened:
            handler = actor
            rung = min(rung, .group)
            executor = nil
        }
    }

    private mutating func take(by actor: PersonID) {
        ownerUnit = holderUnit
        if let escalation { rung = escalation.toRung }
        escalation = nil
        handler = actor
    }

    private mutating func assign(_ person: PersonID?) {
        handler = person
        if state == .executing { executor = person }
    }

    private mutating func escalate(by proposer: PersonID?) {
        guard let next = rung.next else { return }
        let upper = ladder.unit(of: next)
        escalation = EscalationFacts(fromUnit: ownerUnit, fromRung: rung, toUnit: upper, toRung: next, proposer: proposer)
        holderUnit = upper
    }

    /// A12: execution goes back to the lower level, ownership stays until verified. Redoing keeps the unit.
    private mutating func execute() {
        let unit = executingUnit ?? (rung > .project ? ladder.firstUnit : ownerUnit)
        handler = unit == ownerUnit ? handler : nil
        executor = nil
        executingUnit = unit
        holderUnit = unit
    }

    private mutating func intervene(by actor: PersonID) {
        // Before the first acceptance the first rung, not the first receiver, is the one to hand back to.
        let previous = ladder.unit(of: rung)
        intervention = InterventionFacts(previousOwner: previous, previousRung: rung)
        (escalation, executingUnit, executor) = (nil, nil, nil)
        rung = .group
        ownerUnit = ladder.units.groupUnit
        holderUnit = ownerUnit
        handler = actor
    }

    private mutating func handBack() {
        guard let intervention else { return }
        rung = intervention.previousRung
        ownerUnit = intervention.previousOwner
        holderUnit = ownerUnit
        handler = nil
        self.intervention = nil
    }
}
