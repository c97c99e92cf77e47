internal import Domain
internal import HTTPTypes
internal import Hummingbird
internal import Secrets
internal import Store
internal import Views

/// What the cookie of somebody who answers says: whose survey, the token of the letter, and the browser's own key.
struct SurveyCookie: Hashable, Sendable {
    let tenant: String
    let token: String
    let key: [UInt8]

    init(tenant: String, token: String, key: [UInt8]) {
        self.tenant = tenant
        self.token = token
        self.key = key
    }

    init?(_ text: String?) {
        guard let text, text.utf8.count <= 160 else { return nil }
        let parts = text.split(separator: ".", omittingEmptySubsequences: false).map(String.init)
        guard parts.count == 3, UnitCode.isValid(parts[0]), let key = Token.decode(parts[2]), key.count == 16 else { return nil }
        self.init(tenant: parts[0], token: parts[1], key: key)
    }

    var text: String { "\(tenant).\(token).\(Token.encode(key))" }
}

/// The public form. Reached by a link that leads here once and leaves no token in the address; needs no script.
enum AnswerRoom {
    static let days = 60

    static func enter(_ incoming: Incoming) async throws -> Response {
        try incoming.knock()
        let (tenant, token) = (try incoming.parameter("tenant"), try incoming.parameter("token").lowercased())
        guard UnitCode.isValid(tenant), token.utf8.count <= 64, token.utf8.allSatisfy({ (48...57).contains($0) || (97...122).contains($0) })
        else { return try gone(incoming) }
        let known = SurveyCookie(incoming.cookie(incoming.services.cookies.survey))
        // The key stays with the browser, so that coming back by the same open link continues the same answer.
        let key = known?.token == token && known?.tenant == tenant ? known?.key : nil
        let cookie = SurveyCookie(tenant: tenant, token: token, key: key ?? Secrets.randomBytes(16))
        var response = Response.seeOther(Paths.survey(tenant))
        let cookies = incoming.services.cookies
        response.add(cookie: cookies.set(cookies.survey, cookie.text, seconds: days * 86_400))
        return response
    }

    static func show(_ incoming: Incoming) async throws -> Response {
        if try incoming.query().text("done") == "1" { return try thanks(incoming) }
        return try await page(incoming)
    }

    static func answer(_ incoming: Incoming) async throws -> Response {
        let fields = try await incoming.form(boundTo: incoming.formSecret)
        guard let ticket = try await ticket(incoming) else { return try gone(incoming) }
        guard let page = Int(try fields.text("page")) else { throw WebFault.unprocessable(["page"]) }
        let shown = Set(try fields.text("shown").split(separator: ",").map(String.init))
        var typed: [String: [String]] = [:]
        for field in fields.list where !["csrf", "key", "page", "shown"].contains(field.name) {
            typed[field.name, default: []].append(field.value)
        }
        let path = Paths.survey(try incoming.parameter("tenant"))
        do {
            let step = try await incoming.services.store.answer(
                ticket, page: page, shown: shown, fields: typed, english: incoming.language == .english)
            switch step {
            case .thanks: return .seeOther(Paths.query(path, [("done", "1")]))
            case .page(let next): return .seeOther(Paths.query(path, [("page", String(next))]))
            }
        } catch let errors as FieldErrors {
            return try await self.page(incoming, number: page, typed: typed, errors: errors)
        } catch StoreError.notFound {
            return try gone(incoming)
        }
    }

    private static func ticket(_ incoming: Incoming) async throws -> SurveyTicket? {
        let tenant = try incoming.parameter("tenant")
        guard let cookie = SurveyCookie(incoming.cookie(incoming.services.cookies.survey)), cookie.tenant == tenant else { return nil }
        do {
            let id = try await incoming.services.units.find(tenant: tenant)
            incoming.context.trace.tenant = tenant
            return SurveyTicket(tenant: id, token: cookie.token, key: cookie.key)
        } catch StoreError.notFound {
            return nil
        }
    }

    private static func page(
        _ incoming: Incoming, number asked: Int? = nil, typed: [String: [String]] = [:], errors: FieldErrors? = nil
    ) async throws -> Response {
        guard let ticket = try await ticket(incoming) else { return try gone(incoming) }
        let survey: PublicSurvey
        do { survey = try await incoming.services.store.survey(ticket) } catch StoreError.notFound { return try gone(incoming) }
        let form = survey.questionnaire
        let t = incoming.services.renderer.messages(incoming.language)
        let english = t.language == .english
        let pages = form.pages.filter { !form.questions(on: $0, survey.sheet).isEmpty }
        let wanted = try asked ?? Int(incoming.query().text("page"))
        let number = wanted.flatMap { pages.contains($0) ? $0 : nil } ?? pages.first ?? 1
        var sheet = survey.sheet
        if errors != nil { sheet = kept(typed, form.questions.filter { $0.page == number }, sheet) }
        let questions = form.questions(on: number, sheet)
        let index = pages.firstIndex(of: number) ?? 0
        let path = Paths.survey(try incoming.parameter("tenant"))
        let wording = Wording(messages: t, offsetMinutes: 0, now: incoming.services.store.clock.now())
        let problems = Dictionary((errors?.list ?? []).map { ($0.field, wording.problem($0.problem)) }) { first, _ in first }
        let respondent = survey.respondent
        let place = [respondent.projectName.text(english: english), respondent.building].filter { !$0.isEmpty }
        let page = AnswerPage(
            title: respondent.waveName.text(english: english), tenant: respondent.tenantName.text(english: english),
            place: (place + (respondent.linkKind == .personal ? [t["answer.masked"]] : [])).joined(separator: " "),
            promise: t[respondent.anonymous ? "answer.anonymous" : "answer.named"],
            intro: index == 0 ? form.intro.text(english: english) : nil,
            form: AnswerPage.Form(
                path: path, page: number, shown: questions.filter(\.kind.asks).map(\.key),
                questions: models(questions, sheet, first: count(form, before: number), english, problems, QuestionModel.Words(t)),
                previous: index > 0 ? Paths.query(path, [("page", String(pages[index - 1]))]) : nil,
                submit: t[form.page(after: number, sheet) == nil ? "answer.submit" : "answer.next"],
                step: t["answer.step", ["page": String(index + 1), "pages": String(pages.count)]], done: index, pages: max(pages.count, 1)))
        return try incoming.services.plain(page, incoming, status: errors == nil ? .ok : .unprocessableContent)
    }

    /// What was typed, as it was, so that nothing is lost when one answer is wrong.
    private static func kept(_ typed: [String: [String]], _ questions: [Question], _ sheet: AnswerSheet) -> AnswerSheet {
        var sheet = sheet
        for question in questions {
            let values = typed["q-\(question.key)"] ?? []
            if !values.isEmpty { sheet.answers[question.key] = question.kind == .multiple ? .codes(values) : .code(values[0]) }
            if question.kind == .matrix {
                sheet.answers[question.key] = .lines(
                    question.rows.reduce(into: [:]) { lines, row in
                        lines[row.key] = typed[AnswerReader.name(question, line: row.key)]?.first
                    })
            }
            if let text = typed["t-\(question.key)"]?.first {
                sheet.texts[question.kind.isText ? question.key : AnswerSheet.other(question.key)] = text
            }
        }
        return sheet
    }

    static func count(_ form: Questionnaire, before page: Int) -> Int { form.questions.count { $0.page < page && $0.kind.asks } }

    static func models(
        _ questions: [Question], _ sheet: AnswerSheet, first: Int, _ english: Bool, _ problems: [String: String],
        _ words: QuestionModel.Words
    ) -> [QuestionModel] {
        var number = first
        return questions.map { question in
            if question.kind.asks { number += 1 }
            return QuestionModel(
                question, number: question.kind.asks ? number : nil, sheet: sheet, english: english,
                error: problems[AnswerReader.name(question)], words: words)
        }
    }

    private static func thanks(_ incoming: Incoming) throws -> Response {
        let t = incoming.services.renderer.messages(incoming.language)
        return try incoming.services.plain(AnswerPage(title: t["answer.thanks"], message: t["answer.thanks.text"]), incoming)
    }

    /// Unknown, ended, revoked, used and foreign tokens: one page, one status.
    private static func gone(_ incoming: Incoming) throws -> Response {
        let t = incoming.services.renderer.messages(incoming.language)
        return try incoming.services.plain(
            AnswerPage(title: t["answer.gone"], message: t["answer.gone.text"]), incoming, status: .notFound)
    }
}
