internal import Domain
internal import HTTPTypes
internal import Hummingbird
internal import Secrets

/// What the session cookie says: whose tenant, and the secret.
struct SessionCookie: Hashable, Sendable {
    let tenant: String
    /// The random bytes in base64url.
    let token: String
    /// What the database knows of it.
    let tokenHash: [UInt8]

    init(tenant: String, secret: [UInt8]) {
        self.tenant = tenant
        token = Token.encode(secret)
        tokenHash = Secrets.digest(secret)
    }

    /// Reads `tenant.token`; nil for anything that cannot be one of ours.
    init?(_ text: String?) {
        guard let text, text.utf8.count <= 128, let dot = text.firstIndex(of: "."), UnitCode.isValid(String(text[..<dot])),
            let secret = Token.decode(String(text[text.index(after: dot)...])), secret.count == 32
        else { return nil }
        self.init(tenant: String(text[..<dot]), secret: secret)
    }

    var text: String { "\(tenant).\(token)" }
}

extension Incoming {
    var session: SessionCookie? { SessionCookie(cookie(services.cookies.session)) }

    /// What the forms of this browser are bound to: its session, or the door cookie before there is one.
    var formSecret: String? {
        session?.token ?? cookie(services.cookies.door).flatMap { Token.decode($0)?.count == 16 ? $0 : nil }
    }

    /// The first two segments of the path, when it has them.
    var unitPaths: UnitPaths? {
        let segments = request.uri.path.split(separator: "/")
        guard segments.count >= 2 else { return nil }
        return UnitPaths(tenant: String(segments[0]), unit: String(segments[1]))
    }

    /// Where to come back to after signing in: this page, or for a form the page it stood on.
    var returnPath: String? { ReturnPath(here)?.path }

    /// Where to come back to after switching the language: as `returnPath`, or one of the doors.
    var backPath: String? { returnPath ?? ReturnPath(door: here)?.path }

    private var here: String? {
        if request.method == .get || request.method == .head { return address }
        guard let referer = request.headers[.referer], let origin = Origin(referer),
            services.settings.acceptedOrigins.contains(origin)
        else { return nil }
        let rest = referer.dropFirst(origin.scheme.count + 3)
        return rest.firstIndex(of: "/").map { String(rest[$0...]) }
    }
}
