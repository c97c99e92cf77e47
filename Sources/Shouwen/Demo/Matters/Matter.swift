import Domain

/// One kind of thing people complain about, with the words that a receiver, a handler and the customer use for it.
struct Matter: Sendable {
    enum Season: Sendable {
        case always
        /// June to September.
        case rain
        /// November to March.
        case cold
        /// July and August.
        case heat
    }

    /// Relative frequency.
    let weight: Double
    var season = Season.always
    /// Before hand-over, after it, or either.
    var stages: Set<Stage> = [.afterHandover]
    /// Far more frequent in the weeks around the hand-over of a house.
    var handoverWave = false
    /// Concerns a shared area rather than one house.
    var shared = false
    /// Likelihood that nobody is to blame or that it is no complaint at all.
    var unfounded = 0.05
    /// Yuan that customers ask for, when they do.
    var asks: ClosedRange<Int> = 0...0
    let titles: [String]
    let problems: [String]
    let details: [String]
    let effects: [String]
    let places: [String]
    let wishes: [String]
    let findings: [String]
    let plans: [String]
    let rejections: [String]
    let works: [String]

    /// How much more frequent in the month, 1 being the year's mean.
    func seasonal(month: Int) -> Double {
        switch season {
        case .always: 1
        case .rain: [6: 2.4, 7: 3.0, 8: 2.6, 9: 1.6][month] ?? 0.35
        case .cold: [11: 2.2, 12: 2.8, 1: 2.6, 2: 1.6, 3: 0.8][month] ?? 0.1
        case .heat: [7: 3.4, 8: 3.2, 6: 1.6, 9: 1.2][month] ?? 0.3
        }
    }

    static let all: [Matter] = building + equipment + services + promises
}
