/// A QR code (ISO/IEC 18004) of bytes, with error correction level M: fifteen per cent of it may be unreadable, as on creased paper.
/// Versions 1 to 20 hold up to 666 bytes: addresses and keys, not documents.
package struct QRCode: Hashable, Sendable {
    /// Modules along one side, without the quiet zone.
    package let size: Int
    /// Row by row; true is dark.
    package let modules: [[Bool]]

    /// Nil when the text has more than 666 bytes.
    package init?(_ text: String) {
        let bytes = Array(text.utf8)
        guard let version = QRVersion.smallest(for: bytes.count) else { return nil }
        let codewords = version.interleaved(QRCode.message(bytes, version))
        size = version.size
        var best: (penalty: Int, modules: [[Bool]])?
        let blank = QRMatrix(version)
        for mask in 0..<8 {
            var matrix = blank
            matrix.place(codewords, mask: mask)
            matrix.placeFormat(mask: mask)
            let penalty = QRPenalty.total(matrix.dark)
            if best.map({ penalty < $0.penalty }) ?? true { best = (penalty, matrix.dark) }
        }
        guard let best else { return nil }
        modules = best.modules
    }

    /// Mode "byte", the length, the bytes, the end mark and filling, in whole codewords.
    private static func message(_ bytes: [UInt8], _ version: QRVersion) -> [UInt8] {
        var bits: [Bool] = []
        func append(_ value: Int, _ count: Int) {
            for bit in stride(from: count - 1, through: 0, by: -1) { bits.append(value >> bit & 1 == 1) }
        }
        append(4, 4)
        append(bytes.count, version.lengthBits)
        for byte in bytes { append(Int(byte), 8) }
        let capacity = version.dataCodewords * 8
        append(0, min(4, capacity - bits.count))
        append(0, (8 - bits.count % 8) % 8)
        var codewords = stride(from: 0, to: bits.count, by: 8).map { start in
            bits[start..<(start + 8)].reduce(UInt8(0)) { $0 << 1 | ($1 ? 1 : 0) }
        }
        var filling: UInt8 = 0xec
        while codewords.count < version.dataCodewords {
            codewords.append(filling)
            filling ^= 0xec ^ 0x11
        }
        return codewords
    }

    /// For the attribute `d` of an SVG path in a view box of `size + 8`: dark modules as horizontal runs inside the quiet zone of four.
    package var path: String {
        var path = ""
        for (y, row) in modules.enumerated() {
            var x = 0
            while x < size {
                guard row[x] else {
                    x += 1
                    continue
                }
                let start = x
                while x < size, row[x] { x += 1 }
                path += "M\(start + 4) \(y + 4)h\(x - start)v1h-\(x - start)z"
            }
        }
        return path
    }
}

/// Size and division of one of the forty versions; here the first twenty, at level M.
struct QRVersion: Sendable {
    let number: Int

    /// Error correction codewords of one block, and how many blocks (ISO/IEC 18004, table 9, level M).
    private static let table: [(correction: Int, blocks: Int)] = [
        (10, 1), (16, 1), (26, 1), (18, 2), (24, 2), (16, 4), (18, 4), (22, 4), (22, 5), (26, 5), (30, 5), (22, 8), (22, 9), (24, 9),
        (24, 10), (28, 10), (28, 11), (26, 13), (26, 14), (26, 16),
    ]

    static func smallest(for bytes: Int) -> QRVersion? {
        (1...table.count).map(QRVersion.init).first { 4 + $0.lengthBits + bytes * 8 <= $0.dataCodewords * 8 }
    }

    var size: Int { 17 + 4 * number }
    var lengthBits: Int { number < 10 ? 8 : 16 }
    private var correction: Int { Self.table[number - 1].correction }
    private var blocks: Int { Self.table[number - 1].blocks }

    /// All codewords that the modules outside the patterns can hold.
    private var codewords: Int {
        var modules = (16 * number + 128) * number + 64
        if number >= 2 {
            let along = number / 7 + 2
            modules -= (25 * along - 10) * along - 55
            if number >= 7 { modules -= 36 }
        }
        return modules / 8
    }

    var dataCodewords: Int { codewords - correction * blocks }

    /// Centres of the alignment patterns.
    var alignment: [Int] {
        guard number > 1 else { return [] }
        let along = number / 7 + 2
        let step = (number * 4 + along * 2 + 1) / (along * 2 - 2) * 2
        return [6] + (0..<(along - 1)).map { size - 7 - $0 * step }.reversed()
    }

    /// Data and its error correction, block by block interleaved as they are drawn. The last blocks may hold one codeword more.
    func interleaved(_ data: [UInt8]) -> [UInt8] {
        let short = codewords / blocks - correction
        let shortBlocks = blocks - codewords % blocks
        let divisor = ReedSolomon.divisor(degree: correction)
        var parts: [(data: [UInt8], correction: [UInt8])] = []
        var start = 0
        for block in 0..<blocks {
            let end = start + short + (block < shortBlocks ? 0 : 1)
            let part = Array(data[start..<end])
            parts.append((part, ReedSolomon.remainder(part, divisor)))
            start = end
        }
        var result: [UInt8] = []
        for index in 0...short { for part in parts where index < part.data.count { result.append(part.data[index]) } }
        for index in 0..<correction { for part in parts { result.append(part.correction[index]) } }
        return result
    }
}

/// Reed–Solomon codes over GF(256) with the polynomial x⁸ + x⁴ + x³ + x² + 1.
enum ReedSolomon {
    static func divisor(degree: Int) -> [UInt8] {
        var result = [UInt8](repeating: 0, count: degree - 1) + [1]
        var root: UInt8 = 1
        for _ in 0..<degree {
            for index in 0..<degree {
                result[index] = product(result[index], root)
                if index + 1 < degree { result[index] ^= result[index + 1] }
            }
            root = product(root, 2)
        }
        return result
    }

    static func remainder(_ data: [UInt8], _ divisor: [UInt8]) -> [UInt8] {
        var result = [UInt8](repeating: 0, count: divisor.count)
        for byte in data {
            let factor = byte ^ result.removeFirst()
            result.append(0)
            for index in divisor.indices { result[index] ^= product(divisor[index], factor) }
        }
        return result
    }

    private static func product(_ left: UInt8, _ right: UInt8) -> UInt8 {
        var result: UInt8 = 0
        for bit in stride(from: 7, through: 0, by: -1) {
            let carry = result & 0x80 != 0
            result <<= 1
            if carry { result ^= 0x1d }
            if right >> UInt8(bit) & 1 == 1 { result ^= left }
        }
        return result
    }
}
