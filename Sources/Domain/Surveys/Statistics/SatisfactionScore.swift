/// The steps of a scored question by what they are worth, from worst to best.
package struct AnswerScale: Hashable, Sendable {
    /// Ascending, without doubles.
    package let steps: [Int]

    /// - Parameter scores: what each step is worth, in any order.
    /// - Returns: nil for fewer than two different ones: nothing is measured.
    package init?(_ scores: some Sequence<Int>) {
        steps = Set(scores).sorted()
        guard steps.count > 1 else { return nil }
    }

    /// Hundredths of a point on 0…100; nil for what is no step of the scale.
    package func degree(_ score: Int) -> Int? {
        guard steps.contains(score) else { return nil }
        let span = steps[steps.count - 1] - steps[0]
        return ((score - steps[0]) * 10_000 + span / 2) / span
    }

    /// Whether the step is among the best `boxes`; the worst never is.
    package func isTop(_ score: Int, boxes: Int) -> Bool {
        guard let index = steps.firstIndex(of: score) else { return false }
        return index > 0 && index >= steps.count - boxes
    }
}

/// One answer to a scored question.
package struct ScoredAnswer: Hashable, Sendable {
    package let scale: AnswerScale
    /// 1 and more; what a question weighs inside its dimension and in the whole.
    package let weight: Int
    /// Nil: not applicable.
    package let value: Int?

    package init(_ value: Int?, on scale: AnswerScale, weight: Int = 1) {
        self.value = value
        self.scale = scale
        self.weight = weight
    }
}

/// What one person's answers come to, in one dimension or as a whole.
package struct SatisfactionScore: Hashable, Sendable {
    /// 满意度 in hundredths of a point, 0…10,000: the weighted mean of the answers.
    package let degree: Int
    /// 满意率's share of one person in hundredths of a per cent: the weight of answers in the top boxes among all.
    package let satisfied: Int

    /// Nil where nothing counts: no answer, or all not applicable and left out. An answer outside its scale does not count.
    package init?(_ answers: [ScoredAnswer], by formula: SatisfactionFormula) {
        var (weights, degrees, tops) = (0, 0, 0)
        for answer in answers where answer.weight > 0 {
            if let value = answer.value {
                guard let degree = answer.scale.degree(value) else { continue }
                weights += answer.weight
                degrees += degree * answer.weight
                if answer.scale.isTop(value, boxes: formula.topBoxes) { tops += answer.weight }
            } else if formula.notApplicable == .neutral {
                weights += answer.weight
                degrees += 5_000 * answer.weight
            }
        }
        guard weights > 0 else { return nil }
        degree = (degrees + weights / 2) / weights
        satisfied = (tops * 10_000 + weights / 2) / weights
    }
}

/// Cells of persons' scores joined to the two figures.
package enum SatisfactionFigure {
    /// 满意度 0…100 with its interval; parts are projects.
    package static func degree(_ parts: [(households: Int, scores: Moments)], by formula: SatisfactionFormula) -> Estimate? {
        switch formula.weighting {
        case .households:
            Strata(parts.map { Stratum(households: $0.households, $0.scores) })
                .meanEstimate(in: 0...10_000, confidence: formula.confidence)?.scaled(by: 0.01)
        case .answers:
            parts.reduce(Moments()) { $0 + $1.scores }.estimate(in: 0...10_000, confidence: formula.confidence)?.scaled(by: 0.01)
        }
    }

    /// 满意率 in per cent with its interval.
    package static func rate(_ parts: [(households: Int, scores: Moments)], by formula: SatisfactionFormula) -> Estimate? {
        let shares: [Stratum] = parts.map { part in
            Stratum(
                households: part.households, n: part.scores.n, mean: part.scores.mean / 10_000,
                variance: part.scores.variance.map { $0 / 100_000_000 })
        }
        switch formula.weighting {
        case .households: return Strata(shares).shareEstimate(confidence: formula.confidence)?.scaled(by: 100)
        case .answers:
            let all = parts.reduce(Moments()) { $0 + $1.scores }
            guard all.n > 0 else { return nil }
            let p = all.mean / 10_000
            // With n below the line, so that answers of yes and no alone are worth exactly n.
            let spread = (all.variance ?? 0) / 100_000_000 * Double(all.n - 1) / Double(all.n)
            let size = Proportion.effective(p, variance: spread / Double(all.n), n: Double(all.n))
            return Estimate(value: p, interval: Proportion.wilson(p * size, of: size, confidence: formula.confidence), n: all.n)
                .scaled(by: 100)
        }
    }
}
