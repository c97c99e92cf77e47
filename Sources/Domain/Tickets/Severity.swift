/// Grades of preset SEV-003.
package enum Severity: String, CaseCode, Comparable {
    /// 轻微投诉
    case minor
    /// 一般投诉
    case general
    /// 重要（重大）投诉
    case top

    package var rank: Int {
        switch self {
        case .minor: 1
        case .general: 2
        case .top: 3
        }
    }

    package static func < (left: Severity, right: Severity) -> Bool { left.rank < right.rank }

    /// COMPLAINT-N5 (up to 300 yuan inclusive), N6 (below 1000 yuan), N7 (1000 yuan and above).
    package static func band(of compensation: Fen) -> Severity {
        if compensation <= .yuan(300) { return .minor }
        return compensation < .yuan(1_000) ? .general : .top
    }

    /// What the receiver is offered: the higher of the money band and the flags. A threat of a collective lawsuit is top;
    /// media or a lawsuit in sight is general until somebody confirms that it happened (SEV-003).
    package static func proposed(compensation: Fen?, flags: Sensitivity) -> Severity {
        var severity = compensation.map(band) ?? .minor
        if flags.contains(.media) || flags.contains(.litigation) { severity = max(severity, .general) }
        if flags.contains(.collective) { severity = .top }
        return severity
    }
}

/// What makes a complaint sensitive (COMPLAINT-P1).
package struct Sensitivity: OptionSet, Hashable, Sendable {
    package let rawValue: Int

    package init(rawValue: Int) {
        self.rawValue = rawValue
    }

    package static let media = Sensitivity(rawValue: 1)
    package static let litigation = Sensitivity(rawValue: 2)
    package static let collective = Sensitivity(rawValue: 4)

    package init(media: Bool, litigation: Bool, collective: Bool) {
        self = []
        if media { insert(.media) }
        if litigation { insert(.litigation) }
        if collective { insert(.collective) }
    }
}
