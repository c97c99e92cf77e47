/// Scheme, host and port as a browser names them in `Origin`, such as `https://cs.example.cn` or `http://127.0.0.1:8080`.
package struct Origin: Hashable, Sendable, CustomStringConvertible {
    package let scheme: String
    package let host: String
    package let port: Int

    package init(scheme: String, host: String, port: Int) {
        self.scheme = scheme
        self.host = host
        self.port = port
    }

    /// Reads an origin, or the origin of an address such as a `Referer`; nil when it is neither http nor https.
    package init?(_ text: String) {
        let lowered = text.lowercased()
        guard let scheme = ["https", "http"].first(where: { lowered.hasPrefix("\($0)://") }) else { return nil }
        let authority = lowered.dropFirst(scheme.count + 3).prefix { $0 != "/" && $0 != "?" && $0 != "#" }
        guard !authority.isEmpty, !authority.contains("@"), !authority.contains("\\") else { return nil }
        let bracketEnd = authority.lastIndex(of: "]") ?? authority.startIndex
        guard let colon = authority[bracketEnd...].firstIndex(of: ":") else {
            self.init(scheme: scheme, host: String(authority), port: scheme == "https" ? 443 : 80)
            return
        }
        guard let port = Int(authority[authority.index(after: colon)...]), (1...65_535).contains(port) else { return nil }
        self.init(scheme: scheme, host: String(authority[..<colon]), port: port)
    }

    package var isSecure: Bool { scheme == "https" }

    /// Whether it names this machine itself, where browsers treat plain http as trustworthy.
    package var isLoopback: Bool { ["127.0.0.1", "localhost", "[::1]"].contains(host) }

    package var description: String {
        port == (isSecure ? 443 : 80) ? "\(scheme)://\(host)" : "\(scheme)://\(host):\(port)"
    }
}
