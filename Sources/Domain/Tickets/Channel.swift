/// Whether a complaint came through the customer or from outside (ESC-003X); outside ones have their own plan limit (COMPLAINT-N11).
package enum ChannelSource: String, CaseCode {
    case `internal`, external
}

/// How a matter reached us (requirements 2.2).
package enum Channel: String, CaseCode {
    /// 来电
    case phone
    /// 来访
    case visit
    /// 信函
    case letter
    /// 客服助理
    case customerAssistant
    /// 前台
    case frontDesk
    /// 公司部门
    case department
    /// 系统
    case system
    /// 服务热线
    case hotline
    /// 企业信箱
    case mailbox
    /// 网络
    case network
    /// 上级公司
    case parentCompany
    /// 兄弟公司
    case sisterCompany
    /// 媒体
    case media
    case other

    /// What the receiver is offered first; ESC-003X names parent, sister company, mainstream media and other.
    package var defaultSource: ChannelSource {
        switch self {
        case .parentCompany, .sisterCompany, .media, .other: .external
        default: .internal
        }
    }
}
