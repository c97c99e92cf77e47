/// The three administrators that 等保 keeps apart (三员分立): who keeps units and accounts, who keeps roles, who looks at what both did.
/// Nobody holds two of them, neither in one role nor in several posts; so no one person can make an account, give it rights and
/// be the one who is asked whether that was right.
package enum Duty: String, CaseCode {
    /// 系统管理员
    case system
    /// 安全管理员
    case security
    /// 审计管理员
    case audit

    /// The duties that a set of permissions amounts to.
    package static func of(_ permissions: Set<Permission>) -> Set<Duty> {
        Set(allCases.filter { !$0.permissions.isDisjoint(with: permissions) })
    }

    /// Holding one of these is holding the duty.
    package var permissions: Set<Permission> {
        switch self {
        case .system: [.orgManage, .peopleManage]
        case .security: [.roleManage]
        case .audit: [.auditSee]
        }
    }
}
