internal import HTTPTypes
internal import Hummingbird
internal import NIOCore
internal import Secrets
internal import Store
internal import Views

/// What handlers work with, made once at start.
struct Services: Sendable {
    let settings: Settings
    let store: Store
    let units: UnitDirectory
    let signIn: SignIn
    let hasher: PasswordHasher
    let renderer: Renderer

    var cookies: Cookies { Cookies(secure: settings.publicOrigin.isSecure) }

    /// A page without the frame of a signed-in person.
    func plain<P: Page>(
        _ page: P, language: Language, csrf: String = "", back: String?, status: HTTPResponse.Status = .ok
    ) throws -> Response {
        let chrome = Chrome(csrf: csrf, key: Token.make(bytes: 16), languagePath: Paths.language(language.other.rawValue, back: back))
        return Services.html(try renderer.render(page, chrome: chrome, language: language), status: status)
    }

    static func html(_ text: String, status: HTTPResponse.Status) -> Response {
        Response(
            status: status, headers: [.contentType: "text/html; charset=utf-8"],
            body: ResponseBody(byteBuffer: ByteBuffer(string: text)))
    }
}
