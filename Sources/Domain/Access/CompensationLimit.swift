/// The largest compensation a role may put into a plan (section 2.38).
///
/// Amounts are whole fen, so the exclusive bound "below 1000 yuan" of COMPLAINT-N6 is the inclusive bound 999.99 yuan.
package struct CompensationLimit: Hashable, Sendable, Comparable {
    /// Inclusive; nil is unlimited.
    package let highest: Fen?

    package init(highest: Fen?) {
        self.highest = highest
    }

    /// From the stored exclusive bound; nil is unlimited.
    package init(below bound: Fen?) {
        highest = bound.map { Fen($0.amount - 1) }
    }

    /// The exclusive bound, as stored; nil is unlimited.
    package var below: Fen? { highest.map { Fen($0.amount + 1) } }

    package static let none = CompensationLimit(highest: .zero)
    /// COMPLAINT-N5: up to and including 300 yuan.
    package static let project = CompensationLimit(highest: .yuan(300))
    /// COMPLAINT-N6: below 1000 yuan.
    package static let centre = CompensationLimit(highest: Fen(Fen.yuan(1_000).amount - 1))
    /// COMPLAINT-N7: 1000 yuan and above.
    package static let unlimited = CompensationLimit(highest: nil)

    package func allows(_ compensation: Fen) -> Bool {
        guard let highest else { return true }
        return compensation <= highest
    }

    package static func < (left: Self, right: Self) -> Bool {
        guard let low = left.highest else { return false }
        guard let high = right.highest else { return true }
        return low < high
    }
}
