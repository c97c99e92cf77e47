internal import Glibc

/// How the bytes of a text file are to be read: told by what they are, never by a name (the person seldom knows it).
enum Charset: Hashable, Sendable {
    case utf8(mark: Bool)
    case gb18030
    /// What Excel saves as "Unicode text".
    case utf16(bigEndian: Bool)

    /// Valid UTF-8 is UTF-8; anything else is what Chinese Windows writes.
    static func of(_ path: String) throws(SheetFault) -> Charset {
        let file = try RawFile(reading: path)
        let head = try file.read(3, at: 0)
        if head.starts(with: [0xFF, 0xFE]) { return .utf16(bigEndian: false) }
        if head.starts(with: [0xFE, 0xFF]) { return .utf16(bigEndian: true) }
        let mark = head == [0xEF, 0xBB, 0xBF]
        var check = UTF8Check()
        var offset: Int64 = 0
        while true {
            let bytes = try file.read(256 * 1024, at: offset)
            if bytes.isEmpty { return check.isWhole ? .utf8(mark: mark) : .gb18030 }
            guard check.feed(bytes) else { return .gb18030 }
            offset += Int64(bytes.count)
        }
    }

    fileprivate var iconvName: String? {
        switch self {
        case .utf8: nil
        case .gb18030: "GB18030"
        case .utf16(let big): big ? "UTF-16BE" : "UTF-16LE"
        }
    }

    fileprivate var markBytes: Int64 {
        switch self {
        case .utf8(let mark): mark ? 3 : 0
        case .gb18030: 0
        case .utf16: 2
        }
    }
}

/// Whether bytes that come in pieces are UTF-8 (RFC 3629: shortest forms, no surrogates).
struct UTF8Check {
    private var left = 0
    private var low: UInt8 = 0x80
    private var high: UInt8 = 0xBF

    /// No character is cut off at the end.
    var isWhole: Bool { left == 0 }

    mutating func feed(_ bytes: [UInt8]) -> Bool {
        for byte in bytes {
            if left > 0 {
                guard byte >= low, byte <= high else { return false }
                (left, low, high) = (left - 1, 0x80, 0xBF)
                continue
            }
            switch byte {
            case 0x00...0x7F: continue
            case 0xC2...0xDF: left = 1
            case 0xE0: (left, low) = (2, 0xA0)
            case 0xED: (left, high) = (2, 0x9F)
            case 0xE1...0xEF: left = 2
            case 0xF0: (left, low) = (3, 0x90)
            case 0xF4: (left, high) = (3, 0x8F)
            case 0xF1...0xF3: left = 3
            default: return false
            }
        }
        return true
    }
}

/// A text file as UTF-8 bytes, piece by piece.
final class TextSource {
    private let file: RawFile
    private let charset: Charset
    private var offset: Int64
    private var converter: Converter?

    init(_ path: String) throws(SheetFault) {
        charset = try Charset.of(path)
        file = try RawFile(reading: path)
        offset = charset.markBytes
        if let name = charset.iconvName { converter = try Converter(from: name) }
    }

    /// Nil at the end.
    /// - Throws: `notATable` for bytes that the charset does not have.
    func next() throws(SheetFault) -> [UInt8]? {
        let bytes = try file.read(128 * 1024, at: offset)
        offset += Int64(bytes.count)
        guard let converter else { return bytes.isEmpty ? nil : bytes }
        if bytes.isEmpty {
            try converter.finish()
            return nil
        }
        return try converter.convert(bytes)
    }
}

/// glibc's iconv; a character cut in two waits for its other half.
private final class Converter {
    private let handle: iconv_t
    private var waiting: [UInt8] = []

    init(from name: String) throws(SheetFault) {
        guard let handle = iconv_open("UTF-8", name), handle != iconv_t(bitPattern: -1) else { throw .notATable }
        self.handle = handle
    }

    deinit { iconv_close(handle) }

    func convert(_ piece: [UInt8]) throws(SheetFault) -> [UInt8] {
        var input = waiting + piece
        var output = [UInt8](repeating: 0, count: input.count * 4)
        let total = input.count
        let (left, produced, fault) = input.withUnsafeMutableBytes { source in
            output.withUnsafeMutableBytes { target in
                var from = source.bindMemory(to: CChar.self).baseAddress
                var to = target.bindMemory(to: CChar.self).baseAddress
                var (fromLeft, toLeft) = (source.count, target.count)
                let result = iconv(handle, &from, &fromLeft, &to, &toLeft)
                return (fromLeft, target.count - toLeft, result == -1 ? errno : 0)
            }
        }
        // EINVAL: a character is cut off at the end of the piece.
        guard fault == 0 || fault == EINVAL, left <= 8 else { throw .notATable }
        waiting = Array(input[(total - left)...])
        output.removeLast(output.count - produced)
        return output
    }

    func finish() throws(SheetFault) {
        guard waiting.isEmpty else { throw .notATable }
    }
}
