/// The parts a project is divided into (ORG-R11). A building lies in at most one of each kind.
package enum DutyAreaKind: String, CaseCode {
    /// 组团, with a customer assistant 客服助理
    case cluster
    /// 片区, with an operations officer 经营管理专员
    case zone
    /// 责任区域, patrolled
    case patrol

    /// Whose officer is proposed first for a matter of a house: assistants and operations officers before patrols.
    package static let proposing: [DutyAreaKind] = [.cluster, .zone]
}
