import Domain
import Foundation
import Postgres
import Store
import TestSupport
import Testing

@testable import Web

/// The vendors' room as people's browsers see it.
@Suite("Vendors in the browser") struct VendorRoomTests {
    private func vendor(_ ground: Ground, _ code: String) -> UnitID { ground.cast.yunshan.unit(code).id }

    @Test func `a company files a vendor and its licence; the vendor reads it, keeps nothing, and sees no other vendor (ACCESS-P5)`()
        async throws
    {
        try await Ground.run { ground in
            let company = ground.visitor("bj")
            let path = company.paths.vendor(vendor(ground, "jy"))
            #expect(try await company.get(company.paths.vendors).body.contains("佳园物业"))
            let wrong = try await company.fill(
                path, post: "\(path)/file", ["legalName": "佳园物业服务有限公司", "creditCode": "91350100M000100Y44", "over": "0"])
            #expect(
                wrong.status == 422 && wrong.body.contains("佳园物业服务有限公司") && wrong.body.contains("91350100M000100Y44"),
                "what was typed stays")
            let filed = try await company.fill(
                path, post: "\(path)/file", ["legalName": "佳园物业服务有限公司", "creditCode": "91350100M000100Y43", "over": "0"])
            #expect(filed.status == 200 && filed.body.contains("91350100M000100Y43") && filed.body.contains("第 1 版"))
            let stale = try await company.fill(path, post: "\(path)/file", ["legalName": "旧名", "over": "0"])
            #expect(stale.status == 409)
            let soon = ground.cast.today.adding(days: 10).isoText
            let held = try await company.fill(
                path, post: "\(path)/qualifications", ["kind": "businessLicence", "name": "营业执照", "expiresOn": soon])
            #expect(held.body.contains("\(soon) 到期") && held.body.contains("有资质即将到期"))
            #expect(try await company.get(company.paths.desk).body.contains("资质 · 营业执照"))
            let contact = try await company.fill(path, post: "\(path)/contacts", ["name": "许佳", "post": "项目总监", "phone": "0571-88880000"])
            #expect(contact.body.contains("0571-88880000"))

            let own = ground.visitor("jy")
            let seen = try await own.get(own.paths.vendor(vendor(ground, "jy")))
            #expect(seen.status == 200 && seen.body.contains("营业执照") && !seen.body.contains("id=\"do-vendorFile\""))
            #expect(try await own.get(own.paths.vendor(vendor(ground, "wx"))).status == 404)
            #expect(try await own.get(own.paths.desk).body.contains("资质 · 营业执照"))
            #expect(try await own.get(own.paths.selections).status == 403)
            #expect(try await ground.visitor("tech-spring").get("/yunshan/jy-spring/vendors").status == 403)
        }
    }

    @Test func `VENDOR-F3: a contract is entered from the engagement, refused where it does not fit, amended, and read by the vendor`()
        async throws
    {
        try await Ground.run { ground in
            let company = ground.visitor("bj")
            let engagement = try await ground.cast.engagement(of: "jy-spring")
            let form = company.paths.newContract(for: engagement)
            let fields = [
                "kind": "commission", "number": "WT-01", "title": "前期物业服务委托合同", "from": "2024-01-01", "until": "2027-12-31", "fee": "2.85",
                "split": "公摊水电按户", "filed": "2023-06-01", "filedWith": "滨江街道",
            ]
            let wrong = try await company.fill(form, fields.merging(["until": "2023-01-01", "fee": "两块八"]) { $1 })
            #expect(wrong.status == 422 && wrong.body.contains("公摊水电按户") && wrong.body.contains("两块八"))
            let saved = try await company.fill(form, fields)
            #expect(saved.status == 200 && saved.body.contains("前期物业服务委托合同") && saved.body.contains("滨江街道"))
            #expect(try await company.fill(form, fields).status == 422, "on the same days again")
            #expect(try await company.get(company.paths.engagement(engagement)).body.contains("WT-01"))
            let id = ContractID(Int64(try await ground.cast.number("SELECT max(id) FROM vendor_contract")))
            let amended = try await company.fill(
                company.paths.amendContract(id),
                fields.filter { !["kind", "from"].contains($0.key) }.merging(["title": "委托合同（补充）", "over": "1"]) { $1 })
            #expect(amended.status == 200 && amended.body.contains("委托合同（补充）"))
            let own = ground.visitor("jy")
            let read = try await own.get(own.paths.contract(id))
            #expect(read.status == 200 && read.body.contains("公摊水电按户") && !read.body.contains(own.paths.amendContract(id)))
            let none = try await company.bring(company.paths.addFiles(to: id), from: company.paths.contract(id), [])
            #expect(none.status == 422 && none.body.contains("请填写"))
            let hung = try await company.bring(
                company.paths.addFiles(to: id), from: company.paths.contract(id), [("签署页.pdf", SampleFiles.pdf)])
            #expect(hung.status == 200 && hung.body.contains("签署页.pdf"))
            let paper = try #require(hung.addresses.first { $0.wholeMatch(of: /.*\/files\/\d+/) != nil })
            let number = paper.split(separator: "/").last ?? ""
            let shown = try await own.get(own.paths.contract(id))
            #expect(shown.body.contains("签署页.pdf") && !shown.body.contains(own.paths.addFiles(to: id)), "the vendor reads it")
            #expect(try await own.get("\(own.paths.files)/\(number)").status == 200)
            #expect(try await ground.visitor("wx").get("/yunshan/wx/files/\(number)").status == 404)
            #expect(try await ground.visitor("wx").get("/yunshan/wx/vendors/contracts/\(id)").status == 404)
            #expect(try await ground.visitor("nh").get("/yunshan/nh/vendors/contracts/\(id)").status == 404)
        }
    }

    @Test func `ORG-R13, section 2.15: a change-over prints its hand-over list for both to sign, and proposes the milestone survey`()
        async throws
    {
        try await Ground.run { ground in
            _ = try await ground.cast.record()
            let engagement = try await ground.cast.engagement(of: "jy-spring")
            let day = ground.cast.today.adding(days: 2)
            let fields = [
                "vendor": vendor(ground, "wx").description, "on": day.isoText, "until": "", "code": "wx-spring", "name": "万欣春晓服务中心",
            ]
            try await ground.cast.asAdmin { tx in
                try await tx.changeOver(fields, try await tx.access(engagement, for: KeepEngagement.self))
                try await tx.record(
                    try HandoverRecord.read(["items": "业主档案 312 户\n监控密码", "giver": "许佳", "taker": "魏星"]).get(),
                    try await tx.access(engagement, for: KeepEngagement.self))
            }
            let company = ground.visitor("bj")
            let sheet = try await company.get(company.paths.handOverSheet(engagement))
            for text in ["物业交接清单", "业主档案 312 户", "监控密码", "许佳", "魏星"] {
                #expect(sheet.body.contains(text), "\(text)")
            }
            let page = try await company.get(company.paths.engagement(engagement))
            let survey = try #require(page.addresses.first { $0.contains("/surveys/waves/new?kind=milestone") })
            let planned = try await company.get(survey)
            #expect(planned.status == 200 && planned.body.contains("value=\"milestone\" selected") && planned.body.contains("佳园物业"))
        }
    }

    @Test func `VENDOR-R1, R12: a selection from positioning to the decision, three members scoring sealed`() async throws {
        try await Ground.run { ground in
            let company = ground.visitor("bj")
            let wrong = try await company.fill(company.paths.newSelection, ["project": "", "title": "江湾选聘"])
            #expect(wrong.status == 422 && wrong.body.contains("江湾选聘"))
            let selection = try await CastSelection.begin(ground.cast)
            try await selection.prepare(conflict: "hq")
            let path = company.paths.selection(selection.id)
            let ready = try await company.get(path)
            for text in ["候选公司对比", "走访两处在管项目", "一票否决", "配偶在该公司任职", "权重合计 100 / 100"] { #expect(ready.body.contains(text), "\(text)") }
            let began = try await company.fill(path, post: "\(path)/actions/evaluate", [:])
            #expect(began.status == 200 && began.body.contains("0 / 3 位评委已提交"))
            for (account, points) in zip(CastSelection.scorers, [90, 80, 70]) {
                let member = ground.visitor(account)
                let ballot = member.paths.ballot(selection.id)
                let marks = try await selection.marks(points, by: account)
                let half = try await member.fill(ballot, marks.mapValues { $0 == "pass" ? "" : $0 })
                #expect(half.status == 422 && half.body.contains("评语-\(account)"), "typed text stays")
                #expect(try await member.fill(ballot, marks).body.contains("密封提交"))
                #expect(try await !member.get(ballot).body.contains("评语-\(account)"), "not even the author reads it again")
            }
            let tooEarly = try await ground.visitor("bj").get(path)
            #expect(!tooEarly.body.contains("评语-bj"))
            let opened = try await company.fill(path, post: "\(path)/actions/open", [:])
            #expect(
                opened.status == 200 && opened.body.contains("评语-bj-2") && opened.body.contains("85.00") && opened.body.contains("70.00"))
            let late = ground.visitor("hq")
            let refused = try await late.post(
                late.paths.ballot(selection.id), try await selection.marks(10, by: "hq"), from: try await late.get(late.paths.desk))
            #expect(refused.status == 422 && refused.body.contains("评分已截止"))
            let noReason = try await company.fill(path, post: "\(path)/actions/decide", ["candidate": "1", "note": ""])
            #expect(noReason.status == 422)
            let chosen = try await selection.file().results[0].candidate
            let decided = try await company.fill(
                path, post: "\(path)/actions/decide", ["candidate": chosen.description, "note": "得分最高", "minority": "倾向安泰"])
            #expect(decided.status == 200 && decided.body.contains("倾向安泰") && decided.body.contains("合同编审"))
            let dossier = try await company.get(company.paths.dossier(selection.id))
            #expect(dossier.status == 200 && dossier.body.contains("选聘卷宗") && dossier.body.contains("得分最高"))
            #expect(try await company.get(company.paths.dossierFile(selection.id)).status == 404, "sealed when the contract is signed")
            #expect(try await ground.visitor("bj-spring").get("/yunshan/bj-spring/vendors/selections/\(selection.id)").status == 404)
        }
    }
}
