/// Before or after hand-over of the house: decides the first handler (ROUTE-R1).
package enum Stage: String, CaseCode {
    /// 交付前
    case beforeHandover
    /// 交付后
    case afterHandover
}

/// Why a ticket is in its stage.
package enum StageReason: Hashable, Sendable {
    case houseHandedOver(Day)
    case houseNotHandedOver
    case projectHandedOver(Day)
    case projectNotHandedOver
    /// The day of hand-over itself still belongs to the developer (worked case 3 of section 4.4).
    case handoverDay(Day)
    /// The receiver decided otherwise and said why.
    case chosenByReceiver(String)

    package var code: StageReasonCode {
        switch self {
        case .houseHandedOver: .houseHandedOver
        case .houseNotHandedOver: .houseNotHandedOver
        case .projectHandedOver: .projectHandedOver
        case .projectNotHandedOver: .projectNotHandedOver
        case .handoverDay: .handoverDay
        case .chosenByReceiver: .chosenByReceiver
        }
    }

    package var day: Day? {
        switch self {
        case .houseHandedOver(let day), .projectHandedOver(let day), .handoverDay(let day): day
        default: nil
        }
    }

    package var text: String? {
        if case .chosenByReceiver(let text) = self { text } else { nil }
    }

    /// Puts a stored reason together again; nil when the parts do not fit the code.
    package init?(code: StageReasonCode, day: Day?, text: String?) {
        switch (code, day, text) {
        case (.houseHandedOver, let day?, _): self = .houseHandedOver(day)
        case (.houseNotHandedOver, _, _): self = .houseNotHandedOver
        case (.projectHandedOver, let day?, _): self = .projectHandedOver(day)
        case (.projectNotHandedOver, _, _): self = .projectNotHandedOver
        case (.handoverDay, let day?, _): self = .handoverDay(day)
        case (.chosenByReceiver, _, let text?): self = .chosenByReceiver(text)
        default: return nil
        }
    }
}

package enum StageReasonCode: String, CaseCode {
    case houseHandedOver, houseNotHandedOver, projectHandedOver, projectNotHandedOver, handoverDay, chosenByReceiver
}

/// Default A3 of section 4.5: by house, falling back to the project for shared areas. "After" begins the day after the hand-over.
package enum StageRule {
    /// - Parameters:
    ///   - house: nil when the matter concerns no house; `.some(nil)` when the house has no hand-over date.
    ///   - project: the project's hand-over date, if any.
    ///   - today: the day in the tenant's time.
    package static func decide(house: Day??, project: Day?, today: Day) -> (stage: Stage, reason: StageReason) {
        let date = house ?? project
        guard let date, date <= today else { return (.beforeHandover, house == nil ? .projectNotHandedOver : .houseNotHandedOver) }
        if date == today { return (.beforeHandover, .handoverDay(date)) }
        return (.afterHandover, house == nil ? .projectHandedOver(date) : .houseHandedOver(date))
    }
}
