/// Where the points of an indicator come from.
package enum IndicatorKind: String, CaseCode {
    /// 评分: what assessors judge.
    case assessor
    /// 检查: items that passed on walks or at spot checks.
    case inspection
    /// 问卷: satisfaction in a survey wave.
    case survey
    /// 事实: what operating data says.
    case fact
}

/// 现场走访 or 监督抽查 (VENDOR-R4).
package enum InspectionMethod: String, CaseCode {
    case walk, spotCheck

    package var judged: FactMeasure { self == .walk ? .walked : .spotChecked }
    package var failed: FactMeasure { self == .walk ? .walkFailed : .spotFailed }
}

/// How several assessors' scores become one.
package enum Combination: String, CaseCode {
    case mean
    /// 去掉最高和最低: from five assessors on; the plain mean with fewer.
    case trimmedMean
    /// By the weight of the assessor's role.
    case roleWeights
}

/// In which capacity somebody assesses.
package enum AssessorRole: String, CaseCode {
    case group, company, project
    /// 业主委员会委员
    case committee
    /// 外部评价员
    case outside
}

/// What becomes of the points where there is not enough to judge: never full marks.
package enum Shortfall: String, CaseCode {
    /// The weight is spread over everything else in proportion.
    case spreadAll
    /// Over the other indicators of the same kind; over everything where none is left.
    case spreadKind
    /// No proof, no points: what has to be shown and was not.
    case zero
}

/// Typed, no formula language.
package enum IndicatorSource: Hashable, Sendable {
    /// Scores from 0 to `scale`, at least `least` assessors.
    case assessor(scale: Int, combination: Combination, roleWeights: [AssessorRole: Int], least: Int)
    case inspection(InspectionMethod, bands: [PointBand], least: Int)
    /// The degree of satisfaction of a dimension ("*": the whole) in the newest wave with a form of that purpose that was analysed in the
    /// twelve months up to the end of the period.
    case survey(FormPurpose, dimension: String, bands: [PointBand], least: Int)
    case fact(FactKind, bands: [PointBand], least: Int)

    package var kind: IndicatorKind {
        switch self {
        case .assessor: .assessor
        case .inspection: .inspection
        case .survey: .survey
        case .fact: .fact
        }
    }

    /// The smallest n there is a figure for.
    package var least: Int {
        switch self {
        case .assessor(_, _, _, let least), .inspection(_, _, let least), .survey(_, _, _, let least), .fact(_, _, let least): least
        }
    }

    package var unit: ScoreUnit {
        if case .fact(let kind, _, _) = self { kind.unit } else { .percent }
    }

    package var direction: Direction {
        if case .fact(let kind, _, _) = self { kind.direction } else { .higherIsBetter }
    }

    /// Nil for assessors, whose score is its own share.
    package var bands: PointBands? {
        switch self {
        case .assessor: nil
        case .inspection(_, let bands, _), .survey(_, _, let bands, _), .fact(_, let bands, _):
            PointBands(bands, unit: unit, direction: direction)
        }
    }
}

/// 考核指标. `key` stays the same over versions, so that cards compare.
package struct Indicator: Hashable, Sendable {
    package var key: String
    package var name: Bilingual
    /// What an assessor looks at, or what the figure means.
    package var guide: Bilingual
    /// Hundredths of a point; those of a whole template total 10,000.
    package var weight: Int
    package var source: IndicatorSource
    package var shortfall: Shortfall
    /// Belongs to the group's core: additions do not touch it.
    package var core: Bool

    package init(
        key: String, name: Bilingual, guide: Bilingual = Bilingual(), weight: Int, source: IndicatorSource,
        shortfall: Shortfall = .spreadAll, core: Bool = false
    ) {
        self.key = key
        self.name = name
        self.guide = guide
        self.weight = weight
        self.source = source
        self.shortfall = shortfall
        self.core = core
    }

    /// `^[a-z][a-zA-Z0-9]{0,19}$`, as in the schema.
    package static func isKey(_ text: String) -> Bool {
        let bytes = Array(text.utf8)
        guard let first = bytes.first, (97...122).contains(first), bytes.count <= 20 else { return false }
        return bytes.allSatisfy { (97...122).contains($0) || (65...90).contains($0) || (48...57).contains($0) }
    }
}
