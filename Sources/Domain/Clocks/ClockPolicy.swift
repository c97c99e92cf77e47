/// The rule a promise comes from; stored with the deadline and explained on the page.
package enum ClockRule: String, CaseCode {
    /// First acceptance: until then the first receiver answers.
    case acceptFirst = "ORG-R8"
    /// Acceptance of an escalation.
    case acceptEscalated = "ROUTE-N2"
    case planMinor = "COMPLAINT-N8"
    case planGeneral = "COMPLAINT-N9"
    case planTop = "COMPLAINT-N10"
    case planExternal = "COMPLAINT-N11"
    case planAfterEscalation = "COMPLAINT-N12"
    /// Not in the sources: a clock of this policy (SLA-R6).
    case resolve = "SLA-R6"
    case visit = "VISIT-N12"
}

/// When a plan clock starts.
enum PlanOccasion {
    case first, afterEscalation, again

    init(_ action: ComplaintAction) {
        self =
            switch action {
            case .accept: .first
            case .acceptEscalation: .afterEscalation
            default: .again
            }
    }
}

/// Versioned limits by severity, wall clock. A ticket keeps the version it started with (SLA-R7).
package struct ClockPolicy: Hashable, Sendable {
    package let version: Int
    package let accept: Span
    package let acceptEscalated: Span
    package let visit: Span
    package let planExternal: Span
    private let plans: [Severity: Span]
    private let resolutions: [Severity: Span]

    package static let version1 = ClockPolicy(
        version: 1, accept: .minutes(30), acceptEscalated: .minutes(30), visit: .hours(24), planExternal: .hours(8),
        plans: [.minor: .hours(24), .general: .hours(8), .top: .hours(3)],
        resolutions: [.minor: .days(7), .general: .days(5), .top: .days(3)]
    )
    package static let current = version1

    /// The policy of a stored ticket; nil for a version this release does not know.
    package static func version(_ number: Int) -> ClockPolicy? { number == 1 ? version1 : nil }

    /// COMPLAINT-N8…N10.
    package func plan(_ severity: Severity) -> Span { plans[severity] ?? .hours(24) }
    package func resolve(_ severity: Severity) -> Span { resolutions[severity] ?? .days(7) }

    /// The limit and its rule for a new plan clock.
    ///
    /// A complaint from outside has at most eight hours from reception for its first plan (COMPLAINT-N11); after an escalation the
    /// grade's own limit runs anew (COMPLAINT-N12).
    func planDeadline(severity: Severity, source: ChannelSource, receivedAt: Instant, occasion: PlanOccasion, now: Instant) -> (
        due: Instant, rule: ClockRule
    ) {
        let own = now + plan(severity)
        if occasion == .afterEscalation { return (own, .planAfterEscalation) }
        let rule: ClockRule =
            switch severity {
            case .minor: .planMinor
            case .general: .planGeneral
            case .top: .planTop
            }
        guard source == .external else { return (own, rule) }
        let outside = (occasion == .first ? receivedAt : now) + planExternal
        // A promise cannot fall due before it was made: a late acceptance is due at once.
        return outside < own ? (max(outside, now), .planExternal) : (own, rule)
    }
}
