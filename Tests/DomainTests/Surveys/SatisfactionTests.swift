import Testing

@testable import Domain

@Suite struct SatisfactionTests {
    private let five = AnswerScale(1...5)!

    private func formula(
        boxes: Int = 2, _ rule: NotApplicableRule = .exclude, _ weighting: SurveyWeighting = .households, floor: Int = 10
    ) -> SatisfactionFormula {
        SatisfactionFormula(topBoxes: boxes, notApplicable: rule, weighting: weighting, confidence: .ninetyFive, floor: floor)!
    }

    @Test("SURVEY-R8: the degree is the weighted mean scaled to 100, the rate the weight of answers in the top boxes")
    func score() throws {
        let answers = [ScoredAnswer(5, on: five, weight: 3), ScoredAnswer(4, on: five), ScoredAnswer(2, on: five)]
        let score = try #require(SatisfactionScore(answers, by: formula()))
        #expect(score.degree == 8_000)
        #expect(score.satisfied == 8_000)
        #expect(SatisfactionScore(answers, by: formula(boxes: 1))?.satisfied == 6_000)
    }

    @Test("SURVEY-R8: not applicable is left out, or counts as neither, as the group has chosen")
    func notApplicable() {
        let answers = [ScoredAnswer(5, on: five), ScoredAnswer(nil, on: five)]
        #expect(SatisfactionScore(answers, by: formula())?.degree == 10_000)
        #expect(SatisfactionScore(answers, by: formula())?.satisfied == 10_000)
        #expect(SatisfactionScore(answers, by: formula(.neutral))?.degree == 7_500)
        #expect(SatisfactionScore(answers, by: formula(.neutral))?.satisfied == 5_000)
        #expect(SatisfactionScore([ScoredAnswer(nil, on: five)], by: formula()) == nil)
        #expect(SatisfactionScore([], by: formula(.neutral)) == nil)
    }

    @Test("an answer outside its scale counts for nothing, and no scale's worst step is satisfied")
    func bounds() {
        #expect(SatisfactionScore([ScoredAnswer(6, on: five), ScoredAnswer(0, on: five)], by: formula()) == nil)
        #expect(SatisfactionScore([ScoredAnswer(6, on: five), ScoredAnswer(1, on: five)], by: formula())?.degree == 0)
        let two = AnswerScale(0...1)!
        #expect(!two.isTop(0, boxes: 3))
        #expect(two.isTop(1, boxes: 3))
        #expect(AnswerScale([3, 3]) == nil)
    }

    @Test("steps need not be even: degree follows what they are worth, boxes their order")
    func uneven() throws {
        let scale = try #require(AnswerScale([100, 0, 60, 80]))
        #expect([0, 60, 80, 100].map(scale.degree) == [0, 6_000, 8_000, 10_000])
        #expect([0, 60, 80, 100].map { scale.isTop($0, boxes: 2) } == [false, false, true, true])
        #expect(scale.degree(50) == nil && !scale.isTop(50, boxes: 3))
    }

    @Test("a better answer never lowers degree or rate, and the order of questions does not matter")
    func monotony() throws {
        var dice = SystemRandomNumberGenerator()
        for _ in 0..<300 {
            let answers = (0..<Int.random(in: 1...9, using: &dice)).map { _ in
                ScoredAnswer(
                    Bool.random(using: &dice) ? Int.random(in: 1...5, using: &dice) : nil, on: five,
                    weight: Int.random(in: 1...4, using: &dice))
            }
            for rule in NotApplicableRule.allCases {
                let formula = formula(boxes: Int.random(in: 1...3, using: &dice), rule)
                let score = SatisfactionScore(answers, by: formula)
                #expect(score == SatisfactionScore(answers.shuffled(using: &dice), by: formula))
                guard let score else { continue }
                #expect((0...10_000).contains(score.degree) && (0...10_000).contains(score.satisfied))
                for index in answers.indices {
                    guard let value = answers[index].value, value < 5 else { continue }
                    var better = answers
                    better[index] = ScoredAnswer(value + 1, on: five, weight: answers[index].weight)
                    let improved = try #require(SatisfactionScore(better, by: formula))
                    #expect(improved.degree >= score.degree && improved.satisfied >= score.satisfied)
                }
            }
        }
    }

    @Test("SURVEY-R8: a formula outside the choices is refused field by field, a good one is read as typed")
    func validation() throws {
        let good = ["topBoxes": "1", "notApplicable": "neutral", "weighting": "answers", "confidence": "99", "floor": "20", "lowAt": "40"]
        let formula = try SatisfactionFormula.validated(good).get()
        #expect(formula.topBoxes == 1 && formula.floor == 20 && formula.confidence == .ninetyNine)
        for (field, value, problem) in [
            ("topBoxes", "4", FieldProblem.tooLarge(max: 3)), ("topBoxes", "0", .tooSmall(min: 1)), ("topBoxes", "", .required),
            ("notApplicable", "perhaps", .notAChoice), ("weighting", "", .required), ("confidence", "100", .notAChoice),
            ("floor", "4", .tooSmall(min: 5)), ("floor", "ten", .notANumber), ("floor", "101", .tooLarge(max: 100)),
            ("lowAt", "61", .tooLarge(max: 60)),
        ] {
            guard case .failure(let errors) = SatisfactionFormula.validated(good.merging([field: value]) { $1 }) else {
                Issue.record("\(field) \(value) was taken")
                continue
            }
            #expect(errors[field] == problem)
        }
    }

    @Test(
        "weighted means as in Scheaffer, Mendenhall and Ott, Elementary Survey Sampling, example 5.2: 27.7 hours, variance 1.97")
    func weightedMean() throws {
        let strata = Strata([
            Stratum(households: 155, n: 20, mean: 33.900, variance: 5.95 * 5.95),
            Stratum(households: 62, n: 8, mean: 25.125, variance: 15.25 * 15.25),
            Stratum(households: 93, n: 12, mean: 19.000, variance: 9.36 * 9.36),
        ])
        #expect(abs(strata.mean - 27.675) < 0.000_001)
        #expect(abs(try #require(strata.variance) - 1.97) < 0.005)
    }

    @Test("households weigh: a project that answers ten times as often moves the figure no further")
    func households() throws {
        let small = Moments((0..<20).map { $0 % 2 == 0 ? 10_000 : 5_000 })
        let eager = Moments((0..<200).map { _ in 2_500 })
        let weighed = try #require(SatisfactionFigure.degree([(1_000, small), (1_000, eager)], by: formula()))
        #expect(abs(weighed.value - 50) < 0.001)
        let plain = try #require(SatisfactionFigure.degree([(1_000, small), (1_000, eager)], by: formula(.exclude, .answers)))
        #expect(plain.value < 30)
        #expect(weighed.n == 220 && weighed.interval.contains(weighed.value))
    }

    @Test("a project nobody answered in is counted as not covered and pulls the figure nowhere")
    func uncovered() throws {
        let answered = Moments([10_000, 7_500, 5_000])
        let strata = Strata([Stratum(households: 300, answered), Stratum(households: 700, Moments())])
        #expect(strata.uncovered == 700)
        #expect(strata.mean == answered.mean)
        #expect(SatisfactionFigure.degree([(700, Moments())], by: formula()) == nil)
        #expect(SatisfactionFigure.rate([(700, Moments())], by: formula()) == nil)
    }

    @Test("SURVEY-R8: one question answered yes or no gives Wilson's interval itself")
    func rateIsWilson() throws {
        let answers = Moments((0..<263).map { $0 < 81 ? 10_000 : 0 })
        let rate = try #require(SatisfactionFigure.rate([(0, answers)], by: formula(.exclude, .answers)))
        #expect(abs(rate.interval.lower - 25.53) < 0.01 && abs(rate.interval.upper - 36.62) < 0.01)
    }

    @Test("figures do not depend on the order of projects, nor on how persons are split into cells")
    func permutation() throws {
        var dice = SystemRandomNumberGenerator()
        let parts: [(households: Int, scores: Moments)] = (0..<12).map { _ in
            (Int.random(in: 50...3_000, using: &dice), Moments((0..<Int.random(in: 0...40)).map { _ in Int.random(in: 0...10_000) }))
        }
        for weighting in SurveyWeighting.allCases {
            let formula = formula(.exclude, weighting)
            let (one, two) = (
                try #require(SatisfactionFigure.degree(parts, by: formula)),
                try #require(SatisfactionFigure.degree(parts.shuffled(using: &dice), by: formula))
            )
            #expect(abs(one.value - two.value) < 0.000_001 && abs(one.interval.width - two.interval.width) < 0.000_001)
        }
        let values = (0..<500).map { _ in Int.random(in: 0...10_000, using: &dice) }
        #expect(Moments(values) == Moments(values[..<123]) + Moments(values[123...]))
        #expect(Moments(values) - Moments(values[..<123]) == Moments(values[123...]))
    }
}
