/// Walks the boxes of an MP4: they have to fill the file exactly, with a head, one index and the pictures it speaks of. What phones write
/// about place and device (`udta`, `meta`, `uuid`) is blanked where it stands, since moving the rest would break the index.
enum MP4Walk {
    private struct Box {
        let name: String
        let at: Int64
        /// Bytes of size and name.
        let head: Int64
        let size: Int64

        var end: Int64 { at + size }
        var body: Int64 { at + head }
    }

    private static let brands: Set<String> = [
        "isom", "iso2", "iso3", "iso4", "iso5", "iso6", "mp41", "mp42", "avc1", "M4V ", "MSNV", "dash", "3gp4", "3gp5", "3gp6",
    ]
    private static let told: Set<String> = ["udta", "meta", "uuid"]
    private static let boxes = 20_000

    static func plan(_ source: some ByteSource) throws -> FilePlan {
        let top = try inside(source, from: 0, to: source.length)
        guard let first = top.first, first.name == "ftyp", first.size >= 16, first.size <= 1_024 else { throw FileFault.damaged }
        let brand = String(decoding: try source.exactly(4, at: first.body), as: UTF8.self)
        guard brands.contains(brand) else { throw FileFault.unknownKind }
        let indexes = top.filter { $0.name == "moov" }
        guard indexes.count == 1, top.contains(where: { $0.name == "mdat" }) else { throw FileFault.damaged }
        var blanks = top.filter { told.contains($0.name) }
        for index in indexes {
            let inner = try inside(source, from: index.body, to: index.end)
            guard inner.contains(where: { $0.name == "mvhd" }) else { throw FileFault.damaged }
            blanks += inner.filter { told.contains($0.name) }
            for track in inner where track.name == "trak" {
                blanks += try inside(source, from: track.body, to: track.end).filter { told.contains($0.name) }
            }
        }
        var plan = FilePlan(.mp4)
        var place: Int64 = 0
        for box in blanks.sorted(by: { $0.at < $1.at }) {
            plan.keep(from: place, count: box.at + 4 - place)
            plan.put(Array("free".utf8))
            plan.keep(from: box.at + 8, count: box.head - 8)
            plan.blank(box.end - box.body)
            place = box.end
        }
        plan.keep(from: place, count: source.length - place)
        return plan
    }

    private static func inside(_ source: some ByteSource, from start: Int64, to end: Int64) throws -> [Box] {
        var found: [Box] = []
        var place = start
        while place < end {
            guard found.count < boxes else { throw FileFault.damaged }
            if end - place < 8 { throw FileFault.damaged }
            let head = try source.exactly(8, at: place)
            var (size, length) = (Int64(head.big(0, 4)), Int64(8))
            if size == 1 {
                let wide = try source.exactly(8, at: place + 8)
                guard wide[0] == 0 else { throw FileFault.damaged }
                (size, length) = (Int64(wide.big(1, 7)), 16)
            } else if size == 0 {
                // To the end of the file, so only the last box of all may say so.
                guard end == source.length else { throw FileFault.damaged }
                size = end - place
            }
            guard size >= length, size <= end - place else { throw FileFault.damaged }
            found.append(Box(name: String(decoding: head[4...], as: UTF8.self), at: place, head: length, size: size))
            place += size
        }
        return found
    }
}
