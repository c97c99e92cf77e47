import Domain
import Foundation
import HTTPTypes
import TestSupport
import Testing

@testable import Web

@Suite("Keeping units, houses, people and posts") struct OrgTests {
    @Test func `ORG-R15: an administrator adds a company, a project, a vendor and its site, houses, and people who can work there`()
        async throws
    {
        try await Ground.run { ground in
            let admin = ground.visitor("admin")
            let units = { (code: String) async throws -> String in
                let page = try await admin.get(admin.paths.newUnit("vendorSite"))
                let option = try #require(page.body.components(separatedBy: "<option value=\"").first { $0.contains(">\(code) ·") })
                return String(option.prefix { $0 != "\"" })
            }
            func add(_ path: String, _ fields: [String: String]) async throws {
                let answer = try await admin.fill(path, fields)
                #expect(answer.status == 200 && answer.body.contains("已保存"), "\(path): \(answer.status)")
            }
            try await add(admin.paths.newUnit("company"), ["code": "dh", "name": "东湖公司", "nameEnglish": "East Lake", "prefix": "DH"])
            let companyPage = try await admin.get(admin.paths.newUnit("project"))
            let company = try #require(companyPage.body.components(separatedBy: "<option value=\"").first { $0.contains(">东湖公司 ·") })
            try await add(
                admin.paths.newUnit("project"),
                ["company": String(company.prefix { $0 != "\"" }), "code": "dh-one", "name": "东湖一号", "handedOverOn": "2026-01-01"])
            try await add(admin.paths.newUnit("vendor"), ["code": "dw", "name": "东湖物业"])
            let (vendor, project) = (try await units("东湖物业"), try await units("东湖一号"))
            try await add(
                admin.paths.newUnit("vendorSite"),
                ["vendor": vendor, "project": project, "code": "dw-one", "name": "东湖一号服务中心", "from": "2026-01-01"])
            try await add(admin.paths.newBuilding, ["project": project, "code": "1", "name": "1号楼"])
            let housePage = try await admin.get(admin.paths.newHouses)
            let building = try #require(housePage.body.components(separatedBy: "<option value=\"").first { $0.contains("东湖一号 · 1号楼") })
            try await add(
                admin.paths.newHouses,
                [
                    "building": String(building.prefix { $0 != "\"" }), "firstFloor": "1", "lastFloor": "2", "roomsPerFloor": "2",
                    "handedOverOn": "2026-02-01",
                ])
            #expect(try await admin.get("/yunshan/dh-one/org/houses").body.contains("1号楼"))
            try await newColleague(admin, ground)
        }
    }

    /// The person added opens the link, chooses the own password, and lands on the desk of the unit; the link works once.
    private func newColleague(_ admin: Visitor, _ ground: Ground) async throws {
        let unit = ground.cast.yunshan.unit("bj").id.description
        let invited = try await admin.fill(admin.paths.newPerson, ["unit": unit, "account": "new.one", "name": "新人"])
        #expect(invited.status == 200 && invited.body.contains("新人") && invited.body.contains("只显示这一次"))
        let person = try #require(invited.addresses.first { $0.wholeMatch(of: /.*\/people\/[0-9]+/) != nil })
        let post = ["unit": unit, "role": "companyServiceCentre", "title": "客服专员", "from": "2026-01-01"]
        let posted = try await admin.fill("\(person)/posts/new", post)
        #expect(posted.status == 200 && posted.body.contains("客服专员"))
        let colleague = ground.stranger()
        let link = try #require(invited.link)
        #expect(try await colleague.get(link).body.contains("new.one@yunshan"))
        #expect(try await colleague.fill(link, post: "/invitation/yunshan", ["new": "short"]).status == 422)
        let chosen = try await colleague.fill(link, post: "/invitation/yunshan", ["new": "Second password 8"])
        #expect(chosen.path.hasPrefix("/login") && chosen.body.contains("密码已设定"))
        #expect(try await colleague.get(link).status == 404)
        #expect(try await colleague.signIn(as: "new.one@yunshan", password: "Second password 8").status == 303)
        #expect(try await colleague.open("/yunshan").path == "/yunshan/bj/desk")
        let ends = try #require(posted.addresses.first { $0.hasSuffix("/end") })
        #expect(try await admin.fill(ends, ["to": "2026-11-21"]).status == 200)
        #expect([403, 404].contains(try await colleague.get("/yunshan/bj/desk").status), "ACCESS-P8: a stale session has nothing")
        #expect(try await admin.fill("\(person)/disable", [:]).status == 200)
        #expect(try await colleague.get("/yunshan/bj/sessions").status == 303)
        #expect(try await ground.stranger().signIn(as: "new.one@yunshan", password: "Second password 8").status == 422)
    }

    @Test func `what is taken or wrong is said next to its field`() async throws {
        try await Ground.run { ground in
            let admin = ground.visitor("admin")
            let taken = try await admin.fill(admin.paths.newUnit("company"), ["code": "bj", "name": "又一家", "prefix": "ZZ"])
            #expect(taken.status == 422 && taken.body.contains("已被使用") && taken.body.contains("又一家"))
        }
    }
}
