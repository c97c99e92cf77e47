/// A project of a wave: what it weighs and where it belongs.
package struct WaveProject: Hashable, Sendable {
    package let id: UnitID
    package let company: UnitID
    /// Households when the wave was issued.
    package let households: Int

    package init(id: UnitID, company: UnitID, households: Int) {
        self.id = id
        self.company = company
        self.households = households
    }
}

/// Whose figure it is: the whole wave as far as the viewer sees it, one company, one project.
package enum FigureUnit: Hashable, Sendable {
    case wave
    case company(UnitID)
    case project(UnitID)
}

/// One figure with its interval, or the reason why there is none.
package enum Figure: Hashable, Sendable {
    case shown(Estimate)
    /// Answers are there, but too few, or it would give a neighbour's away.
    case hidden
    /// Nobody answered.
    case none

    package var estimate: Estimate? { if case .shown(let estimate) = self { estimate } else { nil } }
}

/// All figures of a wave that one viewer may see, computed from cells. What is hidden is decided over all of them at once, so that no page
/// gives away what another one hides.
package struct WaveFigures: Sendable {
    package let formula: SatisfactionFormula
    package let projects: [WaveProject]
    private let cells: [UnitID: [String: ScoreCell]]
    private let hidden: [String: Set<FigureUnit>]

    /// - Parameter cells: by project and dimension.
    package init(formula: SatisfactionFormula, projects: [WaveProject], cells: [UnitID: [String: ScoreCell]]) {
        self.formula = formula
        self.projects = projects
        self.cells = cells
        let dimensions = Set(cells.values.flatMap(\.keys))
        hidden = Dictionary(
            uniqueKeysWithValues: dimensions.map { dimension in
                let n = { (project: WaveProject) in cells[project.id]?[dimension]?.n ?? 0 }
                return (dimension, Suppression.tree(Self.tree(projects, n), floor: formula.floor))
            })
    }

    /// The same with nothing but the unit's own projects, so that a report has the same figures whoever reads it.
    package func scoped(to unit: FigureUnit) -> WaveFigures {
        let own = members(unit)
        return WaveFigures(formula: formula, projects: own, cells: cells.filter { cell in own.contains { $0.id == cell.key } })
    }

    private static func tree(_ projects: [WaveProject], _ n: (WaveProject) -> Int) -> Suppression.Node<FigureUnit> {
        let companies = Dictionary(grouping: projects, by: \.company).sorted { $0.key < $1.key }.map { company, projects in
            let leaves = projects.sorted { $0.id < $1.id }.map { Suppression.Node(FigureUnit.project($0.id), n: n($0)) }
            return Suppression.Node(FigureUnit.company(company), n: leaves.reduce(0) { $0 + $1.n }, children: leaves)
        }
        return Suppression.Node(.wave, n: companies.reduce(0) { $0 + $1.n }, children: companies)
    }

    private func members(_ unit: FigureUnit) -> [WaveProject] {
        switch unit {
        case .wave: projects
        case .company(let id): projects.filter { $0.company == id }
        case .project(let id): projects.filter { $0.id == id }
        }
    }

    /// Answers behind a figure, shown or not.
    package func n(_ dimension: String, at unit: FigureUnit) -> Int {
        members(unit).reduce(0) { $0 + (cells[$1.id]?[dimension]?.n ?? 0) }
    }

    /// Whether the unit's answers about the dimension may be looked at at all.
    package func isHidden(_ dimension: String, at unit: FigureUnit) -> Bool { hidden[dimension]?.contains(unit) ?? false }

    private func figure(
        _ dimension: String, _ unit: FigureUnit, _ compute: ([(households: Int, cell: ScoreCell)]) -> Estimate?
    ) -> Figure {
        guard n(dimension, at: unit) > 0 else { return .none }
        guard !isHidden(dimension, at: unit) else { return .hidden }
        let parts = members(unit).map { (households: $0.households, cell: cells[$0.id]?[dimension] ?? ScoreCell()) }
        return compute(parts).map(Figure.shown) ?? .none
    }

    /// 满意度 0…100.
    package func degree(_ dimension: String, at unit: FigureUnit) -> Figure {
        figure(dimension, unit) { SatisfactionFigure.degree($0.map { ($0.households, $0.cell.degrees) }, by: formula) }
    }

    /// 满意率 in per cent.
    package func rate(_ dimension: String, at unit: FigureUnit) -> Figure {
        figure(dimension, unit) { SatisfactionFigure.rate($0.map { ($0.households, $0.cell.shares) }, by: formula) }
    }

    /// 净推荐值 −100…100.
    package func promoter(at unit: FigureUnit) -> Figure {
        figure(SurveyMeasure.promoter, unit) { parts in
            switch formula.weighting {
            case .households:
                Strata(parts.map { Stratum(households: $0.households, $0.cell.degrees) })
                    .meanEstimate(in: -10_000...10_000, confidence: formula.confidence)?.scaled(by: 0.01)
            case .answers: NetPromoter(parts.reduce(ScoreCell()) { $0 + $1.cell }.degrees).estimate(confidence: formula.confidence)
            }
        }
    }

    /// Importance and performance of the dimensions at a unit; nil where fewer than two can be shown.
    package func importance(_ dimensions: [String], at unit: FigureUnit) -> ImportanceChart? {
        ImportanceChart(
            dimensions.compactMap { dimension in
                guard let degree = degree(dimension, at: unit).estimate else { return nil }
                let pairs = members(unit).reduce(PairedMoments()) { $0 + (cells[$1.id]?[dimension]?.pairs ?? PairedMoments()) }
                guard let importance = pairs.correlation else { return nil }
                return DrivenDimension(dimension: dimension, importance: importance, performance: degree.value, n: degree.n)
            })
    }

    /// Households of projects without an answer, among the unit's.
    package func uncovered(at unit: FigureUnit) -> Int {
        members(unit).filter { (cells[$0.id]?[SurveyMeasure.whole]?.n ?? 0) == 0 }.reduce(0) { $0 + $1.households }
    }
}

extension NetPromoter {
    /// From answers worth 10,000, 0 and −10,000.
    package init(_ moments: Moments) {
        let (sum, decided) = (moments.sum / 10_000, moments.squares / 100_000_000)
        let promoters = (decided + sum) / 2
        self.init(promoters: promoters, passives: moments.n - decided, detractors: decided - promoters)
    }
}

extension Figure {
    /// Whether two figures differ by more than chance explains; nil where either is not shown.
    package func difference(from earlier: Figure) -> Difference? {
        guard let now = estimate, let before = earlier.estimate else { return nil }
        return Difference(now, less: before)
    }
}
