/// What has to be true before a selection moves.
package enum SelectionGuard: String, CaseCode {
    /// What the project needs was written down (VENDOR-R1, R10).
    case positioned
    /// At least two companies are looked at.
    case candidates
    /// Each of them was investigated, with a note.
    case investigated
    /// Weights total 100.
    case criteria
    /// A chair and at least three who score; every candidate has one who may score it.
    case committee
    /// Every member has said whether there is a conflict.
    case declared
    /// Everybody who scores has handed in.
    case allSubmitted
    case opened
    /// The chosen one was not knocked out and has scores.
    case eligible
    /// Why this one.
    case reasons
    /// All steps of the review are through (VENDOR-R2).
    case reviewed
    /// The chosen company has an engagement for the project.
    case engagement
    /// A contract of that engagement is in the register (VENDOR-R12).
    case contract
    case earlyStarted
    case takenOver
    case serviceStarted
    case serviceEnded
    case note
}

/// One row of the table: a selection moves so, by whom, and when. Nothing else moves one.
package struct SelectionTransition: Hashable, Sendable {
    package let action: SelectionAction
    package let from: SelectionState
    package let to: SelectionState
    package let permission: Permission
    package let guards: [SelectionGuard]
    package let rules: [String]
}

package enum SelectionTransitions {
    /// Section 2.15; calling off is ours. Early involvement may be passed over: a project that is handed over has none.
    package static let all: [SelectionTransition] = [
        row(.investigate, .positioning, .investigation, .selectionRun, [.positioned], ["VENDOR-R1", "VENDOR-R10"]),
        row(.invite, .investigation, .tender, .selectionRun, [.candidates, .investigated], ["VENDOR-R1", "VENDOR-R12"]),
        row(.evaluate, .tender, .evaluation, .selectionRun, [.criteria, .committee, .declared], ["VENDOR-R1"]),
        row(.open, .evaluation, .evaluation, .selectionRun, [.allSubmitted], ["VENDOR-R1"]),
        row(.decide, .evaluation, .contractReview, .selectionDecide, [.opened, .eligible, .reasons], ["VENDOR-R12"]),
        row(.lookAgain, .evaluation, .investigation, .selectionDecide, [.note], ["VENDOR-R1"]),
        row(.sign, .contractReview, .engaged, .selectionDecide, [.reviewed, .engagement, .contract], ["VENDOR-R2", "VENDOR-R12"]),
        row(.involve, .engaged, .earlyInvolvement, .selectionRun, [.earlyStarted], ["VENDOR-R8"]),
        row(.takeOver, .engaged, .takeOver, .selectionRun, [.takenOver], ["VENDOR-R3", "VENDOR-R13"]),
        row(.takeOver, .earlyInvolvement, .takeOver, .selectionRun, [.takenOver], ["VENDOR-R3", "VENDOR-R13"]),
        row(.serve, .takeOver, .serving, .selectionRun, [.serviceStarted], ["VENDOR-R13"]),
        row(.exit, .serving, .exited, .selectionRun, [.serviceEnded], []),
        row(.cancel, .positioning, .cancelled, .selectionRun, [.note], []),
        row(.cancel, .investigation, .cancelled, .selectionRun, [.note], []),
        row(.cancel, .tender, .cancelled, .selectionDecide, [.note], []),
        row(.cancel, .evaluation, .cancelled, .selectionDecide, [.note], []),
        row(.cancel, .contractReview, .cancelled, .selectionDecide, [.note], []),
    ]

    private static func row(
        _ action: SelectionAction, _ from: SelectionState, _ to: SelectionState, _ permission: Permission, _ guards: [SelectionGuard],
        _ rules: [String]
    ) -> SelectionTransition {
        SelectionTransition(action: action, from: from, to: to, permission: permission, guards: guards, rules: rules)
    }

    package static func find(_ action: SelectionAction, from state: SelectionState) -> SelectionTransition? {
        all.first { $0.action == action && $0.from == state }
    }
}

/// What the table is asked about.
package struct SelectionFacts: Hashable, Sendable {
    package var state: SelectionState
    package var isPositioned = false
    package var candidates = 0
    package var uninvestigated = 0
    package var criteriaFaults: [CriteriaFault] = []
    package var committeeFaults: [CommitteeFault] = []
    package var undeclared = 0
    package var awaited = 0
    package var isOpened = false
    /// Who may be chosen: scored, not knocked out, still in.
    package var eligible: Set<CandidateID> = []
    package var reviewsLeft = 0
    package var hasEngagement = false
    package var hasContract = false
    package var early: Day?
    package var takenOver: Day?
    package var serviceFrom: Day?
    package var serviceTo: Day?

    package init(state: SelectionState) {
        self.state = state
    }
}

/// A move as it was asked for.
package struct SelectionCommand: Hashable, Sendable {
    package let action: SelectionAction
    package let note: String?
    /// Who is chosen, for deciding.
    package let candidate: CandidateID?
    /// What a minority of the committee would have done; empty for none.
    package let minority: String

    package init(_ action: SelectionAction, note: String? = nil, candidate: CandidateID? = nil, minority: String = "") {
        self.action = action
        self.note = note
        self.candidate = candidate
        self.minority = minority
    }
}

/// Why a selection does not move.
package enum SelectionRefusal: Error, Hashable, Sendable {
    case notFrom(SelectionState)
    case missing(Permission)
    case guarded(SelectionGuard)
}

extension SelectionTransitions {
    /// - Parameter unit: whose selection it is: the permission counts there.
    /// - Throws: `SelectionRefusal`.
    package static func apply(
        _ command: SelectionCommand, to facts: SelectionFacts, of unit: UnitRef, by actor: Actor, today: Day
    ) throws(SelectionRefusal) -> SelectionTransition {
        guard let row = find(command.action, from: facts.state) else { throw .notFrom(facts.state) }
        guard actor.covers(unit, with: row.permission) else { throw .missing(row.permission) }
        for condition in row.guards where !holds(condition, command, facts, today) { throw .guarded(condition) }
        return row
    }

    /// The moves somebody may make now, those that still wait for something included.
    package static func offered(_ facts: SelectionFacts, of unit: UnitRef, to actor: Actor) -> [SelectionTransition] {
        // Opening twice opens nothing.
        all.filter { $0.from == facts.state && actor.covers(unit, with: $0.permission) && !($0.action == .open && facts.isOpened) }
    }

    /// What a move still waits for, apart from what its form asks.
    package static func waiting(_ row: SelectionTransition, _ facts: SelectionFacts, today: Day) -> [SelectionGuard] {
        let command = SelectionCommand(row.action, note: "x", candidate: facts.eligible.min())
        return row.guards.filter { !holds($0, command, facts, today) }
    }

    private static func holds(_ condition: SelectionGuard, _ command: SelectionCommand, _ facts: SelectionFacts, _ today: Day) -> Bool {
        switch condition {
        case .positioned: facts.isPositioned
        case .candidates: facts.candidates >= Committee.fewestCandidates
        case .investigated: facts.uninvestigated == 0
        case .criteria: facts.criteriaFaults.isEmpty
        case .committee: facts.committeeFaults.isEmpty
        case .declared: facts.undeclared == 0
        case .allSubmitted: facts.awaited == 0 && !facts.isOpened
        case .opened: facts.isOpened
        case .eligible: command.candidate.map(facts.eligible.contains) ?? false
        case .reasons, .note: command.note?.isEmpty == false
        case .reviewed: facts.reviewsLeft == 0
        case .engagement: facts.hasEngagement
        case .contract: facts.hasContract
        case .earlyStarted: facts.early.map { $0 <= today } ?? false
        case .takenOver: facts.takenOver.map { $0 <= today } ?? false
        case .serviceStarted: facts.serviceFrom.map { $0 <= today } ?? false
        case .serviceEnded: facts.serviceTo.map { $0 < today } ?? false
        }
    }
}
