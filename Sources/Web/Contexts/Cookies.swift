internal import HTTPTypes
internal import Hummingbird

/// The cookies of the product. Over https they carry the `__Host-` prefix: bound to this host, this path and TLS (ASVS 3.3.1).
struct Cookies: Sendable {
    static let language = "shouwen-language"

    let secure: Bool

    private var prefix: String { secure ? "__Host-" : "" }

    /// The session: tenant code and token.
    var session: String { "\(prefix)shouwen" }
    /// Binds the sign-in form to the browser before there is a session.
    var door: String { "\(prefix)shouwen-door" }
    /// Halfway in: tenant code and token of the second step.
    var step: String { "\(prefix)shouwen-step" }
    /// What must come back from a group's sign-in service.
    var trip: String { "\(prefix)shouwen-trip" }
    /// Whose survey somebody answers: tenant code, token, and a key of the browser's own.
    var survey: String { "\(prefix)shouwen-survey" }
    /// What the last action did, shown once.
    var flash: String { "\(prefix)shouwen-flash" }

    /// A `Set-Cookie` value. Nil seconds make a cookie that ends with the browser; zero removes it.
    func set(_ name: String, _ value: String, seconds: Int? = nil) -> String {
        var text = "\(name)=\(value); Path=/; HttpOnly; SameSite=Lax"
        if let seconds { text += "; Max-Age=\(seconds)" }
        if secure { text += "; Secure" }
        return text
    }
}

extension Response {
    /// Adds a cookie beside those already set.
    mutating func add(cookie: String) {
        headers.append(HTTPField(name: .setCookie, value: cookie))
    }

    /// 303: the answer of a write is always another page, so that reloading repeats nothing.
    static func seeOther(_ path: String) -> Response {
        Response(status: .seeOther, headers: [.location: path])
    }
}
