/// What is asked of each candidate: a share of the whole, or a condition that rules it out.
package struct Criterion: Hashable, Sendable {
    package let id: CriterionID
    package let name: String
    /// Percent of the whole; 0 for a knock-out.
    package let weight: Int
    /// 一票否决: whoever fails it is out, whatever the points.
    package let knocksOut: Bool

    package init(id: CriterionID, name: String, weight: Int, knocksOut: Bool) {
        self.id = id
        self.name = name
        self.weight = weight
        self.knocksOut = knocksOut
    }
}

/// Why criteria cannot be scored by.
package enum CriteriaFault: Hashable, Sendable {
    case none
    /// Weights have to total 100.
    case total(Int)
    case weightlessCriterion(CriterionID)
    case weightedKnockOut(CriterionID)

    package static let whole = 100

    package static func of(_ criteria: [Criterion]) -> [CriteriaFault] {
        let weighted = criteria.filter { !$0.knocksOut }
        guard !weighted.isEmpty else { return [.none] }
        var faults: [CriteriaFault] = []
        for criterion in criteria {
            if criterion.knocksOut, criterion.weight != 0 { faults.append(.weightedKnockOut(criterion.id)) }
            if !criterion.knocksOut, criterion.weight <= 0 { faults.append(.weightlessCriterion(criterion.id)) }
        }
        let total = weighted.reduce(0) { $0 + $1.weight }
        if total != whole { faults.append(.total(total)) }
        return faults
    }
}

/// A member of the committee with what was declared.
package struct CommitteeMember: Hashable, Sendable {
    package let id: MemberID
    package let person: PersonID
    package let role: CommitteeRole
    package let hasDeclared: Bool
    /// Candidates the member has a conflict with.
    package let conflicts: Set<CandidateID>

    package init(id: MemberID, person: PersonID, role: CommitteeRole, hasDeclared: Bool, conflicts: Set<CandidateID>) {
        self.id = id
        self.person = person
        self.role = role
        self.hasDeclared = hasDeclared
        self.conflicts = conflicts
    }

    /// Whom the member scores.
    package func scored(among candidates: [CandidateID]) -> [CandidateID] {
        role.scores ? candidates.filter { !conflicts.contains($0) } : []
    }
}

/// Why a committee cannot score.
package enum CommitteeFault: Hashable, Sendable {
    case empty
    case tooFew(Int)
    case noChair
    case severalChairs
    /// Everybody who scores has a conflict with it.
    case nobodyScores(CandidateID)
}

package enum Committee {
    /// One alone is no choice.
    package static let fewestCandidates = 2
    /// One opinion is no committee, and of two neither decides.
    package static let fewestScorers = 3

    package static func faults(_ members: [CommitteeMember], candidates: [CandidateID]) -> [CommitteeFault] {
        let scorers = members.filter(\.role.scores)
        guard !scorers.isEmpty else { return [.empty] }
        var faults: [CommitteeFault] = []
        if scorers.count < fewestScorers { faults.append(.tooFew(scorers.count)) }
        let chairs = members.count { $0.role == .chair }
        if chairs == 0 { faults.append(.noChair) }
        if chairs > 1 { faults.append(.severalChairs) }
        for candidate in candidates where !scorers.contains(where: { !$0.conflicts.contains(candidate) }) {
            faults.append(.nobodyScores(candidate))
        }
        return faults
    }
}
