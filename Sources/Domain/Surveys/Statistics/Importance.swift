/// Importance and performance of the dimensions (Martilla and James 1977): what to mend first. Importance is derived: how closely a
/// dimension goes with the satisfaction as a whole.
package struct DrivenDimension: Hashable, Sendable {
    package enum Quadrant: String, CaseCode {
        /// Important and weak.
        case improveFirst
        /// Important and strong.
        case keepUp
        /// Neither.
        case watch
        /// Strong, but little depends on it.
        case enough
    }

    package let dimension: String
    /// Correlation with the whole, −1…1.
    package let importance: Double
    /// Degree of satisfaction, 0…100.
    package let performance: Double
    package let n: Int

    package init(dimension: String, importance: Double, performance: Double, n: Int) {
        self.dimension = dimension
        self.importance = importance
        self.performance = performance
        self.n = n
    }
}

/// The dimensions in their quadrants, divided at the means of both.
package struct ImportanceChart: Hashable, Sendable {
    package let dimensions: [DrivenDimension]
    package let meanImportance: Double
    package let meanPerformance: Double

    /// Nil for fewer than two dimensions: there is nothing to compare.
    package init?(_ dimensions: [DrivenDimension]) {
        guard dimensions.count > 1 else { return nil }
        self.dimensions = dimensions.sorted { ($1.importance, $0.dimension) < ($0.importance, $1.dimension) }
        meanImportance = dimensions.reduce(0) { $0 + $1.importance } / Double(dimensions.count)
        meanPerformance = dimensions.reduce(0) { $0 + $1.performance } / Double(dimensions.count)
    }

    package func quadrant(of dimension: DrivenDimension) -> DrivenDimension.Quadrant {
        switch (dimension.importance >= meanImportance, dimension.performance >= meanPerformance) {
        case (true, false): .improveFirst
        case (true, true): .keepUp
        case (false, false): .watch
        case (false, true): .enough
        }
    }
}
