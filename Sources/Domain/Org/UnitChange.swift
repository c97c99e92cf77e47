/// What hangs on a unit, in numbers.
package struct UnitLoad: Hashable, Sendable {
    package let openTickets: Int
    /// Of those: in the hands of the company's own centre.
    package let atCentre: Int
    package let closedTickets: Int
    package let houses: Int
    package let customers: Int
    package let people: Int
    /// Posts held today or from a later day on.
    package let posts: Int
    /// Engagements that run or begin later.
    package let engagements: Int
    /// Units below that are not closed.
    package let children: Int
    /// Moves of a project that are planned, from here or to here.
    package let moves: Int

    package init(
        openTickets: Int, atCentre: Int, closedTickets: Int, houses: Int, customers: Int, people: Int, posts: Int, engagements: Int,
        children: Int, moves: Int
    ) {
        self.openTickets = openTickets
        self.atCentre = atCentre
        self.closedTickets = closedTickets
        self.houses = houses
        self.customers = customers
        self.people = people
        self.posts = posts
        self.engagements = engagements
        self.children = children
        self.moves = moves
    }

    /// What keeps the unit from being closed; empty when nothing does.
    package var obstacles: [ClosingObstacle] {
        ClosingObstacle.Kind.allCases.compactMap { kind in
            let count =
                switch kind {
                case .openTickets: openTickets
                case .posts: posts
                case .engagements: engagements
                case .children: children
                case .moves: moves
                }
            return count > 0 ? ClosingObstacle(kind: kind, count: count) : nil
        }
    }
}

/// One reason why a unit cannot be closed now. A closed unit keeps its figures and its history, so nothing may still be going on in it.
package struct ClosingObstacle: Hashable, Sendable, Error {
    package enum Kind: String, CaseCode {
        case openTickets, posts, engagements, children, moves
    }

    package let kind: Kind
    package let count: Int
}

/// The rules by which everything below a project follows it to another company, in the order in which the preview tells them.
package enum MoveRule: String, CaseCode {
    /// Open matters move; their numbers keep the prefix they were given.
    case openTickets
    /// What the old company's centre holds goes to the new company's, to be assigned there anew.
    case atCentre
    /// Closed matters stay counted for the old company, and are read there.
    case closedTickets
    case houses
    /// Accounts at home in the project or at its service centre.
    case people
    /// Posts held today or later move, ended ones stay with the company of their time.
    case posts
    /// Engagements that run or begin later move; the vendor stays.
    case engagements
    /// Between the old company and the project: the new company has to agree anew.
    case agreements

    /// How many the rule touches.
    package func count(_ load: UnitLoad, agreements: Int) -> Int {
        switch self {
        case .openTickets: load.openTickets
        case .atCentre: load.atCentre
        case .closedTickets: load.closedTickets
        case .houses: load.houses
        case .people: load.people
        case .posts: load.posts
        case .engagements: load.engagements
        case .agreements: agreements
        }
    }
}
