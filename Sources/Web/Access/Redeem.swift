internal import Domain
internal import HTTPTypes
internal import Hummingbird
internal import Secrets
internal import Store
internal import Views

/// Where a one-time link leads: the person chooses the password that nobody else ever sees. A link that is used, ended or too old, and
/// text that never was one, get the same page.
enum Redeem {
    static func show(_ incoming: Incoming) async throws -> Response {
        try incoming.knock()
        return try await page(incoming, token: try incoming.query().text("token"))
    }

    static func choose(_ incoming: Incoming) async throws -> Response {
        try incoming.knock()
        let fields = try await incoming.form(boundTo: incoming.formSecret)
        try fields.allow(["new", "token"])
        let token = try fields.text("token")
        do {
            let tenant = try incoming.parameter("tenant")
            _ = try await incoming.services.signIn.redeem(tenantCode: tenant, token: token, password: try fields.text("new"))
            return .seeOther(Paths.login(notice: "chosen", tenant: tenant))
        } catch StoreError.invalid(let errors) {
            return try await page(incoming, token: token, errors: errors)
        } catch StoreError.notFound {
            return try incoming.services.plain(RedeemPage(), incoming, status: .notFound)
        }
    }

    private static func page(_ incoming: Incoming, token: String, errors: FieldErrors? = nil) async throws -> Response {
        let services = incoming.services
        let tenant = try incoming.parameter("tenant")
        guard let invited = try await services.signIn.invited(tenantCode: tenant, token: token),
            let preset = try await services.signIn.door(of: tenant)?.policy.passwords
        else {
            return try services.plain(RedeemPage(), incoming, status: .notFound)
        }
        let t = services.renderer.messages(incoming.language)
        let wording = Wording(messages: t, offsetMinutes: 0, now: services.store.clock.now())
        let english = t.language == .english && !invited.tenantNameEnglish.isEmpty
        let page = RedeemPage(
            messages: t, path: Paths.invitation(tenant), key: Token.make(bytes: 16),
            tenant: english ? invited.tenantNameEnglish : invited.tenantName, name: invited.name, account: "\(invited.account)@\(tenant)",
            token: token, rule: t["password.rule.\(preset.code)"], error: errors?["new"].map(wording.passwordProblem))
        return try services.plain(page, incoming, status: errors == nil ? .ok : .unprocessableContent)
    }
}
