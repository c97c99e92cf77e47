/// 物业公司选聘 (section 2.15, from 000 article 9 and 001-G).
package enum SelectionState: String, CaseCode {
    /// 物业管理策划定位
    case positioning
    /// 调查
    case investigation
    /// 选择 / 招投标
    case tender
    /// 评价
    case evaluation
    /// 合同编审
    case contractReview
    /// 签约
    case engaged
    /// 早期介入
    case earlyInvolvement
    /// 验收接管
    case takeOver
    /// 服务中
    case serving
    /// 物业退出
    case exited
    /// 取消, before anything was signed.
    case cancelled

    package var isEnd: Bool { self == .exited || self == .cancelled }
    /// Whether candidates may still come in or be taken out.
    package var takesCandidates: Bool { [.positioning, .investigation].contains(self) }
    /// Whether criteria and committee may still be changed: nobody has been asked to score yet.
    package var isPlan: Bool { [.positioning, .investigation, .tender].contains(self) }
    /// Whether a choice was made.
    package var hasChosen: Bool { [.contractReview, .engaged, .earlyInvolvement, .takeOver, .serving, .exited].contains(self) }
}

package enum SelectionAction: String, CaseCode {
    case investigate
    case invite
    case evaluate
    /// All sealed scores are opened together.
    case open
    case decide
    /// Nobody fits: look again.
    case lookAgain
    case sign
    case involve
    case takeOver
    case serve
    case exit
    case cancel
}

/// Who sits in the committee, and as what.
package enum CommitteeRole: String, CaseCode {
    /// 组长
    case chair
    /// 评委
    case assessor
    /// 监督人: watches, does not score.
    case observer

    package var scores: Bool { self != .observer }
}

/// The steps of reviewing the contract (VENDOR-R2, 合同编审).
package enum ContractReviewStep: String, CaseCode {
    /// 客户服务: service contents and standard (VENDOR-R2).
    case service
    /// 成本: fees and split of costs.
    case cost
    /// 法务
    case legal
    /// 分管领导
    case leader
}
