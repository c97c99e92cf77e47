/// A calendar month.
package struct ScoreMonth: Hashable, Sendable, Comparable, CustomStringConvertible {
    package let year: Int
    package let month: Int

    package init(_ day: Day) {
        year = day.year
        month = day.month
    }

    /// Nil where there is no such month.
    package init?(year: Int, month: Int) {
        guard Day(year, month, 1) != nil else { return nil }
        self.year = year
        self.month = month
    }

    /// 202610: how cells keep it.
    package init?(number: Int) { self.init(year: number / 100, month: number % 100) }
    package var number: Int { year * 100 + month }

    private var index: Int { year * 12 + month - 1 }

    package func adding(months: Int) -> ScoreMonth {
        let sum = index + months
        return ScoreMonth(year: sum / 12, month: sum % 12 + 1) ?? self
    }

    package var first: Day { Day(year, month, 1) ?? Day(daysSince1970: 0) }
    package var last: Day { adding(months: 1).first.adding(days: -1) }

    /// "2026-10".
    package var description: String { "\(Day.padded(year, 4))-\(Day.padded(month, 2))" }

    package static func < (left: ScoreMonth, right: ScoreMonth) -> Bool { left.index < right.index }
}

/// How often a template is used.
package enum PeriodKind: String, CaseCode {
    case monthly, quarterly, yearly

    package var months: Int {
        switch self {
        case .monthly: 1
        case .quarterly: 3
        case .yearly: 12
        }
    }
}

/// 考核周期: the months a round is about.
package struct ScorePeriod: Hashable, Sendable, CustomStringConvertible {
    package let kind: PeriodKind
    package let start: ScoreMonth

    /// The period of a kind that a month belongs to: quarters and years begin in January.
    package init(_ kind: PeriodKind, containing month: ScoreMonth) {
        self.kind = kind
        start = month.adding(months: -((month.month - 1) % kind.months))
    }

    package var months: [ScoreMonth] { (0..<kind.months).map { start.adding(months: $0) } }
    package var first: Day { start.first }
    package var last: Day { start.adding(months: kind.months - 1).last }
    package var previous: ScorePeriod { ScorePeriod(kind, containing: start.adding(months: -kind.months)) }

    /// "2026-10", "2026-Q4", "2026".
    package var description: String {
        switch kind {
        case .monthly: start.description
        case .quarterly: "\(Day.padded(start.year, 4))-Q\((start.month - 1) / 3 + 1)"
        case .yearly: Day.padded(start.year, 4)
        }
    }
}
