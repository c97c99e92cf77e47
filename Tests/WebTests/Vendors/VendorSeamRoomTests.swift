import Domain
import Foundation
import Postgres
import Store
import TestSupport
import Testing

@testable import Web

/// Where the vendors' rooms meet, as browsers see it.
@Suite("The vendors' rooms together, in the browser") struct VendorSeamRoomTests {
    @Test func `VENDOR-R12: a suspended vendor is let in by the tier above with a reason, and by nobody without one`() async throws {
        try await Ground.run { ground in
            let (tenant, vendor) = (ground.cast.yunshan, ground.cast.yunshan.unit("jy").id)
            let until = ground.cast.today.adding(days: 90)
            let suspend = """
                INSERT INTO vendor_suspension (tenant_id, unit_id, company_id, vendor_id, from_on, to_on, reason, set_by_name, set_at)
                VALUES (\(tenant.id), \(tenant.unit("bj").id), \(tenant.unit("bj").id), \(vendor), '\(ground.cast.today.isoText)',
                    '\(until.isoText)', '考核不合格', '李敏', now())
                """
            _ = try await ground.cast.database.administer { try await $0.execute(script: suspend) }
            let selection = try await CastSelection.begin(ground.cast)
            let (company, group) = (ground.visitor("bj"), ground.visitor("hq"))
            let page = company.paths.selection(selection.id)
            #expect(try await !company.get(page).body.contains("name=\"override\""), "not asked of whoever may not give one")
            let add = company.paths.selectionStep("candidates", selection.id)
            let refused = try await company.fill(page, post: add, ["vendor": vendor.description, "name": ""])
            #expect(refused.status == 422 && refused.body.contains("须由上一级说明理由"))
            let tried = try await company.fill(page, post: add, ["vendor": vendor.description, "name": "", "override": "急用"])
            #expect(tried.status == 403)
            let upper = group.paths.selection(selection.id)
            let step = group.paths.selectionStep("candidates", selection.id)
            #expect(try await group.get(upper).body.contains("name=\"override\""))
            let admitted = try await group.fill(
                upper, post: step, ["vendor": vendor.description, "name": "", "override": "唯一熟悉老旧设备的公司"])
            #expect(admitted.status == 200 && admitted.body.contains("唯一熟悉老旧设备的公司") && admitted.body.contains(until.isoText))
        }
    }

    @Test func `VENDOR-R5: who mends shows it with a photo, and who re-checks looks at it`() async throws {
        try await Ground.run { ground in
            let (site, company) = (ground.cast.yunshan.unit("jy-spring"), ground.cast.yunshan.unit("bj"))
            let due = ground.cast.today.adding(days: 10)
            try await ground.cast.change(as: "bj") { tx in
                _ = try await tx.access(for: KeepTerms.self)
                try await tx.issueRectification(
                    NewRectification(source: .manual, unit: site, overseer: company, title: "门岗缺岗", demand: "补岗", dueOn: due))
            }
            let id = RectificationID(Int64(try await ground.cast.number("SELECT max(id) FROM rectification")))
            let vendor = ground.visitor("jy-spring")
            let (path, step) = (vendor.paths.rectification(id), vendor.paths.rectificationStep(.complete, id))
            let said = try await vendor.fill(path, post: step, ["text": "已补岗"])
            #expect(said.status == 422 && said.body.contains("已补岗") && said.body.contains("请填写"))
            let spoilt = try await vendor.bring(
                step, on: said, [("after.jpg", SampleFiles.photo), ("b.svg", [1])], fields: [("text", "已补岗"), ("version", "1")])
            #expect(spoilt.status == 422 && spoilt.body.contains("“b.svg”未收下") && spoilt.body.contains("已补岗"))
            let kept = try #require(spoilt.hidden("kept"))
            let done = try await vendor.bring(step, on: spoilt, [], fields: [("text", "已补岗"), ("version", "1"), ("kept", kept)])
            #expect(done.status == 200 && done.body.contains("after.jpg"), "\(done.status)")
            let file = try #require(done.addresses.first { $0.wholeMatch(of: /.*\/files\/\d+/) != nil }).split(separator: "/").last ?? ""
            let checker = ground.visitor("bj")
            let checked = try await checker.get(checker.paths.rectification(id))
            #expect(checked.status == 200 && checked.body.contains("after.jpg"))
            #expect(try await checker.get("\(checker.paths.files)/\(file)").status == 200)
            let other = ground.visitor("wx")
            #expect(try await other.get("\(other.paths.files)/\(file)").status == 404, "ACCESS-P5")
        }
    }

    @Test func `COMPENSATE-R3: a clause is made a term of a contract, with a sum or a share, and stands on the contract's page`()
        async throws
    {
        try await Ground.run { ground in
            let engagement = try await ground.cast.engagement(of: "jy-spring")
            let terms = try ContractTerms.read(
                ["kind": "commission", "number": "WT-01", "title": "委托合同", "from": "2024-01-01"], today: ground.cast.today
            ).get()
            try await ground.cast.change(as: "bj") { tx in
                try await tx.enter(terms, try await tx.access(engagement, for: KeepContract.self))
            }
            let id = ContractID(Int64(try await ground.cast.number("SELECT max(id) FROM vendor_contract")))
            let company = ground.visitor("bj")
            let (page, post) = (company.paths.compensationTerms, company.paths.compensationStep("clauses"))
            let fields = [
                "trigger": "evaluation", "title": "考核扣款", "text": "当期不合格的，按本条扣付。", "share": "12.5", "from": "2026-01-01",
                "contract": id.description,
            ]
            let both = try await company.fill(page, post: post, fields.merging(["amount": "100"]) { $1 })
            #expect(both.status == 422 && both.body.contains("当期不合格的"))
            let set = try await company.fill(page, post: post, fields)
            #expect(set.status == 200 && set.body.contains("本期服务费的 12.5%") && set.addresses.contains(company.paths.contract(id)))
            let vendor = ground.visitor("jy")
            #expect(try await vendor.get(vendor.paths.contract(id)).body.contains("考核扣款"))
        }
    }
}
