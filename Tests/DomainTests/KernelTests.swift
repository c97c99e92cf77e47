import Testing

@testable import Domain

@Suite struct KernelTests {
    @Test(arguments: [
        ("1", 1 as Int64?), ("42", 42), ("0", nil), ("-1", nil), ("+1", nil), ("", nil), ("１", nil), ("9223372036854775808", nil),
    ])
    func `ids from paths are positive decimals`(_ text: String, _ expected: Int64?) {
        #expect(TicketID(text: text)?.rawValue == expected)
    }

    @Test(arguments: [
        ("1500", 150_000 as Int64), ("1,500.50", 150_050), ("１５００", 150_000), ("¥300", 30_000), ("999.99元", 99_999), ("0", 0), ("0.5", 50),
        (" 12 ", 1_200),
    ])
    func `money is read as people type it`(_ text: String, _ fen: Int64) throws {
        #expect(try Fen.parse(text) == Fen(fen))
    }

    @Test(arguments: [
        ("", FieldProblem.required), ("abc", .notANumber), ("1.234", .notANumber), ("1.", .notANumber), (".5", .notANumber),
        ("1.2.3", .notANumber), ("-5", .tooSmall(min: 0)), ("-x", .notANumber), ("1000000001", .tooLarge(max: 1_000_000_000)),
        ("99999999999999999999", .tooLarge(max: 1_000_000_000)),
    ])
    func `money that cannot be is refused by name`(_ text: String, _ problem: FieldProblem) {
        #expect(throws: problem) { try Fen.parse(text) }
    }

    @Test func `money text reads back`() throws {
        for amount: Int64 in [0, 1, 99, 100, 150_050, 99_999] {
            #expect(try Fen.parse(Fen(amount).yuanText) == Fen(amount))
        }
    }

    @Test func `days count like the calendar`() throws {
        #expect(Day(daysSince1970: 0) == Day(1970, 1, 1))
        #expect(Day(2024, 2, 29)?.adding(days: 1) == Day(2024, 3, 1))
        #expect(Day(2023, 2, 29) == nil)
        #expect(Day(2100, 2, 29) == nil)
        #expect(Day(2000, 2, 29) != nil)
        var day = try #require(Day(1999, 12, 25))
        for count in 0..<1_000 {
            #expect(Day(daysSince1970: day.daysSince1970) == day)
            #expect(day.adding(days: 1).daysSince1970 == day.daysSince1970 + 1, "\(count)")
            #expect(day < day.adding(days: 1))
            day = day.adding(days: 1)
        }
    }

    @Test func `a day depends on the wall clock's offset`() throws {
        let late = try Instant.parse(local: "2026-11-22T00:30", offsetMinutes: 480)
        #expect(Day(late, offsetMinutes: 480) == Day(2026, 11, 22))
        #expect(Day(late, offsetMinutes: 0) == Day(2026, 11, 21))
        #expect(late.timeOfDay(offsetMinutes: 480) == (0, 30))
        #expect(late.timeOfDay(offsetMinutes: 0) == (16, 30))
        let early = Instant(microseconds: -1)
        #expect(Day(early, offsetMinutes: 0) == Day(1969, 12, 31))
    }

    @Test(arguments: [
        "2026-11-22", "2026-1-22T10:00", "2026-11-22T24:00", "2026-11-22T10", "2026-13-01T10:00", "T10:00", "2026-11-22T10:61",
    ])
    func `a moment that is none is refused`(_ text: String) {
        #expect(throws: FieldProblem.notADate) { try Instant.parse(local: text, offsetMinutes: 480) }
    }

    @Test func `text is trimmed, bounded and free of control characters`() throws {
        #expect(try BoundedText.parse("  漏水　\n", max: 2) == "漏水")
        #expect(try BoundedText.optional(" \t ", max: 5) == nil)
        #expect(try BoundedText.parse("a\r\nb\rc", max: 5, multiline: true) == "a\nb\nc")
        #expect(try BoundedText.parse("👨‍👩‍👧", max: 5) == "👨‍👩‍👧")
        #expect(throws: FieldProblem.required) { try BoundedText.parse(nil, max: 5) }
        #expect(throws: FieldProblem.tooLong(max: 2)) { try BoundedText.parse("abc", max: 2) }
        for hostile in ["a\u{0}b", "a\nb", "a\u{1B}b", "a\u{202E}b", "a\u{2028}b", "a\u{85}b"] {
            #expect(throws: FieldProblem.controlCharacters) { try BoundedText.parse(hostile, max: 9) }
        }
        #expect(throws: FieldProblem.controlCharacters) { try BoundedText.parse("a\u{0}b", max: 9, multiline: true) }
    }

    @Test func `field errors keep the order of the form`() {
        var errors = FieldErrors()
        errors.add("b", .required)
        errors.add("a", .notADate)
        #expect(errors.list.map(\.field) == ["b", "a"])
        #expect(errors["a"] == .notADate)
        #expect(errors["c"] == nil)
    }
}
