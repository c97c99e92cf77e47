/// Writes an archive entry by entry: the sizes are put into each header when they are known.
final class ZipWriter {
    private struct Entry {
        let name: [UInt8]
        let header: Int64
        var checksum = Checksum()
        var compressed: Int64 = 0
        var size: Int64 = 0
    }

    private let file: RawFile
    private var place: Int64 = 0
    private var entries: [Entry] = []
    private var deflater: Deflater?
    private var pending: [UInt8] = []

    init(_ path: String) throws(SheetFault) {
        file = try RawFile(creating: path)
    }

    func begin(_ name: String) throws {
        entries.append(Entry(name: Array(name.utf8), header: place))
        try put(local(entries[entries.count - 1]))
        deflater = try Deflater()
    }

    func write(_ text: String) throws {
        pending.append(contentsOf: text.utf8)
        if pending.count > 128 * 1024 { try deflate(isLast: false) }
    }

    func end() throws {
        try deflate(isLast: true)
        deflater = nil
        let entry = entries[entries.count - 1]
        // Beyond four GiB the format needs another form, which no table of ours reaches.
        guard place < 0xFFFF_FFFF, entry.size < 0xFFFF_FFFF else { throw SheetFault.tooLarge }
        try file.write(local(entry), at: entry.header)
    }

    func finish() throws {
        let start = place
        for entry in entries { try put(central(entry)) }
        var end: [UInt8] = []
        end.put(0x0605_4b50, 4)
        end.put(0, 4)
        end.put(entries.count, 2)
        end.put(entries.count, 2)
        end.put(Int(place - start), 4)
        end.put(Int(start), 4)
        end.put(0, 2)
        try put(end)
        try file.sync()
    }

    private func deflate(isLast: Bool) throws {
        guard let deflater else { return }
        let last = entries.count - 1
        pending.withUnsafeBytes { entries[last].checksum.add($0) }
        entries[last].size += Int64(pending.count)
        try deflater.feed(pending, isLast: isLast) { bytes in
            entries[last].compressed += Int64(bytes.count)
            place += Int64(bytes.count)
            try file.write(bytes)
        }
        pending.removeAll(keepingCapacity: true)
    }

    private func put(_ bytes: [UInt8]) throws {
        try file.write(bytes)
        place += Int64(bytes.count)
    }

    /// Version, flags (names are UTF-8), method, a fixed time: the same table is the same file.
    private func facts(_ entry: Entry) -> [UInt8] {
        var bytes: [UInt8] = []
        for (value, width) in [(20, 2), (0x0800, 2), (8, 2), (0, 2), (0x0021, 2)] { bytes.put(value, width) }
        bytes.put(Int(entry.checksum.value), 4)
        bytes.put(Int(entry.compressed), 4)
        bytes.put(Int(entry.size), 4)
        bytes.put(entry.name.count, 2)
        bytes.put(0, 2)
        return bytes
    }

    private func local(_ entry: Entry) -> [UInt8] {
        var bytes: [UInt8] = []
        bytes.put(0x0403_4b50, 4)
        return bytes + facts(entry) + entry.name
    }

    private func central(_ entry: Entry) -> [UInt8] {
        var bytes: [UInt8] = []
        bytes.put(0x0201_4b50, 4)
        bytes.put(20, 2)
        bytes += facts(entry)
        for (value, width) in [(0, 2), (0, 2), (0, 2), (0, 4), (Int(entry.header), 4)] { bytes.put(value, width) }
        return bytes + entry.name
    }
}

extension [UInt8] {
    fileprivate mutating func put(_ number: Int, _ width: Int) {
        for index in 0..<width { append(UInt8(truncatingIfNeeded: number >> (8 * index))) }
    }
}
