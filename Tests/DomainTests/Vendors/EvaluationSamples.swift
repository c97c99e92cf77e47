import Domain

/// A seeded generator, so that a failing property names the case that failed.
struct SeededNumbers: RandomNumberGenerator {
    private var state: UInt64

    init(_ seed: UInt64) {
        state = seed &* 0x9E37_79B9_7F4A_7C15 &+ 1
    }

    mutating func next() -> UInt64 {
        state ^= state << 13
        state ^= state >> 7
        state ^= state << 17
        return state &* 0x2545_F491_4F6C_DD1D
    }
}

/// Templates and evidence as tests need them.
enum Evaluations {
    static let twoBands = [PointBand(from: 0, to: 9_000, share: 5_000), PointBand(from: 9_000, to: 10_000, share: 10_000)]

    static func fact(_ key: String, _ kind: FactKind = .solvedOnTime, points: Int, shortfall: Shortfall = .spreadAll, least: Int = 10)
        -> Indicator
    {
        Indicator(
            key: key, name: Bilingual(key), weight: points * 100, source: .fact(kind, bands: twoBands, least: least), shortfall: shortfall)
    }

    static func judged(_ key: String, points: Int, shortfall: Shortfall = .spreadAll) -> Indicator {
        Indicator(
            key: key, name: Bilingual(key), weight: points * 100,
            source: .assessor(scale: 10, combination: .mean, roleWeights: [:], least: 1), shortfall: shortfall)
    }

    static func figure(_ numerator: Int, of denominator: Int) -> Evidence {
        FactFigure(numerator, of: denominator, unit: .percent).map { .figure($0) } ?? .none
    }

    static func scores(_ shares: [Int], by combination: Combination = .mean) -> Evidence {
        let scores = shares.enumerated().map { AssessorScore(PersonID(Int64($0.offset + 1)), as: .company, share: $0.element) }
        return CombinedScore(scores, by: combination).map { .assessors($0) } ?? .none
    }

    /// A random template whose weights total 100, of every kind and rule.
    static func template(_ numbers: inout SeededNumbers) -> ScoreTemplate {
        let count = Int.random(in: 1...40, using: &numbers)
        let weights = Apportion.share(10_000, by: (0..<count).map { _ in Int.random(in: 1...50, using: &numbers) })
        let indicators = weights.enumerated().map { index, weight in
            var indicator =
                Bool.random(using: &numbers)
                ? fact("f\(index)", points: 1) : judged("j\(index)", points: 1)
            indicator.weight = weight
            indicator.shortfall = Shortfall.allCases.randomElement(using: &numbers) ?? .spreadAll
            return indicator
        }
        return ScoreTemplate(indicators: indicators)
    }

    /// Evidence for some of it, enough or not.
    static func evidence(_ template: ScoreTemplate, _ numbers: inout SeededNumbers) -> [String: Evidence] {
        var evidence: [String: Evidence] = [:]
        for indicator in template.indicators where Int.random(in: 0..<4, using: &numbers) > 0 {
            if indicator.source.kind == .assessor {
                evidence[indicator.key] = scores(
                    (0..<Int.random(in: 1...6, using: &numbers)).map { _ in Int.random(in: 0...10_000, using: &numbers) })
            } else {
                let n = Int.random(in: 1...60, using: &numbers)
                evidence[indicator.key] = figure(Int.random(in: 0...n, using: &numbers), of: n)
            }
        }
        return evidence
    }
}
