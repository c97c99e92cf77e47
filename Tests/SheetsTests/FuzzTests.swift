import Foundation
import TestSupport
import Testing

@testable import Sheets

/// Damaged tables, thousands of them: whatever the bytes are, the reader takes rows that can be read again or says why not.
/// `bin/fuzz sheets` looks further.
@Suite("Tables somebody damaged") struct FuzzTests {
    private static let limits: SheetLimits = {
        var limits = SheetLimits()
        limits.rows = 500
        limits.inflatedBytes = 1_048_576
        limits.sharedStringBytes = 262_144
        return limits
    }()

    private static let texts: [[UInt8]] = [
        Array("楼栋,房号\r\n3号楼,\"1\"\"02\"\r\n".utf8), Array("\u{FEFF}a;b\n=1;2\n".utf8), Array("sep=\t\na\tb\n1\t2".utf8),
        // 楼栋,房号 and a row in GB18030.
        [0xC2, 0xA5, 0xB6, 0xB0, 0x2C, 0xB7, 0xBF, 0xBA, 0xC5, 0x0A, 0x31, 0x2C, 0x81, 0x30, 0x81, 0x30, 0x0A],
        [0xFF, 0xFE, 0x61, 0x00, 0x0A, 0x00, 0x31, 0x00],
    ]

    private static func workbook(_ scratch: Scratch) throws -> [UInt8] {
        var parts = Parts()
        parts.strings = "<sst><si><t>房号</t></si><si><r><t>1</t></r><r><t>02</t></r></si></sst>"
        parts.rows = Parts.heading + "<row r=\"2\"><c r=\"A2\" t=\"s\"><v>1</v></c><c r=\"C2\"><v>45.5</v></c></row>"
        return Array(try Data(contentsOf: URL(fileURLWithPath: try parts.write(scratch))))
    }

    @Test func `no bytes break the reader, and what it takes can be read again row for row`() throws {
        var random = RandomNumbers.fromEnvironment()
        print("tables somebody damaged: SHOUWEN_SEED=\(random.seed)")
        try Scratch.run { scratch in
            let seeds = Self.texts + [try Self.workbook(scratch)]
            var taken = 0
            for round in 0..<3_000 {
                let bytes = Self.damaged(seeds.randomElement(using: &random) ?? [], &random)
                let (file, target) = (try scratch.file(bytes), "\(scratch.path)/rows")
                do {
                    let found = try SheetIntake(limits: Self.limits).convert(file, to: target)
                    let rows = try RowReader(target).next(1_000)
                    #expect(rows.count == found.rows, "round \(round) of seed \(random.seed)")
                    taken += 1
                } catch is SheetFault {
                } catch {
                    Issue.record("round \(round) of seed \(random.seed): \(error)")
                }
                try? FileManager.default.removeItem(atPath: target)
            }
            #expect(taken > 100 && taken < 3_000, "the damage is neither nothing nor everything")
        }
    }

    /// Bytes changed, cut out, doubled, cut off, or joined with something dangerous.
    private static func damaged(_ seed: [UInt8], _ random: inout RandomNumbers) -> [UInt8] {
        var bytes = seed
        for _ in 0..<Int.random(in: 1...4, using: &random) where !bytes.isEmpty {
            let place = Int.random(in: 0..<bytes.count, using: &random)
            switch Int.random(in: 0..<6, using: &random) {
            case 0: bytes[place] = UInt8.random(in: 0...255, using: &random)
            case 1: bytes[place] ^= 1 << UInt8.random(in: 0..<8, using: &random)
            case 2: bytes.removeSubrange(place..<min(bytes.count, place + Int.random(in: 1...9, using: &random)))
            case 3: bytes.insert(contentsOf: bytes[place..<min(bytes.count, place + 20)], at: place)
            case 4: bytes.removeSubrange(place...)
            default:
                let words = ["\"", "\r", ",,,,", "<!DOCTYPE x>", "&lol;", "\0", "PK\u{3}\u{4}", "=cmd|'/c'!A1", "</row>", "\u{FEFF}"]
                bytes.insert(contentsOf: Array((words.randomElement(using: &random) ?? "").utf8), at: place)
            }
        }
        return bytes
    }

    @Test func `a broken GB18030 file is refused whole, never guessed at`() throws {
        try Scratch.run { scratch in
            for tail in [[0x81], [0x81, 0x30], [0x81, 0x30, 0x81], [0xFF, 0xFF], [0xC2, 0x20]] as [[UInt8]] {
                let bytes: [UInt8] = [0xC2, 0xA5, 0xB6, 0xB0, 0x0A, 0x31, 0x0A] + tail
                #expect(throws: SheetFault.notATable, "\(tail)") { _ = try scratch.read(bytes) }
            }
        }
    }

    @Test func `a heading of a megabyte and a row of a thousand columns cost nothing`() throws {
        try Scratch.run { scratch in
            let long = [UInt8](repeating: 0x61, count: 1_048_576) + Array("\n1\n".utf8)
            #expect(throws: SheetFault.cellTooLong(row: 1)) { _ = try scratch.read(long) }
            let wide = Array((String(repeating: "a,", count: 1_000) + "\n1\n").utf8)
            #expect(throws: SheetFault.tooManyColumns(limit: 100)) { _ = try scratch.read(wide) }
            let (found, _) = try scratch.read(Array((String(repeating: "长", count: 400) + "\n1\n").utf8))
            #expect(found.headings.map(\.count) == [80])
        }
    }
}
