import Domain

/// How a complaint is meant to end; the machine and the clock decide whether it gets there.
enum Fate: Sendable {
    /// Solved at the rung.
    case solved(Rung)
    case explained, suggestion, invalid, nonResponsible
    /// The group steps in, then hands back or solves it.
    case intervened
    case litigation

    init(_ matter: Matter, sensitivity: Sensitivity, _ dice: inout Dice) {
        if dice.chance(matter.unfounded) {
            self = [.explained, .suggestion, .invalid, .nonResponsible][dice.weighted([55, 20, 15, 10])]
            return
        }
        let upper: Double = sensitivity.isEmpty ? 1 : 3
        switch dice.weighted([72, 18 * upper, 4.5 * upper, 0.8 * upper, 1.2 * upper]) {
        case 0: self = .solved(.project)
        case 1: self = .solved(.centre)
        case 2: self = .solved(.group)
        case 3: self = .litigation
        default: self = .intervened
        }
    }
}
