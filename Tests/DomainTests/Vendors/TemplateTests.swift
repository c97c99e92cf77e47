import Domain
import Testing

@Suite struct EvaluationTemplateTests {
    @Test("VENDOR-R4, VENDOR-R7: the template that ships totals 100, judges by people, walks, surveys and facts, and speaks both languages")
    func preset() {
        for preset in PresetTemplate.allCases {
            let template = preset.template
            #expect(template.faults().isEmpty)
            #expect(template.weight == 10_000)
            #expect(Set(template.indicators.map(\.source.kind)) == Set(IndicatorKind.allCases))
            for indicator in template.indicators {
                #expect(!indicator.name.english.isEmpty && !indicator.guide.chinese.isEmpty && !indicator.guide.english.isEmpty)
            }
        }
    }

    @Test("VENDOR-R4: weights that do not total 100 are refused, by one hundredth too")
    func weights() {
        var template = PresetTemplate.residential.template
        template.indicators[0].weight += 1
        #expect(template.faults() == [TemplateFault(nil, .weightsTotal(10_001))])
        template.indicators[0].weight -= 2
        #expect(template.faults() == [TemplateFault(nil, .weightsTotal(9_999))])
        #expect(ScoreTemplate().faults() == [TemplateFault(nil, .nothingJudged)])
    }

    @Test("bands cover everything once: gaps, overlaps, missing ends and shares against the direction are named")
    func bands() {
        func faults(_ bands: [PointBand], unit: ScoreUnit = .percent, _ direction: Direction = .higherIsBetter) -> [BandFault] {
            PointBands(bands, unit: unit, direction: direction).faults
        }
        #expect(faults(Evaluations.twoBands).isEmpty)
        #expect(faults([]) == [.none])
        #expect(faults([PointBand(from: 1, to: 10_000, share: 0)]) == [.doesNotStartAtZero])
        #expect(faults([PointBand(from: 0, to: 5_000, share: 0), PointBand(from: 5_001, to: 10_000, share: 1)]) == [.gap(2)])
        #expect(faults([PointBand(from: 0, to: 5_000, share: 0), PointBand(from: 4_999, to: 10_000, share: 1)]) == [.overlap(2)])
        #expect(faults([PointBand(from: 0, to: 9_999, share: 0)]) == [.doesNotReachTheEnd])
        #expect(faults([PointBand(from: 0, to: 10_001, share: 0)]) == [.beyondTheEnd(1)])
        #expect(faults([PointBand(from: 0, to: nil, share: 0), PointBand(from: 5_000, to: 10_000, share: 1)]) == [.endless(1)])
        #expect(faults([PointBand(from: 0, to: 0, share: 0), PointBand(from: 0, to: 10_000, share: 1)]) == [.empty(1)])
        #expect(faults([PointBand(from: 0, to: 10_000, share: 10_001)]) == [.shareOutOfRange(1)])
        #expect(faults([PointBand(from: 0, to: 5_000, share: 2), PointBand(from: 5_000, to: 10_000, share: 1)]) == [.againstDirection(2)])
        #expect(
            faults([PointBand(from: 0, to: 5_000, share: 2), PointBand(from: 5_000, to: nil, share: 1)], unit: .hours, .lowerIsBetter)
                .isEmpty)
        #expect(faults([PointBand(from: 0, to: 5_000, share: 2)], unit: .perThousand, .lowerIsBetter) == [.doesNotReachTheEnd])
    }

    @Test("a figure on a border counts for the better band, whichever way is better; ends and what lies beyond belong to the end")
    func borders() {
        let rising = PointBands(Evaluations.twoBands, unit: .percent, direction: .higherIsBetter)
        #expect([0, 8_999, 9_000, 10_000, 12_000].map(rising.share) == [5_000, 5_000, 10_000, 10_000, 10_000])
        let falling = PointBands(
            [PointBand(from: 0, to: 200, share: 10_000), PointBand(from: 200, to: nil, share: 100)], unit: .perThousand,
            direction: .lowerIsBetter)
        #expect([-5, 0, 200, 201, 1_000_000].map(falling.share) == [10_000, 10_000, 10_000, 100, 100])
    }

    @Test(
        "property: in faultless bands a better figure never earns less, and every figure earns something between 0 and all",
        arguments: 1...200)
    func monotonous(_ seed: Int) {
        var numbers = SeededNumbers(UInt64(seed))
        let direction: Direction = seed % 2 == 0 ? .higherIsBetter : .lowerIsBetter
        let ends =
            Set((0..<Int.random(in: 0...8, using: &numbers)).map { _ in Int.random(in: 1..<10_000, using: &numbers) }).sorted() + [10_000]
        var shares = ends.map { _ in Int.random(in: 0...10_000, using: &numbers) }.sorted()
        if direction == .lowerIsBetter { shares.reverse() }
        var from = 0
        let list = zip(ends, shares).map { end, share in
            defer { from = end }
            return PointBand(from: from, to: end, share: share)
        }
        let bands = PointBands(list, unit: .percent, direction: direction)
        #expect(bands.faults.isEmpty)
        let values = (0...10_000).map(bands.share)
        #expect(values == (direction == .higherIsBetter ? values.sorted() : values.sorted(by: >)))
        #expect(Set(values) == Set(shares))
    }

    @Test("a company's additions take their share of the whole; the core keeps its proportions and is locked")
    func additions() {
        let core = ScoreTemplate(indicators: [Evaluations.fact("a", points: 60), Evaluations.judged("b", points: 40)])
        let own = ScoreTemplate(indicators: [Evaluations.judged("own", points: 100)], additionShare: 2_000)
        #expect(own.faults(addition: true).isEmpty)
        let whole = core.adding(own)
        #expect(whole.indicators.map(\.weight) == [4_800, 3_200, 2_000])
        #expect(whole.indicators.map(\.core) == [true, true, false])
        #expect(core.adding(ScoreTemplate()) == core)
        var greedy = own
        greedy.additionShare = 5_001
        #expect(greedy.faults(addition: true) == [TemplateFault(nil, .additionShareOutOfRange)])
    }

    @Test("what an indicator lacks is said at the indicator")
    func indicators() {
        var bad = Evaluations.judged("Bad key", points: 100)
        bad.name = Bilingual()
        bad.source = .assessor(scale: 1, combination: .roleWeights, roleWeights: [:], least: 0)
        #expect(bad.problems == [.keyForm, .nameMissing, .leastOutOfRange, .scaleOutOfRange, .roleWeightsMissing])
        let twice = ScoreTemplate(indicators: [Evaluations.fact("a", points: 50), Evaluations.fact("a", points: 50)])
        #expect(twice.faults() == [TemplateFault("a", .keyTwice), TemplateFault("a", .sourceTwice)])
    }

    @Test("property: parts always total the whole, and nobody with a larger weight gets less", arguments: 1...100)
    func apportion(_ seed: Int) {
        var numbers = SeededNumbers(UInt64(seed))
        let weights = (0..<Int.random(in: 1...40, using: &numbers)).map { _ in Int.random(in: 0...1_000, using: &numbers) }
        let amount = Int.random(in: 0...10_000, using: &numbers)
        let parts = Apportion.share(amount, by: weights)
        #expect(parts.reduce(0, +) == (weights.contains { $0 > 0 } ? amount : 0))
        for (left, right) in zip(weights.indices, weights.indices.dropFirst()) where weights[left] > weights[right] {
            #expect(parts[left] >= parts[right])
        }
    }
}
