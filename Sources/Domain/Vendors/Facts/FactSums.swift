/// Counted events of a vendor at a project, added over months. Adding is exact and in any order, so cells of any months join.
package struct FactSums: Hashable, Sendable {
    package private(set) var counts: [FactMeasure: Int]

    package init(_ counts: [FactMeasure: Int] = [:]) {
        self.counts = counts.filter { $0.value != 0 }
    }

    package subscript(measure: FactMeasure) -> Int { counts[measure] ?? 0 }

    package mutating func add(_ count: Int, to measure: FactMeasure) {
        let sum = self[measure] + count
        counts[measure] = sum == 0 ? nil : sum
    }

    package static func + (left: FactSums, right: FactSums) -> FactSums {
        FactSums(left.counts.merging(right.counts, uniquingKeysWith: +))
    }

    /// The figure of a fact.
    /// - Returns: nil where nothing was counted to divide by: there is no figure then, not zero and not the best.
    package func figure(_ kind: FactKind) -> FactFigure? {
        let numerator = kind.numerator.reduce(0) { $0 + self[$1] }
        let denominator = kind.denominator.reduce(0) { $0 + self[$1] }
        return FactFigure(numerator, of: denominator, unit: kind.unit)
    }
}

/// A counted quotient in hundredths of its unit, with what it was made of.
package struct FactFigure: Hashable, Sendable {
    package let numerator: Int
    package let denominator: Int
    package let unit: ScoreUnit
    /// In hundredths, rounded half up: what is shown is also what is compared with the bands.
    package let value: Int

    package init?(_ numerator: Int, of denominator: Int, unit: ScoreUnit) {
        guard denominator > 0, numerator >= 0 else { return nil }
        self.numerator = numerator
        self.denominator = denominator
        self.unit = unit
        let scaled = numerator * unit.scale
        let below = denominator * unit.divisor
        let rounded = (2 * scaled + below) / (2 * below)
        value = unit.ceiling.map { min(rounded, $0) } ?? rounded
    }

    /// How sure it is, in the figure's unit (not in hundredths): Wilson's interval for shares, Byar's for rates (Breslow and Day 1987,
    /// p. 69). Nil for a mean, whose spread the cells do not hold.
    package func interval(_ confidence: Confidence = .ninetyFive) -> Interval? {
        switch unit {
        case .percent:
            let wilson = Proportion.wilson(Double(min(numerator, denominator)), of: Double(denominator), confidence: confidence)
            return Interval(wilson.lower * 100, wilson.upper * 100)
        case .perThousand:
            let cases = Self.byar(numerator, confidence)
            return Interval(cases.lower * 1_000 / Double(denominator), cases.upper * 1_000 / Double(denominator))
        case .hours: return nil
        }
    }

    /// Byar's approximation of the exact Poisson limits of a count.
    static func byar(_ count: Int, _ confidence: Confidence) -> Interval {
        let (low, high) = (Double(count), Double(count + 1))
        let lower = count == 0 ? 0 : low * cube(1 - 1 / (9 * low) - confidence.z / (3 * low.squareRoot()))
        return Interval(max(0, lower), high * cube(1 - 1 / (9 * high) + confidence.z / (3 * high.squareRoot())))
    }

    private static func cube(_ x: Double) -> Double { x * x * x }
}
