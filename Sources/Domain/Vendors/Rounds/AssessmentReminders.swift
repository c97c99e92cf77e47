/// When whoever has not handed in a form is reminded. Somebody looks on working days only, so a day that falls on a weekend counts at the
/// next look, and what would fall behind the last look counts at that one.
package enum AssessmentReminders {
    /// Days before the last day.
    package static let before = [7, 3, 1, 0]

    /// Once, also where two of the days were passed together.
    /// - Parameters:
    ///   - until: the last day to hand in.
    ///   - since: the day of the look before.
    ///   - next: the day of the next look.
    package static func isDue(until: Day, since: Day, today: Day, next: Day) -> Bool {
        let horizon = next > until ? until : today
        return before.contains { days in
            let threshold = until.adding(days: -days)
            return threshold > since && threshold <= horizon
        }
    }
}
