/// The entries of an archive, checked against the limits before anything is inflated; and again, byte by byte, while it is.
final class ZipArchive {
    struct Entry {
        let name: String
        let method: Int
        let checksum: UInt32
        let compressed: Int64
        let size: Int64
        let header: Int64
    }

    private let file: RawFile
    private let length: Int64
    private let limits: SheetLimits
    private let entries: [String: Entry]
    private var inflated: Int64 = 0

    /// - Throws: `damaged`, `encrypted`, `tooLarge`.
    init(_ path: String, limits: SheetLimits) throws(SheetFault) {
        file = try RawFile(reading: path)
        length = try file.size
        self.limits = limits
        entries = try ZipArchive.directory(file, length: length, limits: limits)
    }

    func entry(_ name: String) -> Entry? { entries[name] }

    var names: Dictionary<String, Entry>.Keys { entries.keys }

    /// Hands out the entry's bytes piece by piece.
    /// - Throws: `damaged`, `tooLarge`, or what `sink` throws.
    func read(_ entry: Entry, _ sink: (UnsafeRawBufferPointer) throws -> Void) throws {
        let local = try file.read(30, at: entry.header)
        guard local.count == 30, local.number(0, 4) == 0x0403_4b50 else { throw SheetFault.damaged }
        var offset = entry.header + 30 + Int64(local.number(26, 2) + local.number(28, 2))
        let end = offset + entry.compressed
        guard end <= length else { throw SheetFault.damaged }
        var (made, checksum) = (Int64(0), Checksum())
        let inflater = entry.method == 8 ? try Inflater() : nil
        let count: (UnsafeRawBufferPointer) throws -> Void = { [limits] bytes in
            made += Int64(bytes.count)
            self.inflated += Int64(bytes.count)
            guard made <= entry.size else { throw SheetFault.damaged }
            guard self.inflated <= limits.inflatedBytes, ZipArchive.isPlausible(made, entry.compressed, limits) else {
                throw SheetFault.tooLarge
            }
            checksum.add(bytes)
            try sink(bytes)
        }
        while offset < end {
            let piece = try file.read(Int(min(end - offset, 64 * 1024)), at: offset)
            guard !piece.isEmpty else { throw SheetFault.damaged }
            offset += Int64(piece.count)
            if let inflater { try inflater.feed(piece, count) } else { try piece.withUnsafeBytes(count) }
        }
        guard made == entry.size, checksum.value == entry.checksum, inflater?.isComplete ?? true else { throw SheetFault.damaged }
    }

    private static func isPlausible(_ size: Int64, _ compressed: Int64, _ limits: SheetLimits) -> Bool {
        size <= 1_048_576 || size / max(compressed, 1) <= Int64(limits.ratio)
    }

    private static func directory(_ file: RawFile, length: Int64, limits: SheetLimits) throws(SheetFault) -> [String: Entry] {
        let tailStart = max(0, length - 65_557)
        let tail = try file.read(Int(length - tailStart), at: tailStart)
        guard tail.count >= 22,
            let end = stride(from: tail.count - 22, through: 0, by: -1).first(where: { tail.number($0, 4) == 0x0605_4b50 })
        else { throw .damaged }
        let (count, size, start) = (tail.number(end + 10, 2), tail.number(end + 12, 4), tail.number(end + 16, 4))
        // Archives of more than 4 GiB say so here; no table of ours is.
        guard count > 0, Int64(start) + Int64(size) <= tailStart + Int64(end) else { throw .damaged }
        guard count <= limits.entries else { throw .tooLarge }
        guard size <= 4 * 1024 * 1024 else { throw .tooLarge }
        let bytes = try file.read(size, at: Int64(start))
        guard bytes.count == size else { throw .damaged }
        var entries: [String: Entry] = [:]
        var (place, stated) = (0, Int64(0))
        for _ in 0..<count {
            guard place + 46 <= size, bytes.number(place, 4) == 0x0201_4b50 else { throw .damaged }
            let (nameLength, skip) = (bytes.number(place + 28, 2), bytes.number(place + 30, 2) + bytes.number(place + 32, 2))
            guard place + 46 + nameLength + skip <= size else { throw .damaged }
            guard bytes.number(place + 8, 2) & 1 == 0 else { throw .encrypted }
            let entry = Entry(
                name: String(decoding: bytes[(place + 46)..<(place + 46 + nameLength)], as: UTF8.self), method: bytes.number(place + 10, 2),
                checksum: UInt32(bytes.number(place + 16, 4)), compressed: Int64(bytes.number(place + 20, 4)),
                size: Int64(bytes.number(place + 24, 4)), header: Int64(bytes.number(place + 42, 4)))
            stated += entry.size
            guard stated <= limits.inflatedBytes, isPlausible(entry.size, entry.compressed, limits) else { throw .tooLarge }
            // Two entries of one name would be two answers to one question.
            guard entry.method == 0 || entry.method == 8, entries.updateValue(entry, forKey: entry.name) == nil else { throw .damaged }
            place += 46 + nameLength + skip
        }
        return entries
    }
}

extension [UInt8] {
    /// Little-endian, `width` bytes.
    fileprivate func number(_ place: Int, _ width: Int) -> Int {
        (0..<width).reduce(0) { $0 | Int(self[place + $1]) << (8 * $1) }
    }
}
