/// Rows one after the other, each with its length: what every import is turned into and every export is gathered in, because it can
/// be read from, and continued at, any remembered offset.
///
/// A row: its length in bytes, its number and how many cells (each four bytes, little-endian), then each cell as length and UTF-8.
package final class RowWriter {
    private let file: RawFile
    private var buffer: [UInt8] = []
    /// Bytes of all rows so far.
    package private(set) var offset: Int64

    /// - Parameter offset: where to go on; what stands behind it is dropped.
    package init(_ path: String, at offset: Int64 = 0) throws(SheetFault) {
        file = try RawFile(continuing: path, at: offset)
        self.offset = offset
    }

    package func append(_ row: SheetRow) throws(SheetFault) {
        let start = buffer.count
        put(0)
        put(row.number)
        put(row.cells.count)
        for cell in row.cells {
            put(cell.utf8.count)
            buffer.append(contentsOf: cell.utf8)
        }
        let length = buffer.count - start
        for index in 0..<4 { buffer[start + index] = UInt8(truncatingIfNeeded: length >> (8 * index)) }
        offset += Int64(length)
        if buffer.count >= 256 * 1024 { try flush() }
    }

    /// Everything on the disk; the writer may go on afterwards.
    package func sync() throws(SheetFault) {
        try flush()
        try file.sync()
    }

    private func flush() throws(SheetFault) {
        try file.write(buffer)
        buffer.removeAll(keepingCapacity: true)
    }

    private func put(_ number: Int) {
        for index in 0..<4 { buffer.append(UInt8(truncatingIfNeeded: number >> (8 * index))) }
    }
}

package final class RowReader {
    private let file: RawFile
    private let end: Int64
    private var window: [UInt8] = []
    private var windowStart: Int64
    /// Where the next row begins.
    package private(set) var offset: Int64

    package init(_ path: String, at offset: Int64 = 0) throws(SheetFault) {
        file = try RawFile(reading: path)
        end = try file.size
        self.offset = offset
        windowStart = offset
    }

    /// Nil at the end.
    /// - Throws: `damaged` for bytes that `RowWriter` did not write.
    package func next() throws(SheetFault) -> SheetRow? {
        guard offset < end else { return nil }
        try hold(12)
        let length = number(0)
        guard length >= 12, Int64(length) <= end - offset else { throw .damaged }
        try hold(length)
        let (row, count) = (number(4), number(8))
        guard count <= length / 4 else { throw .damaged }
        var cells: [String] = []
        cells.reserveCapacity(count)
        var place = 12
        for _ in 0..<count {
            guard place + 4 <= length else { throw .damaged }
            let size = number(place)
            place += 4
            guard size <= length - place else { throw .damaged }
            let start = Int(offset - windowStart) + place
            cells.append(String(decoding: window[start..<start + size], as: UTF8.self))
            place += size
        }
        offset += Int64(length)
        return SheetRow(number: row, cells: cells)
    }

    /// Up to `count` rows.
    package func next(_ count: Int) throws(SheetFault) -> [SheetRow] {
        var rows: [SheetRow] = []
        while rows.count < count, let row = try next() { rows.append(row) }
        return rows
    }

    /// Makes sure that the window holds so many bytes from the offset on.
    private func hold(_ count: Int) throws(SheetFault) {
        guard offset + Int64(count) > windowStart + Int64(window.count) else { return }
        guard offset + Int64(count) <= end else { throw .damaged }
        windowStart = offset
        window = try file.read(max(count, 256 * 1024), at: offset)
        guard window.count >= count else { throw .damaged }
    }

    private func number(_ place: Int) -> Int {
        let start = Int(offset - windowStart) + place
        return (0..<4).reduce(0) { $0 | Int(window[start + $1]) << (8 * $1) }
    }
}
