import Domain
import Postgres
import Store
import TestSupport
import Testing

@Suite("Engagements and change-over") struct EngagementTests {
    private func card(_ cast: Cast, _ site: String) async throws -> EngagementCard {
        let id = try await cast.engagement(of: site)
        let found = try await cast.store.read(cast.yunshan.entry("hq"), .member) {
            try await $0.fetchFirst(EngagementCard.one(id, tenant: $0.tenant))
        }
        return try #require(found)
    }

    private func changeOver(_ cast: Cast, on day: Day, _ more: [String: String] = [:]) async throws {
        let id = try await cast.engagement(of: "jy-spring")
        let fields = [
            "vendor": cast.yunshan.unit("wx").id.description, "on": day.isoText, "until": "", "code": "wx-spring", "name": "万欣春晓服务中心",
        ].merging(more) { $1 }
        try await cast.asAdmin { tx in
            try await tx.changeOver(fields, try await tx.access(id, for: KeepEngagement.self))
        }
    }

    @Test("ORG-R15: on the day of the change-over open matters go to the new vendor's site; its people see them, the old ones nothing")
    func changeOver() async throws {
        let cast = try await Cast.assemble()
        let accepted = try await cast.record()
        try await accepted.take(.accept, by: "jy-spring", ["severity": "minor"])
        try await accepted.take(.note, by: "jy-spring", ["text": "业主难缠，内部注意"])
        try await accepted.take(.proposePlan, by: "jy-spring", ["text": "更换阀门", "compensation": "0"])
        let raised = try await cast.record(door: "bj-spring/1-102")
        try await raised.take(.accept, by: "jy-spring", ["severity": "minor"])
        try await raised.take(.escalate, by: "jy-spring", ["reason": "需总包", "tried": "已闭水"])
        let day = cast.today.adding(days: 3)
        try await changeOver(cast, on: day)
        #expect(try await card(cast, "jy-spring").state(today: cast.today) == .handingOver)
        #expect(try await card(cast, "wx-spring").state(today: cast.today) == .proposed)
        try await cast.work()
        #expect(try await accepted.isVisible(to: "jy-spring"), "nothing happens before the day")

        cast.clock.set(Instant(day, hour: 8, offsetMinutes: 480))
        #expect(try await !accepted.isVisible(to: "jy-spring"), "the old vendor's last day is over")
        try await cast.work()
        let people = try await newColleagues(cast)
        let file = try await cast.store.read(people.site, .member) { try await $0.ticket(accepted.id) }
        #expect(file.record.ownerUnit == people.site.viewpoint?.id && file.record.handler == nil)
        #expect(file.events.map(\.action) == [.changeVendor], "what the old vendor wrote among itself stays with it")
        #expect(!file.events.contains { $0.text.contains("难缠") })
        #expect(file.ticket.plans.map(\.text) == ["更换阀门"], "what the customer was promised is known")
        #expect(file.events.first?.detail == ["from": "佳园物业", "to": "万欣物业"])
        // Company and project read the whole log, and it is whole.
        let above = try await accepted.file(as: "bj")
        #expect(above.events.count == above.record.version && above.firstBrokenLine == nil)
        #expect(above.events.contains { $0.text.contains("难缠") })
        let waiting = try await cast.store.read(people.centre, .member) { try await $0.ticket(raised.id) }
        #expect(waiting.record.holderUnit == cast.yunshan.unit("wx").id && waiting.facts.escalation?.toUnit == cast.yunshan.unit("wx").id)
        // It goes on from where it stood, in the new hands.
        _ = try await cast.store.take(
            .customerAccepts, on: accepted.id, version: file.record.version, fields: [:], people.site, form: cast.form(), path: "/")
        let old = try await card(cast, "jy-spring")
        #expect(old.state(today: day) == .ended && old.handover?.tickets == 2 && old.handover?.toUnit == people.site.viewpoint?.id)
        try await cast.end()
    }

    @Test("ORG-R15: without a follower the developer answers: project for the site, company for the vendor's centre")
    func withoutFollower() async throws {
        let cast = try await Cast.assemble()
        let ticket = try await cast.record()
        try await ticket.take(.accept, by: "jy-spring", ["severity": "minor"])
        let id = try await cast.engagement(of: "jy-spring")
        let last = cast.today.adding(days: 1)
        try await cast.asAdmin { tx in try await tx.end(try await tx.access(id, for: KeepEngagement.self), on: last) }
        cast.clock.set(Instant(last.adding(days: 1), hour: 0, minute: 1, offsetMinutes: 480))
        try await cast.work()
        let file = try await ticket.file(as: "bj-spring")
        #expect(file.record.line == .developer && file.record.vendor == nil && file.record.ownerUnit == cast.yunshan.unit("bj-spring").id)
        #expect(file.facts.ladder.reason == .afterHandoverWithoutVendor)
        try await ticket.take(.assign, by: "bj-spring", ["assignee": cast.yunshan.person("bj-spring").id.description])
        try await cast.end()
    }

    @Test("what a vendor left behind whose engagement ended long ago is handed over on request")
    func leftBehind() async throws {
        let cast = try await Cast.assemble()
        let ticket = try await cast.record()
        try await ticket.take(.accept, by: "jy-spring", ["severity": "minor"])
        _ = try await cast.database.administer { try await $0.execute(script: "UPDATE engagement SET to_on = '2026-11-20'") }
        #expect(try await !ticket.actions(of: "hq").isEmpty)
        let id = try await cast.engagement(of: "jy-spring")
        #expect(try await card(cast, "jy-spring").state(today: cast.today) == .handingOver)
        try await cast.asAdmin { tx in try await tx.handOverNow(try await tx.access(id, for: KeepEngagement.self)) }
        try await cast.work()
        #expect(try await ticket.actions(of: "bj-spring").contains(.assign))
        #expect(
            try await cast.refusal { tx in try await tx.handOverNow(try await tx.access(id, for: KeepEngagement.self)) }?["to"]
                == .notAChoice)
        try await cast.end()
    }

    @Test("a developer's matter that the vendor only heard goes back to the project, not to the next vendor")
    func heardOnly() async throws {
        let cast = try await Cast.assemble()
        let ticket = try await cast.record(by: "jy-spring", door: "bj-spring/3-2-1101")
        #expect(try await ticket.file(as: "bj-spring").record.line == .developer)
        try await changeOver(cast, on: cast.today.adding(days: 1))
        cast.clock.advance(.days(1))
        try await cast.work()
        let record = try await ticket.file(as: "bj-spring").record
        #expect(record.vendor == nil && record.ownerUnit == cast.yunshan.unit("bj-spring").id)
        let people = try await newColleagues(cast)
        await #expect(throws: StoreError.self) { _ = try await cast.store.read(people.site, .member) { try await $0.ticket(ticket.id) } }
        try await cast.end()
    }

    @Test("dates that overlap, lie in the past or name the same vendor are refused at their field")
    func dates() async throws {
        let cast = try await Cast.assemble()
        let today = cast.today
        func refused(_ day: Day, _ more: [String: String] = [:]) async throws -> FieldErrors? {
            do {
                try await changeOver(cast, on: day, more)
                return nil
            } catch StoreError.invalid(let errors) {
                return errors
            }
        }
        #expect(try await refused(today.adding(days: -1))?["on"] == .tooEarly(today))
        #expect(try await refused(today, ["vendor": cast.yunshan.unit("jy").id.description])?["vendor"] == .notAChoice)
        #expect(try await refused(today, ["vendor": cast.haitang.unit("wx").id.description])?["vendor"] == .notAChoice)
        #expect(try await refused(today, ["vendor": cast.yunshan.unit("bj").id.description])?["vendor"] == .notAChoice)
        #expect(try await refused(today, ["code": "", "name": ""])?.list.map(\.field) == ["code", "name"])
        #expect(try await refused(today.adding(days: 9), ["until": today.isoText])?["until"] == .notADate)
        try await changeOver(cast, on: today.adding(days: 5))
        // The old one cannot be extended into the new one's time, nor is there room for a third.
        let old = try await cast.engagement(of: "jy-spring")
        func end(_ day: Day?) async throws -> FieldErrors? {
            try await cast.refusal { tx in try await tx.end(try await tx.access(old, for: KeepEngagement.self), on: day) }
        }
        #expect(try await end(today.adding(days: 5))?["to"] == .taken)
        #expect(try await end(nil)?["to"] == .taken)
        #expect(try await end(today.adding(days: -1))?["to"] == .tooEarly(today))
        #expect(try await end(today.adding(days: 2)) == nil, "ending earlier leaves a gap, which the developer fills")
        #expect(try await card(cast, "jy-spring").handover?.on == today.adding(days: 3))
        // What has not begun can be dropped, and then there is room again.
        let new = try await cast.engagement(of: "wx-spring")
        try await cast.asAdmin { tx in try await tx.drop(try await tx.access(new, for: KeepEngagement.self)) }
        #expect(try await end(nil) == nil)
        #expect(try await card(cast, "jy-spring").handover == nil, "without an end nothing is handed over")
        #expect(
            try await cast.refusal { tx in try await tx.drop(try await tx.access(old, for: KeepEngagement.self)) }?["to"] == .notAChoice)
        try await cast.end()
    }

    @Test("an end that was put off is not carried out on the day it was first planned for")
    func putOff() async throws {
        let cast = try await Cast.assemble()
        let ticket = try await cast.record()
        let id = try await cast.engagement(of: "jy-spring")
        for days in [1, 10] {
            let last = cast.today.adding(days: days)
            try await cast.asAdmin { tx in try await tx.end(try await tx.access(id, for: KeepEngagement.self), on: last) }
        }
        cast.clock.advance(.days(3))
        try await cast.work()
        #expect(try await ticket.isVisible(to: "jy-spring"))
        cast.clock.advance(.days(8))
        try await cast.work()
        #expect(try await !ticket.isVisible(to: "jy-spring"))
        #expect(try await ticket.file(as: "bj-spring").record.holderUnit == cast.yunshan.unit("bj-spring").id)
        try await cast.end()
    }

    @Test("ORG-R13: the hand-over record names what was handed over and who signed; both vendors and the developer read it")
    func record() async throws {
        let cast = try await Cast.assemble()
        try await changeOver(cast, on: cast.today.adding(days: 1))
        let id = try await cast.engagement(of: "jy-spring")
        guard case .failure(let errors) = HandoverRecord.read(["giver": "杨帆"]) else {
            Issue.record("an empty list was signed")
            return
        }
        #expect(errors["items"] == .required && errors["taker"] == .required)
        let record = try HandoverRecord.read(["items": "业主档案 120 卷\n档案柜钥匙 2 把\n电子档案密码已重设", "giver": "杨帆", "taker": "湖生"]).get()
        try await cast.asAdmin { tx in try await tx.record(record, try await tx.access(id, for: KeepEngagement.self)) }
        for account in ["admin", "bj", "bj-spring", "jy", "jy-spring", "wx"] {
            let found = try await cast.store.read(cast.yunshan.entry(account), .member) { tx in
                try await tx.fetchFirst(EngagementCard.one(id, tenant: tx.tenant))
            }
            if account == "wx" {
                // The engagement itself is the old vendor's and the developer's; the new one knows its own.
                #expect(found == nil)
            } else {
                #expect(found?.handover?.giver == "杨帆" && found?.handover?.recordedByName == "管理员", "\(account)")
            }
        }
        await #expect(throws: StoreError.self) {
            try await cast.change(as: "bj") { tx in try await tx.record(record, try await tx.access(id, for: KeepEngagement.self)) }
        }
        try await cast.end()
    }

    @Test("engagements of another tenant, and of projects one does not keep, are not found or refused")
    func foreign() async throws {
        let cast = try await Cast.assemble()
        let foreign = EngagementID(
            Int64(try await cast.number("SELECT max(id) FROM engagement WHERE tenant_id = \(cast.haitang.id.rawValue)")))
        let own = try await cast.engagement(of: "jy-spring")
        for (account, id) in [("admin", foreign), ("nh", own), ("wx", own)] {
            do {
                try await cast.change(as: account) { tx in _ = try await tx.access(id, for: KeepEngagement.self) }
                Issue.record("\(account) reached it")
            } catch StoreError.notFound {}
        }
        for account in ["bj", "jy", "hq"] {
            do {
                try await cast.change(as: account) { tx in _ = try await tx.access(own, for: KeepEngagement.self) }
                Issue.record("\(account) keeps it")
            } catch StoreError.refused, StoreError.notFound {}
        }
        try await cast.end()
    }

    /// Somebody at the new vendor's site and at its centre.
    private func newColleagues(_ cast: Cast) async throws -> (site: Entry, centre: Entry) {
        let site = try await cast.store.read(cast.yunshan.entry("hq"), .member) { tx in
            try await tx.fetchFirst(UnitRow.named(tenant: tx.tenant, "wx-spring"))?.unit
        }
        let unit = try #require(site)
        let lake = cast.yunshan.person("wx-lake")
        try await cast.asAdmin { tx in
            let permit = try await tx.access(unit.id, for: ManagePeople.self)
            let post = NewPost(
                person: lake.id, role: "vendorSiteService", unit: unit.id, title: "客服", from: Day(daysSince1970: 20_000), to: nil)
            _ = try await tx.add(post, permit)
        }
        let here = cast.yunshan.entry("wx-lake")
        return (Entry(tenant: here.tenant, tokenHash: here.tokenHash, viewpoint: unit), cast.yunshan.entry("wx"))
    }
}
