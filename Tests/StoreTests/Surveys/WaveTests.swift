import Domain
import Postgres
import TestSupport
import Testing

@testable import Store

@Suite("Survey waves") struct SurveyWaveTests {
    @Test("SURVEY-R3: drawn by a seed that anybody can repeat, issued with one link a household, walked in delivery order")
    func drawing() async throws {
        let stage = try await SurveyStage.make()
        let wave = try await stage.plan(target: 3)
        #expect(try await stage.count(wave) > 3)
        try await stage.move(wave, .approve, by: "bj-2")
        #expect(try await stage.draw(wave, seed: "a") == 3)
        let drawn = "SELECT house_id::text, draw_rank::text FROM survey_sample WHERE state = 'drawn' ORDER BY draw_rank, house_id"
        let first = try await stage.rows(drawn)
        _ = try await stage.draw(wave, seed: "b")
        _ = try await stage.draw(wave, seed: "a")
        #expect(try await stage.rows(drawn) == first)
        #expect(try await stage.file(wave).wave.seed == "a")
        try await stage.move(wave, .issue)
        let letters = try await stage.letters(wave)
        #expect(letters.count == 3 && Set(letters.map(\.token)).count == 3)
        #expect(letters.allSatisfy { $0.token.utf8.count == 26 }, "128 bits")
        let stored = try await stage.rows("SELECT encode(token_hash, 'hex') || encode(nonce, 'hex') FROM survey_link")
        #expect(letters.allSatisfy { letter in !stored.contains { $0[0].contains(letter.token) } })
        try await stage.cast.end()
    }

    @Test("a wave asks who its plan describes; nobody to ask is never approved")
    func nobody() async throws {
        let stage = try await SurveyStage.make()
        let wave = try await stage.plan(audience: Audience(respondents: [.developer]))
        #expect(try await stage.count(wave) == 0)
        await #expect(throws: WaveRefusal.guarded(.audience)) { try await stage.move(wave, .approve, by: "bj-2") }
        await #expect(throws: WaveRefusal.guarded(.otherPerson)) { try await stage.move(try await stage.plan(), .approve, by: "bj") }
        try await stage.cast.end()
    }

    @Test("one contact budget for surveys and return visits: a household asked inside the gap is held back and listed")
    func budget() async throws {
        let stage = try await SurveyStage.make()
        let first = try await stage.collecting(target: 2)
        #expect(try await stage.file(first).counts.contains { $0.state == .invited && $0.count == 2 })
        let second = try await stage.plan(gap: 30)
        let households = try await stage.count(second)
        try await stage.move(second, .approve, by: "bj-2")
        #expect(try await stage.draw(second) == households - 2)
        let held = try await stage.cast.store.read(stage.cast.yunshan.entry("bj"), .member) {
            try await $0.sample(second, state: .heldBack, after: nil)
        }
        #expect(held.count == 2 && held.allSatisfy { $0.reason == stage.today.isoText })
        try await stage.cast.end()
    }

    @Test("a published version never changes, and a form published meanwhile changes nothing under way")
    func fixedVersion() async throws {
        let stage = try await SurveyStage.make()
        let wave = try await stage.collecting(target: 1)
        let bj = stage.cast.yunshan.entry("bj")
        await #expect(throws: StoreError.self) {
            try await SurveyStage.write(stage.cast, bj) { tx in
                try await tx.removeQuestion("work", try await tx.access(stage.version, for: DesignForm.self, lock: nil))
            }
        }
        let draft = try await SurveyStage.write(stage.cast, bj) { tx in
            let draft = try await tx.newDraft(stage.form)
            try await tx.removeQuestion("work", try await tx.access(draft, for: DesignForm.self, lock: nil))
            try await tx.publish(try await tx.access(draft, for: DesignForm.self, lock: nil))
            return draft
        }
        #expect(draft != stage.version)
        let letter = try await stage.letters(wave)[0]
        let survey = try await stage.cast.store.survey(stage.ticket(letter.token))
        #expect(survey.questionnaire["work"] != nil && survey.respondent.versions == [stage.version])
        try await stage.cast.end()
    }

    @Test("core lock: a project adds behind its company's core and cannot touch it")
    func coreLock() async throws {
        let stage = try await SurveyStage.make()
        let spring = stage.cast.yunshan.entry("bj-spring")
        await #expect(throws: StoreError.self) {
            try await SurveyStage.write(stage.cast, spring) { tx in try await tx.newDraft(stage.form) }
        }
        try await SurveyStage.write(stage.cast, spring) { tx in
            let new = NewSurveyForm(name: "春晓追加", purpose: .special, origin: .addition(stage.form))
            let version = try await tx.add(new, try await tx.access(for: DesignForm.self))
            let draft = QuestionDraft.read(["kind": "shortText", "text": "门岗如何？", "page": "1", "weight": "1000"], key: nil, free: "gate")
            try await tx.add(try draft.get(), try await tx.access(version, for: DesignForm.self, lock: nil))
            try await tx.publish(try await tx.access(version, for: DesignForm.self, lock: nil))
        }
        let wave = try await stage.collecting()
        let letters = try await stage.letters(wave)
        var added = 0
        for letter in letters {
            let survey = try await stage.cast.store.survey(stage.ticket(letter.token))
            let isSpring = survey.respondent.projectName.chinese == "春晓"
            #expect((survey.questionnaire["gate"] != nil) == isSpring)
            if isSpring { added += 1 }
            #expect(survey.questionnaire.questions.filter(\.core).map(\.key) == PresetForm.afterRepair.questionnaire.questions.map(\.key))
        }
        #expect(added > 0)
        try await stage.cast.end()
    }

    @Test("SURVEY-P1: a vendor sees no wave, no sample and no answer; another company sees none of this one's")
    func sight() async throws {
        let stage = try await SurveyStage.make()
        let wave = try await stage.collecting(target: 2)
        for account in ["jy", "jy-spring", "nh"] {
            await #expect(throws: StoreError.self, "\(account)") { try await stage.file(wave, as: account) }
        }
        #expect(try await stage.file(wave, as: "hq").wave.id == wave)
        #expect(try await stage.file(wave, as: "bj-spring").units.allSatisfy { $0.code == "bj-spring" })
        try await stage.cast.end()
    }

    @Test("reminders stop at the ceiling, come on working days at nine, and only to who has not answered; the wave ends by itself")
    func tending() async throws {
        let stage = try await SurveyStage.make()
        let wave = try await stage.collecting(target: 3)
        let friday = Instant(Day(2026, 11, 20)!, hour: 17, offsetMinutes: 480)
        #expect(ReminderHours.next(after: friday, offsetMinutes: 480) == Instant(Day(2026, 11, 23)!, hour: 9, offsetMinutes: 480))
        let early = Instant(Day(2026, 11, 20)!, hour: 3, offsetMinutes: 480)
        #expect(ReminderHours.next(after: early, offsetMinutes: 480) == Instant(Day(2026, 11, 20)!, hour: 9, offsetMinutes: 480))
        try await stage.answer(stage.ticket(try await stage.letters(wave)[0].token))
        for _ in 0..<30 {
            stage.cast.clock.advance(.days(1))
            for claim in try await stage.cast.store.claim(worker: "w") where claim.kind == TendWave.kind {
                try await stage.cast.store.job(claim, worker: "w") { tx, job in try await TendWave.run(tx, job) }
            }
        }
        let reminders = try await stage.rows("SELECT reminders::text FROM survey_sample WHERE state = 'invited' ORDER BY reminders")
        #expect(reminders == [["0"], ["1"], ["1"]])
        #expect(try await stage.rows("SELECT state FROM survey_wave") == [["closed"]])
        try await stage.cast.end()
    }
}
