import Domain
import Postgres
import Secrets
import Store

/// Three property companies on file, with a licence that ended, one that ends soon and a contract to renew; the change-over at Maple Grove with
/// its signed list; and one selection as far as the decision.
struct DemoVendors: Sendable {
    let scenery: Scenery
    let keys: KeyRing

    private var today: Day { scenery.today }

    func run(on connection: AdminConnection) async throws {
        guard let group = scenery.staff(scenery.group, with: .vendorKeep).first else { return }
        let bulk = BulkVendors(connection, tenant: scenery.world.tenant, keys: keys)
        if try await bulk.hasAny() { return }
        try await bulk.begin()
        for company in Company.all { try await file(company, bulk, by: group) }
        try await contracts(bulk, by: group)
        try await changeOver(bulk)
        try await selection(bulk)
        try await terms(bulk)
        try await bulk.commit()
    }

    private func moment(_ daysAgo: Int) -> Instant {
        Instant(today.adding(days: -daysAgo), hour: 10, offsetMinutes: scenery.offsetMinutes)
    }

    private func file(_ company: Company, _ bulk: BulkVendors, by keeper: Actor) async throws {
        guard let vendor = scenery.unit(code: company.code) else { return }
        let qualifications = company.qualifications.map { name, kind, days in
            [
                "kind": kind.code, "name": name, "number": "浙-\(company.code.uppercased())-\(kind.code.count)27", "issuer": "市场监督管理局",
                "issuedOn": today.adding(days: -700).isoText, "expiresOn": days.map { today.adding(days: $0).isoText } ?? "",
            ]
        }
        try await bulk.file(
            vendor.id,
            [
                "legalName": company.legalName, "creditCode": company.creditCode, "representative": company.representative,
                "capital": "50000000",
                "foundedOn": "2003-04-18", "address": "滨江区江陵路 88 号", "about": company.about,
            ], qualifications: qualifications,
            contact: ["name": company.contact, "post": "区域总监", "phone": "0571-8800-6600", "email": "service@\(company.code).example"],
            by: keeper.name, at: moment(400), today: today)
    }

    /// Every site has its contract; the one at Spring Dawn is to be renewed.
    private func contracts(_ bulk: BulkVendors, by keeper: Actor) async throws {
        for (index, engagement) in scenery.world.engagements.enumerated() {
            guard let site = scenery.unit(engagement.site), let project = scenery.unit(engagement.project),
                let company = project.company.flatMap({ scenery.unit($0) })
            else { continue }
            let last = engagement.to ?? (site.code == "jy-spring" ? today.adding(days: 40) : today.adding(days: 500 + index))
            try await bulk.contract(
                at: site,
                [
                    "kind": "commission", "number": "WT-\(project.code.uppercased())-\(index + 1)", "title": "\(project.name)前期物业服务委托合同",
                    "from": engagement.from.isoText, "until": last.isoText, "level": index % 2 == 0 ? "two" : "three",
                    "feeBasis": "lumpSum",
                    "fee": index % 2 == 0 ? "2.85" : "2.40", "contents": "公共区域保洁、秩序维护、绿化养护、设施设备运行维护、客户服务", "split": "公共水电按户分摊，空置房由建设单位承担",
                    "assessor": "诚信工程造价咨询", "assessed": engagement.from.adding(days: -220).isoText,
                    "filed": engagement.from.adding(days: -200).isoText, "filedWith": "街道办事处", "filingNumber": "物备-\(index + 101)",
                    "signed": engagement.from.adding(days: -30).isoText, "early": engagement.from.adding(days: -180).isoText,
                    "takenOver": engagement.from.adding(days: -7).isoText,
                ],
                clause: [
                    "trigger": "evaluation", "title": "考核扣款", "text": "当期考核不合格的，扣付当期物业服务费的 5%，整改复查合格后不退还。", "share": "5",
                    "basis": "前期物业服务委托合同第十一条", "from": engagement.from.isoText,
                ], of: company, by: keeper.name, at: moment(380), today: today)
        }
    }

    private func changeOver(_ bulk: BulkVendors) async throws {
        guard let old = scenery.unit(code: "ly-maple"), let new = scenery.unit(code: "ht-maple"),
            let officer = old.company.flatMap({ scenery.staff($0, with: .vendorKeep).first })
        else { return }
        try await bulk.handover(
            of: old, to: new, tickets: 7, items: "业主档案 360 户\n机电设备台账与钥匙\n监控与门禁密码\n装修押金台账\n公共收益账目\n在办事项 7 件",
            giver: "贾宏伟", taker: "阎志新", by: officer, at: moment(180))
    }

    private func terms(_ bulk: BulkVendors) async throws {
        guard let company = scenery.unit(code: "bj"), let project = scenery.unit(code: "bj-spring"), let vendor = scenery.unit(code: "jy"),
            let officer = scenery.staff(company.id, with: .compensateKeep).first
        else { return }
        let from = today.adding(days: -300).isoText
        try await bulk.terms(
            at: company,
            clause: [
                "trigger": "lateRepair", "title": "维修逾期", "text": "保修期内质量缺陷报修后逾期未修的，每逾期一日按 200 元计。", "amount": "200",
                "basis": "前期物业服务委托合同第九条", "from": from,
            ],
            standard: [
                "kind": "furnishing", "title": "渗漏造成的装修受损", "principle": "按修复所需的合理费用赔偿，可修复的不换新。", "amountText": "以第三方估价为准",
                "highest": "20000", "from": from,
            ],
            warning: [
                "project": project.id.description, "vendor": vendor.id.description, "matter": "二号地库坡道渗漏，三次报修未修复",
                "answerBy": today.adding(days: -4).isoText,
            ], responsible: vendor.name, project: project, by: officer.name, at: moment(14))
    }

    private func selection(_ bulk: BulkVendors) async throws {
        guard let project = scenery.unit(code: "nh-orchid"), let company = project.company.flatMap({ scenery.unit($0) }),
            let first = scenery.unit(code: "jy"), let second = scenery.unit(code: "ht")
        else { return }
        let own = scenery.staff(company.id, with: .selectionScore)
        let people = (own + scenery.staff(scenery.group, with: .selectionScore)).prefix(3)
        guard people.count == 3 else { return }
        let points = [[88, 81, 70], [84, 79, 74], [86, 83, 69]]
        let story = BulkVendors.Story(
            project: project, unit: company,
            plan: [
                "title": "兰亭前期物业服务选聘", "positioning": "低密度住宅，二级服务标准；销售期客户最关心安保与绿化，收费不高于 3 元/平方米·月。", "method": "邀请招标，三家",
                "early": today.adding(days: 30).isoText, "serveFrom": today.adding(days: 150).isoText,
            ],
            candidates: [
                (
                    ["vendor": first.id.description, "legalName": Company.all[0].legalName],
                    "走访春晓、云庭两处：现场整洁，维修响应快，业主评价较好；同时在管项目多，需确认人员配置。"
                ), (["vendor": second.id.description, "legalName": Company.all[1].legalName], "走访湖畔、枫林：秩序维护较好，枫林交接后投诉下降。"),
                (["name": "安泰物业管理有限公司"], "集团外公司，走访两处在管项目，绿化一般，报价最低。"),
            ],
            criteria: [
                ["name": "服务方案与标准", "weight": "40", "guide": "内容、等级、应急预案"], ["name": "人员配置", "weight": "20"],
                ["name": "报价", "weight": "25", "guide": "与第三方测算相比"],
                ["name": "在管项目口碑", "weight": "15", "guide": "走访与满意度"], ["name": "证照齐全有效", "knocksOut": "true"],
            ],
            committee: zip(people, points).map { ($0, scenery.title($0.person), $1) }, reasons: "综合得分最高，服务方案完整，早期介入团队已到位。",
            minority: "一位评委认为恒通在低密度项目经验更多。")
        try await bulk.tell(story, from: moment(30))
    }
}

/// A property company of the demo.
private struct Company {
    let code: String
    let legalName: String
    let creditCode: String
    let representative: String
    let contact: String
    let about: String
    /// Name, kind, days until it ends.
    let qualifications: [(String, QualificationKind, Int?)]

    static let all = [
        Company(
            code: "jy", legalName: "佳园物业服务集团有限公司", creditCode: "91350100M000100Y43", representative: "沈家园", contact: "许文娟",
            about: "本地企业，在管住宅 120 万平方米。",
            qualifications: [("营业执照", .businessLicence, nil), ("质量管理体系认证", .qualitySystem, 35), ("公众责任险", .insurance, 200)]),
        Company(
            code: "ht", legalName: "恒通物业管理有限公司", creditCode: "", representative: "郑恒", contact: "丁慧芳", about: "擅长中大型社区，自有工程维修队伍。",
            qualifications: [("营业执照", .businessLicence, nil), ("保安服务许可证", .security, -12), ("消防设施维护", .fireProtection, 320)]),
        Company(
            code: "ly", legalName: "绿源生活服务股份有限公司", creditCode: "", representative: "吕绿源", contact: "姜秀英", about: "绿化养护见长。",
            qualifications: [("营业执照", .businessLicence, nil), ("环境管理体系认证", .environmentSystem, 410)]),
    ]
}
