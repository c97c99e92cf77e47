internal import Domain
internal import HTTPTypes
internal import Hummingbird
internal import Store
internal import Views

/// One version of a questionnaire: the editor of a draft, the text of a published one, and how it looks on a phone and on paper.
enum VersionRoom {
    static func show(_ member: MemberContext) async throws -> Response { try await page(member) }

    static func page(_ member: MemberContext, faults: [QuestionnaireFault]? = nil, rejected: FieldErrors? = nil, open: String? = nil)
        async throws -> Response
    {
        let id = SurveyVersionID(try member.incoming.number("id"))
        let (file, frame) = try await member.read { tx in try await tx.surveyVersion(id) }
        let t = frame.t
        let words = VersionWords(frame: frame, file: file, errors: rejected, open: open)
        let edits = file.mayDesign && file.version.state == .draft
        var buttons = [
            Link(t["survey.phone"], path: frame.paths.surveyVersionStep("phone", id)),
            Link(t["survey.paper"], path: frame.paths.surveyVersionStep("paper", id)),
        ]
        if edits { buttons.append(Link(t["survey.question.add"], path: frame.paths.surveyQuestion("new", of: id))) }
        // What is wrong is said while it is written, not only when it is published.
        let wrong = faults ?? (edits && !file.questionnaire.questions.isEmpty ? file.whole.faults : [])
        let page = SurveyPage(
            title: frame.name(file.form.name, english: file.form.nameEnglish),
            intro: file.questionnaire.intro.text(english: t.language == .english),
            back: Link(t["survey.form"], path: frame.paths.surveyForm(file.form.id)),
            chips: [
                Chip(
                    file.version.number.map { t["survey.versionNumber", ["number": String($0)]] } ?? t.word(file.version.state),
                    tone: file.version.state == .draft ? .soon : .good)
            ], buttons: buttons, facts: words.facts, faults: wrong.map(words.fault), actions: edits ? words.actions : [],
            tables: [words.questions(edits), words.dimensions])
        return try frame.page(page, room: .surveys, status: faults == nil && rejected == nil ? .ok : .unprocessableContent)
    }

    static func publish(_ member: MemberContext) async throws -> Response {
        let fields = try await member.form()
        try fields.allow([])
        let id = SurveyVersionID(try member.incoming.number("id"))
        let (version, path) = (try fields.version(), member.paths.surveyVersion(id))
        do {
            let answer = try await member.write(fields) { tx in
                try await tx.publish(try await tx.access(id, for: DesignForm.self, lock: version))
                return path
            }
            return member.done(answer, Flash("survey.published"))
        } catch let unfit as UnfitQuestionnaire {
            return try await page(member, faults: unfit.faults)
        }
    }

    static func texts(_ member: MemberContext) async throws -> Response {
        try await edit(member, ["intro", "introEnglish", "thanks", "thanksEnglish"], open: "texts") { tx, permit, values in
            var errors = FieldErrors()
            func text(_ name: String) -> String {
                do throws(FieldProblem) { return try BoundedText.optional(values[name], max: 600, multiline: true) ?? "" } catch {
                    errors.add(name, error)
                    return ""
                }
            }
            let intro = Bilingual(text("intro"), text("introEnglish"))
            let thanks = Bilingual(text("thanks"), text("thanksEnglish"))
            guard errors.isEmpty else { throw StoreError.invalid(errors) }
            try await tx.saveTexts(intro: intro, thanks: thanks, permit)
        }
    }

    static func addDimension(_ member: MemberContext) async throws -> Response {
        try await edit(member, ["code", "name", "nameEnglish", "weight"], open: "dimension") { tx, permit, values in
            var errors = FieldErrors()
            let key = values["code"] ?? ""
            if !QuestionDraft.isKey(key) { errors.add("code", .notACode) }
            var name = Bilingual()
            do throws(FieldProblem) {
                name = Bilingual(
                    try BoundedText.parse(values["name"], max: 30), try BoundedText.optional(values["nameEnglish"], max: 60) ?? "")
            } catch { errors.add("name", error) }
            let weight = Int(values["weight"] ?? "") ?? 0
            if !(1...100_000).contains(weight) { errors.add("weight", .notANumber) }
            guard errors.isEmpty else { throw StoreError.invalid(errors) }
            try await tx.save(Dimension(key: key, name: name, weight: weight), permit)
        }
    }

    static func removeDimension(_ member: MemberContext) async throws -> Response {
        try await edit(member, ["code"], open: "dimension") { tx, permit, values in
            try await tx.removeDimension(values["code"] ?? "", permit)
        }
    }

    private static func edit(
        _ member: MemberContext, _ names: [String], open: String,
        _ change: @escaping @Sendable (WriteTransaction, Permit<DesignForm, VersionRow>, [String: String]) async throws -> Void
    ) async throws -> Response {
        let fields = try await member.form()
        try fields.allow(names)
        let id = SurveyVersionID(try member.incoming.number("id"))
        let (version, path, values) = (try fields.version(), member.paths.surveyVersion(id), fields.values)
        do {
            let answer = try await member.write(fields) { tx in
                try await change(tx, try await tx.access(id, for: DesignForm.self, lock: version), values)
                return path
            }
            return member.done(answer, Flash("survey.saved"))
        } catch StoreError.invalid(let errors) {
            return try await page(member, rejected: errors, open: open)
        }
    }

    static func phone(_ member: MemberContext) async throws -> Response {
        let id = SurveyVersionID(try member.incoming.number("id"))
        let (file, frame) = try await member.read { tx in try await tx.surveyVersion(id) }
        let query = try member.incoming.query()
        let pages = file.whole.pages
        let number = Int(try query.text("page")).flatMap { pages.contains($0) ? $0 : nil } ?? pages.first ?? 1
        let english = frame.t.language == .english
        let words = QuestionModel.Words(frame.t)
        let questions = file.whole.questions.filter { $0.page == number }
        let step = { (page: Int) in Paths.query(frame.paths.surveyVersionStep("phone", id), [("page", String(page))]) }
        let next = pages.first { $0 > number }
        let page = AnswerPage(
            title: frame.name(file.form.name, english: file.form.nameEnglish), tenant: frame.tenantName, place: frame.t["answer.preview"],
            intro: number == pages.first ? file.whole.intro.text(english: english) : nil,
            form: AnswerPage.Form(
                path: step(next ?? number), page: number, shown: [],
                questions: AnswerRoom.models(
                    questions, AnswerSheet(), first: AnswerRoom.count(file.whole, before: number), english, [:], words),
                previous: pages.last { $0 < number }.map(step), submit: frame.t[next == nil ? "answer.submit" : "answer.next"],
                step: frame.t["answer.step", ["page": String((pages.firstIndex(of: number) ?? 0) + 1), "pages": String(pages.count)]],
                done: pages.firstIndex(of: number) ?? 0, pages: max(pages.count, 1)))
        return try frame.page(page)
    }

    static func paper(_ member: MemberContext) async throws -> Response {
        let id = SurveyVersionID(try member.incoming.number("id"))
        let (file, frame) = try await member.read { tx in try await tx.surveyVersion(id) }
        let english = frame.t.language == .english
        let thanks = file.whole.thanks.text(english: english)
        let intro = file.whole.intro.text(english: english)
        let page = PaperSurveyPage(
            tenant: frame.tenantName, unit: frame.unitName,
            number: file.version.number.map { frame.t["survey.versionNumber", ["number": String($0)]] } ?? frame.t.word(file.version.state),
            title: frame.name(file.form.name, english: file.form.nameEnglish), intro: intro.isEmpty ? nil : intro,
            questions: AnswerRoom.models(file.whole.questions, AnswerSheet(), first: 0, english, [:], QuestionModel.Words(frame.t)),
            thanks: thanks.isEmpty ? nil : thanks, printed: frame.wording.moment(frame.now), ticketPath: frame.paths.surveyVersion(id))
        return try frame.page(page)
    }
}

/// The editor's words and forms.
struct VersionWords {
    let frame: PageFrame
    let file: VersionFile
    let errors: FieldErrors?
    let open: String?

    private var t: Messages { frame.t }
    private var id: SurveyVersionID { file.version.id }
    private var english: Bool { t.language == .english }

    var facts: [Fact] {
        [
            Fact(t["survey.purpose"], text: t.word(file.form.purpose)),
            Fact(t["survey.by"], text: file.version.by, note: frame.wording.exact(file.version.at)),
            Fact(
                t["survey.core"], text: file.form.base == nil ? t["survey.core.own"] : t["survey.addsTo", ["form": file.form.baseName]],
                note: t["survey.core.text"]),
        ]
    }

    func fault(_ fault: QuestionnaireFault) -> String {
        let text = t["questionnaireProblem.\(fault.problem.code)"]
        return fault.question.map { "\($0): \(text)" } ?? text
    }

    func questions(_ edits: Bool) -> OperationsPage.Table {
        let columns = [t["survey.question"], t["survey.kind"], t["survey.page"], t["survey.dimension"], t["survey.shown"]]
        let rows = file.questionnaire.questions.map { question in
            let text = String(question.text.text(english: english).prefix(80))
            return OrgListPage.Row(cells: [
                edits
                    ? .init(columns[0], link: Link("\(question.key) · \(text)", path: frame.paths.surveyQuestion(question.key, of: id)))
                    : .init(columns[0], text: "\(question.key) · \(text)"),
                .init(columns[1], chip: Chip(t.word(question.kind))), .init(columns[2], text: String(question.page)),
                .init(columns[3], text: question.dimension.map(dimension) ?? "–"),
                .init(columns[4], text: question.showIf.map(rule) ?? t["survey.always"]),
            ])
        }
        return OperationsPage.Table(
            id: "questions", title: t["survey.questions"], note: String(rows.count), columns: columns, rows: rows,
            empty: EmptyState(title: t["survey.questions.empty.title"], text: t["survey.questions.empty.text"]))
    }

    private func dimension(_ key: String) -> String {
        file.whole.dimensions.first { $0.key == key }?.name.text(english: english) ?? key
    }

    func rule(_ rule: ShowRule) -> String {
        rule.conditions.map { condition in
            let codes = condition.codes.joined(separator: ", ")
            return "\(condition.question) \(t["showTest.\(condition.test.code)"]) \(codes)"
        }.joined(separator: " \(t["joining.\(rule.joining.code)"]) ")
    }

    var dimensions: OperationsPage.Table {
        let columns = [t["survey.dimension"], t["survey.key"], t["survey.weight"]]
        let rows = file.questionnaire.dimensions.map { dimension in
            OrgListPage.Row(cells: [
                .init(columns[0], text: dimension.name.text(english: english)), .init(columns[1], text: dimension.key),
                .init(columns[2], text: String(dimension.weight)),
            ])
        }
        return OperationsPage.Table(
            id: "dimensions", title: t["survey.dimensions"], note: t["survey.dimensions.note"], columns: columns, rows: rows,
            empty: EmptyState(title: t["survey.dimensions.empty.title"], text: t["survey.dimensions.empty.text"]))
    }

    var actions: [ActionForm] {
        let version = String(file.version.lock)
        func field(
            _ form: String, _ kind: FieldModel.Kind, _ name: String, label: String, value: String = "", max: Int? = nil,
            options: [FieldModel.Option] = []
        )
            -> FieldModel
        {
            FieldModel(
                kind, form: form, name: name, label: t["field.\(label)"], value: value,
                error: open == form ? errors?[name].map(frame.wording.problem) : nil, maxLength: max, options: options)
        }
        let content = file.questionnaire
        var actions = [
            ActionForm(
                id: "publish", label: t["survey.publish"], explain: t["survey.publish.text"],
                path: frame.paths.surveyVersionStep("publish", id), key: frame.newKey, version: version),
            ActionForm(
                id: "texts", label: t["survey.texts"], path: frame.paths.surveyVersionStep("texts", id),
                fields: [
                    field("texts", .textarea, "intro", label: "surveyIntro", value: content.intro.chinese, max: 600),
                    field("texts", .textarea, "introEnglish", label: "surveyIntroEnglish", value: content.intro.english, max: 600),
                    field("texts", .textarea, "thanks", label: "surveyThanks", value: content.thanks.chinese, max: 600),
                    field("texts", .textarea, "thanksEnglish", label: "surveyThanksEnglish", value: content.thanks.english, max: 600),
                ], key: frame.newKey, version: version, open: open == "texts"),
            ActionForm(
                id: "dimension", label: t["survey.dimension.add"], explain: t["survey.dimension.add.text"],
                path: frame.paths.surveyVersionStep("dimensions", id),
                fields: [
                    field("dimension", .text, "code", label: "surveyKey", max: 20),
                    field("dimension", .text, "name", label: "surveyDimension", max: 30),
                    field("dimension", .text, "nameEnglish", label: "nameEnglish", max: 60),
                    field("dimension", .number, "weight", label: "surveyWeight", value: "1000"),
                ], key: frame.newKey, version: version, open: open == "dimension"),
        ]
        if !content.dimensions.isEmpty {
            actions.append(
                ActionForm(
                    id: "removeDimension", label: t["survey.dimension.remove"],
                    path: frame.paths.surveyVersionStep("dimensions/remove", id),
                    fields: [
                        field(
                            "removeDimension", .select, "code", label: "surveyDimension",
                            options: content.dimensions.map { .init(value: $0.key, label: $0.name.text(english: english)) })
                    ], key: frame.newKey, version: version, danger: true))
        }
        return actions
    }
}
