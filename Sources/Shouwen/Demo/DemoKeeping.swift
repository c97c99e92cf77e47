import Domain
import Store

/// What the demo group has decided and written down: settings, a company held by reference, areas of duty, interface agreements.
struct DemoKeeping {
    let org: BulkOrg
    let units: [String: UnitRef]
    let since: Day

    func write() async throws {
        let (hq, bj, spring) = (try unit("hq"), try unit("bj"), try unit("bj-spring"))
        try await org.hold(try unit("xs"), by: .reference)
        try await org.decide(.hotline, "400-820-1234", at: hq, by: "沈国栋")
        try await org.decide(.workingHours, "每日 8:30–18:00", at: hq, by: "沈国栋")
        try await org.decide(.excludedVenues, "会所\n售楼处", at: hq, by: "沈国栋")
        try await org.decide(.hotline, "0571-8820-1234", at: bj, by: "沈国栋")
        try await org.area(.cluster, "南组团", buildings: ["1", "2", "3", "4"], at: spring, officer: "jy-spring", from: since)
        try await org.area(.cluster, "北组团", buildings: ["5", "6", "7", "8"], at: spring, officer: "jy-spring-pm", from: since)
        for agreement in try agreements(bj, spring) {
            try await org.agree(agreement, keptBy: bj, among: Array(units.values), by: "hq")
        }
    }

    private func unit(_ code: String) throws -> UnitRef {
        guard let unit = units[code] else { throw SeedFault("no unit \(code)") }
        return unit
    }

    /// ORG-R5, R6, R7.
    private func agreements(_ bj: UnitRef, _ spring: UnitRef) throws -> [NewAgreement] {
        let company = { (duties: [String]) in NewParty(kind: .unit, unit: bj.id, name: "", duties: duties) }
        return [
            NewAgreement(
                subject: .dutySplit, title: "公司与项目客服职责分工", from: since, until: nil, checkMonths: 0,
                workflow: "项目客服当日接收、三日内给出方案；超出权限的注明理由上报公司客服中心，公司一个工作日内接收或退回。",
                parties: [
                    company(["制定细则并按月自查", "接收项目上报，协调工程与营销部门", "每月汇总投诉与回访情况"]),
                    NewParty(
                        kind: .unit, unit: spring.id, name: "", duties: ["首问必办，交接被接收前不得推诿", "交付前事项的第一受理与处理", "维护客户与房屋资料"]),
                ]),
            NewAgreement(
                subject: .complaints, title: "投诉处理接口约定（佳园物业）", from: since, until: nil, checkMonths: 3,
                workflow: "物业受理后 5 分钟内登记；质量类投诉当日通过信息往来通知公司客服中心，双方共同回访。",
                parties: [
                    company(["按季检查物业投诉处理情况", "质量问题两日内组织施工单位到场"]),
                    NewParty(
                        kind: .unit, unit: try unit("jy").id, name: "", duties: ["交付后事项的第一受理与处理", "主动报告质量缺陷", "重大投诉当日上报"]),
                ]),
            NewAgreement(
                subject: .repairs, title: "保修维修接口约定", from: since, until: nil, checkMonths: 6,
                workflow: "客服派单，施工单位 48 小时内到场，监理复验签字后客服回访。",
                parties: [
                    company(["派单并督促", "组织复验与回访"]),
                    NewParty(kind: .contractor, unit: nil, name: "华建第三工程公司", duties: ["保修期内 48 小时到场", "逾期同意由第三方强制维修"]),
                    NewParty(kind: .supervision, unit: nil, name: "正平监理", duties: ["维修方案审核", "复验签字"]),
                ]),
        ]
    }
}
