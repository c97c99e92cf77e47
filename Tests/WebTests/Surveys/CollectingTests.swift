import Domain
import Foundation
import HTTPTypes
import Postgres
import Store
import TestSupport
import Testing

@testable import Web

@Suite("Collecting answers through the pages") struct CollectingTests {
    private static let typed = ["0.q-overall": "4", "0.q-attitude": "4", "0.q-work": "3", "0.q-charge": "none"]

    @Test func `a second entry is typed again by a colleague, who does not see the first; what differs stands side by side and is decided`()
        async throws
    {
        try await Ground.run { ground in
            let wave = try await SurveyJourneyTests.collecting(ground)
            let (bj, colleague) = (ground.visitor("bj"), ground.visitor("bj-2"))
            _ = try await ground.cast.database.administer { try await $0.execute(script: "UPDATE survey_wave SET check_share = 100") }
            let entry = try #require(try await bj.get(wave).addresses.first { $0.contains("/entry/") })
            let door = try #require(try await ground.doors(of: entry).first)
            let saved = try await bj.fill(entry, Self.typed.merging(["channel": "paper", "0.door": door]) { $1 })
            #expect(saved.status == 200 && saved.addresses.contains("\(entry)/checks"))
            let own = try await bj.get("\(entry)/checks")
            #expect(own.body.contains("由他人复录") && !own.addresses.contains { $0.hasPrefix("\(entry)/checks/") })
            let list = try await colleague.get("\(entry)/checks")
            let again = try #require(list.addresses.first { $0.hasPrefix("\(entry)/checks/") })
            #expect(try await bj.get(again).status == 403, "not by whoever typed it first")
            let form = try await colleague.get(again)
            #expect(form.status == 200 && !form.body.contains("value=\"3\""), "nothing of the first entry is shown")
            let wrong = try await colleague.fill(again, Self.typed.merging(["0.q-overall": "9"]) { $1 })
            #expect(wrong.status == 422 && wrong.body.contains("value=\"9\"") && wrong.body.contains("#check-0.q-overall"))
            let differs = try await colleague.fill(again, Self.typed.merging(["0.q-overall": "2"]) { $1 })
            #expect(differs.status == 200 && differs.path.hasSuffix(again) && differs.body.contains("两次录入不一致"))
            #expect(differs.body.contains("1 题不一致"))
            let decided = try await colleague.fill(again, post: "\(again)/settle", ["stands": "second"])
            #expect(decided.status == 200 && decided.body.contains("没有待复录的答卷"))
            #expect(try await ground.overall() == ["2"])
            #expect(try await colleague.get(again).status == 404)
        }
    }

    @Test func `SURVEY-P1: an outside interviewer reaches the forms that were given, the grid for these, and nothing else`() async throws {
        try await Ground.run { ground in
            let wave = try await SurveyJourneyTests.collecting(ground)
            let id = WaveID(text: String(wave.split(separator: "/").last ?? "")) ?? WaveID(0)
            let asker = try await ground.cast.hire("ask-spring", "访问员甲", as: .surveyInterviewer, at: "bj-spring")
            let outside = ground.visitor(asker)
            let (bj, project) = (ground.visitor("bj"), ground.cast.yunshan.unit("bj-spring").id)
            let entry = outside.paths.entry(id, project)
            #expect(try await outside.get(entry).status == 404, "nothing was given")
            let page = try await bj.get(bj.paths.interviewers(id))
            #expect(page.status == 200 && page.body.contains("访问员甲"))
            let given = try await bj.fill(bj.paths.interviewers(id), ["person": asker.id.description, "building": "", "share": "100"])
            let count = try await ground.given(to: asker.id)
            try #require(count > 0)
            #expect(given.status == 200 && given.body.contains("已分配 \(count) 户"))
            let home = try await outside.open("/yunshan")
            #expect(home.status == 200 && home.path == outside.paths.givenForms && home.body.contains("我的答卷"))
            let grid = try await outside.get(entry)
            let doors = try await ground.doors(of: entry)
            #expect(grid.status == 200 && doors.contains { grid.body.contains("value=\"\($0)\"") })
            #expect(!grid.addresses.contains { $0.hasSuffix("/checks") || $0 == outside.paths.wave(id) })
            let saved = try await outside.fill(entry, Self.typed.merging(["channel": "telephone", "0.door": doors[0]]) { $1 })
            #expect(saved.status == 200)
            #expect(try await ground.answers() == 1)
            let reached = try await ground.reached(by: outside, wave: id)
            #expect(
                reached.isSubset(of: [
                    "/surveys/given", "/surveys/waves/{id}/entry/{project}", "/notices", "/sessions", "/password", "/second-factor",
                    "/sessions/history", "/sign-ins",
                ]), "\(reached.sorted())")
        }
    }

    @Test func `quotas are typed while a wave is planned and stand on its page; nonsense comes back beside its field`() async throws {
        try await Ground.run { ground in
            let bj = ground.visitor("bj")
            let wave = try await SurveyJourneyTests.planned(ground)
            let early = try await bj.get(wave)
            #expect(!early.addresses.contains("\(wave)/quotas"))
            _ = try await bj.fill(wave, post: "\(wave)/count", [:])
            let project = ground.cast.yunshan.unit("bj-spring").id
            let wrong = try await bj.fill("\(wave)/quotas", ["before.\(project)": "viele", "after.\(project)": "-1"])
            #expect(wrong.status == 422 && wrong.body.contains("value=\"viele\"") && wrong.body.contains("#quota-after.\(project)"))
            let forged = try await bj.fill("\(wave)/quotas", ["before.999999": "1"])
            #expect(forged.status == 422)
            let saved = try await bj.fill("\(wave)/quotas", ["before.\(project)": "0", "after.\(project)": "2"])
            #expect(saved.status == 200 && saved.body.contains("0 / 2"))
            let other = try await ground.visitor("nh").get(
                "\(ground.visitor("nh").paths.surveys)/waves/\(wave.split(separator: "/").last ?? "")/quotas")
            #expect(other.status == 404)
        }
    }

    @Test func `a household's wish is noted from the list and from the customer's file, with a reason, and taken back`() async throws {
        try await Ground.run { ground in
            let wave = try await SurveyJourneyTests.collecting(ground)
            let bj = ground.visitor("bj")
            let sample = try await bj.get("\(wave)/sample")
            #expect(sample.addresses.contains { $0.hasSuffix("/wish") })
            let desk = ground.visitor("bj-spring")
            let house = ground.cast.yunshan.house("bj-spring/1-101")
            let file = try await desk.get(desk.paths.owner(ground.cast.yunshan.customer("bj-spring/1-101")))
            #expect(file.addresses.contains(desk.paths.surveyWish(house)))
            let empty = try await desk.fill(desk.paths.surveyWish(house), ["reason": " "])
            #expect(empty.status == 422)
            let noted = try await desk.fill(desk.paths.surveyWish(house), ["reason": "不愿再接到电话"])
            #expect(noted.status == 200 && noted.body.contains("不愿再接到电话") && noted.body.contains("谢绝调查"))
            let back = try await desk.fill(desk.paths.surveyWish(house), post: desk.paths.endSurveyWish(house), [:])
            #expect(back.status == 200 && back.body.contains("可以调查"))
            let vendor = ground.visitor("jy-spring")
            #expect([403, 404].contains(try await vendor.get(vendor.paths.surveyWish(house)).status))
        }
    }

    @Test func `reminders by hand say how many, or why not now; the letters print again from the wave's page`() async throws {
        try await Ground.run { ground in
            let wave = try await SurveyJourneyTests.collecting(ground)
            let bj = ground.visitor("bj")
            let clock = ground.cast.clock
            clock.advance(.days(8))
            while ReminderHours.allow(clock.now(), offsetMinutes: 480) { clock.advance(.hours(1)) }
            let late = try await bj.fill(wave, post: "\(wave)/reminders", [:])
            #expect(late.status == 422 && late.body.contains("只在工作日"))
            while !ReminderHours.allow(clock.now(), offsetMinutes: 480) { clock.advance(.hours(1)) }
            let done = try await bj.fill(wave, post: "\(wave)/reminders", [:])
            #expect(done.status == 200 && done.body.contains("已催答 3 户"))
            let letters = done.addresses.filter { $0.contains("reminders=1") }
            #expect(!letters.isEmpty)
            for path in letters { #expect(try await bj.get(path).status == 200) }
        }
    }

    @Test func `SURVEY-R1: the year's plan is written, handed in, approved by another, and found from supervision`() async throws {
        try await Ground.run { ground in
            let (bj, colleague, hq) = (ground.visitor("bj"), ground.visitor("bj-2"), ground.visitor("hq"))
            let path = bj.paths.yearPlan(ground.cast.today.year)
            let texts = ["purpose": "掌握满意度", "items": "客服、维修", "scope": "全部项目", "forms": "年度调查表", "model": "加权平均"]
            let empty = try await bj.fill(path, texts.merging(["model": ""]) { $1 })
            #expect(empty.status == 422 && empty.body.contains("掌握满意度") && empty.body.contains("#plan-model"))
            #expect(try await bj.fill(path, texts).status == 200)
            let sent = try await bj.fill(path, post: "\(path)/submit", [:])
            #expect(sent.status == 200 && !sent.addresses.contains("\(path)/approve"), "not by its writer")
            let approved = try await colleague.fill(path, post: "\(path)/approve", [:])
            #expect(approved.status == 200 && approved.body.contains("已批准"))
            let oversight = try await hq.get(hq.paths.surveyOversight)
            let link = UnitPaths(tenant: "yunshan", unit: "bj").yearPlan(ground.cast.today.year)
            #expect(oversight.addresses.contains(link))
            #expect(try await hq.get(link).body.contains("掌握满意度"))
        }
    }
}

extension Ground {
    fileprivate func overall() async throws -> [String] {
        try await cast.database.administer {
            try await $0.query("SELECT answers ->> 'overall' FROM survey_response ORDER BY id").values()
        }
    }

    fileprivate func given(to person: PersonID) async throws -> Int {
        try await cast.database.administer {
            try await $0.query("SELECT count(*) FROM survey_sample WHERE holder_id = \(person.rawValue)")[0].get(0)
        }
    }

    /// The patterns of all pages that answer somebody with anything but a refusal, below the unit.
    func reached(by visitor: Visitor, wave: WaveID) async throws -> Set<String> {
        var reached: Set<String> = []
        for route in Routes.all where route.method == .get && route.pattern.hasPrefix("/{tenant}/{unit}/") {
            let rest = String(route.pattern.dropFirst("/{tenant}/{unit}".count))
            let id =
                rest.contains("/waves/")
                ? wave.description
                : rest.contains("/houses/")
                    ? cast.yunshan.house("bj-spring/1-101").description : cast.yunshan.customer("bj-spring/1-101").description
            var path = "\(visitor.paths.base)\(rest)".replacing("{id}", with: id)
                .replacing("{project}", with: cast.yunshan.unit("bj-spring").id.description)
                .replacing("{year}", with: String(cast.today.year)).replacing("{kind}", with: "houses").replacing("{format}", with: "csv")
                .replacing("{subject}", with: "houses").replacing("{question}", with: "overall").replacing("{rule}", with: "keepReads")
            while let open = path.firstIndex(of: "{"), let close = path.firstIndex(of: "}") {
                path.replaceSubrange(open...close, with: "1")
            }
            let answer = try await visitor.get(path)
            if ![403, 404].contains(answer.status) { reached.insert(rest) }
        }
        return reached
    }
}
