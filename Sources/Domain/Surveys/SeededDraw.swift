/// A draw that anybody can repeat: the same seed over the same list gives the same order. The seed is shown beside the sample, so that nobody
/// has to believe that it was fair.
package struct SeededDraw: RandomNumberGenerator, Sendable {
    private var state: UInt64

    /// - Parameter seed: any text; its bytes are hashed (FNV-1a, 64 bits).
    package init(seed: String) {
        state = seed.utf8.reduce(0xcbf2_9ce4_8422_2325) { ($0 ^ UInt64($1)) &* 0x100_0000_01b3 }
    }

    /// SplitMix64 (Steele, Lea, Flood 2014).
    package mutating func next() -> UInt64 {
        state &+= 0x9e37_79b9_7f4a_7c15
        var value = state
        value = (value ^ (value >> 30)) &* 0xbf58_476d_1ce4_e5b9
        value = (value ^ (value >> 27)) &* 0x94d0_49bb_1331_11eb
        return value ^ (value >> 31)
    }

    /// A number below `bound`, every one as likely as any other.
    private mutating func number(below bound: UInt64) -> UInt64 {
        let limit = UInt64.max - UInt64.max % bound
        var value = next()
        while value >= limit { value = next() }
        return value % bound
    }

    /// The list in drawn order (Fisher–Yates from the front). Told here rather than left to the library, whose order may change.
    package static func order<Element>(_ list: [Element], seed: String) -> [Element] {
        var draw = SeededDraw(seed: seed)
        var list = list
        for index in list.indices.dropLast() {
            list.swapAt(index, index + Int(draw.number(below: UInt64(list.count - index))))
        }
        return list
    }
}

/// 触达预算: surveys and return visits of group, company and vendor share one rest of the household between two contacts.
package enum ContactBudget {
    /// Whether a household may be asked.
    /// - Parameters:
    ///   - last: its latest contact of any kind.
    ///   - gapDays: 0 switches the budget off.
    package static func allows(last: Day?, on day: Day, gapDays: Int) -> Bool {
        guard gapDays > 0, let last else { return true }
        return last.adding(days: gapDays) <= day
    }
}
