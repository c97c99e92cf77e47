/// Where a customer's file stands (CUSTDATA: states of ownership and file).
package enum CustomerState: String, CaseCode {
    /// 意向客户
    case prospect
    /// 购房客户
    case buyer
    /// 业主
    case owner
    /// 住户: tenant, family, user: lives or works in a house that is another's.
    case resident
    /// 原业主: the file is kept apart from the new owner's (004).
    case formerOwner
    /// 退房
    case returnedUnit
    /// 放弃购房
    case dropped

    /// Whether the file is closed: nothing is added to it any more, and only who may see former owners' files opens it.
    package var isClosed: Bool { self == .formerOwner || self == .returnedUnit || self == .dropped }

    /// Where the file stands after its relations changed. A file without any relation stays what it was said to be: a prospect, or one
    /// who gave up.
    /// - Parameter relations: of the customer, ended ones too.
    package func following(_ relations: [DatedRelation], today: Day) -> CustomerState {
        let current = relations.filter { $0.holds(on: today) }.map(\.relation)
        if current.contains(where: \.isOwnership) { return .owner }
        if current.contains(.buyer) { return .buyer }
        if !current.isEmpty { return .resident }
        let latest = relations.filter { $0.relation.isOwnership || $0.relation == .buyer }.max { ($0.to ?? $0.from) < ($1.to ?? $1.from) }
        guard let latest else { return relations.isEmpty || isClosed ? self : .prospect }
        if latest.endedAs == .returned { return .returnedUnit }
        return relations.contains { $0.relation.isOwnership && $0.endedAs != .mistake } ? .formerOwner : .prospect
    }
}

/// Why a relation to a house ended.
package enum RelationEnd: String, CaseCode {
    /// The house changed hands.
    case sold
    /// 退房
    case returned
    /// The buyer received the keys and is owner from then on.
    case handedOver
    case moved
    /// It was written down by mistake.
    case mistake
}

/// One relation of a customer to a house, from a day to a day (both count).
package struct DatedRelation: Hashable, Sendable {
    package let relation: CustomerRelation
    package let from: Day
    package let to: Day?
    package let endedAs: RelationEnd?

    package init(_ relation: CustomerRelation, from: Day, to: Day? = nil, endedAs: RelationEnd? = nil) {
        self.relation = relation
        self.from = from
        self.to = to
        self.endedAs = endedAs
    }

    package func holds(on day: Day) -> Bool { from <= day && (to.map { day <= $0 } ?? true) && endedAs != .mistake }
}

extension CustomerRelation {
    /// 业主 or 共有人.
    package var isOwnership: Bool { self == .owner || self == .coOwner }
}
