import Domain
import Postgres
import TestSupport
import Testing

@testable import Store

@Suite("Evaluations of vendors") struct EvaluationTests {
    @Test("VENDOR-R4: a template of weights that are not 100 or of bands with a gap is not published; a published one never changes")
    func templates() async throws {
        let stage = try await EvaluationStage.make()
        let version = try await stage.write("bj") { tx in
            try await tx.add(NewTemplate(name: "二", origin: .copy(stage.version)), try await tx.access(for: KeepTemplate.self))
        }
        var indicator = EvaluationStage.content.indicators[2]
        indicator.weight = 1_999
        indicator.source = .inspection(
            .walk, bands: [PointBand(from: 0, to: 8_000, share: 5_000), PointBand(from: 9_000, to: 10_000, share: 10_000)], least: 10)
        let worse = indicator
        try await stage.write("bj") { tx in
            try await tx.save(worse, isNew: false, try await tx.access(version, for: KeepTemplate.self, lock: 1))
        }
        do {
            try await stage.write("bj") { tx in try await tx.publish(try await tx.access(version, for: KeepTemplate.self, lock: 2)) }
            Issue.record("an unfit template was published")
        } catch let unfit as UnfitTemplate {
            #expect(unfit.faults == [TemplateFault(nil, .weightsTotal(9_999)), TemplateFault("walk", .bands(.gap(2)))])
        }
        await #expect(throws: StoreError.self) {
            try await stage.write("bj") { tx in
                try await tx.save(worse, isNew: false, try await tx.access(stage.version, for: KeepTemplate.self, lock: 6))
            }
        }
        await #expect(throws: StoreError.refused(.templateKeep)) {
            try await stage.write("bj-spring", at: "bj-spring") { tx in
                _ = try await tx.access(version, for: KeepTemplate.self, lock: 2)
            }
        }
        try await stage.cast.end()
    }

    @Test("what ships is stored and read back the same")
    func preset() async throws {
        let stage = try await EvaluationStage.make()
        let version = try await stage.write("hq") { tx in
            let version = try await tx.add(
                NewTemplate(name: "住宅", origin: .preset(.residential)), try await tx.access(for: KeepTemplate.self))
            try await tx.publish(try await tx.access(version, for: KeepTemplate.self, lock: 1))
            return version
        }
        let stored = try await stage.read("bj") { try await $0.templateVersion(version) }
        var expected = PresetTemplate.residential.template
        for index in expected.indicators.indices { expected.indicators[index].core = false }
        #expect(stored.content == expected)
        try await stage.cast.end()
    }

    @Test("VENDOR-R4, VENDOR-R6: the cards of a round equal a recomputation from the rows, and what is too little gives its weight away")
    func computes() async throws {
        let stage = try await EvaluationStage.make()
        let spring = stage.cast.yunshan.unit("bj-spring")
        stage.cast.clock.set(Instant(Day(2026, 10, 12)!, hour: 10, offsetMinutes: 480))
        for _ in 0..<3 { _ = try await stage.cast.record() }
        stage.cast.clock.set(ManualClock.start)
        _ = try await stage.cast.record()
        let vendor = stage.cast.yunshan.unit("jy").id
        try await stage.write("bj") { tx in
            try await tx.noteInspected(
                .walk, vendor: vendor, at: spring, on: Day(2026, 10, 8)!, checked: 20, failed: 3, title: "走访", source: "walk-1", by: "李敏")
            try await tx.noteInspected(
                .walk, vendor: vendor, at: spring, on: Day(2026, 10, 8)!, checked: 20, failed: 3, title: "走访", source: "walk-1", by: "李敏")
        }
        let round = try await stage.scored()
        let card = try await stage.card(round)
        let file = try await stage.read("bj") { try await $0.card(card) }
        let houses = try await stage.rows(
            "SELECT count(*)::text FROM house WHERE tenant_id = \(stage.cast.yunshan.id) AND project_id = \(spring.id)")
        let households = try #require(Int(houses[0][0]))
        let expected = ScoreCard(
            EvaluationStage.content,
            evidence: [
                "complaints": .figure(try #require(FactFigure(3, of: households, unit: .perThousand))),
                "walk": .figure(try #require(FactFigure(17, of: 20, unit: .percent))),
                "order": .assessors(
                    try #require(
                        CombinedScore(
                            [9_000, 9_000].enumerated().map { AssessorScore(PersonID(Int64($0.offset)), as: .company, share: $0.element) },
                            by: .mean))),
                "service": .assessors(
                    try #require(
                        CombinedScore(
                            [8_000, 8_000].enumerated().map { AssessorScore(PersonID(Int64($0.offset)), as: .company, share: $0.element) },
                            by: .mean))),
            ])
        #expect(file.total == expected.total && file.coverage == 8_000)
        #expect(file.lines.map(\.points) == expected.lines.map(\.points))
        #expect(file.lines.map(\.value) == expected.lines.map(\.evidence.value))
        #expect(file["visits"]?.state == .notEnough && file["visits"]?.points == 0)
        let line = try await stage.read("bj") { try await $0.line("complaints", of: card) }
        #expect(line.rows.count == 3, "each point opens the rows it was counted from")
        // Counted once more, nothing changes.
        let before = try await stage.rows("SELECT measure, n::text FROM score_cell ORDER BY vendor_id, project_id, month, measure")
        try await stage.cast.store.enqueueScores()
        stage.cast.clock.advance(.hours(2))
        try await stage.work()
        let october = try await stage.rows(
            "SELECT measure, n::text FROM score_cell WHERE month = 202610 ORDER BY vendor_id, project_id, month, measure")
        #expect(before == october)
        try await stage.cast.end()
    }

    @Test("forms: only the own, only until the last day, once; nobody who works for a vendor gets one; forged indicators are refused")
    func forms() async throws {
        let stage = try await EvaluationStage.make()
        let round = try await stage.plan()
        await #expect(throws: StoreError.invalid(FieldErrors("person", .notAChoice))) { try await stage.assign(round, "jy", as: .outside) }
        try await stage.assign(round, "bj-spring", as: .project)
        try await stage.assign(round, "bj", as: .company)
        await #expect(throws: AssessmentRefusal.notAssessing(.scheduled)) { try await stage.fill("bj-spring", ["score.order": "1"]) }
        try await stage.move(round, .start)
        let form = try #require(try await stage.forms(of: "bj-spring").first)
        #expect(try await stage.forms(of: "bj-spring").count == 1)
        await #expect(throws: StoreError.notFound) { try await stage.read("bj") { try await $0.assessment(form.id) } }
        await #expect(throws: StoreError.notFound) {
            try await stage.write("bj") { tx in try await tx.fill(form.id, ["score.order": "1"], submit: false, lock: 1) }
        }
        await #expect(throws: StoreError.invalid(FieldErrors("score.walk", .notAChoice))) {
            try await stage.fill("bj-spring", ["score.order": "9", "score.service": "9", "score.walk": "10"])
        }
        await #expect(throws: StoreError.invalid(FieldErrors("score.service", .tooLarge(max: 10)))) {
            try await stage.fill("bj-spring", ["score.order": "9", "score.service": "11"])
        }
        try await stage.fill("bj-spring", ["score.order": "7"], submit: false)
        #expect(try await stage.forms(of: "bj-spring").first?.sheet.scores == ["order": 7])
        try await stage.fill("bj-spring", ["score.order": "7", "score.service": "6"])
        let again = try #require(try await stage.forms(of: "bj-spring").first)
        await #expect(throws: AssessmentRefusal.submittedAlready) {
            try await stage.write("bj-spring") { tx in
                try await tx.fill(again.id, ["score.order": "10", "score.service": "10"], submit: true, lock: again.lock)
            }
        }
        stage.cast.clock.advance(.days(6))
        await #expect(throws: AssessmentRefusal.tooLate(form.assessUntil)) {
            try await stage.fill("bj", ["score.order": "9", "score.service": "9"])
        }
        try await stage.cast.end()
    }

    @Test("VENDOR-P1, VENDOR-P2: the vendor sees its card once it is confirmed, never notes, corrections, or another's card")
    func seeing() async throws {
        let stage = try await EvaluationStage.make()
        let round = try await stage.scored()
        let card = try await stage.card(round)
        for account in ["jy", "jy-spring", "wx"] {
            await #expect(throws: StoreError.notFound) { try await stage.read(account) { try await $0.card(card) } }
            #expect(try await stage.read(account) { try await $0.cards() }.isEmpty)
        }
        await #expect(throws: StoreError.refused(.cardConfirm)) {
            try await stage.write("bj-spring") { tx in try await tx.moderate(card, line: "order", share: 5_000, reason: "因为") }
        }
        try await stage.write("bj-2") { tx in try await tx.moderate(card, line: "order", share: 5_000, reason: "与现场不符") }
        await #expect(throws: RoundRefusal.guarded(.otherPerson)) { try await stage.move(round, .confirm, by: "bj") }
        try await stage.move(round, .confirm, by: "bj-2")
        let own = try await stage.read("jy") { try await $0.card(card) }
        #expect(own.number == 1 && own.moderations.isEmpty && own["order"]?.computed == 9_000 && own["order"]?.share == 5_000)
        #expect(try await stage.read("jy-spring") { try await $0.cards() }.map(\.id) == [card])
        await #expect(throws: StoreError.notFound) { try await stage.read("wx") { try await $0.card(card) } }
        let line = try await stage.read("jy") { try await $0.line("order", of: card) }
        #expect(line.scores.isEmpty)
        #expect(try await stage.read("bj") { try await $0.line("order", of: card) }.scores.contains { $0.sheet.notes["order"] == "门岗常缺人" })
        let inner = try await stage.read("bj") { try await $0.card(card) }
        #expect(inner.moderations.map(\.reason) == ["与现场不符"])
        try await stage.cast.end()
    }

    @Test("an appeal that is upheld makes version 2; version 1 stays readable; the tier above rules, not who confirmed")
    func appeals() async throws {
        let stage = try await EvaluationStage.make()
        let round = try await stage.scored(order: "3", service: "3")
        try await stage.move(round, .confirm, by: "bj-2")
        let card = try await stage.card(round)
        let first = try await stage.read("jy") { try await $0.card(card) }
        #expect(first.grade == "failed" && first.orders.count == 2)
        let appeal = try await stage.write("jy") { tx in
            try await tx.appeal(card, line: "order", text: "当周停电", evidence: "供电局通知")
        }
        await #expect(throws: AppealRefusal.openAlready) {
            try await stage.write("jy") { tx in _ = try await tx.appeal(card, line: "order", text: "再", evidence: "再") }
        }
        await #expect(throws: AppealRefusal.nothingScored) {
            try await stage.write("jy") { tx in _ = try await tx.appeal(card, line: "visits", text: "再", evidence: "再") }
        }
        await #expect(throws: AppealRefusal.missing(.cardRule)) {
            try await stage.write("bj") { tx in try await tx.rule(appeal, of: card, .uphold, share: 9_000, ruling: "属实") }
        }
        try await stage.write("hq") { tx in try await tx.rule(appeal, of: card, .uphold, share: 9_000, ruling: "属实") }
        let second = try await stage.read("jy") { try await $0.card(card) }
        #expect(second.number == 2 && second.total > first.total && second["order"]?.share == 9_000)
        let old = try await stage.read("jy") { try await $0.card(card, number: 1) }
        #expect(old.total == first.total && old["order"]?.share == 3_000 && old.number == 1)
        #expect(second.versions.map(\.number) == [2, 1])
        await #expect(throws: StoreError.self) { try await stage.read("jy") { try await $0.card(card, number: 3) } }
        stage.cast.clock.advance(.days(8))
        await #expect(throws: AppealRefusal.tooLate(second.card.appealUntil ?? stage.today)) {
            try await stage.write("jy") { tx in _ = try await tx.appeal(card, line: "service", text: "再", evidence: "再") }
        }
        try await stage.cast.end()
    }

    @Test(
        "VENDOR-R5: a bad card suspends, gates and orders; the vendor mends, another re-checks; the group sets a consequence aside on record"
    )
    func consequences() async throws {
        let stage = try await EvaluationStage.make()
        let round = try await stage.scored(order: "3", service: "3")
        try await stage.move(round, .confirm, by: "bj-2")
        let card = try await stage.card(round)
        let (vendor, company) = (stage.cast.yunshan.unit("jy").id, stage.cast.yunshan.unit("bj").id)
        let today = stage.today
        let standing = try #require(try await stage.read("bj") { try await $0.suspension(of: vendor, company: company, on: today) })
        #expect(standing.card == card && standing.fromOn == today)
        let elsewhere = stage.cast.yunshan.unit("nh").id
        #expect(try await stage.read("hq") { try await $0.suspension(of: vendor, company: elsewhere, on: today) } == nil)
        let file = try await stage.read("hq") { try await $0.card(card) }
        let suspension = try #require(file.consequences.first { $0.kind == .suspend })
        await #expect(throws: StoreError.refused(.consequenceOverride)) {
            try await stage.write("bj") { tx in try await tx.override(suspension.id, of: card, reason: "唯一投标人") }
        }
        try await stage.write("hq") { tx in try await tx.override(suspension.id, of: card, reason: "唯一投标人") }
        #expect(try await stage.read("bj") { try await $0.suspension(of: vendor, company: company, on: today) } == nil)
        let order = try #require(file.orders.first)
        await #expect(throws: RectificationRefusal.missing(.rectificationDo)) {
            try await stage.write("bj") { tx in try await tx.take(.complete, of: order.id, text: "完成", version: 1) }
        }
        let shown = try await stage.hold("jy-spring")
        try await stage.write("jy-spring") { tx in
            try await tx.take(.complete, of: order.id, text: "已补岗，附排班表", files: shown, version: 1)
        }
        await #expect(throws: StoreError.self) {
            try await stage.write("bj") { tx in try await tx.take(.verify, of: order.id, text: "已看", version: 1) }
        }
        try await stage.write("bj") { tx in try await tx.take(.verify, of: order.id, text: "已看", version: 2) }
        #expect(try await stage.read("bj") { try await $0.rectification(order.id) }.state == .verified)
        // What is left open is overdue two weeks later and has gone up both tiers.
        stage.cast.clock.advance(.days(30))
        try await stage.cast.store.enqueueScores()
        stage.cast.clock.advance(.hours(1))
        try await stage.work()
        let open = try await stage.read("bj") { try await $0.rectifications(open: true) }
        #expect(!open.isEmpty && open.allSatisfy { $0.level == 2 })
        await #expect(throws: RoundRefusal.guarded(.noOrders)) { try await stage.move(round, .close) }
        try await stage.cast.end()
    }

    @Test("one round a period: the second is refused, a template nobody published too")
    func planning() async throws {
        let stage = try await EvaluationStage.make()
        _ = try await stage.plan()
        await #expect(throws: StoreError.invalid(FieldErrors("month", .taken))) { _ = try await stage.plan() }
        await #expect(throws: StoreError.notFound, "a project plans none") {
            try await stage.write("bj-spring") { tx in _ = try await tx.access(for: RunRound.self) }
        }
        try await stage.cast.end()
    }

    @Test("reminders reach only those who have not handed in, on working days")
    func reminders() async throws {
        let stage = try await EvaluationStage.make()
        let round = try await stage.plan()
        try await stage.assign(round, "bj-spring", as: .project)
        try await stage.assign(round, "bj", as: .company)
        try await stage.move(round, .start)
        try await stage.fill("bj-spring", ["score.order": "9", "score.service": "9"])
        // The last day is a Friday: three days before it, one, and on it.
        for _ in 0..<6 {
            stage.cast.clock.advance(.days(1))
            try await stage.work()
        }
        #expect(try await stage.forms(of: "bj").first?.reminders == 3)
        #expect(try await stage.forms(of: "bj-spring").first?.reminders == 0)
        try await stage.cast.end()
    }
}
