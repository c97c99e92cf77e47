/// 考核表: what a round judges, in one version.
package struct ScoreTemplate: Hashable, Sendable {
    /// All points together, in hundredths.
    package static let full = 10_000
    package static let mostIndicators = 60

    package var period: PeriodKind
    package var indicators: [Indicator]
    package var grades: GradeScale
    /// Points (of 10,000) that must rest on enough data for a card to have a grade at all.
    package var leastCoverage: Int
    /// Days a vendor may appeal a line from the day the card is confirmed.
    package var appealDays: Int
    /// Of the full points, how many a company's additions take; the core shrinks in proportion.
    package var additionShare: Int

    package init(
        period: PeriodKind = .monthly, indicators: [Indicator] = [], grades: GradeScale = .standard, leastCoverage: Int = 5_000,
        appealDays: Int = 7, additionShare: Int = 0
    ) {
        self.period = period
        self.indicators = indicators
        self.grades = grades
        self.leastCoverage = leastCoverage
        self.appealDays = appealDays
        self.additionShare = additionShare
    }

    package subscript(key: String) -> Indicator? { indicators.first { $0.key == key } }

    package var weight: Int { indicators.reduce(0) { $0 + $1.weight } }

    /// The core with a company's additions behind it: the additions' weights total `share` of the whole, the core keeps its proportions.
    /// Whole hundredths by the largest remainder, so the total stays exactly 100.
    package func adding(_ additions: ScoreTemplate) -> ScoreTemplate {
        guard !additions.indicators.isEmpty, additions.additionShare > 0 else { return self }
        var whole = self
        let core = Apportion.share(Self.full - additions.additionShare, by: indicators.map(\.weight))
        let added = Apportion.share(additions.additionShare, by: additions.indicators.map(\.weight))
        whole.indicators =
            zip(indicators, core).map { indicator, weight in
                var indicator = indicator
                indicator.weight = weight
                indicator.core = true
                return indicator
            }
            + zip(additions.indicators, added).map { indicator, weight in
                var indicator = indicator
                indicator.weight = weight
                return indicator
            }
        return whole
    }
}

/// Divides a whole number in proportion.
package enum Apportion {
    /// By the largest remainder (Hamilton): whole parts that total `amount` exactly; equal remainders go to the earlier one.
    /// - Returns: zeros where no weight is above zero.
    package static func share(_ amount: Int, by weights: [Int]) -> [Int] {
        let weights = weights.map { max(0, $0) }
        let total = weights.reduce(0, +)
        guard total > 0, amount > 0 else { return weights.map { _ in 0 } }
        var parts = weights.map { amount * $0 / total }
        let rests = weights.indices.sorted { left, right in
            let (a, b) = (amount * weights[left] % total, amount * weights[right] % total)
            return a == b ? left < right : a > b
        }
        for index in rests.prefix(amount - parts.reduce(0, +)) { parts[index] += 1 }
        return parts
    }
}

/// What keeps a template from being published; the key is the indicator's, nil for the whole.
package struct TemplateFault: Hashable, Sendable {
    package enum Problem: Hashable, Sendable {
        case nothingJudged
        case tooMany
        /// In hundredths of a point.
        case weightsTotal(Int)
        case weightNotPositive
        case keyForm
        case keyTwice
        case nameMissing
        case scaleOutOfRange
        case leastOutOfRange
        case roleWeightsMissing
        case bands(BandFault)
        case grades(GradeFault)
        case coverageOutOfRange
        case appealDaysOutOfRange
        /// Additions take between 1 and 50 points.
        case additionShareOutOfRange
        case dimensionMissing
        /// The same fact twice.
        case sourceTwice
    }

    package let indicator: String?
    package let problem: Problem

    package init(_ indicator: String?, _ problem: Problem) {
        self.indicator = indicator
        self.problem = problem
    }
}

extension ScoreTemplate {
    /// - Parameter addition: a company's own indicators behind the group's core: they total 100 among themselves, and `additionShare` says
    ///   how much of a card they are.
    package func faults(addition: Bool = false) -> [TemplateFault] {
        var faults: [TemplateFault] = []
        if indicators.isEmpty { faults.append(TemplateFault(nil, .nothingJudged)) }
        if indicators.count > Self.mostIndicators { faults.append(TemplateFault(nil, .tooMany)) }
        if !indicators.isEmpty, weight != Self.full { faults.append(TemplateFault(nil, .weightsTotal(weight))) }
        if !(0...Self.full).contains(leastCoverage) { faults.append(TemplateFault(nil, .coverageOutOfRange)) }
        if !(1...60).contains(appealDays) { faults.append(TemplateFault(nil, .appealDaysOutOfRange)) }
        if addition, !(100...5_000).contains(additionShare) { faults.append(TemplateFault(nil, .additionShareOutOfRange)) }
        faults += grades.faults.map { TemplateFault(nil, .grades($0)) }
        var (keys, facts) = (Set<String>(), Set<FactKind>())
        for indicator in indicators {
            faults += indicator.problems.map { TemplateFault(indicator.key, $0) }
            if !keys.insert(indicator.key).inserted { faults.append(TemplateFault(indicator.key, .keyTwice)) }
            if case .fact(let kind, _, _) = indicator.source, !facts.insert(kind).inserted {
                faults.append(TemplateFault(indicator.key, .sourceTwice))
            }
        }
        return faults
    }
}

extension Indicator {
    package var problems: [TemplateFault.Problem] {
        var problems: [TemplateFault.Problem] = []
        if !Self.isKey(key) { problems.append(.keyForm) }
        if name.chinese.isEmpty { problems.append(.nameMissing) }
        if weight <= 0 { problems.append(.weightNotPositive) }
        if !(1...100_000).contains(source.least) { problems.append(.leastOutOfRange) }
        switch source {
        case .assessor(let scale, let combination, let weights, _):
            if !(2...100).contains(scale) { problems.append(.scaleOutOfRange) }
            if combination == .roleWeights, weights.values.contains(where: { $0 < 0 }) || !weights.values.contains(where: { $0 > 0 }) {
                problems.append(.roleWeightsMissing)
            }
        case .survey(_, let dimension, _, _): if dimension != "*", !Self.isKey(dimension) { problems.append(.dimensionMissing) }
        case .inspection, .fact: break
        }
        return problems + (source.bands?.faults ?? []).map { .bands($0) }
    }
}
