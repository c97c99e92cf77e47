import Testing

@testable import Domain

/// An array as a file; `reads` would tell how often.
struct Bytes: ByteSource {
    let all: [UInt8]
    var length: Int64 { Int64(all.count) }

    func bytes(_ count: Int, at offset: Int64) throws -> [UInt8] {
        guard offset < length else { return [] }
        return Array(all[Int(offset)..<min(all.count, Int(offset) + count)])
    }
}

extension FilePlan {
    func made(from source: Bytes) -> [UInt8] {
        pieces.flatMap { piece -> [UInt8] in
            switch piece {
            case .copy(let from, let count): Array(source.all[Int(from)..<Int(from + count)])
            case .bytes(let bytes): bytes
            case .zeros(let count): [UInt8](repeating: 0, count: Int(count))
            }
        }
    }
}

/// Small files of every kind, built by hand.
enum Pictures {
    static func big(_ number: Int, _ width: Int) -> [UInt8] { (0..<width).reversed().map { UInt8(truncatingIfNeeded: number >> (8 * $0)) } }
    static func little(_ number: Int, _ width: Int) -> [UInt8] { (0..<width).map { UInt8(truncatingIfNeeded: number >> (8 * $0)) } }

    static func segment(_ marker: UInt8, _ body: [UInt8]) -> [UInt8] { [0xFF, marker] + big(body.count + 2, 2) + body }

    static let place = Array("GPS 31.2304 N 121.4737 E".utf8)

    static func exif(orientation: Int, little isLittle: Bool) -> [UInt8] {
        let number = isLittle ? little : big
        let tiff =
            (isLittle ? [0x49, 0x49] : [0x4D, 0x4D]) + number(42, 2) + number(8, 4) + number(2, 2)
            + number(0x010F, 2) + number(2, 2) + number(4, 4) + number(0, 4)
            + number(0x0112, 2) + number(3, 2) + number(1, 4) + number(orientation, 2) + number(0, 2) + number(0, 4)
        return segment(0xE1, Array("Exif\0\0".utf8) + tiff + place)
    }

    static func jpeg(width: Int = 64, height: Int = 48, extra: [UInt8] = [], tail: [UInt8] = [], frame: UInt8 = 0xC0) -> [UInt8] {
        let head = segment(0xE0, Array("JFIF\0".utf8) + [1, 2, 0, 0, 1, 0, 1, 0, 0])
        let size = segment(frame, [8] + big(height, 2) + big(width, 2) + [1, 1, 0x11, 0])
        let scan = segment(0xDA, [1, 1, 0, 0, 63, 0]) + [0x12, 0xFF, 0x00, 0x34, 0xFF, 0xD0, 0x56]
        return [0xFF, 0xD8] + head + extra + segment(0xDB, [UInt8](repeating: 1, count: 65)) + size + scan + [0xFF, 0xD9] + tail
    }

    static func chunk(_ name: String, _ body: [UInt8]) -> [UInt8] { big(body.count, 4) + Array(name.utf8) + body + [1, 2, 3, 4] }

    static func png(width: Int = 64, height: Int = 48, extra: [UInt8] = [], tail: [UInt8] = []) -> [UInt8] {
        PNGWalk.signature + chunk("IHDR", big(width, 4) + big(height, 4) + [8, 2, 0, 0, 0]) + extra + chunk("IDAT", [9, 9, 9])
            + chunk("IEND", []) + tail
    }

    static func webp(width: Int = 64, height: Int = 48, extra: [UInt8] = []) -> [UInt8] {
        func chunk(_ name: String, _ body: [UInt8]) -> [UInt8] {
            Array(name.utf8) + little(body.count, 4) + body + [UInt8](repeating: 0, count: body.count % 2)
        }
        let body =
            chunk("VP8X", [0x0C | 0x10, 0, 0, 0] + little(width - 1, 3) + little(height - 1, 3))
            + chunk("VP8 ", [0, 0, 0, 0x9D, 1, 0x2A] + little(width, 2) + little(height, 2) + [7]) + chunk("EXIF", place)
            + chunk("XMP ", place)
            + extra
        return Array("RIFF".utf8) + little(body.count + 4, 4) + Array("WEBP".utf8) + body
    }

    static func box(_ name: String, _ body: [UInt8]) -> [UInt8] { big(body.count + 8, 4) + Array(name.utf8) + body }

    static func mp4(brand: String = "isom", extra: [UInt8] = []) -> [UInt8] {
        let track = box("trak", box("tkhd", [1]) + box("udta", place))
        return box("ftyp", Array(brand.utf8) + [0, 0, 0, 1] + Array("isom".utf8))
            + box("moov", box("mvhd", [1, 2, 3]) + track + box("udta", box("©xyz", place)) + box("meta", place)) + box("mdat", [5, 5, 5])
            + extra
    }

    static let pdf = Array("%PDF-1.7\n1 0 obj<<>>endobj\ntrailer<</Root 1 0 R>>\nstartxref\n9\n%%EOF\n".utf8)
}

@Suite("Files that people bring (B5)") struct FileTests {
    private func plan(_ bytes: [UInt8]) throws -> FilePlan { try FilePlan.read(Bytes(all: bytes)) }
    private func kept(_ bytes: [UInt8]) throws -> [UInt8] { try plan(bytes).made(from: Bytes(all: bytes)) }

    private func says(_ bytes: [UInt8], _ words: [UInt8]) -> Bool {
        bytes.count >= words.count && (0...(bytes.count - words.count)).contains { bytes[$0..<($0 + words.count)].elementsEqual(words) }
    }

    @Test func `what a file is decides its content`() throws {
        #expect(try plan(Pictures.jpeg()).kind == .jpeg)
        #expect(try plan(Pictures.png()).kind == .png)
        #expect(try plan(Pictures.webp()).kind == .webp)
        #expect(try plan(Pictures.mp4()).kind == .mp4)
        #expect(try plan(Pictures.pdf).kind == .pdf)
        #expect(throws: FileFault.empty) { try plan([]) }
        for text in ["<svg xmlns=\"http://www.w3.org/2000/svg\"/>", "<html><script>1</script>", "GIF89a.....", "MZ\0\0", "plain"] {
            #expect(throws: FileFault.unknownKind, "\(text)") { try plan(Array(text.utf8)) }
        }
        #expect(throws: FileFault.unknownKind) { try plan(Pictures.mp4(brand: "qt  ")) }
        #expect(throws: FileFault.unknownKind) { try plan(Pictures.mp4(brand: "heic")) }
    }

    @Test func `a name has to promise what the content is`() throws {
        try FileName.check("照片.JPG", is: .jpeg)
        try FileName.check("a.b.jpeg", is: .jpeg)
        #expect(throws: FileFault.lyingName(.png)) { try FileName.check("a.jpg", is: .png) }
        #expect(throws: FileFault.lyingName(.jpeg)) { try FileName.check("a.pdf", is: .jpeg) }
        for name in ["a", "a.svg", "a.jpg.exe", "jpg", ""] {
            #expect(throws: FileFault.unknownKind, "\(name)") { try FileName.check(name, is: .jpeg) }
        }
    }

    @Test func `a name is shown without folders and signs that lie, its ending survives`() {
        #expect(FileName.clean("C:\\Users\\me\\漏水.jpg") == "漏水.jpg")
        #expect(FileName.clean("../../etc/passwd") == "passwd")
        #expect(FileName.clean("gpj.\u{202E}exe\u{7}.png") == "gpj.exe.png")
        let long = FileName.clean(String(repeating: "长", count: 300) + ".jpeg")
        #expect(long.count == FileName.length && long.hasSuffix("长.jpeg"))
        #expect(FileName.clean("") == "")
    }

    @Test func `a JPEG loses place, device and comments, and stays a picture`() throws {
        let told =
            Pictures.exif(orientation: 1, little: true) + Pictures.segment(0xED, Pictures.place) + Pictures.segment(0xFE, Pictures.place)
            + Pictures.segment(0xE1, Array("http://ns.adobe.com/xap/1.0/\0".utf8) + Pictures.place) + Pictures.segment(0xE5, Pictures.place)
        let made = try kept(Pictures.jpeg(extra: told, tail: Pictures.jpeg() + Pictures.place))
        #expect(made == Pictures.jpeg())
        #expect(!says(made, Pictures.place))
        #expect(try kept(made) == made, "what was stripped once stays as it is")
    }

    @Test(arguments: [2, 3, 6, 8], [true, false]) func `how a JPEG is turned is kept, and nothing else of its EXIF`(
        _ orientation: Int, _ isLittle: Bool
    ) throws {
        let bytes = Pictures.jpeg(extra: Pictures.exif(orientation: orientation, little: isLittle))
        let found = try plan(bytes)
        #expect(found.orientation == orientation && found.width == 64 && found.height == 48)
        let made = found.made(from: Bytes(all: bytes))
        #expect(!says(made, Pictures.place))
        #expect(try plan(made).orientation == orientation)
        #expect(try kept(made) == made)
    }

    @Test func `colour profiles stay, small pictures inside the head go`() throws {
        let profile = Pictures.segment(0xE2, Array("ICC_PROFILE\0".utf8) + [1, 1, 7, 7])
        let other = Pictures.segment(0xE2, Array("MPF\0".utf8) + Pictures.place)
        let preview = Pictures.segment(0xE0, Array("JFXX\0".utf8) + Pictures.place)
        #expect(try kept(Pictures.jpeg(extra: preview + profile + other)) == Pictures.jpeg(extra: profile))
    }

    @Test func `a PNG loses its texts, time and EXIF`() throws {
        let told = ["tEXt", "zTXt", "iTXt", "eXIf", "tIME", "prVt"].flatMap { Pictures.chunk($0, Pictures.place) }
        let shown = Pictures.chunk("gAMA", [0, 0, 1, 1]) + Pictures.chunk("acTL", [0, 0, 0, 1, 0, 0, 0, 0])
        #expect(try kept(Pictures.png(extra: told + shown, tail: Pictures.place)) == Pictures.png(extra: shown))
    }

    @Test func `a WebP loses EXIF and XMP, and its head says so`() throws {
        let bytes = Pictures.webp(extra: Array("JUNK".utf8) + Pictures.little(4, 4) + [1, 2, 3, 4])
        let found = try plan(bytes)
        let made = found.made(from: Bytes(all: bytes))
        #expect(found.width == 64 && found.height == 48)
        #expect(!says(made, Pictures.place) && !says(made, Array("JUNK".utf8)))
        #expect(made.little(4, 4) + 8 == made.count && made[20] == 0x10)
        #expect(try kept(made) == made)
    }

    @Test func `an MP4 forgets where it was taken, and its index stays where it was`() throws {
        let bytes = Pictures.mp4(extra: Pictures.box("uuid", Pictures.place))
        let made = try kept(bytes)
        #expect(made.count == bytes.count && !says(made, Pictures.place) && !says(made, Array("udta".utf8)))
        #expect(says(made, Array("mvhd".utf8)) && says(made, Array("tkhd".utf8)))
        #expect(try kept(made) == made)
    }

    @Test func `too many pixels are refused before anything is decoded`() throws {
        #expect(try plan(Pictures.jpeg(width: 8_000, height: 5_000)).width == 8_000)
        #expect(throws: FileFault.tooManyPixels) { try plan(Pictures.jpeg(width: 8_001, height: 5_000)) }
        #expect(throws: FileFault.tooManyPixels) { try plan(Pictures.png(width: 60_000, height: 60_000)) }
        #expect(throws: FileFault.tooManyPixels) { try plan(Pictures.png(width: 70_000, height: 1)) }
        #expect(throws: FileFault.damaged) { try plan(Pictures.png(width: 0, height: 1)) }
        #expect(throws: FileFault.tooManyPixels) { try plan(Pictures.webp(width: 16_000, height: 16_000)) }
    }

    @Test func `a file that is cut off anywhere is damaged, never half a picture`() throws {
        for whole in [Pictures.jpeg(), Pictures.png(), Pictures.webp(), Pictures.mp4(), Pictures.pdf] {
            for cut in 17..<whole.count {
                // Without its last line feed a PDF is whole.
                if whole == Pictures.pdf, cut >= whole.count - 1 { continue }
                #expect(throws: FileFault.self, "\(cut) of \(whole.count)") { try plan(Array(whole[..<cut])) }
            }
        }
    }

    @Test func `what is not built as its kind demands is damaged`() throws {
        #expect(throws: FileFault.damaged) { try plan(Pictures.jpeg(frame: 0xC3)) }
        #expect(throws: FileFault.damaged) { try plan([0xFF, 0xD8, 0xFF, 0xD9] + [UInt8](repeating: 0, count: 20)) }
        #expect(throws: FileFault.damaged) { try plan(Pictures.png(extra: Pictures.chunk("QQQQ", [1]))) }
        #expect(throws: FileFault.damaged) { try plan(Pictures.mp4(extra: [0, 0, 0, 4, 1, 1, 1, 1])) }
        #expect(throws: FileFault.damaged) { try plan(Pictures.mp4(extra: Pictures.box("moov", Pictures.box("mvhd", [])))) }
        #expect(throws: FileFault.damaged) { try plan(Array("%PDF-1.7 and nothing else".utf8)) }
        #expect(throws: FileFault.encrypted) { try plan(Array("%PDF-1.7\n/Encrypt 3 0 R\nstartxref\n9\n%%EOF".utf8)) }
    }

    @Test func `a file larger than its kind allows is refused`() throws {
        struct Long: ByteSource {
            let head: [UInt8]
            let length: Int64
            func bytes(_ count: Int, at offset: Int64) throws -> [UInt8] { offset == 0 ? Array(head.prefix(count)) : [] }
        }
        #expect(throws: FileFault.tooLarge(.jpeg)) { try FilePlan.read(Long(head: Pictures.jpeg(), length: FileKind.jpeg.limit + 1)) }
        #expect(throws: FileFault.tooLarge(.pdf)) { try FilePlan.read(Long(head: Pictures.pdf, length: FileKind.pdf.limit + 1)) }
        #expect(throws: FileFault.tooLarge(.mp4)) { try FilePlan.read(Long(head: Pictures.mp4(), length: FileKind.mp4.limit + 1)) }
    }

    @Test func `no bytes break the walkers`() {
        var state: UInt64 = 0x9E37_79B9_7F4A_7C15
        func next(_ bound: Int) -> Int {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return Int(state >> 33) % bound
        }
        let seeds = [
            Pictures.jpeg(extra: Pictures.exif(orientation: 6, little: true)), Pictures.png(), Pictures.webp(), Pictures.mp4(),
            Pictures.pdf,
        ]
        var taken = 0
        for round in 0..<20_000 {
            var bytes = seeds[round % seeds.count]
            for _ in 0...next(4) { bytes[next(bytes.count)] = [0, 1, 0x7F, 0x80, 0xFF, UInt8(next(256))][next(6)] }
            guard let found = try? plan(bytes) else { continue }
            taken += 1
            let made = found.made(from: Bytes(all: bytes))
            #expect(Int64(made.count) == found.length)
            #expect((try? plan(made).kind) == found.kind, "what is kept of round \(round) is no such file any more")
        }
        #expect(taken > 1_000)
    }
}
