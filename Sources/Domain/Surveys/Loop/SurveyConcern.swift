/// Why a household's answers become a ticket (SURVEY-R4, research 19).
package enum ConcernCause: String, CaseCode {
    /// A dimension at or under the threshold.
    case low
    /// 要求联系
    case contact
}

package struct SurveyConcern: Hashable, Sendable {
    package let cause: ConcernCause
    /// The question that says so most: the worst of the lowest dimension.
    package let question: String
    /// Points of 100; nil for a wish to be called.
    package let points: Int?

    /// Nil where nothing calls for anybody. A dimension is low as a whole: one bad line among thirty moves the figures, a bad dimension somebody.
    /// Questions of core and additions count alike: it is about the household, not the index. A scored question of no dimension, such as the
    /// satisfaction as a whole, stands for itself.
    package init?(_ response: CountedResponse, _ form: Questionnaire, by formula: SatisfactionFormula) {
        guard response.isSubmitted else { return nil }
        let (answers, shown) = (response.sheet.answers, form.questions.filter { form.shows($0, response.sheet) })
        let topics = Dictionary(grouping: shown.filter { $0.scale != nil }) { $0.dimension ?? "?\($0.key)" }
        let low = topics.sorted { $0.key < $1.key }.compactMap { _, questions -> (question: Question, degree: Int)? in
            let score = SatisfactionScore(questions.flatMap { $0.scored(answers[$0.key]) }, by: formula)
            guard let score, score.degree <= formula.lowAt * 100 else { return nil }
            let worst = questions.compactMap { question in
                SatisfactionScore(question.scored(answers[question.key]), by: formula).map { (question, $0.degree) }
            }.min { ($0.1, -$0.0.weight) < ($1.1, -$1.0.weight) }
            return worst.map { (question: $0.0, degree: score.degree) }
        }
        if let worst = low.min(by: { $0.degree < $1.degree }) {
            self.init(cause: .low, question: worst.question.key, points: worst.degree / 100)
        } else if let wish = shown.first(where: { $0.kind == .contact && answers[$0.key] == .code("yes") }) {
            self.init(cause: .contact, question: wish.key, points: nil)
        } else {
            return nil
        }
    }

    /// As it was stored; nil for a cause nobody knows.
    package init?(cause: String, question: String, points: Int?) {
        guard let cause = ConcernCause(rawValue: cause) else { return nil }
        self.init(cause: cause, question: question, points: points)
    }

    private init(cause: ConcernCause, question: String, points: Int?) {
        self.cause = cause
        self.question = question
        self.points = points
    }
}
