import Domain
import Postgres
import TestSupport
import Testing

@testable import Store

@Suite("Inspections and what they lead to") struct InspectionStoreTests {
    private func orders(_ cast: Cast) async throws -> Int { try await cast.number("SELECT count(*) FROM rectification") }

    @Test("VENDOR-R4: each item that failed becomes one order to the vendor's site, and the two lead to each other")
    func orders() async throws {
        let cast = try await Cast.assemble()
        let inspection = try await CastInspection.draw(cast)
        try await inspection.walk(failing: 2)
        #expect(try await orders(cast) == 0, "a draft orders nothing")
        try await inspection.take(.issue)
        let (round, checks) = try await inspection.file()
        let failed = checks.filter { $0.result == .fail }
        #expect(failed.count == 2 && failed.allSatisfy { $0.order != nil && $0.orderState == .open })
        #expect(checks.filter { $0.result != .fail }.allSatisfy { $0.order == nil })
        let due = cast.today.adding(days: 15)
        let id = try #require(failed.first?.order)
        for account in ["bj-spring", "bj", "jy-spring", "jy"] {
            let (order, finding) = try await cast.store.read(cast.yunshan.entry(account), .member) { tx in
                (try await tx.rectification(id), try await tx.finding(of: id))
            }
            #expect(order.source == "inspection" && order.dueOn == due && order.unit.code == "jy-spring", "\(account)")
            #expect(order.overseer.id == cast.yunshan.unit("bj-spring").id && order.demand == "堆放杂物")
            #expect(finding?.check == failed[0].id && finding?.inspection == round.id && finding?.point == failed[0].point, "\(account)")
        }
        await #expect(throws: StoreError.notFound) {
            try await cast.store.read(cast.yunshan.entry("nh"), .member) { try await $0.rectification(id) }
        }
        try await cast.end()
    }

    @Test("a report issued twice, by a second press, from another tab or after a kill, orders once and counts once")
    func once() async throws {
        let cast = try await Cast.assemble()
        let inspection = try await CastInspection.draw(cast)
        try await inspection.walk(failing: 3)
        let version = try await inspection.file().round.version
        struct Killed: Error {}
        await #expect(throws: Killed.self) {
            try await cast.change(as: "bj-spring") { tx in
                let permit = try await tx.access(inspection.round, version: version, for: StepOnInspection.self)
                try await tx.take(.issue, opinion: "请按期整改", permit)
                throw Killed()
            }
        }
        #expect(try await orders(cast) == 0)
        #expect(try await inspection.file().round.state == .drafted)
        let form = cast.form()
        try await inspection.take(.issue, version: version, form: form)
        try await inspection.take(.issue, version: version, form: form)
        await #expect(throws: StoreError.self) { try await inspection.take(.issue, version: version) }
        #expect(try await orders(cast) == 3)
        #expect(try await cast.number("SELECT count(*) FROM score_inspected") == 1)
        #expect(try await cast.number("SELECT sum(failed) FROM score_inspected") == 3)
        // Whatever the code does: the database takes one order a finding.
        let finding = try #require(try await inspection.file().checks.first { $0.result == .fail })
        let unit = cast.yunshan.unit("jy-spring")
        await #expect(throws: StoreError.constraint(name: "rectification_finding_key")) {
            try await cast.change(as: "bj-spring") { tx in
                try await tx.enter()
                try await tx.issueRectification(
                    NewRectification(
                        source: .inspection(finding: finding.id.rawValue), unit: unit, overseer: unit, title: "再开", demand: "",
                        dueOn: cast.today))
            }
        }
        try await cast.end()
    }

    @Test("VENDOR-R4: two at once issue one report")
    func atOnce() async throws {
        let cast = try await Cast.assemble()
        let inspection = try await CastInspection.draw(cast)
        try await inspection.walk(failing: 1)
        let version = try await inspection.file().round.version
        let issued = await withTaskGroup(of: Bool.self) { group in
            for _ in 0..<4 {
                group.addTask { (try? await inspection.take(.issue, version: version)) != nil }
            }
            return await group.reduce(into: 0) { $0 += $1 ? 1 : 0 }
        }
        #expect(issued == 1)
        #expect(try await orders(cast) == 1)
        try await cast.end()
    }

    @Test("VENDOR-R4: what a report found counts in the month it went out, in the walk's indicator and in the rate of failures")
    func facts() async throws {
        let stage = try await EvaluationStage.make()
        let cast = stage.cast
        cast.clock.set(Instant(Day(2026, 10, 12)!, hour: 10, offsetMinutes: 480))
        let inspection = try await CastInspection.draw(cast, by: "bj", items: 10)
        try await inspection.walk(failing: 3)
        try await inspection.take(.issue)
        cast.clock.set(ManualClock.start)
        let card = try await stage.card(try await stage.scored())
        let line = try #require(try await stage.read("bj") { try await $0.card(card) }["walk"])
        let walked = try #require(FactFigure(17, of: 20, unit: .percent))
        #expect(line.state == .scored && line.value == walked.value)
        let cells = try await stage.read("bj") { tx in
            try await tx.fetch(
                FactCellRow.sums([cast.yunshan.unit("jy").id], months: [EvaluationStage.month], tenant: cast.yunshan.id))
        }
        var sums = FactSums()
        for cell in cells { sums.add(cell.n, to: cell.measure) }
        #expect(sums.figure(.inspectionFailure) == FactFigure(3, of: 20, unit: .percent))
        // Each point of the line opens what it was counted from.
        let opened = try await stage.read("bj") { try await $0.line("walk", of: card) }
        #expect(opened.inspections.map(\.title) == ["走访 · 1"])
        try await cast.end()
    }

    @Test("an entry after the round was finished is refused, and nothing of it is kept")
    func late() async throws {
        let cast = try await Cast.assemble()
        let inspection = try await CastInspection.draw(cast)
        try await inspection.walk(failing: 0)
        let check = try #require(try await inspection.file().checks.first)
        await #expect(throws: StoreError.self) { try await inspection.enter(check.id, .fail, comment: "迟到") }
        #expect(try await inspection.file().checks.allSatisfy { $0.result == .pass })
        try await inspection.take(.reopen)
        try await inspection.enter(check.id, .fail, comment: "补记")
        #expect(try await inspection.file().round.failed == 1)
        try await cast.end()
    }

    @Test("a code on the wall leads to the round under way, and says when there is none; a surprise is no vendor's")
    func code() async throws {
        let cast = try await Cast.assemble()
        let inspection = try await CastInspection.draw(cast, notice: .surprise)
        let point = try #require(try await inspection.points().points.first)
        func scanned(_ account: String) async throws -> PointOfRound {
            try await cast.store.read(cast.yunshan.entry(account), .member) { try await $0.round(at: point.code) }
        }
        for account in ["bj-spring", "bj", "hq"] { #expect(try await scanned(account).inspection == inspection.round, "\(account)") }
        await #expect(throws: StoreError.notFound) { try await scanned("jy-spring") }
        await #expect(throws: StoreError.notFound) {
            try await cast.store.read(cast.yunshan.entry("jy-spring"), .member) { try await $0.inspection(inspection.round) }
        }
        try await inspection.walk(failing: 0)
        let later = try await scanned("bj-spring")
        #expect(later.point == point.id && later.inspection == nil)
        try await cast.end()
    }
}
