/// Figures about personal data that a group may set for itself.
package enum PrivacyRule: String, CaseCode {
    /// Looks with a reason of one person in one hour; one more is refused and reported.
    case revealsPerHour
    /// Months after which the file of somebody who gave up buying is anonymised.
    case keepDropped
    /// Months after the last relation ended until a former owner's file is anonymised.
    case keepFormerOwner
    /// Months a line of the read log is kept; half a year at least (网络安全法 21).
    case keepReads
    /// Months a notice that was read is kept.
    case keepNotices

    /// What holds while the group has set nothing.
    package var standard: Int {
        switch self {
        case .revealsPerHour: 20
        case .keepDropped: 12
        case .keepFormerOwner: 60
        case .keepReads: 36
        case .keepNotices: 12
        }
    }

    package var allowed: ClosedRange<Int> {
        switch self {
        case .revealsPerHour: 1...500
        case .keepReads: 6...600
        case .keepDropped, .keepFormerOwner, .keepNotices: 1...600
        }
    }
}

/// The figures of one group.
package struct PrivacyRules: Hashable, Sendable {
    private let own: [PrivacyRule: Int]

    package init(_ own: [PrivacyRule: Int] = [:]) { self.own = own }

    package subscript(rule: PrivacyRule) -> Int { own[rule] ?? rule.standard }

    /// Whether the group said so itself.
    package func isOwn(_ rule: PrivacyRule) -> Bool { own[rule] != nil }
}
