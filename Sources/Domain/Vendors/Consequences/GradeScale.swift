/// 等级: a band of totals with what it leads to.
package struct Grade: Hashable, Sendable {
    /// Stable over versions; the standard ones have words of their own, others are named by `name`.
    package var key: String
    package var name: Bilingual
    /// The lowest total, in hundredths of a point; a total on a border has the better grade.
    package var from: Int
    package var consequences: [Consequence]
    /// Good enough to renew a contract.
    package var passes: Bool

    package init(key: String, name: Bilingual, from: Int, passes: Bool, consequences: [Consequence] = []) {
        self.key = key
        self.name = name
        self.from = from
        self.passes = passes
        self.consequences = consequences
    }
}

/// What a grade leads to.
package enum Consequence: Hashable, Sendable {
    /// 整改单 for every line under `below` per cent of its points, due after so many days.
    case rectify(below: Int, days: Int)
    /// 暂停入围 for so many months.
    case suspend(months: Int)
    /// 续约把关: not without the tier above.
    case gateRenewal
    /// 付款意见 from the contract's clause: so many per cent of the period's fee are withheld, in hundredths.
    case advisePayment(withhold: Int)

    package var kind: ConsequenceKind {
        switch self {
        case .rectify: .rectify
        case .suspend: .suspend
        case .gateRenewal: .gateRenewal
        case .advisePayment: .advisePayment
        }
    }
}

package enum ConsequenceKind: String, CaseCode {
    case rectify, suspend, gateRenewal, advisePayment
}

package enum GradeFault: Hashable, Sendable {
    case none
    case tooMany
    case doesNotStartAtZero
    /// Not above the one before; counted from one.
    case notRising(Int)
    case beyondFull(Int)
    case nameMissing(Int)
    case keyTwice(Int)
    /// A better grade fails where a worse one passes.
    case passesBelow(Int)
    case consequenceOutOfRange(Int)
}

/// The grades of a template, from the lowest total upwards: 0 and 100 belong to some grade, every border to exactly one.
package struct GradeScale: Hashable, Sendable {
    package let grades: [Grade]

    package init(_ grades: [Grade]) {
        self.grades = grades
    }

    package static let standard = GradeScale([
        Grade(
            key: "failed", name: Bilingual("不合格", "Failed"), from: 0, passes: false,
            consequences: [.rectify(below: 60, days: 15), .suspend(months: 6), .gateRenewal, .advisePayment(withhold: 1_000)]),
        Grade(
            key: "weak", name: Bilingual("整改", "To rectify"), from: 6_000, passes: false,
            consequences: [.rectify(below: 60, days: 30), .gateRenewal, .advisePayment(withhold: 500)]),
        Grade(
            key: "fair", name: Bilingual("合格", "Fair"), from: 7_000, passes: true, consequences: [.rectify(below: 50, days: 30)]),
        Grade(key: "good", name: Bilingual("良好", "Good"), from: 8_000, passes: true),
        Grade(key: "excellent", name: Bilingual("优秀", "Excellent"), from: 9_000, passes: true),
    ])

    package var faults: [GradeFault] {
        guard let first = grades.first else { return [.none] }
        var faults: [GradeFault] = grades.count > 8 ? [.tooMany] : []
        if first.from != 0 { faults.append(.doesNotStartAtZero) }
        var keys = Set<String>()
        for (index, grade) in grades.enumerated() {
            let number = index + 1
            if grade.name.chinese.isEmpty { faults.append(.nameMissing(number)) }
            if !keys.insert(grade.key).inserted { faults.append(.keyTwice(number)) }
            if grade.from > ScoreTemplate.full { faults.append(.beyondFull(number)) }
            if !grade.consequences.allSatisfy(\.isInRange) { faults.append(.consequenceOutOfRange(number)) }
            guard index > 0 else { continue }
            if grade.from <= grades[index - 1].from { faults.append(.notRising(number)) }
            if grades[index - 1].passes, !grade.passes { faults.append(.passesBelow(number)) }
        }
        return faults
    }

    /// The grade of a total; totals outside 0…10,000 count as the end they are beyond.
    package func grade(of total: Int) -> Grade? { grades.last { $0.from <= max(0, total) } ?? grades.first }

    package subscript(key: String) -> Grade? { grades.first { $0.key == key } }

    /// From … to … of a grade, in hundredths, for people to read: the end of the last one is full marks.
    package func range(of key: String) -> (from: Int, to: Int)? {
        guard let index = grades.firstIndex(where: { $0.key == key }) else { return nil }
        return (grades[index].from, index + 1 < grades.count ? grades[index + 1].from : ScoreTemplate.full)
    }
}

extension Consequence {
    var isInRange: Bool {
        switch self {
        case .rectify(let below, let days): (1...100).contains(below) && (1...365).contains(days)
        case .suspend(let months): (1...60).contains(months)
        case .gateRenewal: true
        case .advisePayment(let withhold): (1...10_000).contains(withhold)
        }
    }
}
