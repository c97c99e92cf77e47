/// Reads a form's fields into answers. `q-key` holds a choice, a number or a day, repeated for several choices; `q-key-line` a line of a
/// matrix or a choice's rank; `t-key` what was typed.
package struct AnswerReader {
    package static let shortText = 200
    package static let longText = 2_000

    private let fields: [String: [String]]
    package private(set) var sheet = AnswerSheet()
    package private(set) var errors = FieldErrors()

    /// - Parameters:
    ///   - fields: every value of every name, without those that frame a form.
    ///   - partly: whether required questions may stay open, as on paper that came back half filled in.
    /// - Throws: `FieldErrors` naming fields that belong to none of the questions: nobody's page made them.
    package init(_ questions: [Question], _ fields: [String: [String]], partly: Bool = false) throws(FieldErrors) {
        self.fields = fields
        let known = Set(questions.flatMap(Self.names))
        let forged = fields.keys.filter { !known.contains($0) }.sorted()
        guard forged.isEmpty else { throw FieldErrors(forged.map { FieldError($0, .notAChoice) }) }
        for question in questions where question.kind.asks {
            do throws(FieldProblem) {
                try read(question)
                if !partly, question.required, sheet.chosen(question.key) == nil { throw .required }
            } catch {
                errors.add(Self.name(question), error)
            }
        }
    }

    package static func name(_ question: Question) -> String { question.kind.isText ? "t-\(question.key)" : "q-\(question.key)" }
    package static func name(_ question: Question, line: String) -> String { "q-\(question.key)-\(line)" }
    package static func otherName(_ question: Question) -> String { "t-\(question.key)" }

    /// Every field name a question's controls may send.
    package static func names(_ question: Question) -> [String] {
        switch question.kind {
        case .section: []
        case .shortText, .longText: ["t-\(question.key)"]
        case .matrix: question.rows.map { name(question, line: $0.key) }
        case .ranking: question.options.map { name(question, line: $0.code) }
        default: ["q-\(question.key)"] + (question.options.contains(where: \.other) ? ["t-\(question.key)"] : [])
        }
    }

    private mutating func read(_ question: Question) throws(FieldProblem) {
        switch question.kind {
        case .section: return
        case .single, .rating, .nps, .contact: try readChoice(question)
        case .multiple: try readChoices(question)
        case .matrix: try readMatrix(question)
        case .ranking: try readRanking(question)
        case .number: try readNumber(question)
        case .date:
            if let raw = try one("q-\(question.key)") { sheet.answers[question.key] = .code(try Day.parse(raw).isoText) }
        case .shortText, .longText:
            let most = min(question.limits.max ?? .max, question.kind == .longText ? Self.longText : Self.shortText)
            let text = try BoundedText.optional(try one("t-\(question.key)"), max: most, multiline: question.kind == .longText)
            if let text { sheet.texts[question.key] = text }
        }
    }

    /// The one value of a name; an empty one is none.
    private func one(_ name: String) throws(FieldProblem) -> String? {
        let values = fields[name] ?? []
        guard values.count <= 1 else { throw .notAChoice }
        return values.first.flatMap { $0.isEmpty ? nil : $0 }
    }

    private func allowed(_ code: String, _ question: Question) throws(FieldProblem) -> String {
        guard question.codes.contains(code) || question.allowsNone && code == Answer.none else { throw .notAChoice }
        return code
    }

    private mutating func readChoice(_ question: Question) throws(FieldProblem) {
        guard let code = try one("q-\(question.key)") else { return }
        sheet.answers[question.key] = .code(try allowed(code, question))
        try readOther(question, [code])
    }

    private mutating func readChoices(_ question: Question) throws(FieldProblem) {
        let values = (fields["q-\(question.key)"] ?? []).filter { !$0.isEmpty }
        if values.isEmpty { return }
        for value in values { _ = try allowed(value, question) }
        guard Set(values).count == values.count else { throw .notAChoice }
        let alone = question.options.filter(\.exclusive).map(\.code) + [Answer.none]
        if values.count > 1, values.contains(where: alone.contains) { throw .notAChoice }
        if let least = question.limits.min, values.count < least, !values.contains(where: alone.contains) {
            throw .tooSmall(min: Int64(least))
        }
        if let most = question.limits.max, values.count > most { throw .tooLarge(max: Int64(most)) }
        // In the order of the options, whatever the browser sent.
        sheet.answers[question.key] = .codes(values.contains(Answer.none) ? [Answer.none] : question.codes.filter(values.contains))
        try readOther(question, values)
    }

    private mutating func readOther(_ question: Question, _ chosen: [String]) throws(FieldProblem) {
        guard question.options.contains(where: { $0.other && chosen.contains($0.code) }) else { return }
        if let text = try BoundedText.optional(try one("t-\(question.key)"), max: Self.shortText) {
            sheet.texts[AnswerSheet.other(question.key)] = text
        }
    }

    private mutating func readMatrix(_ question: Question) throws(FieldProblem) {
        var lines: [String: String] = [:]
        for row in question.rows {
            if let code = try one(Self.name(question, line: row.key)) { lines[row.key] = try allowed(code, question) }
        }
        if lines.isEmpty { return }
        sheet.answers[question.key] = .lines(lines)
        if question.required, lines.count < question.rows.count { throw .required }
    }

    private mutating func readRanking(_ question: Question) throws(FieldProblem) {
        var ranks: [Int: String] = [:]
        for option in question.options {
            guard let raw = try one(Self.name(question, line: option.code)) else { continue }
            guard let rank = Int(raw), (1...question.options.count).contains(rank), ranks[rank] == nil else { throw .notAChoice }
            ranks[rank] = option.code
        }
        if ranks.isEmpty { return }
        guard ranks.keys.sorted() == Array(1...ranks.count) else { throw .notAChoice }
        sheet.answers[question.key] = .codes(ranks.sorted { $0.key < $1.key }.map(\.value))
    }

    private mutating func readNumber(_ question: Question) throws(FieldProblem) {
        guard let raw = try one("q-\(question.key)") else { return }
        guard let value = Int(BoundedText.halfWidth(raw)) else { throw .notANumber }
        if let least = question.limits.min, value < least { throw .tooSmall(min: Int64(least)) }
        if let most = question.limits.max, value > most { throw .tooLarge(max: Int64(most)) }
        guard abs(value) <= 1_000_000_000 else { throw .tooLarge(max: 1_000_000_000) }
        sheet.answers[question.key] = .code(String(value))
    }
}
