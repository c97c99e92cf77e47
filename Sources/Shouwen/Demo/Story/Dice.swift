import Domain

/// Numbers that depend on the seed alone (SplitMix64), so that a run can be repeated and continued.
struct Dice: RandomNumberGenerator, Sendable {
    private var state: UInt64

    init(seed: UInt64) {
        state = seed
    }

    /// Independent dice for one thing of a series: the same thing rolls the same numbers whatever was rolled before it.
    init(seed: UInt64, series: String, index: Int) {
        var hash = seed ^ 0xcbf2_9ce4_8422_2325
        for byte in series.utf8 { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01b3 }
        state = hash &+ UInt64(bitPattern: Int64(index)) &* 0x9e37_79b9_7f4a_7c15
        _ = next()
    }

    mutating func next() -> UInt64 {
        state &+= 0x9e37_79b9_7f4a_7c15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xbf58_476d_1ce4_e5b9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94d0_49bb_1331_11eb
        return mixed ^ (mixed >> 31)
    }

    /// 0 ..< 1.
    mutating func fraction() -> Double { Double(next() >> 11) * 0x1p-53 }

    mutating func chance(_ probability: Double) -> Bool { fraction() < probability }

    mutating func number(_ range: ClosedRange<Int>) -> Int {
        range.lowerBound + Int(next() % UInt64(range.count))
    }

    mutating func pick<Element>(_ elements: [Element]) -> Element { elements[Int(next() % UInt64(elements.count))] }

    /// An index with the probability of its weight.
    mutating func weighted(_ weights: [Double]) -> Int {
        var rest = fraction() * weights.reduce(0, +)
        for (index, weight) in weights.enumerated() {
            rest -= weight
            if rest < 0 { return index }
        }
        return weights.count - 1
    }

    /// A span between the two, short ones far more often than long ones.
    mutating func span(_ shortest: Span, _ longest: Span) -> Span {
        let share = fraction()
        return Span(seconds: shortest.seconds + Int64(Double(longest.seconds - shortest.seconds) * share * share))
    }
}
