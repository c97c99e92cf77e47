/// One attempt to ask the customer. A reached customer scores; an unreachable one does not.
package struct VisitRecord: Hashable, Sendable {
    package let method: VisitMethod
    package let outcome: VisitOutcome
    package let scores: VisitScores?
    package let comment: String
    package let signed: Bool

    /// Nil when scores are missing for a reached customer or present for an unreachable one, or when an on-site talk is
    /// unsigned (VISIT-R5).
    package init?(method: VisitMethod, outcome: VisitOutcome, scores: VisitScores?, comment: String, signed: Bool) {
        guard (outcome == .unreachable) == (scores == nil) else { return nil }
        guard !(method == .onSite && outcome != .unreachable && !signed) else { return nil }
        self.method = method
        self.outcome = outcome
        self.scores = scores
        self.comment = comment
        self.signed = method == .onSite && signed
    }
}

package enum VisitRule {
    /// Attempts on this many different days before a case may be closed without the customer's word (design, section 2.13).
    package static let unreachableDaysBeforeClosing = 3
}
