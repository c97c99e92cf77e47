package enum VisitMethod: String, CaseCode {
    /// 电话 (VISIT-R4: no signature)
    case phone
    /// 上门 (VISIT-R5: the customer signs)
    case onSite
}

package enum VisitOutcome: String, CaseCode {
    case satisfied, dissatisfied, unreachable
}

/// What the customer scored, 1 to 5 each (003: attitude, quality, efficiency, overall).
package struct VisitScores: Hashable, Sendable {
    package let attitude: Int
    package let quality: Int
    package let efficiency: Int
    package let overall: Int

    /// Nil when a score is outside 1…5.
    package init?(attitude: Int, quality: Int, efficiency: Int, overall: Int) {
        guard [attitude, quality, efficiency, overall].allSatisfy({ (1...5).contains($0) }) else { return nil }
        self.attitude = attitude
        self.quality = quality
        self.efficiency = efficiency
        self.overall = overall
    }
}
