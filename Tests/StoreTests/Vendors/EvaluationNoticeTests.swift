import Domain
import Postgres
import TestSupport
import Testing

@testable import Store

/// Who is told what of an evaluation.
@Suite("Notices of evaluations") struct EvaluationNoticeTests {
    private func told(_ stage: EvaluationStage, _ account: String) async throws -> [NoticeKind] {
        try await stage.read(account) { try await $0.notices().rows }.reversed().map(\.kind).filter(\.isAboutScores)
    }

    @Test("assessors are told of forms when a round starts, whoever joins later too, nobody twice, and not who did it")
    func forms() async throws {
        let stage = try await EvaluationStage.make()
        let round = try await stage.plan()
        try await stage.assign(round, "bj-spring", as: .project)
        try await stage.assign(round, "bj", as: .company)
        try await stage.work()
        #expect(try await told(stage, "bj-spring").isEmpty, "nothing can be filled in yet")
        try await stage.move(round, .start)
        try await stage.work()
        #expect(try await told(stage, "bj-spring") == [.scoreForms])
        #expect(try await told(stage, "bj").isEmpty)
        try await stage.assign(round, "bj-2", as: .company)
        try await stage.work()
        #expect(try await told(stage, "bj-2") == [.scoreForms])
        #expect(try await told(stage, "bj-spring") == [.scoreForms])
        let notice = try #require(try await stage.read("bj-spring") { try await $0.notices().rows }.first)
        #expect(notice.run == round.rawValue && notice.ticket == nil && notice.subject == "10 月考核")
        for account in ["jy", "jy-spring", "nh", "hq"] { #expect(try await told(stage, account).isEmpty) }
        try await stage.cast.end()
    }

    @Test("reminders come in working hours only; a threshold on a weekend is not lost; who handed in is left alone")
    func reminders() async throws {
        let stage = try await EvaluationStage.make()
        let sunday = stage.today.adding(days: 14)
        let new = NewRound(template: stage.template, name: "10 月考核", month: EvaluationStage.month, assessUntil: sunday)
        let round = try await stage.write("bj") { tx in try await tx.plan(new, try await tx.access(for: RunRound.self)) }
        for account in ["bj-spring", "bj", "bj-2"] { try await stage.assign(round, account, as: .company) }
        try await stage.move(round, .start)
        try await stage.fill("bj-spring", ["score.order": "9", "score.service": "9"])
        // The worker was down on Wednesday and came back in the evening: nobody is reminded then.
        stage.cast.clock.set(Instant(sunday.adding(days: -11), hour: 21, offsetMinutes: 480))
        try await stage.work()
        for day in -10...0 {
            stage.cast.clock.set(Instant(sunday.adding(days: Int(day)), hour: 10, offsetMinutes: 480))
            try await stage.work()
        }
        // Seven days before is a Sunday and told on Monday, three a Thursday; of the last weekend Friday speaks.
        #expect(try await stage.forms(of: "bj").first?.reminders == 3)
        #expect(try await told(stage, "bj") == [.scoreReminder, .scoreReminder, .scoreReminder])
        #expect(try await told(stage, "bj-2") == [.scoreForms, .scoreReminder, .scoreReminder, .scoreReminder])
        #expect(try await told(stage, "bj-spring").isEmpty, "handed in before anybody was told")
        let days = try await stage.rows(
            "SELECT DISTINCT ((at AT TIME ZONE 'Asia/Shanghai')::date)::text FROM notice WHERE kind = 'scoreReminder' ORDER BY 1")
        #expect(days.map { $0[0] } == [-6, -3, -2].map { sunday.adding(days: $0).isoText })
        try await stage.cast.end()
    }

    @Test("VENDOR-P1: the vendor is told of its card, its orders and the ruling; the tier above of the appeal; nobody else of any of it")
    func cards() async throws {
        let stage = try await EvaluationStage.make()
        let round = try await stage.scored(order: "3", service: "3")
        try await stage.work()
        #expect(try await told(stage, "jy").isEmpty, "not before it is confirmed")
        try await stage.move(round, .confirm, by: "bj-2")
        try await stage.work()
        let first: Set<NoticeKind> = [.scoreCard, .scoreOrder]
        for account in ["jy", "jy-spring"] {
            let kinds = Set(try await told(stage, account))
            #expect(kinds == first, "\(account)")
        }
        let card = try await stage.card(round)
        let appeal = try await stage.write("jy") { tx in
            try await tx.appeal(card, line: "order", text: "当周停电", evidence: "供电局通知")
        }
        try await stage.work()
        #expect(try await told(stage, "hq") == [.scoreAppeal])
        try await stage.write("hq") { tx in try await tx.rule(appeal, of: card, .uphold, share: 9_000, ruling: "属实") }
        try await stage.work()
        #expect(try await told(stage, "jy").last == .scoreRuling)
        for account in ["wx", "nh", "tech-spring"] { #expect(try await told(stage, account).isEmpty, "\(account)") }
        try await stage.cast.end()
    }

    @Test("VENDOR-R5: who re-checks is told when an order is done, the vendor when it comes back, one tier more when it is overdue")
    func orders() async throws {
        let stage = try await EvaluationStage.make()
        let round = try await stage.scored(order: "3", service: "3")
        try await stage.move(round, .confirm, by: "bj-2")
        try await stage.work()
        let card = try await stage.card(round)
        let order = try #require(try await stage.read("bj") { try await $0.card(card) }.orders.first)
        let shown = try await stage.hold("jy-spring")
        try await stage.write("jy-spring") { tx in try await tx.take(.complete, of: order.id, text: "已补岗", files: shown, version: 1) }
        try await stage.work()
        #expect(try await told(stage, "bj").last == .scoreOrderDone)
        try await stage.write("bj") { tx in try await tx.take(.sendBack, of: order.id, text: "照片看不清", version: 2) }
        try await stage.work()
        #expect(try await told(stage, "jy-spring").last == .scoreOrderBack)
        #expect(try await told(stage, "hq").isEmpty)
        stage.cast.clock.advance(.days(30))
        try await stage.cast.store.enqueueScores()
        stage.cast.clock.advance(.hours(1))
        try await stage.work()
        for account in ["jy", "jy-spring", "bj", "hq"] { #expect(try await told(stage, account).last == .scoreOrderOverdue, "\(account)") }
        try await stage.cast.end()
    }
}
