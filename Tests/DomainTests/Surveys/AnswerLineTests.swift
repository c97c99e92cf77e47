import Testing

@testable import Domain

@Suite("Answers of a third party") struct AnswerLineTests {
    private static let form = Questionnaire(
        dimensions: [Dimension(key: "d", name: Bilingual("维度"))],
        questions: [
            Question(
                key: "all", kind: .rating, text: Bilingual("总体满意吗？", "Satisfied?"), allowsNone: true, dimension: "d",
                options: [QuestionOption("1", "不满意", "Dissatisfied", score: 0), QuestionOption("2", "满意", "Satisfied", score: 100)]),
            Question(
                key: "why", kind: .multiple, text: Bilingual("哪些不好？"),
                options: [QuestionOption("gate", "门岗"), QuestionOption("lift", "电梯"), QuestionOption("none2", "都好", exclusive: true)]),
            Question(
                key: "rank", kind: .ranking, text: Bilingual("先改什么？"), options: [QuestionOption("a", "甲"), QuestionOption("b", "乙")]),
            Question(
                key: "m", kind: .matrix, text: Bilingual("分别如何？"),
                options: [QuestionOption("1", "差", score: 0), QuestionOption("2", "好", score: 100)],
                rows: [MatrixRow("x", "门岗"), MatrixRow("y", "巡逻")]),
            Question(key: "call", kind: .contact, text: Bilingual("要回电吗？")), Question(key: "on", kind: .date, text: Bilingual("哪天？")),
            Question(key: "say", kind: .longText, text: Bilingual("还想说什么？")),
        ])

    private static func line(_ answers: [String: String], _ texts: [ImportField: String] = [.reference: "A-1"]) throws -> AnswerLine {
        try AnswerLine(ImportCells(texts, answers: answers), form: form, stages: ["交付后": .afterHandover])
    }

    @Test("SURVEY-P1: codes, the choices' words and several of them are read as people write them")
    func reading() throws {
        let line = try Self.line(
            [
                "q-all": "满意", "q-why": "门岗、电梯", "q-rank": "乙，甲", "q-m-x": "差", "q-m-y": "２", "q-call": "是", "q-on": "2026年1月2日",
                "t-say": " 谢谢 ",
            ], [.reference: "A-1", .house: "3号楼2单元1102", .stage: "交付后", .answeredOn: "2026/11/20", .project: "春晓"])
        #expect(line.reference == "A-1" && line.door == "3-2-1102" && line.stage == .afterHandover && line.answeredOn == Day(2026, 11, 20))
        #expect(
            line.sheet.answers == [
                "all": .code("2"), "why": .codes(["gate", "lift"]), "rank": .codes(["b", "a"]), "m": .lines(["x": "1", "y": "2"]),
                "call": .code("yes"), "on": .code("2026-01-02"),
            ])
        #expect(line.sheet.texts == ["say": "谢谢"])
        #expect(try Self.line(["q-all": "不适用"]).sheet.answers == ["all": .code(Answer.none)])
    }

    @Test("everything wrong with a row is said at once, each question by its own name; an empty row is no answer")
    func refusing() {
        #expect(
            throws: LineProblems([
                LineProblem(.reference, .required), LineProblem(.answer, .notAChoice, column: "q-all"),
                LineProblem(.answer, .notAChoice, column: "q-why"), LineProblem(.answer, .tooLong(max: 2_000), column: "t-say"),
            ])
        ) {
            try Self.line(["q-all": "9", "q-why": "门岗、都好", "t-say": String(repeating: "长", count: 10_000)], [:])
        }
        #expect(throws: LineProblems([LineProblem(.answer, .required)])) { try Self.line(["q-all": " "]) }
        // A place of a ranking that the questionnaire does not have is no field of it.
        #expect(throws: LineProblems.self) { try Self.line(["q-rank": "丙"]) }
    }

    @Test("columns are found by the question's words in either language, its key or its number, no heading twice")
    func guessing() {
        let headings = ["样本编号", "1 总体满意吗？", "Q2", "rank", "分别如何？ – 门岗", "4.2", "要回电吗", "备注"]
        let columns = Self.form.columns
        #expect(columns.map(\.number) == ["1", "2", "3", "4.1", "4.2", "5", "6", "7"])
        let mapping = ImportMapping.guess(headings, for: .answers, templates: [:]).guessing(columns, in: headings)
        #expect(mapping[.reference] == 0)
        #expect(mapping.answers == ["q-all": 1, "q-why": 2, "q-rank": 3, "q-m-x": 4, "q-m-y": 5, "q-call": 6])
        #expect(mapping.problems(for: .answers, width: headings.count, questions: columns).isEmpty)
        #expect(ImportMapping([.reference: 0]).problems(for: .answers, width: 8, questions: columns)["a.q-all"] == .required)
        let forged = ImportMapping([.reference: 0], answers: ["q-secret": 1, "q-all": 0]).problems(
            for: .answers, width: 8, questions: columns)
        #expect(forged["a.q-secret"] == .notAChoice && forged["a.q-all"] == .taken)
    }
}
