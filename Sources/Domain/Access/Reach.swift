/// How far a post carries its role from the unit it sits at: the second axis of a role beside its permissions (ACCESS-R1).
package enum Reach: String, CaseCode {
    /// The unit alone, and of its matters only what is in the person's own hands (ACCESS-P9).
    case own
    /// The unit alone, without what lies below it.
    case unit
    /// The unit and all below it (`UnitRef.covers`): what every built-in role has.
    case subtree
    /// Everything of the tenant, wherever the post sits: for specialists whom the whole group consults.
    case tenant

    /// Whether a post at `unit` looks after `other`.
    package func covers(_ other: UnitRef, from unit: UnitRef) -> Bool {
        guard unit.tenant == other.tenant else { return false }
        return switch self {
        case .own, .unit: unit.id == other.id
        case .subtree: unit.covers(other)
        case .tenant: true
        }
    }

    /// Whether everything that `other` carries from a unit is within what this carries from `unit`.
    package func contains(_ other: Reach, at place: UnitRef, from unit: UnitRef) -> Bool {
        switch other {
        case .own, .unit: covers(place, from: unit)
        // A project and a site have nothing below them.
        case .subtree:
            switch self {
            case .own, .unit: unit.id == place.id && place.level == 1
            case .subtree, .tenant: covers(place, from: unit)
            }
        case .tenant: self == .tenant || self == .subtree && unit.kind == .group
        }
    }
}
