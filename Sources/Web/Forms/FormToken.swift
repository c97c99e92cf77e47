internal import Secrets

/// The token that binds a form to the session it was shown in (third step of the check against forged requests).
enum FormToken {
    /// For a session: the session's token never leaves the cookie, its HMAC does.
    static func make(for secret: String) -> String {
        Token.encode(Secrets.hmac(Array("shouwen form".utf8), key: Array(secret.utf8)))
    }

    /// Compares in constant time.
    static func matches(_ sent: String, secret: String) -> Bool {
        Secrets.equal(Array(sent.utf8), Array(make(for: secret).utf8))
    }
}
