/// When households may be reminded: working days from nine to six in the group's time. Nobody is reminded at night or on a Sunday.
package enum ReminderHours {
    package static let first = 9
    package static let end = 18

    package static func allow(_ moment: Instant, offsetMinutes: Int) -> Bool {
        let hour = moment.timeOfDay(offsetMinutes: offsetMinutes).hour
        return !isWeekend(Day(moment, offsetMinutes: offsetMinutes)) && (first..<end).contains(hour)
    }

    /// Nine o'clock on the next working day after a moment.
    package static func next(after moment: Instant, offsetMinutes: Int) -> Instant {
        var day = Day(moment, offsetMinutes: offsetMinutes)
        while true {
            let nine = Instant(day, hour: first, offsetMinutes: offsetMinutes)
            if nine > moment, !isWeekend(day) { return nine }
            day = day.adding(days: 1)
        }
    }

    /// 1 January 1970 was a Thursday.
    private static func isWeekend(_ day: Day) -> Bool { [2, 3].contains(((day.daysSince1970 % 7) + 7) % 7) }
}
