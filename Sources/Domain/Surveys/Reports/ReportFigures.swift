/// One figure of a special report as it stood when somebody signed.
package struct ReportFigure: Hashable, Sendable, Codable {
    /// Where it stands in the report.
    package enum Group: String, CaseCode, Codable {
        /// Degree, rate, net promoter score, answers.
        case satisfaction
        /// Degree of one dimension.
        case dimension
        /// What customers complained about in the same year (COMPLAINT-R16).
        case complaint
        /// What was done about it.
        case correction
    }

    package let group: Group
    package let key: String
    /// Of a dimension; empty for figures with a word of their own.
    package let name: String
    package let nameEnglish: String
    /// Tenths, so that what is printed is what is compared; nil where too few answered.
    package let tenths: Int?
    package let lower: Int?
    package let upper: Int?
    package let n: Int

    package init(_ group: Group, _ key: String, name: String = "", nameEnglish: String = "", _ figure: Figure) {
        self.group = group
        self.key = key
        self.name = name
        self.nameEnglish = nameEnglish
        let estimate = figure.estimate
        tenths = estimate.map { Self.tenths($0.value) }
        lower = estimate.map { Self.tenths($0.interval.lower) }
        upper = estimate.map { Self.tenths($0.interval.upper) }
        n = estimate?.n ?? 0
    }

    /// A count, which has no interval.
    package init(_ group: Group, _ key: String, count: Int) {
        self.group = group
        self.key = key
        name = ""
        nameEnglish = ""
        tenths = count * 10
        lower = nil
        upper = nil
        n = count
    }

    /// A share of a count, with Wilson's interval.
    package init(_ group: Group, _ key: String, share: Int, of n: Int) {
        guard n > 0 else {
            self.init(group, key, .none)
            return
        }
        let interval = Proportion.wilson(Double(share), of: Double(n))
        self.init(group, key, .shown(Estimate(value: Double(share) / Double(n), interval: interval, n: n).scaled(by: 100)))
    }

    private static func tenths(_ value: Double) -> Int { Int((value * 10).rounded()) }
}

/// All figures of a report. Frozen with the first signature; what changes later is listed beside it and never written into it (research 23).
package struct ReportFigures: Hashable, Sendable, Codable {
    package let figures: [ReportFigure]

    package init(_ figures: [ReportFigure]) { self.figures = figures }

    /// An empty document is a report without figures.
    package init(from decoder: any Decoder) throws {
        figures = try decoder.container(keyedBy: CodingKeys.self).decodeIfPresent([ReportFigure].self, forKey: .figures) ?? []
    }

    package struct Change: Hashable, Sendable {
        /// As signed; nil for a figure that was not there.
        package let signed: ReportFigure?
        /// As it would stand today; nil for one that is not there any more.
        package let today: ReportFigure?
    }

    /// What differs from the figures of today, in the report's order.
    package func changes(to today: ReportFigures) -> [Change] {
        let (signed, current) = (keyed, today.keyed)
        let removed = figures.compactMap { figure -> Change? in
            let now = current[figure.id]
            return now == figure ? nil : Change(signed: figure, today: now)
        }
        let added = today.figures.filter { signed[$0.id] == nil }.map { Change(signed: nil, today: $0) }
        return removed + added
    }

    private var keyed: [String: ReportFigure] { Dictionary(figures.map { ($0.id, $0) }) { first, _ in first } }
}

extension ReportFigure {
    fileprivate var id: String { "\(group.rawValue).\(key)" }
}

/// Complaints of a unit in a year, beside what customers say when asked (COMPLAINT-R16).
package struct ComplaintFigures: Hashable, Sendable {
    package let received: Int
    package let closed: Int
    package let overdue: Int
    package let escalated: Int
    package let visited: Int
    package let satisfied: Int
    package let households: Int

    package init(received: Int, closed: Int, overdue: Int, escalated: Int, visited: Int, satisfied: Int, households: Int) {
        self.received = received
        self.closed = closed
        self.overdue = overdue
        self.escalated = escalated
        self.visited = visited
        self.satisfied = satisfied
        self.households = households
    }

    package var figures: [ReportFigure] {
        [
            ReportFigure(.complaint, "received", count: received), ReportFigure(.complaint, "perThousand", perThousand),
            ReportFigure(.complaint, "closed", share: closed, of: received), ReportFigure(.complaint, "overdue", count: overdue),
            ReportFigure(.complaint, "escalated", share: escalated, of: received),
            ReportFigure(.complaint, "visitSatisfied", share: satisfied, of: visited),
        ]
    }

    /// Per thousand households, so that a small project is comparable (research 24); an interval of a count by Poisson's spread.
    private var perThousand: Figure {
        guard households > 0 else { return .none }
        let (rate, half) = (Double(received), Confidence.ninetyFive.z * Double(max(received, 1)).squareRoot())
        let interval = Interval(max(0, rate - half), rate + half)
        return .shown(Estimate(value: rate, interval: interval, n: households).scaled(by: 1_000 / Double(households)))
    }
}

/// Texts of a report, each under its heading.
package enum ReportBlock: String, CaseCode {
    /// 调查概况
    case scope
    /// 主要问题
    case findings
    /// 原因分析
    case causes
    /// 改进措施
    case measures
}

/// What the writer of a report fills in: its blocks and the appraisal opinion 考评意见.
package struct ReportText: Hashable, Sendable {
    package var blocks: [ReportBlock: String]
    package var opinion: String

    package init(blocks: [ReportBlock: String] = [:], opinion: String = "") {
        self.blocks = blocks
        self.opinion = opinion
    }

    package static let opinionField = "opinion"
    package static let names = ReportBlock.allCases.map(\.code) + [opinionField]

    /// Everything may be empty while it is a draft; a signature asks for the opinion.
    package static func validated(_ fields: [String: String]) -> Result<ReportText, FieldErrors> {
        var (text, errors) = (ReportText(), FieldErrors())
        func read(_ name: String) -> String {
            do throws(FieldProblem) {
                return try BoundedText.optional(fields[name], max: 4_000, multiline: true) ?? ""
            } catch {
                errors.add(name, error)
                return ""
            }
        }
        for block in ReportBlock.allCases { text.blocks[block] = read(block.code) }
        text.opinion = read(opinionField)
        return errors.isEmpty ? .success(text) : .failure(errors)
    }
}
