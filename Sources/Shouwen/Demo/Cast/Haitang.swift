import Domain

extension Blueprint {
    /// 海棠控股: the second tenant, small, so that people can see that nothing crosses over.
    static let haitang = Blueprint(
        code: "haitang", name: "海棠控股", nameEnglish: "Haitang Holdings", share: 0.025,
        units: [
            .group("hq", "海棠控股", "Haitang Holdings"),
            .company("ht", "海棠置地", "Haitang Land", under: "hq"),
            .project("ht-garden", "棠苑", "Crabapple Garden", of: "ht", houses: 80, handedOver: .on(2023, 10, 12)),
            .project("ht-bay", "棠湾", "Crabapple Bay", of: "ht", houses: 40, handedOver: nil),
            .vendor("ax", "安心物业", "Anxin Property", under: "hq"),
            .site("ax-garden", "安心·棠苑服务中心", "Anxin at Crabapple Garden", of: "ax", at: "ht-garden"),
        ],
        engagements: [EngagementPlan(site: "ax-garden", from: .on(2023, 9, 1))],
        people: [
            PersonPlan("admin", "冯少华", "hq", .tenantAdministrator, "集团系统管理员"),
            PersonPlan("hq", "柳依依", "hq", .groupServiceCentre, "集团客服中心主任"),
            PersonPlan("hq-2", "白雨桐", "hq", .groupServiceCentre, "集团客服中心专员"),
            PersonPlan("ht", "尹志诚", "ht", .companyServiceCentre, "海棠置地客服主管"),
            PersonPlan("ht-2", "孔祥瑞", "ht", .companyServiceCentre, "海棠置地客服专员"),
            PersonPlan("ht-garden", "梅若雪", "ht-garden", .projectService, "棠苑项目客服"),
            PersonPlan("ht-garden-pm", "龙建业", "ht-garden", .projectManager, "棠苑项目经理"),
            PersonPlan("ht-bay", "兰小敏", "ht-bay", .projectService, "棠湾项目客服"),
            PersonPlan("ht-bay-pm", "石磊", "ht-bay", .projectManager, "棠湾项目经理"),
            PersonPlan("ax", "江映雪", "ax", .vendorServiceCentre, "安心物业客服主管"),
            PersonPlan("ax-2", "秦朗", "ax", .vendorServiceCentre, "安心物业客服专员"),
            PersonPlan("ax-garden", "毛晓琳", "ax-garden", .vendorSiteService, "棠苑服务中心客服"),
            PersonPlan("ax-garden-pm", "纪晓峰", "ax-garden", .projectManager, "棠苑服务中心经理"),
        ]
    )

    static let all = [yunshan, haitang]
    /// Of every demo account; the accounts hold nothing but invented data.
    static let password = "Shouwen-demo-1"
}
