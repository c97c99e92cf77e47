/// The values of one statement in the form libpq takes them: pointers to zero-terminated text or to bytes. Its memory is used again and again.
struct Parameters {
    private var bytes: [CChar] = []
    private var offsets: [Int] = []
    private var lengths: [Int32] = []
    private var formats: [Int32] = []
    private var pointers: [UnsafePointer<CChar>?] = []

    /// - Throws: `.invalidBind` for text with a zero byte, which C would cut short silently, and for too many values.
    static func check(_ binds: [Bind]) throws(PostgresError) {
        guard binds.count <= 65_535 else { throw PostgresError(.invalidBind, "\(binds.count) values in one statement") }
        for (index, bind) in binds.enumerated() {
            if case .text(let text) = bind.value, text.utf8.contains(0) {
                throw PostgresError(.invalidBind, "value \(index + 1) contains a zero byte")
            }
        }
    }

    mutating func fill(_ binds: [Bind]) {
        bytes.removeAll(keepingCapacity: bytes.count < 1 << 20)
        offsets.removeAll(keepingCapacity: true)
        lengths.removeAll(keepingCapacity: true)
        formats.removeAll(keepingCapacity: true)
        for bind in binds {
            switch bind.value {
            case .null: append(offset: -1, length: 0, format: 0)
            case .text(let text): append(text)
            case .bytes(let value):
                append(offset: bytes.count, length: value.count, format: 1)
                bytes.append(contentsOf: value.lazy.map { CChar(bitPattern: $0) })
                // An empty value still needs an address, so that it is not taken for NULL.
                bytes.append(0)
            }
        }
    }

    /// Calls `body` with the arrays `PQsendQueryPrepared` wants.
    mutating func withArrays<T>(
        _ body: (Int32, UnsafePointer<UnsafePointer<CChar>?>?, UnsafePointer<Int32>?, UnsafePointer<Int32>?) -> T
    ) -> T {
        pointers.removeAll(keepingCapacity: true)
        return bytes.withUnsafeBufferPointer { memory in
            for offset in offsets {
                pointers.append(offset < 0 ? nil : memory.baseAddress.map { $0 + offset })
            }
            return body(Int32(offsets.count), pointers, lengths, formats)
        }
    }

    private mutating func append(_ text: String) {
        var text = text
        let start = bytes.count
        text.withUTF8 { utf8 in
            bytes.append(contentsOf: UnsafeRawBufferPointer(utf8).bindMemory(to: CChar.self))
        }
        append(offset: start, length: bytes.count - start, format: 0)
        bytes.append(0)
    }

    private mutating func append(offset: Int, length: Int, format: Int32) {
        offsets.append(offset)
        lengths.append(Int32(clamping: length))
        formats.append(format)
    }
}
