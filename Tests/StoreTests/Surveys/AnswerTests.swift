import Domain
import Postgres
import TestSupport
import Testing

@testable import Store

@Suite("Answering a survey") struct SurveyAnswerTests {
    private static let responses = "SELECT state, channel, uncounted::text, answers ->> 'overall' FROM survey_response ORDER BY id"

    @Test("one page after the other is kept; the last one submits, once; sent again it gets the first one's answer")
    func submitting() async throws {
        let stage = try await SurveyStage.make(.delivery)
        let ticket = stage.ticket(try await stage.letters(try await stage.collecting(target: 1))[0].token)
        let store = stage.cast.store
        let first = try await store.answer(
            ticket, page: 1, shown: ["overall", "notice", "waiting", "papers"],
            fields: ["q-overall": ["4"], "q-notice": ["4"], "q-waiting": ["3"], "q-papers": ["5"]], english: true)
        #expect(first == .page(2))
        #expect(try await store.survey(ticket).sheet.answers["waiting"] == .code("3"))
        #expect(try await stage.rows(Self.responses) == [["open", "link", "false", "4"]])
        let second = try await store.answer(
            ticket, page: 2, shown: ["guide", "home", "defects", "promise"],
            fields: ["q-guide": ["4"], "q-home": ["2"], "q-defects": ["3"], "q-promise": ["none"]],
            english: true)
        #expect(second == .page(3))
        let last: [String: [String]] = ["q-nps": ["7"], "t-remarks": ["good"]]
        #expect(
            try await store.answer(ticket, page: 3, shown: ["moving", "nps", "remarks", "contact"], fields: last, english: true) == .thanks)
        #expect(try await store.answer(ticket, page: 3, shown: ["nps"], fields: last, english: true) == .thanks, "a repeated submit")
        #expect(try await stage.rows(Self.responses) == [["submitted", "link", "true", "4"]])
        try await stage.cast.end()
    }

    @Test("a submit that arrives twice at once is one answer")
    func twiceAtOnce() async throws {
        let stage = try await SurveyStage.make()
        let ticket = stage.ticket(try await stage.letters(try await stage.collecting(target: 1))[0].token)
        try await withThrowingTaskGroup(of: PublicStep.self) { group in
            for _ in 0..<6 { group.addTask { try await stage.answer(ticket) } }
            for try await step in group { #expect(step == .thanks) }
        }
        #expect(try await stage.rows(Self.responses).count == 1)
        try await stage.cast.end()
    }

    @Test("unknown, used, revoked, expired and foreign tokens, and those of a wave that ended, answer alike")
    func tokens() async throws {
        let stage = try await SurveyStage.make()
        let wave = try await stage.collecting(target: 3)
        let letters = try await stage.letters(wave)
        let store = stage.cast.store
        let unknown = SurveyLinkSecret.make([1, 2, 3]).token
        for ticket in [stage.ticket(unknown), stage.ticket(letters[0].token, tenant: stage.cast.haitang.id)] {
            await #expect(throws: StoreError.self) { try await store.survey(ticket) }
            await #expect(throws: StoreError.self) { try await stage.answer(ticket) }
        }
        try await stage.answer(stage.ticket(letters[0].token))
        await #expect(throws: StoreError.self, "used") { try await store.survey(stage.ticket(letters[0].token)) }
        let sample = try #require(letters[1].sample)
        try await SurveyStage.write(stage.cast, stage.cast.yunshan.entry("bj")) { tx in
            try await tx.revoke(sample, try await tx.access(wave, for: RunWave.self, lock: nil))
        }
        await #expect(throws: StoreError.self, "revoked") { try await store.survey(stage.ticket(letters[1].token)) }
        let renewed = try await stage.letters(wave).first { $0.sample == sample }
        #expect(renewed.map { $0.token != letters[1].token } == true)
        stage.cast.clock.advance(.days(22))
        await #expect(throws: StoreError.self, "expired") { try await store.survey(stage.ticket(letters[2].token)) }
        #expect(SurveyTicket(tenant: stage.cast.yunshan.id, token: "short", key: []) == nil)
        try await stage.cast.end()
    }

    @Test("what is wrong is refused and nothing of the page is written; forged ids and endless texts too")
    func refusing() async throws {
        let stage = try await SurveyStage.make()
        let ticket = stage.ticket(try await stage.letters(try await stage.collecting(target: 1))[0].token)
        let wrong: [[String: [String]]] = [
            ["q-overall": ["9"]], ["q-secret": ["1"]], ["t-remarks": [String(repeating: "长", count: 10_000)]], ["q-overall": ["1", "2"]],
        ]
        for fields in wrong {
            await #expect(throws: FieldErrors.self) { try await stage.answer(ticket, SurveyStage.good.merging(fields) { $1 }) }
        }
        await #expect(throws: FieldErrors.self, "required") { try await stage.answer(ticket, ["q-overall": ["3"]]) }
        #expect(try await stage.rows(Self.responses) == [])
        #expect(try await stage.answer(ticket) == .thanks)
        try await stage.cast.end()
    }

    @Test("a question that an answer brings up is shown before the form goes on")
    func followUp() async throws {
        let stage = try await SurveyStage.make()
        let ticket = stage.ticket(try await stage.letters(try await stage.collecting(target: 1))[0].token)
        let bad = SurveyStage.good.merging(["q-overall": ["1"]]) { $1 }
        #expect(try await stage.answer(ticket, bad) == .page(1))
        let more = bad.merging(["q-why": ["2"]]) { $1 }
        #expect(try await stage.answer(ticket, more, shown: SurveyStage.shown.union(["why"])) == .thanks)
        try await stage.cast.end()
    }

    @Test("answers may change until the last day where the wave says so, and count again")
    func changing() async throws {
        let stage = try await SurveyStage.make()
        let ticket = stage.ticket(try await stage.letters(try await stage.collecting(allowsChange: true, target: 1))[0].token)
        try await stage.answer(ticket)
        try await stage.cast.database.administer {
            try await $0.execute(script: "UPDATE survey_response SET uncounted = false, counted = answers")
        }
        #expect(try await stage.answer(ticket, SurveyStage.good.merging(["q-overall": ["3"]]) { $1 }) == .thanks)
        #expect(try await stage.rows(Self.responses) == [["submitted", "link", "true", "3"]])
        #expect(try await stage.rows("SELECT counted ->> 'overall' FROM survey_response") == [["5"]])
        try await stage.cast.end()
    }

    @Test("an anonymous wave: ballots name nobody, nothing joins household and answer, and nobody is asked who they are")
    func anonymous() async throws {
        let stage = try await SurveyStage.make()
        let wave = try await stage.collecting(anonymous: true, target: 3)
        let letters = try await stage.letters(wave)
        #expect(letters.count == 3 && letters.allSatisfy { $0.sample == nil && $0.label.isEmpty })
        let ticket = stage.ticket(letters[0].token)
        #expect(try await stage.cast.store.survey(ticket).questionnaire["contact"] == nil)
        let fields = SurveyStage.good.filter { $0.key != "q-contact" }
        await #expect(throws: FieldErrors.self) { try await stage.answer(ticket) }
        stage.cast.clock.advance(.hours(1))
        try await stage.answer(ticket, fields)
        let joined = try await stage.rows(
            """
            SELECT (r.sample_id IS NULL AND l.sample_id IS NULL)::text, l.kind,
                (SELECT count(*)::text FROM survey_sample s WHERE s.xmin = r.xmin OR s.reminded_at = r.submitted_at OR s.invited_at = r.submitted_at)
            FROM survey_response r JOIN survey_link l ON l.id = r.link_id
            """)
        #expect(joined == [["true", "ballot", "0"]])
        try await stage.cast.end()
    }

    @Test("an open link tells browsers apart by their own key, and shows nobody another one's answers")
    func openLink() async throws {
        let stage = try await SurveyStage.make()
        let wave = try await stage.collecting(anonymous: true, target: 3)
        let spring = stage.cast.yunshan.unit("bj-spring").id
        let bj = stage.cast.yunshan.entry("bj")
        try await SurveyStage.write(stage.cast, bj) { tx in
            try await tx.openLink(spring, try await tx.access(wave, for: RunWave.self, lock: nil))
        }
        let token = try #require(try await stage.cast.store.read(bj, .member) { try await $0.openLinks(wave) }[spring])
        let fields = SurveyStage.good.filter { $0.key != "q-contact" }
        let (one, other) = (stage.ticket(token, key: [1]), stage.ticket(token, key: [2]))
        _ = try await stage.cast.store.answer(one, page: 1, shown: SurveyStage.shown, fields: fields, english: false)
        #expect(try await stage.cast.store.survey(other).sheet == AnswerSheet())
        try await stage.answer(other, fields)
        #expect(try await stage.rows(Self.responses).map { $0[1] } == ["open", "open"])
        try await stage.cast.end()
    }

    @Test("paper and telephone: each line for itself, the interviewer on it, a second entry by somebody else")
    func entering() async throws {
        let stage = try await SurveyStage.make()
        let wave = try await stage.collecting()
        let spring = stage.cast.yunshan.unit("bj-spring").id
        @Sendable func line(_ door: String, _ overall: String) -> EntryLine {
            EntryLine(door: door, fields: ["q-overall": [overall], "q-attitude": ["4"], "q-work": ["4"]])
        }
        let desk = stage.cast.yunshan.entry("bj-spring")
        let outcomes = try await SurveyStage.write(stage.cast, desk) { tx in
            try await tx.enter(
                [line("1-101", "4"), line("1-102", "9"), line("99-999", "4"), line("1-101", "3")], by: .paper,
                try await tx.access(wave, project: spring, for: EnterAnswers.self))
        }
        #expect(outcomes[0] == .saved)
        #expect(outcomes[1] == .wrong(FieldErrors("q-overall", .notAChoice)))
        #expect(outcomes[2] == .wrong(FieldErrors("door", .notFound)))
        #expect(outcomes[3] == .wrong(FieldErrors("door", .taken)))
        #expect(try await stage.rows("SELECT channel, entered_by_name, check_state FROM survey_response") == [["paper", "陈晨", "due"]])
        let id = ResponseID(Int64(try await stage.rows("SELECT id::text FROM survey_response")[0][0])!)
        let again = { (account: String, overall: String) in
            try await SurveyStage.write(stage.cast, stage.cast.yunshan.entry(account)) { tx in
                try await tx.check(
                    id, fields: line("", overall).fields, try await tx.access(wave, project: spring, for: EnterAnswers.self))
            }
        }
        await #expect(throws: StoreError.self, "not by the same person") { try await again("bj-spring", "4") }
        #expect(try await again("bj-spring-2", "2") == .different)
        try await SurveyStage.write(stage.cast, desk) { tx in
            try await tx.settle(id, second: true, try await tx.access(wave, project: spring, for: EnterAnswers.self))
        }
        #expect(try await stage.rows("SELECT check_state, answers ->> 'overall' FROM survey_response") == [["settled", "2"]])
        // The household's own link is used up by the paper.
        let letters = try await stage.letters(wave)
        let link = try #require(letters.first { $0.label.contains("101") && $0.building.contains("1") })
        _ = link
        try await stage.cast.end()
    }

    @Test("row security: a respondent reaches the own answer and nothing else")
    func respondentScope() async throws {
        let stage = try await SurveyStage.make()
        let letters = try await stage.letters(try await stage.collecting(target: 3))
        for letter in letters.prefix(2) { try await stage.answer(stage.ticket(letter.token)) }
        let ticket = stage.ticket(letters[2].token)
        _ = try await stage.cast.store.answer(ticket, page: 1, shown: [], fields: ["q-overall": ["3"]], english: false)
        let pool = stage.cast.pool
        let seen = try await pool.withConnection(deadline: .seconds(30)) { lease in
            let results = try await lease.pipeline([
                "BEGIN READ ONLY", SurveyRespondent.enter(ticket, writing: false, now: stage.cast.clock.now()).sql,
                "SELECT (SELECT count(*) FROM survey_response)",
                "SELECT (SELECT count(*) FROM survey_sample) + (SELECT count(*) FROM customer)",
                "SELECT (SELECT count(*) FROM house) + (SELECT count(*) FROM survey_wave_unit)", "COMMIT",
            ])
            return try (2...4).map { try results[$0].decode(Single<Int>.self)[0].value }
        }
        #expect(seen == [1, 0, 0])
        try await stage.cast.end()
    }
}
