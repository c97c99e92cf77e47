internal import Foundation
import Testing

@testable import Pictures

@Suite("Small pictures") struct ThumbnailTests {
    private func make(_ bytes: [UInt8], _ source: Thumbnail.Source, _ width: Int, _ height: Int) throws -> [UInt8]? {
        let path = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString).path
        try Data(bytes).write(to: URL(fileURLWithPath: path))
        defer { try? FileManager.default.removeItem(atPath: path) }
        return Thumbnail.make(of: path, source, width: width, height: height)
    }

    /// Width and height of a JPEG, from its frame.
    private func size(_ jpeg: [UInt8]?) -> [Int] {
        guard let jpeg else { return [] }
        var place = 2
        while place + 9 < jpeg.count, jpeg[place] == 0xFF {
            if (0xC0...0xC2).contains(jpeg[place + 1]) {
                return [Int(jpeg[place + 7]) << 8 | Int(jpeg[place + 8]), Int(jpeg[place + 5]) << 8 | Int(jpeg[place + 6])]
            }
            place += 2 + Int(jpeg[place + 2]) << 8 + Int(jpeg[place + 3])
        }
        return []
    }

    private func painted(_ width: Int, _ height: Int) throws -> [UInt8] {
        let line = (0..<width).flatMap { x -> [UInt8] in x < width / 2 ? [200, 30, 30] : [20, 40, 220] }
        let raster = Thumbnail.Raster(width: width, height: height, bytes: (0..<height).flatMap { _ in line })
        return try #require(Thumbnail.encode(raster))
    }

    @Test func `a JPEG is shrunk while it is decoded`() throws {
        let small = try make(try painted(2_048, 512), .jpeg(progressive: false), 2_048, 512)
        #expect(size(small) == [512, 128])
        #expect((small?.count ?? 0) < 40_000)
    }

    @Test func `PNG and WebP become small JPEGs`() throws {
        #expect(size(try make(Samples.png, .png, 1_300, 700)) == [433, 233])
        #expect(size(try make(Samples.clear, .png, 700, 400)) == [350, 200])
        #expect(size(try make(Samples.webp, .webp, 1_300, 700)) == [640, 344])
        #expect(size(try make(Samples.lossy, .webp, 1_300, 700)) == [640, 344])
    }

    @Test func `colours stay where they were`() {
        let line = (0..<1_300).flatMap { x -> [UInt8] in x < 650 ? [200, 30, 30] : [20, 40, 220] }
        let small = Thumbnail.shrink(Thumbnail.Raster(width: 1_300, height: 4, bytes: (0..<4).flatMap { _ in line }))
        #expect(Array(small.bytes.prefix(3)) == [200, 30, 30] && Array(small.bytes.suffix(3)) == [20, 40, 220])
    }

    @Test func `what is small enough needs none`() throws {
        #expect(try make(try painted(640, 480), .jpeg(progressive: false), 640, 480) == nil)
    }

    @Test func `lies about the size, broken bytes and pictures too large to hold get none and break nothing`() throws {
        #expect(try make(try painted(2_048, 64), .jpeg(progressive: false), 4_096, 64) == nil)
        #expect(try make(Samples.png, .png, 1_301, 700) == nil)
        #expect(try make(Array(Samples.png.prefix(200)), .png, 1_300, 700) == nil)
        #expect(try make(Array(Samples.webp.prefix(60)), .webp, 1_300, 700) == nil)
        #expect(try make(try painted(2_048, 64), .jpeg(progressive: true), 16_000, 8_000) == nil)
        #expect(try make([], .png, 1_300, 700) == nil)
        #expect(Thumbnail.make(of: "/nowhere", .png, width: 1_300, height: 700) == nil)
    }
}
