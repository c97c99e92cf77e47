/// Types that can be elements of a Swift array bound or read as one value. `UInt8` is the exception: `[UInt8]` is `bytea`.
package protocol ArrayElement: Sendable {
    static var arrayOID: UInt32 { get }
    static func bind(array: [Self]) -> Bind
    static func array(column: ColumnBytes) throws(ColumnFault) -> [Self]
}

/// Elements that travel in PostgreSQL's array text, `{1,"two",NULL}`.
package protocol ScalarElement: BindValue, ColumnValue, ArrayElement {
    /// The element's text before quoting.
    var elementText: String { get }
}

extension ScalarElement {
    package var elementText: String {
        guard case .text(let text) = bind.value else { return "" }
        return text
    }

    package static func bind(array: [Self]) -> Bind {
        var text = ArrayText()
        for element in array { text.append(element.elementText) }
        return Bind(oid: arrayOID, text: text.closed)
    }

    package static func array(column: ColumnBytes) throws(ColumnFault) -> [Self] {
        try ArrayText.elements(of: column)
    }
}

extension Optional: ArrayElement where Wrapped: ScalarElement {
    package static var arrayOID: UInt32 { Wrapped.arrayOID }

    package static func bind(array: [Wrapped?]) -> Bind {
        var text = ArrayText()
        for element in array { text.append(element?.elementText) }
        return Bind(oid: arrayOID, text: text.closed)
    }

    package static func array(column: ColumnBytes) throws(ColumnFault) -> [Wrapped?] {
        try ArrayText.elements(of: column)
    }
}

extension Array: BindValue where Element: ArrayElement {
    package static var oid: UInt32 { Element.arrayOID }
    package var bind: Bind { Element.bind(array: self) }
}

extension Array: ColumnValue where Element: ArrayElement {
    package init(column: ColumnBytes) throws(ColumnFault) {
        self = try Element.array(column: column)
    }
}

extension Bool: ScalarElement { package static var arrayOID: UInt32 { 1000 } }
extension Int16: ScalarElement { package static var arrayOID: UInt32 { 1005 } }
extension Int32: ScalarElement { package static var arrayOID: UInt32 { 1007 } }
extension Int64: ScalarElement { package static var arrayOID: UInt32 { 1016 } }
extension Int: ScalarElement { package static var arrayOID: UInt32 { 1016 } }
extension Double: ScalarElement { package static var arrayOID: UInt32 { 1022 } }
extension String: ScalarElement { package static var arrayOID: UInt32 { 1009 } }
extension Timestamp: ScalarElement { package static var arrayOID: UInt32 { 1185 } }
extension CalendarDate: ScalarElement { package static var arrayOID: UInt32 { 1182 } }
extension JSONText: ScalarElement { package static var arrayOID: UInt32 { 3807 } }

extension UInt8: ArrayElement {
    package static var arrayOID: UInt32 { OID.bytea }

    package static func bind(array: [UInt8]) -> Bind { Bind(bytes: array) }

    /// Columns arrive as text, so bytes arrive in hex: `\x00ff`.
    package static func array(column: ColumnBytes) throws(ColumnFault) -> [UInt8] {
        let text = try column.bytes(of: OID.bytea)
        guard text.count >= 2, text.count % 2 == 0, text[0] == UInt8(ascii: "\\"), text[1] == UInt8(ascii: "x") else { throw .malformed }
        var bytes: [UInt8] = []
        bytes.reserveCapacity(text.count / 2 - 1)
        var index = 2
        while index < text.count {
            guard let high = nibble(text[index]), let low = nibble(text[index + 1]) else { throw .malformed }
            bytes.append(high << 4 | low)
            index += 2
        }
        return bytes
    }

    private static func nibble(_ digit: UInt8) -> UInt8? {
        switch digit {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): digit &- UInt8(ascii: "0")
        case UInt8(ascii: "a")...UInt8(ascii: "f"): digit &- UInt8(ascii: "a") &+ 10
        default: nil
        }
    }
}

/// `bytea[]`, for rows inserted many at a time. Nullable elements are not needed, so `[[UInt8]]` is the only form.
extension Array: ArrayElement where Element == UInt8 {
    package static var arrayOID: UInt32 { 1001 }

    package static func bind(array: [[UInt8]]) -> Bind {
        var text = ArrayText()
        for element in array { text.append(hex(element)) }
        return Bind(oid: arrayOID, text: text.closed)
    }

    package static func array(column: ColumnBytes) throws(ColumnFault) -> [[UInt8]] {
        try ArrayText.elements(of: column)
    }

    private static func hex(_ bytes: [UInt8]) -> String {
        let digits = Array("0123456789abcdef".utf8)
        var text: [UInt8] = [UInt8(ascii: "\\"), UInt8(ascii: "x")]
        text.reserveCapacity(2 + bytes.count * 2)
        for byte in bytes {
            text.append(digits[Int(byte >> 4)])
            text.append(digits[Int(byte & 15)])
        }
        return String(decoding: text, as: UTF8.self)
    }
}
