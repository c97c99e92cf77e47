internal import Domain
internal import Hummingbird
internal import Store
internal import Views

/// How the whole group signs in: rule for passwords, roles that need a second factor, the face of its door, its own sign-in service.
enum SignInPolicyRoom {
    private static let names = [
        "passwords", "seal", "issuer", "client", "secret", "mapping", "emailDomain", "label", "labelEnglish", "onlyWay", "breakGlass",
    ]

    static func show(_ member: MemberContext) async throws -> Response { try await page(member) }

    static func save(_ member: MemberContext) async throws -> Response {
        let fields = try await member.form()
        try fields.allow(names, repeated: ["factorRoles"])
        let form = SignInPolicyForm(fields.values, roles: fields.all("factorRoles"), allows: member.services.providers.allows)
        let back = member.paths.signInPolicy
        do {
            let policy = try form.policy()
            let secret = form.secret
            let answer = try await member.write(fields) { tx in
                try await tx.enter()
                try await tx.save(policy, clientSecret: secret, try tx.access(for: ManageSignIn.self))
                return back
            }
            return member.done(answer, Flash("signIn.saved"))
        } catch StoreError.invalid(let errors) {
            return try await page(member, typed: form, errors: errors)
        }
    }

    private static func page(
        _ member: MemberContext, typed: SignInPolicyForm? = nil, errors: FieldErrors? = nil
    ) async throws -> Response {
        let (found, frame) = try await member.read { tx in
            let roles = try await tx.fetch(RoleRow.all(tenant: tx.tenant, today: try tx.today))
            _ = try tx.access(for: ManageSignIn.self)
            let (policy, hasSecret) = try await tx.signInPolicy()
            return (roles: roles, policy: policy, hasSecret: hasSecret)
        }
        let form = typed ?? SignInPolicyForm(found.policy)
        let view = SignInPolicyFields(
            form: form, roles: found.roles, hasSecret: found.hasSecret, frame: frame, errors: errors,
            redirect: "\(member.services.settings.publicOrigin)\(Paths.singleSignOnBack)",
            door: "\(member.services.settings.publicOrigin)\(Paths.door(of: member.place.tenantCode))")
        let t = frame.t
        let page = OrgFormPage(
            title: t["signIn.title"], intro: t["signIn.intro"], back: Link(t["rail.roles"], path: frame.paths.roles),
            form: FormModel(
                id: "signIn", path: frame.paths.signInPolicy, groups: view.groups, submit: t["form.save"], key: frame.newKey))
        return try frame.page(page, room: .roles, status: errors == nil ? .ok : .unprocessableContent)
    }
}

/// The fields as typed, and the policy they mean.
struct SignInPolicyForm: Sendable {
    let values: [String: String]
    let roles: [String]
    private let allows: @Sendable (String) -> Bool

    init(_ values: [String: String], roles: [String], allows: @escaping @Sendable (String) -> Bool) {
        self.values = values
        self.roles = roles
        self.allows = allows
    }

    init(_ policy: SignInPolicy) {
        let provider = policy.provider
        values = [
            "passwords": policy.passwords.code, "seal": policy.seal?.text ?? "", "issuer": provider?.issuer ?? "",
            "client": provider?.client ?? "", "mapping": provider?.mapping.code ?? IdentityProvider.Mapping.none.code,
            "emailDomain": provider?.emailDomain ?? "", "label": provider?.label ?? "", "labelEnglish": provider?.labelEnglish ?? "",
            "onlyWay": provider?.isOnlyWay == true ? "true" : "", "breakGlass": provider?.breakGlass ?? "",
        ]
        roles = policy.factorRoles.sorted()
        allows = { _ in true }
    }

    /// Nil keeps the secret that is there; with the service goes its secret.
    var secret: String? {
        if (values["issuer"] ?? "").isEmpty { return "" }
        let typed = values["secret"] ?? ""
        return typed.isEmpty ? nil : typed
    }

    /// - Throws: `StoreError.invalid`.
    func policy() throws -> SignInPolicy {
        var errors = FieldErrors()
        func take<Value>(_ name: String, _ read: (String?) throws(FieldProblem) -> Value) -> Value? {
            do throws(FieldProblem) {
                return try read(values[name])
            } catch {
                errors.add(name, error)
                return nil
            }
        }
        func text(_ name: String, max: Int) -> String {
            (take(name) { raw throws(FieldProblem) in try BoundedText.optional(raw, max: max) } ?? nil) ?? ""
        }
        let preset = take("passwords") { raw throws(FieldProblem) in try PasswordPreset.parse(raw) } ?? .dengbao
        let sealText = text("seal", max: 12)
        let seal = TenantSeal(sealText)
        if !sealText.isEmpty, seal == nil { errors.add("seal", .notASeal) }
        let issuer = text("issuer", max: 300)
        var provider: IdentityProvider?
        if !issuer.isEmpty {
            if !allows(issuer) { errors.add("issuer", .notAnAddress) }
            let client = text("client", max: 200)
            if client.isEmpty { errors.add("client", .required) }
            let mapping = take("mapping") { raw throws(FieldProblem) in try IdentityProvider.Mapping.parse(raw) } ?? .none
            let domain = text("emailDomain", max: 200).lowercased()
            if mapping == .email, domain.isEmpty { errors.add("emailDomain", .required) }
            let isOnlyWay = values["onlyWay"] == "true"
            let breakGlass = text("breakGlass", max: 41).lowercased()
            if isOnlyWay, breakGlass.isEmpty { errors.add("breakGlass", .required) }
            provider = IdentityProvider(
                issuer: issuer, client: client, mapping: mapping, emailDomain: domain, label: text("label", max: 30),
                labelEnglish: text("labelEnglish", max: 40), isOnlyWay: isOnlyWay, breakGlass: breakGlass)
        }
        guard errors.isEmpty else { throw StoreError.invalid(errors) }
        return SignInPolicy(passwords: preset, factorRoles: Set(roles), seal: seal, provider: provider)
    }
}

/// The controls of the form.
private struct SignInPolicyFields {
    let form: SignInPolicyForm
    let roles: [RoleRow]
    let hasSecret: Bool
    let frame: PageFrame
    let errors: FieldErrors?
    let redirect: String
    let door: String

    private var t: Messages { frame.t }

    private func field(
        _ kind: FieldModel.Kind, _ name: String, hint: String? = nil, half: Bool = false, maxLength: Int? = nil,
        options: [FieldModel.Option] = []
    ) -> FieldModel {
        FieldModel(
            kind, form: "signIn", name: name, label: t["signIn.\(name)"], value: form.values[name] ?? "", hint: hint,
            error: errors?[name].map(frame.wording.problem), half: half, maxLength: maxLength, options: options)
    }

    var groups: [FieldGroup] {
        var factor = field(
            .checkboxes, "factorRoles", hint: t["signIn.factorRoles.hint"],
            options: roles.map { .init(value: $0.key, label: t.optional("role.\($0.key)") ?? frame.name($0.name, english: $0.nameEnglish)) }
        )
        factor.value = form.roles.joined(separator: ",")
        var secret = field(
            .password, "secret", hint: t[hasSecret ? "signIn.secret.kept" : "signIn.secret.hint"], half: true, maxLength: 300)
        secret.value = ""
        let presets = PasswordPreset.allCases.map { preset in
            FieldModel.Option(value: preset.code, label: t.word(preset), hint: t["passwordPreset.\(preset.code).text"])
        }
        return [
            FieldGroup(
                t["signIn.group.passwords"], note: t["signIn.group.passwords.text"],
                fields: [
                    field(.radios, "passwords", hint: t["passwordPreset.\(form.values["passwords"] ?? "dengbao").text"], options: presets),
                    factor,
                ]),
            FieldGroup(
                t["signIn.group.door"], note: t["signIn.group.door.text", ["address": door]],
                fields: [field(.text, "seal", hint: t["signIn.seal.hint"], half: true, maxLength: 4)]),
            FieldGroup(
                t["signIn.group.service"], note: t["signIn.group.service.text", ["address": redirect]],
                fields: [
                    field(.text, "issuer", hint: t["signIn.issuer.hint"], maxLength: 300),
                    field(.text, "client", half: true, maxLength: 200), secret,
                    field(
                        .select, "mapping", hint: t["signIn.mapping.hint"], half: true,
                        options: IdentityProvider.Mapping.allCases.map { .init(value: $0.code, label: t.word($0)) }),
                    field(.text, "emailDomain", hint: t["signIn.emailDomain.hint"], half: true, maxLength: 200),
                    field(.text, "label", half: true, maxLength: 30), field(.text, "labelEnglish", half: true, maxLength: 40),
                    field(.checkbox, "onlyWay", hint: t["signIn.onlyWay.hint"]),
                    field(.text, "breakGlass", hint: t["signIn.breakGlass.hint"], half: true, maxLength: 41),
                ]),
        ]
    }
}
