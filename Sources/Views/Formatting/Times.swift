package import Domain

extension Wording {
    /// "Today 14:06", "Yesterday 16:20", "21 Nov 10:30"; the year only when it is another one.
    package func moment(_ instant: Instant) -> Moment {
        Moment(words: relative(instant), exact: exact(instant), iso: Wording.iso(instant))
    }

    /// "2026-11-21 14:06".
    package func exact(_ instant: Instant) -> String {
        "\(Day(instant, offsetMinutes: offsetMinutes).isoText) \(clock(instant))"
    }

    /// "14:06".
    package func clock(_ instant: Instant) -> String {
        let time = instant.timeOfDay(offsetMinutes: offsetMinutes)
        return "\(Wording.two(time.hour)):\(Wording.two(time.minute))"
    }

    /// "21 Nov", with the year when it is another one.
    package func day(_ day: Day) -> String {
        let year = Day(now, offsetMinutes: offsetMinutes).year
        let key = day.year == year ? "format.day" : "format.dayYear"
        return messages[key, ["year": String(day.year), "month": messages["format.month.\(day.month)"], "day": String(day.day)]]
    }

    /// The day with its weekday, for the head of the desk.
    package func dayWithWeekday(_ instant: Instant) -> String {
        let day = Day(instant, offsetMinutes: offsetMinutes)
        // 1970-01-01 was a Thursday; the catalogue counts from Monday = 1.
        let weekday = ((day.daysSince1970 + 3) % 7 + 7) % 7 + 1
        return messages["format.dayWeekday", ["day": self.day(day), "weekday": messages["format.weekday.\(weekday)"]]]
    }

    /// "Good morning" and so on, by the wall clock of the group.
    package func greeting(name: String) -> String {
        let part =
            switch now.timeOfDay(offsetMinutes: offsetMinutes).hour {
            case 5..<12: "morning"
            case 12..<18: "afternoon"
            default: "evening"
            }
        return messages["greeting.\(part)", ["name": name]]
    }

    /// A span in at most two units: "1 day 4 h", "3 h 20 min", "26 min", "under a minute". The sign is not shown.
    package func duration(_ span: Span) -> String {
        let span = span.magnitude
        let (days, hours, minutes) = (span.days, span.hours % 24, span.minutes % 60)
        let parts: [(Int64, String)] = days > 0 ? [(days, "days"), (hours, "hours")] : [(hours, "hours"), (minutes, "minutes")]
        let shown = parts.filter { $0.0 > 0 }.map { count, unit in
            messages[count == 1 ? "duration.\(unit).one" : "duration.\(unit)", ["count": String(count)]]
        }
        return shown.isEmpty ? messages["duration.moment"] : shown.joined(separator: " ")
    }

    private func relative(_ instant: Instant) -> String {
        let day = Day(instant, offsetMinutes: offsetMinutes)
        let distance = day.daysSince1970 - Day(now, offsetMinutes: offsetMinutes).daysSince1970
        let time = clock(instant)
        return switch distance {
        case 0: messages["format.today", ["time": time]]
        case -1: messages["format.yesterday", ["time": time]]
        case 1: messages["format.tomorrow", ["time": time]]
        default: "\(self.day(day)) \(time)"
        }
    }

    /// "2026-11-21T06:06:00Z".
    static func iso(_ instant: Instant) -> String {
        let time = instant.timeOfDay(offsetMinutes: 0)
        let second = Int((instant.secondsSince1970 % 60 + 60) % 60)
        return "\(Day(instant, offsetMinutes: 0).isoText)T\(two(time.hour)):\(two(time.minute)):\(two(second))Z"
    }

    private static func two(_ number: Int) -> String { number < 10 ? "0\(number)" : String(number) }
}
