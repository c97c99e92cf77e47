internal import CLibpq

extension PostgresError {
    /// Reads an error result. Without an SQLSTATE it was made by libpq itself: the connection is gone.
    init(result: OpaquePointer) {
        guard let state = Self.field(result, .sqlState) else {
            self.init(.connectionLost, Self.firstLine(PQresultErrorMessage(result)))
            return
        }
        let primary = Self.field(result, .message) ?? ""
        self.init(state == "57014" ? .deadline : .server, Self.withoutValues(primary, state: state), sqlState: state)
        if state.hasPrefix("23") {
            constraint = (Self.field(result, .constraint) ?? Self.lastQuoted(primary)).map(Self.withoutShard)
        }
        isStalePlan = state == "26000" || (state == "0A000" && Self.field(result, .function) == "RevalidateCachedQuery")
        let severity = Self.field(result, .severity)
        isFatal = severity == "FATAL" || severity == "PANIC"
    }

    /// libpq's text about a connection: first line, without the trailing line break.
    static func firstLine(_ text: UnsafePointer<CChar>?) -> String {
        let whole = text.map { String(cString: $0) } ?? ""
        return String(whole.prefix { $0 != "\n" })
    }

    /// Field codes of the protocol's error message; the header has them as character macros, which Swift does not import.
    private enum Field: UInt8 {
        case severity = 0x56  // V, never translated
        case sqlState = 0x43  // C
        case message = 0x4D  // M
        case constraint = 0x6E  // n
        case function = 0x52  // R
    }

    private static func field(_ result: OpaquePointer, _ code: Field) -> String? {
        PQresultErrorField(result, Int32(code.rawValue)).map { String(cString: $0) }
    }

    /// Data exceptions quote the offending value at the end of their message (`invalid input syntax for type bigint: "…"`).
    static func withoutValues(_ message: String, state: String) -> String {
        guard state.hasPrefix("22"), let colon = message.firstIndex(of: ":") else { return message }
        return String(message[..<colon])
    }

    /// Servers of Citus name the constraint only in the message of the worker.
    static func lastQuoted(_ message: String) -> String? {
        let parts = message.split(separator: "\"", omittingEmptySubsequences: false)
        return parts.count >= 3 ? String(parts[parts.count - 2]) : nil
    }

    /// `ticket_number_key_102008` → `ticket_number_key`: shards carry their number behind the name.
    static func withoutShard(_ name: String) -> String {
        guard let underscore = name.lastIndex(of: "_"), underscore > name.startIndex else { return name }
        let digits = name[name.index(after: underscore)...]
        return !digits.isEmpty && digits.allSatisfy({ $0 >= "0" && $0 <= "9" }) ? String(name[..<underscore]) : name
    }
}
