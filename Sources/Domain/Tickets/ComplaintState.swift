/// States of a complaint (requirements 2.4, superset of the four sources).
package enum ComplaintState: String, CaseCode {
    /// 受理
    case received
    /// 登记, waiting for the first rung
    case recorded
    /// 界定
    case classified
    /// 转合理化建议
    case suggestion
    /// 沟通解释
    case explained
    /// 无效投诉
    case invalid
    /// 非责任投诉
    case nonResponsible
    /// 派给责任人
    case assigned
    /// 现场了解
    case investigating
    /// 拟定解决方案
    case planProposed
    /// 客户不接受方案
    case planRejected
    /// 上报, waiting for the next rung
    case escalated
    /// 客户认可
    case planAccepted
    /// 实施
    case executing
    /// 处理完成
    case executed
    /// 验证
    case verified
    /// 回访
    case visited
    /// 办结
    case closed
    /// 进入诉讼
    case litigation
    /// 归档
    case archived

    /// Somebody still owes the customer something.
    package var isOpen: Bool { self != .closed && self != .archived }

    /// Waits for a unit that has not taken it yet.
    package var isAwaitingAcceptance: Bool { self == .recorded || self == .escalated }
}
