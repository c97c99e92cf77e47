package import Domain
package import Postgres
internal import Secrets

/// What a respondent's browser holds: whose survey, the token from the letter, and a key of its own that tells respondents at an open link
/// apart.
package struct SurveyTicket: Hashable, Sendable {
    package let tenant: TenantID
    let tokenHash: [UInt8]
    let keyHash: [UInt8]

    /// Nil for text that is no token.
    package init?(tenant: TenantID, token: String, key: [UInt8]) {
        guard let hash = SurveyLinkSecret.hash(of: token) else { return nil }
        self.tenant = tenant
        tokenHash = hash
        keyHash = Secrets.digest(key)
    }
}

/// Somebody at the public form, as the door let them in.
package struct SurveyRespondent: RowDecodable, Hashable {
    let link: Int64
    package let linkKind: SurveyLinkKind
    package let wave: WaveID
    let company: UnitID
    let project: UnitID
    let vendor: UnitID?
    let sample: SampleID?
    let holder: Int64
    package let versions: [SurveyVersionID]
    package let anonymous: Bool
    package let allowsChange: Bool
    package let closesOn: Day
    let stage: Stage
    let usage: String
    package let building: String
    package let projectName: Bilingual
    package let tenantName: Bilingual
    package let waveName: Bilingual

    package init(row: inout RowCursor) throws {
        link = try row.next()
        linkKind = try row.next()
        wave = try row.next()
        company = try row.next()
        project = try row.next()
        vendor = try row.next()
        sample = try row.next()
        holder = try row.next()
        let version: SurveyVersionID = try row.next()
        versions = [version] + [try row.next(SurveyVersionID?.self), try row.next(SurveyVersionID?.self)].compactMap(\.self)
        anonymous = try row.next()
        allowsChange = try row.next()
        closesOn = try row.next()
        stage = try row.next()
        usage = try row.next()
        building = try row.next()
        projectName = Bilingual(try row.next(), try row.next())
        tenantName = Bilingual(try row.next(), try row.next())
        waveName = Bilingual(try row.next(), try row.next())
    }

    static func enter(_ ticket: SurveyTicket, writing: Bool, now: Instant) -> Query<SurveyRespondent> {
        Query(
            """
            SELECT link_id, link_kind, wave_id, company_id, project_id, vendor_id, sample_id, holder_id, version_id, company_version_id,
                project_version_id, anonymous, allows_change, closes_on, stage, usage, building_name, project_name, project_name_en,
                tenant_name, tenant_name_en, wave_name, wave_name_en
            FROM app.enter_survey(\(ticket.tenant), \(ticket.tokenHash), \(ticket.keyHash), \(writing), \(now))
            """)
    }

    var channel: AnswerChannel {
        switch linkKind {
        case .personal: .link
        case .ballot: .ballot
        case .open: .open
        }
    }
}

/// The own answer so far.
struct OwnResponseRow: RowDecodable {
    let state: ResponseState
    let page: Int
    let sheet: AnswerSheet

    init(row: inout RowCursor) throws {
        state = try row.next()
        page = try row.next()
        let answers: JSONText = try row.next()
        let texts: JSONText = try row.next()
        sheet = AnswerSheet(answers: try AnswerJSON.answers(answers), texts: try AnswerJSON.texts(texts))
    }

    /// Held until the transaction ends, when something is to be added to it.
    static func own(_ holder: Int64, tenant: TenantID, locked: Bool) -> Query<OwnResponseRow> {
        let lock: SQL = locked ? " FOR UPDATE" : .empty
        return Query(
            """
            SELECT state, page, answers, texts FROM survey_response WHERE tenant_id = \(tenant) AND holder_id = \(holder) AND holder_id < 0\(lock)
            """)
    }
}

/// Answers and texts as they are stored.
enum AnswerJSON {
    static func answers(_ json: JSONText) throws -> [String: Answer] {
        let stored: [String: Answer?] = try json.text == "{}" ? [:] : EventDetail.decode(from: json)
        return stored.compactMapValues(\.self)
    }

    static func texts(_ json: JSONText) throws -> [String: String] { try json.text == "{}" ? [:] : EventDetail.decode(from: json) }
}

/// The public form as a page shows it.
package struct PublicSurvey: Sendable {
    package let respondent: SurveyRespondent
    package let questionnaire: Questionnaire
    package let sheet: AnswerSheet
    package let state: ResponseState?
}

/// What a page of the public form led to.
package enum PublicStep: Hashable, Sendable {
    case page(Int)
    case thanks
}

extension Store {
    /// Everything a page of the public form needs. Unknown, ended, revoked, foreign and used tokens are `notFound` alike.
    package func survey(_ ticket: SurveyTicket) async throws -> PublicSurvey {
        let now = clock.now()
        return try await alike {
            try await self.onConnection { lease in
                let conversation = self.conversation(lease, .answering(ticket, writing: false), now: now)
                do {
                    let value = try await ReadTransaction(conversation).publicSurvey(locked: false)
                    conversation.finishReading()
                    return value
                } catch {
                    conversation.rollBack()
                    throw error
                }
            }
        }
    }

    /// Takes one page. The last one submits; a page that is sent again is written over, and what was submitted stays submitted: a repeated
    /// submit gets the first one's answer.
    /// - Throws: `notFound`; `FieldErrors` when the page's answers are wrong: nothing is written then.
    package func answer(_ ticket: SurveyTicket, page: Int, shown: Set<String>, fields: [String: [String]], english: Bool)
        async throws -> PublicStep
    {
        try await alike {
            do {
                return try await self.take(ticket, page: page, shown: shown, fields: fields, english: english)
            } catch StoreError.constraint(let name) where name == Self.answeredTwice {
                // The same form, sent twice at once: the other one has committed meanwhile, and is found now.
                return try await self.take(ticket, page: page, shown: shown, fields: fields, english: english)
            }
        }
    }

    private static let answeredTwice = "survey_response_sample_key"

    private func take(_ ticket: SurveyTicket, page: Int, shown: Set<String>, fields: [String: [String]], english: Bool) async throws
        -> PublicStep
    {
        let now = clock.now()
        return try await self.onConnection { lease in
            let conversation = self.conversation(lease, .answering(ticket, writing: true), now: now)
            do {
                let tx = WriteTransaction(conversation)
                let step = try await tx.answer(page: page, shown: shown, fields: fields, english: english)
                try await conversation.commit([])
                return step
            } catch StoreError.leaseGone {
                // Submitted before, by the same form sent twice: the first one's answer.
                conversation.rollBack()
                return .thanks
            } catch {
                conversation.rollBack()
                throw error
            }
        }
    }

    /// What the door and the rows say to somebody without a right is one answer.
    private func alike<T>(_ work: () async throws -> T) async throws -> T {
        do {
            return try await work()
        } catch StoreError.sessionGone, StoreError.refused, StoreError.leaseGone {
            throw StoreError.notFound
        } catch StoreError.constraint(let name) where name == Self.answeredTwice {
            // The household answered on paper meanwhile.
            throw StoreError.notFound
        }
    }
}

extension Transaction {
    func publicSurvey(locked: Bool) async throws -> PublicSurvey {
        try await conversation.enter()
        guard let respondent = conversation.respondent else { throw StoreError.notFound }
        let response = try await fetchFirst(OwnResponseRow.own(respondent.holder, tenant: tenant, locked: locked))
        // Answered, and not to be changed: the token is used up. Whoever waited for the row while it was submitted learns that it was.
        if let response, response.state != .open, !respondent.allowsChange { throw locked ? StoreError.leaseGone : StoreError.notFound }
        var questionnaire = try await questionnaire(respondent.versions)
        // 匿名: a wish to be called would say who one is.
        if respondent.anonymous { questionnaire.questions.removeAll { $0.kind == .contact } }
        return PublicSurvey(
            respondent: respondent, questionnaire: questionnaire, sheet: response?.sheet ?? AnswerSheet(), state: response?.state)
    }
}

extension WriteTransaction {
    /// - Parameter shown: the questions that stood on the page. One that an answer of the page brings up is shown next, before anything
    ///   else; without a script in the browser it could not have been there.
    func answer(page: Int, shown: Set<String>, fields: [String: [String]], english: Bool) async throws -> PublicStep {
        let survey = try await publicSurvey(locked: true)
        let form = survey.questionnaire
        guard form.pages.contains(page) else { throw StoreError.notFound }
        let asked = form.questions.filter { $0.page == page }
        let reader = try AnswerReader(asked, fields, partly: true)
        var errors = reader.errors
        let sheet = form.pruned(form.merged(survey.sheet, page: page, with: reader.sheet))
        for question in form.missing(sheet) where question.page == page && shown.contains(question.key) {
            errors.add(AnswerReader.name(question), .required)
        }
        guard errors.isEmpty else { throw errors }
        let brought = form.questions(on: page, sheet).contains { $0.kind.asks && !shown.contains($0.key) }
        let next = brought ? page : form.page(after: page, sheet)
        // The last page submits, if no earlier one was passed by.
        let gap = next == nil ? form.missing(sheet).first?.page : nil
        let submits = next == nil && gap == nil
        try await change([
            ResponseStatements.save(
                survey.respondent, sheet, page: page, english: english, submits: submits || survey.state == .submitted, tenant: tenant,
                now: now)
        ])
        return submits ? .thanks : .page(gap ?? next ?? page)
    }
}

enum ResponseStatements {
    /// One row a respondent: the first page makes it, every other adds to it.
    static func save(
        _ respondent: SurveyRespondent, _ sheet: AnswerSheet, page: Int, english: Bool, submits: Bool, tenant: TenantID, now: Instant
    ) throws -> SQL {
        let state: ResponseState = submits ? .submitted : .open
        let submitted: Instant? = submits ? now : nil
        let language: String = english ? "en" : "zh-CN"
        return """
            INSERT INTO survey_response AS r (tenant_id, company_id, project_id, vendor_id, wave_id, version_id, sample_id, link_id, holder_id,
                channel, stage, usage, language, state, page, answers, texts, uncounted, started_at, changed_at, submitted_at)
            VALUES (\(tenant), \(respondent.company), \(respondent.project), \(respondent.vendor), \(respondent.wave), \(respondent.versions[0]),
                \(respondent.sample), \(respondent.link), \(respondent.holder), \(respondent.channel), \(respondent.stage), \(respondent.usage),
                \(language), \(state), \(Int16(page)), \(try EventDetail.encode(sheet.answers)),
                \(try EventDetail.encode(sheet.texts)), \(submits), \(now), \(now), \(submitted))
            ON CONFLICT (tenant_id, holder_id) WHERE holder_id < 0 DO UPDATE SET
                language = EXCLUDED.language, state = EXCLUDED.state, page = greatest(r.page, EXCLUDED.page), answers = EXCLUDED.answers,
                texts = EXCLUDED.texts, uncounted = r.uncounted OR EXCLUDED.uncounted, changed_at = EXCLUDED.changed_at,
                submitted_at = coalesce(r.submitted_at, EXCLUDED.submitted_at)
            """
    }
}
