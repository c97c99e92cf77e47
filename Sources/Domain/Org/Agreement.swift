/// What an agreement between units is about (ORG-R5, R6, R7).
package enum AgreementSubject: String, CaseCode {
    /// 职责分工: company and project customer service (ORG-R5).
    case dutySplit
    /// 投诉处理接口: with the property company, checked periodically (ORG-R6).
    case complaints
    /// 维修接口: with engineering, supervision and contractors (ORG-R7).
    case repairs
    case other

    /// Months between two checks that are proposed; 0 is never.
    package var usualCheckMonths: Int { self == .complaints ? 3 : 0 }
}

/// Who a side is: a unit of the tree, or somebody outside it by name.
package enum PartyKind: String, CaseCode {
    case unit
    /// 工程部门
    case engineering
    /// 监理单位
    case supervision
    /// 施工单位
    case contractor
    case outside
}

/// A version of an agreement, by its dates.
package enum AgreementState: String, CaseCode {
    case coming, valid, superseded, expired

    /// - Parameter isLatest: no later version of the same agreement was issued.
    package static func of(from: Day, to: Day?, isLatest: Bool, today: Day) -> AgreementState {
        if from > today { return .coming }
        if let to, to < today { return isLatest ? .expired : .superseded }
        return .valid
    }
}

package enum AgreementRule {
    package static let sides = 4

    /// ORG-R6: when its handling is to be checked next; nil when no rhythm was agreed.
    package static func nextCheck(from: Day, months: Int, last: Day?) -> Day? {
        guard months > 0 else { return nil }
        let start = last ?? from
        let count = start.month - 1 + months
        let (year, month) = (start.year + count / 12, count % 12 + 1)
        // The 31st of a short month is its last day.
        return (0...3).lazy.compactMap { Day(year, month, start.day - $0) }.first
    }
}
