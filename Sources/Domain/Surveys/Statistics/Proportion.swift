/// A share of yes among n, and how far it can be trusted.
package enum Proportion {
    /// Wilson's score interval (Wilson 1927; method 3 of Newcombe 1998a). Never leaves 0…1 and is never empty at 0 or 1, which Wald's is.
    /// - Parameters:
    ///   - successes: of `n`; neither need be whole, so that an effective number of answers can stand in for n (`effective`).
    ///   - population: all there are; nil for a population that n is small against. Where most were asked the interval shrinks
    ///     (finite population correction), and where all were asked it is a point.
    /// - Returns: 0…1 for n = 0: nothing is known.
    package static func wilson(
        _ successes: Double, of n: Double, population: Double? = nil, confidence: Confidence = .ninetyFive
    ) -> Interval {
        guard n > 0 else { return Interval(0, 1) }
        let p = min(max(successes / n, 0), 1)
        guard let size = corrected(n, population: population) else { return Interval(p, p) }
        let z2 = confidence.z * confidence.z
        let centre = (2 * size * p + z2) / (2 * (size + z2))
        let half = confidence.z * (z2 + 4 * size * p * (1 - p)).squareRoot() / (2 * (size + z2))
        // At the edges rounding may leave p just outside its own interval.
        return Interval(min(max(centre - half, 0), p), max(min(centre + half, 1), p))
    }

    /// n (N − 1) / (N − n): the size of a sample from an endless population that is as exact. Nil when all N answered.
    static func corrected(_ n: Double, population: Double?) -> Double? {
        guard let population, population > 1 else { return n }
        guard n < population else { return nil }
        return n * (population - 1) / (population - n)
    }

    /// As many answers of a simple random sample as would give the variance that was found (Korn and Graubard 1998): what Wilson's
    /// interval gets where answers are weighted or a person gave several. Where nobody differs (variance 0) it is n.
    package static func effective(_ p: Double, variance: Double, n: Double) -> Double {
        guard variance > 0, p > 0, p < 1 else { return n }
        return max(p * (1 - p) / variance, 1)
    }
}

/// Whether two independent figures differ by more than chance explains.
package struct Difference: Hashable, Sendable {
    /// The first less the second.
    package let value: Double
    package let interval: Interval

    /// No difference is outside the interval.
    package var isSignificant: Bool { interval.lower > 0 || interval.upper < 0 }

    /// From the two intervals (method 10 of Newcombe 1998b, the square-and-add rule): needs no normality of the difference, holds at 0 and
    /// 100 % and for weighted shares.
    package init(_ first: Estimate, less second: Estimate) {
        let value = first.value - second.value
        let below = Self.root(first.value - first.interval.lower, second.interval.upper - second.value)
        let above = Self.root(first.interval.upper - first.value, second.value - second.interval.lower)
        self.value = value
        interval = Interval(value - below, value + above)
    }

    private static func root(_ a: Double, _ b: Double) -> Double { (a * a + b * b).squareRoot() }

    private init(value: Double, interval: Interval) {
        self.value = value
        self.interval = interval
    }

    /// Welch's test for means of unequal spread (Welch 1947), with Satterthwaite's degrees of freedom. Nil where either has fewer than
    /// two answers.
    package static func welch(_ first: Moments, less second: Moments, confidence: Confidence = .ninetyFive) -> Difference? {
        guard let (t, v) = welchStatistic(first, less: second) else { return nil }
        let value = first.mean - second.mean
        let error = t == 0 ? standardError(first, second) : abs(value / t)
        let half = confidence.t(degreesOfFreedom: v) * error
        return Difference(value: value, interval: Interval(value - half, value + half))
    }

    /// t and the degrees of freedom.
    static func welchStatistic(_ first: Moments, less second: Moments) -> (t: Double, degreesOfFreedom: Double)? {
        guard let a = first.variance, let b = second.variance else { return nil }
        let (va, vb) = (a / Double(first.n), b / Double(second.n))
        guard va + vb > 0 else { return (first.mean == second.mean ? 0 : .infinity, .infinity) }
        let v = (va + vb) * (va + vb) / (va * va / Double(first.n - 1) + vb * vb / Double(second.n - 1))
        return ((first.mean - second.mean) / (va + vb).squareRoot(), v)
    }

    private static func standardError(_ first: Moments, _ second: Moments) -> Double {
        ((first.variance ?? 0) / Double(first.n) + (second.variance ?? 0) / Double(second.n)).squareRoot()
    }
}
