/// The questionnaires that ship with the product, in Chinese and English (SURVEY-F1, SURVEY-F2: the sources name the forms and give no
/// fields). A tenant starts from a copy; the copy is its own.
package enum PresetForm: String, CaseCode {
    /// 业主年度满意度 (SURVEY-R3)
    case annual
    /// 交付日 (SURVEY-R11)
    case delivery
    /// 维修后 (SURVEY-R12)
    case afterRepair
    /// 建设单位对物业公司 (SURVEY-R9)
    case developer
    /// 物业公司退场节点 (SURVEY-N3)
    case milestone
    /// 物业公司评价 (VENDOR)
    case property

    package var purpose: FormPurpose {
        switch self {
        case .annual: .annual
        case .delivery: .delivery
        case .afterRepair: .afterRepair
        case .developer: .developer
        case .milestone: .milestone
        case .property: .property
        }
    }

    package var name: Bilingual {
        switch self {
        case .annual: Bilingual("业主年度满意度调查表", "Owners' annual satisfaction survey")
        case .delivery: Bilingual("交付日意见征询表", "Delivery-day questionnaire")
        case .afterRepair: Bilingual("维修后满意度调查表", "After-repair questionnaire")
        case .developer: Bilingual("建设单位满意度测评表", "Developer's satisfaction with the property company")
        case .milestone: Bilingual("物业公司退场意见征询表", "Questionnaire at a property company's leaving")
        case .property: Bilingual("物业公司评价问卷", "Questionnaire about the property company")
        }
    }

    package var questionnaire: Questionnaire {
        switch self {
        case .annual: Self.annualQuestions
        case .delivery: Self.deliveryQuestions
        case .afterRepair: Self.repairQuestions
        case .developer: Self.developerQuestions
        case .milestone: Self.milestoneQuestions
        case .property: Self.propertyQuestions
        }
    }
}

/// The pieces questionnaires are put together from.
enum Piece {
    /// 很不满意 … 非常满意: a fifth of the way each, from 0 to 100.
    static let satisfaction = [
        QuestionOption("1", "很不满意", "Very dissatisfied", score: 0), QuestionOption("2", "不满意", "Dissatisfied", score: 25),
        QuestionOption("3", "一般", "Neither", score: 50), QuestionOption("4", "满意", "Satisfied", score: 75),
        QuestionOption("5", "非常满意", "Very satisfied", score: 100),
    ]

    static let bad = ["1", "2"]

    static func rating(
        _ key: String, page: Int, _ dimension: String?, _ text: String, _ english: String, required: Bool = true, allowsNone: Bool = false,
        weight: Int = 1_000, showIf: ShowRule? = nil
    ) -> Question {
        Question(
            key: key, page: page, kind: .rating, text: Bilingual(text, english), required: required, core: true, allowsNone: allowsNone,
            dimension: dimension, weight: weight, options: satisfaction, showIf: showIf)
    }

    static func overall(page: Int, _ text: String, _ english: String) -> Question {
        rating(Questionnaire.overall, page: page, nil, text, english)
    }

    static func reasons(_ key: String, page: Int, after asked: String, _ text: String, _ english: String, _ options: [(String, String)])
        -> Question
    {
        let other = QuestionOption(String(options.count + 1), "其他", "Something else", other: true)
        return Question(
            key: key, page: page, kind: .multiple, text: Bilingual(text, english), core: true,
            options: options.enumerated().map { QuestionOption(String($0.offset + 1), $0.element.0, $0.element.1) } + [other],
            showIf: ShowRule(.all, [.init(asked, .anyOf, bad)]))
    }

    static func matrix(
        _ key: String, page: Int, _ dimension: String, _ text: String, _ english: String, _ rows: [(String, String, String)]
    ) -> Question {
        Question(
            key: key, page: page, kind: .matrix, text: Bilingual(text, english), required: true, core: true, allowsNone: true,
            dimension: dimension, options: satisfaction, rows: rows.map { MatrixRow($0.0, $0.1, $0.2) })
    }

    static func recommend(page: Int, _ text: String, _ english: String) -> Question {
        Question(
            key: "nps", page: page, kind: .nps, text: Bilingual(text, english),
            help: Bilingual("0 为完全不可能，10 为非常可能", "0 means not at all, 10 means very likely"), required: true, core: true)
    }

    static func words(_ key: String, page: Int, _ text: String, _ english: String) -> Question {
        Question(key: key, page: page, kind: .longText, text: Bilingual(text, english), core: true)
    }

    static func contact(page: Int) -> Question {
        Question(
            key: "contact", page: page, kind: .contact, text: Bilingual("需要我们就您的意见与您联系吗？", "Shall we call you about what you told us?"),
            core: true)
    }

    static func section(_ key: String, page: Int, _ text: String, _ english: String) -> Question {
        Question(key: key, page: page, kind: .section, text: Bilingual(text, english), core: true)
    }

    static let thanks = Bilingual("感谢您的答复。您的意见将用于改进服务。", "Thank you. What you told us is used to improve the service.")
}
