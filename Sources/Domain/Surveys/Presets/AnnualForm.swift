extension PresetForm {
    static let annualQuestions = Questionnaire(
        intro: Bilingual(
            "这份问卷约需三分钟，用于了解您过去一年对服务和房屋质量的感受。",
            "This takes about three minutes and asks how the past year's service and your home's quality were."),
        thanks: Piece.thanks,
        dimensions: [
            Dimension(key: "service", name: Bilingual("客户服务", "Customer service"), weight: 1_200),
            Dimension(key: "security", name: Bilingual("安全秩序", "Security"), weight: 1_200),
            Dimension(key: "cleaning", name: Bilingual("保洁", "Cleaning")),
            Dimension(key: "greenery", name: Bilingual("绿化", "Greenery"), weight: 800),
            Dimension(key: "repair", name: Bilingual("维修", "Repairs"), weight: 1_200),
            Dimension(key: "facilities", name: Bilingual("公共设施", "Facilities")),
            Dimension(key: "complaint", name: Bilingual("投诉处理", "Complaint handling")),
            Dimension(key: "quality", name: Bilingual("工程质量", "Engineering quality")),
            Dimension(key: "delivery", name: Bilingual("交付", "Delivery"), weight: 600),
        ],
        questions: [
            Piece.overall(page: 1, "总体上，您对过去一年的服务满意吗？", "All in all, how satisfied are you with the past year's service?"),
            Piece.rating("desk", page: 1, "service", "您对前台接待人员的态度满意吗？", "How satisfied are you with the manner of the front desk?"),
            Piece.rating("answering", page: 1, "service", "您对咨询和诉求的答复速度满意吗？", "How satisfied are you with how fast you get an answer?"),
            Piece.rating("notices", page: 1, "service", "您对通知公告的及时和清楚满意吗？", "How satisfied are you with how timely and clear notices are?"),
            Piece.matrix(
                "securityWork", page: 2, "security", "您对下列安全工作满意吗？", "How satisfied are you with this security work?",
                [
                    ("gate", "门岗与访客管理", "Gate and visitors"), ("patrol", "夜间巡逻", "Night patrols"),
                    ("parking", "停车秩序", "Parking"), ("fire", "消防通道畅通", "Clear fire lanes"),
                ]),
            Piece.rating(
                "cleanLobby", page: 2, "cleaning", "您对大堂、电梯和楼道的卫生满意吗？", "How satisfied are you with the lobby, lifts and corridors?"),
            Piece.rating(
                "cleanGround", page: 2, "cleaning", "您对园区和垃圾收集点的卫生满意吗？", "How satisfied are you with the grounds and refuse points?"),
            Piece.rating("green", page: 2, "greenery", "您对绿化养护满意吗？", "How satisfied are you with the care of the greenery?"),
            Question(
                key: "repaired", page: 3, kind: .single, text: Bilingual("过去一年您报修过吗？", "Did you ask for a repair in the past year?"),
                required: true, core: true, options: [QuestionOption("yes", "报修过", "Yes"), QuestionOption("no", "没有报修过", "No")]),
            Piece.rating(
                "repairSpeed", page: 3, "repair", "您对报修后的上门及时性满意吗？", "How satisfied are you with how soon somebody came?",
                showIf: ShowRule(.all, [.init("repaired", .anyOf, ["yes"])])),
            Piece.rating(
                "repairWork", page: 3, "repair", "您对维修质量满意吗？", "How satisfied are you with the quality of the repair?",
                showIf: ShowRule(.all, [.init("repaired", .anyOf, ["yes"])])),
            Piece.reasons(
                "repairWhy", page: 3, after: "repairSpeed", "哪里让您不满意？（可多选）", "What was wrong? (several possible)",
                [
                    ("来得太晚", "Came too late"), ("没修好", "Was not repaired"), ("没带配件", "Had no parts"), ("收费不清", "Charges were unclear"),
                    ("态度", "Manner"),
                ]),
            Piece.matrix(
                "facilityWork", page: 4, "facilities", "您对下列公共设施的运行满意吗？", "How satisfied are you with how these work?",
                [
                    ("lift", "电梯", "Lifts"), ("light", "公共照明", "Lighting"), ("water", "供水", "Water supply"),
                    ("play", "健身与儿童设施", "Sports and play areas"),
                ]),
            Piece.rating(
                "complaintWay", page: 4, "complaint", "您对投诉处理的过程和结果满意吗？", "How satisfied are you with how complaints are handled?",
                allowsNone: true),
            Piece.rating(
                "homeQuality", page: 5, "quality", "您对房屋的工程质量满意吗？", "How satisfied are you with the engineering quality of your home?"),
            Piece.rating(
                "sharedQuality", page: 5, "quality", "您对公共部位的工程质量满意吗？", "How satisfied are you with the quality of the shared parts?"),
            Piece.rating(
                "handOver", page: 5, "delivery", "您对交付过程满意吗？", "How satisfied are you with the hand-over of your home?", allowsNone: true),
            Question(
                key: "first", page: 6, kind: .ranking, text: Bilingual("您希望最先改进哪些方面？", "What should get better first?"),
                help: Bilingual("请标出先后，可只标前三项", "Put them in order; three are enough"), core: true,
                options: [
                    QuestionOption("security", "安全秩序", "Security"), QuestionOption("cleaning", "环境卫生", "Cleanliness"),
                    QuestionOption("repair", "维修", "Repairs"), QuestionOption("parking", "停车", "Parking"),
                    QuestionOption("communication", "沟通", "Communication"),
                ]),
            Piece.recommend(page: 6, "您有多大可能向亲友推荐本项目？", "How likely are you to recommend this place to friends?"),
            Piece.words("remarks", page: 6, "还有什么想告诉我们？", "What else would you like to tell us?"),
            Piece.contact(page: 6),
        ])
}
