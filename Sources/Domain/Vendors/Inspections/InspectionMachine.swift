/// States of an inspection (section 2.22; what is mended and verified is followed by the rectification orders themselves).
package enum InspectionState: String, CaseCode {
    /// 计划
    case planned
    /// 检查中
    case inProgress
    /// 形成报告
    case drafted
    /// 发出: who was inspected sees it.
    case issued
    /// 取消
    case dropped

    package var isOpen: Bool { self == .planned || self == .inProgress }
}

package enum InspectionStep: String, CaseCode {
    /// The first entry, or a change of one.
    case enter
    /// Every item has its entry.
    case finish
    /// Back to entering.
    case reopen
    /// The report goes out; what failed becomes an order to mend.
    case issue
    case drop
}

/// What decides about the next step.
package struct InspectionFacts: Hashable, Sendable {
    package let state: InspectionState
    package let place: UnitRef
    /// Items without an entry.
    package let open: Int

    package init(state: InspectionState, place: UnitRef, open: Int) {
        self.state = state
        self.place = place
        self.open = open
    }
}

package enum InspectionRefusal: Error, Hashable, Sendable {
    case notAllowedInState(InspectionStep, InspectionState)
    case lacksPermission(Permission)
    /// So many items have no entry yet.
    case unfinished(Int)
}

package enum InspectionMachine {
    struct Row: Hashable, Sendable {
        let from: InspectionState
        let step: InspectionStep
        let to: InspectionState
        let permission: Permission
    }

    static let table: [Row] = [
        Row(from: .planned, step: .enter, to: .inProgress, permission: .inspect),
        Row(from: .inProgress, step: .enter, to: .inProgress, permission: .inspect),
        Row(from: .inProgress, step: .finish, to: .drafted, permission: .inspect),
        Row(from: .drafted, step: .reopen, to: .inProgress, permission: .inspect),
        Row(from: .drafted, step: .issue, to: .issued, permission: .inspectPlan),
        Row(from: .planned, step: .drop, to: .dropped, permission: .inspectPlan),
        Row(from: .inProgress, step: .drop, to: .dropped, permission: .inspectPlan),
        Row(from: .drafted, step: .drop, to: .dropped, permission: .inspectPlan),
    ]

    /// - Returns: the state afterwards.
    package static func apply(_ step: InspectionStep, to facts: InspectionFacts, by actor: Actor) throws(InspectionRefusal)
        -> InspectionState
    {
        guard let row = table.first(where: { $0.from == facts.state && $0.step == step }) else {
            throw .notAllowedInState(step, facts.state)
        }
        guard actor.covers(facts.place, with: row.permission) else { throw .lacksPermission(row.permission) }
        if step == .finish, facts.open > 0 { throw .unfinished(facts.open) }
        return row.to
    }

    /// What the page offers, in order; entering is offered by the points themselves.
    package static func allowed(_ facts: InspectionFacts, _ actor: Actor) -> [InspectionStep] {
        InspectionStep.allCases.filter { step in step != .enter && (try? apply(step, to: facts, by: actor)) != nil }
    }
}
