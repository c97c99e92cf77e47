import Domain
import Testing

@Suite struct ScoreCardTests {
    private func card(_ indicators: [Indicator], _ evidence: [String: Evidence], _ moderations: [String: Moderation] = [:]) -> ScoreCard {
        ScoreCard(ScoreTemplate(indicators: indicators), evidence: evidence, moderations: moderations)
    }

    @Test("a line is worth its weight by its share; the total is their sum")
    func plain() throws {
        let card = card(
            [Evaluations.fact("a", points: 60), Evaluations.judged("b", points: 40)],
            ["a": Evaluations.figure(95, of: 100), "b": Evaluations.scores([5_000, 7_000])])
        #expect(card.lines.map(\.points) == [6_000, 2_400])
        #expect(card.total == 8_400)
        #expect(card.coverage == 10_000)
        #expect(card.grade?.key == "good")
    }

    @Test("not enough data: no points, no full marks; the weight goes to the others in proportion")
    func spreadAll() {
        let indicators = [Evaluations.fact("a", points: 20), Evaluations.judged("b", points: 60), Evaluations.judged("c", points: 20)]
        let card = card(indicators, ["a": Evaluations.figure(9, of: 9), "b": Evaluations.scores([10_000]), "c": Evaluations.scores([0])])
        #expect(card.lines[0].state == .notEnough && card.lines[0].points == 0 && card.lines[0].weight == 0)
        #expect(card.lines[0].evidence.n == 9)
        #expect(card.lines.map(\.weight) == [0, 7_500, 2_500])
        #expect(card.total == 7_500)
        #expect(card.coverage == 8_000)
    }

    @Test("the weight stays among its kind where the rule says so, and goes to all where none of the kind is left")
    func spreadKind() {
        let indicators = [
            Evaluations.fact("a", points: 20, shortfall: .spreadKind), Evaluations.fact("b", .answeredOnTime, points: 30),
            Evaluations.judged("c", points: 50),
        ]
        let enough = Evaluations.figure(95, of: 100)
        #expect(card(indicators, ["b": enough, "c": Evaluations.scores([10_000])]).lines.map(\.weight) == [0, 5_000, 5_000])
        #expect(card(indicators, ["c": Evaluations.scores([10_000])]).lines.map(\.weight) == [0, 0, 10_000])
    }

    @Test("no proof, no points: the line keeps its weight and earns nothing")
    func zero() {
        let card = card(
            [Evaluations.fact("a", points: 40, shortfall: .zero), Evaluations.judged("b", points: 60)], ["b": Evaluations.scores([10_000])])
        #expect(card.lines.map(\.weight) == [4_000, 6_000])
        #expect(card.total == 6_000)
    }

    @Test("a card that rests on too little has no grade; one without anything has no points either")
    func coverage() {
        let indicators = [Evaluations.fact("a", points: 51), Evaluations.judged("b", points: 49)]
        let thin = card(indicators, ["b": Evaluations.scores([10_000])])
        #expect(thin.total == 10_000 && thin.grade == nil && thin.coverage == 4_900)
        let empty = card(indicators, [:])
        #expect(empty.total == 0 && empty.grade == nil && empty.lines.allSatisfy { $0.state == .notEnough })
    }

    @Test("moderation stands beside what was computed, and invents nothing where there is no data")
    func moderation() {
        let indicators = [Evaluations.fact("a", points: 60), Evaluations.judged("b", points: 40)]
        let moderated = card(
            indicators, ["a": Evaluations.figure(95, of: 100)],
            ["a": Moderation(share: 8_000, reason: "数据错计"), "b": Moderation(share: 10_000, reason: "印象好")])
        #expect(moderated.lines[0].computed == 10_000 && moderated.lines[0].share == 8_000 && moderated.lines[0].isModerated)
        #expect(moderated.lines[1].share == nil && !moderated.lines[1].isModerated)
        #expect(moderated.total == 8_000)
    }

    @Test("property: weights total 100 wherever anything is scored; the total is within 0…100 and the sum of its lines", arguments: 1...300)
    func totals(_ seed: Int) {
        var numbers = SeededNumbers(UInt64(seed))
        let template = Evaluations.template(&numbers)
        let evidence = Evaluations.evidence(template, &numbers)
        let card = ScoreCard(template, evidence: evidence)
        let scored = card.lines.filter { $0.state == .scored }
        #expect(card.lines.map(\.weight).reduce(0, +) == (scored.isEmpty ? 0 : 10_000))
        #expect((0...10_000).contains(card.total))
        #expect(abs(card.total - card.lines.reduce(0) { $0 + $1.points }) <= card.lines.count)
        for line in card.lines where line.state == .notEnough { #expect(line.points == 0 && line.share == nil) }
        for line in card.lines { #expect(line.points <= line.weight) }
        // Nothing depends on the order of the indicators but which of equals gets a rest of a hundredth.
        var shuffled = template
        shuffled.indicators.shuffle(using: &numbers)
        #expect(abs(ScoreCard(shuffled, evidence: evidence).total - card.total) <= template.indicators.count)
    }

    @Test("property: a better figure or a higher score never lowers a total", arguments: 1...200)
    func better(_ seed: Int) {
        var numbers = SeededNumbers(UInt64(seed))
        let template = Evaluations.template(&numbers)
        var evidence = Evaluations.evidence(template, &numbers)
        let before = ScoreCard(template, evidence: evidence)
        guard let line = before.lines.filter({ $0.state == .scored }).randomElement(using: &numbers) else { return }
        switch line.evidence {
        case .assessors: evidence[line.indicator.key] = Evaluations.scores([10_000])
        case .figure(let figure): evidence[line.indicator.key] = Evaluations.figure(figure.denominator, of: figure.denominator)
        case .survey, .none: return
        }
        #expect(ScoreCard(template, evidence: evidence).total >= before.total)
    }
}

@Suite struct AssessorTests {
    private func combined(_ shares: [Int], _ combination: Combination, roles: [AssessorRole] = [], weights: [AssessorRole: Int] = [:])
        -> CombinedScore?
    {
        let scores = shares.enumerated().map { index, share in
            AssessorScore(PersonID(Int64(index + 1)), as: index < roles.count ? roles[index] : .company, share: share)
        }
        return CombinedScore(scores, by: combination, roleWeights: weights)
    }

    @Test("the trimmed mean drops one highest and one lowest from five assessors on")
    func trimmed() throws {
        #expect(combined([0, 8_000, 8_000, 9_000, 10_000], .trimmedMean)?.share == 8_333)
        #expect(combined([0, 8_000, 8_000, 10_000], .trimmedMean)?.share == 6_500)
        #expect(combined([], .mean) == nil)
    }

    @Test("role weights: each role's mean counts by its weight; roles without a score leave theirs to the others")
    func roles() {
        let weights: [AssessorRole: Int] = [.company: 60, .committee: 40, .outside: 100]
        #expect(combined([9_000, 7_000, 5_000], .roleWeights, roles: [.company, .company, .committee], weights: weights)?.share == 6_800)
        #expect(combined([9_000], .roleWeights, roles: [.group], weights: weights) == nil)
    }

    @Test("spread and outliers are shown: Iglewicz and Hoaglin's modified z-score, and a plain distance where all others agree")
    func outliers() throws {
        let far = try #require(combined([8_000, 8_200, 8_100, 7_900, 2_000], .mean))
        #expect(far.outliers == [PersonID(5)] && far.lowest == 2_000 && far.highest == 8_200)
        #expect(try #require(combined([8_000, 8_000, 8_000, 8_000, 5_900], .mean)).outliers == [PersonID(5)])
        #expect(try #require(combined([8_000, 8_000, 8_000, 8_000, 6_000], .mean)).outliers.isEmpty)
        #expect(combined([8_000, 2_000], .mean)?.outliers == [])
        #expect(combined([8_000], .mean)?.spread == nil)
        let two = try #require(combined([6_000, 8_000], .mean)?.spread)
        #expect(abs(two - 1_414.213_562) < 0.001)
    }

    @Test("a score outside the scale is none")
    func scale() {
        #expect(AssessorScore(PersonID(1), as: .company, score: 11, of: 10) == nil)
        #expect(AssessorScore(PersonID(1), as: .company, score: -1, of: 10) == nil)
        #expect(AssessorScore(PersonID(1), as: .company, score: 1, of: 3)?.share == 3_333)
        #expect(AssessorScore(PersonID(1), as: .company, score: 10, of: 10)?.share == 10_000)
    }

    @Test("property: every way to combine stays between the lowest and the highest, in any order", arguments: 1...100)
    func between(_ seed: Int) throws {
        var numbers = SeededNumbers(UInt64(seed))
        let shares = (0..<Int.random(in: 1...12, using: &numbers)).map { _ in Int.random(in: 0...10_000, using: &numbers) }
        for combination in Combination.allCases {
            let weights: [AssessorRole: Int] = [.company: 3]
            let one = try #require(combined(shares, combination, weights: weights))
            #expect((one.lowest...one.highest).contains(one.share))
            #expect(combined(shares.shuffled(using: &numbers), combination, weights: weights)?.share == one.share)
        }
    }
}

@Suite struct FactTests {
    @Test("VENDOR-R6: figures are sums over sums; without anything to divide by there is none")
    func figures() throws {
        let sums = FactSums([.complaints: 34, .households: 5_000, .solveKept: 298, .solveDue: 320, .replyMinutes: 90, .replies: 1])
        #expect(sums.figure(.complaintRate)?.value == 680)
        #expect(sums.figure(.solvedOnTime)?.value == 9_313)
        #expect(sums.figure(.exchangeReply)?.value == 150)
        #expect(sums.figure(.visitSatisfaction) == nil)
        #expect(FactSums([.satisfied: 1]).figure(.visitSatisfaction) == nil)
    }

    @Test("property: adding months and then dividing never depends on how the months were joined", arguments: 1...50)
    func joins(_ seed: Int) {
        var numbers = SeededNumbers(UInt64(seed))
        let months = (0..<12).map { _ in
            FactSums(Dictionary(uniqueKeysWithValues: FactMeasure.allCases.map { ($0, Int.random(in: 0...50, using: &numbers)) }))
        }
        let whole = months.reduce(FactSums(), +)
        #expect(months.shuffled(using: &numbers).reduce(FactSums(), +) == whole)
        for kind in FactKind.allCases {
            #expect(
                whole.figure(kind)?.numerator == kind.numerator.reduce(0) { sum, measure in sum + months.reduce(0) { $0 + $1[measure] } })
        }
    }

    @Test("intervals: Wilson's for shares (Newcombe 1998, table I), Byar's for rates (exact Poisson limits 4.795 and 18.391 for 10)")
    func intervals() throws {
        let share = try #require(FactFigure(81, of: 263, unit: .percent)?.interval())
        #expect(abs(share.lower - 25.53) < 0.01 && abs(share.upper - 36.62) < 0.01)
        let rate = try #require(FactFigure(10, of: 1_000, unit: .perThousand)?.interval())
        #expect(abs(rate.lower - 4.795) < 0.02 && abs(rate.upper - 18.391) < 0.02)
        let none = try #require(FactFigure(0, of: 1_000, unit: .perThousand)?.interval())
        #expect(none.lower == 0 && abs(none.upper - 3.689) < 0.05)
        #expect(FactFigure(10, of: 2, unit: .hours)?.interval() == nil)
    }

    @Test("periods: quarters and years begin in January; months join over the year's end")
    func periods() throws {
        let december = try #require(ScoreMonth(year: 2026, month: 12))
        let quarter = ScorePeriod(.quarterly, containing: december)
        #expect(quarter.description == "2026-Q4" && quarter.first == Day(2026, 10, 1) && quarter.last == Day(2026, 12, 31))
        #expect(quarter.months.map(\.number) == [202_610, 202_611, 202_612])
        #expect(ScorePeriod(.yearly, containing: december).previous.description == "2025")
        #expect(december.adding(months: 1).description == "2027-01" && december.adding(months: -12).number == 202_512)
        #expect(ScoreMonth(number: 202_613) == nil && ScoreMonth(number: 202_600) == nil)
    }
}

@Suite struct RankingTests {
    private func entry(_ key: Int, _ total: Int, households: Int = 500, graded: Bool = true) -> RankEntry<Int> {
        RankEntry(key, total: total, households: households, isGraded: graded)
    }

    @Test("a project of thirty households neither tops nor tails the list; too little data has no place either")
    func fair() {
        let places = Ranking.places([
            entry(1, 9_900, households: 30), entry(2, 8_000), entry(3, 9_000), entry(4, 100, households: 99), entry(5, 8_000),
            entry(6, 9_500, graded: false),
            entry(7, 7_000, households: 100),
        ])
        #expect(places.map(\.entry.key) == [3, 2, 5, 7, 1, 6, 4])
        #expect(places.map(\.place) == [1, 2, 2, 4, nil, nil, nil])
        #expect(places.allSatisfy { $0.of == 4 })
    }

    @Test("fewer than three have no places")
    func few() {
        #expect(Ranking.places([entry(1, 9_000), entry(2, 8_000)]).map(\.place) == [nil, nil])
    }
}
