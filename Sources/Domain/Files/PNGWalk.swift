/// Walks the chunks of a PNG: keeps what the picture needs; text, EXIF, time and what other programs left are dropped, as is everything
/// behind the end.
enum PNGWalk {
    static let signature: [UInt8] = [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]

    /// Chunks that change how the picture looks, besides those a reader must know.
    private static let needed: Set<String> = [
        "tRNS", "gAMA", "cHRM", "sRGB", "iCCP", "sBIT", "bKGD", "pHYs", "cICP", "acTL", "fcTL", "fdAT",
    ]
    private static let critical: Set<String> = ["IHDR", "PLTE", "IDAT", "IEND"]
    private static let chunks = 100_000

    static func plan(_ source: some ByteSource) throws -> FilePlan {
        var plan = FilePlan(.png)
        plan.keep(from: 0, count: 8)
        var place: Int64 = 8
        var (count, hasData) = (0, false)
        while true {
            count += 1
            guard count <= chunks else { throw FileFault.damaged }
            let head = try source.exactly(8, at: place)
            let (size, name) = (Int64(head.big(0, 4)), String(decoding: head[4...], as: UTF8.self))
            guard size <= Int64(Int32.max), place + 12 + size <= source.length else { throw FileFault.damaged }
            guard (count == 1) == (name == "IHDR") else { throw FileFault.damaged }
            if name == "IHDR" {
                guard size == 13 else { throw FileFault.damaged }
                let facts = try source.exactly(8, at: place + 8)
                try plan.sized(facts.big(0, 4), facts.big(4, 4))
            }
            if name == "IDAT" { hasData = true }
            // A large first letter means that nobody can show the picture without knowing the chunk: then neither can we.
            let isCritical = head[4] & 0x20 == 0
            guard !isCritical || critical.contains(name) else { throw FileFault.damaged }
            if isCritical || needed.contains(name) { plan.keep(from: place, count: 12 + size) }
            place += 12 + size
            if name == "IEND" { break }
        }
        guard hasData else { throw FileFault.damaged }
        return plan
    }
}
