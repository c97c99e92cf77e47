import Foundation
import Testing

@testable import Sheets

/// A folder of a test's own.
struct Scratch {
    let path: String

    init() throws {
        path = NSTemporaryDirectory() + "sheets-" + UUID().uuidString
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    }

    func end() { try? FileManager.default.removeItem(atPath: path) }

    func file(_ bytes: some Sequence<UInt8>, _ name: String = "upload") throws -> String {
        let file = "\(path)/\(name)"
        try Data(bytes).write(to: URL(fileURLWithPath: file))
        return file
    }

    /// What an upload of these bytes is read as: the rows behind the headings.
    func read(_ bytes: some Sequence<UInt8>, limits: SheetLimits = SheetLimits()) throws -> (SheetIntake.Found, [SheetRow]) {
        try read(try file(bytes), limits: limits)
    }

    func read(_ file: String, limits: SheetLimits = SheetLimits()) throws -> (SheetIntake.Found, [SheetRow]) {
        let target = "\(path)/\(UUID().uuidString)"
        let found = try SheetIntake(limits: limits).convert(file, to: target)
        return (found, try RowReader(target).next(1_000_000))
    }

    static func run(_ body: (Scratch) throws -> Void) throws {
        let scratch = try Scratch()
        defer { scratch.end() }
        try body(scratch)
    }
}

/// A workbook put together by hand, so that a test can make each part wrong.
struct Parts {
    var workbook = "<workbook xmlns:r=\"r\"><sheets><sheet name=\"S\" sheetId=\"1\" r:id=\"rId1\"/></sheets></workbook>"
    var relations = "<Relationships><Relationship Id=\"rId1\" Target=\"worksheets/sheet1.xml\"/></Relationships>"
    var styles: String?
    var strings: String?
    /// What stands inside `sheetData`.
    var rows = ""
    var sheet: String?
    var extra: [(String, String)] = []

    func write(_ scratch: Scratch) throws -> String {
        let file = "\(scratch.path)/\(UUID().uuidString).xlsx"
        let zip = try ZipWriter(file)
        var all = [
            ("xl/workbook.xml", workbook), ("xl/_rels/workbook.xml.rels", relations),
            ("xl/worksheets/sheet1.xml", sheet ?? "<worksheet><sheetData>\(rows)</sheetData></worksheet>"),
        ]
        if let styles { all.append(("xl/styles.xml", styles)) }
        if let strings { all.append(("xl/sharedStrings.xml", strings)) }
        for (name, text) in all + extra {
            try zip.begin(name)
            try zip.write(text)
            try zip.end()
        }
        try zip.finish()
        return file
    }

    func read(_ scratch: Scratch, limits: SheetLimits = SheetLimits()) throws -> [[String]] {
        try scratch.read(try write(scratch), limits: limits).1.map(\.cells)
    }

    static let heading = "<row r=\"1\"><c r=\"A1\" t=\"inlineStr\"><is><t>H</t></is></c></row>"
}
