/// What an indicator's points rest on.
package enum Evidence: Hashable, Sendable {
    case assessors(CombinedScore)
    case figure(FactFigure)
    /// Satisfaction of a survey dimension in hundredths of a per cent, from n answers.
    case survey(degree: Int, n: Int)
    /// Nothing was counted, asked or judged.
    case none

    /// How much there is to judge by.
    package var n: Int {
        switch self {
        case .assessors(let combined): combined.n
        case .figure(let figure): figure.denominator
        case .survey(_, let n): n
        case .none: 0
        }
    }

    /// In hundredths of the unit; nil without any.
    package var value: Int? {
        switch self {
        case .assessors(let combined): combined.share
        case .figure(let figure): figure.value
        case .survey(let degree, _): degree
        case .none: nil
        }
    }
}

package enum LineState: String, CaseCode {
    case scored
    /// 样本不足: below the smallest n, or nothing at all.
    case notEnough
}

/// An assessor's board may correct a line, with a reason that is kept beside what was computed.
package struct Moderation: Hashable, Sendable {
    /// The share of the line's points from now on, 0…10,000.
    package let share: Int
    package let reason: String

    package init(share: Int, reason: String) {
        self.share = share
        self.reason = reason
    }
}

/// One line of a card.
package struct CardLine: Hashable, Sendable {
    package let indicator: Indicator
    package let evidence: Evidence
    package let state: LineState
    /// As computed; nil where there was not enough.
    package let computed: Int?
    /// What counts: moderated, ruled, or as computed; nil where there was not enough.
    package let share: Int?
    /// The line's points in this card after weights were spread, in hundredths.
    package let weight: Int
    /// Hundredths of a point.
    package let points: Int

    package init(
        indicator: Indicator, evidence: Evidence, state: LineState, computed: Int?, share: Int?, weight: Int
    ) {
        self.indicator = indicator
        self.evidence = evidence
        self.state = state
        self.computed = computed
        self.share = share
        self.weight = weight
        points = Self.points(share, of: weight)
    }

    package var isModerated: Bool { share != computed }

    /// A share of a weight, rounded half up to hundredths of a point; nothing for a line without enough data.
    package static func points(_ share: Int?, of weight: Int) -> Int {
        share.map { (2 * weight * $0 + ScoreTemplate.full) / (2 * ScoreTemplate.full) } ?? 0
    }
}

/// 考核卡: all lines and the total of a vendor at a project in a period.
package struct ScoreCard: Hashable, Sendable {
    package let lines: [CardLine]
    /// Hundredths of a point, 0…10,000.
    package let total: Int
    /// Of the template's 10,000, how many rest on enough data.
    package let coverage: Int
    /// Nil where too little of the template rests on data: such a card is not ranked and has no consequences.
    package let grade: Grade?

    /// - Parameters:
    ///   - evidence: by the indicator's key; a missing one is `none`.
    ///   - moderations: by the indicator's key; on a line without enough data it has no effect, since a board does not invent data.
    package init(_ template: ScoreTemplate, evidence: [String: Evidence], moderations: [String: Moderation] = [:]) {
        let found = template.indicators.map { Self.judge($0, evidence[$0.key] ?? .none) }
        let weights = Self.spread(template.indicators, scored: found.map { $0.share != nil })
        lines = zip(template.indicators, zip(found, weights)).map { indicator, rest in
            let ((computed, evidence), weight) = (rest.0, rest.1)
            let share = computed.map { moderations[indicator.key]?.share ?? $0 }
            return CardLine(
                indicator: indicator, evidence: evidence, state: computed == nil ? .notEnough : .scored, computed: computed, share: share,
                weight: weight)
        }
        total = min(ScoreTemplate.full, lines.reduce(0) { $0 + $1.points })
        coverage = lines.reduce(0) { $0 + ($1.state == .scored ? $1.indicator.weight : 0) }
        grade = coverage >= template.leastCoverage && coverage > 0 ? template.grades.grade(of: total) : nil
    }

    private static func judge(_ indicator: Indicator, _ evidence: Evidence) -> (share: Int?, evidence: Evidence) {
        guard let value = evidence.value, evidence.n >= indicator.source.least else { return (nil, evidence) }
        return (indicator.source.bands?.share(of: value) ?? min(max(value, 0), ScoreTemplate.full), evidence)
    }

    /// The weights of a card: what cannot be judged gives its weight away by its own rule, and has none left; only `zero` keeps it. They total
    /// 10,000 as long as anything is scored or keeps its weight.
    static func spread(_ indicators: [Indicator], scored: [Bool]) -> [Int] {
        var weights = zip(indicators, scored).map { indicator, isScored in
            isScored || indicator.shortfall == .zero ? indicator.weight : 0
        }
        let scoredAll = indicators.indices.filter { scored[$0] }
        guard !scoredAll.isEmpty else { return weights.map { _ in 0 } }
        // One pot for all, one for each kind, so that the order of indicators changes nothing.
        var pots: [IndicatorKind?: Int] = [:]
        for index in indicators.indices where !scored[index] && indicators[index].shortfall != .zero {
            let kind = indicators[index].source.kind
            let stays = indicators[index].shortfall == .spreadKind && scoredAll.contains { indicators[$0].source.kind == kind }
            pots[stays ? kind : nil, default: 0] += indicators[index].weight
        }
        for (kind, amount) in pots {
            let takers = scoredAll.filter { kind == nil || indicators[$0].source.kind == kind }
            for (index, part) in zip(takers, Apportion.share(amount, by: takers.map { indicators[$0].weight })) { weights[index] += part }
        }
        return weights
    }
}
