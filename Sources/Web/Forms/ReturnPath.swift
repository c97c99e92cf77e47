/// A path inside the product to come back to. Anything that a browser could read as another site is refused (ASVS 3.7.2).
struct ReturnPath: Hashable, Sendable {
    let path: String

    /// Code of the tenant it leads into.
    var tenant: String? {
        let first = path.dropFirst().prefix { $0 != "/" && $0 != "?" && $0 != "#" }
        return first.isEmpty ? nil : String(first)
    }

    /// One of the doors that shows a page by GET: where the language may be switched.
    init?(door text: String?) {
        let path = text?.prefix { $0 != "?" }
        guard let text, text.utf8.count <= 512, path == Paths.login[...] || path == Paths.secondStep[...],
            text.utf8.allSatisfy({ (0x21...0x7e).contains($0) && $0 != UInt8(ascii: "\\") })
        else { return nil }
        self.path = text
    }

    init?(_ text: String?) {
        guard let text, text.utf8.count <= 512, text.hasPrefix("/"), !text.hasPrefix("//") else { return nil }
        guard text.utf8.allSatisfy({ (0x21...0x7e).contains($0) && $0 != UInt8(ascii: "\\") }) else { return nil }
        let first = text.dropFirst().prefix { $0 != "/" && $0 != "?" && $0 != "#" }
        guard !["login", "logout", "language"].contains(first) else { return nil }
        path = text
    }
}
