internal import Domain
internal import HTTPTypes
internal import Hummingbird
internal import Secrets
internal import Store
internal import Views

/// The second step at the door: a code of the authenticator, a recovery code, or setting the second factor up first where a role
/// asks for one. The token of this step opens nothing else.
enum SecondStep {
    static func show(_ incoming: Incoming) async throws -> Response {
        let next = ReturnPath(try incoming.query().single("next"))
        return try await page(incoming, try await halfway(incoming), next: next)
    }

    static func confirm(_ incoming: Incoming) async throws -> Response {
        try incoming.knock()
        let fields = try await incoming.form(boundTo: incoming.formSecret)
        try fields.allow(["code", "next", "recovery"])
        let (here, next, proof) = (try await halfway(incoming), ReturnPath(try fields.single("next")), try FactorProof(fields))
        return try await answer(incoming, here, next: next, offer: nil, isRecovery: proof.isRecovery) {
            let opened = try await incoming.services.signIn.confirm(
                here.entry, tenantCode: here.tenantCode, code: proof.text, address: incoming.clientAddress)
            return Login.welcome(opened, next: next, incoming.services)
        }
    }

    /// Sets the second factor up and shows the recovery codes, this once.
    static func setUp(_ incoming: Incoming) async throws -> Response {
        try incoming.knock()
        let fields = try await incoming.form(boundTo: incoming.formSecret)
        try fields.allow(["code", "next", "offer"])
        let (here, next, code) = (try await halfway(incoming), ReturnPath(try fields.single("next")), try fields.text("code"))
        let offer = try fields.text("offer")
        return try await answer(incoming, here, next: next, offer: offer) {
            let (opened, codes) = try await incoming.services.signIn.enrol(
                here.entry, tenantCode: here.tenantCode, offer: offer, code: code, address: incoming.clientAddress)
            let page = RecoveryCodesPage(
                account: "\(here.account)@\(here.tenantCode)", codes: codes.map(\.text), next: Login.home(opened, next: next))
            var response = try incoming.services.plain(page, incoming)
            Login.admit(opened, incoming.services, &response)
            return response
        }
    }

    private struct Halfway: Sendable {
        let entry: Entry
        let tenantCode: String
        let account: String
    }

    /// - Throws: `WebFault.signIn` when nothing is halfway in.
    private static func halfway(_ incoming: Incoming) async throws -> Halfway {
        guard let cookie = SessionCookie(incoming.cookie(incoming.services.cookies.step)),
            let door = try await incoming.services.signIn.door(of: cookie.tenant)
        else { throw WebFault.signIn(back: nil) }
        incoming.context.trace.tenant = cookie.tenant
        let entry = Entry(tenant: door.tenant, tokenHash: cookie.tokenHash)
        let awaited = try await incoming.services.signIn.awaited(entry)
        return Halfway(entry: entry, tenantCode: cookie.tenant, account: awaited.account)
    }

    private static func answer(
        _ incoming: Incoming, _ here: Halfway, next: ReturnPath?, offer: String?, isRecovery: Bool = false,
        _ work: () async throws -> Response
    ) async throws -> Response {
        do {
            return try await work()
        } catch StoreError.wrongCredentials {
            return try await page(
                incoming, here, next: next, offer: offer, error: "factor.wrongCode", isRecovery: isRecovery, status: .unprocessableContent)
        } catch StoreError.blocked(let until) {
            let door = try await incoming.services.signIn.door(of: here.tenantCode)
            return try Login.throttled(incoming, until) { message in
                try Login.page(incoming, door: door, code: here.tenantCode, message: message, status: .tooManyRequests)
            }
        }
    }

    private static func page(
        _ incoming: Incoming, _ here: Halfway, next: ReturnPath?, offer: String? = nil, error: String? = nil,
        isRecovery: Bool = false, status: HTTPResponse.Status = .ok
    ) async throws -> Response {
        // Too many wrong codes end the step: the first one is due again.
        let awaited = try await incoming.services.signIn.awaited(here.entry, offer: offer)
        let door = try await incoming.services.signIn.door(of: here.tenantCode)
        let t = incoming.services.renderer.messages(incoming.language)
        let group = door.map { t.language == .english && !$0.nameEnglish.isEmpty ? $0.nameEnglish : $0.name } ?? ""
        let page = SecondStepPage(
            messages: t, path: awaited.offer == nil ? Paths.secondStep : Paths.secondStepSetUp, key: Token.make(bytes: 16),
            account: "\(awaited.account)@\(here.tenantCode)", seal: door.map { SealModel($0.seal) },
            offer: awaited.offer.map { FactorModel($0, account: "\(awaited.account)@\(here.tenantCode)", group: group) },
            back: Paths.login(tenant: here.tenantCode), next: next?.path, error: isRecovery ? nil : error.map { t[$0] },
            recoveryError: isRecovery ? error.map { t[$0] } : nil)
        return try incoming.services.plain(page, incoming, status: status)
    }
}

/// A code of the authenticator or, where that field is empty, a recovery code.
struct FactorProof {
    let text: String
    let isRecovery: Bool

    init(_ fields: FormFields) throws(WebFault) {
        let (code, recovery) = (try fields.text("code"), try fields.text("recovery"))
        isRecovery = code.isEmpty && !recovery.isEmpty
        text = isRecovery ? recovery : code
    }
}

extension FactorModel {
    /// The offered seed as a picture and as text.
    init(_ offer: FactorOffer, account: String, group: String) {
        self.init(
            address: OneTimeCode.address(seed: offer.seed, account: account, issuer: group), secret: Base32.encode(offer.seed).grouped,
            offer: offer.sealed)
    }
}
