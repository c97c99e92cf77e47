/// Why a file is not a table we can read. Each is said to the person in words, next to the upload.
package enum SheetFault: Error, Hashable, Sendable {
    /// Neither a row of headings nor anything below it.
    case empty
    /// Bytes that are neither UTF-8 nor GB18030, or a workbook of another kind.
    case notATable
    /// The binary format of Excel before 2007.
    case oldExcel
    /// Protected by a password.
    case encrypted
    /// An archive that is cut off, inconsistent or not well formed; also one with a DOCTYPE.
    case damaged
    /// An archive that would unfold to more than the limits allow.
    case tooLarge
    case tooManyRows(limit: Int)
    case tooManyColumns(limit: Int)
    case cellTooLong(row: Int)
    /// A quote opened in this row is never closed.
    case unclosedQuote(row: Int)
    /// The disk or the system refused; the number is `errno`.
    case file(Int32)
}

/// Sizes beyond which a file is refused before it costs anything.
package struct SheetLimits: Sendable {
    /// Rows below the headings.
    package var rows = 200_000
    package var columns = 100
    /// Bytes of one cell in UTF-8.
    package var cellBytes = 32 * 1024
    package var entries = 2_000
    /// Inflated bytes for each compressed one, beyond the first MiB of an entry.
    package var ratio = 100
    /// Bytes of all entries together, stated and real.
    package var inflatedBytes: Int64 = 200 * 1024 * 1024
    /// Elements inside one another.
    package var depth = 64
    package var sharedStringBytes = 64 * 1024 * 1024

    package init() {}
}

/// A row as read: its number in the sheet as the person sees it, the first row being 1, and its cells as text.
package struct SheetRow: Hashable, Sendable {
    package let number: Int
    package let cells: [String]

    package init(number: Int, cells: [String]) {
        self.number = number
        self.cells = cells
    }

    var isBlank: Bool { cells.allSatisfy { $0.utf8.allSatisfy { $0 == 0x20 || $0 == 0x09 } } }
}
