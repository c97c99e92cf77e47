/// Who may take a step: where the person's post must be.
package enum Who: String, CaseCode {
    /// The unit that heard the customer.
    case firstUnit
    /// The unit whose move it is.
    case holderUnit
    /// As `holderUnit`, or the assigned handler who may only execute.
    case holderUnitOrHandler
    /// The unit that answers for the matter.
    case ownerUnit
    /// The owner's unit or a higher rung of the ladder.
    case ownerUnitOrAbove
    case executingUnit
    /// The person who proposed the escalation.
    case escalationProposer
    case groupUnit
    /// One of the two centres that exchange information.
    case centres
    /// Owner, holder and the unit that heard the customer.
    case involvedUnits
}

/// Something that must be true, besides state, place and permission.
package enum Guard: String, CaseCode {
    /// The group is the last rung before litigation (ROUTE-R3, R4).
    case belowGroupRung
    case atGroupRung
    /// What waits for the group is accepted by it, not intervened in.
    case notWaitingForGroup
    /// VISIT: who handled, planned or executed does not ask the customer about it.
    case visitorIsIndependent
    /// Who executed does not verify.
    case verifierDidNotExecute
    /// Unreachable on three different days.
    case enoughUnreachableDays
    /// Sent back at most twice between the same two rungs (ORG-R9: no matter is pushed to and fro).
    case sendBackLeft
    case ownedByIntervention
    /// Rated by a centre or above (COMPLAINT-R15).
    case levelCentreOrAbove
    /// Section 2.38, COMPLAINT-N5…N7.
    case withinCompensationLimit
    case assigneeIsColleague
    case exchangeIsOpen
}

/// A step whose outcome depends on what was recorded.
package enum Branch: String, CaseCode {
    case always
    case satisfied
    case dissatisfiedBelowGroup
    case dissatisfiedAtGroup
    case unreachable
}

/// How the matter changes hands.
package enum Baton: String, CaseCode {
    case stays
    /// Waits for the first rung; the first receiver answers (ORG-R8).
    case toFirstRung
    /// The accepting unit becomes owner, the accepting person handler.
    case taken
    case toAssignee
    /// Waits for the next rung; the owner stays.
    case toNextRung
    /// Back to the owner.
    case backToOwner
    /// To the unit that executes: the first rung when the owner is above it (A12).
    case toExecution
    /// From the executing unit to the owner for verification.
    case toVerification
    case toGroup
    case toPreviousOwner
    case toCourt
    /// The person who reopened it becomes handler.
    case reopened
}

/// One row of the table: from a state by an action to a state.
package struct Transition: Hashable, Sendable {
    package let kind: TicketKind
    package let from: ComplaintState
    package let action: ComplaintAction
    package let branch: Branch
    package let to: ComplaintState
    package let who: Who
    package let permission: Permission
    package let guards: [Guard]
    package let baton: Baton
    package let clocks: [ClockEffect]
    package let notices: [NoticeRule]
    /// Marks the matter as having come back.
    package let returns: Bool
    /// Where it stands in the requirements.
    package let rules: [String]
}

/// Several rows that differ in nothing but the state they start from.
struct Step {
    let action: ComplaintAction
    let from: [ComplaintState]
    /// Nil leaves the state as it is.
    let to: ComplaintState?
    let who: Who
    let permission: Permission
    var branch = Branch.always
    var guards: [Guard] = []
    var baton = Baton.stays
    var clocks: [ClockEffect] = []
    var notices: [NoticeRule] = []
    var returns = false
    var rules: [String] = []

    var transitions: [Transition] {
        from.map { state in
            Transition(
                kind: .complaint, from: state, action: action, branch: branch, to: to ?? state, who: who, permission: permission,
                guards: guards, baton: baton, clocks: clocks, notices: notices, returns: returns, rules: rules
            )
        }
    }
}
