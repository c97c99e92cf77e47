/// Turns an uploaded table of either kind into a file of rows, once; everything after that reads the rows.
package struct SheetIntake: Sendable {
    /// What was found.
    package struct Found: Hashable, Sendable {
        package var format: SheetFormat
        package var headings: [String]
        /// Rows below the headings.
        package var rows = 0
        /// The first few of them.
        package var sample: [SheetRow] = []
    }

    package var limits: SheetLimits

    package init(limits: SheetLimits = SheetLimits()) {
        self.limits = limits
    }

    /// Reads the table at `path` and writes its rows to `target`, on the disk when it returns. The first row that is not blank holds
    /// the headings.
    /// - Throws: `SheetFault`.
    package func convert(_ path: String, to target: String) throws -> Found {
        let format = try format(of: path)
        let writer = try RowWriter(target)
        var found: Found?
        let limits = limits
        let take: (SheetRow) throws -> Void = { raw in
            let row = SheetRow(number: raw.number, cells: raw.cells.map(FormulaGuard.unguarded))
            // A guarded blank is a blank.
            guard !row.isBlank else { return }
            guard found != nil else {
                found = Found(format: format, headings: row.cells.map(SheetIntake.heading))
                return
            }
            guard found!.rows < limits.rows else { throw SheetFault.tooManyRows(limit: limits.rows) }
            found!.rows += 1
            if found!.rows <= 5 { found!.sample.append(row) }
            try writer.append(row)
        }
        switch format {
        case .xlsx: try XLSXReader.read(path, limits: limits, take)
        case .csv: try CSVReader.read(path, limits: limits, take)
        }
        guard let found, found.rows > 0 else { throw SheetFault.empty }
        try writer.sync()
        return found
    }

    private func format(of path: String) throws(SheetFault) -> SheetFormat {
        let head = try RawFile(reading: path).read(8, at: 0)
        if head.isEmpty { throw .empty }
        if head.starts(with: [0x50, 0x4B, 0x03, 0x04]) { return .xlsx }
        // Both the old binary workbook and a workbook with a password come in this container.
        if head == [0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1] { throw .oldExcel }
        return .csv
    }

    /// A heading on one line, without signs that cannot be seen.
    private static func heading(_ cell: String) -> String {
        let words = cell.unicodeScalars.split { $0.properties.isWhitespace || $0.value < 0x20 || $0.value == 0x7F }
        return String(words.map { String($0) }.joined(separator: " ").prefix(80))
    }
}
