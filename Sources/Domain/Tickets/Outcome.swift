/// One line of the timeline, to be numbered, named and hashed by whoever stores it.
package struct ComplaintEvent: Hashable, Sendable {
    package let at: Instant
    package let action: ComplaintAction
    package let stateFrom: ComplaintState
    package let stateTo: ComplaintState
    package let actor: PersonID
    package let actorName: String
    package let actorPost: ActorPost
    /// Whose move it was and is now; equal when nothing was handed over.
    package let fromUnit: UnitID
    package let toUnit: UnitID
    /// Who answered for it and who does now (ORG-R8).
    package let fromOwner: UnitID
    package let toOwner: UnitID
    /// The person it was assigned to.
    package let toPerson: PersonID?
    package let text: String
    package let detail: [String: String]

    package var isHandOver: Bool { fromUnit != toUnit || fromOwner != toOwner }
}

/// Everything an applied command changes; to be written in one transaction.
package struct Outcome: Hashable, Sendable {
    /// The complaint after the command; `version` is one more.
    package let facts: ComplaintFacts
    package let transition: Transition
    package let event: ComplaintEvent
    package let clocks: [ClockChange]
    package let notices: [Notice]

    package var visibilityFloor: Int { facts.visibilityFloor }
}

/// An action the page may offer.
package struct AllowedAction: Hashable, Sendable {
    package let action: ComplaintAction
    /// The one next step; at most one of a list is primary.
    package let primary: Bool
    package let permission: Permission
    /// The post it would be done from.
    package let post: ActorPost
    package let rules: [String]

    package var fields: [ActionField] { action.fields }
}
