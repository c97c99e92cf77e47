/// One respondent's answers with what they are grouped by.
package struct CountedResponse: Hashable, Sendable {
    package let project: UnitID
    package let company: UnitID
    package let group: UnitID
    package let stage: Stage
    package let usage: String
    package let channel: AnswerChannel
    /// Sent; else only how far it came is counted.
    package let isSubmitted: Bool
    /// The page it has come to.
    package let page: Int
    package let sheet: AnswerSheet

    package init(
        project: UnitID, company: UnitID, group: UnitID, stage: Stage, usage: String, channel: AnswerChannel, isSubmitted: Bool, page: Int,
        sheet: AnswerSheet
    ) {
        self.project = project
        self.company = company
        self.group = group
        self.stage = stage
        self.usage = usage
        self.channel = channel
        self.isSubmitted = isSubmitted
        self.page = page
        self.sheet = sheet
    }

    var segments: [String] { ["", "stage=\(stage.code)", "usage=\(usage)", "channel=\(channel.code)"] }
}

/// What figures can be cut by.
package enum SurveyCut: String, CaseCode {
    case stage, usage, channel

    package func segment(_ value: String) -> String { "\(rawValue)=\(value)" }

    /// Every segment of the cut.
    package var values: [String] {
        switch self {
        case .stage: Stage.allCases.map(\.code)
        case .usage: HouseUsage.allCases.map(\.code)
        case .channel: AnswerChannel.allCases.map(\.code)
        }
    }
}

extension Question {
    /// What each choice is worth; the steps of its scale. Nil for a question that judges nothing.
    package var scale: AnswerScale? { AnswerScale(options.compactMap(\.score)) }

    private func score(_ code: String) -> Int? { options.first { $0.code == code }?.score }

    /// The answer on its scale; several for a matrix. An answer of another scale is none.
    package func scored(_ answer: Answer?) -> [ScoredAnswer] {
        guard let scale, let answer else { return [] }
        let codes: [String] =
            switch answer {
            case .code(let code): [code]
            case .codes: []
            case .lines(let lines): rows.compactMap { lines[$0.key] }
            }
        return codes.compactMap { code in
            if code == Answer.none { return ScoredAnswer(nil, on: scale, weight: weight) }
            return score(code).map { ScoredAnswer($0, on: scale, weight: weight) }
        }
    }

    /// What is counted of an answer: the question's key, or a line's, with the code.
    func counted(_ sheet: AnswerSheet) -> [(key: String, value: String)] {
        switch sheet.answers[key] {
        case nil: [(key, sheet.texts[key] == nil ? SurveyTally.skipped : SurveyTally.written)]
        case .code(let code):
            // A number's or a day's distribution is the answers themselves: only that there is one is counted.
            [(key, code == Answer.none ? SurveyTally.none : kind.hasOptions || !codes.isEmpty ? code : SurveyTally.written)]
        case .codes(let codes):
            kind == .ranking ? codes.enumerated().map { (key, "\($0.offset + 1):\($0.element)") } : codes.map { (key, $0) }
        case .lines(let lines):
            rows.compactMap { row in lines[row.key].map { ("\(key).\(row.key)", $0 == Answer.none ? SurveyTally.none : $0) } }
        }
    }

    /// 10,000, 0 or −10,000 for a core question on recommending.
    func promoter(_ answer: Answer?) -> Int? {
        guard kind == .nps, core, case .code(let code) = answer, let points = Int(code), (0...10).contains(points) else { return nil }
        return points >= 9 ? 10_000 : points >= 7 ? 0 : -10_000
    }
}
