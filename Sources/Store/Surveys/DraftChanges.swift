package import Domain
internal import Postgres

/// A question as its form describes it.
///
/// Choices and lines are typed one a line: `code | text | English | score | marks`, of which only the text is needed; `other` and `alone` are
/// the marks. The rule has up to three conditions: question, test, codes joined by commas.
package struct QuestionDraft: Sendable {
    package static let conditions = 3
    package static let names =
        [
            "code", "page", "kind", "text", "textEnglish", "help", "helpEnglish", "required", "allowsNone", "dimension", "weight",
            "options",
            "rows",
        ]
        + ["least", "most", "joining"] + (1...conditions).flatMap { ["ifQuestion\($0)", "ifTest\($0)", "ifCodes\($0)"] }

    package let question: Question

    /// - Parameter key: of the question that is changed; nil for a new one, whose key may be left to us.
    package static func read(_ fields: [String: String], key: String?, free: String) -> Result<QuestionDraft, FieldErrors> {
        var form = FormReader(fields)
        let typed = (fields["code"] ?? "").isEmpty ? key ?? free : fields["code"] ?? ""
        // "new" is the path of the form for a new one.
        if !isKey(typed) || typed == "new" { form.add("code", .notACode) }
        let kind: QuestionKind = form.choice("kind") ?? .single
        let text = form.parsed("text") { raw throws(FieldProblem) in try BoundedText.parse(raw, max: 500, multiline: true) } ?? ""
        let english =
            form.parsed("textEnglish") { raw throws(FieldProblem) in try BoundedText.optional(raw, max: 800, multiline: true) } ?? nil
        let options = form.parsed("options") { raw throws(FieldProblem) in try Self.options(raw ?? "", kind) } ?? []
        let rows = form.parsed("rows") { raw throws(FieldProblem) in try Self.rows(raw ?? "") } ?? []
        let limits = AnswerLimits(min: number(&form, fields, "least"), max: number(&form, fields, "most"))
        let dimension = fields["dimension"].flatMap { $0.isEmpty ? nil : $0 }
        let question = Question(
            key: key ?? typed, page: form.number("page", 1...30), kind: kind, text: Bilingual(text, english ?? ""),
            help: Bilingual(form.optionalText("help", max: 300), form.optionalText("helpEnglish", max: 500)),
            required: fields["required"] == "true", allowsNone: fields["allowsNone"] == "true", dimension: dimension,
            weight: form.number("weight", 1...100_000), options: kind.hasOptions ? options : [], rows: kind == .matrix ? rows : [],
            limits: limits, showIf: rule(&form, fields))
        return form.result(QuestionDraft(question: question))
    }

    package static func isKey(_ text: String) -> Bool {
        let bytes = Array(text.utf8)
        guard (1...20).contains(bytes.count), (97...122).contains(bytes[0]) else { return false }
        return bytes.allSatisfy { (48...57).contains($0) || (65...90).contains($0) || (97...122).contains($0) }
    }

    private static func isCode(_ text: String) -> Bool {
        (1...20).contains(text.utf8.count) && text != Answer.none
            && text.utf8.allSatisfy { (48...57).contains($0) || (65...90).contains($0) || (97...122).contains($0) }
    }

    private static func number(_ form: inout FormReader, _ fields: [String: String], _ name: String) -> Int? {
        (fields[name] ?? "").isEmpty ? nil : form.number(name, -1_000_000...1_000_000)
    }

    private static func lines(_ raw: String) throws(FieldProblem) -> [[String]] {
        let text = try BoundedText.optional(raw, max: 6_000, multiline: true) ?? ""
        return BoundedText.halfWidth(text).split(separator: "\n").map { line in
            line.split(separator: "|", omittingEmptySubsequences: false).map { part in
                String(part.drop { $0 == " " }.reversed().drop { $0 == " " }.reversed())
            }
        }
    }

    private static func options(_ raw: String, _ kind: QuestionKind) throws(FieldProblem) -> [QuestionOption] {
        var options: [QuestionOption] = []
        for (index, parts) in try lines(raw).enumerated() {
            // One column is the text alone.
            let columns = parts.count == 1 ? ["", parts[0]] : parts
            let code = columns[0].isEmpty ? String(index + 1) : columns[0]
            guard isCode(code), columns.count <= 5 else { throw .notACode }
            let scoreText = columns.count > 3 ? columns[3] : ""
            let score = scoreText.isEmpty ? nil : Int(scoreText)
            guard scoreText.isEmpty || score != nil else { throw .notANumber }
            if let score, score < 0 { throw .tooSmall(min: 0) }
            if let score, score > 100 { throw .tooLarge(max: 100) }
            let marks = columns.count > 4 ? columns[4] : ""
            guard ["", "other", "alone"].contains(marks) else { throw .notAChoice }
            options.append(
                QuestionOption(
                    code, columns[1], columns.count > 2 ? columns[2] : "", score: score, other: marks == "other",
                    exclusive: marks == "alone"))
        }
        guard options.count <= 40 else { throw .tooLarge(max: 40) }
        return options
    }

    private static func rows(_ raw: String) throws(FieldProblem) -> [MatrixRow] {
        var rows: [MatrixRow] = []
        for (index, parts) in try lines(raw).enumerated() {
            let columns = parts.count == 1 ? ["", parts[0]] : parts
            let key = columns[0].isEmpty ? "r\(index + 1)" : columns[0]
            guard isCode(key), columns.count <= 3 else { throw .notACode }
            rows.append(MatrixRow(key, columns[1], columns.count > 2 ? columns[2] : ""))
        }
        guard rows.count <= 30 else { throw .tooLarge(max: 30) }
        return rows
    }

    private static func rule(_ form: inout FormReader, _ fields: [String: String]) -> ShowRule? {
        var conditions: [ShowRule.Condition] = []
        for number in 1...Self.conditions {
            guard let question = fields["ifQuestion\(number)"], !question.isEmpty else { continue }
            if !isKey(question) { form.add("ifQuestion\(number)", .notAChoice) }
            let test: ShowRule.Test = form.choice("ifTest\(number)") ?? .anyOf
            let codes = (fields["ifCodes\(number)"] ?? "").split(whereSeparator: { ",， ".contains($0) }).map(String.init)
            if test != .answered, codes.isEmpty { form.add("ifCodes\(number)", .required) }
            if !codes.allSatisfy({ isCode($0) || $0 == Answer.none }) { form.add("ifCodes\(number)", .notACode) }
            conditions.append(ShowRule.Condition(question, test, codes))
        }
        if conditions.isEmpty { return nil }
        return ShowRule(ShowRule.Joining(rawValue: fields["joining"] ?? "") ?? .all, conditions)
    }
}

extension WriteTransaction {
    /// - Throws: `invalid` with field `code` for a key that is taken, in the core too.
    package func add(_ draft: QuestionDraft, _ permit: Permit<DesignForm, VersionRow>) async throws {
        let file = try await surveyVersion(permit.thing.id)
        guard file.whole[draft.question.key] == nil else { throw StoreError.invalid(FieldErrors("code", .taken)) }
        guard file.questionnaire.questions.count < 120 else { throw StoreError.invalid(FieldErrors("code", .tooLarge(max: 120))) }
        var question = draft.question
        question.core = permit.thing.base == nil
        try await change([
            try QuestionStatements.add(question, at: file.questionnaire.questions.count + 1, of: permit.thing, tenant: tenant),
            FormStatements.touch(permit.thing, tenant: tenant),
        ])
        note(permit, "question", question.key)
    }

    package func change(_ draft: QuestionDraft, _ permit: Permit<DesignForm, VersionRow>) async throws {
        let touched = try await change([
            try QuestionStatements.change(draft.question, of: permit.thing.id, tenant: tenant),
            FormStatements.touch(permit.thing, tenant: tenant),
        ])
        guard touched[0] == 1 else { throw StoreError.notFound }
        note(permit, "question", draft.question.key)
    }

    package func removeQuestion(_ key: String, _ permit: Permit<DesignForm, VersionRow>) async throws {
        let touched = try await change([
            QuestionStatements.remove(key, of: permit.thing.id, tenant: tenant), FormStatements.touch(permit.thing, tenant: tenant),
        ])
        guard touched[0] == 1 else { throw StoreError.notFound }
        note(permit, "removed", key)
    }

    /// One place up or down; over the edge of its page onto the next.
    package func moveQuestion(_ key: String, up: Bool, _ permit: Permit<DesignForm, VersionRow>) async throws {
        var questions = try await questionnaire([permit.thing.id]).questions
        guard let index = questions.firstIndex(where: { $0.key == key }) else { throw StoreError.notFound }
        let target = up ? index - 1 : index + 1
        guard questions.indices.contains(target) else { return }
        if questions[target].page == questions[index].page {
            questions.swapAt(index, target)
        } else {
            questions[index].page = questions[target].page
        }
        let statements = questions.enumerated().map {
            QuestionStatements.place($0.element.key, at: $0.offset + 1, page: $0.element.page, of: permit.thing.id, tenant: tenant)
        }
        try await change(statements + [FormStatements.touch(permit.thing, tenant: tenant)])
        note(permit, "moved", key)
    }

    package func save(_ dimension: Dimension, _ permit: Permit<DesignForm, VersionRow>) async throws {
        let count = try await questionnaire([permit.thing.id]).dimensions.count
        try await change([
            QuestionStatements.add(dimension, at: count + 1, of: permit.thing, tenant: tenant),
            FormStatements.touch(permit.thing, tenant: tenant),
        ])
        note(permit, "dimension", dimension.key)
    }

    package func removeDimension(_ key: String, _ permit: Permit<DesignForm, VersionRow>) async throws {
        try await change([
            QuestionStatements.removeDimension(key, of: permit.thing.id, tenant: tenant),
            FormStatements.touch(permit.thing, tenant: tenant),
        ])
        note(permit, "removed", key)
    }

    package func saveTexts(intro: Bilingual, thanks: Bilingual, _ permit: Permit<DesignForm, VersionRow>) async throws {
        try await change([FormStatements.texts(permit.thing, intro: intro, thanks: thanks, tenant: tenant)])
        note(permit, "texts", "")
    }

    private func note(_ permit: Permit<DesignForm, VersionRow>, _ what: String, _ key: String) {
        audit(.draftChanged, .survey(permit.thing.form, label: ""), at: permit.thing.unit, [what: key])
    }
}
