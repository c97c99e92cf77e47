/// What a questionnaire of the library measures.
package enum FormPurpose: String, CaseCode {
    /// 业主年度满意度 (SURVEY-R3)
    case annual
    /// 交付日 (SURVEY-R11)
    case delivery
    /// 维修后 (SURVEY-R12)
    case afterRepair
    /// 建设单位对物业公司 (SURVEY-R9)
    case developer
    /// 物业公司退场等节点 (SURVEY-N3)
    case milestone
    /// 物业公司评价问卷 (VENDOR)
    case property
    /// 专项 (SURVEY-R5)
    case special
}

package enum SurveyVersionState: String, CaseCode {
    case draft, published
    /// Published once, offered to no new wave any more.
    case retired
}

/// 调查类型 (SURVEY-N1 to N4).
package enum WaveKind: String, CaseCode {
    /// 公司年度调查
    case companyAnnual
    /// 集团统一调查
    case groupUnified
    /// 第三方调查
    case thirdParty
    /// 专项调查 (SURVEY-R5)
    case special
    /// 节点调查 (SURVEY-N3)
    case milestone

    /// Kinds of unit that plan it.
    package var planners: Set<UnitKind> {
        switch self {
        case .companyAnnual: [.company]
        case .groupUnified: [.group]
        case .thirdParty, .special: [.group, .company]
        case .milestone: [.group, .company, .project]
        }
    }
}

/// Whom a wave asks (SURVEY-R9: developers too).
package enum Respondent: String, CaseCode {
    /// 业主
    case owner
    /// 购房人, before hand-over
    case buyer
    /// 物业使用人
    case resident
    /// 建设单位
    case developer

    /// The relations to a house that make somebody such a respondent, best first.
    package var relations: [CustomerRelation] {
        switch self {
        case .owner: [.owner, .coOwner]
        case .buyer: [.buyer]
        case .resident: [.user, .tenant, .family]
        case .developer: [.developer]
        }
    }
}

/// Households a wave may leave out by rule.
package enum Exclusion: String, CaseCode {
    /// 诉讼中: a complaint of the house is before a court.
    case litigation
    /// 投诉在办: a complaint of the house is open.
    case openComplaint
    /// 空置
    case vacant
    /// 非住宅
    case notResidence
}

/// How an answer came in.
package enum AnswerChannel: String, CaseCode {
    /// By the household's own link or its code.
    case link
    /// By a letter without a name.
    case ballot
    /// By the open link of a project.
    case open
    case paper, telephone
    /// From a third party (SURVEY-P1).
    case `import`

    /// Whether our own people typed it.
    package var isEntered: Bool { self == .paper || self == .telephone }
}

/// What became of a household a wave considered.
package enum SampleState: String, CaseCode {
    case drawn
    case invited
    /// 触达预算: it was asked something too recently.
    case heldBack
    case excluded
    case optedOut
    case quotaFull
    /// In the population, not in the sample.
    case notDrawn

    package var isAsked: Bool { self == .drawn || self == .invited }
}

package enum SurveyLinkKind: String, CaseCode {
    case personal, ballot, open
}

package enum ResponseState: String, CaseCode {
    /// Some pages are there.
    case open
    case submitted
    /// Entered by mistake; counts nowhere.
    case void
}

/// 复录: a share of what was typed is typed again by somebody else.
package enum EntryCheck: String, CaseCode {
    case none, due, same, different
    /// Differed, and somebody decided.
    case settled
}

/// One entry on a household's list of contacts.
package enum HouseholdContactKind: String, CaseCode {
    case survey, reminder, visit, call
}
