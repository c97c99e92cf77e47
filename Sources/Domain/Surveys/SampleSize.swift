/// How many households must answer, so that a share is known within a margin.
package enum SampleSize {
    /// 置信水平 in per cent.
    package enum Confidence: Int, CaseIterable, Sendable {
        case ninety = 90
        case ninetyFive = 95
        case ninetyNine = 99

        /// Quantile of the standard normal distribution.
        package var z: Double {
            switch self {
            case .ninety: 1.6449
            case .ninetyFive: 1.96
            case .ninetyNine: 2.5758
            }
        }
    }

    /// Cochran's size for the worst share (one half), corrected for a finite population (Cochran, Sampling Techniques, 3rd ed., 4.1–4.4).
    /// - Parameters:
    ///   - population: households that could be asked.
    ///   - marginPermille: half width of the interval in thousandths: 50 is ±5 percentage points.
    /// - Returns: answers that are needed; never more than there are households.
    package static func needed(population: Int, marginPermille: Int, confidence: Confidence) -> Int {
        guard population > 0, marginPermille > 0 else { return 0 }
        let margin = Double(marginPermille) / 1_000
        let endless = confidence.z * confidence.z * 0.25 / (margin * margin)
        let finite = endless / (1 + (endless - 1) / Double(population))
        return min(population, Int(finite.rounded(.up)))
    }

    /// Households to write to, so that so many answer.
    /// - Parameter ratePermille: the answering rate that is expected, in thousandths.
    package static func invitations(for answers: Int, population: Int, ratePermille: Int) -> Int {
        guard ratePermille > 0 else { return population }
        return min(population, (answers * 1_000 + ratePermille - 1) / ratePermille)
    }

    /// Splits a sample over projects by their households; parts left over go to the largest remainders, and no project gets more than it has.
    package static func split(_ total: Int, over households: [Int]) -> [Int] {
        let whole = households.reduce(0, +)
        guard whole > 0 else { return households.map { _ in 0 } }
        let wanted = min(total, whole)
        var parts = households.map { wanted * $0 / whole }
        let order = households.indices.sorted { left, right in
            let (one, other) = (wanted * households[left] % whole, wanted * households[right] % whole)
            return one == other ? left < right : one > other
        }
        for index in order.prefix(wanted - parts.reduce(0, +)) { parts[index] += 1 }
        return parts
    }
}
