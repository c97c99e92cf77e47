/// What one assessor gave for one indicator, as a share of the scale in hundredths of a per cent (0…10,000).
package struct AssessorScore: Hashable, Sendable {
    package let assessor: PersonID
    package let role: AssessorRole
    package let share: Int

    package init(_ assessor: PersonID, as role: AssessorRole, share: Int) {
        self.assessor = assessor
        self.role = role
        self.share = share
    }

    /// - Returns: nil for a score outside 0…scale.
    package init?(_ assessor: PersonID, as role: AssessorRole, score: Int, of scale: Int) {
        guard scale > 0, (0...scale).contains(score) else { return nil }
        self.init(assessor, as: role, share: (score * ScoreTemplate.full * 2 + scale) / (2 * scale))
    }
}

/// Several assessors' scores as one, with how far they are apart.
package struct CombinedScore: Hashable, Sendable {
    /// 0…10,000.
    package let share: Int
    package let n: Int
    package let lowest: Int
    package let highest: Int
    /// Standard deviation with n − 1, in hundredths of a per cent; nil for one assessor.
    package let spread: Double?
    /// Whoever is far from the others: shown, never left out on its own account.
    package let outliers: [PersonID]

    /// Trimming needs somebody left to speak: with fewer it is the plain mean.
    package static let leastToTrim = 5

    /// As it was stored.
    package init(share: Int, n: Int, lowest: Int, highest: Int, spread: Double?, outliers: [PersonID]) {
        self.share = share
        self.n = n
        self.lowest = lowest
        self.highest = highest
        self.spread = spread
        self.outliers = outliers
    }

    /// - Returns: nil without scores, or where the roles that scored have no weight at all.
    package init?(_ scores: [AssessorScore], by combination: Combination, roleWeights: [AssessorRole: Int] = [:]) {
        let shares = scores.map(\.share).sorted()
        guard let lowest = shares.first, let highest = shares.last else { return nil }
        switch combination {
        case .mean: share = Self.mean(shares)
        case .trimmedMean: share = Self.mean(shares.count >= Self.leastToTrim ? Array(shares.dropFirst().dropLast()) : shares)
        case .roleWeights:
            guard let weighed = Self.weighed(scores, roleWeights) else { return nil }
            share = weighed
        }
        n = shares.count
        self.lowest = lowest
        self.highest = highest
        spread = Moments(shares).variance.map { $0.squareRoot() }
        outliers = Self.outliers(scores, sorted: shares)
    }

    private static func mean(_ shares: [Int]) -> Int {
        (2 * shares.reduce(0, +) + shares.count) / (2 * shares.count)
    }

    /// Each role's mean by the role's weight; roles without a score leave their weight to the others.
    private static func weighed(_ scores: [AssessorScore], _ weights: [AssessorRole: Int]) -> Int? {
        var (sum, total) = (0.0, 0)
        for (role, own) in Dictionary(grouping: scores, by: \.role) {
            guard let weight = weights[role], weight > 0 else { continue }
            sum += Double(weight) * Double(own.reduce(0) { $0 + $1.share }) / Double(own.count)
            total += weight
        }
        return total > 0 ? Int((sum / Double(total)).rounded()) : nil
    }

    /// Modified z-scores beyond 3.5 (Iglewicz and Hoaglin 1993, from the median and the median absolute deviation), from five assessors on.
    /// Where more than half agree exactly the deviation is zero: then 20 per cent of the scale away from them counts as far.
    private static func outliers(_ scores: [AssessorScore], sorted: [Int]) -> [PersonID] {
        guard sorted.count >= leastToTrim else { return [] }
        let middle = median(sorted.map(Double.init))
        let deviation = median(sorted.map { abs(Double($0) - middle) }.sorted())
        return scores.filter { score in
            let distance = abs(Double(score.share) - middle)
            return deviation > 0 ? 0.6745 * distance / deviation > 3.5 : distance > 2_000
        }.map(\.assessor).sorted()
    }

    private static func median(_ sorted: [Double]) -> Double {
        let half = sorted.count / 2
        return sorted.count % 2 == 1 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2
    }
}
