/// Whom a transition tells, as written in the table.
package enum NoticeAudience: String, CaseCode {
    case holderUnit
    case ownerUnit
    /// The owner before the transition.
    case previousOwnerUnit
    case firstReceiver
    case handler
    case planProposer
    case escalationProposer
    /// The other centre of an exchange.
    case exchangePartner
    /// The units of the rungs below the group.
    case lowerUnits
}

package enum NoticeRecipient: Hashable, Sendable {
    case unit(UnitID)
    case person(PersonID)
}

package struct NoticeRule: Hashable, Sendable {
    package let kind: NoticeKind
    package let audience: NoticeAudience

    init(_ kind: NoticeKind, to audience: NoticeAudience) {
        self.kind = kind
        self.audience = audience
    }
}

/// One notice to deliver.
package struct Notice: Hashable, Sendable {
    package let kind: NoticeKind
    package let to: NoticeRecipient

    package init(_ kind: NoticeKind, to: NoticeRecipient) {
        self.kind = kind
        self.to = to
    }
}
