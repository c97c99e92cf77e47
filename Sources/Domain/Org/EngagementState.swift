/// States of a vendor's engagement (section 2.1). Nothing stores them: they follow from the dates and the hand-over.
package enum EngagementState: String, CaseCode {
    /// 拟聘: its first day is still to come.
    case proposed
    /// 服务中
    case active
    /// 交接中: its last day is fixed, or past, and the matters have not been handed over yet.
    case handingOver
    /// 结束: over, and what was open is in other hands.
    case ended

    /// - Parameters:
    ///   - to: the last day; nil while it has none.
    ///   - handedOver: the open matters have gone to whoever follows.
    package static func of(from: Day, to: Day?, handedOver: Bool, today: Day) -> EngagementState {
        if from > today { return .proposed }
        guard let to else { return .active }
        if to >= today { return .handingOver }
        return handedOver ? .ended : .handingOver
    }

    /// Whether the vendor's people see the project (ORG-R15).
    package static func runs(from: Day, to: Day?, on day: Day) -> Bool { from <= day && (to.map { $0 >= day } ?? true) }

    /// Two engagements of one project may not share a day.
    package static func overlap(_ first: (from: Day, to: Day?), _ second: (from: Day, to: Day?)) -> Bool {
        (first.to.map { $0 >= second.from } ?? true) && (second.to.map { $0 >= first.from } ?? true)
    }
}
