/// What is counted about a vendor at a project in a month. The month is that of the event and never changes afterwards, so that a month
/// counted once more gives the same numbers.
package enum FactMeasure: String, CaseCode {
    /// Houses that were handed over at the end of the month: a household-month each.
    case households
    /// Matters of any kind, complaints and repairs that came in on the vendor's line.
    case received, complaints, repairs
    /// Of those received, raised once more by a customer who was not helped.
    case repeats
    /// Closed, and opened again after closing.
    case closed, reopened
    /// Promises to accept and to propose a plan that fell due, and those kept.
    case answerDue, answerKept
    /// Promises to solve that fell due, and those kept.
    case solveDue, solveKept
    /// Return visits that reached the customer, and those with a satisfied one.
    case visited, satisfied
    /// Escalations out of the vendor's line that the tier above accepted.
    case escalated
    /// Exchanges the vendor answered, and the minutes that took.
    case replies, replyMinutes
    /// Rectification orders that fell due, and those that were not done by then.
    case ordersDue, ordersOverdue
    /// Items of walks 现场走访 and of spot checks 监督抽查 that were judged, and that failed.
    case walked, walkFailed, spotChecked, spotFailed
}

/// The unit a figure is in, always in hundredths so that it is a whole number.
package enum ScoreUnit: String, CaseCode {
    /// Cases per 1,000 households and month.
    case perThousand
    /// Per cent, 0…100.
    case percent
    case hours

    /// Of the figure before it is rounded to hundredths.
    var scale: Int {
        switch self {
        case .perThousand: 1_000 * 100
        case .percent: 100 * 100
        // The cells hold minutes.
        case .hours: 100
        }
    }

    /// Of one denominator, in the numerator's own unit.
    var divisor: Int { self == .hours ? 60 : 1 }

    /// The largest figure there can be, in hundredths; nil where there is none.
    package var ceiling: Int? { self == .percent ? 10_000 : nil }
}

package enum Direction: String, CaseCode {
    case higherIsBetter, lowerIsBetter
}

/// 事实指标: what operating data says about a vendor. A closed list: nobody writes formulas.
package enum FactKind: String, CaseCode {
    case complaintRate, repairRate, answeredOnTime, solvedOnTime, repeatRate, reopenRate, visitSatisfaction, escalationRate, exchangeReply,
        rectificationOverdue, inspectionFailure

    /// What is divided: sums over the months of a period.
    package var numerator: [FactMeasure] {
        switch self {
        case .complaintRate: [.complaints]
        case .repairRate: [.repairs]
        case .answeredOnTime: [.answerKept]
        case .solvedOnTime: [.solveKept]
        case .repeatRate: [.repeats]
        case .reopenRate: [.reopened]
        case .visitSatisfaction: [.satisfied]
        case .escalationRate: [.escalated]
        case .exchangeReply: [.replyMinutes]
        case .rectificationOverdue: [.ordersOverdue]
        case .inspectionFailure: [.walkFailed, .spotFailed]
        }
    }

    /// What it is divided by. Its sum is the figure's n, which the minimum looks at: households, promises, visits, never the bad cases
    /// themselves, so that one case at a small project can neither top nor tail a list.
    package var denominator: [FactMeasure] {
        switch self {
        case .complaintRate, .repairRate: [.households]
        case .answeredOnTime: [.answerDue]
        case .solvedOnTime: [.solveDue]
        case .repeatRate, .escalationRate: [.received]
        case .reopenRate: [.closed]
        case .visitSatisfaction: [.visited]
        case .exchangeReply: [.replies]
        case .rectificationOverdue: [.ordersDue]
        case .inspectionFailure: [.walked, .spotChecked]
        }
    }

    package var unit: ScoreUnit {
        switch self {
        case .complaintRate, .repairRate: .perThousand
        case .exchangeReply: .hours
        default: .percent
        }
    }

    package var direction: Direction {
        switch self {
        case .answeredOnTime, .solvedOnTime, .visitSatisfaction: .higherIsBetter
        default: .lowerIsBetter
        }
    }
}
