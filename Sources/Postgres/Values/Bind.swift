/// One value on its way to the server, with its type. Text format, except `bytea`, which travels as bytes.
package struct Bind: Sendable, Hashable {
    package enum Value: Sendable, Hashable {
        case null
        case text(String)
        case bytes([UInt8])
    }

    package let oid: UInt32
    package let value: Value

    package init(oid: UInt32, text: String) {
        self.oid = oid
        self.value = .text(text)
    }

    package init(bytes: [UInt8]) {
        self.oid = OID.bytea
        self.value = .bytes(bytes)
    }

    package init(nullOf oid: UInt32) {
        self.oid = oid
        self.value = .null
    }
}

/// A Swift value that can stand in a statement. The type is declared to the server, so a mismatch shows when the statement is prepared.
package protocol BindValue: Sendable {
    static var oid: UInt32 { get }
    var bind: Bind { get }
}

extension BindValue where Self: RawRepresentable, RawValue: BindValue {
    package static var oid: UInt32 { RawValue.oid }
    package var bind: Bind { rawValue.bind }
}

extension Optional: BindValue where Wrapped: BindValue {
    package static var oid: UInt32 { Wrapped.oid }

    package var bind: Bind {
        switch self {
        case .some(let wrapped): wrapped.bind
        case .none: Bind(nullOf: Wrapped.oid)
        }
    }
}

extension Bool: BindValue {
    package static var oid: UInt32 { OID.bool }
    package var bind: Bind { Bind(oid: OID.bool, text: self ? "t" : "f") }
}

extension Int16: BindValue {
    package static var oid: UInt32 { OID.int2 }
    package var bind: Bind { Bind(oid: OID.int2, text: String(self)) }
}

extension Int32: BindValue {
    package static var oid: UInt32 { OID.int4 }
    package var bind: Bind { Bind(oid: OID.int4, text: String(self)) }
}

extension Int64: BindValue {
    package static var oid: UInt32 { OID.int8 }
    package var bind: Bind { Bind(oid: OID.int8, text: String(self)) }
}

extension Int: BindValue {
    package static var oid: UInt32 { OID.int8 }
    package var bind: Bind { Bind(oid: OID.int8, text: String(self)) }
}

extension Double: BindValue {
    package static var oid: UInt32 { OID.float8 }

    package var bind: Bind {
        if isNaN { return Bind(oid: OID.float8, text: "NaN") }
        if isInfinite { return Bind(oid: OID.float8, text: self < 0 ? "-Infinity" : "Infinity") }
        return Bind(oid: OID.float8, text: description)
    }
}

extension String: BindValue {
    package static var oid: UInt32 { OID.text }
    package var bind: Bind { Bind(oid: OID.text, text: self) }
}

extension Timestamp: BindValue {
    package static var oid: UInt32 { OID.timestamptz }
    package var bind: Bind { Bind(oid: OID.timestamptz, text: description) }
}

extension CalendarDate: BindValue {
    package static var oid: UInt32 { OID.date }
    package var bind: Bind { Bind(oid: OID.date, text: description) }
}

extension JSONText: BindValue {
    package static var oid: UInt32 { OID.jsonb }
    package var bind: Bind { Bind(oid: OID.jsonb, text: text) }
}
