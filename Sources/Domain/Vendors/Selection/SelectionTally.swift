/// The opened marks of one member.
package struct OpenedMark: Hashable, Sendable {
    package let member: MemberID
    package let place: MarkPlace
    package let mark: Mark

    package init(member: MemberID, place: MarkPlace, mark: Mark) {
        self.member = member
        self.place = place
        self.mark = mark
    }
}

/// What the committee gave one candidate.
package struct CandidateResult: Hashable, Sendable {
    package let candidate: CandidateID
    /// Hundredths of a point, 0 to 10,000; nil without a mark.
    package let total: Int?
    /// Mean points of each criterion in hundredths.
    package let means: [CriterionID: Int]
    /// Lowest and highest total of a member, in hundredths: how far apart they are.
    package let spread: ClosedRange<Int>?
    /// Criteria at least one member said it fails (一票否决).
    package let knockedOutBy: [CriterionID]
    package let scorers: Int
    /// 1 for the best; nil for whoever is out.
    package internal(set) var rank: Int?

    package var isEligible: Bool { knockedOutBy.isEmpty && total != nil }
}

package enum SelectionTally {
    /// Results in order: eligible ones by rank, equal totals sharing one, then those who are out.
    ///
    /// A candidate's points for a criterion are the mean over the members who may score it, so a member in conflict neither helps nor harms.
    /// The total is the sum of means by weight. One "fails" of a knock-out is enough to rule a candidate out.
    package static func results(_ marks: [OpenedMark], candidates: [CandidateID], criteria: [Criterion]) -> [CandidateResult] {
        var results = candidates.map { candidate in
            result(of: candidate, marks.filter { $0.place.candidate == candidate }, criteria)
        }
        results.sort { left, right in
            if left.isEligible != right.isEligible { return left.isEligible }
            if left.total != right.total { return (left.total ?? -1) > (right.total ?? -1) }
            return left.candidate < right.candidate
        }
        for index in results.indices where results[index].isEligible {
            let ties = index > 0 && results[index - 1].total == results[index].total
            results[index].rank = ties ? results[index - 1].rank : index + 1
        }
        return results
    }

    private static func result(of candidate: CandidateID, _ marks: [OpenedMark], _ criteria: [Criterion]) -> CandidateResult {
        let weighted = criteria.filter { !$0.knocksOut }
        var means: [CriterionID: Int] = [:]
        var sum = 0
        for criterion in weighted {
            let points = marks.compactMap { mark in mark.place.criterion == criterion.id ? mark.mark.points : nil }
            guard !points.isEmpty else { continue }
            means[criterion.id] = rounded(points.reduce(0, +) * 100, by: points.count)
            // By weight before rounding, so that the total is right to the hundredth.
            sum += points.reduce(0, +) * 100 * criterion.weight * 10_000 / points.count
        }
        let complete = !weighted.isEmpty && means.count == weighted.count
        let members = Dictionary(grouping: marks, by: \.member)
        let totals = members.values.map { own in
            rounded(weighted.reduce(0) { $0 + (own.points(for: $1.id) ?? 0) * $1.weight * 100 }, by: CriteriaFault.whole)
        }
        let failed = criteria.filter { criterion in
            criterion.knocksOut && marks.contains { $0.place.criterion == criterion.id && $0.mark == .passes(false) }
        }
        return CandidateResult(
            candidate: candidate, total: complete ? rounded(sum, by: CriteriaFault.whole * 10_000) : nil, means: means,
            spread: totals.min().flatMap { low in totals.max().map { low...$0 } }, knockedOutBy: failed.map(\.id), scorers: members.count)
    }

    /// Half up.
    private static func rounded(_ sum: Int, by count: Int) -> Int { (2 * sum + count) / (2 * count) }
}

extension Mark {
    package var points: Int? {
        if case .points(let points) = self { points } else { nil }
    }
}

extension [OpenedMark] {
    fileprivate func points(for criterion: CriterionID) -> Int? { first { $0.place.criterion == criterion }?.mark.points }
}
