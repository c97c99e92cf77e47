/// One band: from … to …, worth a share of an indicator's points. All in hundredths: figures of their unit, shares of per cent.
package struct PointBand: Hashable, Sendable {
    package var from: Int
    /// Nil: without end.
    package var to: Int?
    /// 0…10,000.
    package var share: Int

    package init(from: Int, to: Int?, share: Int) {
        self.from = from
        self.to = to
        self.share = share
    }
}

/// What is wrong with bands; the number is the band's, counted from one.
package enum BandFault: Hashable, Sendable {
    case none
    case tooMany
    /// The first band begins above zero or below it.
    case doesNotStartAtZero
    /// Values between this band and the one before belong to neither.
    case gap(Int)
    /// Values belong to this band and to the one before.
    case overlap(Int)
    /// A band without width.
    case empty(Int)
    /// A band that is not the last has no end.
    case endless(Int)
    /// The last band ends before the largest figure there can be, or has an end where figures have none.
    case doesNotReachTheEnd
    /// Nothing above what there can be.
    case beyondTheEnd(Int)
    case shareOutOfRange(Int)
    /// A better figure earns less.
    case againstDirection(Int)
}

/// From value to points: bands that cover everything once. A value on a border counts for the better of its two bands.
package struct PointBands: Hashable, Sendable {
    package static let most = 12

    package let bands: [PointBand]
    package let unit: ScoreUnit
    package let direction: Direction

    package init(_ bands: [PointBand], unit: ScoreUnit, direction: Direction) {
        self.bands = bands
        self.unit = unit
        self.direction = direction
    }

    /// Everything that is wrong, in the order of the bands.
    package var faults: [BandFault] {
        guard let first = bands.first, let last = bands.last else { return [.none] }
        var faults: [BandFault] = bands.count > Self.most ? [.tooMany] : []
        if first.from != 0 { faults.append(.doesNotStartAtZero) }
        for (index, band) in bands.enumerated() {
            let number = index + 1
            if !(0...10_000).contains(band.share) { faults.append(.shareOutOfRange(number)) }
            if let to = band.to {
                if to <= band.from { faults.append(.empty(number)) }
                if let ceiling = unit.ceiling, to > ceiling { faults.append(.beyondTheEnd(number)) }
            } else if number < bands.count {
                faults.append(.endless(number))
            }
            guard index > 0 else { continue }
            let before = bands[index - 1]
            if let end = before.to, band.from > end { faults.append(.gap(number)) }
            if let end = before.to, band.from < end { faults.append(.overlap(number)) }
            let improves = direction == .higherIsBetter ? band.share >= before.share : band.share <= before.share
            if !improves { faults.append(.againstDirection(number)) }
        }
        if last.to != unit.ceiling, !(unit.ceiling.map { (last.to ?? 0) > $0 } ?? false) { faults.append(.doesNotReachTheEnd) }
        return faults
    }

    /// The share of the points a figure earns, 0…10,000. The bands must be without faults; a figure beyond an end counts as the end.
    package func share(of value: Int) -> Int {
        guard !bands.isEmpty else { return 0 }
        let value = max(0, value)
        let index: Int? =
            switch direction {
            case .higherIsBetter: bands.lastIndex { $0.from <= value }
            case .lowerIsBetter: bands.firstIndex { band in band.to.map { value <= $0 } ?? true }
            }
        return index.map { bands[$0].share } ?? (direction == .higherIsBetter ? bands[0].share : bands[bands.count - 1].share)
    }
}
