/// Column of a file that is written.
package struct SheetColumn: Hashable, Sendable {
    package let heading: String
    /// Whether a spreadsheet may calculate with it. Telephone numbers and room numbers are texts.
    package let isNumber: Bool
    /// In characters.
    package let width: Int

    package init(_ heading: String, isNumber: Bool = false, width: Int = 18) {
        self.heading = heading
        self.isNumber = isNumber
        self.width = width
    }
}

package enum SheetFormat: String, CaseIterable, Sendable {
    case xlsx, csv

    package var mediaType: String {
        switch self {
        case .xlsx: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
        case .csv: "text/csv; charset=utf-8"
        }
    }
}

/// Writes one table from its first to its last row; headings first. Texts that look like formulas are neutralised.
package protocol SheetWriter: AnyObject {
    func append(_ cells: [String]) throws
    /// A line under the table that belongs to no column: who took it, when, under which number.
    func note(_ text: String) throws
    /// Complete and on the disk.
    func finish() throws
}

extension SheetFormat {
    /// - Parameters:
    ///   - title: name of the sheet.
    ///   - mark: who took the table, when, under which number; stands in the workbook's properties.
    package func writer(_ path: String, title: String, columns: [SheetColumn], mark: String = "") throws -> any SheetWriter {
        switch self {
        case .csv: try CSVWriter(path, columns: columns)
        case .xlsx: try XLSXWriter(path, title: title, columns: columns, mark: mark)
        }
    }
}

/// UTF-8 with a mark, because Excel takes anything else for the local charset; lines end as RFC 4180 wants.
final class CSVWriter: SheetWriter {
    private let file: RawFile
    private var buffer: [UInt8] = [0xEF, 0xBB, 0xBF]

    init(_ path: String, columns: [SheetColumn]) throws {
        file = try RawFile(creating: path)
        try append(columns.map(\.heading))
    }

    func append(_ cells: [String]) throws {
        for (index, cell) in cells.enumerated() {
            if index > 0 { buffer.append(UInt8(ascii: ",")) }
            put(FormulaGuard.guarded(cell))
        }
        buffer += [UInt8(ascii: "\r"), UInt8(ascii: "\n")]
        if buffer.count > 256 * 1024 { try flush() }
    }

    func note(_ text: String) throws { try append([text]) }

    func finish() throws {
        try flush()
        try file.sync()
    }

    private func flush() throws {
        try file.write(buffer)
        buffer.removeAll(keepingCapacity: true)
    }

    private func put(_ text: String) {
        let special: Set<UInt8> = [UInt8(ascii: ","), UInt8(ascii: ";"), UInt8(ascii: "\""), 0x0A, 0x0D, 0x09]
        // A single blank column would be taken for a blank line.
        guard text.utf8.contains(where: special.contains) || text.first == " " || text.last == " " else {
            buffer.append(contentsOf: text.utf8)
            return
        }
        buffer.append(UInt8(ascii: "\""))
        for byte in text.utf8 {
            if byte == UInt8(ascii: "\"") { buffer.append(byte) }
            buffer.append(byte)
        }
        buffer.append(UInt8(ascii: "\""))
    }
}
