/// How often an inspection comes again (INSPECT-N1 to N5: the sources give months, quarters and the year; weeks are a setting).
package enum InspectionCycle: String, CaseCode {
    case once, weekly, monthly, quarterly, yearly

    /// The first day of the round after the one that begins on `day`; nil for one that does not come again.
    package func next(after day: Day) -> Day? {
        switch self {
        case .once: nil
        case .weekly: day.adding(days: 7)
        case .monthly: Self.months(1, after: day)
        case .quarterly: Self.months(3, after: day)
        case .yearly: Self.months(12, after: day)
        }
    }

    /// The same day of a later month, or its last day.
    private static func months(_ count: Int, after day: Day) -> Day? {
        let month = day.month - 1 + count
        let (year, index) = (day.year + month / 12, month % 12 + 1)
        return (0...3).lazy.compactMap { Day(year, index, day.day - $0) }.first
    }
}

/// Whether those who are inspected are told before (VENDOR-R4).
package enum InspectionNotice: String, CaseCode {
    case announced, surprise
}

/// Draws points from a route, so that nobody chooses them and everybody can check the draw: the same seed and points give the same draw,
/// in whatever order the points come.
package enum PointDraw {
    /// - Parameter count: nil takes all.
    /// - Returns: in the order of the route.
    package static func draw(_ points: [PointID], count: Int?, seed: String) -> [PointID] {
        guard let count, count < points.count else { return points }
        let chosen = Set(SeededDraw.order(points.sorted(), seed: seed).prefix(max(0, count)))
        return points.filter(chosen.contains)
    }
}
