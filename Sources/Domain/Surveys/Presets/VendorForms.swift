extension PresetForm {
    static let developerQuestions = Questionnaire(
        intro: Bilingual("请项目负责人评价物业公司过去一年的配合。", "Please judge the property company's work with the project in the past year."),
        thanks: Piece.thanks,
        dimensions: [
            Dimension(key: "cooperation", name: Bilingual("配合", "Cooperation")),
            Dimension(key: "management", name: Bilingual("管理", "Management")),
            Dimension(key: "owners", name: Bilingual("业主关系", "Owners")),
        ],
        questions: [
            Piece.overall(page: 1, "您对物业公司的工作总体满意吗？", "All in all, how satisfied are you with the property company?"),
            Piece.rating(
                "early", page: 1, "cooperation", "您对前期介入的意见和建议满意吗？", "How satisfied are you with its advice before hand-over?",
                allowsNone: true),
            Piece.rating(
                "takeover", page: 1, "cooperation", "您对承接查验和交付配合满意吗？", "How satisfied are you with its part in take-over and delivery?"),
            Piece.rating(
                "reports", page: 1, "cooperation", "您对信息上报的及时和真实满意吗？", "How satisfied are you with how timely and true its reports are?"),
            Piece.rating("staff", page: 2, "management", "您对人员配置和稳定满意吗？", "How satisfied are you with its staff and how it lasts?"),
            Piece.rating("systems", page: 2, "management", "您对制度执行满意吗？", "How satisfied are you with how rules are kept?"),
            Piece.rating(
                "costs", page: 2, "management", "您对费用控制满意吗？", "How satisfied are you with its control of costs?", allowsNone: true),
            Piece.rating("complaints", page: 2, "owners", "您对投诉和群诉的处置满意吗？", "How satisfied are you with how it deals with complaints?"),
            Piece.rating("mood", page: 2, "owners", "您对业主关系维护满意吗？", "How satisfied are you with its relation to the owners?"),
            Question(
                key: "renew", page: 3, kind: .single, text: Bilingual("您建议续聘吗？", "Would you keep this company?"), required: true,
                core: true,
                options: [
                    QuestionOption("yes", "续聘", "Yes"), QuestionOption("terms", "有条件续聘", "On conditions"),
                    QuestionOption("no", "不续聘", "No"),
                ]),
            Question(
                key: "terms", page: 3, kind: .longText, text: Bilingual("条件或理由", "Conditions or reasons"), required: true, core: true,
                showIf: ShowRule(.all, [.init("renew", .anyOf, ["terms", "no"])])),
        ])

    static let propertyQuestions = Questionnaire(
        intro: Bilingual("本问卷用于物业公司年度评价。", "This feeds the property company's yearly evaluation."), thanks: Piece.thanks,
        dimensions: [
            Dimension(key: "service", name: Bilingual("客户服务", "Customer service")),
            Dimension(key: "order", name: Bilingual("安全秩序", "Security")),
            Dimension(key: "surroundings", name: Bilingual("环境", "Surroundings")),
            Dimension(key: "repair", name: Bilingual("维修", "Repairs")),
            Dimension(key: "value", name: Bilingual("质价相符", "Value")),
        ],
        questions: [
            Piece.overall(page: 1, "您对现在的物业公司总体满意吗？", "All in all, how satisfied are you with the property company?"),
            Piece.rating("manner", page: 1, "service", "您对服务人员的态度满意吗？", "How satisfied are you with the staff's manner?"),
            Piece.rating("solve", page: 1, "service", "您对问题得到解决满意吗？", "How satisfied are you that problems get solved?"),
            Piece.rating("safe", page: 1, "order", "您在小区里感到安全吗？", "How satisfied are you with how safe it is here?"),
            Piece.rating("clean", page: 1, "surroundings", "您对环境卫生和绿化满意吗？", "How satisfied are you with cleanliness and greenery?"),
            Piece.rating("mend", page: 1, "repair", "您对维修满意吗？", "How satisfied are you with repairs?", allowsNone: true),
            Piece.rating("fees", page: 1, "value", "您认为物业费与服务相符吗？", "How satisfied are you with what the fee buys?"),
            Piece.recommend(page: 2, "您有多大可能推荐这家物业公司？", "How likely are you to recommend this property company?"),
            Piece.words("remarks", page: 2, "您对物业公司有什么建议？", "What would you advise the property company?"),
            Piece.contact(page: 2),
        ])
}
