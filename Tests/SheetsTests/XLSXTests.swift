import Foundation
import Testing

@testable import Sheets

@Suite("Reading workbooks") struct XLSXTests {
    private func refuses(_ fault: SheetFault, limits: SheetLimits = SheetLimits(), _ parts: Parts) throws {
        try Scratch.run { scratch in
            let file = try parts.write(scratch)
            #expect(throws: fault) { try scratch.read(file, limits: limits) }
        }
    }

    @Test func `texts, numbers, dates, formulas' values and blanks become what a person sees`() throws {
        var parts = Parts()
        parts.strings = "<sst><si><t>共享</t></si><si><r><t>富</t></r><r><t>文本</t></r><rPh><t>音</t></rPh></si></sst>"
        parts.styles = """
            <styleSheet><numFmts><numFmt numFmtId="164" formatCode="yyyy&quot;年&quot;m&quot;月&quot;d&quot;日&quot;"/><numFmt numFmtId="165" formatCode="0.00&quot; day&quot;"/></numFmts>\
            <cellStyleXfs><xf numFmtId="14"/></cellStyleXfs>\
            <cellXfs><xf numFmtId="0"/><xf numFmtId="14"/><xf numFmtId="164"/><xf numFmtId="165"/></cellXfs></styleSheet>
            """
        parts.rows =
            Parts.heading + """
                <row r="3"><c r="A3" t="s"><v>0</v></c><c r="B3" t="s"><v>1</v></c><c r="D3"><v>13800000000</v></c><c r="E3"><v>89.5</v></c>\
                <c r="F3"><v>1.3800000001E10</v></c><c r="G3"><v>0.1</v></c><c r="H3" t="b"><v>1</v></c><c r="I3" t="e"><v>#N/A</v></c>\
                <c r="J3"><f>HYPERLINK("http://x")</f><v>7</v></c><c r="K3" t="str"><f>A1</f><v>算</v></c></row>\
                <row r="4"><c r="A4" s="1"><v>46351</v></c><c r="B4" s="2"><v>46351.5</v></c><c r="C4" s="3"><v>2.5</v></c><c r="D4" s="1"><v>59</v></c>\
                <c r="E4" s="1"><v>60</v></c><c r="F4" s="1"><v>61</v></c><c r="G4" s="1"><v>-1</v></c></row>
                """
        try Scratch.run { scratch in
            let rows = try scratch.read(try parts.write(scratch)).1
            #expect(rows.map(\.number) == [3, 4])
            #expect(rows[0].cells == ["共享", "富文本", "", "13800000000", "89.5", "13800000001", "0.1", "1", "#N/A", "7", "算"])
            #expect(rows[1].cells == ["2026-11-25", "2026-11-25 12:00:00", "2.5", "1900-02-28", "60", "1900-03-01", "-1"])
        }
    }

    @Test func `days of 1904 workbooks are counted from 1904`() throws {
        var parts = Parts()
        parts.workbook = parts.workbook.replacingOccurrences(of: "<sheets>", with: "<workbookPr date1904=\"1\"/><sheets>")
        parts.styles = "<styleSheet><cellXfs><xf numFmtId=\"14\"/></cellXfs></styleSheet>"
        parts.rows = Parts.heading + "<row><c><v>44889</v></c><c><v>0</v></c></row>"
        try Scratch.run { scratch in
            let rows = try parts.read(scratch)
            #expect(rows == [["2026-11-25", "1904-01-01"]])
        }
    }

    @Test func `the first sheet that is not hidden is read, wherever its part lies`() throws {
        var parts = Parts()
        parts.workbook = """
            <workbook xmlns:r="r"><sheets><sheet name="A" state="hidden" r:id="rId9"/><sheet name="B" r:id="rId1"/></sheets></workbook>
            """
        parts.relations = """
            <Relationships><Relationship Id="rId9" Target="http://x/" TargetMode="External"/><Relationship Id="rId1" Target="/xl/other.xml"/></Relationships>
            """
        parts.extra = [
            (
                "xl/other.xml",
                "<x:worksheet xmlns:x=\"u\"><x:sheetData><x:row><x:c t=\"inlineStr\"><x:is><x:t>H</x:t></x:is></x:c></x:row><x:row><x:c><x:v>1</x:v></x:c></x:row></x:sheetData></x:worksheet>"
            )
        ]
        try Scratch.run { scratch in
            let rows = try parts.read(scratch)
            #expect(rows == [["1"]])
        }
    }

    @Test func `nothing from outside, no entities, no bottomless nesting`() throws {
        var outside = Parts()
        outside.sheet =
            "<!DOCTYPE w [<!ENTITY x SYSTEM \"file:///etc/passwd\">]><worksheet><sheetData><row><c><v>&x;</v></c></row></sheetData></worksheet>"
        try refuses(.damaged, outside)
        var laughs = Parts()
        laughs.strings = "<!DOCTYPE s [<!ENTITY a \"aaaaaaaaaa\"><!ENTITY b \"&a;&a;&a;&a;\">]><sst><si><t>&b;</t></si></sst>"
        try refuses(.damaged, laughs)
        var deep = Parts()
        deep.sheet = String(repeating: "<a>", count: 100) + String(repeating: "</a>", count: 100)
        try refuses(.tooLarge, deep)
        var open = Parts()
        open.sheet = "<worksheet><sheetData><row><c><v>1</v>"
        try refuses(.damaged, open)
    }

    @Test func `a bomb is refused by what it states and by what it does`() throws {
        var bomb = Parts()
        bomb.rows = Parts.heading + String(repeating: " ", count: 4_000_000)
        try refuses(.tooLarge, bomb)
        var small = SheetLimits()
        small.inflatedBytes = 2_000
        var long = Parts()
        long.rows = (1...200).map { "<row><c><v>\($0 * 7919)</v></c></row>" }.joined()
        try refuses(.tooLarge, limits: small, long)
        small = SheetLimits()
        small.entries = 2
        try refuses(.tooLarge, limits: small, long)
        small = SheetLimits()
        small.sharedStringBytes = 100
        long.strings = "<sst>" + (1...50).map { "<si><t>text \($0)</t></si>" }.joined() + "</sst>"
        try refuses(.tooLarge, limits: small, long)
    }

    /// An archive that says less than it holds.
    @Test func `a size that is not true is found out while inflating`() throws {
        try Scratch.run { scratch in
            var parts = Parts()
            parts.rows = Parts.heading + (1...2_000).map { "<row><c><v>\($0 * 7919)</v></c></row>" }.joined()
            let file = try parts.write(scratch)
            var bytes = Array(try Data(contentsOf: URL(fileURLWithPath: file)))
            var changed = 0
            for place in bytes.indices.dropLast(46) where bytes[place...].starts(with: [0x50, 0x4B, 0x01, 0x02]) {
                bytes[place + 24] = 10
                bytes[place + 25] = 0
                bytes[place + 26] = 0
                changed += 1
            }
            #expect(changed == 3)
            #expect(throws: SheetFault.damaged) { try scratch.read(bytes) }
        }
    }

    @Test func `cut anywhere, a workbook is damaged, never half read`() throws {
        try Scratch.run { scratch in
            var parts = Parts()
            parts.rows = Parts.heading + (1...50).map { "<row><c><v>\($0)</v></c></row>" }.joined()
            let bytes = Array(try Data(contentsOf: URL(fileURLWithPath: try parts.write(scratch))))
            for length in stride(from: 4, to: bytes.count, by: 7) {
                #expect(throws: SheetFault.self, "\(length)") { try scratch.read(bytes[..<length]) }
            }
        }
    }

    @Test func `broken references, wide rows and long cells have their own words`() throws {
        var parts = Parts()
        parts.rows = Parts.heading + "<row><c t=\"s\"><v>5</v></c></row>"
        try refuses(.damaged, parts)
        parts.rows = "<row><c r=\"XFD1\"><v>5</v></c></row>"
        try refuses(.tooManyColumns(limit: 100), parts)
        parts.rows = "<row r=\"9\"><c><v>5</v></c></row><row r=\"3\"><c><v>5</v></c></row>"
        try refuses(.damaged, parts)
        var digits = ""
        for number in 0..<20_000 { digits += String(number &* 2_654_435_761 % 1_000_003) }
        parts.rows = Parts.heading + "<row><c t=\"inlineStr\"><is><t>\(digits)</t></is></c></row>"
        try refuses(.cellTooLong(row: 2), parts)
        parts.relations = "<Relationships/>"
        try refuses(.damaged, parts)
        try Scratch.run { scratch in
            let zip = try ZipWriter("\(scratch.path)/a.zip")
            try zip.begin("word/document.xml")
            try zip.write("<w/>")
            try zip.end()
            try zip.finish()
            #expect(throws: SheetFault.notATable) { try scratch.read("\(scratch.path)/a.zip") }
        }
    }
}
