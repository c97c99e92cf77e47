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
    /// Where uploads and files for download lie.
    let folder: DataFolder
    /// What groups' sign-in services say about themselves.
    let providers: ProviderDirectory
    /// Knocks at the doors by client address.
    let doorLimit: RateLimit
    /// Searches and looks by person.
    let paces: Paces
    let readiness: Readiness
    let probe: Probe
    /// The pools of this process, for the metrics and the operator's page.
    let pools: [NamedPool]
    let metrics = RequestMetrics()
    let memory = ProbeMemory()

    var cookies: Cookies { Cookies(secure: settings.publicOrigin.isSecure) }

    /// A page without the frame of a signed-in person. Its small forms are bound to the session of the browser or, before there is
    /// one, to a door cookie that is set here.
    func plain<P: Page>(_ page: P, _ incoming: Incoming, status: HTTPResponse.Status = .ok) throws -> Response {
        let known = incoming.formSecret
        let secret = known ?? Token.make(bytes: 16)
        let chrome = Chrome(
            csrf: FormToken.make(for: secret), key: Token.make(bytes: 16), languagePath: Paths.language,
            back: incoming.backPath ?? Paths.root)
        var response = Services.html(try renderer.render(page, chrome: chrome, language: incoming.language), status: status)
        if known == nil { response.add(cookie: cookies.set(cookies.door, secret)) }
        return response
    }

    static func html(_ text: String, status: HTTPResponse.Status) -> Response {
        Response(
            status: status, headers: [.contentType: "text/html; charset=utf-8"],
            body: ResponseBody(byteBuffer: ByteBuffer(string: text)))
    }
}

/// A pool by what it serves: web or worker.
struct NamedPool: Sendable {
    let name: String
    let store: Store
}
