/// Walks the chunks of a WebP: keeps picture, transparency, colour profile and animation; EXIF, XMP and unknown chunks are dropped, and
/// the head no longer promises them.
enum WebPWalk {
    private static let needed: Set<String> = ["VP8 ", "VP8L", "VP8X", "ALPH", "ICCP", "ANIM", "ANMF"]

    static func plan(_ source: some ByteSource) throws -> FilePlan {
        let stated = Int64(try source.exactly(12, at: 0).little(4, 4)) + 8
        guard stated >= 20, stated <= source.length else { throw FileFault.damaged }
        var body = FilePlan(.webp)
        var place: Int64 = 12
        var (hasPicture, isFirst) = (false, true)
        while place < stated {
            let head = try source.exactly(8, at: place)
            let (name, size) = (String(decoding: head[..<4], as: UTF8.self), Int64(head.little(4, 4)))
            let padded = size + size % 2
            // The last byte of padding may be missing in files of careless writers; such a file is cut off for us.
            guard place + 8 + padded <= stated else { throw FileFault.damaged }
            if isFirst {
                try measure(&body, name, source, place + 8, size)
                isFirst = false
            }
            if ["VP8 ", "VP8L", "ANMF"].contains(name) { hasPicture = true }
            if name == "VP8X" {
                var facts = try source.exactly(10, at: place + 8)
                // Without EXIF (8) and XMP (4).
                facts[0] &= ~0x0C
                body.put(head + facts)
                body.keep(from: place + 18, count: padded - 10)
            } else if needed.contains(name) {
                body.keep(from: place, count: 8 + padded)
            }
            place += 8 + padded
        }
        guard hasPicture else { throw FileFault.damaged }
        let length = Int(body.length) + 4
        var plan = FilePlan(.webp)
        plan.put(Array("RIFF".utf8) + (0..<4).map { UInt8(truncatingIfNeeded: length >> (8 * $0)) } + Array("WEBP".utf8))
        for piece in body.pieces { plan.add(piece) }
        (plan.width, plan.height) = (body.width, body.height)
        return plan
    }

    /// Width and height stand in the first chunk, in each kind elsewhere.
    private static func measure(_ plan: inout FilePlan, _ name: String, _ source: some ByteSource, _ at: Int64, _ size: Int64) throws {
        guard size >= 10 else { throw FileFault.damaged }
        let head = try source.exactly(10, at: at)
        switch name {
        case "VP8X": try plan.sized(head.little(4, 3) + 1, head.little(7, 3) + 1)
        case "VP8L":
            guard head[0] == 0x2F else { throw FileFault.damaged }
            let bits = head.little(1, 4)
            try plan.sized((bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1)
        case "VP8 ":
            guard head[3] == 0x9D, head[4] == 0x01, head[5] == 0x2A else { throw FileFault.damaged }
            try plan.sized(head.little(6, 2) & 0x3FFF, head.little(8, 2) & 0x3FFF)
        default: throw FileFault.damaged
        }
    }
}

extension FilePlan {
    mutating func add(_ piece: Piece) {
        switch piece {
        case .copy(let from, let count): keep(from: from, count: count)
        case .bytes(let bytes): put(bytes)
        case .zeros(let count): blank(count)
        }
    }
}
