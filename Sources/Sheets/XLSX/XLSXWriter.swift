/// Writes a workbook of one table row by row: headings bold and fixed, texts in place, nothing held in memory. A table longer than a
/// sheet may be goes on in the next one.
final class XLSXWriter: SheetWriter {
    static let rowsPerSheet = 1_048_000

    private let zip: ZipWriter
    private let title: String
    private let columns: [SheetColumn]
    private let mark: String
    private var sheets = 0
    private var row = 0

    init(_ path: String, title: String, columns: [SheetColumn], mark: String) throws {
        zip = try ZipWriter(path)
        self.title = title
        self.columns = columns
        self.mark = mark
        try beginSheet()
    }

    func append(_ cells: [String]) throws {
        if row >= Self.rowsPerSheet {
            try endSheet()
            try beginSheet()
        }
        try put(cells.enumerated().map { ($1, columns.indices.contains($0) && columns[$0].isNumber && XMLText.isNumber($1)) }, style: 0)
    }

    /// A blank row stands before it, so that sorting the table leaves it alone.
    func note(_ text: String) throws {
        row += 1
        try put([(text, false)], style: 2)
    }

    func finish() throws {
        try endSheet()
        for (name, text) in WorkbookParts(title: title, sheets: sheets, mark: mark).all {
            try zip.begin(name)
            try zip.write(text)
            try zip.end()
        }
        try zip.finish()
    }

    private func beginSheet() throws {
        sheets += 1
        row = 0
        try zip.begin("xl/worksheets/sheet\(sheets).xml")
        let widths = columns.enumerated().map { "<col min=\"\($0 + 1)\" max=\"\($0 + 1)\" width=\"\($1.width)\" customWidth=\"1\"/>" }
            .joined()
        try zip.write(
            """
            <?xml version="1.0" encoding="UTF-8" standalone="yes"?>
            <worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetViews><sheetView workbookViewId="0"><pane \
            ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/></sheetView></sheetViews><cols>\(widths)</cols><sheetData>
            """)
        try put(columns.map { ($0.heading, false) }, style: 1)
    }

    private func endSheet() throws {
        let footer =
            mark.isEmpty
            ? ""
            : "<headerFooter><oddFooter>&amp;L\(XMLText.escaped(mark.replacing("&", with: "&&")))&amp;R&amp;P / &amp;N</oddFooter></headerFooter>"
        try zip.write("</sheetData>\(footer)</worksheet>")
        try zip.end()
    }

    private func put(_ cells: [(text: String, isNumber: Bool)], style: Int) throws {
        row += 1
        var text = "<row r=\"\(row)\">"
        for (index, cell) in cells.enumerated() where !cell.text.isEmpty {
            let place = "\(XMLText.column(index))\(row)"
            if cell.isNumber {
                text += "<c r=\"\(place)\"><v>\(cell.text)</v></c>"
            } else {
                let content = XMLText.escaped(FormulaGuard.guarded(cell.text))
                text +=
                    "<c r=\"\(place)\" t=\"inlineStr\"\(style == 0 ? "" : " s=\"\(style)\"")><is><t xml:space=\"preserve\">\(content)</t></is></c>"
            }
        }
        try zip.write(text + "</row>")
    }
}

enum XMLText {
    /// Escaped, and without what XML cannot hold.
    static func escaped(_ text: String) -> String {
        var out: [UInt8] = []
        out.reserveCapacity(text.utf8.count + 8)
        for scalar in text.unicodeScalars {
            switch scalar {
            case "&": out += Array("&amp;".utf8)
            case "<": out += Array("&lt;".utf8)
            case ">": out += Array("&gt;".utf8)
            case "\r": out += Array("&#13;".utf8)
            case "\t", "\n": out.append(UInt8(scalar.value))
            case _ where scalar.value < 0x20 || scalar.value == 0xFFFE || scalar.value == 0xFFFF: continue
            default: out += Array(String(scalar).utf8)
            }
        }
        return String(decoding: out, as: UTF8.self)
    }

    /// 0 is A, 26 is AA.
    static func column(_ index: Int) -> String {
        var (text, rest) = ("", index + 1)
        while rest > 0 {
            text = String(UnicodeScalar(UInt8(65 + (rest - 1) % 26))) + text
            rest = (rest - 1) / 26
        }
        return text
    }

    /// Digits with at most one point and a minus: what every program reads as the same number.
    static func isNumber(_ text: String) -> Bool {
        guard text.utf8.count <= 15, let value = Double(text), value.isFinite else { return false }
        return text.utf8.allSatisfy { (48...57).contains($0) || $0 == 46 || $0 == 45 }
    }
}

/// The small files of a workbook around its sheets.
struct WorkbookParts {
    let title: String
    let sheets: Int
    let mark: String

    private static let head = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n"
    private static let main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    private static let office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    private static let package = "http://schemas.openxmlformats.org/package/2006"
    private static let type = "application/vnd.openxmlformats-officedocument.spreadsheetml"

    var all: [(name: String, text: String)] {
        [
            ("[Content_Types].xml", contentTypes), ("_rels/.rels", relations), ("docProps/core.xml", properties),
            ("xl/workbook.xml", workbook),
            ("xl/_rels/workbook.xml.rels", workbookRelations), ("xl/styles.xml", styles),
        ]
    }

    private var contentTypes: String {
        let overrides = (1...sheets).map {
            "<Override PartName=\"/xl/worksheets/sheet\($0).xml\" ContentType=\"\(Self.type).worksheet+xml\"/>"
        }
        return Self.head + """
            <Types xmlns="\(Self.package)/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>\
            <Default Extension="xml" ContentType="application/xml"/>\
            <Override PartName="/docProps/core.xml" ContentType="application/vnd.openxmlformats-package.core-properties+xml"/>\
            <Override PartName="/xl/workbook.xml" ContentType="\(Self.type).sheet.main+xml"/>\
            <Override PartName="/xl/styles.xml" ContentType="\(Self.type).styles+xml"/>\(overrides.joined())</Types>
            """
    }

    private var relations: String {
        Self.head + """
            <Relationships xmlns="\(Self.package)/relationships"><Relationship Id="rId1" Type="\(Self.office)/officeDocument" Target="xl/workbook.xml"/>\
            <Relationship Id="rId2" Type="\(Self.package)/relationships/metadata/core-properties" Target="docProps/core.xml"/></Relationships>
            """
    }

    private var properties: String {
        Self.head + """
            <cp:coreProperties xmlns:cp="\(Self.package)/metadata/core-properties" xmlns:dc="http://purl.org/dc/elements/1.1/">\
            <dc:title>\(XMLText.escaped(title))</dc:title><dc:description>\(XMLText.escaped(mark))</dc:description></cp:coreProperties>
            """
    }

    private var workbook: String {
        let names = (1...sheets).map { number in
            let name = number == 1 ? title : "\(title) \(number)"
            return "<sheet name=\"\(XMLText.escaped(Self.sheetName(name)))\" sheetId=\"\(number)\" r:id=\"rId\(number)\"/>"
        }
        return Self.head + "<workbook xmlns=\"\(Self.main)\" xmlns:r=\"\(Self.office)\"><sheets>\(names.joined())</sheets></workbook>"
    }

    private var workbookRelations: String {
        let sheets = (1...self.sheets).map {
            "<Relationship Id=\"rId\($0)\" Type=\"\(Self.office)/worksheet\" Target=\"worksheets/sheet\($0).xml\"/>"
        }
        let styles = "<Relationship Id=\"rId\(self.sheets + 1)\" Type=\"\(Self.office)/styles\" Target=\"styles.xml\"/>"
        return Self.head + "<Relationships xmlns=\"\(Self.package)/relationships\">\(sheets.joined())\(styles)</Relationships>"
    }

    /// Three styles: plain text (so that a spreadsheet does not turn what is typed into a date), bold headings, the grey note.
    private var styles: String {
        Self.head + """
            <styleSheet xmlns="\(Self.main)"><fonts count="3"><font><sz val="11"/><name val="Calibri"/></font><font><b/><sz val="11"/><name val="Calibri"/></font>\
            <font><i/><sz val="10"/><color rgb="FF636D76"/><name val="Calibri"/></font></fonts>\
            <fills count="3"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill>\
            <fill><patternFill patternType="solid"><fgColor rgb="FFE6F0EE"/></patternFill></fill></fills>\
            <borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders>\
            <cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>\
            <cellXfs count="3"><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/>\
            <xf numFmtId="49" fontId="1" fillId="2" borderId="0" xfId="0" applyFont="1" applyFill="1"/>\
            <xf numFmtId="0" fontId="2" fillId="0" borderId="0" xfId="0" applyFont="1"/></cellXfs>\
            <cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>
            """
    }

    /// Thirty-one characters, none of those a sheet's name may not have.
    private static func sheetName(_ text: String) -> String {
        String(text.filter { !"[]:*?/\\'".contains($0) }.prefix(31)).isEmpty
            ? "Sheet" : String(text.filter { !"[]:*?/\\'".contains($0) }.prefix(31))
    }
}
