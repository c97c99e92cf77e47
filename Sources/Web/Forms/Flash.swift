internal import Secrets

/// What the last action did and what comes next: a key of the catalogue and its arguments. It travels in a cookie sealed with the
/// session's token, so that nobody else can put words on a page.
struct Flash: Hashable, Sendable {
    var key: String
    var arguments: [String: String]
    var good: Bool

    init(_ key: String, _ arguments: [String: String] = [:], good: Bool = true) {
        self.key = key
        self.arguments = arguments
        self.good = good
    }

    func sealed(with secret: String) -> String {
        let items =
            [("", key), ("good", good ? "1" : "0")]
            + arguments.sorted { $0.key < $1.key }.map { ("a.\($0.key)", String($0.value.prefix(120))) }
        let text = items.map { "\(PercentText.encode($0.0))=\(PercentText.encode($0.1))" }.joined(separator: "&")
        return "\(Token.encode(Array(text.utf8))).\(Flash.seal(text, secret))"
    }

    /// Nil for a missing, foreign or damaged one.
    init?(sealed: String?, secret: String) {
        guard let sealed, sealed.utf8.count <= 4096, let dot = sealed.firstIndex(of: "."), let bytes = Token.decode(String(sealed[..<dot]))
        else {
            return nil
        }
        let text = String(decoding: bytes, as: UTF8.self)
        let seal = String(sealed[sealed.index(after: dot)...])
        guard Secrets.equal(Array(seal.utf8), Array(Flash.seal(text, secret).utf8)), let fields = try? FormFields(encoded: bytes),
            let key = try? fields.single("")
        else { return nil }
        self.key = key
        good = (try? fields.single("good")) == "1"
        arguments = [:]
        for field in fields.list where field.name.hasPrefix("a.") { arguments[String(field.name.dropFirst(2))] = field.value }
    }

    private static func seal(_ text: String, _ secret: String) -> String {
        Token.encode(Secrets.hmac(Array("flash \(text)".utf8), key: Array(secret.utf8)))
    }
}
