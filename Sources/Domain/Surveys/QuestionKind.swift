/// 题型.
package enum QuestionKind: String, CaseCode {
    /// 单选
    case single
    /// 多选
    case multiple
    /// 量表: labelled steps from worst to best.
    case rating
    /// 净推荐值 0–10
    case nps
    /// 矩阵: several lines on one scale.
    case matrix
    /// 排序
    case ranking
    /// 数字
    case number
    /// 日期
    case date
    case shortText, longText
    /// 段落文字: nothing is asked.
    case section
    /// 是否需要联系: a wish to be called; not part of anonymous waves.
    case contact

    /// Whether the answer is one code or several of `options`.
    package var hasOptions: Bool {
        switch self {
        case .single, .multiple, .rating, .matrix, .ranking: true
        case .nps, .number, .date, .shortText, .longText, .section, .contact: false
        }
    }

    /// Whether an answer is a score that a dimension can take.
    package var isScored: Bool { self == .rating || self == .matrix }
    package var isText: Bool { self == .shortText || self == .longText }
    package var asks: Bool { self != .section }
}
