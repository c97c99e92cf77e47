/// What a customer can bring. Complaints run; the other kinds are named so that numbers, filters and rows already know them.
package enum TicketKind: String, CaseCode {
    /// 投诉
    case complaint
    /// 报修
    case repair
    /// 咨询
    case consult
    /// 建议
    case suggestion
    /// 客户纠纷
    case dispute
    /// 特约服务
    case specialService
    /// 基础服务
    case basicService
    /// 包裹邮件代收发
    case parcel

    /// Whether the kind has a table of transitions.
    package var isRunnable: Bool { self == .complaint }
}
