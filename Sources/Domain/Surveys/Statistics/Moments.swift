/// How many answers, their sum and the sum of their squares: adds exactly, in any order, so that cells of any size can be joined.
/// The unit is the caller's; surveys keep hundredths of a point and of a per cent (0…10,000).
package struct Moments: Hashable, Sendable {
    package var n: Int
    package var sum: Int
    package var squares: Int

    package init(n: Int = 0, sum: Int = 0, squares: Int = 0) {
        self.n = n
        self.sum = sum
        self.squares = squares
    }

    package init(_ values: some Sequence<Int>) {
        self.init()
        for value in values { add(value) }
    }

    package mutating func add(_ value: Int) {
        n += 1
        sum += value
        squares += value * value
    }

    package static func + (left: Moments, right: Moments) -> Moments {
        Moments(n: left.n + right.n, sum: left.sum + right.sum, squares: left.squares + right.squares)
    }

    package static func - (left: Moments, right: Moments) -> Moments {
        Moments(n: left.n - right.n, sum: left.sum - right.sum, squares: left.squares - right.squares)
    }

    /// 0 without answers; ask `n` first.
    package var mean: Double { n > 0 ? Double(sum) / Double(n) : 0 }

    /// With n − 1 below the line; nil for fewer than two answers. The whole numbers are subtracted before they are divided, so that equal
    /// answers have exactly no spread.
    package var variance: Double? {
        guard n > 1 else { return nil }
        let (high, low) = n.multipliedFullWidth(by: squares)
        let (squareHigh, squareLow) = sum.multipliedFullWidth(by: sum)
        let (difference, borrow) = low.subtractingReportingOverflow(squareLow)
        let upper = high - squareHigh - (borrow ? 1 : 0)
        let spread = Double(upper) * 18_446_744_073_709_551_616 + Double(difference)
        return max(spread, 0) / (Double(n) * Double(n - 1))
    }

    /// The mean with Student's interval, corrected for a small population.
    /// - Returns: nil without answers. One answer alone says nothing about its spread: its interval is the whole range.
    package func estimate(in range: ClosedRange<Double>, population: Double? = nil, confidence: Confidence = .ninetyFive) -> Estimate? {
        guard n > 0 else { return nil }
        guard let variance else {
            return Estimate(value: mean, interval: Interval(range.lowerBound, range.upperBound), n: n)
        }
        var error = (variance / Double(n)).squareRoot()
        if let population, population > 1 { error *= max(0, (population - Double(n)) / population).squareRoot() }
        let half = confidence.t(degreesOfFreedom: Double(n - 1)) * error
        return Estimate(value: mean, interval: Interval(mean - half, mean + half).clamped(to: range), n: n)
    }
}

/// Two values of the same answers, such as a dimension and the satisfaction as a whole.
package struct PairedMoments: Hashable, Sendable {
    package var x: Moments
    package var y: Moments
    package var products: Int

    package init(x: Moments = Moments(), y: Moments = Moments(), products: Int = 0) {
        self.x = x
        self.y = y
        self.products = products
    }

    package mutating func add(_ x: Int, _ y: Int) {
        self.x.add(x)
        self.y.add(y)
        products += x * y
    }

    package static func + (left: PairedMoments, right: PairedMoments) -> PairedMoments {
        PairedMoments(x: left.x + right.x, y: left.y + right.y, products: left.products + right.products)
    }

    /// Pearson's coefficient, −1…1; nil for fewer than three answers or where either never varies.
    package var correlation: Double? {
        guard x.n > 2, let vx = x.variance, let vy = y.variance, vx > 0, vy > 0 else { return nil }
        let n = Double(x.n)
        let covariance = (Double(products) - Double(x.sum) * y.mean) / (n - 1)
        return min(max(covariance / (vx * vy).squareRoot(), -1), 1)
    }
}
