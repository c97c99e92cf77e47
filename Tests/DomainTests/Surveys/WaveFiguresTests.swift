import Domain
import Testing

@Suite struct WaveFiguresTests {
    private func project(_ id: Int64, of company: Int64, households: Int = 100) -> WaveProject {
        WaveProject(id: UnitID(id), company: UnitID(company), households: households)
    }

    private func cell(_ degrees: [Int]) -> ScoreCell {
        var cell = ScoreCell()
        for degree in degrees {
            let score = SatisfactionScore([ScoredAnswer(degree, on: AnswerScale([0, 2_500, 5_000, 7_500, 10_000])!)], by: .standard)
            if let score { cell.add(score, whole: degree) }
        }
        return cell
    }

    private func figures(_ cells: [Int64: [Int]], households: [Int64: Int] = [:]) -> WaveFigures {
        let projects = cells.keys.sorted().map { project($0, of: $0 / 10, households: households[$0] ?? 100) }
        return WaveFigures(
            formula: .standard, projects: projects,
            cells: Dictionary(uniqueKeysWithValues: cells.map { (UnitID($0), [SurveyMeasure.whole: cell($1)]) }))
    }

    @Test("research 18: the group's figure weighs households; each unit has its own n and interval")
    func weighing() throws {
        let figures = figures(
            [11: Array(repeating: 10_000, count: 20), 21: Array(repeating: 5_000, count: 90)], households: [11: 300, 21: 100])
        let whole = try #require(figures.degree(SurveyMeasure.whole, at: .wave).estimate)
        #expect(abs(whole.value - 87.5) < 0.001 && whole.n == 110)
        #expect(figures.degree(SurveyMeasure.whole, at: .company(UnitID(1))).estimate?.value == 100)
        #expect(figures.rate(SurveyMeasure.whole, at: .project(UnitID(21))).estimate?.value == 0)
    }

    @Test("a small unit is hidden on every page, and its neighbour with it; nobody's answers are no figure at all")
    func hiding() {
        let figures = figures([
            11: Array(repeating: 7_500, count: 4), 21: Array(repeating: 7_500, count: 15), 31: Array(repeating: 5_000, count: 60), 41: [],
        ])
        #expect(figures.degree(SurveyMeasure.whole, at: .company(UnitID(1))) == .hidden)
        #expect(figures.degree(SurveyMeasure.whole, at: .project(UnitID(11))) == .hidden)
        #expect(figures.degree(SurveyMeasure.whole, at: .company(UnitID(2))) == .hidden)
        #expect(figures.degree(SurveyMeasure.whole, at: .company(UnitID(3))).estimate != nil)
        #expect(figures.degree(SurveyMeasure.whole, at: .company(UnitID(4))) == .none)
        #expect(figures.degree(SurveyMeasure.whole, at: .wave).estimate?.n == 79)
        #expect(figures.uncovered(at: .wave) == 100)
    }

    @Test("a change between waves is marked only where it is more than chance")
    func change() throws {
        let before = figures([11: (0..<400).map { $0 % 2 == 0 ? 5_000 : 7_500 }])
        let after = figures([11: (0..<400).map { $0 % 4 == 0 ? 5_000 : 7_500 }])
        let change = try #require(after.degree("*", at: .wave).difference(from: before.degree("*", at: .wave)))
        #expect(change.isSignificant && abs(change.value - 6.25) < 0.001)
        let same = try #require(before.degree("*", at: .wave).difference(from: before.degree("*", at: .wave)))
        #expect(!same.isSignificant)
        #expect(after.degree("*", at: .wave).difference(from: .hidden) == nil)
    }

    @Test("the net promoter score of cells is the one of the answers")
    func promoter() {
        let answers = [10_000, 10_000, 10_000, 0, 0, -10_000]
        #expect(NetPromoter(Moments(answers)) == NetPromoter(promoters: 3, passives: 2, detractors: 1))
    }

    @Test("cells add up and can be taken back exactly")
    func takingBack() {
        let (a, b) = (cell([10_000, 2_500, 0]), cell([7_500, 5_000]))
        #expect(a + b - b == a)
        #expect(a - a == ScoreCell())
    }
}
