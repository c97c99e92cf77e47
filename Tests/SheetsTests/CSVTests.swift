import Foundation
import Testing

@testable import Sheets

@Suite("Reading CSV") struct CSVTests {
    private func rows(_ text: String) throws -> [[String]] {
        var rows: [[String]] = []
        try Scratch.run { rows = try $0.read(text.utf8).1.map(\.cells) }
        return rows
    }

    @Test(arguments: [",", ";", "\t"]) func `the separator is found out`(_ sign: String) throws {
        #expect(try rows("楼栋\(sign)房号\n3号楼\(sign)101\n") == [["3号楼", "101"]])
    }

    @Test func `quotes hold separators, quotes and line breaks`() throws {
        #expect(try rows("a,b\r\n\"x,\"\"y\"\"\r\nz\",2\r\n") == [["x,\"y\"\r\nz", "2"]])
        #expect(try rows("a,b\n1,in \"the\" middle\n") == [["1", "in \"the\" middle"]])
        #expect(try rows("sep=;\r\na;b,c\r\n1;2\r\n") == [["1", "2"]])
    }

    @Test func `blank lines count as rows but are left out, and the last line needs no end`() throws {
        try Scratch.run { scratch in
            let (found, rows) = try scratch.read("a,b\n\n  ,\n1,2".utf8)
            #expect(found.headings == ["a", "b"] && rows == [SheetRow(number: 4, cells: ["1", "2"])])
        }
    }

    @Test func `UTF-8 with and without a mark, GB18030 and UTF-16 are told apart by what they are`() throws {
        let text = "姓名,备注\n王芳,镕㐂𠀀\n"
        let gb18030: [UInt8] =
            [0xD0, 0xD5, 0xC3, 0xFB, 0x2C, 0xB1, 0xB8, 0xD7, 0xA2, 0x0A, 0xCD, 0xF5, 0xB7, 0xBC, 0x2C, 0xE9, 0x46, 0x81, 0x39, 0xF0, 0x35]
            + [0x95, 0x32, 0x82, 0x36, 0x0A]
        var utf16: [UInt8] = [0xFF, 0xFE]
        for unit in text.utf16 { utf16 += [UInt8(unit & 0xFF), UInt8(unit >> 8)] }
        let forms: [[UInt8]] = [Array(text.utf8), [0xEF, 0xBB, 0xBF] + Array(text.utf8), utf16]
        for bytes in forms {
            try Scratch.run { scratch in
                let rows = try scratch.read(bytes).1
                #expect(rows.map(\.cells) == [["王芳", "镕㐂𠀀"]])
            }
        }
        try Scratch.run { scratch in
            let (found, rows) = try scratch.read(gb18030)
            #expect(found.headings == ["姓名", "备注"] && rows.first?.cells.first == "王芳")
            #expect(rows.first?.cells.last?.unicodeScalars.last == "𠀀")
        }
    }

    @Test func `what is no table is refused with its reason`() throws {
        func fault(_ bytes: [UInt8]) throws -> SheetFault? {
            var fault: SheetFault?
            try Scratch.run { scratch in
                do { _ = try scratch.read(bytes) } catch let error as SheetFault { fault = error }
            }
            return fault
        }
        #expect(try fault([]) == .empty)
        #expect(try fault(Array("only,headings\n".utf8)) == .empty)
        #expect(try fault(Array("a,b\n1,\"open\n2,3\n".utf8)) == .unclosedQuote(row: 2))
        #expect(try fault(Array("a\n".utf8) + [0x81] + Array("\n".utf8)) == .notATable)
        #expect(try fault([0x00, 0x01, 0x02, 0x0A, 0x00]) == .notATable)
        #expect(try fault([0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1, 0, 0]) == .oldExcel)
        #expect(try fault(Array("a\n".utf8) + [UInt8](repeating: 0x78, count: 10_000_000)) == .cellTooLong(row: 2))
        #expect(try fault(Array("a\n\"".utf8) + [UInt8](repeating: 0x78, count: 10_000_000)) == .unclosedQuote(row: 2))
        #expect(try fault(Array((String(repeating: "a,", count: 500) + "\n1\n").utf8)) == .tooManyColumns(limit: 100))
        var few = SheetLimits()
        few.rows = 2
        try Scratch.run { scratch in
            let table = "a\n1\n2\n3\n".utf8
            #expect(throws: SheetFault.tooManyRows(limit: 2)) { try scratch.read(table, limits: few) }
        }
    }

    @Test func `a text is split alike wherever its pieces are cut`() throws {
        let bytes = Array("a;\"b\"\"c\r\nd\";e\r\n1;2;\"\"\r\n;;\n\"x\"\r\r\n".utf8)
        func parse(_ cuts: [Int]) throws -> [SheetRow] {
            var parser = CSVParser(separator: UInt8(ascii: ";"), limits: SheetLimits())
            var rows: [SheetRow] = []
            var start = 0
            for cut in cuts + [bytes.count] {
                try parser.feed(bytes[start..<cut]) { rows.append($0) }
                start = cut
            }
            try parser.finish { rows.append($0) }
            return rows
        }
        let whole = try parse([])
        #expect(whole.map(\.cells) == [["a", "b\"c\r\nd", "e"], ["1", "2", ""], ["x"]])
        for first in 0...bytes.count { for second in first...bytes.count { #expect(try parse([first, second]) == whole) } }
    }
}
