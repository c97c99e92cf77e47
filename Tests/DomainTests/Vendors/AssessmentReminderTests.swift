import Domain
import Testing

/// Somebody looks at nine on each working day, as the worker does.
@Suite("Reminders of assessors") struct AssessmentReminderTests {
    private func reminded(from start: Day, until: Day) -> [Day] {
        var (since, moment, result) = (start, Instant(start, hour: 10, offsetMinutes: 480), [Day]())
        while true {
            moment = ReminderHours.next(after: moment, offsetMinutes: 480)
            let today = Day(moment, offsetMinutes: 480)
            if today > until { return result }
            let next = Day(ReminderHours.next(after: moment, offsetMinutes: 480), offsetMinutes: 480)
            if AssessmentReminders.isDue(until: until, since: since, today: today, next: next) { result.append(today) }
            since = today
        }
    }

    @Test("with seven, three and one days left and on the last day")
    func workingDays() throws {
        let friday = try #require(Day(2026, 11, 27))
        #expect(reminded(from: friday.adding(days: -9), until: friday) == [-7, -3, -1, 0].map { friday.adding(days: $0) })
    }

    @Test("a day that falls on a weekend counts on Monday, once where two did")
    func weekend() throws {
        let tuesday = try #require(Day(2026, 12, 8))
        // Three days before is a Saturday, one a Monday: both are the Monday's.
        #expect(reminded(from: tuesday.adding(days: -15), until: tuesday) == [-7, -1, 0].map { tuesday.adding(days: $0) })
        let monday = try #require(Day(2026, 12, 7))
        // One day before is a Sunday, the last day the Monday after.
        #expect(reminded(from: monday.adding(days: -15), until: monday) == [-7, -3, 0].map { monday.adding(days: $0) })
    }

    @Test("a last day on a weekend is told on the Friday before")
    func lastDayOnSunday() throws {
        let sunday = try #require(Day(2026, 12, 6))
        // Seven days before is a Sunday as well.
        #expect(reminded(from: sunday.adding(days: -15), until: sunday) == [-6, -3, -2].map { sunday.adding(days: $0) })
    }

    @Test("days that were over when the forms were given out are not caught up")
    func late() throws {
        let friday = try #require(Day(2026, 11, 27))
        #expect(reminded(from: friday.adding(days: -2), until: friday) == [-1, 0].map { friday.adding(days: $0) })
    }
}
