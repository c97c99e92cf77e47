/// What the persons of one project and segment said about one dimension, as sums that add up and can be taken back.
package struct ScoreCell: Hashable, Sendable {
    /// 满意度 of each person, hundredths of a point.
    package var degrees: Moments
    /// Each person's share of satisfied answers, hundredths of a per cent.
    package var shares: Moments
    /// The degree beside the person's satisfaction as a whole, for derived importance.
    package var pairs: PairedMoments

    package init(degrees: Moments = Moments(), shares: Moments = Moments(), pairs: PairedMoments = PairedMoments()) {
        self.degrees = degrees
        self.shares = shares
        self.pairs = pairs
    }

    package var n: Int { degrees.n }

    package mutating func add(_ score: SatisfactionScore, whole: Int?) {
        degrees.add(score.degree)
        shares.add(score.satisfied)
        if let whole { pairs.add(score.degree, whole) }
    }

    package static func + (left: ScoreCell, right: ScoreCell) -> ScoreCell {
        ScoreCell(degrees: left.degrees + right.degrees, shares: left.shares + right.shares, pairs: left.pairs + right.pairs)
    }

    package static func - (left: ScoreCell, right: ScoreCell) -> ScoreCell {
        ScoreCell(degrees: left.degrees - right.degrees, shares: left.shares - right.shares, pairs: left.pairs - right.pairs)
    }
}

extension PairedMoments {
    package static func - (left: PairedMoments, right: PairedMoments) -> PairedMoments {
        PairedMoments(x: left.x - right.x, y: left.y - right.y, products: left.products - right.products)
    }
}

/// Names of what is measured beside a questionnaire's own dimensions.
package enum SurveyMeasure {
    /// The core questions as a whole: what waves are compared by.
    package static let whole = "*"
    /// Net promoter score: one answer is worth 10,000, 0 or −10,000.
    package static let promoter = "*nps"
    /// The question that asks for satisfaction as a whole.
    package static let overallQuestion = "overall"
}
