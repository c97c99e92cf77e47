/// Walks the segments of a JPEG: keeps what the picture needs, drops what was written into it (EXIF, GPS, XMP, IPTC, comments, a second
/// picture behind the first). How the picture is turned is kept, as the only word of a new EXIF segment: phones do not turn the pixels.
enum JPEGWalk {
    static func plan(_ source: some ByteSource) throws -> FilePlan {
        var plan = FilePlan(.jpeg)
        var kept: [(Int64, Int64)] = []
        var place: Int64 = 2
        var (hasFrame, hasScan) = (false, false)
        walk: while true {
            let (marker, at) = try marker(source, place)
            switch marker {
            case 0xD9:
                kept.append((at, 2))
                break walk
            case 0xD8, 0x00, 0xFF, 0x01, 0xD0...0xD7: throw FileFault.damaged
            default: break
            }
            let size = Int64(try source.exactly(2, at: at + 2).big(0, 2))
            guard size >= 2, at + 2 + size <= source.length else { throw FileFault.damaged }
            let end = at + 2 + size
            if isFrame(marker) {
                guard !hasFrame, size >= 8, [0xC0, 0xC1, 0xC2].contains(marker) else { throw FileFault.damaged }
                let frame = try source.exactly(5, at: at + 4)
                try plan.sized(frame.big(3, 2), frame.big(1, 2))
                hasFrame = true
                plan.isProgressive = marker == 0xC2
            }
            if marker == 0xE1, plan.orientation == 1 { plan.orientation = try orientation(source, at + 4, size - 2) }
            if try isNeeded(marker, source, at + 4, size - 2) { kept.append((at, end - at)) }
            place = end
            if marker == 0xDA {
                guard hasFrame else { throw FileFault.damaged }
                hasScan = true
                let scanEnd = try endOfScan(source, from: end)
                kept.append((end, scanEnd - end))
                place = scanEnd
            }
        }
        guard hasScan else { throw FileFault.damaged }
        plan.put([0xFF, 0xD8])
        if plan.orientation != 1 { plan.put(turned(plan.orientation)) }
        for (from, count) in kept { plan.keep(from: from, count: count) }
        return plan
    }

    /// The marker at or behind `place`, past fill bytes.
    private static func marker(_ source: some ByteSource, _ place: Int64) throws -> (UInt8, Int64) {
        var at = place
        guard try source.exactly(1, at: at)[0] == 0xFF else { throw FileFault.damaged }
        while true {
            let next = try source.exactly(1, at: at + 1)[0]
            if next != 0xFF { return (next, at) }
            at += 1
            guard at - place < 64 else { throw FileFault.damaged }
        }
    }

    private static func isFrame(_ marker: UInt8) -> Bool {
        (0xC0...0xCF).contains(marker) && marker != 0xC4 && marker != 0xC8 && marker != 0xCC
    }

    private static func isNeeded(_ marker: UInt8, _ source: some ByteSource, _ at: Int64, _ count: Int64) throws -> Bool {
        func begins(_ text: String) throws -> Bool {
            let wanted = Array(text.utf8) + [0]
            return count >= Int64(wanted.count) ? try source.exactly(wanted.count, at: at) == wanted : false
        }
        switch marker {
        // A JFIF head without a small picture inside, a colour profile, Adobe's word about colours; no other maker's segment.
        case 0xE0: return try count == 14 && begins("JFIF")
        case 0xE2: return try begins("ICC_PROFILE")
        case 0xEE: return count == 12
        case 0xE0...0xEF, 0xFE, 0xF0...0xFD: return false
        default: return true
        }
    }

    /// Behind the coded data of a scan: where the next marker stands that is neither a restart nor a stuffed byte.
    private static func endOfScan(_ source: some ByteSource, from start: Int64) throws -> Int64 {
        var at = start
        while true {
            let piece = try source.bytes(64 * 1024, at: at)
            guard piece.count >= 2 else { throw FileFault.damaged }
            let found = piece.withUnsafeBufferPointer { bytes -> Int? in
                var index = 0
                while index < bytes.count - 1 {
                    if bytes[index] == 0xFF {
                        let next = bytes[index + 1]
                        if next != 0, next != 0xFF, !(0xD0...0xD7).contains(next) { return index }
                    }
                    index += 1
                }
                return nil
            }
            if let found { return at + Int64(found) }
            at += Int64(piece.count - 1)
        }
    }

    /// The one value of an EXIF segment that changes the picture; 1 when there is none or it cannot be read.
    private static func orientation(_ source: some ByteSource, _ at: Int64, _ count: Int64) throws -> Int {
        let bytes = try source.exactly(Int(min(count, 65_533)), at: at)
        guard bytes.count >= 20, bytes.starts(with: Array("Exif\0\0".utf8)) else { return 1 }
        let tiff = Array(bytes[6...])
        let isLittle = tiff.starts(with: [0x49, 0x49])
        guard isLittle || tiff.starts(with: [0x4D, 0x4D]) else { return 1 }
        func number(_ place: Int, _ width: Int) -> Int? {
            guard place >= 0, place + width <= tiff.count else { return nil }
            return isLittle ? tiff.little(place, width) : tiff.big(place, width)
        }
        guard number(2, 2) == 42, let directory = number(4, 4), let entries = number(directory, 2), entries <= 512 else { return 1 }
        for entry in 0..<entries {
            let place = directory + 2 + entry * 12
            guard let tag = number(place, 2) else { return 1 }
            guard tag == 0x0112 else { continue }
            guard number(place + 2, 2) == 3, number(place + 4, 4) == 1, let value = number(place + 8, 2), (1...8).contains(value) else {
                return 1
            }
            return value
        }
        return 1
    }

    /// An EXIF segment that says how the picture is turned and nothing else.
    static func turned(_ orientation: Int) -> [UInt8] {
        let tiff: [UInt8] = [
            0x4D, 0x4D, 0, 42, 0, 0, 0, 8, 0, 1, 0x01, 0x12, 0, 3, 0, 0, 0, 1, 0, UInt8(clamping: orientation), 0, 0, 0, 0, 0, 0,
        ]
        let content = Array("Exif\0\0".utf8) + tiff
        return [0xFF, 0xE1, 0, UInt8(content.count + 2)] + content
    }
}

extension FilePlan {
    /// A JPEG of ours without EXIF, turned for the eye as its larger original is.
    package static func turning(_ jpeg: [UInt8], _ orientation: Int) -> [UInt8] {
        Array(jpeg.prefix(2)) + JPEGWalk.turned(orientation) + jpeg.dropFirst(2)
    }
}
