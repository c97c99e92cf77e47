/// The answers of one project inside a figure of several: how many households stand behind it, and what was found.
package struct Stratum: Hashable, Sendable {
    package let households: Int
    package let n: Int
    package let mean: Double
    /// Nil for a single answer.
    package let variance: Double?

    package init(households: Int, n: Int, mean: Double, variance: Double?) {
        self.households = households
        self.n = n
        self.mean = mean
        self.variance = variance
    }

    package init(households: Int, _ moments: Moments) {
        self.init(households: households, n: moments.n, mean: moments.mean, variance: moments.variance)
    }
}

/// Projects joined to one figure (SURVEY, research 18: weights by households), by stratified estimation (Cochran 1977, chapter 5): a project counts
/// as many households as live there, not as many as answered. Projects nobody answered in are left out and counted in `uncovered`; the
/// others carry their weight.
package struct Strata: Hashable, Sendable {
    package let answering: [Stratum]
    /// Households of projects without any answer.
    package let uncovered: Int

    package init(_ strata: [Stratum]) {
        answering = strata.filter { $0.n > 0 }
        uncovered = strata.filter { $0.n == 0 }.reduce(0) { $0 + $1.households }
    }

    package var n: Int { answering.reduce(0) { $0 + $1.n } }

    /// A project whose households are unknown, or fewer than answered, counts as many as answered.
    private func weight(_ stratum: Stratum) -> Double { Double(max(stratum.households, stratum.n)) }

    private var total: Double { answering.reduce(0) { $0 + weight($1) } }

    package var mean: Double { answering.reduce(0) { $0 + $1.mean * weight($1) } / max(total, 1) }

    /// Variance of the mean; nil where no project has two answers. One answer alone borrows the spread of the others.
    package var variance: Double? {
        let known = answering.filter { $0.variance != nil }
        guard !known.isEmpty else { return nil }
        let degrees = known.reduce(0) { $0 + Double($1.n - 1) }
        let pooled = known.reduce(0) { $0 + ($1.variance ?? 0) * Double($1.n - 1) } / degrees
        return answering.reduce(0) { sum, stratum in
            let share = weight(stratum) / total
            let open = max(0, 1 - Double(stratum.n) / weight(stratum))
            return sum + share * share * open * (stratum.variance ?? pooled) / Double(stratum.n)
        }
    }

    /// The mean with Student's interval; nil without answers.
    package func meanEstimate(in range: ClosedRange<Double>, confidence: Confidence) -> Estimate? {
        guard n > 0 else { return nil }
        guard let variance, n > answering.count else {
            return Estimate(value: mean, interval: Interval(range.lowerBound, range.upperBound), n: n)
        }
        let half = confidence.t(degreesOfFreedom: Double(n - answering.count)) * variance.squareRoot()
        return Estimate(value: mean, interval: Interval(mean - half, mean + half).clamped(to: range), n: n)
    }

    /// A share 0…1 with Wilson's interval around as many answers as the variance is worth; nil without answers.
    package func shareEstimate(confidence: Confidence) -> Estimate? {
        guard n > 0 else { return nil }
        let p = min(max(mean, 0), 1)
        // Where everybody was asked and answered nothing is left to guess.
        let isCensus = answering.allSatisfy { $0.n >= $0.households && $0.households > 0 }
        if isCensus, n > 1 { return Estimate(value: p, interval: Interval(p, p), n: n) }
        let size = Proportion.effective(p, variance: variance ?? 0, n: Double(n))
        return Estimate(value: p, interval: Proportion.wilson(p * size, of: size, confidence: confidence), n: n)
    }
}
