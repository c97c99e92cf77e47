import Domain
import Foundation
import Postgres
import Store
import TestSupport
import Testing

@testable import Web

@Suite("Inspections in the browser") struct InspectionWebTests {
    /// A route with two points, three items, and a plan that is due; answers the round's page.
    private func round(_ visitor: Visitor, notice: String = "surprise", points: String = "") async throws -> Answer {
        let list = visitor.paths.inspections
        let project = visitor.ground.cast.yunshan.unit("bj-spring").id
        let route = try await visitor.fill(list, post: visitor.paths.newInspectionRoute, ["project": "\(project)", "name": "公共区域"])
        #expect(route.status == 200 && route.body.contains("公共区域"))
        let id = RouteID(Int64(route.path.split(separator: "/").last ?? "") ?? 0)
        for name in ["大堂", "车库"] {
            #expect(try await visitor.fill(route.path, post: visitor.paths.newPoint(on: id), ["name": name, "place": "一层"]).status == 200)
        }
        let page = try await visitor.get(route.path)
        let posts = page.addresses.filter { $0.hasSuffix("/items") }.sorted()
        let items = [
            ["text": "消防通道畅通", "kind": "passFail", "photo": "onFail", "unit": "", "low": "", "high": ""],
            ["text": "大堂温度", "kind": "measured", "photo": "never", "unit": "℃", "low": "18", "high": "26.5"],
        ]
        for item in items { #expect(try await visitor.fill(route.path, post: posts[0], item).status == 200) }
        #expect(try await visitor.fill(route.path, post: posts[1], items[0]).status == 200)
        let wrong = try await visitor.fill(route.path, post: posts[1], items[1].merging(["low": "30"]) { $1 })
        #expect(wrong.status == 422 && wrong.body.contains("30"))
        let plan = [
            "route": "\(id)", "name": "十一月走访", "way": "walk", "notice": notice, "cycle": "monthly", "points": points, "days": "7",
            "mendDays": "15", "firstOn": Day(visitor.ground.cast.clock.now(), offsetMinutes: 480).isoText,
        ]
        #expect(try await visitor.fill(list, post: visitor.paths.newInspectionPlan, plan.merging(["days": "0"]) { $1 }).status == 422)
        let planned = try await visitor.fill(list, post: visitor.paths.newInspectionPlan, plan)
        #expect(planned.status == 200 && planned.body.contains("抽取点位：十一月走访"))
        let draw = try #require(planned.addresses.first { $0.hasSuffix("/draw") })
        let drawn = try await visitor.fill(list, post: draw, [:])
        #expect(drawn.status == 200 && drawn.body.contains("点位已抽取"))
        return drawn
    }

    private func checks(_ page: Answer) -> [String] { page.addresses.filter { $0.contains("/checks/") }.sorted() }

    @Test func `VENDOR-R4, INSPECT-R7: from the plan to the report, on a phone, with photos`() async throws {
        try await Ground.run { ground in
            let visitor = ground.visitor("bj-spring")
            let drawn = try await round(visitor)
            // The whole round on one page is there for whoever has no connection on the way.
            let whole = try await visitor.get(drawn.path + "/walk")
            #expect(whole.status == 200 && checks(whole).count == 3 && whole.body.contains("大堂 · 消防通道畅通"))
            let points = drawn.addresses.filter { $0.contains("/points/") }.sorted()
            #expect(points.count == 2)
            let hall = try await visitor.get(points[0])
            #expect(hall.status == 200 && hall.body.contains("消防通道畅通") && hall.body.contains("18 至 26.5 ℃"))
            let forms = checks(hall)
            // What fails is explained and shown.
            let bare = try await visitor.bring(forms[0], on: hall, [], fields: [("result", "fail"), ("comment", "")])
            #expect(bare.status == 422 && bare.body.contains("请填写"))
            let seen = try await visitor.bring(
                forms[0], on: bare, [("堆物.jpg", SampleFiles.photo)], fields: [("result", "fail"), ("comment", "堆放杂物")])
            #expect(seen.status == 200 && seen.body.contains("已记录") && seen.body.contains("堆物.jpg") && seen.body.contains("1 / 2"))
            let measured = try await visitor.bring(forms[1], on: seen, [], fields: [("value", "27"), ("comment", "空调停机")])
            #expect(measured.status == 200 && measured.body.contains("不合格"))
            let finish = drawn.path + "/steps/finish"
            #expect(try await visitor.fill(drawn.path, post: finish, [:]).status == 422)
            let garage = try await visitor.get(points[1])
            #expect(
                try await visitor.bring(checks(garage)[0], on: garage, [], fields: [("result", "pass"), ("comment", "")]).status == 200)
            // A surprise: the vendor knows nothing of it yet.
            let vendor = ground.visitor("jy-spring")
            let theirs = drawn.path.replacing("/bj-spring/", with: "/jy-spring/")
            #expect(try await vendor.get(theirs).status == 404)
            #expect(try await !vendor.get(vendor.paths.inspections).body.contains("十一月走访"))
            #expect(try await visitor.fill(drawn.path, post: finish, [:]).status == 200)
            let late = try await visitor.bring(forms[0], on: seen, [], fields: [("result", "pass"), ("comment", "")])
            #expect(late.status == 409)
            // The one whose answer was lost comes again and is not told that it was too late.
            let again = try await visitor.bring(
                forms[0], on: bare, [("堆物.jpg", SampleFiles.photo)], fields: [("result", "fail"), ("comment", "堆放杂物")])
            #expect(again.status == 200 && again.body.components(separatedBy: ">堆物.jpg<").count == 2)
            #expect(try await visitor.fill(drawn.path, post: drawn.path + "/steps/issue", ["opinion": ""]).status == 422)
            let issued = try await visitor.fill(drawn.path, post: drawn.path + "/steps/issue", ["opinion": "请按期整改"])
            #expect(issued.status == 200 && issued.body.contains("报告已发出") && issued.body.contains("堆放杂物"))
            // What failed is ordered to be mended, and the order leads back to what was found.
            let orders = issued.addresses.filter { $0.contains("/vendors/rectifications/") }
            #expect(orders.count == 2)
            for order in orders {
                let page = try await visitor.get(order)
                #expect(page.status == 200 && page.body.contains("来自检查") && page.body.contains("\(points[0])#check-"))
                let same = try await vendor.get(order.replacing("/bj-spring/", with: "/jy-spring/"))
                #expect(same.status == 200 && same.body.contains("来自检查"))
            }
            #expect(try await visitor.get(points[0]).addresses.isSuperset(of: orders))
            let report = try await vendor.get(theirs)
            #expect(report.status == 200 && report.body.contains("堆放杂物") && report.body.contains("请按期整改"))
            let photo = try #require(
                try await vendor.get(points[0].replacing("/bj-spring/", with: "/jy-spring/")).addresses.first {
                    $0.wholeMatch(of: /.*\/files\/\d+/) != nil
                })
            #expect(try await vendor.get(photo).status == 200)
            #expect(try await ground.visitor("nh").get(drawn.path.replacing("/bj-spring/", with: "/nh/")).status == 404)
        }
    }

    @Test func `an entry sent twice is one entry, with one photo`() async throws {
        try await Ground.run { ground in
            let visitor = ground.visitor("bj-spring")
            let drawn = try await round(visitor, notice: "announced")
            let point = try #require(drawn.addresses.filter { $0.contains("/points/") }.min())
            let page = try await visitor.get(point)
            let form = checks(page)[0]
            for _ in 0..<3 {
                let answer = try await visitor.bring(
                    form, on: page, [("a.jpg", SampleFiles.photo)], fields: [("result", "pass"), ("comment", "")])
                #expect(answer.status == 200)
            }
            let after = try await visitor.get(point)
            #expect(after.body.components(separatedBy: ">a.jpg<").count == 2)
            // Announced: whoever is inspected sees it from the start, and cannot enter anything.
            let vendor = ground.visitor("jy-spring")
            let theirs = try await vendor.get(point.replacing("/bj-spring/", with: "/jy-spring/"))
            #expect(theirs.status == 200 && checks(theirs).isEmpty)
            #expect(
                try await vendor.bring(form.replacing("/bj-spring/", with: "/jy-spring/"), on: theirs, [], fields: [("result", "pass")])
                    .status == 403)
        }
    }

    @Test func `from paper: what is wrong is said at its line and nothing is lost`() async throws {
        try await Ground.run { ground in
            let visitor = ground.visitor("bj-spring")
            let drawn = try await round(visitor)
            let grid = drawn.path + "/grid"
            let page = try await visitor.get(grid)
            #expect(page.status == 200)
            let names = page.body.matches(of: /name="(result-\d+)"/).map { String($0.1) }
            let value = try #require(page.body.firstMatch(of: /name="(value-\d+)"/)).1
            var fields = Dictionary(uniqueKeysWithValues: names.map { ($0, "pass") })
            for name in names { fields[name.replacing("result", with: "comment")] = "" }
            fields[String(value)] = "abc"
            fields[String(value).replacing("value", with: "result")] = ""
            let post = grid + "?page=1"
            let wrong = try await visitor.fill(grid, post: post, fields)
            #expect(wrong.status == 422 && wrong.body.contains("有 1 行需要更正") && wrong.body.contains("abc"))
            fields[String(value)] = "22.5"
            let saved = try await visitor.fill(grid, post: post, fields)
            #expect(saved.status == 200 && saved.body.contains("已保存 3 条记录"))
            #expect(try await visitor.get(drawn.path).body.contains("合格 3"))
        }
    }

    @Test func `a code on the wall leads to its point while a round is open`() async throws {
        try await Ground.run { ground in
            let visitor = ground.visitor("bj-spring")
            let drawn = try await round(visitor)
            let code = try await ground.cast.database.administer { connection -> String in
                try await connection.query("SELECT code FROM inspection_point ORDER BY id LIMIT 1")[0].get(0)
            }
            let answer = try await visitor.get(visitor.paths.pointCode(code))
            #expect(answer.status == 303 && answer.location?.hasPrefix(drawn.path + "/points/") == true)
            // The company's officer and the group's come by the same code; the vendor does not.
            for account in ["bj", "hq"] {
                let above = ground.visitor(account)
                let path = UnitPaths(tenant: above.tenant, unit: "bj-spring").pointCode(code)
                #expect(try await above.get(path).location == answer.location, "\(account)")
            }
            let vendor = ground.visitor("jy-spring")
            #expect(try await vendor.get(vendor.paths.pointCode(code)).status == 403)
            #expect(try await visitor.get(visitor.paths.pointCode("nonsense")).status == 404)
            let codes = try #require(
                try await visitor.get(visitor.paths.inspections).addresses.first {
                    $0.contains("/routes/") && $0.hasSuffix("/routes") == false
                })
            #expect(try await visitor.get(codes + "/codes").body.contains("<svg class=\"qr\""))
            #expect(try await visitor.fill(drawn.path, post: drawn.path + "/steps/drop", ["opinion": "改期"]).status == 200)
            let none = try await visitor.open(visitor.paths.pointCode(code))
            #expect(none.status == 200 && none.body.contains("没有进行中的检查"))
        }
    }
}
