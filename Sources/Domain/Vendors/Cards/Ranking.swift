/// A card as a league table sees it.
package struct RankEntry<Key: Hashable & Sendable>: Hashable, Sendable {
    package let key: Key
    /// Hundredths of a point.
    package let total: Int
    /// Houses in the period's last month.
    package let households: Int
    /// Whether the card has a grade: enough of it rests on data.
    package let isGraded: Bool

    package init(_ key: Key, total: Int, households: Int, isGraded: Bool) {
        self.key = key
        self.total = total
        self.households = households
        self.isGraded = isGraded
    }
}

/// 排名: fair, so that a project of thirty households neither tops nor tails it by one case.
package enum Ranking {
    /// Projects with fewer households are shown and not ranked.
    package static let leastHouseholds = 100
    /// A table of fewer has no places.
    package static let leastEntries = 3

    package struct Place<Key: Hashable & Sendable>: Hashable, Sendable {
        package let entry: RankEntry<Key>
        /// Equal totals share a place, the next one is left out (1, 2, 2, 4). Nil: shown, not ranked.
        package let place: Int?
        /// How many are ranked.
        package let of: Int
    }

    /// The ranked first, best first; then those that are not, by total. Never depends on the order they came in, but among equals.
    package static func places<Key>(_ entries: [RankEntry<Key>], leastHouseholds: Int = leastHouseholds) -> [Place<Key>] {
        let (ranked, rest) = (
            entries.filter { $0.isGraded && $0.households >= leastHouseholds },
            entries.filter { !($0.isGraded && $0.households >= leastHouseholds) }
        )
        let counts = ranked.count >= leastEntries
        let sorted = ranked.sorted { $0.total > $1.total }
        return sorted.map { entry in
            Place(entry: entry, place: counts ? 1 + sorted.count { $0.total > entry.total } : nil, of: counts ? sorted.count : 0)
        }
            + rest.sorted { $0.total > $1.total }.map { Place(entry: $0, place: nil, of: counts ? sorted.count : 0) }
    }
}
