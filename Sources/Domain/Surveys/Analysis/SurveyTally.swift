/// What one respondent adds to the counted answers. The count adds the tally of what is there now and takes away the tally of what was counted
/// before, so that a change of mind counts once and every order of counting comes to the same.
package struct SurveyTally: Hashable, Sendable {
    /// How often something was answered, at each level of the tree.
    package struct Answer: Hashable, Sendable {
        package let unit: UnitID
        package let company: UnitID?
        package let project: UnitID?
        package let segment: String
        package let question: String
        package let value: String
    }

    /// A person's score, at the project only: figures of several projects weigh them.
    package struct Score: Hashable, Sendable {
        package let company: UnitID
        package let project: UnitID
        package let segment: String
        package let dimension: String
    }

    package private(set) var answers: [Answer: Int] = [:]
    package private(set) var scores: [Score: ScoreCell] = [:]

    package init() {}

    /// Special questions and values; no key of a form begins with the sign.
    package static let all = "#all"
    package static let submitted = "submitted"
    package static let page = "#page"
    package static let shown = "#shown"
    package static let none = "#none"
    package static let skipped = "#skipped"
    package static let written = "#text"

    package init(_ response: CountedResponse, _ form: Questionnaire, by formula: SatisfactionFormula) {
        guard response.isSubmitted else {
            count(Self.page, String(response.page), response)
            return
        }
        count(Self.all, Self.submitted, response)
        let shown = form.questions.filter { $0.kind.asks && form.shows($0, response.sheet) }
        for question in shown {
            count(question.key, Self.shown, response)
            for (key, value) in question.counted(response.sheet) { count(key, value, response) }
        }
        score(response, shown.filter(\.core), form.dimensions, by: formula)
    }

    private mutating func count(_ question: String, _ value: String, _ response: CountedResponse) {
        let units: [(UnitID, UnitID?, UnitID?)] = [
            (response.project, response.company, response.project), (response.company, response.company, nil), (response.group, nil, nil),
        ]
        for segment in response.segments {
            for (unit, company, project) in units {
                answers[
                    Answer(unit: unit, company: company, project: project, segment: segment, question: question, value: value), default: 0] +=
                    1
            }
        }
    }

    /// Only core questions: what a company or project adds never moves the index (research 18).
    private mutating func score(
        _ response: CountedResponse, _ core: [Question], _ dimensions: [Dimension], by formula: SatisfactionFormula
    ) {
        let answers = response.sheet.answers
        var found: [String: SatisfactionScore] = [:]
        for dimension in dimensions {
            let scored = core.filter { $0.dimension == dimension.key }.flatMap { $0.scored(answers[$0.key]) }
            found[dimension.key] = SatisfactionScore(scored, by: formula)
        }
        let whole = SatisfactionScore(whole: dimensions.compactMap { dimension in found[dimension.key].map { ($0, dimension.weight) } })
        if let whole { found[SurveyMeasure.whole] = whole }
        if let promoter = core.lazy.compactMap({ $0.promoter(answers[$0.key]) }).first {
            found[SurveyMeasure.promoter] = SatisfactionScore(degree: promoter, satisfied: max(promoter, 0))
        }
        // What a dimension matters is measured against the question on satisfaction as a whole, where the form has one.
        let overall = core.first { $0.key == SurveyMeasure.overallQuestion }
        let measured = overall.flatMap { SatisfactionScore($0.scored(answers[$0.key]), by: formula) } ?? whole
        for segment in response.segments {
            for (dimension, score) in found {
                let key = Score(company: response.company, project: response.project, segment: segment, dimension: dimension)
                scores[key, default: ScoreCell()].add(score, whole: measured?.degree)
            }
        }
    }

    package mutating func add(_ other: SurveyTally) {
        for (key, n) in other.answers { answers[key, default: 0] += n }
        for (key, cell) in other.scores { scores[key] = scores[key, default: ScoreCell()] + cell }
    }

    /// What changed; rows that stay as they are have nothing in it.
    package static func - (left: SurveyTally, right: SurveyTally) -> SurveyTally {
        var difference = left
        for (key, n) in right.answers { difference.answers[key, default: 0] -= n }
        for (key, cell) in right.scores { difference.scores[key] = difference.scores[key, default: ScoreCell()] - cell }
        difference.answers = difference.answers.filter { $0.value != 0 }
        difference.scores = difference.scores.filter { $0.value != ScoreCell() }
        return difference
    }
}

extension SatisfactionScore {
    /// Dimensions joined by their weights; nil without any.
    init?(whole parts: [(score: SatisfactionScore, weight: Int)]) {
        let weights = parts.reduce(0) { $0 + $1.weight }
        guard weights > 0 else { return nil }
        self.init(
            degree: (parts.reduce(0) { $0 + $1.score.degree * $1.weight } + weights / 2) / weights,
            satisfied: (parts.reduce(0) { $0 + $1.score.satisfied * $1.weight } + weights / 2) / weights)
    }

    init(degree: Int, satisfied: Int) {
        self.degree = degree
        self.satisfied = satisfied
    }
}
