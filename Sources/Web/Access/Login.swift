internal import Domain
internal import HTTPTypes
internal import Hummingbird
internal import Secrets
internal import Store
internal import Views

/// The door: account and password, or the group's own sign-in service, for a session. A group's own door shows its name and seal.
enum Login {
    static func show(_ incoming: Incoming) async throws -> Response {
        let query = try incoming.query()
        let next = ReturnPath(try query.single("next"))
        let code = try query.single("tenant") ?? next?.tenant
        let notice: String? =
            switch try query.text("notice") {
            case "signedOut": "login.signedOut"
            case "expired": "login.expired"
            case "chosen": "login.chosen"
            default: nil
            }
        let door = try await incoming.services.signIn.door(of: code ?? "")
        let leave = try query.text("notice") == "signedOut" && door?.policy.provider != nil
        return try page(incoming, door: door, code: code, next: next, notice: notice, leave: leave, status: .ok)
    }

    /// The short address of a group's own door.
    static func tenant(_ incoming: Incoming) async throws -> Response {
        .seeOther(Paths.login(tenant: try incoming.parameter("tenant")))
    }

    /// Opens a session under a new token; one that this browser still had is ended.
    static func open(_ incoming: Incoming) async throws -> Response {
        try incoming.knock()
        let services = incoming.services
        let fields = try await incoming.form(boundTo: incoming.formSecret)
        try fields.allow(["account", "password", "next", "tenant"])
        let (account, next) = (try fields.text("account"), ReturnPath(try fields.single("next")))
        let (password, code) = (try fields.text("password"), try fields.single("tenant"))
        let door = try await services.signIn.door(of: code ?? "")
        func again(_ message: String, _ status: HTTPResponse.Status = .unprocessableContent) throws -> Response {
            try page(incoming, door: door, code: code, next: next, account: account, message: message, status: status)
        }
        // Not a guess: nothing is compared and nothing counted.
        guard !account.isEmpty, !password.isEmpty else { return try again("login.refused") }
        do {
            let step = try await services.signIn.open(
                name: account, at: door == nil ? nil : code, password: password, address: incoming.clientAddress,
                device: Device.name(incoming.request.headers[.userAgent]))
            await endEarlier(incoming)
            return welcome(step, next: next, services)
        } catch StoreError.wrongCredentials {
            return try again("login.refused")
        } catch StoreError.locked {
            return try again("login.locked", .forbidden)
        } catch StoreError.singleSignOnOnly {
            return try again("login.singleSignOnOnly", .forbidden)
        } catch StoreError.blocked(let until) {
            return try throttled(incoming, until) { try again($0, .tooManyRequests) }
        }
    }

    /// To the person's own page, or to the page that asks for the second proof.
    static func welcome(_ step: SignInStep, next: ReturnPath?, _ services: Services) -> Response {
        switch step {
        case .opened(let opened): return welcome(opened, next: next, services)
        case .halfway(let halfway):
            let cookie = SessionCookie(tenant: halfway.tenantCode, secret: halfway.token)
            var response = Response.seeOther(Paths.secondStep(next: next?.path))
            response.add(cookie: services.cookies.set(services.cookies.step, cookie.text, seconds: Int(SignIn.halfwayFor.seconds)))
            return response
        }
    }

    static func welcome(_ opened: OpenedSession, next: ReturnPath?, _ services: Services) -> Response {
        var response = Response.seeOther(home(opened, next: next))
        admit(opened, services, &response)
        return response
    }

    /// Only into the tenant just signed in to; elsewhere the new session is worth nothing.
    static func home(_ opened: OpenedSession, next: ReturnPath?) -> String {
        next?.tenant == opened.tenantCode ? next?.path ?? Paths.tenant(opened.tenantCode) : Paths.tenant(opened.tenantCode)
    }

    /// The cookies of a session that was just opened; those of the way to it are gone.
    static func admit(_ opened: OpenedSession, _ services: Services, _ response: inout Response) {
        let cookie = SessionCookie(tenant: opened.tenantCode, secret: opened.token)
        response.add(cookie: services.cookies.set(services.cookies.session, cookie.text, seconds: Int(SignIn.absolute.seconds)))
        for name in [services.cookies.door, services.cookies.step] { response.add(cookie: services.cookies.set(name, "", seconds: 0)) }
    }

    static func endEarlier(_ incoming: Incoming) async {
        guard let earlier = incoming.session, let tenant = try? await incoming.services.units.find(tenant: earlier.tenant) else { return }
        try? await incoming.services.signIn.close(Entry(tenant: tenant, tokenHash: earlier.tokenHash))
    }

    /// 429 with the minutes in words and the seconds in the header.
    static func throttled(_ incoming: Incoming, _ until: Instant, _ page: (String) throws -> Response) throws -> Response {
        let seconds = max(1, (until - incoming.services.store.clock.now()).seconds)
        let t = incoming.services.renderer.messages(incoming.language)
        var response = try page(t["login.throttled", ["minutes": String((seconds + 59) / 60)]])
        response.headers[.retryAfter] = String(seconds)
        return response
    }

    /// - Parameters:
    ///   - door: the group whose door it is; nil for the common one.
    ///   - message: a key of the catalogue, or a sentence that is already in words.
    ///   - leave: offers to sign out of the group's sign-in service too.
    static func page(
        _ incoming: Incoming, door: TenantDoor?, code: String?, next: ReturnPath? = nil, account: String = "", message: String? = nil,
        notice: String? = nil, leave: Bool = false, status: HTTPResponse.Status
    ) throws -> Response {
        let t = incoming.services.renderer.messages(incoming.language)
        let face = door.map { door in
            LoginPage.Face(
                name: t.language == .english && !door.nameEnglish.isEmpty ? door.nameEnglish : door.name, code: code ?? "",
                seal: SealModel(door.seal),
                singleSignOn: door.policy.provider.map { provider in
                    let label = t.language == .english ? provider.labelEnglish : provider.label
                    return Link(
                        label.isEmpty ? t["login.singleSignOn"] : label,
                        path: Paths.query(Paths.singleSignOn, [("tenant", code), ("next", next?.path)]))
                },
                leave: leave ? Paths.query(Paths.singleSignOnLeave, [("tenant", code)]) : nil)
        }
        let page = LoginPage(
            messages: t, path: Paths.login, key: Token.make(bytes: 16), face: face, account: account,
            message: message.map { t.optional($0) ?? $0 }, notice: notice.map { t[$0] }, next: next?.path)
        return try incoming.services.plain(page, incoming, status: status)
    }
}
