/// A PDF is taken as it is: it has to begin and to end as one, and must not be locked.
enum PDFCheck {
    static func plan(_ source: some ByteSource) throws -> FilePlan {
        let head = try source.exactly(8, at: 0)
        guard head[5] == UInt8(ascii: "1") || head[5] == UInt8(ascii: "2"), head[6] == UInt8(ascii: ".") else { throw FileFault.damaged }
        let count = Int(min(source.length, 2_048))
        let tail = try source.exactly(count, at: source.length - Int64(count))
        guard contains(tail, "%%EOF"), contains(tail, "startxref") else { throw FileFault.damaged }
        // The trailer names the lock; in newer files it stands in a stream near the end.
        if contains(tail, "/Encrypt") { throw FileFault.encrypted }
        return FilePlan.whole(source, .pdf)
    }

    private static func contains(_ bytes: [UInt8], _ word: String) -> Bool {
        let wanted = Array(word.utf8)
        guard bytes.count >= wanted.count else { return false }
        return (0...(bytes.count - wanted.count)).contains {
            bytes[$0] == wanted[0] && bytes[$0..<($0 + wanted.count)].elementsEqual(wanted)
        }
    }
}
