/// Templates that ship with the product. Section 2.15 states no weights and no pass marks ("regularly" only): these are a beginning that
/// a group copies and makes its own.
package enum PresetTemplate: String, CaseCode {
    /// 住宅物业服务
    case residential

    package var name: Bilingual { Bilingual("住宅物业服务考核表", "Residential property service") }

    package var template: ScoreTemplate {
        ScoreTemplate(period: .monthly, indicators: Self.facts + Self.inspected + Self.judged)
    }

    /// Bands from zero: the ends in hundredths with the share in per cent up to each; the last goes to the end.
    private static func bands(_ steps: [(to: Int?, share: Int)]) -> [PointBand] {
        var from = 0
        return steps.map { step in
            defer { from = step.to ?? from }
            return PointBand(from: from, to: step.to, share: step.share * 100)
        }
    }

    private static let rising = bands([(7_000, 0), (8_000, 40), (9_000, 70), (9_500, 85), (9_800, 95), (10_000, 100)])
    private static let falling = bands([(200, 100), (400, 85), (600, 70), (1_000, 40), (10_000, 0)])

    private static func fact(
        _ key: String, _ chinese: String, _ english: String, _ points: Int, _ kind: FactKind, _ bands: [PointBand], least: Int,
        guide: Bilingual
    ) -> Indicator {
        Indicator(
            key: key, name: Bilingual(chinese, english), guide: guide, weight: points * 100,
            source: .fact(kind, bands: bands, least: least), shortfall: .spreadKind, core: true)
    }

    private static let facts: [Indicator] = [
        fact(
            "complaints", "客户投诉 / 千户", "Complaints per 1,000 households", 10, .complaintRate,
            bands([(200, 100), (400, 90), (600, 75), (1_000, 50), (1_500, 25), (nil, 0)]), least: 100,
            guide: Bilingual("每千户每月物业线投诉件数", "Complaints on the vendor's line per 1,000 households and month")),
        fact(
            "answered", "按时答复率", "Answered on time", 6, .answeredOnTime, rising, least: 10,
            guide: Bilingual("期内到期的受理与方案时限按时完成的比例", "Of the promises to accept and to propose a plan that fell due, the share kept")),
        fact(
            "solved", "按时办结率", "Solved on time", 10, .solvedOnTime, rising, least: 10,
            guide: Bilingual("期内到期的办结时限按时完成的比例", "Of the promises to solve that fell due, the share kept")),
        fact(
            "repeats", "重复投诉率", "Raised again", 5, .repeatRate, falling, least: 10,
            guide: Bilingual("同一事项再次提出的比例", "Of what came in, the share that had been raised before")),
        fact(
            "reopened", "重开率", "Opened again", 3, .reopenRate, falling, least: 10,
            guide: Bilingual("结案后重新打开的比例", "Of what was closed, the share opened again")),
        fact(
            "escalated", "上报率", "Escalated", 4, .escalationRate,
            bands([(300, 100), (600, 85), (1_000, 60), (2_000, 30), (10_000, 0)]), least: 10,
            guide: Bilingual("物业未能解决、经上级接收的上报比例", "Of what came in, the share the tier above had to take")),
        fact(
            "visits", "回访满意率", "Satisfied at return visits", 8, .visitSatisfaction,
            bands([(6_000, 0), (7_000, 40), (8_000, 70), (9_000, 90), (10_000, 100)]), least: 10,
            guide: Bilingual("回访到的客户中满意的比例", "Of customers reached by return visits, the share satisfied")),
        fact(
            "exchange", "信息往来答复", "Replies to exchanges", 4, .exchangeReply,
            bands([(2_400, 100), (4_800, 80), (7_200, 50), (nil, 0)]), least: 5,
            guide: Bilingual("信息往来从发出到答复的平均小时数", "Mean hours from an exchange to its reply")),
        fact(
            "orders", "整改逾期率", "Rectification overdue", 6, .rectificationOverdue,
            bands([(500, 100), (1_000, 80), (2_000, 50), (10_000, 0)]), least: 3,
            guide: Bilingual("期内到期的整改单未按时完成的比例", "Of the orders that fell due, the share not done by then")),
    ]

    private static let inspected: [Indicator] = [
        Indicator(
            key: "walk", name: Bilingual("现场走访", "On-site walk"),
            guide: Bilingual("走访路线上合格项的比例", "Of the items judged on walks, the share that passed"), weight: 1_200,
            source: .inspection(.walk, bands: rising, least: 20), shortfall: .spreadAll, core: true),
        Indicator(
            key: "spot", name: Bilingual("监督抽查", "Spot check"),
            guide: Bilingual("抽查合格项的比例", "Of the items judged at spot checks, the share that passed"), weight: 800,
            source: .inspection(.spotCheck, bands: rising, least: 10), shortfall: .spreadAll, core: true),
        Indicator(
            key: "owners", name: Bilingual("业主问卷（物业）", "Owners' questionnaire"),
            guide: Bilingual("最近一批物业问卷的总体满意度", "The degree of satisfaction in the latest wave about the property company"),
            weight: 1_000,
            source: .survey(
                .property, dimension: "*", bands: bands([(6_000, 0), (7_000, 40), (8_000, 70), (9_000, 90), (10_000, 100)]), least: 30),
            shortfall: .spreadAll, core: true),
    ]

    private static func judged(_ key: String, _ chinese: String, _ english: String, _ points: Int, guide: Bilingual) -> Indicator {
        Indicator(
            key: key, name: Bilingual(chinese, english), guide: guide, weight: points * 100,
            source: .assessor(scale: 10, combination: .trimmedMean, roleWeights: [:], least: 2), shortfall: .spreadKind, core: true)
    }

    private static let judged: [Indicator] = [
        judged(
            "service", "客户服务", "Customer service", 5,
            guide: Bilingual(
                "10 分：首问负责、答复清楚、着装与用语规范；6 分：能答复但需催办；0 分：推诿、冲突",
                "10: first asked answers, clear words, proper manners; 6: answers when urged; 0: passes people on, quarrels")),
        judged(
            "order", "秩序与安全", "Order and safety", 5,
            guide: Bilingual(
                "10 分：门岗、巡逻、车辆、消防通道均有序；6 分：个别疏漏；0 分：有安全事故或通道堵塞",
                "10: gates, rounds, cars and fire lanes in order; 6: single lapses; 0: an accident or a blocked lane")),
        judged(
            "grounds", "环境与设施", "Grounds and facilities", 4,
            guide: Bilingual(
                "10 分：保洁、绿化、电梯、照明完好；6 分：有待修而在计划内；0 分：长期失修",
                "10: clean, green, lifts and lights in order; 6: repairs are planned; 0: neglected for long")),
    ]
}
