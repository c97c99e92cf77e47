import Domain
import Foundation
import HTTPTypes
import Postgres
import Store
import TestSupport
import Testing

@testable import Web

@Suite("Keeping the tree in the browser") struct KeepingTests {
    private func id(_ ground: Ground, _ code: String) -> UnitID { ground.cast.yunshan.unit(code).id }

    @Test func `ORG-R4: a company is renamed and becomes one by reference; the tree and its page say so`() async throws {
        try await Ground.run { ground in
            let admin = ground.visitor("admin")
            let bj = id(ground, "bj")
            let page = admin.paths.orgUnit(bj)
            let wrong = try await admin.fill(
                page, post: admin.paths.editUnit(bj), ["name": "", "nameEnglish": "B", "holding": "controlled"])
            #expect(wrong.status == 422 && wrong.body.contains("id=\"do-edit\" name=\"action\" data-behaviour=\"reveal\" open"))
            let saved = try await admin.fill(
                page, post: admin.paths.editUnit(bj), ["name": "滨江置业", "nameEnglish": "Binjiang", "holding": "reference"])
            #expect(saved.status == 200 && saved.body.contains("滨江置业") && saved.body.contains("参照集团制度执行"))
            let tree = try await admin.get(admin.paths.units)
            #expect(tree.body.contains("滨江置业") && tree.body.contains("参股"))
            #expect(try await ground.visitor("bj").get("/yunshan/bj/desk").body.contains("滨江置业"), "the frame has the new name at once")
        }
    }

    @Test func `a unit that is busy is not closed and says why; an empty one is, and can be opened again`() async throws {
        try await Ground.run { ground in
            let admin = ground.visitor("admin")
            let spring = id(ground, "bj-spring")
            _ = try await ground.cast.record()
            let refused = try await admin.fill(admin.paths.orgUnit(spring), post: admin.paths.closeUnit(spring), [:])
            #expect(refused.status == 422 && refused.body.contains("未结事项 1 件") && refused.body.contains("物业委托 1 项"))
            let added = try await admin.fill(
                admin.paths.newUnit("vendor"), ["code": "zz", "name": "暂用物业"])
            #expect(added.body.contains("暂用物业"))
            let path = try #require(
                added.addresses.first { address in
                    address.contains("/org/units/") && added.body.contains("\(address)\">暂用物业")
                })
            let closed = try await admin.fill(path, post: "\(path)/close", [:])
            #expect(closed.status == 200 && closed.body.contains("已关闭"))
            #expect(try await admin.get("/yunshan/zz/org/units").status == 404)
            let opened = try await admin.fill(path, post: "\(path)/reopen", [:])
            #expect(opened.status == 200 && opened.body.contains("已重新启用"))
        }
    }

    @Test func `a move is previewed with counts, confirmed, shown as planned, called off; two at once are one`() async throws {
        try await Ground.run { ground in
            let admin = ground.visitor("admin")
            _ = try await ground.cast.record()
            let (spring, nh) = (id(ground, "bj-spring"), id(ground, "nh"))
            let move = admin.paths.moveProject(spring)
            #expect(try await !admin.get(move).body.contains("确认划转"))
            let unanswered = try await admin.get("\(move)?company=&on=&reason=")
            #expect(unanswered.body.contains("必填") || unanswered.body.contains("请填写"))
            let question = "\(move)?company=\(nh)&on=2026-11-30&reason=%E8%B0%83%E6%95%B4"
            let preview = try await admin.get(question)
            #expect(preview.body.contains("2026-11-30 起由 滨江公司 转入 南湖公司"))
            #expect(preview.body.contains("编号前缀不变；新事项用前缀 NH"))
            #expect(preview.body.contains("<b class=\"num\">6</b>"), "six houses")
            // Two forms lead to the page: the one that asks and the one that confirms.
            func confirm(_ key: String, on day: String = "2026-11-30") async throws -> Answer {
                let form = try #require(
                    preview.body.components(separatedBy: "<form").last { $0.contains("method=\"post\" action=\"\(move)\"") })
                let csrf = try #require(form.components(separatedBy: "name=\"csrf\" value=\"").last?.prefix { $0 != "\"" })
                let answer = try await admin.post(
                    move, ["company": nh.description, "on": day, "reason": "调整", "csrf": String(csrf), "key": key])
                return answer.status == 303 ? try await admin.open(try #require(answer.location)) : answer
            }
            let planned = try await confirm("first")
            #expect(planned.status == 200 && planned.body.contains("已排定：2026-11-30 起由 滨江公司 转入 南湖公司"))
            #expect(try await admin.get(admin.paths.units).body.contains("2026-11-30 划转"))
            let second = try await confirm("second")
            #expect(second.status == 422 && second.body.contains("已被使用"))
            let past = try await confirm("third", on: "2026-01-01")
            #expect(past.status == 422 && past.body.contains("不能早于 2026-11-22"))
            let off = try await admin.fill(admin.paths.orgUnit(spring), post: admin.paths.cancelMove(spring), [:])
            #expect(off.status == 200 && off.body.contains("划转已取消"))
            // Only projects move; companies and other tenants' projects have no such page.
            for path in [admin.paths.moveProject(id(ground, "bj")), admin.paths.moveProject(ground.cast.haitang.unit("bj-spring").id)] {
                #expect(try await admin.get(path).status == 404)
            }
            for account in ["bj", "hq", "bj-spring-manager"] {
                let visitor = ground.visitor(account)
                #expect(try await visitor.get(visitor.paths.moveProject(spring)).status == 403, "\(account)")
            }
        }
    }

    @Test func `ORG-R15: an engagement is ended, changed over and recorded from its page`() async throws {
        try await Ground.run { ground in
            let admin = ground.visitor("admin")
            let engagement = try await ground.cast.engagement(of: "jy-spring")
            _ = try await ground.cast.record()
            let page = try await admin.get(admin.paths.engagement(engagement))
            #expect(page.body.contains("服务中") && page.body.contains("共 1 件；您只能看到数量"))
            let manager = ground.visitor("bj")
            let seen = try await manager.get(manager.paths.engagement(engagement))
            #expect(seen.body.contains("车库渗水") && !seen.body.contains("调整结束日期"))
            let wrong = try await admin.fill(
                admin.paths.engagement(engagement), post: admin.paths.endEngagement(engagement), ["to": "2020-01-01"])
            #expect(wrong.status == 422 && wrong.body.contains("不能早于 2026-11-22"))
            let change = admin.paths.changeOver(engagement)
            let asked = try await admin.get(change)
            #expect(asked.body.contains("万欣物业") && !asked.body.contains(">佳园物业</option>") && asked.body.contains("原物业的处理记录"))
            let unnamed = try await admin.fill(change, ["vendor": id(ground, "wx").description, "on": "2026-12-01"])
            #expect(unnamed.status == 422)
            let done = try await admin.fill(
                change, ["vendor": id(ground, "wx").description, "on": "2026-12-01", "code": "wx-spring", "name": "万欣春晓服务中心"])
            #expect(done.status == 200 && done.body.contains("2026-12-01 交接") && done.body.contains("交接中"))
            let recorded = try await admin.fill(
                admin.paths.engagement(engagement), post: admin.paths.handOverRecord(engagement),
                ["items": "档案 120 卷\n钥匙 2 把", "giver": "杨帆", "taker": "湖生"])
            #expect(recorded.status == 200 && recorded.body.contains("档案 120 卷") && recorded.body.contains("杨帆 → 湖生"))
            #expect(try await admin.get("/yunshan/wx-spring/org/units").status == 200)
            #expect(try await ground.visitor("nh").get(ground.visitor("nh").paths.engagement(engagement)).status == 404)
        }
    }

    @Test func `settings show value and source, are decided and given back; what is printed carries them`() async throws {
        try await Ground.run { ground in
            let admin = ground.visitor("admin")
            let (hq, bj, spring) = (id(ground, "hq"), id(ground, "bj"), id(ground, "bj-spring"))
            #expect(try await admin.get(admin.paths.settings(of: bj)).body.contains("系统默认"))
            for (unit, value) in [(hq, "400-1000"), (bj, "400-2000")] {
                let saved = try await admin.fill(
                    admin.paths.settings(of: unit), post: admin.paths.setting(.hotline, of: unit), ["value": value])
                #expect(saved.status == 200 && saved.body.contains(value) && saved.body.contains("本单位决定"))
            }
            let below = try await admin.get(admin.paths.settings(of: spring))
            #expect(below.body.contains("400-2000") && below.body.contains("来自 滨江公司"))
            let ticket = try await ground.cast.record(by: "bj-spring", door: "bj-spring/3-2-1101")
            let desk = ground.visitor("bj-spring")
            #expect(try await desk.get(desk.paths.receipt(ticket.id)).body.contains("服务热线：400-2000"))
            let back = try await admin.fill(admin.paths.settings(of: bj), post: admin.paths.inherit(.hotline, of: bj), [:])
            #expect(back.status == 200 && back.body.contains("来自 云杉投资客服中心"))
            #expect(try await desk.get(desk.paths.receipt(ticket.id)).body.contains("服务热线：400-1000"))
            let wrong = try await admin.fill(
                admin.paths.settings(of: hq), post: admin.paths.setting(.idleAccountDays, of: hq), ["value": "1"])
            #expect(wrong.status == 422 && wrong.body.contains("value=\"1\""))
            let bjVisitor = ground.visitor("bj")
            let token = try await bjVisitor.get(bjVisitor.paths.settings(of: bj))
            #expect(token.status == 200 && !token.body.contains("在此决定"))
            let forced = try await bjVisitor.post(
                bjVisitor.paths.setting(.hotline, of: bj), ["value": "1", "csrf": token.hidden("csrf") ?? "", "key": "k"])
            #expect(forced.status == 403)
            for path in [admin.paths.settings(of: ground.cast.haitang.unit("bj").id), "\(admin.paths.settings(of: bj))/no.such"] {
                #expect([404, 405].contains(try await admin.get(path).status))
            }
        }
    }

    @Test func `ORG-R5, R7: an agreement is issued, read by those concerned, printed, superseded`() async throws {
        try await Ground.run { ground in
            let admin = ground.visitor("admin")
            #expect(try await admin.get(admin.paths.agreements).body.contains("还没有接口约定"))
            var fields = [
                "subject": "repairs", "title": "维修接口约定", "from": "2026-11-01", "checkMonths": "3", "workflow": "报修 5 分钟内派工",
                "kind1": "unit", "unit1": id(ground, "bj").description, "duties1": "组织复验\n督促保修",
                "kind2": "contractor", "name2": "华建三公司", "duties2": "48 小时内到场", "kind3": "unit", "kind4": "unit",
            ]
            let wrong = try await admin.fill(admin.paths.newAgreement, fields.merging(["title": "", "duties2": ""]) { $1 })
            #expect(wrong.status == 422 && wrong.body.contains("组织复验"))
            let issued = try await admin.fill(admin.paths.newAgreement, fields)
            #expect(issued.status == 200 && issued.body.contains("华建三公司") && issued.body.contains("48 小时内到场"))
            let sheet = try await ground.visitor("bj").get("\(issued.path.replacing("/hq/", with: "/bj/"))/print")
            #expect(sheet.status == 200 && sheet.body.contains("class=\"paper\"") && sheet.body.contains("督促保修"))
            for (account, status) in [("bj-spring", 200), ("nh", 404), ("jy-spring", 404), ("tech-spring", 403)] {
                let visitor = ground.visitor(account)
                #expect(try await visitor.get(issued.path.replacing("/hq/", with: "/\(visitor.unit)/")).status == status, "\(account)")
            }
            fields["from"] = "2026-12-01"
            let revised = try await admin.fill("\(issued.path)/revise", fields)
            #expect(revised.status == 200 && revised.body.contains("待生效"))
            #expect(try await admin.get(issued.path).body.contains("2026-11-30"))
            let check = try await admin.fill(revised.path, post: "\(revised.path)/checks", ["on": "2026-11-22", "finding": "按约定执行"])
            #expect(check.status == 200 && check.body.contains("按约定执行"))
        }
    }

    @Test func `ORG-R11, R12: a cluster's assistant and the excluded venues stand on the intake card and the ticket`() async throws {
        try await Ground.run { ground in
            let admin = ground.visitor("admin")
            let there = UnitPaths(tenant: "yunshan", unit: "bj-spring")
            let building = try await ground.cast.number(
                "SELECT id FROM building WHERE code = '1' AND project_id = \(id(ground, "bj-spring").rawValue)")
            #expect(try await admin.get(there.areas).body.contains("还没有责任区"))
            let added = try await admin.fill(there.newArea, ["kind": "cluster", "name": "东组团", "buildings": "\(building)"])
            #expect(added.status == 200 && added.body.contains("1号楼"))
            let taken = try await admin.fill(there.newArea, ["kind": "cluster", "name": "西组团", "buildings": "\(building)"])
            #expect(taken.status == 422 && taken.body.contains("西组团"))
            let officer = ground.cast.yunshan.person("jy-spring-2").id.description
            let appointed = try await admin.fill(added.path, post: "\(added.path)/officers", ["person": officer, "from": "2026-11-01"])
            #expect(appointed.status == 200 && appointed.body.contains("朱红"))
            _ = try await admin.fill(
                admin.paths.settings(of: id(ground, "hq")), post: admin.paths.setting(.excludedVenues, of: id(ground, "hq")),
                ["value": "会所\n售楼处"])
            let desk = ground.visitor("bj-spring")
            let card = try await desk.get("\(desk.paths.intake)?house=\(ground.cast.yunshan.house("bj-spring/1-101"))")
            #expect(card.body.contains("朱红") && card.body.contains("东组团") && card.body.contains("会所 · 售楼处"))
            let ticket = try await ground.cast.record()
            let page = try await ground.visitor("jy-spring").get("/yunshan/jy-spring/tickets/\(ticket.id)")
            #expect(page.body.contains("朱红") && page.body.contains("东组团") && !page.body.contains("不适用投诉规程"))
            let venue = try await ground.cast.record(["title": "会所泳池水温低"])
            let about = try await ground.visitor("jy-spring").get("/yunshan/jy-spring/tickets/\(venue.id)")
            #expect(about.body.contains("不适用投诉规程") && !about.body.contains("会所 · 售楼处"), "only the venue that is named")
            try await venue.take(.accept, by: "jy-spring", ["severity": "minor"])
            let assigning = try await ground.visitor("jy-spring").get("/yunshan/jy-spring/tickets/\(venue.id)")
            #expect(assigning.body.contains("<option value=\"\(officer)\" selected>"), "the area's officer is proposed as handler")
            let end = try #require(appointed.addresses.first { $0.hasSuffix("/end") })
            #expect(try await admin.fill(added.path, post: end, ["to": "2026-11-21"]).status == 200)
            #expect(try await !desk.get("\(desk.paths.intake)?house=\(ground.cast.yunshan.house("bj-spring/1-101"))").body.contains("东组团"))
        }
    }
}
