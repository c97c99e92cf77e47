/// One respondent's answers as a row of a third party's table says them (SURVEY-P1).
package struct AnswerLine: Hashable, Sendable {
    /// Name or code of the project; empty where the import is made from one.
    package let project: String
    /// The firm's own number of the respondent.
    package let reference: String
    /// "3-2-1102"; empty for a respondent whose household is not told.
    package let door: String
    package let stage: Stage?
    package let answeredOn: Day?
    package let sheet: AnswerSheet

    /// - Parameters:
    ///   - stages: what people call the stages, by `HeadingKey`.
    ///   - form: what the wave asks; answers may be codes or the words of the choices in either language.
    /// - Throws: every problem of the row.
    package init(_ cells: ImportCells, form: Questionnaire, stages: [String: Stage]) throws(LineProblems) {
        var reader = LineReader(cells)
        project = reader.optionalText(.project, max: 60)
        reference = reader.text(.reference, max: 60)
        let house = reader.optionalText(.house, max: 60)
        door = HouseLabel.searchKey(of: house)
        if !house.isEmpty, door.isEmpty { reader.add(LineProblem(.house, .notACode)) }
        stage = reader.optionalWord(.stage, stages)
        answeredOn = reader.optionalDay(.answeredOn)
        var fields: [String: [String]] = [:]
        for column in form.columns {
            guard let raw = cells.answers[column.name] else { continue }
            for (name, values) in Self.fields(column, raw) { fields[name] = values }
        }
        var sheet = AnswerSheet()
        do throws(FieldErrors) {
            let answers = try AnswerReader(form.questions, fields, partly: true)
            guard answers.errors.isEmpty else { throw answers.errors }
            sheet = form.pruned(answers.sheet)
            if sheet.answers.isEmpty, sheet.texts.isEmpty { reader.add(LineProblem(.answer, .required)) }
        } catch {
            for problem in error.list { reader.add(LineProblem(.answer, problem.problem, column: problem.field)) }
        }
        self.sheet = sheet
        try reader.finish()
    }

    private static let separators: Set<Character> = [",", ";", "、", "|", "/", "\n"]
    private static let none: Set<String> = ["none", "na", "不适用", "无此项", "notapplicable"]
    private static let yes: Set<String> = ["yes", "y", "true", "是", "愿意", "需要"]
    private static let no: Set<String> = ["no", "n", "false", "否", "不愿意", "不需要"]

    /// A cell as the public form would send it.
    private static func fields(_ column: AnswerColumn, _ raw: String) -> [String: [String]] {
        let text = raw.trimmed
        guard !text.isEmpty else { return [:] }
        let question = column.question
        switch question.kind {
        case .shortText, .longText: return [column.name: [text]]
        case .number: return [column.name: [BoundedText.halfWidth(text)]]
        case .date: return [column.name: [((try? LooseDay.parse(text)) ?? nil)?.isoText ?? text]]
        case .multiple: return [column.name: parts(text).map { code($0, question) }]
        case .ranking:
            var ranks: [String: [String]] = [:]
            for (rank, part) in parts(text).enumerated() {
                ranks[AnswerReader.name(question, line: code(part, question)), default: []].append(String(rank + 1))
            }
            return ranks
        default: return [column.name: [code(text, question)]]
        }
    }

    private static func parts(_ text: String) -> [String] {
        BoundedText.halfWidth(text).split(whereSeparator: separators.contains).map { String($0).trimmed }.filter { !$0.isEmpty }
    }

    /// A code stays; a choice's words become its code; anything else stays as it is and is refused by the question.
    private static func code(_ text: String, _ question: Question) -> String {
        let plain = BoundedText.halfWidth(text)
        if question.codes.contains(plain) { return plain }
        let key = HeadingKey.of(text)
        if let option = question.options.first(where: { [HeadingKey.of($0.text), HeadingKey.of($0.textEn)].contains(key) }), !key.isEmpty {
            return option.code
        }
        if question.kind == .contact { return yes.contains(key) ? "yes" : no.contains(key) ? "no" : plain }
        if question.allowsNone, none.contains(key) { return Answer.none }
        return plain
    }
}

extension String {
    /// Without blanks around it.
    fileprivate var trimmed: String {
        String(drop(while: \.isWhitespace).reversed().drop(while: \.isWhitespace).reversed())
    }
}
