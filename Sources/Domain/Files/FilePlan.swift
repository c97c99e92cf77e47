/// Bytes that can be read anywhere: a file on the disk, or an array in a test.
package protocol ByteSource {
    var length: Int64 { get }
    /// Up to `count` bytes from `offset` on; fewer only at the end.
    func bytes(_ count: Int, at offset: Int64) throws -> [UInt8]
}

extension ByteSource {
    /// Exactly `count` bytes.
    /// - Throws: `FileFault.damaged` when the file ends before.
    func exactly(_ count: Int, at offset: Int64) throws -> [UInt8] {
        guard offset >= 0, offset <= length - Int64(count) else { throw FileFault.damaged }
        let found = try bytes(count, at: offset)
        guard found.count == count else { throw FileFault.damaged }
        return found
    }
}

/// What of a file is kept, as pieces in order. Made by reading the file once, so that writing it costs no memory.
package struct FilePlan: Hashable, Sendable {
    package enum Piece: Hashable, Sendable {
        case copy(from: Int64, count: Int64)
        case bytes([UInt8])
        case zeros(count: Int64)
    }

    package let kind: FileKind
    package private(set) var pieces: [Piece] = []
    /// Of a picture, as stored (before it is turned); zero for other kinds.
    package internal(set) var width = 0
    package internal(set) var height = 0
    /// How a JPEG is turned for the eye: 1 to 8 as in EXIF.
    package internal(set) var orientation = 1
    /// A JPEG that can only be decoded whole.
    package internal(set) var isProgressive = false

    init(_ kind: FileKind) { self.kind = kind }

    /// Bytes of the whole.
    package var length: Int64 {
        pieces.reduce(0) { sum, piece in
            switch piece {
            case .copy(_, let count), .zeros(let count): sum + count
            case .bytes(let bytes): sum + Int64(bytes.count)
            }
        }
    }

    /// Neighbours become one piece.
    mutating func keep(from: Int64, count: Int64) {
        guard count > 0 else { return }
        if case .copy(let start, let before)? = pieces.last, start + before == from {
            pieces[pieces.count - 1] = .copy(from: start, count: before + count)
        } else {
            pieces.append(.copy(from: from, count: count))
        }
    }

    mutating func put(_ bytes: [UInt8]) { pieces.append(.bytes(bytes)) }

    mutating func blank(_ count: Int64) { if count > 0 { pieces.append(.zeros(count: count)) } }

    mutating func sized(_ width: Int, _ height: Int) throws(FileFault) {
        guard width > 0, height > 0 else { throw .damaged }
        guard width <= 65_535, height <= 65_535, width * height <= FileRule.pixels else { throw .tooManyPixels }
        (self.width, self.height) = (width, height)
    }

    /// Decides by content what the file is, and what of it is kept: pictures and videos lose what their makers wrote into them about
    /// place, device and time (14.2.8). Office files are only recognised as archives here; their entries are for `Sheets` to check.
    /// - Throws: `FileFault`, or what the source throws.
    package static func read(_ source: some ByteSource) throws -> FilePlan {
        guard source.length > 0 else { throw FileFault.empty }
        let head = try source.bytes(16, at: 0)
        guard let kind = sniff(head) else { throw FileFault.unknownKind }
        guard source.length <= kind.limit else { throw FileFault.tooLarge(kind) }
        switch kind {
        case .jpeg: return try JPEGWalk.plan(source)
        case .png: return try PNGWalk.plan(source)
        case .webp: return try WebPWalk.plan(source)
        case .mp4: return try MP4Walk.plan(source)
        case .pdf: return try PDFCheck.plan(source)
        case .docx, .xlsx: return whole(source, kind)
        }
    }

    /// As an office file of either kind: the archive's entries decide which.
    package static func whole(_ source: some ByteSource, _ kind: FileKind) -> FilePlan {
        var plan = FilePlan(kind)
        plan.keep(from: 0, count: source.length)
        return plan
    }

    /// By the first bytes; an archive is called `docx` until its entries have been read.
    static func sniff(_ head: [UInt8]) -> FileKind? {
        if head.starts(with: [0xFF, 0xD8, 0xFF]) { return .jpeg }
        if head.starts(with: PNGWalk.signature) { return .png }
        if head.starts(with: Array("RIFF".utf8)), head.dropFirst(8).starts(with: Array("WEBP".utf8)) { return .webp }
        if head.starts(with: Array("%PDF-".utf8)) { return .pdf }
        if head.starts(with: [0x50, 0x4B, 0x03, 0x04]) { return .docx }
        if head.dropFirst(4).starts(with: Array("ftyp".utf8)) { return .mp4 }
        return nil
    }
}

extension [UInt8] {
    /// Big-endian, `width` bytes from `place` on.
    func big(_ place: Int, _ width: Int) -> Int { (0..<width).reduce(0) { $0 << 8 | Int(self[place + $1]) } }

    /// Little-endian, `width` bytes from `place` on.
    func little(_ place: Int, _ width: Int) -> Int { (0..<width).reduce(0) { $0 | Int(self[place + $1]) << (8 * $1) } }
}
