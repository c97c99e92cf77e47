import Domain
import Store

/// When a company's complaints come in: seasons, weekdays, hours, the wave after a hand-over.
struct Arrivals: Sendable {
    static let days = 425

    let first: Day
    private let offsetMinutes: Int
    private let present: Instant
    /// Sums of the weights up to and including each day.
    private let sums: [Double]
    /// Weight of each project on each day.
    private let weights: [[Double]]

    init(_ company: Scenery.Company, scenery: Scenery) {
        offsetMinutes = scenery.offsetMinutes
        present = scenery.present
        let first = scenery.today.adding(days: -(Self.days - 1))
        self.first = first
        weights = (0..<Self.days).map { offset in
            let day = first.adding(days: offset)
            let weekday = Self.weekday(day)
            return company.projects.map { project in
                Double(project.houses.count) * Self.season(day) * (weekday >= 5 ? 1.15 : 1) * Self.wave(project, day)
            }
        }
        var sum = 0.0
        sums = weights.map { day in
            sum += day.reduce(0, +)
            return sum
        }
    }

    /// The moment of complaint `index` of `count` and its project; moments never go back as the index grows.
    func arrival(_ index: Int, of count: Int, _ dice: inout Dice) -> (at: Instant, project: Int) {
        let total = sums[sums.count - 1]
        let place = (Double(index) + dice.fraction()) / Double(count) * total
        var (low, high) = (0, sums.count - 1)
        while low < high {
            let middle = (low + high) / 2
            if sums[middle] > place { high = middle } else { low = middle + 1 }
        }
        let before = low == 0 ? 0 : sums[low - 1]
        let share = (place - before) / max(sums[low] - before, 1e-9)
        let at = Instant(first.adding(days: low), offsetMinutes: offsetMinutes) + Span(seconds: Int64(Self.second(of: share)))
        return (min(at, present - .minutes(3)), dice.weighted(weights[low]))
    }

    /// Office hours, a lunch dip and a second peak in the evening: cumulative shares at full hours from 7 to 22.
    private static let hours: [Double] = [0, 0.03, 0.10, 0.20, 0.31, 0.40, 0.44, 0.50, 0.57, 0.64, 0.71, 0.77, 0.85, 0.93, 0.98, 1]

    private static func second(of share: Double) -> Double {
        let hour = hours.lastIndex { $0 <= share } ?? 0
        guard hour + 1 < hours.count else { return 22 * 3_600 - 1 }
        return (7 + Double(hour) + (share - hours[hour]) / (hours[hour + 1] - hours[hour])) * 3_600
    }

    /// Monday is 0.
    static func weekday(_ day: Day) -> Int { ((day.daysSince1970 + 3) % 7 + 7) % 7 }

    private static func season(_ day: Day) -> Double {
        [1: 1.15, 2: 0.85, 6: 1.15, 7: 1.4, 8: 1.3, 11: 1.15, 12: 1.25][day.month] ?? 1
    }

    /// Three times as many in the months around a hand-over; quiet before the building stands; none in the days a vendor moves out.
    private static func wave(_ project: Scenery.Project, _ day: Day) -> Double {
        if project.engagements.contains(where: { $0.to.map { end in (0...4).contains(end.daysSince1970 - day.daysSince1970) } ?? false }) {
            return 0
        }
        guard let handedOver = project.handedOver else { return 0.45 }
        let distance = day.daysSince1970 - handedOver.daysSince1970
        if (-10...60).contains(distance) { return 3.2 }
        return distance < 0 ? 0.5 : distance < 150 ? 1.6 : 1
    }
}
