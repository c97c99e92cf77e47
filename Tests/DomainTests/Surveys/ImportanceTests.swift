import Domain
import Testing

@Suite struct ImportanceTests {
    @Test(
        "correlation of Anscombe's four sets (The American Statistician 27, 1973): 0.816 each",
        arguments: [
            [8.04, 6.95, 7.58, 8.81, 8.33, 9.96, 7.24, 4.26, 10.84, 4.82, 5.68],
            [9.14, 8.14, 8.74, 8.77, 9.26, 8.10, 6.13, 3.10, 9.13, 7.26, 4.74],
            [7.46, 6.77, 12.74, 7.11, 7.81, 8.84, 6.08, 5.39, 8.15, 6.42, 5.73],
        ])
    func anscombe(y: [Double]) throws {
        var pairs = PairedMoments()
        for (x, y) in zip([10, 8, 13, 9, 11, 14, 6, 4, 12, 7, 5], y) { pairs.add(x, Int((y * 100).rounded())) }
        #expect(abs(try #require(pairs.correlation) - 0.816) < 0.001)
    }

    @Test("nothing is said about importance where nobody differs or too few answered")
    func edges() {
        var same = PairedMoments()
        for value in 1...9 { same.add(5_000, value) }
        #expect(same.correlation == nil)
        #expect(PairedMoments().correlation == nil)
        #expect(ImportanceChart([DrivenDimension(dimension: "repair", importance: 1, performance: 1, n: 20)]) == nil)
    }

    @Test("correlation does not depend on order, on cells, or on the unit of either side")
    func invariance() throws {
        let points = (0..<200).map { _ in (Int.random(in: 0...10_000), Int.random(in: 0...10_000)) }
        func pairs(_ points: some Sequence<(Int, Int)>, scale: Int = 1) -> PairedMoments {
            points.reduce(into: PairedMoments()) { $0.add($1.0 * scale, $1.1) }
        }
        let whole = pairs(points)
        #expect(whole == pairs(points.shuffled()))
        #expect(whole == pairs(points[..<80]) + pairs(points[80...]))
        let (one, other) = (try #require(whole.correlation), try #require(pairs(points, scale: 10).correlation))
        #expect(abs(one - other) < 0.000_001 && abs(one) <= 1)
    }

    @Test("what is important and weak comes first")
    func quadrants() throws {
        let chart = try #require(
            ImportanceChart([
                DrivenDimension(dimension: "repair", importance: 0.8, performance: 60, n: 99),
                DrivenDimension(dimension: "service", importance: 0.7, performance: 90, n: 99),
                DrivenDimension(dimension: "greenery", importance: 0.2, performance: 88, n: 99),
                DrivenDimension(dimension: "facilities", importance: 0.1, performance: 62, n: 99),
            ]))
        #expect(chart.dimensions.map(chart.quadrant) == [.improveFirst, .keepUp, .enough, .watch])
    }
}
