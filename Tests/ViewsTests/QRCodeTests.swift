import Testing

@testable import Views

@Suite("QR codes")
struct QRCodeTests {
    /// Made with the Python package qrcode 8 (error correction M, mode byte, the same mask) and read by zbarimg.
    @Test("a small code is drawn module for module as another encoder draws it")
    func golden() throws {
        let code = try #require(QRCode("https://example.cn/s/7Q4K"))
        let rows = code.modules.map { row in String(row.map { $0 ? "#" : "." }) }
        #expect(
            rows == [
                "#######.###.##..#.#######", "#.....#.#..###..#.#.....#", "#.###.#...#.##.##.#.###.#", "#.###.#.#...##.#..#.###.#",
                "#.###.#..#.#.####.#.###.#", "#.....#...##..#.#.#.....#", "#######.#.#.#.#.#.#######", "........##.#...##........",
                "#.##.###..###.###.#..#.##", ".####..###..#.#..#.#...#.", "#..#.##.#.##.##.#####....", "#.#....#.#..###......##..",
                "##.#####..#.##.#.##.#.###", ".#.#......###########...#", ".##.#.###..#..#.#...#.##.", "#..#.#.#...#..#######...#",
                "..#.#.#...#..############", "........#....##.#...#.#.#", "#######.#....##.#.#.#.###", "#.....#.##.....##...#....",
                "#.###.#...##.##.######..#", "#.###.#.#.....##.##.#####", "#.###.#.##.#..#..##.#.##.", "#.....#.....####.##.#.#..",
                "#######.##...#...########",
            ])
    }

    /// Sizes with one block, several blocks, blocks of two lengths, and the drawn version; digests from the same encoder.
    @Test(
        "larger codes have the digest of the other encoder's",
        arguments: [
            (
                "otpauth://totp/Yunshan:lm@yunshan?secret=JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP&issuer=Yunshan", 41,
                0xf8b3_950a_2014_4d45
            ), (String(repeating: "x", count: 200), 57, 0xcc13_4eff_0a0c_0203),
            (String(repeating: "y", count: 400), 77, 0x127a_7228_3350_a831),
        ] as [(String, Int, UInt64)])
    func digests(text: String, size: Int, digest: UInt64) throws {
        let code = try #require(QRCode(text))
        #expect(code.size == size)
        let found = code.modules.joined().reduce(0xcbf2_9ce4_8422_2325 as UInt64) { ($0 ^ ($1 ? 1 : 0)) &* 0x100_0000_01b3 }
        #expect(found == digest)
    }

    @Test("666 bytes fit, 667 do not; three bytes a Han character")
    func capacity() {
        #expect(QRCode(String(repeating: "a", count: 666))?.size == 97)
        #expect(QRCode(String(repeating: "a", count: 667)) == nil)
        #expect(QRCode(String(repeating: "首", count: 222)) != nil)
        #expect(QRCode(String(repeating: "首", count: 223)) == nil)
    }

    @Test("the path covers every dark module once and stays inside the quiet zone")
    func path() throws {
        let code = try #require(QRCode("首问"))
        var dark = Array(repeating: Array(repeating: false, count: code.size), count: code.size)
        for piece in code.path.split(separator: "M") {
            let numbers = piece.split { !$0.isNumber }.compactMap { Int($0) }
            let (x, y, width) = (numbers[0], numbers[1], numbers[2])
            for offset in 0..<width {
                #expect(!dark[y - 4][x - 4 + offset])
                dark[y - 4][x - 4 + offset] = true
            }
        }
        #expect(dark == code.modules)
    }
}
