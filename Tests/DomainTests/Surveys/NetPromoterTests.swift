import Domain
import Testing

@Suite struct NetPromoterTests {
    @Test("half promoters, a third passive, a sixth against: score 33, variance 5/9 (W. Huber, Cross Validated 18603, 2011)")
    func published() {
        let nps = NetPromoter(promoters: 162, passives: 108, detractors: 54)
        #expect(abs(nps.score - 100.0 / 3) < 0.000_001)
        #expect(abs(nps.variance - 5.0 / 9) < 0.000_001)
        // √(5/9) / √324 = 0.0414: 4.1 points of standard error, 8.1 of margin at 95 %.
        let margin = nps.estimate().map { ($0.interval.upper - $0.interval.lower) / 2 }
        #expect(abs((margin ?? 0) - 8.1) < 0.1)
    }

    @Test("9 and 10 are for us, 0 to 6 against, what is not on the scale does not count")
    func counts() {
        let nps = NetPromoter(counts: [10: 3, 9: 1, 8: 2, 7: 1, 6: 1, 0: 2, 11: 40, -1: 40])
        #expect(nps == NetPromoter(promoters: 4, passives: 3, detractors: 3))
        #expect(nps.score == 10)
    }

    @Test("unanimity among a few is not certainty; nobody asked is no score")
    func edges() throws {
        let few = try #require(NetPromoter(promoters: 5).estimate())
        #expect(few.value == 100 && few.interval.upper == 100 && few.interval.lower < 90)
        #expect(NetPromoter().estimate() == nil)
        #expect(try #require(NetPromoter(promoters: 5).estimate(population: 5)).interval.width == 0)
    }

    @Test("one more promoter never lowers the score; the score holds within its bounds")
    func monotony() throws {
        for promoters in 0...12 {
            for detractors in 0...12 {
                let nps = NetPromoter(promoters: promoters, passives: 3, detractors: detractors)
                let more = NetPromoter(promoters: promoters + 1, passives: 3, detractors: detractors)
                let estimate = try #require(nps.estimate())
                #expect(more.score >= nps.score)
                #expect((-100...100).contains(nps.score) && estimate.interval.contains(nps.score))
                #expect(estimate.interval.lower >= -100 && estimate.interval.upper <= 100)
            }
        }
    }
}
