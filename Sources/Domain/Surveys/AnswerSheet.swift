/// One answer as it is stored: codes, never words.
package enum Answer: Hashable, Sendable, Codable {
    /// 不适用
    package static let none = "none"

    /// One choice, a number, or a day.
    case code(String)
    /// Several choices; of a ranking the best first.
    case codes([String])
    /// A code for each line of a matrix.
    case lines([String: String])

    package init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        if let code = try? container.decode(String.self) {
            self = .code(code)
        } else if let codes = try? container.decode([String].self) {
            self = .codes(codes)
        } else {
            self = .lines(try container.decode([String: String].self))
        }
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        switch self {
        case .code(let code): try container.encode(code)
        case .codes(let codes): try container.encode(codes)
        case .lines(let lines): try container.encode(lines)
        }
    }

    /// What show-if rules look at.
    package var chosen: Set<String> {
        switch self {
        case .code(let code): [code]
        case .codes(let codes): Set(codes)
        case .lines(let lines): Set(lines.values)
        }
    }
}

/// Everything one household answered: codes by question, and apart from them what was typed (`key`, or `key.other`).
package struct AnswerSheet: Hashable, Sendable {
    package var answers: [String: Answer]
    package var texts: [String: String]

    package init(answers: [String: Answer] = [:], texts: [String: String] = [:]) {
        self.answers = answers
        self.texts = texts
    }

    package static func other(_ key: String) -> String { "\(key).other" }

    /// The codes chosen at a question; nil where nothing was answered.
    package func chosen(_ key: String) -> Set<String>? {
        answers[key]?.chosen ?? (texts[key].map { _ in [] })
    }
}

extension Questionnaire {
    /// Whether a question is shown to whoever answered so.
    package func shows(_ question: Question, _ sheet: AnswerSheet) -> Bool {
        question.showIf?.holds { key in
            guard let asked = self[key], shows(asked, sheet) else { return nil }
            return sheet.chosen(key)
        } ?? true
    }

    /// The questions of a page that are shown.
    package func questions(on page: Int, _ sheet: AnswerSheet) -> [Question] { questions.filter { $0.page == page && shows($0, sheet) } }

    /// The next page with anything on it; nil after the last.
    package func page(after page: Int, _ sheet: AnswerSheet) -> Int? { pages.first { $0 > page && !questions(on: $0, sheet).isEmpty } }
    package func page(before page: Int, _ sheet: AnswerSheet) -> Int? { pages.last { $0 < page && !questions(on: $0, sheet).isEmpty } }

    /// What counts: answers of questions that are not shown any more are dropped.
    package func pruned(_ sheet: AnswerSheet) -> AnswerSheet {
        var sheet = sheet
        for question in questions where !shows(question, sheet) {
            sheet.answers[question.key] = nil
            sheet.texts[question.key] = nil
            sheet.texts[AnswerSheet.other(question.key)] = nil
        }
        return sheet
    }

    /// Shown, required and without an answer: by page.
    package func missing(_ sheet: AnswerSheet) -> [Question] {
        questions.filter { $0.required && $0.kind.asks && shows($0, sheet) && sheet.chosen($0.key) == nil }
    }

    /// Adds a page's answers to those that are there; what the page left empty becomes empty.
    package func merged(_ sheet: AnswerSheet, page: Int, with answered: AnswerSheet) -> AnswerSheet {
        var merged = sheet
        for question in questions where question.page == page {
            merged.answers[question.key] = answered.answers[question.key]
            merged.texts[question.key] = answered.texts[question.key]
            merged.texts[AnswerSheet.other(question.key)] = answered.texts[AnswerSheet.other(question.key)]
        }
        return merged
    }
}
