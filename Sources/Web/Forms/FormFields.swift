internal import Domain
internal import Secrets

/// The fields of a form or query as sent: in order, with repeats, text exactly as typed.
///
/// For a body, the only way to get one is `Incoming.form`, which checks where the form came from first.
struct FormFields: Sendable {
    let list: [(name: String, value: String)]

    /// Reads `application/x-www-form-urlencoded`.
    /// - Throws: `WebFault.malformed` for bad escapes, invalid UTF-8, NUL or too many fields.
    init(encoded bytes: some Collection<UInt8>) throws(WebFault) {
        var list: [(name: String, value: String)] = []
        for pair in bytes.split(separator: UInt8(ascii: "&")) {
            guard list.count < Limits.fields else { throw .malformed("fields") }
            let equals = pair.firstIndex(of: UInt8(ascii: "="))
            let name = try PercentText.decode(pair[..<(equals ?? pair.endIndex)])
            let value = try equals.map { index throws(WebFault) in try PercentText.decode(pair[pair.index(after: index)...]) } ?? ""
            list.append((name, value))
        }
        self.list = list
    }

    init(_ list: [(name: String, value: String)]) { self.list = list }

    /// The value of a name that must not repeat; nil when absent.
    /// - Throws: `WebFault.unprocessable` naming it when it was sent twice.
    func single(_ name: String) throws(WebFault) -> String? {
        var found: String?
        for field in list where field.name == name {
            guard found == nil else { throw .unprocessable([name]) }
            found = field.value
        }
        return found
    }

    /// As `single`, with an absent field as empty text.
    func text(_ name: String) throws(WebFault) -> String { try single(name) ?? "" }

    /// Every value of a name that may repeat, such as checkboxes.
    func all(_ name: String) -> [String] { list.filter { $0.name == name }.map(\.value) }

    /// Refuses names that the form does not have and repeats of those that may not (ASVS 15.3.3, 15.3.7).
    func allow(_ single: [String], repeated: Set<String> = []) throws(WebFault) {
        let known = Set(single).union(repeated).union(FormFields.frame)
        let unknown = list.map(\.name).filter { !known.contains($0) }
        guard unknown.isEmpty else { throw .unprocessable(unknown) }
        var seen: Set<String> = []
        let doubled = list.map(\.name).filter { !repeated.contains($0) && !seen.insert($0).inserted }
        guard doubled.isEmpty else { throw .unprocessable(doubled) }
    }

    /// The fields by name, without those every form carries; repeats are joined by a comma.
    var values: [String: String] {
        var values: [String: String] = [:]
        for field in list where !FormFields.frame.contains(field.name) {
            values[field.name] = values[field.name].map { "\($0),\(field.value)" } ?? field.value
        }
        return values
    }

    /// SHA-256 over the fields' meaning: what the one-time key was used for.
    var digest: [UInt8] {
        var bytes: [UInt8] = []
        for field in list where field.name != "csrf" && field.name != "key" {
            bytes += Array("\(field.name.utf8.count):\(field.name)\(field.value.utf8.count):\(field.value)".utf8)
        }
        return Secrets.digest(bytes)
    }

    /// Names that belong to the frame of a form rather than to what was asked.
    static let frame: Set<String> = ["csrf", "key", "version"]
}
