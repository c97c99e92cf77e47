/// From … to …, both ends belonging to it.
package struct Interval: Hashable, Sendable {
    package let lower: Double
    package let upper: Double

    package init(_ lower: Double, _ upper: Double) {
        self.lower = lower
        self.upper = upper
    }

    package var width: Double { upper - lower }

    package func contains(_ value: Double) -> Bool { lower <= value && value <= upper }

    /// As part of a wider range: nothing outside 0…1, 0…100 or −100…100 is ever claimed.
    package func clamped(to range: ClosedRange<Double>) -> Interval {
        Interval(min(max(lower, range.lowerBound), range.upperBound), min(max(upper, range.lowerBound), range.upperBound))
    }
}

/// How sure an interval is, two-sided. A choice of the group's rule (SURVEY-R8).
package enum Confidence: String, CaseCode {
    case ninety = "90"
    case ninetyFive = "95"
    case ninetyNine = "99"

    /// The standard normal quantile at 1 − α/2.
    package var z: Double {
        switch self {
        case .ninety: 1.644_853_626_951_472_7
        case .ninetyFive: 1.959_963_984_540_054
        case .ninetyNine: 2.575_829_303_548_900_8
        }
    }

    /// Student's quantile at 1 − α/2 by the Cornish–Fisher expansion (Abramowitz and Stegun 1964, 26.7.5): right to three decimals from
    /// five degrees of freedom on, and wider than right below.
    package func t(degreesOfFreedom v: Double) -> Double {
        guard v.isFinite else { return z }
        let v = max(v, 1)
        let (z2, z4, z6, z8) = (z * z, z * z * z * z, z * z * z * z * z * z, z * z * z * z * z * z * z * z)
        let first = z * (z2 + 1) / 4
        let second = z * (5 * z4 + 16 * z2 + 3) / 96
        let third = z * (3 * z6 + 19 * z4 + 17 * z2 - 15) / 384
        let fourth = z * (79 * z8 + 776 * z6 + 1482 * z4 - 1920 * z2 - 945) / 92_160
        return z + first / v + second / (v * v) + third / (v * v * v) + fourth / (v * v * v * v)
    }
}

/// A figure with what it rests on. Nothing that is shown as a figure goes without its interval.
package struct Estimate: Hashable, Sendable {
    package let value: Double
    package let interval: Interval
    /// Answers it was computed from.
    package let n: Int

    package init(value: Double, interval: Interval, n: Int) {
        self.value = value
        self.interval = interval
        self.n = n
    }

    /// The same on another scale, such as a share as a percentage.
    package func scaled(by factor: Double) -> Estimate {
        Estimate(value: value * factor, interval: Interval(interval.lower * factor, interval.upper * factor), n: n)
    }
}
