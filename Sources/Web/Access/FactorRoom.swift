internal import Domain
internal import HTTPTypes
internal import Hummingbird
internal import Secrets
internal import Store
internal import Views

/// The own second factor: setting it up, new recovery codes, taking it away. Each asks for a code first.
enum FactorRoom {
    static func show(_ member: MemberContext) async throws -> Response { try await page(member) }

    static func setUp(_ member: MemberContext) async throws -> Response {
        let fields = try await member.form()
        try fields.allow(["code", "offer"])
        let offer = try fields.text("offer")
        return try await change(.set(offer: offer), fields, member, form: "set", offer: offer)
    }

    static func renew(_ member: MemberContext) async throws -> Response {
        let fields = try await member.form()
        try fields.allow(["code", "recovery"])
        return try await change(.renewCodes, fields, member, form: "renew")
    }

    static func remove(_ member: MemberContext) async throws -> Response {
        let fields = try await member.form()
        try fields.allow(["code", "recovery"])
        return try await change(.remove, fields, member, form: "remove")
    }

    private static func change(
        _ change: SignIn.FactorChange, _ fields: FormFields, _ member: MemberContext, form: String, offer: String? = nil
    ) async throws -> Response {
        guard let key = FormKey(key: try fields.text("key"), digest: fields.digest) else { throw WebFault.unprocessable(["key"]) }
        try member.incoming.knock()
        let proof = try FactorProof(fields)
        do {
            let (answer, codes) = try await member.services.signIn.changeFactor(
                change, code: proof.text, member.entry, tenantCode: member.place.tenantCode,
                address: member.incoming.clientAddress, form: key, answer: member.paths.secondFactor)
            if codes.isEmpty { return member.done(answer, Flash("factor.changed")) }
            // The codes are in this answer only; they are never redirected to, cached or put into an address.
            let account = try await member.store.read(member.entry, .own) { tx in
                try await tx.enter()
                return try tx.session.account
            }
            let page = RecoveryCodesPage(
                account: "\(account)@\(member.place.tenantCode)", codes: codes.map(\.text), next: member.paths.secondFactor)
            return try member.services.plain(page, member.incoming)
        } catch StoreError.wrongCredentials {
            return try await page(
                member, open: form, offer: offer, error: "factor.wrongCode", isRecovery: proof.isRecovery, status: .unprocessableContent)
        } catch StoreError.invalid {
            return try await page(member, open: form, error: "factor.offerGone", status: .unprocessableContent)
        } catch StoreError.blocked(let until) {
            return try await page(member, open: form, offer: offer, blockedUntil: until, status: .tooManyRequests)
        }
    }

    private static func page(
        _ member: MemberContext, open: String? = nil, offer: String? = nil, error: String? = nil, isRecovery: Bool = false,
        blockedUntil: Instant? = nil, status: HTTPResponse.Status = .ok
    ) async throws -> Response {
        let (found, frame) = try await member.read { tx in
            let state = try await tx.secondFactor()
            let shown = if let offer { try await tx.secondFactorOffer(offer) } else { nil as FactorOffer? }
            return (own: state.own, isForced: state.isForced, offer: shown ?? state.offer, account: try tx.session.account)
        }
        let t = frame.t
        let message = blockedUntil.map { until in
            t["login.throttled", ["minutes": String((max(1, (until - frame.now).seconds) + 59) / 60)]]
        }
        func form(_ id: String, _ path: String, danger: Bool = false) -> ActionForm {
            let problem = open == id ? error.map { t[$0] } : nil
            var fields = [FieldModel.code(form: id, messages: t, error: isRecovery ? nil : problem, required: id == "set")]
            if id != "set" { fields.append(.recovery(form: id, messages: t, error: isRecovery ? problem : nil)) }
            return ActionForm(
                id: id, label: t["factor.\(id)"], explain: t["factor.\(id).text"], path: path, fields: fields, key: frame.newKey,
                danger: danger, open: open == id, message: open == id ? message : nil)
        }
        let account = "\(found.account)@\(member.place.tenantCode)"
        let group = frame.name(member.place.tenantName, english: member.place.tenantNameEnglish)
        let page: FactorPage
        if let own = found.own {
            var forms = [form("renew", frame.paths.renewRecoveryCodes)]
            if !found.isForced { forms.append(form("remove", frame.paths.removeSecondFactor, danger: true)) }
            page = FactorPage(
                back: Link(t["sessions.title"], path: frame.paths.sessions), forced: found.isForced,
                since: frame.wording.moment(own.since), left: t["factor.left", ["count": String(own.codesLeft)]],
                few: own.codesLeft < 3, forms: forms)
        } else {
            page = FactorPage(
                back: Link(t["sessions.title"], path: frame.paths.sessions), forced: found.isForced,
                offer: FactorModel(found.offer, account: account, group: group), form: form("set", frame.paths.secondFactor))
        }
        return try frame.page(page, status: status)
    }
}
