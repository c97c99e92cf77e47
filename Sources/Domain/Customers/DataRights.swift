/// Kinds of data that are held about a customer, for the record of why (PIPL 13).
package enum DataItem: String, CaseCode {
    case contact, identity, household, living, member, survey
    /// Shared with the property company (PIPL 23).
    case vendorSharing
}

/// The lawful ground.
package enum DataGround: String, CaseCode {
    /// 订立、履行合同所必需
    case contract
    /// 个人同意; may be withdrawn
    case consent
    /// 法定职责、义务
    case legalDuty
    /// 突发事件
    case publicEvent
}

/// What a customer asks about the own data (PIPL 44–47).
package enum DataRequestKind: String, CaseCode {
    case access, correction, anonymisation

    /// Days until it must be answered.
    package var days: Int64 {
        switch self {
        case .access, .correction: 15
        case .anonymisation: 30
        }
    }
}

package enum DataRequestState: String, CaseCode {
    case received
    /// Being carried out by the worker.
    case running
    case done, refused

    package var isOpen: Bool { self == .received || self == .running }
}
