import HTTPTypes
import Testing

@testable import Web

@Suite("Where a request comes from") struct OriginTests {
    static let here: Set<Origin> = Settings(port: 8080).acceptedOrigins

    @Test(arguments: [
        ("https://cs.example.cn", "https", "cs.example.cn", 443), ("HTTPS://CS.Example.cn/x?y#z", "https", "cs.example.cn", 443),
        ("http://127.0.0.1:8080", "http", "127.0.0.1", 8080), ("http://[::1]:8080/", "http", "[::1]", 8080),
        ("http://[::1]", "http", "[::1]", 80),
    ])
    func `origins are read`(_ text: String, _ scheme: String, _ host: String, _ port: Int) {
        #expect(Origin(text) == Origin(scheme: scheme, host: host, port: port))
    }

    @Test(arguments: [
        "", "null", "ftp://a", "//a", "http://", "http://a:b", "http://a:0", "http://a:99999", "http://u@a", "http://a\\b", "javascript:x",
    ])
    func `what is no origin of the web is refused`(_ text: String) {
        #expect(Origin(text) == nil)
    }

    @Test func `default ports are not printed`() {
        #expect(Origin("https://a.cn:443")?.description == "https://a.cn")
        #expect(Origin("http://a.cn:8080")?.description == "http://a.cn:8080")
    }

    /// The decision table of section B3: fetch metadata first, then Origin, then Referer, then refusal.
    @Test(
        arguments: [
            (["Sec-Fetch-Site": "same-origin"], true), (["Sec-Fetch-Site": "same-site"], false), (["Sec-Fetch-Site": "cross-site"], false),
            (["Sec-Fetch-Site": "none"], false), (["Sec-Fetch-Site": "cross-site", "Origin": "http://127.0.0.1:8080"], false),
            (["Sec-Fetch-Site": "same-origin", "Origin": "https://evil.example"], true),
            (["Origin": "http://127.0.0.1:8080"], true), (["Origin": "http://localhost:8080"], true),
            (["Origin": "http://127.0.0.1:8081"], false),
            (["Origin": "https://127.0.0.1:8080"], false), (["Origin": "null"], false), (["Origin": "https://evil.example"], false),
            (["Origin": "http://127.0.0.1:8080.evil.example"], false), (["Origin": "null", "Referer": "http://127.0.0.1:8080/x"], false),
            (["Referer": "http://127.0.0.1:8080/login?x"], true), (["Referer": "https://evil.example/http://127.0.0.1:8080"], false),
            (["Host": "127.0.0.1:8080"], false), ([:], false),
        ] as [([String: String], Bool)])
    func `B3: only our own pages may send a form`(_ headers: [String: String], _ allowed: Bool) {
        var fields = HTTPFields()
        for (name, value) in headers { fields[HTTPField.Name(name)!] = value }
        #expect(SameOrigin.allows(fields, accepted: Self.here) == allowed)
    }

    @Test func `away from loopback only the public origin is accepted`() {
        let settings = Settings(publicOrigin: Origin("https://cs.example.cn"))
        #expect(settings.acceptedOrigins == [Origin(scheme: "https", host: "cs.example.cn", port: 443)])
    }

    @Test func `the form token belongs to one session`() {
        let token = FormToken.make(for: "a session")
        #expect(FormToken.matches(token, secret: "a session"))
        #expect(!FormToken.matches(token, secret: "another"))
        #expect(!FormToken.matches("", secret: "a session"))
        #expect(!FormToken.matches(String(token.dropLast()), secret: "a session"))
        #expect(!token.contains("session"))
    }

    @Test(arguments: ["/yida/dl/desk", "/yida/dl/tickets?state=open&q=%E4%BD%A0", "/"])
    func `own paths are returned to`(_ path: String) {
        #expect(ReturnPath(path)?.path == path)
    }

    @Test(
        arguments: [
            nil, "", "desk", "//evil.example", "/\\evil.example", "https://evil.example", "/a b", "/a\r\nSet-Cookie:x", "/login",
            "/login?next=/x",
            "/logout", "/language?to=en", "/你", "/\t/evil", "/" + String(repeating: "a", count: 600),
        ] as [String?])
    func `ASVS 3.7.2: nothing else is`(_ path: String?) {
        #expect(ReturnPath(path) == nil)
    }

    @Test func `a flash is read with its own session only`() {
        let flash = Flash("flash.escalated", ["unit": "集团 & Co=1"], good: false)
        let sealed = flash.sealed(with: "s")
        #expect(Flash(sealed: sealed, secret: "s") == flash)
        #expect(Flash(sealed: sealed, secret: "t") == nil)
        #expect(Flash(sealed: "A" + sealed, secret: "s") == nil)
        #expect(Flash(sealed: "", secret: "s") == nil)
        #expect(Flash(sealed: nil, secret: "s") == nil)
        #expect(sealed.utf8.allSatisfy { (0x21...0x7e).contains($0) && $0 != UInt8(ascii: ";") && $0 != UInt8(ascii: ",") })
    }

    @Test(
        arguments: [nil, "", "x", "a.b", ".token", String(repeating: "a", count: 200), "yida." + String(repeating: "a", count: 42)]
            as [String?])
    func `what cannot be a session cookie is none`(_ text: String?) {
        #expect(SessionCookie(text) == nil)
    }
}
