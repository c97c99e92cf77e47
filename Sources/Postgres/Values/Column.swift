/// One value as the server sent it: text format, `nil` for NULL. Valid only inside the call that receives it.
package struct ColumnBytes {
    package let oid: UInt32
    package let bytes: UnsafeBufferPointer<UInt8>?

    /// The bytes when the column's type is one of `oids`.
    package func bytes(of oids: UInt32...) throws(ColumnFault) -> UnsafeBufferPointer<UInt8> {
        guard oids.contains(oid) else { throw .type(oid) }
        guard let bytes else { throw .null }
        return bytes
    }
}

/// Why a column could not be read. Carries no value.
package enum ColumnFault: Error, Sendable, Hashable {
    case null
    case type(UInt32)
    case malformed

    var text: String {
        switch self {
        case .null: "is NULL"
        case .type(let oid): "has type \(oid)"
        case .malformed: "holds a value outside its Swift type"
        }
    }
}

/// A Swift value that can be read from a column; checks the column's type.
package protocol ColumnValue: Sendable {
    init(column: ColumnBytes) throws(ColumnFault)
}

extension ColumnValue where Self: RawRepresentable, RawValue: ColumnValue {
    package init(column: ColumnBytes) throws(ColumnFault) {
        guard let value = Self(rawValue: try RawValue(column: column)) else { throw .malformed }
        self = value
    }
}

extension Optional: ColumnValue where Wrapped: ColumnValue {
    package init(column: ColumnBytes) throws(ColumnFault) {
        self = column.bytes == nil ? .none : .some(try Wrapped(column: column))
    }
}

extension Bool: ColumnValue {
    package init(column: ColumnBytes) throws(ColumnFault) {
        let bytes = try column.bytes(of: OID.bool)
        self = bytes.first == UInt8(ascii: "t")
    }
}

extension FixedWidthInteger {
    fileprivate init(digits column: ColumnBytes) throws(ColumnFault) {
        guard column.oid == OID.int8 || column.oid == OID.int4 || column.oid == OID.int2 || column.oid == OID.oid else {
            throw .type(column.oid)
        }
        guard let bytes = column.bytes else { throw .null }
        let isNegative = bytes.first == UInt8(ascii: "-")
        guard bytes.count > (isNegative ? 1 : 0) else { throw .malformed }
        var value: Self = 0
        for byte in bytes.dropFirst(isNegative ? 1 : 0) {
            let digit = Self(truncatingIfNeeded: byte &- 0x30)
            let (shifted, overflow) = value.multipliedReportingOverflow(by: 10)
            let (sum, carry) = isNegative ? shifted.subtractingReportingOverflow(digit) : shifted.addingReportingOverflow(digit)
            guard byte &- 0x30 < 10, !overflow, !carry else { throw .malformed }
            value = sum
        }
        self = value
    }
}

extension Int16: ColumnValue {
    package init(column: ColumnBytes) throws(ColumnFault) { try self.init(digits: column) }
}

extension Int32: ColumnValue {
    package init(column: ColumnBytes) throws(ColumnFault) { try self.init(digits: column) }
}

extension Int64: ColumnValue {
    package init(column: ColumnBytes) throws(ColumnFault) { try self.init(digits: column) }
}

extension Int: ColumnValue {
    package init(column: ColumnBytes) throws(ColumnFault) { try self.init(digits: column) }
}

extension Double: ColumnValue {
    /// Also reads `numeric`, with a double's precision.
    package init(column: ColumnBytes) throws(ColumnFault) {
        let text = String(decoding: try column.bytes(of: OID.float8, OID.float4, OID.numeric), as: UTF8.self)
        guard let value = Double(text) else { throw .malformed }
        self = value
    }
}

extension String: ColumnValue {
    /// Reads the text types, and types whose text is their natural form here: uuid, inet, interval, exact numeric, regclass, void.
    package init(column: ColumnBytes) throws(ColumnFault) {
        switch column.oid {
        case OID.text, OID.varchar, OID.bpchar, OID.name, OID.char, OID.unknown, OID.uuid, OID.inet, OID.cidr, OID.interval,
            OID.numeric, OID.regclass, OID.void:
            break
        default: throw .type(column.oid)
        }
        guard let bytes = column.bytes else { throw .null }
        self = String(decoding: bytes, as: UTF8.self)
    }
}

extension JSONText: ColumnValue {
    package init(column: ColumnBytes) throws(ColumnFault) {
        self.init(String(decoding: try column.bytes(of: OID.jsonb, OID.json), as: UTF8.self))
    }
}

extension Timestamp: ColumnValue {
    package init(column: ColumnBytes) throws(ColumnFault) {
        guard let value = Timestamp(iso: try column.bytes(of: OID.timestamptz)) else { throw .malformed }
        self = value
    }
}

extension CalendarDate: ColumnValue {
    package init(column: ColumnBytes) throws(ColumnFault) {
        guard let value = CalendarDate(iso: try column.bytes(of: OID.date)) else { throw .malformed }
        self = value
    }
}
