import Postgres
import Testing

@Suite("Every type travels to the server and back unchanged")
struct ValueTests {
    private static let texts = ["", "plain", "首问负责制 🏠", "quote ' \" back \\ brace {} comma , NULL", "line\nbreak\ttab", " \u{1}\u{7f} "]

    /// Sends each value, reads it back, and compares what the server itself says its text is.
    private func roundTrip<T: BindValue & ColumnValue & Equatable>(_ values: [T]) async throws {
        try await withPool(size: 1) { pool in
            for value in values {
                let row = try await pool.query("SELECT \(value), \(value as T?), \(nil as T?)")[0]
                #expect(try row.get(0) == value)
                #expect(try row.get(1) == value as T?)
                #expect(try row.get(2) == nil as T?)
            }
        }
    }

    @Test func booleans() async throws { try await roundTrip([true, false]) }
    @Test func smallIntegers() async throws { try await roundTrip([0, 1, -1, Int16.min, .max]) }
    @Test func integers() async throws { try await roundTrip([0, 7, -7, Int32.min, .max]) }
    @Test func bigIntegers() async throws { try await roundTrip([0, Int64.min, .max]) }
    @Test func plainIntegers() async throws { try await roundTrip([0, Int.min, .max]) }
    @Test func doubles() async throws { try await roundTrip([0, -0.1, 1e300, .pi, .infinity, -.infinity]) }
    @Test func texts() async throws { try await roundTrip(Self.texts) }
    @Test func bytes() async throws { try await roundTrip([[], [0], [0, 255, 92, 39], Array(0...255)] as [[UInt8]]) }
    @Test func json() async throws { try await roundTrip([#"{"a": [1, null, "楼"]}"#, "null", "[]"].map { JSONText($0) }) }

    @Test func timestamps() async throws {
        try await roundTrip(
            [0, 1, -1, 1_763_769_600_000_250, 951_782_400_000_000, -62_135_596_800_000_000, -62_135_596_800_000_001, 4_102_444_800_000_000]
                .map { Timestamp(microseconds: $0) } + [.infinity, .negativeInfinity])
    }

    @Test func dates() async throws {
        try await roundTrip(
            [(1970, 1, 1), (2024, 2, 29), (2026, 11, 22), (1, 1, 1), (0, 12, 31), (-43, 3, 15), (12_026, 1, 1)]
                .map { CalendarDate(year: $0.0, month: $0.1, day: $0.2) })
    }

    @Test func arrays() async throws {
        try await roundTrip([[], [1, -2, .max]] as [[Int64]])
        try await roundTrip([[], [1, -2]] as [[Int32]])
        try await roundTrip([[], [3]] as [[Int16]])
        try await roundTrip([[], [true, false]] as [[Bool]])
        try await roundTrip([[], Self.texts] as [[String]])
        try await roundTrip([[nil], ["NULL", nil, "null", ""]] as [[String?]])
        try await roundTrip([[nil, 5]] as [[Int64?]])
        try await roundTrip([[Timestamp(microseconds: 1), nil]] as [[Timestamp?]])
        try await roundTrip([[CalendarDate(year: 2026, month: 1, day: 2)]])
        try await roundTrip([[[], [0, 255], [92, 34]]] as [[[UInt8]]])
        try await roundTrip([[0.5, -1]] as [[Double]])
        try await roundTrip([[JSONText(#"{"a": "\"b\""}"#)]])
    }

    @Test("the server understands what it is sent: instants, days and bytes are what they were meant to be")
    func meaning() async throws {
        try await withPool(size: 1) { pool in
            let instant = Timestamp(microseconds: 1_763_769_600_000_250)
            let day = CalendarDate(year: 2024, month: 2, day: 29)
            let bytes: [UInt8] = [0, 255]
            let row = try await pool.query(
                """
                SELECT (extract(epoch FROM \(instant)) * 1000000)::bigint, \(day) - DATE '1970-01-01', length(\(bytes)),
                       (\(["a", nil, "b,c"] as [String?]))[3], cardinality(\([] as [Int64])), \(JSONText("{\"k\": 2}"))->>'k'
                """)[0]
            #expect(try row.get(0) == instant.microseconds)
            #expect(try row.get(1) == Int32(day.daysSince1970))
            #expect(try row.get(2) == Int32(2))
            #expect(try row.get(3) == "b,c")
            #expect(try row.get(4) == Int32(0))
            #expect(try row.get(5) == "2")
        }
    }

    @Test("ten thousand days agree with the server's calendar")
    func calendar() async throws {
        try await withPool(size: 1) { pool in
            let days = try await pool.query("SELECT DATE '1890-01-01' + n * 11 FROM generate_series(0, 9999) n").values(CalendarDate.self)
            let first = CalendarDate(year: 1890, month: 1, day: 1).daysSince1970
            for (index, day) in days.enumerated() {
                #expect(day.daysSince1970 == first + Int64(index) * 11)
                #expect(CalendarDate(daysSince1970: day.daysSince1970) == day)
            }
        }
    }

    @Test("columns of other types are refused by name, without their value")
    func mismatches() async throws {
        try await withPool(size: 1) { pool in
            let row = try await pool.query(
                "SELECT 'secret'::text AS note, NULL::bigint AS gap, 70000::bigint AS big, ARRAY[[1,2]] AS deep")[0]
            func fault<T: ColumnValue>(_ index: Int, _: T.Type) throws -> PostgresError {
                try #require(throws: PostgresError.self) { _ = try row.get(index, as: T.self) }
            }
            let error = try fault(0, Int.self)
            #expect(error.kind == .decoding)
            #expect(error.message.contains("note") && !error.message.contains("secret"))
            #expect(try fault(1, Int.self).message.contains("is NULL"))
            #expect(try fault(2, Int16.self).kind == .decoding)
            #expect(try fault(2, String.self).kind == .decoding)
            #expect(try fault(3, [Int32].self).kind == .decoding)
            #expect(try fault(9, Int.self).kind == .decoding)
        }
    }

    private struct Pair: RowDecodable, Equatable {
        let number: Int
        let name: String?
        init(row: inout RowCursor) throws {
            number = try row.next()
            name = try row.next()
        }
    }

    @Test("rows are read in select order, and a column left over is an error")
    func rows() async throws {
        try await withPool(size: 1) { pool in
            let pairs = try await pool.query("SELECT n, CASE WHEN n > 1 THEN 'x' END FROM generate_series(1::bigint, 2) n").decode(
                Pair.self)
            #expect(pairs.map(\.number) == [1, 2])
            #expect(pairs.map(\.name) == [nil, "x"])
            let error = try await postgresError { try await pool.query("SELECT 1::bigint, 'x'::text, 3").decode(Pair.self) }
            #expect(error.kind == .decoding)
        }
    }

    @Test("a zero byte in a text is refused before anything is sent")
    func zeroByte() async throws {
        try await withPool(size: 1) { pool in
            let error = try await postgresError {
                try await pool.withConnection { try await $0.pipeline(["SELECT 1", "SELECT \("a\0b")"]) }
            }
            #expect(error.kind == .invalidBind)
            #expect(error.statementIndex == 1)
            #expect(try await pool.query("SELECT \(1)")[0].get(0) == 1)
        }
    }
}
