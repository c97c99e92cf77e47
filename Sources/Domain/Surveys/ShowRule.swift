/// When a question is shown, said by earlier answers. A question that is not shown has no answer.
package struct ShowRule: Hashable, Sendable, Codable {
    package enum Joining: String, CaseCode, Codable { case all, any }

    package enum Test: String, CaseCode, Codable {
        /// One of the codes was chosen.
        case anyOf
        /// None of them was, or nothing at all.
        case noneOf
        case answered
    }

    package struct Condition: Hashable, Sendable, Codable {
        package let question: String
        package let test: Test
        package let codes: [String]

        package init(_ question: String, _ test: Test, _ codes: [String] = []) {
            self.question = question
            self.test = test
            self.codes = codes
        }
    }

    package var joining: Joining
    package var conditions: [Condition]

    package init(_ joining: Joining = .all, _ conditions: [Condition]) {
        self.joining = joining
        self.conditions = conditions
    }

    /// - Parameter chosen: the codes of an earlier question's answer; nil when it has none.
    package func holds(_ chosen: (String) -> Set<String>?) -> Bool {
        let results = conditions.map { condition in
            let codes = chosen(condition.question)
            return switch condition.test {
            case .answered: codes != nil
            case .anyOf: codes.map { !$0.isDisjoint(with: condition.codes) } ?? false
            case .noneOf: codes?.isDisjoint(with: condition.codes) ?? true
            }
        }
        return joining == .all ? results.allSatisfy { $0 } : results.contains { $0 }
    }
}

/// What is wrong with a questionnaire; by the question it is about.
package enum QuestionnaireProblem: String, CaseCode, Error {
    /// Nothing is asked.
    case nothingAsked
    case keyTaken
    /// Two choices at least, with different codes.
    case tooFewOptions
    case emptyText
    /// A matrix without lines.
    case noRows
    /// A scored question outside every dimension.
    case noDimension
    case unknownDimension
    /// The least is more than the most, or more than there is to choose.
    case impossibleLimits
    /// The rule names a question or a code that does not exist.
    case brokenReference
    /// The rule asks for an answer that comes later.
    case laterReference
    /// The rule leads back to the question itself.
    case loop
    /// Whatever was answered, the question is never shown.
    case deadEnd
    /// A wish to be called says who one is.
    case namesRespondent
}

package struct QuestionnaireFault: Hashable, Sendable {
    /// Nil for the questionnaire as a whole.
    package let question: String?
    package let problem: QuestionnaireProblem

    package init(_ question: String?, _ problem: QuestionnaireProblem) {
        self.question = question
        self.problem = problem
    }
}
