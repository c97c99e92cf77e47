/// Reads the first visible sheet of a workbook row by row. Formulas are not looked at: what counts is the value last shown.
enum XLSXReader {
    /// Calls `emit` for each row that is not blank.
    static func read(_ path: String, limits: SheetLimits, _ emit: @escaping (SheetRow) throws -> Void) throws {
        let archive = try ZipArchive(path, limits: limits)
        let workbook = try Workbook(archive, limits: limits)
        let cells = Cells(workbook, limits: limits, emit)
        try archive.walk(workbook.sheet, limits: limits) { walker in
            walker.onStart = { name, attributes in try cells.start(name, attributes) }
            walker.onText = { try cells.text($0) }
            walker.onEnd = { try cells.end($0) }
        }
    }

    /// "AB12" is column 27, counted from 0; nil for what is no reference.
    static func column(_ reference: String) -> Int? {
        var column = 0
        for byte in reference.utf8.prefix(4) {
            guard (65...90).contains(byte) else { break }
            column = column * 26 + Int(byte) - 64
        }
        return column > 0 ? column - 1 : nil
    }
}

/// Puts the cells of a row together.
private final class Cells {
    private enum Kind {
        case number, shared, text, other
    }

    private let workbook: Workbook
    private let limits: SheetLimits
    private let emit: (SheetRow) throws -> Void
    private var row: [String] = []
    private var number = 0
    private var column = 0
    private var kind = Kind.number
    private var style = 0
    private var isReading = false
    private var value: [UInt8] = []

    init(_ workbook: Workbook, limits: SheetLimits, _ emit: @escaping (SheetRow) throws -> Void) {
        self.workbook = workbook
        self.limits = limits
        self.emit = emit
    }

    func start(_ name: String, _ attributes: XMLWalker.Attributes) throws {
        switch name {
        case "row":
            let stated = attributes["r"].flatMap { Int($0) } ?? number + 1
            guard stated > number, stated <= 1_048_576 else { throw SheetFault.damaged }
            number = stated
            (row, column) = ([], -1)
        case "c":
            column = attributes["r"].flatMap(XLSXReader.column) ?? column + 1
            style = attributes["s"].flatMap { Int($0) } ?? 0
            value.removeAll(keepingCapacity: true)
            kind =
                switch attributes["t"] {
                case nil, "n": .number
                case "s": .shared
                case "str", "inlineStr": .text
                default: .other
                }
        case "v", "t": isReading = true
        default: break
        }
    }

    func text(_ bytes: UnsafeRawBufferPointer) throws {
        guard isReading else { return }
        guard value.count + bytes.count <= limits.cellBytes else { throw SheetFault.cellTooLong(row: number) }
        value.append(contentsOf: bytes)
    }

    func end(_ name: String) throws {
        switch name {
        case "v", "t": isReading = false
        case "c": try put(try content())
        case "row":
            let row = SheetRow(number: number, cells: row)
            if !row.isBlank { try emit(row) }
        default: break
        }
    }

    private func content() throws -> String {
        let raw = String(decoding: value, as: UTF8.self)
        switch kind {
        case .shared:
            guard let index = Int(raw), workbook.texts.indices.contains(index) else { throw SheetFault.damaged }
            return workbook.texts[index]
        case .number:
            let isDate = workbook.dateStyles.indices.contains(style) && workbook.dateStyles[style]
            return isDate ? CellText.date(raw, from1904: workbook.from1904) : CellText.number(raw)
        case .text, .other: return raw
        }
    }

    private func put(_ text: String) throws {
        guard !text.isEmpty else { return }
        guard column < limits.columns else { throw SheetFault.tooManyColumns(limit: limits.columns) }
        while row.count <= column { row.append("") }
        row[column] = text
    }
}
