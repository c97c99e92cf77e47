package import Domain

/// A question as the public form, the preview and the paper show it.
package struct QuestionModel: Encodable, Sendable {
    package struct Choice: Encodable, Sendable {
        package var id: String
        package var name: String
        package var value: String
        package var label: String
        package var type: String
        package var checked: Bool
        /// What a clerk types for it, printed small beside the box on paper; nil where the label says it.
        package var code: String?

        init(id: String, name: String, value: String, label: String, type: String, checked: Bool) {
            self.id = id
            self.name = name
            self.value = value
            self.label = label
            self.type = type
            self.checked = checked
            code = value == label ? nil : value
        }
    }

    package struct Line: Encodable, Sendable {
        package var id: String
        package var name: String
        package var label: String
        package var choices: [Choice]
    }

    package struct Box: Encodable, Sendable {
        package var id: String
        package var name: String
        package var value: String
        package var type: String
        package var label: String
        package var maxLength: String?
    }

    package var number: String?
    package var id: String
    package var text: String
    package var help: String?
    package var error: String?
    package var errorID: String
    package var required: Bool
    /// Steps side by side, such as a scale.
    package var isScale: Bool
    package var isSection: Bool
    package var choices: [Choice]
    package var lines: [Line]
    package var box: Box?
    package var area: Box?
    package var other: Box?
    package var hasChoices: Bool
    package var hasLines: Bool

    /// - Parameters:
    ///   - number: as shown; nil for text between questions.
    ///   - words: of "not applicable", "yes" and "no", and of what goes with another choice.
    package init(_ question: Question, number: Int?, sheet: AnswerSheet, english: Bool, error: String? = nil, words: Words) {
        self.number = number.map(String.init)
        id = "q-\(question.key)"
        text = question.text.text(english: english)
        let help = question.help.text(english: english)
        self.help = help.isEmpty ? nil : help
        self.error = error
        errorID = "e-\(question.key)"
        required = question.required
        isScale = question.kind == .rating || question.kind == .nps
        isSection = question.kind == .section
        let answer = sheet.answers[question.key]
        let chosen = answer?.chosen ?? []
        let none = question.allowsNone ? [QuestionOption(Answer.none, words.none, words.none)] : []
        let options = Self.options(question, words) + none
        switch question.kind {
        case .single, .rating, .nps, .contact, .multiple:
            let type = question.kind == .multiple ? "checkbox" : "radio"
            choices = options.map { option in
                Choice(
                    id: "q-\(question.key)-\(option.code)", name: "q-\(question.key)", value: option.code,
                    label: option.label.text(english: english), type: type, checked: chosen.contains(option.code))
            }
        default: choices = []
        }
        lines = Self.lines(question, options, answer, english)
        let shared = (name: AnswerReader.name(question), typed: sheet.texts[question.key] ?? "")
        switch question.kind {
        case .number, .date:
            box = Box(
                id: "a-\(question.key)", name: shared.name, value: chosen.first ?? "", type: question.kind.rawValue, label: text,
                maxLength: nil)
        case .shortText:
            box = Box(
                id: "a-\(question.key)", name: shared.name, value: shared.typed, type: "text", label: text,
                maxLength: String(AnswerReader.shortText))
        case .longText:
            area = Box(
                id: "a-\(question.key)", name: shared.name, value: shared.typed, type: "text", label: text,
                maxLength: String(AnswerReader.longText))
        default: break
        }
        if question.options.contains(where: \.other) {
            other = Box(
                id: "o-\(question.key)", name: AnswerReader.otherName(question), value: sheet.texts[AnswerSheet.other(question.key)] ?? "",
                type: "text", label: words.other, maxLength: String(AnswerReader.shortText))
        }
        hasChoices = !choices.isEmpty
        hasLines = !lines.isEmpty
    }

    package struct Words: Sendable {
        package let none: String
        package let yes: String
        package let no: String
        package let other: String

        package init(_ messages: Messages) {
            none = messages["answer.none"]
            yes = messages["answer.yes"]
            no = messages["answer.no"]
            other = messages["answer.other"]
        }
    }

    private static func options(_ question: Question, _ words: Words) -> [QuestionOption] {
        switch question.kind {
        case .nps: question.codes.map { QuestionOption($0, $0, $0) }
        case .contact: [QuestionOption("yes", words.yes, words.yes), QuestionOption("no", words.no, words.no)]
        default: question.options
        }
    }

    /// The lines of a matrix; of a ranking each choice with its possible places.
    private static func lines(_ question: Question, _ options: [QuestionOption], _ answer: Answer?, _ english: Bool) -> [Line] {
        switch question.kind {
        case .matrix:
            var stored: [String: String] = [:]
            if case .lines(let lines) = answer { stored = lines }
            return question.rows.map { row in
                let name = AnswerReader.name(question, line: row.key)
                return Line(
                    id: name, name: name, label: row.label.text(english: english),
                    choices: options.map {
                        Choice(
                            id: "\(name)-\($0.code)", name: name, value: $0.code, label: $0.label.text(english: english), type: "radio",
                            checked: stored[row.key] == $0.code)
                    })
            }
        case .ranking:
            var order: [String] = []
            if case .codes(let codes) = answer { order = codes }
            return question.options.map { option in
                let name = AnswerReader.name(question, line: option.code)
                return Line(
                    id: name, name: name, label: option.label.text(english: english),
                    choices: (1...question.options.count).map { place in
                        Choice(
                            id: "\(name)-\(place)", name: name, value: String(place), label: String(place), type: "radio",
                            checked: order.indices.contains(place - 1) && order[place - 1] == option.code)
                    })
            }
        default: return []
        }
    }
}
