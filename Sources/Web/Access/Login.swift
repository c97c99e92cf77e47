internal import Domain
internal import HTTPTypes
internal import Hummingbird
internal import Secrets
internal import Store
internal import Views

/// The door: account and password for a session.
enum Login {
    static func show(_ incoming: Incoming) async throws -> Response {
        let query = try incoming.query()
        let t = incoming.services.renderer.messages(incoming.language)
        let notice: String? =
            switch try query.text("notice") {
            case "signedOut": t["login.signedOut"]
            case "expired": t["login.expired"]
            case "chosen": t["login.chosen"]
            default: nil
            }
        return try page(incoming, next: ReturnPath(try query.single("next")), notice: notice, status: .ok)
    }

    /// Opens a session under a new token; one that this browser still had is ended.
    static func open(_ incoming: Incoming) async throws -> Response {
        let services = incoming.services
        let fields = try await incoming.form(boundTo: incoming.formSecret)
        try fields.allow(["account", "password", "next"])
        let (account, next) = (try fields.text("account"), ReturnPath(try fields.single("next")))
        let password = try fields.text("password")
        let t = services.renderer.messages(incoming.language)
        guard !account.isEmpty, !password.isEmpty else {
            // Not a guess: nothing is compared and nothing counted.
            return try page(incoming, next: next, account: account, message: t["login.refused"], status: .unprocessableContent)
        }
        do {
            let opened = try await services.signIn.open(
                name: account, password: password, address: incoming.clientAddress,
                device: Device.name(incoming.request.headers[.userAgent]))
            await endEarlier(incoming)
            return welcome(opened, next: next, services)
        } catch StoreError.wrongCredentials {
            return try page(incoming, next: next, account: account, message: t["login.refused"], status: .unprocessableContent)
        } catch StoreError.blocked(let until) {
            let seconds = max(1, (until - services.store.clock.now()).seconds)
            let minutes = String((seconds + 59) / 60)
            var response = try page(
                incoming, next: next, account: account, message: t["login.throttled", ["minutes": minutes]], status: .tooManyRequests)
            response.headers[.retryAfter] = String(seconds)
            return response
        }
    }

    private static func welcome(_ opened: OpenedSession, next: ReturnPath?, _ services: Services) -> Response {
        let cookie = SessionCookie(tenant: opened.tenantCode, secret: opened.token)
        // Only into the tenant just signed in to; elsewhere the new session is worth nothing.
        let home = Paths.tenant(opened.tenantCode)
        let target = next.map(\.path).flatMap { $0 == home || $0.hasPrefix("\(home)/") ? $0 : nil }
        var response = Response.seeOther(target ?? home)
        response.add(cookie: services.cookies.set(services.cookies.session, cookie.text, seconds: Int(SignIn.absolute.seconds)))
        response.add(cookie: services.cookies.set(services.cookies.door, "", seconds: 0))
        return response
    }

    private static func endEarlier(_ incoming: Incoming) async {
        guard let earlier = incoming.session, let tenant = try? await incoming.services.units.find(tenant: earlier.tenant) else { return }
        try? await incoming.services.signIn.close(Entry(tenant: tenant, tokenHash: earlier.tokenHash))
    }

    private static func page(
        _ incoming: Incoming, next: ReturnPath?, account: String = "", message: String? = nil, notice: String? = nil,
        status: HTTPResponse.Status
    ) throws -> Response {
        let page = LoginPage(
            messages: incoming.services.renderer.messages(incoming.language), path: Paths.login, key: Token.make(bytes: 16),
            account: account, message: message, notice: notice, next: next?.path)
        return try incoming.services.plain(page, incoming, status: status)
    }
}
