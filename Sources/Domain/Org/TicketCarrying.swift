/// Into which hands the open matters of a project go when the units around it change: unit by unit. Somebody of the unit that gives
/// up a matter does not keep it; the unit that takes it assigns it anew. What was promised to the customer stands.
package struct TicketCarrying: Hashable, Sendable {
    package let units: [UnitID: UnitID]

    package init(_ units: [UnitID: UnitID]) {
        self.units = units.filter { $0 != $1 }
    }

    /// A project goes to another company.
    package static func company(from old: UnitID, to new: UnitID) -> TicketCarrying { TicketCarrying([old: new]) }

    /// ORG-R15: a vendor leaves. Its site's matters go to the follower's site and its centre's to the follower's centre; without a
    /// follower the developer answers, project for site and company for centre.
    package static func vendor(site: UnitID, centre: UnitID, toFirst first: UnitID, toCentre upper: UnitID) -> TicketCarrying {
        TicketCarrying([site: first, centre: upper])
    }

    package func carried(_ unit: UnitID) -> UnitID { units[unit] ?? unit }

    /// Who holds it, after the change.
    package func carried(_ hands: TicketHands) -> TicketHands {
        let stays = carried(hands.holder) == hands.holder
        let executing = hands.executing.map(carried)
        return TicketHands(
            owner: carried(hands.owner), holder: carried(hands.holder), executing: executing, handler: stays ? hands.handler : nil,
            executor: executing == hands.executing ? hands.executor : nil)
    }
}

/// The units and people in whose hands a matter is.
package struct TicketHands: Hashable, Sendable {
    package let owner: UnitID
    package let holder: UnitID
    package let executing: UnitID?
    package let handler: PersonID?
    package let executor: PersonID?

    package init(owner: UnitID, holder: UnitID, executing: UnitID?, handler: PersonID?, executor: PersonID?) {
        self.owner = owner
        self.holder = holder
        self.executing = executing
        self.handler = handler
        self.executor = executor
    }
}
