import Domain
import Testing

@Suite struct TallyTests {
    private let steps = [0, 25, 50, 75, 100].enumerated().map { QuestionOption("\($0.offset + 1)", "", score: $0.element) }

    private var form: Questionnaire {
        Questionnaire(
            dimensions: [
                Dimension(key: "repair", name: Bilingual("维修"), weight: 2_000), Dimension(key: "security", name: Bilingual("安全")),
            ],
            questions: [
                Question(key: "repair", kind: .rating, text: .init(), core: true, allowsNone: true, dimension: "repair", options: steps),
                Question(
                    key: "guard", kind: .matrix, text: .init(), core: true, dimension: "security", options: steps,
                    rows: [MatrixRow("a", ""), MatrixRow("b", "")]),
                Question(key: "nps", page: 2, kind: .nps, text: .init(), core: true),
                Question(key: "own", page: 2, kind: .rating, text: .init(), dimension: "repair", options: steps),
                Question(key: "call", page: 3, kind: .contact, text: .init(), core: true),
                Question(
                    key: "say", page: 3, kind: .longText, text: .init(), core: true,
                    showIf: ShowRule(.all, [ShowRule.Condition("call", .noneOf, ["no"])])),
            ])
    }

    private func response(
        _ answers: [String: Answer], texts: [String: String] = [:], submitted: Bool = true, page: Int = 3, channel: AnswerChannel = .link
    ) -> CountedResponse {
        CountedResponse(
            project: UnitID(3), company: UnitID(2), group: UnitID(1), stage: .afterHandover, usage: "residence", channel: channel,
            isSubmitted: submitted, page: page, sheet: AnswerSheet(answers: answers, texts: texts))
    }

    private func tally(_ response: CountedResponse) -> SurveyTally { SurveyTally(response, form, by: .standard) }

    private func n(_ tally: SurveyTally, _ question: String, _ value: String, unit: Int64 = 1, segment: String = "") -> Int {
        tally.answers.filter {
            $0.key.unit == UnitID(unit) && $0.key.segment == segment && $0.key.question == question && $0.key.value == value
        }
        .reduce(0) { $0 + $1.value }
    }

    private func cell(_ tally: SurveyTally, _ dimension: String) -> ScoreCell? {
        tally.scores.first { $0.key.dimension == dimension && $0.key.segment == "" }?.value
    }

    @Test("research 18: what a project adds never moves the index; dimensions join by their weights")
    func coreOnly() throws {
        let plain = tally(response(["repair": .code("5"), "guard": .lines(["a": "1", "b": "3"])]))
        #expect(cell(plain, "repair")?.degrees.sum == 10_000)
        #expect(cell(plain, "security")?.degrees.sum == 2_500)
        #expect(cell(plain, SurveyMeasure.whole)?.degrees.sum == 7_500)
        let withOwn = tally(response(["repair": .code("5"), "guard": .lines(["a": "1", "b": "3"]), "own": .code("1")]))
        #expect(withOwn.scores == plain.scores)
        #expect(n(withOwn, "own", "1") == 1)
    }

    @Test("shown, skipped and not applicable are told apart; what was not asked counts nowhere")
    func dropOff() {
        let one = tally(response(["repair": .code(Answer.none), "nps": .code("9")], texts: ["say": "电梯慢"]))
        #expect(n(one, "repair", SurveyTally.shown) == 1 && n(one, "repair", SurveyTally.none) == 1)
        #expect(n(one, "guard", SurveyTally.skipped) == 1)
        #expect(n(one, "say", SurveyTally.written) == 1)
        #expect(cell(one, "repair") == nil)
        #expect(cell(one, SurveyMeasure.promoter)?.degrees.sum == 10_000)
        for unit: Int64 in 1...3 { #expect(n(one, "nps", "9", unit: unit, segment: "channel=link") == 1) }
        let silent = tally(response(["call": .code("no")]))
        #expect(n(silent, "say", SurveyTally.shown) == 0 && n(silent, "say", SurveyTally.skipped) == 0)
        let line = tally(response(["guard": .lines(["a": Answer.none, "b": "5"])]))
        #expect(n(line, "guard.a", SurveyTally.none) == 1 && n(line, "guard.b", "5") == 1)
        #expect(cell(line, "security")?.degrees.sum == 10_000)
    }

    @Test("an answer that was not sent counts only as how far it came")
    func unfinished() {
        let open = tally(response(["repair": .code("1")], submitted: false, page: 2))
        #expect(n(open, SurveyTally.page, "2") == 1)
        #expect(open.scores.isEmpty && n(open, "repair", "1") == 0)
    }

    @Test("however answers are changed and in whatever order they are counted, the sum is that of the last ones")
    func folding() {
        func random() -> CountedResponse {
            let repair: Answer = .code(Bool.random() ? "\(Int.random(in: 1...5))" : Answer.none)
            let lines = ["a": "\(Int.random(in: 1...5))", "b": "\(Int.random(in: 1...5))"]
            return response(
                ["repair": repair, "guard": .lines(lines), "nps": .code("\(Int.random(in: 0...10))")], submitted: Int.random(in: 0...4) > 0,
                page: Int.random(in: 1...3), channel: AnswerChannel.allCases.randomElement() ?? .link)
        }
        let people = (0..<40).map { _ in (0...Int.random(in: 0...3)).map { _ in random() } }
        var steps: [SurveyTally] = []
        for versions in people {
            var before = SurveyTally()
            for version in versions {
                steps.append(tally(version) - before)
                before = tally(version)
            }
        }
        let folded = steps.shuffled().reduce(into: SurveyTally()) { $0.add($1) } - SurveyTally()
        let whole = people.compactMap(\.last).reduce(into: SurveyTally()) { $0.add(tally($1)) } - SurveyTally()
        #expect(folded == whole)
        #expect(whole - whole == SurveyTally())
    }

    @Test("research 19: an answer at or under the threshold, or a wish to be called, calls for somebody; the worst one says why")
    func concern() throws {
        func concern(_ answers: [String: Answer], submitted: Bool = true) -> SurveyConcern? {
            SurveyConcern(response(answers, submitted: submitted), form, by: .standard)
        }
        let low = try #require(concern(["repair": .code("2"), "guard": .lines(["a": "1", "b": "1"]), "call": .code("yes")]))
        #expect(low.cause == .low && low.question == "guard" && low.points == 0)
        #expect(concern(["own": .code("2")])?.question == "own")
        // One bad line among good ones is no bad dimension.
        #expect(concern(["guard": .lines(["a": "1", "b": "5"])]) == nil)
        #expect(concern(["repair": .code("1"), "own": .code("5")]) == nil)
        #expect(concern(["repair": .code("3"), "call": .code("no")]) == nil)
        #expect(concern(["repair": .code("5"), "call": .code("yes")])?.cause == .contact)
        #expect(concern(["repair": .code("1")], submitted: false) == nil)
        #expect(concern(["repair": .code(Answer.none)]) == nil)
    }
}
