import Domain
import Postgres
import TestSupport
import Testing

@testable import Store

/// Forms of people from outside, and forms that are sent twice.
@Suite("Assessors") struct AssessmentTests {
    private func running(_ stage: EvaluationStage, _ people: [(CastPerson, AssessorRole)]) async throws -> RoundID {
        let round = try await stage.plan()
        for (person, role) in people {
            let lock = try await stage.file(round).round.lock
            try await stage.write("bj") { tx in
                try await tx.assign(NewAssessor(person: person.id, role: role), try await tx.access(round, for: RunRound.self, lock: lock))
            }
        }
        try await stage.move(round, .start)
        return round
    }

    private func forms(_ stage: EvaluationStage, of person: CastPerson) async throws -> [AssessmentRow] {
        try await stage.cast.store.read(stage.cast.entry(person), .member) { try await $0.assessments() }
    }

    @Test("VENDOR-P2: an outside evaluator and an owner have their own forms, in their capacity, until the last day and no longer")
    func outside() async throws {
        let stage = try await EvaluationStage.make()
        let evaluator = try await stage.cast.hire("evaluator", "第三方", as: .vendorAssessor, at: "bj-spring")
        let owner = try await stage.cast.hire("owner", "业委会", as: .ownersCommittee, at: "bj-spring")
        let planned = try await stage.plan()
        let offered = try await stage.file(planned).assessors
        #expect(offered.first { $0.person == evaluator.id }?.usualRole == .outside)
        #expect(offered.first { $0.person == owner.id }?.usualRole == .committee)
        try await stage.move(planned, .cancel)
        _ = try await running(stage, [(evaluator, .outside), (owner, .committee), (stage.cast.yunshan.person("bj-spring"), .project)])
        let form = try #require(try await forms(stage, of: evaluator).first)
        let other = try #require(try await forms(stage, of: owner).first)
        #expect(form.role == .outside && other.role == .committee && form.id != other.id)
        let entry = stage.cast.entry(evaluator)
        #expect(try await stage.cast.store.read(entry, .member) { try await $0.assessment(form.id) }.open)
        await #expect(throws: StoreError.notFound) {
            try await stage.cast.store.read(entry, .member) { try await $0.assessment(other.id) }
        }
        stage.cast.clock.advance(.days(5))
        #expect(try await forms(stage, of: evaluator).count == 1, "the last day counts")
        stage.cast.clock.advance(.days(1))
        #expect(try await forms(stage, of: evaluator).isEmpty)
        await #expect(throws: StoreError.notFound) {
            try await stage.cast.store.read(entry, .member) { try await $0.assessment(form.id) }
        }
        #expect(try await stage.forms(of: "bj-spring").count == 1, "who belongs to the house keeps what was given")
        try await stage.cast.end()
    }

    @Test("two clicks hand a form in once; two windows do not overwrite each other")
    func twice() async throws {
        let stage = try await EvaluationStage.make()
        _ = try await running(stage, [(stage.cast.yunshan.person("bj-spring"), .project), (stage.cast.yunshan.person("bj"), .company)])
        let form = try #require(try await stage.forms(of: "bj-spring").first)
        let (store, entry, key) = (stage.cast.store, stage.cast.yunshan.entry("bj-spring"), stage.cast.form())
        let fields = ["score.order": "7", "score.service": "6"]
        try await withThrowingTaskGroup { group in
            for _ in 0..<2 {
                group.addTask {
                    _ = try await store.write(entry, .member, form: key) { tx in
                        try await tx.fill(form.id, fields, submit: true, lock: form.lock)
                        return "/"
                    }
                }
            }
            try await group.waitForAll()
        }
        let sent = try #require(try await stage.forms(of: "bj-spring").first)
        #expect(sent.state == .submitted && sent.lock == form.lock + 1)
        let own = try #require(try await stage.forms(of: "bj").first)
        try await stage.write("bj") { tx in try await tx.fill(own.id, ["score.order": "3"], submit: false, lock: own.lock) }
        await #expect(throws: StoreError.self) {
            try await stage.write("bj") { tx in try await tx.fill(own.id, ["score.order": "9"], submit: false, lock: own.lock) }
        }
        #expect(try await stage.forms(of: "bj").first?.sheet.scores == ["order": 3])
        try await stage.cast.end()
    }
}
