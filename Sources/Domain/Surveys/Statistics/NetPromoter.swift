/// Net promoter score 净推荐值: of those asked 0–10, the share of 9 and 10 less the share of 0 to 6.
package struct NetPromoter: Hashable, Sendable {
    package var promoters: Int
    package var passives: Int
    package var detractors: Int

    package init(promoters: Int = 0, passives: Int = 0, detractors: Int = 0) {
        self.promoters = promoters
        self.passives = passives
        self.detractors = detractors
    }

    /// - Parameter counts: how often each answer 0…10 was given; others do not count.
    package init(counts: [Int: Int]) {
        self.init()
        for (answer, count) in counts {
            switch answer {
            case 9...10: promoters += count
            case 7...8: passives += count
            case 0...6: detractors += count
            default: break
            }
        }
    }

    package var n: Int { promoters + passives + detractors }

    /// −100…100.
    package var score: Double { n > 0 ? Double(promoters - detractors) * 100 / Double(n) : 0 }

    /// Variance of one answer worth +1, 0 or −1: p + d − (p − d)².
    package var variance: Double {
        guard n > 0 else { return 0 }
        let (p, d) = (Double(promoters) / Double(n), Double(detractors) / Double(n))
        return max(p + d - (p - d) * (p - d), 0)
    }

    /// The score with its margin, in points. Three answers spread like a triangle are added before the spread is taken (adjusted Wald with
    /// triangular weights, Rocks 2016), so that a few like answers do not look certain. Nil without answers.
    package func estimate(population: Double? = nil, confidence: Confidence = .ninetyFive) -> Estimate? {
        guard n > 0 else { return nil }
        guard let size = Proportion.corrected(Double(n), population: population) else {
            return Estimate(value: score, interval: Interval(score, score), n: n)
        }
        let total = Double(n) + 3
        let (p, d) = ((Double(promoters) + 0.75) / total, (Double(detractors) + 0.75) / total)
        let spread = max(p + d - (p - d) * (p - d), 0)
        let half = 100 * confidence.z * (spread / (size + 3)).squareRoot()
        return Estimate(value: score, interval: Interval(score - half, score + half).clamped(to: -100...100), n: n)
    }
}
