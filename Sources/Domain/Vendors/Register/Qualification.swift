/// What a property company shows to be allowed and able to do its work.
package enum QualificationKind: String, CaseCode {
    /// 营业执照
    case businessLicence
    /// 质量管理体系认证
    case qualitySystem
    /// 环境管理体系认证
    case environmentSystem
    /// 职业健康安全管理体系认证
    case safetySystem
    /// 信用等级或诚信档案
    case credit
    /// 保安服务许可
    case security
    /// 消防设施维护资格
    case fireProtection
    /// 责任保险
    case insurance
    case other
}

/// How something that ends stands to its end.
package enum Expiry: String, CaseCode {
    /// No end, or one that is far off.
    case valid
    /// Ends within the notice the unit has set.
    case soon
    case over

    /// - Parameters:
    ///   - last: the last day it holds; nil for no end.
    ///   - notice: so many days before the end it is spoken of.
    package static func of(last: Day?, today: Day, notice: Int) -> Expiry {
        guard let last else { return .valid }
        if last < today { return .over }
        return last <= today.adding(days: notice) ? .soon : .valid
    }
}

/// What the desk is told about in time.
package enum VendorDueKind: String, CaseCode {
    /// A vendor's licence or certificate ends.
    case qualification
    /// A contract ends and needs a decision about renewal.
    case contract
    /// The engagement ends and nobody follows.
    case engagement
    /// A vendor has left: the milestone survey of its leaving is proposed (section 2.15, SURVEY-N3).
    case milestoneSurvey
}

/// The number under which a company is registered in China: 18 characters with a check character (GB 32100-2015).
package enum CreditCode {
    private static let signs = Array("0123456789ABCDEFGHJKLMNPQRTUWXY".utf8)
    private static let weights = [1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28]

    /// The code in capital letters, nil when nothing was typed.
    /// - Throws: `notACode` where the characters or the check character do not fit.
    package static func optional(_ raw: String?) throws(FieldProblem) -> String? {
        guard let typed = try BoundedText.optional(BoundedText.halfWidth(raw ?? ""), max: 18) else { return nil }
        let text = typed.uppercased()
        let values = text.utf8.map { signs.firstIndex(of: $0) }
        guard values.count == 18, !values.contains(nil) else { throw .notACode }
        let sum = zip(values, weights).reduce(0) { $0 + ($1.0 ?? 0) * $1.1 }
        guard values[17] == (31 - sum % 31) % 31 else { throw .notACode }
        return text
    }
}
