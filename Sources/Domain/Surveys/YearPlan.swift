/// 年度测评计划 (SURVEY-R1): each company's own procedure for measuring and analysing satisfaction, carried out by plan.
package enum YearPlanState: String, CaseCode {
    case draft
    /// Handed in, waits for somebody else's approval.
    case submitted
    case approved

    /// Whether its texts may still be changed. An approved plan is written anew for the next year.
    package var isOpen: Bool { self == .draft }
}

/// What may be done with a plan.
package enum YearPlanStep: String, CaseCode {
    case submit, approve
    /// Back to its writer, with a reason.
    case sendBack

    package var from: YearPlanState { self == .submit ? .draft : .submitted }

    package var to: YearPlanState {
        switch self {
        case .submit: .submitted
        case .approve: .approved
        case .sendBack: .draft
        }
    }

    package var permission: Permission { self == .submit ? .surveyRun : .surveyApprove }

    /// Whether somebody may take the step now.
    /// - Parameter writer: whoever wrote the plan last does not approve it; a deputy counts as the person stood in for.
    package func isOffered(in state: YearPlanState, of unit: UnitRef, writer: PersonID?, to actor: Actor) -> Bool {
        guard state == from, actor.covers(unit, with: permission) else { return false }
        return self == .submit || !(writer.map(actor.hands.contains) ?? false)
    }
}
