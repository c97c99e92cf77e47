/// 申诉: a vendor against one line of its card.
package enum AppealState: String, CaseCode {
    /// 待裁定
    case filed
    /// 支持: version 2 follows.
    case upheld
    /// 驳回
    case rejected
    /// 撤回
    case withdrawn

    package var isOpen: Bool { self == .filed }
}

package enum AppealStep: String, CaseCode {
    case uphold, reject, withdraw
}

/// Why an appeal is not taken or not ruled on.
package enum AppealRefusal: Error, Hashable, Sendable {
    /// The window ended on that day.
    case tooLate(Day)
    case notConfirmed
    case noSuchLine
    /// There is nothing to appeal against where nothing was scored.
    case nothingScored
    case openAlready
    case missing(Permission)
    /// Who confirmed the card does not rule on it.
    case needsAnother
    case notFrom(AppealState)
    /// Upholding gives the line more than it had, at most all of it.
    case shareOutOfRange(from: Int, to: Int)
}

/// What decides about an appeal.
package struct AppealFacts: Hashable, Sendable {
    package let state: AppealState
    /// Whose card it is: the vendor's site or the vendor.
    package let vendorUnit: UnitRef
    /// Who ruled over the round.
    package let roundUnit: UnitRef
    /// The tier above it: the group for a company's round, the group itself for its own.
    package let upperUnit: UnitRef
    package let confirmedBy: PersonID?
    package let filedBy: PersonID
    /// The line's share of its points now.
    package let share: Int

    package init(
        state: AppealState, vendorUnit: UnitRef, roundUnit: UnitRef, upperUnit: UnitRef, confirmedBy: PersonID?, filedBy: PersonID,
        share: Int
    ) {
        self.state = state
        self.vendorUnit = vendorUnit
        self.roundUnit = roundUnit
        self.upperUnit = upperUnit
        self.confirmedBy = confirmedBy
        self.filedBy = filedBy
        self.share = share
    }
}

package enum Appealing {
    /// The last day lines may be appealed: the day of confirmation counts as day 0.
    package static func lastDay(confirmedOn day: Day, days: Int) -> Day { day.adding(days: days) }

    /// - Throws: `AppealRefusal`.
    package static func file(
        line: CardLine?, isConfirmed: Bool, hasOpen: Bool, until: Day, today: Day, of vendorUnit: UnitRef, by actor: Actor
    ) throws(AppealRefusal) {
        guard actor.covers(vendorUnit, with: .cardAppeal) else { throw .missing(.cardAppeal) }
        guard isConfirmed else { throw .notConfirmed }
        guard let line else { throw .noSuchLine }
        guard today <= until else { throw .tooLate(until) }
        guard line.state == .scored else { throw .nothingScored }
        guard !hasOpen else { throw .openAlready }
    }

    /// - Parameter share: what the line gets when it is upheld, 0…10,000.
    /// - Throws: `AppealRefusal`.
    package static func rule(_ step: AppealStep, share: Int?, on facts: AppealFacts, by actor: Actor) throws(AppealRefusal) -> AppealState {
        guard facts.state.isOpen else { throw .notFrom(facts.state) }
        switch step {
        case .withdraw:
            guard actor.covers(facts.vendorUnit, with: .cardAppeal) else { throw .missing(.cardAppeal) }
            return .withdrawn
        case .uphold, .reject:
            guard actor.covers(facts.upperUnit, with: .cardRule) else { throw .missing(.cardRule) }
            if let confirmer = facts.confirmedBy, actor.hands.contains(confirmer) { throw .needsAnother }
            if step == .reject { return .rejected }
            guard let share, share > facts.share, share <= ScoreTemplate.full else {
                throw .shareOutOfRange(from: facts.share + 1, to: ScoreTemplate.full)
            }
            return .upheld
        }
    }
}
