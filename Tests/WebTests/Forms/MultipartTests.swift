import Foundation
import TestSupport
import Testing

@testable import Web

@Suite("Forms with files") struct MultipartTests {
    private static let type = "multipart/form-data; boundary=\"----b0undary\""
    private static let body = Array(
        [
            "a preamble\r\n------b0undary\r\n", "Content-Disposition: form-data; name=\"csrf\"\r\n\r\nabc\r\n",
            "------b0undary  \r\ncontent-disposition:form-data; name=\"empty\"\r\nX-Other: 1\r\n\r\n\r\n",
            "------b0undary\r\nContent-Disposition: form-data; name=\"file\"; filename=\"名%22单.csv\"\r\nContent-Type: text/csv\r\n\r\n",
            "a,b\r\n--\r\n------b0undar\r\n----\r\n\r\n------b0undary--\r\nepilogue",
        ].joined().utf8)

    /// Parts with their bytes, fed in the given pieces.
    private func parts(_ body: [UInt8], cuts: [Int], type: String = type) throws -> [(MultipartReader.Head, [UInt8])] {
        guard var reader = MultipartReader(contentType: type) else { throw WebFault.notAForm }
        var (parts, ended): ([(MultipartReader.Head, [UInt8])], Int) = ([], 0)
        var start = 0
        for cut in cuts + [body.count] {
            try reader.feed(body[start..<cut]) { event in
                switch event {
                case .begin(let head): parts.append((head, []))
                case .data(let bytes): parts[parts.count - 1].1 += bytes
                case .end: ended += 1
                }
            }
            start = cut
        }
        try reader.finish()
        #expect(ended == parts.count)
        return parts
    }

    private func check(_ parts: [(MultipartReader.Head, [UInt8])], _ cut: String) {
        #expect(parts.map(\.0.name) == ["csrf", "empty", "file"], "\(cut)")
        #expect(parts.map(\.0.fileName) == [nil, nil, "名\"单.csv"], "\(cut)")
        #expect(parts.map { String(decoding: $0.1, as: UTF8.self) } == ["abc", "", "a,b\r\n--\r\n------b0undar\r\n----\r\n"], "\(cut)")
    }

    @Test func `a form is read alike wherever its pieces are cut`() throws {
        for cut in 0...Self.body.count { check(try parts(Self.body, cuts: [cut]), "\(cut)") }
        check(try parts(Self.body, cuts: Array(1..<Self.body.count)), "every byte")
        for first in stride(from: 0, to: Self.body.count, by: 5) {
            for second in stride(from: first, to: Self.body.count, by: 3) {
                check(try parts(Self.body, cuts: [first, second]), "\(first) \(second)")
            }
        }
    }

    @Test func `a damaged form is read alike wherever it is cut, or refused wherever it is cut`() throws {
        var random = RandomNumbers.fromEnvironment()
        print("forms somebody damaged: SHOUWEN_SEED=\(random.seed)")
        var refused = 0
        for round in 0..<2_000 {
            var body = Self.body
            for _ in 0..<Int.random(in: 1...3, using: &random) {
                let place = Int.random(in: 0..<body.count, using: &random)
                switch Int.random(in: 0..<4, using: &random) {
                case 0: body[place] = UInt8.random(in: 0...255, using: &random)
                case 1: body.removeSubrange(place..<min(body.count, place + Int.random(in: 1...9, using: &random)))
                case 2: body.insert(contentsOf: Array("\r\n------b0undary".utf8), at: place)
                default: body.insert(contentsOf: Array("\r\n\r\n".utf8), at: place)
                }
            }
            let whole = answer(body, cuts: [])
            if whole == nil { refused += 1 }
            #expect(answer(body, cuts: Array(1..<body.count)) == whole, "round \(round) of seed \(random.seed)")
            let cut = Int.random(in: 0...body.count, using: &random)
            #expect(answer(body, cuts: [cut]) == whole, "round \(round) of seed \(random.seed), cut at \(cut)")
        }
        #expect(refused > 100 && refused < 2_000)
    }

    /// Names and bytes of the parts; nil for a refusal.
    private func answer(_ body: [UInt8], cuts: [Int]) -> [String]? {
        (try? parts(body, cuts: cuts))?.map { "\($0.0) \($0.1)" }
    }

    @Test func `a form that is cut off is malformed at every length`() {
        let end = Self.body.count - "--\r\nepilogue".utf8.count + 2
        for length in 0..<end { #expect(throws: WebFault.self, "\(length)") { try parts(Array(Self.body[..<length]), cuts: []) } }
    }

    @Test(
        arguments: [
            "text/plain", "multipart/form-data", "multipart/form-data; boundary=", "multipart/mixed; boundary=x",
            "multipart/form-data; boundary=\"a b\"", "multipart/form-data; boundary=" + String(repeating: "x", count: 71),
        ]) func `another type is no form`(_ type: String)
    {
        #expect(MultipartReader(contentType: type) == nil)
    }

    @Test func `long headers, many parts and parts without a name are refused`() {
        func body(_ head: String) -> [UInt8] { Array("--x\r\n\(head)\r\n\r\nv\r\n--x--\r\n".utf8) }
        let type = "multipart/form-data; boundary=x"
        let long = "Content-Disposition: form-data; name=\"a\"\r\nX: " + String(repeating: "y", count: 9_000)
        #expect(throws: WebFault.tooLarge) { try parts(body(long), cuts: [], type: type) }
        for head in [
            "X: 1", "Content-Disposition: form-data", "Content-Disposition: attachment; name=\"a\"",
            "Content-Disposition: form-data; name=\"\"",
        ] {
            #expect(throws: WebFault.malformed("multipart"), "\(head)") { try parts(body(head), cuts: [], type: type) }
        }
        let part = "--x\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\nv\r\n"
        #expect(throws: WebFault.tooLarge) {
            try parts(Array(String(repeating: part, count: 41).utf8) + Array("--x--".utf8), cuts: [], type: type)
        }
        #expect(throws: WebFault.malformed("multipart")) { try parts(Array("--xyz\r\n".utf8), cuts: [], type: type) }
    }
}
