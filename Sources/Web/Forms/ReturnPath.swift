/// A path inside the product to come back to. Anything that a browser could read as another site is refused (ASVS 3.7.2).
struct ReturnPath: Hashable, Sendable {
    let path: String

    init?(_ text: String?) {
        guard let text, text.utf8.count <= 512, text.hasPrefix("/"), !text.hasPrefix("//") else { return nil }
        guard text.utf8.allSatisfy({ (0x21...0x7e).contains($0) && $0 != UInt8(ascii: "\\") }) else { return nil }
        let first = text.dropFirst().prefix { $0 != "/" && $0 != "?" && $0 != "#" }
        guard !["login", "logout", "language"].contains(first) else { return nil }
        path = text
    }
}
