/// PostgreSQL's text form of one-dimensional arrays.
struct ArrayText {
    private var bytes: [UInt8] = [UInt8(ascii: "{")]

    /// The finished text.
    var closed: String { String(decoding: bytes, as: UTF8.self) + "}" }

    /// Every element is quoted: then no content, not even `NULL` or an empty text, has a meaning of its own.
    mutating func append(_ element: String?) {
        if bytes.count > 1 { bytes.append(UInt8(ascii: ",")) }
        guard let element else {
            bytes.append(contentsOf: "NULL".utf8)
            return
        }
        bytes.append(UInt8(ascii: "\""))
        for byte in element.utf8 {
            if byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\") { bytes.append(UInt8(ascii: "\\")) }
            bytes.append(byte)
        }
        bytes.append(UInt8(ascii: "\""))
    }

    /// Reads `{…}` into elements; more than one dimension is refused.
    static func elements<Element: ColumnValue>(of column: ColumnBytes) throws(ColumnFault) -> [Element] {
        guard let elementOID = OID.element(ofArray: column.oid) else { throw .type(column.oid) }
        guard let text = column.bytes else { throw .null }
        var reader = ArrayReader(text)
        guard reader.open() else { throw .malformed }
        var elements: [Element] = []
        while let item = try reader.next() {
            elements.append(try reader.decode(item, oid: elementOID))
        }
        return elements
    }
}

/// Splits array text into its elements.
private struct ArrayReader {
    enum Item {
        case null
        case plain(Range<Int>)
        case unescaped
    }

    private let text: UnsafeBufferPointer<UInt8>
    private var position = 0
    private var isFirst = true
    private var scratch: [UInt8] = []

    init(_ text: UnsafeBufferPointer<UInt8>) {
        self.text = text
    }

    /// Skips explicit bounds (`[0:2]=`) and the opening brace.
    mutating func open() -> Bool {
        if text.first == UInt8(ascii: "["), let equals = text.firstIndex(of: UInt8(ascii: "=")) { position = equals + 1 }
        guard position < text.count, text[position] == UInt8(ascii: "{") else { return false }
        position += 1
        return true
    }

    mutating func next() throws(ColumnFault) -> Item? {
        guard position < text.count else { throw .malformed }
        if text[position] == UInt8(ascii: "}") { return nil }
        if !isFirst {
            guard text[position] == UInt8(ascii: ",") else { throw .malformed }
            position += 1
        }
        isFirst = false
        guard position < text.count, text[position] != UInt8(ascii: "{") else { throw .malformed }
        return text[position] == UInt8(ascii: "\"") ? try quoted() : try plain()
    }

    func decode<Element: ColumnValue>(_ item: Item, oid: UInt32) throws(ColumnFault) -> Element {
        switch item {
        case .null: return try Element(column: ColumnBytes(oid: oid, bytes: nil))
        case .plain(let range): return try Element(column: ColumnBytes(oid: oid, bytes: UnsafeBufferPointer(rebasing: text[range])))
        case .unescaped:
            return try scratch.withUnsafeBufferPointer { bytes throws(ColumnFault) in
                try Element(column: ColumnBytes(oid: oid, bytes: bytes))
            }
        }
    }

    private mutating func plain() throws(ColumnFault) -> Item {
        let start = position
        while position < text.count, text[position] != UInt8(ascii: ","), text[position] != UInt8(ascii: "}") { position += 1 }
        let item = text[start..<position]
        return item.elementsEqual("NULL".utf8) ? .null : .plain(start..<position)
    }

    private mutating func quoted() throws(ColumnFault) -> Item {
        position += 1
        scratch.removeAll(keepingCapacity: true)
        while position < text.count {
            switch text[position] {
            case UInt8(ascii: "\""):
                position += 1
                return .unescaped
            case UInt8(ascii: "\\"):
                guard position + 1 < text.count else { throw .malformed }
                scratch.append(text[position + 1])
                position += 2
            default:
                scratch.append(text[position])
                position += 1
            }
        }
        throw .malformed
    }
}
