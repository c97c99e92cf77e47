// Feeds forms that libFuzzer makes up, once whole and once byte by byte, and wants the same answer. Not part of any target:
// `bin/fuzz multipart` builds and runs it.

/// The two refusals the reader knows, without the HTTP side around them.
enum WebFault: Error, Equatable {
    case malformed(String)
    case tooLarge
}

private func read(_ bytes: [UInt8], step: Int) -> String {
    guard var reader = MultipartReader(contentType: "multipart/form-data; boundary=x") else { return "no reader" }
    var seen = ""
    var data: [UInt8] = []
    do {
        for start in stride(from: 0, to: bytes.count, by: step) {
            try reader.feed(bytes[start..<min(start + step, bytes.count)]) { event in
                switch event {
                case .begin(let head): seen += "begin \(head)"
                case .data(let bytes): data += bytes
                case .end:
                    seen += "\(data)end"
                    data = []
                }
            }
        }
        try reader.finish()
        return seen
    } catch {
        return "refused"
    }
}

@_cdecl("LLVMFuzzerTestOneInput")
public func testOneInput(_ data: UnsafePointer<UInt8>?, _ size: Int) -> CInt {
    guard size > 0, let data else { return 0 }
    let bytes = Array(UnsafeBufferPointer(start: data, count: size))
    let whole = read(bytes, step: max(1, size))
    precondition(read(bytes, step: 1) == whole, "it matters where the form is cut")
    precondition(read(bytes, step: 7) == whole, "it matters where the form is cut")
    return 0
}
