/// 配额: how many answers a project wants of each stage. A stage without one takes what the sample leaves.
package struct StageQuota: Hashable, Sendable {
    package var before: Int?
    package var after: Int?

    package init(before: Int? = nil, after: Int? = nil) {
        self.before = before
        self.after = after
    }

    package var isEmpty: Bool { before == nil && after == nil }

    package subscript(stage: Stage) -> Int? {
        switch stage {
        case .beforeHandover: before
        case .afterHandover: after
        }
    }
}

/// How a draw honours quotas: the order that the seed gives stays; whoever comes up in a stage that is full already is passed over, and the list
/// says so. Whoever has seed, list and quotas draws the same.
package enum QuotaDraw {
    /// A household with its place in the order that the seed gives.
    package struct Place<Element> {
        package let element: Element
        /// Counts from 1.
        package let rank: Int

        package init(element: Element, rank: Int) {
            self.element = element
            self.rank = rank
        }
    }

    /// Households to write to in each stage.
    /// - Parameters:
    ///   - target: of the project, for the stages without a quota.
    ///   - free: households that may be asked.
    ///   - ratePermille: the answering rate that is expected, in thousandths: a quota is of answers.
    package static func places(_ quota: StageQuota, target: Int, free: [Stage: Int], ratePermille: Int) -> [Stage: Int] {
        var places: [Stage: Int] = [:]
        for stage in Stage.allCases {
            if let wanted = quota[stage] {
                places[stage] = SampleSize.invitations(for: wanted, population: free[stage] ?? 0, ratePermille: ratePermille)
            }
        }
        let rest = max(0, target - places.values.reduce(0, +))
        for stage in Stage.allCases where quota[stage] == nil { places[stage] = min(rest, free[stage] ?? 0) }
        return places
    }

    /// Goes through the order until every stage is full.
    /// - Returns: who is drawn, and who came up before the last one but in a stage that was full.
    package static func walk<Element>(
        _ order: [Element], places: [Stage: Int], stage: (Element) -> Stage
    ) -> (drawn: [Place<Element>], passedOver: [Place<Element>]) {
        var left = places
        var (drawn, passed): ([Place<Element>], [Place<Element>]) = ([], [])
        for (index, element) in order.enumerated() {
            guard left.values.contains(where: { $0 > 0 }) else { break }
            let place = Place(element: element, rank: index + 1)
            if let free = left[stage(element)], free > 0 {
                left[stage(element)] = free - 1
                drawn.append(place)
            } else {
                passed.append(place)
            }
        }
        let last = drawn.last?.rank ?? 0
        return (drawn, passed.filter { $0.rank < last })
    }
}
