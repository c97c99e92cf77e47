/// An escalation that waits for an answer.
package struct EscalationFacts: Hashable, Sendable {
    package let fromUnit: UnitID
    package let fromRung: Rung
    package let toUnit: UnitID
    package let toRung: Rung
    /// Nil when a dissatisfied visit raised it (VISIT-R7): nobody can withdraw that.
    package let proposer: PersonID?

    package init(fromUnit: UnitID, fromRung: Rung, toUnit: UnitID, toRung: Rung, proposer: PersonID?) {
        self.fromUnit = fromUnit
        self.fromRung = fromRung
        self.toUnit = toUnit
        self.toRung = toRung
        self.proposer = proposer
    }
}

/// A running intervention of the group (ROUTE-R6).
package struct InterventionFacts: Hashable, Sendable {
    package let previousOwner: UnitID
    package let previousRung: Rung

    package init(previousOwner: UnitID, previousRung: Rung) {
        self.previousOwner = previousOwner
        self.previousRung = previousRung
    }
}

/// All a rule may know of a complaint.
package struct ComplaintFacts: Hashable, Sendable {
    package var state: ComplaintState
    /// 0 before it is recorded; every applied command adds one.
    package var version: Int
    package let stage: Stage
    package let ladder: Ladder
    package let clocks: ClockPolicy
    package let source: ChannelSource
    package let receivedAt: Instant
    package let firstReceiver: PersonID
    package let firstUnit: UnitID
    package var severity: Severity
    package var sensitivity: Sensitivity
    /// The owner's rung; `project` from the start.
    package var rung: Rung
    /// Answers for the matter: the first receiver's unit until the first rung accepts, the lower rung until the upper one does (ORG-R8).
    package var ownerUnit: UnitID
    /// Whose move it is: the unit that is to accept, to handle or to execute.
    package var holderUnit: UnitID
    package var handler: PersonID?
    package var planProposer: PersonID?
    /// Of the latest plan.
    package var compensation: Fen?
    package var executor: PersonID?
    package var executingUnit: UnitID?
    package var escalation: EscalationFacts?
    /// Times an escalation from this rung was sent back.
    package var sentBack: [Rung: Int]
    package var intervention: InterventionFacts?
    /// Different days with an unreachable attempt since the execution was last verified.
    package var unreachableDays: Int
    package var openExchanges: Int
    /// It came back to the one who holds it: sent back, to be redone, handed back, reopened.
    package var returned: Bool
    /// Promises neither met nor cancelled, one of a kind.
    package var running: [ClockKind: Deadline]
    /// People with a post at the holder unit: who can be assigned.
    package var colleagues: Set<PersonID>

    package init(
        state: ComplaintState, version: Int, stage: Stage, ladder: Ladder, clocks: ClockPolicy, source: ChannelSource, receivedAt: Instant,
        firstReceiver: PersonID, firstUnit: UnitID, severity: Severity, sensitivity: Sensitivity, rung: Rung, ownerUnit: UnitID,
        holderUnit: UnitID, handler: PersonID? = nil, planProposer: PersonID? = nil, compensation: Fen? = nil, executor: PersonID? = nil,
        executingUnit: UnitID? = nil, escalation: EscalationFacts? = nil, sentBack: [Rung: Int] = [:],
        intervention: InterventionFacts? = nil, unreachableDays: Int = 0, openExchanges: Int = 0, returned: Bool = false,
        running: [ClockKind: Deadline] = [:], colleagues: Set<PersonID> = []
    ) {
        self.state = state
        self.version = version
        self.stage = stage
        self.ladder = ladder
        self.clocks = clocks
        self.source = source
        self.receivedAt = receivedAt
        self.firstReceiver = firstReceiver
        self.firstUnit = firstUnit
        self.severity = severity
        self.sensitivity = sensitivity
        self.rung = rung
        self.ownerUnit = ownerUnit
        self.holderUnit = holderUnit
        self.handler = handler
        self.planProposer = planProposer
        self.compensation = compensation
        self.executor = executor
        self.executingUnit = executingUnit
        self.escalation = escalation
        self.sentBack = sentBack
        self.intervention = intervention
        self.unreachableDays = unreachableDays
        self.openExchanges = openExchanges
        self.returned = returned
        self.running = running
        self.colleagues = colleagues
    }

    /// A complaint that has just been heard: state `received`, in the first receiver's hands. Apply `.record` to it.
    package static func received(
        stage: Stage, ladder: Ladder, source: ChannelSource, severity: Severity, sensitivity: Sensitivity, by person: PersonID,
        at unit: UnitID, on now: Instant, clocks: ClockPolicy = .current
    ) -> ComplaintFacts {
        ComplaintFacts(
            state: .received, version: 0, stage: stage, ladder: ladder, clocks: clocks, source: source, receivedAt: now,
            firstReceiver: person, firstUnit: unit, severity: severity, sensitivity: sensitivity, rung: .project, ownerUnit: unit,
            holderUnit: unit
        )
    }

    /// The promise that falls due next: what lists sort by.
    package var nextDue: Deadline? {
        ClockKind.allCases.compactMap { running[$0] }.min { $0.dueAt < $1.dueAt }
    }

    /// The lowest level of unit that may see the complaint, 1 to 3 (COMPLAINT-P1): 1 unless it is sensitive, else the owner's level;
    /// lowered while a first-rung unit executes it.
    package var visibilityFloor: Int {
        guard !sensitivity.isEmpty else { return 1 }
        if let executingUnit, ladder.rung(of: executingUnit) == .project { return 1 }
        return min(rung.level, Rung.group.level)
    }
}
