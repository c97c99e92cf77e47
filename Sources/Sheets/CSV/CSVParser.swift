/// Splits UTF-8 text into rows (RFC 4180, forgiving): any of three separators, CR, LF or both, quotes with breaks inside. What comes in
/// pieces may be cut anywhere.
struct CSVParser {
    private enum Place {
        case start, plain, quoted
        /// Behind a quote inside quotes: the end of the cell, or the first half of a quote that is meant.
        case afterQuote
    }

    private let separator: UInt8
    private let limits: SheetLimits
    private var place = Place.start
    private var cell: [UInt8] = []
    private var cells: [String] = []
    private var number = 1
    private var openedAt = 1
    private var skipsLineFeed = false

    init(separator: UInt8, limits: SheetLimits) {
        self.separator = separator
        self.limits = limits
    }

    mutating func feed(_ bytes: some Sequence<UInt8>, _ emit: (SheetRow) throws -> Void) throws {
        for byte in bytes {
            if skipsLineFeed {
                skipsLineFeed = false
                if byte == UInt8(ascii: "\n") { continue }
            }
            switch (place, byte) {
            case (.start, UInt8(ascii: "\"")):
                place = .quoted
                openedAt = number
            case (.quoted, UInt8(ascii: "\"")): place = .afterQuote
            case (.quoted, _): try append(byte)
            case (.afterQuote, UInt8(ascii: "\"")):
                try append(byte)
                place = .quoted
            case (_, separator): try endCell()
            case (_, UInt8(ascii: "\n")): try endRow(emit)
            case (_, UInt8(ascii: "\r")):
                try endRow(emit)
                skipsLineFeed = true
            default:
                try append(byte)
                place = .plain
            }
        }
    }

    /// - Throws: `unclosedQuote`.
    mutating func finish(_ emit: (SheetRow) throws -> Void) throws {
        guard place != .quoted else { throw SheetFault.unclosedQuote(row: openedAt) }
        if !cells.isEmpty || !cell.isEmpty || place == .afterQuote { try endRow(emit) }
    }

    private mutating func append(_ byte: UInt8) throws {
        guard cell.count < limits.cellBytes else {
            // A quote that is never closed swallows the rest of the file; that is the better explanation.
            throw place == .quoted ? SheetFault.unclosedQuote(row: openedAt) : SheetFault.cellTooLong(row: number)
        }
        cell.append(byte)
    }

    private mutating func endCell() throws {
        guard cells.count < limits.columns else { throw SheetFault.tooManyColumns(limit: limits.columns) }
        cells.append(String(decoding: cell, as: UTF8.self))
        cell.removeAll(keepingCapacity: true)
        place = .start
    }

    private mutating func endRow(_ emit: (SheetRow) throws -> Void) throws {
        try endCell()
        let row = SheetRow(number: number, cells: cells)
        cells.removeAll(keepingCapacity: true)
        number += 1
        if !row.isBlank { try emit(row) }
    }
}

/// Reads a CSV file of any of the known charsets and separators.
enum CSVReader {
    /// Calls `emit` for each row that is not blank.
    static func read(_ path: String, limits: SheetLimits, _ emit: (SheetRow) throws -> Void) throws {
        let source = try TextSource(path)
        guard let first = try source.next() else { throw SheetFault.empty }
        guard !first.prefix(4_096).contains(0) else { throw SheetFault.notATable }
        let (separator, skipped) = separator(of: first)
        var parser = CSVParser(separator: separator, limits: limits)
        try parser.feed(first.dropFirst(skipped), emit)
        while let piece = try source.next() { try parser.feed(piece, emit) }
        try parser.finish(emit)
    }

    /// The sign that stands most often in the first line, outside quotes; or the one a line `sep=;` names, which Excel writes.
    static func separator(of head: [UInt8]) -> (separator: UInt8, skipped: Int) {
        let line = firstLine(head)
        if line.starts(with: Array("sep=".utf8)), line.count == 5 {
            let rest = head.dropFirst(5)
            return (line[4], 5 + rest.prefix { $0 == UInt8(ascii: "\r") || $0 == UInt8(ascii: "\n") }.count)
        }
        let signs: [UInt8] = [UInt8(ascii: ","), UInt8(ascii: ";"), UInt8(ascii: "\t")]
        var isQuoted = false
        var counts = [0, 0, 0]
        for byte in line {
            if byte == UInt8(ascii: "\"") { isQuoted.toggle() }
            if !isQuoted, let index = signs.firstIndex(of: byte) { counts[index] += 1 }
        }
        let most = counts.max() ?? 0
        return (signs[counts.firstIndex(of: most) ?? 0], 0)
    }

    /// Up to the first break outside quotes.
    private static func firstLine(_ head: [UInt8]) -> [UInt8] {
        var isQuoted = false
        let end = head.firstIndex { byte in
            if byte == UInt8(ascii: "\"") { isQuoted.toggle() }
            return !isQuoted && (byte == UInt8(ascii: "\n") || byte == UInt8(ascii: "\r"))
        }
        return Array(head[..<(end ?? head.endIndex)])
    }
}
