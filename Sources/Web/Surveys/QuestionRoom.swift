internal import Domain
internal import HTTPTypes
internal import Hummingbird
internal import Store
internal import Views

/// One question of a draft.
enum QuestionRoom {
    /// The segment of the path for a question that is not there yet; no key may be so.
    static let new = "new"

    static func show(_ member: MemberContext) async throws -> Response { try await page(member) }

    static func save(_ member: MemberContext) async throws -> Response {
        let fields = try await member.form()
        try fields.allow(QuestionDraft.names)
        let id = SurveyVersionID(try member.incoming.number("id"))
        let key = try member.incoming.parameter("question")
        let (version, path, values) = (try fields.version(), member.paths.surveyVersion(id), fields.values)
        do {
            let answer = try await member.write(fields) { tx in
                let permit = try await tx.access(id, for: DesignForm.self, lock: version)
                let asked = try await tx.surveyVersion(id).whole.questions
                let free = (1...500).lazy.map { "q\($0)" }.first { key in !asked.contains { $0.key == key } } ?? "q"
                let draft = try QuestionDraft.read(values, key: key == new ? nil : key, free: free).orInvalid()
                if key == new { try await tx.add(draft, permit) } else { try await tx.change(draft, permit) }
                return path
            }
            return member.done(answer, Flash("survey.saved"))
        } catch {
            return try await OwnerForms.again(error) { try await page(member, typed: values, errors: $0) }
        }
    }

    static func move(_ member: MemberContext) async throws -> Response {
        try await step(member, ["direction"]) { tx, key, values, permit in
            try await tx.moveQuestion(key, up: values["direction"] == "up", permit)
        }
    }

    static func remove(_ member: MemberContext) async throws -> Response {
        try await step(member, []) { tx, key, _, permit in try await tx.removeQuestion(key, permit) }
    }

    private static func step(
        _ member: MemberContext, _ names: [String],
        _ change: @escaping @Sendable (WriteTransaction, String, [String: String], Permit<DesignForm, VersionRow>) async throws -> Void
    ) async throws -> Response {
        let fields = try await member.form()
        try fields.allow(names)
        let id = SurveyVersionID(try member.incoming.number("id"))
        let key = try member.incoming.parameter("question")
        let (version, path, values) = (try fields.version(), member.paths.surveyVersion(id), fields.values)
        let answer = try await member.write(fields) { tx in
            try await change(tx, key, values, try await tx.access(id, for: DesignForm.self, lock: version))
            return path
        }
        return member.done(answer, Flash("survey.saved"))
    }

    private static func page(_ member: MemberContext, typed: [String: String] = [:], errors: FieldErrors? = nil) async throws -> Response {
        let id = SurveyVersionID(try member.incoming.number("id"))
        let key = try member.incoming.parameter("question")
        let (file, frame) = try await member.read { tx in try await tx.surveyVersion(id) }
        guard file.mayDesign else { throw StoreError.refused(.surveyDesign) }
        let question = file.questionnaire[key]
        guard file.version.state == .draft, key == new || question != nil else { throw StoreError.notFound }
        let t = frame.t
        let controls = QuestionFields(frame: frame, file: file, question: question, typed: typed, errors: errors)
        let version = String(file.version.lock)
        let path = frame.paths.surveyQuestion(key, of: id)
        let actions =
            question == nil
            ? []
            : [
                ActionForm(
                    id: "move", label: t["survey.move"], path: "\(path)/move",
                    fields: [
                        FieldModel(
                            .radios, form: "move", name: "direction", label: t["survey.move"], value: "up",
                            options: [.init(value: "up", label: t["survey.move.up"]), .init(value: "down", label: t["survey.move.down"])])
                    ], key: frame.newKey, version: version),
                ActionForm(
                    id: "remove", label: t["survey.question.remove"], path: "\(path)/remove", key: frame.newKey, version: version,
                    danger: true),
            ]
        let form = ActionForm(
            id: "question", label: t["form.save"], path: path, fields: controls.all, key: frame.newKey, version: version, open: true)
        let page = SurveyPage(
            title: question.map { "\(t["survey.question"]) \($0.key)" } ?? t["survey.question.add"], intro: t["survey.question.text"],
            back: Link(frame.name(file.form.name, english: file.form.nameEnglish), path: frame.paths.surveyVersion(id)),
            actions: [form] + actions)
        return try frame.page(page, room: .surveys, status: errors == nil ? .ok : .unprocessableContent)
    }
}

/// The controls of one question, filled with what was typed or is stored.
private struct QuestionFields {
    let frame: PageFrame
    let file: VersionFile
    let question: Question?
    let typed: [String: String]
    let errors: FieldErrors?

    private var t: Messages { frame.t }

    var all: [FieldModel] {
        let earlier = file.whole.questions.prefix { $0.key != question?.key }.filter(\.kind.asks)
        let asked =
            [FieldModel.Option(value: "", label: t["survey.always"])]
            + earlier.map { .init(value: $0.key, label: "\($0.key) · \($0.text.chinese.prefix(30))") }
        let dimensions =
            [FieldModel.Option(value: "", label: "–")]
            + file.whole.dimensions.map { .init(value: $0.key, label: $0.name.text(english: t.language == .english)) }
        let kinds = QuestionKind.allCases.map { FieldModel.Option(value: $0.code, label: t.word($0)) }
        var fields = [
            field(.select, "kind", question?.kind.code ?? QuestionKind.rating.code, options: kinds),
            field(.textarea, "text", question?.text.chinese ?? "", required: true, max: 500),
            field(.textarea, "textEnglish", question?.text.english ?? "", max: 800),
            field(.text, "help", question?.help.chinese ?? "", max: 300),
            field(.text, "helpEnglish", question?.help.english ?? "", max: 500),
            field(.number, "page", String(question?.page ?? file.questionnaire.pages.last ?? 1), half: true),
            field(.checkbox, "required", question?.required == true ? "true" : "", half: true),
            field(.checkbox, "allowsNone", question?.allowsNone == true ? "true" : "", half: true),
            field(.select, "dimension", question?.dimension ?? "", half: true, options: dimensions),
            field(.number, "weight", String(question?.weight ?? 1_000), half: true),
            field(.textarea, "options", (question?.options ?? []).map(line).joined(separator: "\n"), max: 6_000),
            field(
                .textarea, "rows", (question?.rows ?? []).map { "\($0.key) | \($0.text) | \($0.textEn)" }.joined(separator: "\n"),
                max: 6_000),
            field(.number, "least", question?.limits.min.map { String($0) } ?? "", half: true),
            field(.number, "most", question?.limits.max.map { String($0) } ?? "", half: true),
        ]
        if question == nil { fields.insert(field(.text, "code", "", max: 20), at: 0) }
        fields.append(
            field(
                .radios, "joining", question?.showIf?.joining.code ?? ShowRule.Joining.all.code,
                options: ShowRule.Joining.allCases.map { .init(value: $0.code, label: t["joining.\($0.code).text"]) }))
        let conditions = question?.showIf?.conditions ?? []
        for number in 1...QuestionDraft.conditions {
            let condition = conditions.indices.contains(number - 1) ? conditions[number - 1] : nil
            fields += [
                field(.select, "ifQuestion\(number)", condition?.question ?? "", label: "ifQuestion", half: true, options: asked),
                field(
                    .select, "ifTest\(number)", condition?.test.code ?? ShowRule.Test.anyOf.code, label: "ifTest", half: true,
                    options: ShowRule.Test.allCases.map { .init(value: $0.code, label: t["showTest.\($0.code)"]) }),
                field(.text, "ifCodes\(number)", condition?.codes.joined(separator: ", ") ?? "", label: "ifCodes", half: true, max: 100),
            ]
        }
        return fields
    }

    private func line(_ option: QuestionOption) -> String {
        let mark = option.other ? "other" : option.exclusive ? "alone" : ""
        return "\(option.code) | \(option.text) | \(option.textEn) | \(option.score.map { String($0) } ?? "") | \(mark)"
    }

    private func field(
        _ kind: FieldModel.Kind, _ name: String, _ stored: String, label: String? = nil, required: Bool = false, half: Bool = false,
        max: Int? = nil, options: [FieldModel.Option] = []
    ) -> FieldModel {
        let word = "question.\(label ?? name)"
        return FieldModel(
            kind, form: "question", name: name, label: t["field.\(word)"], value: typed.isEmpty ? stored : typed[name] ?? "",
            hint: t.optional("field.\(word).hint"), error: errors?[name].map(frame.wording.problem), required: required, half: half,
            maxLength: max, options: options)
    }
}
