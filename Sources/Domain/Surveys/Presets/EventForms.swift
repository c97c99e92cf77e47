extension PresetForm {
    static let deliveryQuestions = Questionnaire(
        intro: Bilingual("恭喜您收房。请告诉我们今天的感受。", "Congratulations on your new home. Tell us how today went."), thanks: Piece.thanks,
        dimensions: [
            Dimension(key: "delivery", name: Bilingual("交付", "Delivery")),
            Dimension(key: "service", name: Bilingual("客户服务", "Customer service")),
            Dimension(key: "quality", name: Bilingual("工程质量", "Engineering quality")),
        ],
        questions: [
            Piece.overall(page: 1, "您对今天的交付总体满意吗？", "All in all, how satisfied are you with today's hand-over?"),
            Piece.rating("notice", page: 1, "delivery", "您对交付通知和预约满意吗？", "How satisfied are you with the notice and the appointment?"),
            Piece.rating("waiting", page: 1, "delivery", "您对现场排队和等候满意吗？", "How satisfied are you with the waiting on site?"),
            Piece.rating("papers", page: 1, "delivery", "您对资料和收费说明满意吗？", "How satisfied are you with how papers and fees were explained?"),
            Piece.rating("guide", page: 2, "service", "您对陪同验房人员满意吗？", "How satisfied are you with who went through the home with you?"),
            Piece.rating("home", page: 2, "quality", "您对房屋的工程质量满意吗？", "How satisfied are you with the quality of the home?"),
            Question(
                key: "defects", page: 2, kind: .number, text: Bilingual("今天登记了几处问题？", "How many defects were noted today?"), core: true,
                limits: AnswerLimits(min: 0, max: 200)),
            Piece.rating(
                "promise", page: 2, "service", "您对整改时限的答复满意吗？", "How satisfied are you with when defects will be put right?",
                allowsNone: true),
            Question(
                key: "moving", page: 3, kind: .date, text: Bilingual("您计划何时入住？", "When do you plan to move in?"), core: true),
            Piece.recommend(page: 3, "您有多大可能向亲友推荐本项目？", "How likely are you to recommend this place to friends?"),
            Piece.words("remarks", page: 3, "还有什么想告诉我们？", "What else would you like to tell us?"),
            Piece.contact(page: 3),
        ])

    static let repairQuestions = Questionnaire(
        intro: Bilingual("请评价刚刚完成的维修。", "Please judge the repair that was just finished."), thanks: Piece.thanks,
        dimensions: [Dimension(key: "repair", name: Bilingual("维修", "Repairs"))],
        questions: [
            Piece.overall(page: 1, "您对这次维修总体满意吗？", "All in all, how satisfied are you with this repair?"),
            Piece.rating("attitude", page: 1, "repair", "您对维修人员的态度满意吗？", "How satisfied are you with the technician's manner?"),
            Piece.rating("work", page: 1, "repair", "您对维修质量满意吗？", "How satisfied are you with the quality of the work?"),
            Piece.rating("charge", page: 1, "repair", "您对收费标准满意吗？", "How satisfied are you with the charges?", allowsNone: true),
            Piece.reasons(
                "why", page: 1, after: Questionnaire.overall, "哪里让您不满意？（可多选）", "What was wrong? (several possible)",
                [
                    ("没有按时上门", "Did not come on time"), ("没修好", "Was not repaired"), ("弄脏了现场", "Left a mess"),
                    ("收费不清", "Charges were unclear"),
                ]),
            Piece.words("remarks", page: 1, "还有什么想告诉我们？", "What else would you like to tell us?"),
            Piece.contact(page: 1),
        ])

    static let milestoneQuestions = Questionnaire(
        intro: Bilingual("物业公司即将退场，请您作一次评价。", "The property company is about to leave. Please judge its work."), thanks: Piece.thanks,
        dimensions: [
            Dimension(key: "work", name: Bilingual("服务工作", "Work")),
            Dimension(key: "handover", name: Bilingual("交接", "Hand-over of duties")),
        ],
        questions: [
            Piece.overall(page: 1, "您对该物业公司的服务总体满意吗？", "All in all, how satisfied were you with this property company?"),
            Piece.matrix(
                "parts", page: 1, "work", "您对下列工作满意吗？", "How satisfied were you with this work?",
                [
                    ("service", "客户服务", "Customer service"), ("security", "安全秩序", "Security"), ("cleaning", "保洁", "Cleaning"),
                    ("green", "绿化", "Greenery"), ("repair", "维修", "Repairs"),
                ]),
            Piece.rating("told", page: 2, "handover", "您对退场安排的告知满意吗？", "How satisfied are you with how you were told about the change?"),
            Piece.rating(
                "open", page: 2, "handover", "您对遗留问题的处理满意吗？", "How satisfied are you with how open matters are dealt with?",
                allowsNone: true),
            Question(
                key: "again", page: 2, kind: .single, text: Bilingual("您希望新的物业公司与现在相比如何？", "What do you expect of the next company?"),
                core: true,
                options: [
                    QuestionOption("same", "保持现有水平", "As now"), QuestionOption("better", "明显提高", "Clearly better"),
                    QuestionOption("other", "其他", "Something else", other: true),
                ]),
            Piece.words("remarks", page: 2, "还有什么想告诉我们？", "What else would you like to tell us?"),
            Piece.contact(page: 2),
        ])
}
