internal import HTTPTypes
internal import Hummingbird
internal import Secrets
internal import Store
internal import Views

/// Signing out, and switching the language: the two small forms of the page's frame.
enum Leaving {
    static func signOut(_ incoming: Incoming) async throws -> Response {
        let services = incoming.services
        guard let cookie = incoming.session else { return .seeOther(Paths.login) }
        let fields = try await incoming.form(boundTo: cookie.token)
        try fields.allow([])
        do {
            let tenant = try await services.units.find(tenant: cookie.tenant)
            try await services.signIn.close(Entry(tenant: tenant, tokenHash: cookie.tokenHash))
        } catch StoreError.notFound {
            // A tenant that is gone has no sessions either.
        }
        var response = Response.seeOther(Paths.login(notice: "signedOut", tenant: cookie.tenant))
        for name in [services.cookies.session, services.cookies.flash] { response.add(cookie: services.cookies.set(name, "", seconds: 0)) }
        response.headers[.clearSiteData] = "\"cache\", \"storage\""
        return response
    }
}

/// The other language, from now on.
enum LanguageSwitch {
    static func choose(_ incoming: Incoming) async throws -> Response {
        let fields = try await incoming.form(boundTo: incoming.formSecret)
        try fields.allow(["language", "back"])
        guard let language = Language(rawValue: try fields.text("language")) else { throw WebFault.unprocessable(["language"]) }
        let back = try fields.single("back")
        await remember(language, incoming)
        var response = Response.seeOther((ReturnPath(back) ?? ReturnPath(door: back))?.path ?? Paths.root)
        response.add(cookie: incoming.services.cookies.set(Cookies.language, language.rawValue, seconds: 365 * 86_400))
        return response
    }

    /// The person's next device shall know it too; this one has the cookie, so a failure costs nothing.
    private static func remember(_ language: Language, _ incoming: Incoming) async {
        let services = incoming.services
        guard let cookie = incoming.session, let key = FormKey(key: Token.make(bytes: 16), digest: []),
            let tenant = try? await services.units.find(tenant: cookie.tenant)
        else { return }
        _ = try? await services.store.write(Entry(tenant: tenant, tokenHash: cookie.tokenHash), .own, form: key) { tx in
            try await tx.prefer(language: language.rawValue)
            return Paths.root
        }
    }
}
