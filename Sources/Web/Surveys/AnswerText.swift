internal import Domain
internal import Views

/// An answer in the words of its question.
struct AnswerText {
    private let t: Messages
    private var isEnglish: Bool { t.language == .english }

    init(_ messages: Messages) { t = messages }

    func words(_ answer: Answer?, _ question: Question) -> String {
        switch answer {
        case nil: "–"
        case .code(let code): word(code, question)
        case .codes(let codes): codes.map { word($0, question) }.joined(separator: " · ")
        case .lines(let lines):
            question.rows.compactMap { row in
                lines[row.key].map { "\(row.label.text(english: isEnglish)): \(word($0, question))" }
            }.joined(separator: " · ")
        }
    }

    func word(_ code: String, _ question: Question) -> String {
        if code == Answer.none { return t["survey.result.notApplicable"] }
        if question.kind == .contact { return t[code == "yes" ? "survey.result.yes" : "survey.result.no"] }
        return question.options.first { $0.code == code }?.label.text(english: isEnglish) ?? code
    }
}
