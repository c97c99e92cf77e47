import Foundation
import Testing

@testable import Sheets

@Suite("Writing tables") struct WritingTests {
    /// A generator that repeats itself, so that a failure can be looked at again.
    struct Dice: RandomNumberGenerator {
        var state: UInt64
        mutating func next() -> UInt64 {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return state ^ state >> 33
        }
    }

    private static let pieces = [
        "a", "1", " ", ",", ";", "\t", "\"", "\"\"", "'", "=", "+", "-", "@", "\n", "\r\n", "&", "<", ">", "]]>", "业主", "𠀀", "é", "&amp;",
        "_x000D_",
    ]

    @Test(arguments: SheetFormat.allCases) func `what is written is read back as it was`(_ format: SheetFormat) throws {
        for seed in 1...60 as ClosedRange<UInt64> {
            var dice = Dice(state: seed)
            let width = Int.random(in: 1...6, using: &dice)
            let table = (0..<Int.random(in: 1...12, using: &dice)).map { _ in
                (0..<width).map { _ in
                    // A line break of a workbook is one sign, whatever it was before.
                    let text = (0..<Int.random(in: 0...5, using: &dice)).map { _ in Self.pieces.randomElement(using: &dice)! }.joined()
                    return format == .xlsx ? text.replacingOccurrences(of: "\r\n", with: "\n") : text
                }
            }
            try Scratch.run { scratch in
                let file = "\(scratch.path)/t"
                let writer = try format.writer(file, title: "T/[1]", columns: (0..<width).map { SheetColumn("H\($0)") })
                for row in table { try writer.append(row) }
                try writer.finish()
                let wanted = table.filter { !SheetRow(number: 0, cells: $0).isBlank }.map(Self.trimmed)
                guard !wanted.isEmpty else { return }
                let (found, rows) = try scratch.read(file)
                #expect(found.format == format && found.headings == (0..<width).map { "H\($0)" })
                #expect(rows.map { Self.trimmed($0.cells) } == wanted, "seed \(seed)")
            }
        }
    }

    /// A workbook does not keep empty cells at the end of a row.
    private static func trimmed(_ cells: [String]) -> [String] { Array(cells.reversed().drop { $0.isEmpty }.reversed()) }

    @Test(arguments: ["=1+1", "+1", "-1", "@SUM(A1)", "\tx", "\rx"]) func `no text becomes a formula`(_ text: String) throws {
        try Scratch.run { scratch in
            let csv = "\(scratch.path)/t.csv"
            let writer = try SheetFormat.csv.writer(csv, title: "", columns: [SheetColumn("a"), SheetColumn("b")])
            try writer.append(["x", text])
            try writer.finish()
            let written = try String(contentsOfFile: csv, encoding: .utf8)
            #expect(written.contains("'" + text) && !written.contains(",\(text)"))
        }
        #expect(FormulaGuard.unguarded(FormulaGuard.guarded(text)) == text)
        #expect(FormulaGuard.guarded("'=x") == "''=x" && FormulaGuard.unguarded("'quoted'") == "'quoted'")
    }

    @Test func `a long table goes through without being held in memory, numbers stay numbers`() throws {
        try Scratch.run { scratch in
            let file = "\(scratch.path)/long.xlsx"
            let writer = try SheetFormat.xlsx.writer(
                file, title: "房屋", columns: [SheetColumn("房号"), SheetColumn("面积", isNumber: true)], mark: "李敏 & Co")
            for number in 1...20_000 { try writer.append(["房\(number)", "\(number).50"]) }
            try writer.note("李敏 & Co")
            try writer.finish()
            let rows = try scratch.read(file).1
            #expect(rows.count == 20_001 && rows[19_999].cells == ["房20000", "20000.5"] && rows[20_000].cells == ["李敏 & Co"])
        }
    }

    @Test func `rows are found again from any remembered place, and what was written behind it is dropped`() throws {
        try Scratch.run { scratch in
            let file = "\(scratch.path)/rows"
            let writer = try RowWriter(file)
            var places: [Int64] = []
            for number in 1...1_000 {
                places.append(writer.offset)
                try writer.append(SheetRow(number: number, cells: ["\(number)", "", String(repeating: "宽", count: number)]))
            }
            try writer.sync()
            for start in [0, 1, 499, 999] {
                let reader = try RowReader(file, at: places[start])
                #expect(try reader.next()?.number == start + 1)
            }
            let second = try RowWriter(file, at: places[10])
            try second.append(SheetRow(number: 77, cells: ["neu"]))
            try second.sync()
            let rows = try RowReader(file).next(100)
            #expect(rows.count == 11 && rows.last == SheetRow(number: 77, cells: ["neu"]))
            let reader = try RowReader(file, at: 3)
            #expect(throws: SheetFault.damaged) { while try reader.next() != nil {} }
        }
    }
}
