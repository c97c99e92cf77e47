import Domain
import Foundation
import HTTPTypes
import Postgres
import TestSupport
import Testing

@testable import Web

@Suite("Managing people and roles in the browser") struct PeopleTests {
    private func person(_ account: String, _ ground: Ground) -> String { ground.cast.yunshan.person(account).id.description }

    @Test func `ACCESS-P8, ORG-R13: the form lists what is in the hands, refuses without a taker, and keeps what was typed`() async throws {
        try await Ground.run { ground in
            let ticket = try await ground.cast.record()
            try await ticket.take(.accept, by: "jy-spring", ["severity": "general"])
            let admin = ground.visitor("admin")
            let path = "\(admin.paths.people)/\(person("jy-spring", ground))/disable"
            let site = "taker-\(ground.cast.yunshan.unit("jy-spring").id)"
            let page = try await admin.get(path)
            #expect(page.body.contains(ticket.number) && page.body.contains("朱红") && !page.body.contains("车库渗水"))
            let refused = try await admin.fill(path, ["reason": "调往总部", site: ""])
            #expect(refused.status == 422 && refused.body.contains("调往总部") && refused.body.contains("请填写此项"))
            let foreign = try await admin.fill(path, ["reason": "", site: ground.cast.haitang.person("jy-spring-2").id.description])
            #expect(foreign.status == 422)
            let done = try await admin.fill(path, ["reason": "调往总部", site: person("jy-spring-2", ground)])
            #expect(done.status == 200 && done.body.contains("已移交") && done.body.contains("已停用"))
            #expect(try await ground.visitor("jy-spring").get("/yunshan/jy-spring/desk").status == 303, "a disabled person is out at once")
            let timeline = try await ground.visitor("jy-spring-2").get("/yunshan/jy-spring/tickets/\(ticket.id)")
            #expect(timeline.body.contains("调往总部") && timeline.body.contains("管理员"))
        }
    }

    @Test func `role escalation by form: rights the own posts lack, units outside the subtree, roles and people of another tenant`()
        async throws
    {
        try await Ground.run { ground in
            let (own, other) = (ground.cast.yunshan, ground.cast.haitang)
            let bj = ground.visitor("bj-admin")
            let post = "\(bj.paths.people)/\(person("bj-2", ground))/posts/new"
            let form = try await bj.get(post)
            #expect(form.body.contains("value=\"companyServiceCentre\"") && !form.body.contains("value=\"auditor\""))
            let attempts: [(String, String, Int)] = [
                ("auditor", own.unit("bj").id.description, 422), ("companyAdministrator", own.unit("nh").id.description, 404),
                ("tenantAdministrator", own.unit("hq").id.description, 404), ("securityAdministrator", own.unit("hq").id.description, 404),
                ("companyServiceCentre", other.unit("bj").id.description, 404), ("own-1", own.unit("bj").id.description, 422),
            ]
            for (role, unit, status) in attempts {
                let answer = try await bj.fill(post, ["role": role, "unit": unit, "title": "x", "from": "2026-01-01"])
                #expect(answer.status == status, "\(role)")
            }
            // Not the own account, not a colleague from above, not another tenant's; neither by reading nor by writing.
            for account in ["bj-admin", "admin", "hq", "nh"] {
                for action in ["invite", "disable", "edit", "look"] {
                    let path = "\(bj.paths.people)/\(person(account, ground))/\(action)"
                    let status = try await bj.fill(bj.paths.people, post: path, [:]).status
                    #expect([403, 404, 422].contains(status), "\(account) \(action): \(status)")
                }
            }
            let stranger = "\(bj.paths.people)/\(other.person("bj-2").id)"
            for page in ["", "/access", "/edit", "/invite", "/disable", "/hand-over"] {
                #expect(try await bj.get(stranger + page).status == 404, "\(page)")
            }
            let keeps = try await ground.visitor("sec").get("/yunshan/hq/org/roles/\(try await foreignRole(ground))")
            #expect(keeps.status == 404)
            for account in ["admin", "bj-admin", "audit", "hq"] {
                #expect(try await ground.visitor(account).get(ground.visitor(account).paths.newRole).status == 403, "\(account)")
            }
        }
    }

    private func foreignRole(_ ground: Ground) async throws -> Int64 {
        try await ground.cast.database.administer { connection in
            try await connection.query("SELECT id FROM role WHERE tenant_id = \(ground.cast.haitang.id.rawValue) ORDER BY id LIMIT 1")[0]
                .get(0)
        }
    }

    @Test func `a role is made, tried, given, compared and retired, and nothing of customers is shown on the way`() async throws {
        try await Ground.run { ground in
            _ = try await ground.cast.record(by: "bj-river", door: "bj-river/1-101")
            let sec = ground.visitor("sec")
            let typed = [
                "name": "项目观察员", "nameEnglish": "Observer", "note": "只看不办", "reach": "subtree", "compensation": "none", "person": "",
            ]
            let fields = { (permissions: [String], changes: [String: String]) -> [(String, String)] in
                typed.merging(changes) { $1 }.sorted { $0.key < $1.key }.map { ($0.key, $0.value) } + [("unitKinds", "project")]
                    + permissions.map { ("permissions", $0) }
            }
            let refused = try await send(sec, sec.paths.newRole, sec.paths.newRole, fields(["people.manage", "audit.see"], [:]))
            #expect(refused.status == 422 && refused.body.contains("三员分立") && refused.body.contains("项目观察员"))
            let made = try await send(sec, sec.paths.newRole, sec.paths.newRole, fields(["ticket.see", "desk.see"], [:]))
            #expect(made.status == 303)
            let role = try #require(made.location)
            #expect(try await sec.open(role).body.contains("项目观察员"))
            let id = String(role.split(separator: "/").last ?? "")
            let admin = ground.visitor("admin")
            let post = [
                "role": "own-\(id)", "unit": ground.cast.yunshan.unit("bj-river").id.description, "title": "观察", "from": "2026-01-01",
            ]
            #expect(try await admin.fill("\(admin.paths.people)/\(person("nh-lake", ground))/posts/new", post).status == 200)
            let holder = ground.visitor("nh-lake")
            #expect(try await holder.get("/yunshan/bj-river/tickets").status == 200)

            let trial = try await send(
                sec, "\(role)/edit", "\(role)/try", fields(["desk.see"], ["person": person("nh-lake", ground)]))
            #expect(trial.status == 200 && trial.body.contains("吴桐") && trial.body.contains("已记入审计日志"))
            #expect(!trial.body.contains("车库") && !trial.body.contains(/业主[0-9]/))
            #expect(try await holder.get("/yunshan/bj-river/tickets").status == 200, "nothing has changed")
            // The page of the trial carries the draft: back to the editor with everything typed, another try, or saved as it is.
            let tried = ["person": person("nh-lake", ground), "note": "只看工作台"]
            let edited = try await send(sec, trial, "\(role)/try", fields(["desk.see"], tried.merging(["then": "edit"]) { $1 }))
            #expect(edited.status == 200 && edited.body.contains("value=\"只看工作台\"") && edited.addresses.contains("\(role)/edit"))
            let twice = try await send(sec, edited, "\(role)/try", fields(["desk.see"], tried))
            #expect(twice.status == 200 && twice.body.contains("name=\"note\" value=\"只看工作台\""))
            #expect(
                try await send(sec, edited, "\(role)/try", fields(["desk.see", "ticket.see"], tried)).status == 200, "the same page again")
            #expect(try await send(sec, twice, "\(role)/edit", fields(["desk.see"], tried)).status == 303)
            #expect(try await holder.get("/yunshan/bj-river/tickets").status == 403, "on the next request")

            let compared = try await sec.get("\(sec.paths.compareRoles)?left=\(id)&right=\(id)")
            #expect(compared.body.contains("完全相同"))
            let list = try await sec.get(sec.paths.roles)
            #expect(list.body.contains("程安") && list.body.contains("严正") && list.body.contains("项目观察员"))
            #expect(try await sec.fill(role, post: "\(role)/retire", [:]).body.contains("已停用"))
        }
    }

    /// Fields that repeat, which a dictionary cannot carry.
    private func send(_ visitor: Visitor, _ page: String, _ path: String, _ fields: [(String, String)]) async throws -> Answer {
        try await send(visitor, try await visitor.get(page), path, fields)
    }

    /// Sends the form that saves a role, also to where it is tried.
    private func send(_ visitor: Visitor, _ shown: Answer, _ path: String, _ fields: [(String, String)]) async throws -> Answer {
        var all = fields
        for name in ["csrf", "key", "version"] {
            if let value = shown.hidden(name, in: path.replacing("/try", with: "/edit")) { all.append((name, value)) }
        }
        return try await visitor.send(.post, path, body: Visitor.encode(all))
    }

    @Test func `ACCESS-P1: looking as somebody shows rooms and numbers, no customer and no title`() async throws {
        try await Ground.run { ground in
            _ = try await ground.cast.record()
            let admin = ground.visitor("admin")
            let path = "\(admin.paths.people)/\(person("jy-spring", ground))"
            let view = try await admin.fill(path, post: "\(path)/look", [:])
            #expect(view.status == 200 && view.body.contains("杨帆") && view.body.contains("工作台"))
            #expect(!view.body.contains("车库") && !view.body.contains(/业主[0-9]/) && !view.body.contains(/138[0-9*]{4}/))
            #expect(try await ground.visitor("hq").get("\(ground.visitor("hq").paths.people)/\(person("bj", ground))").status == 200)
        }
    }

    @Test func `people are found by unit, role, state, name and account`() async throws {
        try await Ground.run { ground in
            let admin = ground.visitor("admin")
            let find = { (query: String) in try await admin.get("\(admin.paths.people)?\(query)").body }
            #expect(try await find("q=%E6%9D%A8%E5%B8%86").contains("jy-spring@yunshan"))
            #expect(try await find("q=TECH").contains("tech-spring@yunshan"))
            #expect(try await !find("q=tech").contains("hq-2@yunshan"))
            let unit = ground.cast.yunshan.unit("bj-river").id
            let there = try await find("unit=\(unit)&state=active")
            #expect(there.contains("bj-river@yunshan") && !there.contains("jy-spring@yunshan"))
            #expect(try await find("state=disabled").contains("没有符合条件的人员"))
            #expect(try await !find("q=%25").contains("hq-2@yunshan"), "no wildcard")
        }
    }

    @Test func `the reports answer who sees a unit, what a person sees and which accounts lie idle`() async throws {
        try await Ground.run { ground in
            let admin = ground.visitor("admin")
            let unit = try await admin.get("/yunshan/bj-spring/org/access")
            #expect(unit.status == 200 && unit.body.contains("陈晨") && unit.body.contains("李敏") && unit.body.contains("今天服务此项目"))
            #expect(!unit.body.contains("何静"), "another company's")
            // The switcher above the page names every unit of the reader's.
            let page = try await admin.get("\(admin.paths.people)/\(person("jy", ground))/access").body
            let sees = page.components(separatedBy: "<main").last ?? ""
            #expect(sees.contains("佳园春晓服务中心") && sees.contains("今天服务此项目") && !sees.contains("湖畔服务中心"))
            #expect(try await admin.get(admin.paths.idleAccounts).body.contains("没有闲置账号"))
        }
    }
}
