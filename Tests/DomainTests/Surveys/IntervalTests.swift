import Testing

@testable import Domain

/// Figures as published; each case names where.
@Suite struct IntervalTests {
    @Test(
        "SURVEY-R8: Wilson's interval as in Newcombe, Statistics in Medicine 17 (1998) 857–872, table I, method 3",
        arguments: [(81.0, 263.0, 0.2553, 0.3662), (15, 148, 0.0624, 0.1605), (0, 20, 0.0000, 0.1611), (1, 29, 0.0061, 0.1718)])
    func wilson(successes: Double, n: Double, lower: Double, upper: Double) {
        let interval = Proportion.wilson(successes, of: n)
        #expect(abs(interval.lower - lower) < 0.000_06)
        #expect(abs(interval.upper - upper) < 0.000_06)
    }

    @Test(
        "a difference of two shares as in Newcombe, Statistics in Medicine 17 (1998) 873–890, table II, method 10",
        arguments: [
            ((56.0, 70.0), (48.0, 80.0), 0.0524, 0.3339), ((9, 10), (3, 10), 0.1705, 0.8090), ((6, 7), (2, 7), 0.0582, 0.8062),
            ((5, 56), (0, 29), -0.0381, 0.1926), ((0, 10), (0, 20), -0.1611, 0.2775), ((0, 10), (0, 10), -0.2775, 0.2775),
            ((10, 10), (0, 20), 0.6791, 1.0000), ((10, 10), (0, 10), 0.6075, 1.0000),
        ])
    func newcombe(first: (Double, Double), second: (Double, Double), lower: Double, upper: Double) {
        let difference = Difference(share(first), less: share(second))
        #expect(abs(difference.interval.lower - lower) < 0.000_06)
        #expect(abs(difference.interval.upper - upper) < 0.000_06)
    }

    @Test("only a difference whose interval leaves out zero is marked")
    func significance() {
        #expect(Difference(share((56, 70)), less: share((48, 80))).isSignificant)
        #expect(!Difference(share((5, 56)), less: share((0, 29))).isSignificant)
        #expect(!Difference(share((7, 10)), less: share((7, 10))).isSignificant)
    }

    @Test(
        "Student's quantile as in Fisher and Yates, Statistical Tables (1963), table III",
        arguments: [(5.0, 2.571), (10, 2.228), (20, 2.086), (30, 2.042), (120, 1.980), (.infinity, 1.960)])
    func student(degrees: Double, quantile: Double) {
        #expect(abs(Confidence.ninetyFive.t(degreesOfFreedom: degrees) - quantile) < 0.001)
    }

    @Test("Welch's test as in NIST/SEMATECH e-Handbook 1.3.5.3 (cars' miles per gallon): t = −12.946, 136.87 degrees of freedom")
    func welch() throws {
        // The handbook gives n, mean and deviation; whole moments with the same three are close enough for four digits.
        let american = Self.moments(n: 249, mean: 20_144.58, deviation: 6_414.70)
        let japanese = Self.moments(n: 79, mean: 30_481.01, deviation: 6_107.71)
        let statistic = try #require(Difference.welchStatistic(american, less: japanese))
        #expect(abs(statistic.t + 12.94627) < 0.001)
        #expect(abs(statistic.degreesOfFreedom - 136.8750) < 0.05)
        #expect(try #require(Difference.welch(american, less: japanese)).isSignificant)
    }

    @Test("a single answer has no spread, so its interval is the whole range and no test is made of it")
    func single() throws {
        let one = Moments([7_500])
        #expect(one.estimate(in: 0...10_000)?.interval == Interval(0, 10_000))
        #expect(Difference.welch(one, less: one) == nil)
        #expect(Moments().estimate(in: 0...10_000) == nil)
        let same = Moments([5_000, 5_000, 5_000])
        #expect(same.variance == 0)
        #expect(try #require(Difference.welch(same, less: same)).isSignificant == false)
    }

    @Test("where everybody answered nothing is left to guess; the more of them, the narrower")
    func finitePopulation() {
        let widths = [nil, 100_000, 1_000, 150, 101].map { Proportion.wilson(80, of: 100, population: $0).width }
        #expect(zip(widths, widths.dropFirst()).allSatisfy { $0 > $1 })
        #expect(Proportion.wilson(80, of: 100, population: 100).width == 0)
    }

    @Test("Wilson's interval holds the share, stays within 0…1, narrows with n and widens with confidence")
    func properties() {
        for n in [1, 2, 5, 10, 37, 400, 100_000] {
            for successes in [0, 1, n / 3, n / 2, n - 1, n] {
                let p = Double(successes) / Double(n)
                let intervals = Confidence.allCases.map { Proportion.wilson(Double(successes), of: Double(n), confidence: $0) }
                for interval in intervals {
                    #expect(interval.contains(p))
                    #expect(interval.lower >= 0 && interval.upper <= 1)
                    #expect(interval.width > 0)
                }
                #expect(zip(intervals, intervals.dropFirst()).allSatisfy { $0.width < $1.width })
                #expect(Proportion.wilson(p * Double(n * 4), of: Double(n * 4)).width < intervals[1].width)
            }
        }
        #expect(Proportion.wilson(0, of: 0) == Interval(0, 1))
    }

    private func share(_ pair: (Double, Double)) -> Estimate {
        Estimate(value: pair.0 / pair.1, interval: Proportion.wilson(pair.0, of: pair.1), n: Int(pair.1))
    }

    static func moments(n: Int, mean: Double, deviation: Double) -> Moments {
        let sum = Int((mean * Double(n)).rounded())
        let squares = deviation * deviation * Double(n - 1) + Double(sum) * Double(sum) / Double(n)
        return Moments(n: n, sum: sum, squares: Int(squares.rounded()))
    }
}
