extension Questionnaire {
    /// Everything that keeps it from being published, in the order of the questions.
    package var faults: [QuestionnaireFault] {
        var faults: [QuestionnaireFault] = []
        if !questions.contains(where: \.kind.asks) { faults.append(QuestionnaireFault(nil, .nothingAsked)) }
        let looping = loops
        for (index, question) in questions.enumerated() {
            let own = Self.faults(of: question) + placeFaults(of: question) + ruleFaults(of: question, at: index, looping)
            var problems = own
            if questions[..<index].contains(where: { $0.key == question.key }) { problems.insert(.keyTaken, at: 0) }
            if problems.isEmpty, question.showIf != nil, branches(question.key, 0).isEmpty { problems.append(.deadEnd) }
            faults += problems.map { QuestionnaireFault(question.key, $0) }
        }
        return faults
    }

    private static func faults(of question: Question) -> [QuestionnaireProblem] {
        var problems: [QuestionnaireProblem] = []
        if question.text.chinese.isEmpty || question.options.contains(where: { $0.text.isEmpty }) { problems.append(.emptyText) }
        if question.kind.hasOptions, question.options.count < 2 || Set(question.options.map(\.code)).count < question.options.count {
            problems.append(.tooFewOptions)
        }
        if question.kind == .matrix, question.rows.isEmpty || Set(question.rows.map(\.key)).count < question.rows.count {
            problems.append(.noRows)
        }
        let (least, most) = (question.limits.min, question.limits.max)
        let choices = question.kind == .multiple ? question.options.count : Int.max
        if let least, least > min(most ?? Int.max, choices) { problems.append(.impossibleLimits) }
        return problems
    }

    private func placeFaults(of question: Question) -> [QuestionnaireProblem] {
        guard let dimension = question.dimension else {
            // The overall judgement stands for the whole.
            return question.isScored && question.key != Self.overall ? [.noDimension] : []
        }
        return dimensions.contains { $0.key == dimension } ? [] : [.unknownDimension]
    }

    /// The key of the question about the whole: what importance is measured against.
    package static let overall = "overall"

    private func ruleFaults(of question: Question, at index: Int, _ looping: Set<String>) -> [QuestionnaireProblem] {
        guard let rule = question.showIf else { return [] }
        if rule.conditions.isEmpty { return [.brokenReference] }
        if looping.contains(question.key) { return [.loop] }
        for condition in rule.conditions {
            guard let asked = questions.firstIndex(where: { $0.key == condition.question }), questions[asked].kind.asks else {
                return [.brokenReference]
            }
            if asked >= index { return [.laterReference] }
            let codes = questions[asked].codes
            let needsCodes = condition.test != .answered
            if needsCodes, condition.codes.isEmpty || !codes.isEmpty && !condition.codes.allSatisfy(codes.contains) {
                return [.brokenReference]
            }
            if needsCodes, codes.isEmpty { return [.brokenReference] }
        }
        return []
    }

    /// Questions whose rule leads back to them.
    private var loops: Set<String> {
        var looping: Set<String> = []
        for question in questions {
            var seen: Set<String> = []
            var next = question.showIf?.conditions.map(\.question) ?? []
            while let key = next.popLast() {
                if key == question.key {
                    looping.insert(key)
                    break
                }
                if seen.insert(key).inserted { next += self[key]?.showIf?.conditions.map(\.question) ?? [] }
            }
        }
        return looping
    }

    /// The ways to come to see a question: for each, what single answers must be among. No way at all is a dead end.
    private typealias Branch = [String: Set<String>]

    private static let mostBranches = 200

    private func branches(_ key: String, _ depth: Int) -> [Branch] {
        guard let question = self[key], let rule = question.showIf, depth < 50 else { return [[:]] }
        let ways = rule.conditions.map { self.ways(to: $0, depth) }
        if rule.joining == .any { return ways.flatMap { $0 } }
        return ways.reduce([[:]]) { found, more in
            let product = found.prefix(Self.mostBranches).flatMap { one in more.compactMap { Self.merge(one, $0) } }
            return Array(product.prefix(Self.mostBranches))
        }
    }

    private func ways(to condition: ShowRule.Condition, _ depth: Int) -> [Branch] {
        guard let asked = self[condition.question] else { return [] }
        // Only a question with one answer can contradict itself.
        let isSingle = [.single, .rating, .nps, .contact].contains(asked.kind)
        switch condition.test {
        case .answered: return branches(asked.key, depth + 1)
        case .anyOf:
            let own: Branch = isSingle ? [asked.key: Set(condition.codes)] : [:]
            return branches(asked.key, depth + 1).compactMap { Self.merge($0, own) }
        case .noneOf:
            // Not shown, or left out: then nothing is asked of anybody.
            guard isSingle, asked.required, asked.showIf == nil else { return [[:]] }
            let rest = Set(asked.codes + (asked.allowsNone ? [Answer.none] : [])).subtracting(condition.codes)
            return rest.isEmpty ? [] : [[asked.key: rest]]
        }
    }

    private static func merge(_ one: Branch, _ other: Branch) -> Branch? {
        let merged = one.merging(other) { $0.intersection($1) }
        return merged.values.contains(where: \.isEmpty) ? nil : merged
    }
}
