/// Type numbers of PostgreSQL's built-in types: fixed for every server.
package enum OID {
    package static let bool: UInt32 = 16
    package static let bytea: UInt32 = 17
    package static let char: UInt32 = 18
    package static let name: UInt32 = 19
    package static let int8: UInt32 = 20
    package static let int2: UInt32 = 21
    package static let int4: UInt32 = 23
    package static let text: UInt32 = 25
    package static let oid: UInt32 = 26
    package static let json: UInt32 = 114
    package static let cidr: UInt32 = 650
    package static let float4: UInt32 = 700
    package static let float8: UInt32 = 701
    package static let unknown: UInt32 = 705
    package static let inet: UInt32 = 869
    package static let bpchar: UInt32 = 1042
    package static let varchar: UInt32 = 1043
    package static let date: UInt32 = 1082
    package static let timestamptz: UInt32 = 1184
    package static let interval: UInt32 = 1186
    package static let numeric: UInt32 = 1700
    package static let regclass: UInt32 = 2205
    package static let void: UInt32 = 2278
    package static let uuid: UInt32 = 2950
    package static let jsonb: UInt32 = 3802

    /// Array type → type of its elements.
    static func element(ofArray oid: UInt32) -> UInt32? {
        switch oid {
        case 1000: bool
        case 1001: bytea
        case 1002: char
        case 1003: name
        case 1005: int2
        case 1007: int4
        case 1009: text
        case 1014: bpchar
        case 1015: varchar
        case 1016: int8
        case 1022: float8
        case 1028: self.oid
        case 1182: date
        case 1185: timestamptz
        case 1231: numeric
        case 199: json
        case 2951: uuid
        case 3807: jsonb
        default: nil
        }
    }
}
