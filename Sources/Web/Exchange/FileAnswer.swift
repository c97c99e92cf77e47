internal import HTTPTypes
internal import Hummingbird
internal import NIOCore
internal import Sheets
internal import Store

/// A file as an answer: to be saved, pictures also to be looked at; nothing in it may run or load anything.
enum FileAnswer {
    /// Streams the file at `path` piece by piece, read on the threads that may wait for a disk.
    /// - Parameter name: what the person's machine calls it; its extension follows.
    /// - Throws: `notFound` when it is not there.
    static func stream(_ path: String, name: String, _ format: SheetFormat, _ folder: DataFolder) async throws -> Response {
        guard let file = try? await folder.bench.run({ try RawFile(reading: path) }) else { throw StoreError.notFound }
        return try await stream(file, headers: headers("\(name).\(format.rawValue)", type: format.mediaType), folder)
    }

    /// Streams an open file; what happens to its name meanwhile does not matter.
    static func stream(_ file: RawFile, headers: HTTPFields, _ folder: DataFolder) async throws -> Response {
        let bench = folder.bench
        let size = try await bench.run { try file.size }
        let body = ResponseBody(contentLength: Int(size)) { writer in
            var offset: Int64 = 0
            while offset < size {
                let place = offset
                let bytes = try await bench.run { try file.read(128 * 1024, at: place) }
                guard !bytes.isEmpty else { break }
                offset += Int64(bytes.count)
                try await writer.write(ByteBuffer(bytes: bytes))
            }
            try await writer.finish(nil)
        }
        return Response(status: .ok, headers: headers, body: body)
    }

    static func headers(_ name: String, type: String, inline: Bool = false) -> HTTPFields {
        [
            .contentType: type, .contentDisposition: disposition(name, inline: inline), .cacheControl: "no-store",
            .contentSecurityPolicy: "default-src 'none'; sandbox",
        ]
    }

    /// `attachment` or `inline`, with the name in both forms of RFC 6266: letters every program knows, and all of them.
    static func disposition(_ name: String, inline: Bool = false) -> String {
        let plain = String(name.map { $0.isASCII && ($0.isLetter || $0.isNumber || "._- ".contains($0)) ? $0 : "_" })
        return "\(inline ? "inline" : "attachment"); filename=\"\(plain)\"; filename*=UTF-8\'\'\(PercentText.encode(name))"
    }
}
