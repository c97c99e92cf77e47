/// 强制维修: another repairs what the responsible unit does not, at that unit's cost (section 2.9).
package enum ForcedRepairState: String, CaseCode {
    /// 催告责任单位
    case warned
    /// 启动强制维修
    case ordered
    /// 代修中
    case inRepair
    /// 费用追偿
    case costCharged
    /// 责任单位修复
    case repairedByResponsible
    /// 结案
    case closed

    package var isEnd: Bool { self == .closed }
}

package enum ForcedRepairAction: String, CaseCode {
    /// The responsible unit has repaired after all.
    case noteRepair
    case order
    case begin
    case charge
    /// Developer or responsible unit accepts the amount.
    case accept
    case close
}

/// What has to be true before a forced repair moves.
package enum ForcedRepairGuard: String, CaseCode {
    /// The time the warning gave is over.
    case warningOver
    /// Somebody else is named who repairs.
    case substitute
    /// The amount is within what the post may approve (COMPENSATE-P1).
    case withinLimit
    /// A cost was charged.
    case amount
    /// Both sides have accepted the amount.
    case acceptedByBoth
    case note
}

package struct ForcedRepairTransition: Hashable, Sendable {
    package let action: ForcedRepairAction
    package let from: ForcedRepairState
    package let to: ForcedRepairState
    package let permission: Permission
    package let guards: [ForcedRepairGuard]
}

package struct ForcedRepairFacts: Hashable, Sendable {
    package var state: ForcedRepairState
    /// Until when the responsible unit had time.
    package var answerBy: Day
    package var charged: Fen?
    package var developerAccepted: Bool
    package var responsibleAccepted: Bool

    package init(
        state: ForcedRepairState, answerBy: Day, charged: Fen? = nil, developerAccepted: Bool = false, responsibleAccepted: Bool = false
    ) {
        self.state = state
        self.answerBy = answerBy
        self.charged = charged
        self.developerAccepted = developerAccepted
        self.responsibleAccepted = responsibleAccepted
    }
}

package struct ForcedRepairCommand: Hashable, Sendable {
    package let action: ForcedRepairAction
    package let note: String?
    package let substitute: String?
    /// Estimate when ordering, cost when charging.
    package let amount: Fen?

    package init(_ action: ForcedRepairAction, note: String? = nil, substitute: String? = nil, amount: Fen? = nil) {
        self.action = action
        self.note = note
        self.substitute = substitute
        self.amount = amount
    }
}

package enum ForcedRepairRefusal: Error, Hashable, Sendable {
    case notFrom(ForcedRepairState)
    case missing(Permission)
    case guarded(ForcedRepairGuard)
    /// The amount needs a higher approver (COMPENSATE-P1).
    case beyond(CompensationLimit)
}

package enum ForcedRepairs {
    /// Section 2.9.
    package static let all: [ForcedRepairTransition] = [
        row(.noteRepair, .warned, .repairedByResponsible, .compensateKeep, [.note]),
        row(.order, .warned, .ordered, .compensateApprove, [.warningOver, .substitute, .withinLimit, .note]),
        row(.begin, .ordered, .inRepair, .compensateKeep, []),
        row(.charge, .inRepair, .costCharged, .compensateApprove, [.amount, .withinLimit, .note]),
        row(.accept, .costCharged, .costCharged, .compensateAccept, []),
        row(.close, .costCharged, .closed, .compensateKeep, [.acceptedByBoth]),
        row(.close, .repairedByResponsible, .closed, .compensateKeep, []),
    ]

    private static func row(
        _ action: ForcedRepairAction, _ from: ForcedRepairState, _ to: ForcedRepairState, _ permission: Permission,
        _ guards: [ForcedRepairGuard]
    ) -> ForcedRepairTransition {
        ForcedRepairTransition(action: action, from: from, to: to, permission: permission, guards: guards)
    }

    /// - Parameters:
    ///   - unit: where the permission counts: the unit that runs it, for accepting the side that accepts.
    ///   - limit: what the person may approve there (COMPENSATE-P1).
    /// - Throws: `ForcedRepairRefusal`.
    package static func apply(
        _ command: ForcedRepairCommand, to facts: ForcedRepairFacts, of unit: UnitRef, by actor: Actor, limit: CompensationLimit, today: Day
    ) throws(ForcedRepairRefusal) -> ForcedRepairTransition {
        guard let row = all.first(where: { $0.action == command.action && $0.from == facts.state }) else { throw .notFrom(facts.state) }
        guard actor.covers(unit, with: row.permission) else { throw .missing(row.permission) }
        for condition in row.guards {
            if condition == .withinLimit {
                guard limit.allows(command.amount ?? .zero) else { throw .beyond(limit) }
            } else if !holds(condition, command, facts, today) {
                throw .guarded(condition)
            }
        }
        return row
    }

    /// The moves somebody may make now.
    package static func offered(_ facts: ForcedRepairFacts, of unit: UnitRef, to actor: Actor) -> [ForcedRepairTransition] {
        all.filter { $0.from == facts.state && $0.action != .accept && actor.covers(unit, with: $0.permission) }
    }

    private static func holds(
        _ condition: ForcedRepairGuard, _ command: ForcedRepairCommand, _ facts: ForcedRepairFacts, _ today: Day
    ) -> Bool {
        switch condition {
        case .warningOver: facts.answerBy < today
        case .substitute: command.substitute?.isEmpty == false
        case .withinLimit: true
        case .amount: command.amount.map { $0 > .zero } ?? false
        case .acceptedByBoth: facts.developerAccepted && facts.responsibleAccepted
        case .note: command.note?.isEmpty == false
        }
    }
}
