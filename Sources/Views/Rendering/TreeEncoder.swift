/// Encodes a page into the value tree of `PageTree`, `PageText`, `[Any]` and `Bool`.
final class TreeEncoder: Encoder {
    var result: Any?
    var codingPath: [any CodingKey] { [] }
    var userInfo: [CodingUserInfoKey: Any] { [:] }

    static func tree<T: Encodable>(of value: T) throws -> Any? {
        let encoder = TreeEncoder()
        try value.encode(to: encoder)
        return encoder.result
    }

    func container<Key: CodingKey>(keyedBy type: Key.Type) -> KeyedEncodingContainer<Key> {
        let branch = result as? PageTree ?? PageTree()
        result = branch
        return KeyedEncodingContainer(Names<Key>(branch: branch))
    }

    func unkeyedContainer() -> any UnkeyedEncodingContainer {
        result = [Any]()
        return Rows(encoder: self)
    }

    func singleValueContainer() -> any SingleValueEncodingContainer { Single(encoder: self) }
}

private struct Names<Key: CodingKey>: KeyedEncodingContainerProtocol {
    let branch: PageTree
    var codingPath: [any CodingKey] { [] }

    mutating func encodeNil(forKey key: Key) {}
    mutating func encode(_ value: Bool, forKey key: Key) { branch.children[key.stringValue] = value }
    mutating func encode(_ value: String, forKey key: Key) { branch.children[key.stringValue] = PageText(renderText: value) }
    mutating func encode(_ value: Int, forKey key: Key) { branch.children[key.stringValue] = PageText(renderText: String(value)) }

    mutating func encode<T: Encodable>(_ value: T, forKey key: Key) throws {
        branch.children[key.stringValue] = try TreeEncoder.tree(of: value)
    }

    mutating func nestedContainer<Nested: CodingKey>(keyedBy type: Nested.Type, forKey key: Key) -> KeyedEncodingContainer<Nested> {
        let nested = PageTree()
        branch.children[key.stringValue] = nested
        return KeyedEncodingContainer(Names<Nested>(branch: nested))
    }

    mutating func nestedUnkeyedContainer(forKey key: Key) -> any UnkeyedEncodingContainer {
        preconditionFailure("Pages encode lists as arrays of structs, not as nested containers.")
    }

    mutating func superEncoder() -> any Encoder { preconditionFailure("Pages are plain structs without a superclass.") }
    mutating func superEncoder(forKey key: Key) -> any Encoder { superEncoder() }
}

private struct Rows: UnkeyedEncodingContainer {
    let encoder: TreeEncoder
    var codingPath: [any CodingKey] { [] }
    var count: Int { (encoder.result as? [Any])?.count ?? 0 }

    private func append(_ value: Any) {
        var rows = encoder.result as? [Any] ?? []
        encoder.result = nil
        rows.append(value)
        encoder.result = rows
    }

    mutating func encodeNil() {}
    mutating func encode(_ value: Bool) { append(value) }
    mutating func encode(_ value: String) { append(PageText(renderText: value)) }

    mutating func encode<T: Encodable>(_ value: T) throws {
        if let row = try TreeEncoder.tree(of: value) { append(row) }
    }

    mutating func nestedContainer<Nested: CodingKey>(keyedBy type: Nested.Type) -> KeyedEncodingContainer<Nested> {
        let nested = PageTree()
        append(nested)
        return KeyedEncodingContainer(Names<Nested>(branch: nested))
    }

    mutating func nestedUnkeyedContainer() -> any UnkeyedEncodingContainer {
        preconditionFailure("Pages encode lists of structs, not lists of lists.")
    }

    mutating func superEncoder() -> any Encoder { preconditionFailure("Pages are plain structs without a superclass.") }
}

private struct Single: SingleValueEncodingContainer {
    let encoder: TreeEncoder
    var codingPath: [any CodingKey] { [] }

    mutating func encodeNil() {}
    mutating func encode(_ value: Bool) { encoder.result = value }
    mutating func encode(_ value: String) { encoder.result = PageText(renderText: value) }
    mutating func encode(_ value: Double) { encoder.result = PageText(renderText: String(value)) }
    mutating func encode(_ value: Float) { encoder.result = PageText(renderText: String(value)) }
    mutating func encode(_ value: Int) { number(value) }
    mutating func encode(_ value: Int8) { number(value) }
    mutating func encode(_ value: Int16) { number(value) }
    mutating func encode(_ value: Int32) { number(value) }
    mutating func encode(_ value: Int64) { number(value) }
    mutating func encode(_ value: UInt) { number(value) }
    mutating func encode(_ value: UInt8) { number(value) }
    mutating func encode(_ value: UInt16) { number(value) }
    mutating func encode(_ value: UInt32) { number(value) }
    mutating func encode(_ value: UInt64) { number(value) }
    mutating func encode<T: Encodable>(_ value: T) throws { encoder.result = try TreeEncoder.tree(of: value) }

    private func number(_ value: some BinaryInteger) { encoder.result = PageText(renderText: String(value)) }
}
