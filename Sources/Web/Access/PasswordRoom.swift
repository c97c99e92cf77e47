internal import Domain
internal import Hummingbird
internal import Store
internal import Views

/// Changing the own password; the old one is asked for, all other sessions end (ASVS 6.2.3, 7.4.3). Says why when it has to be.
enum PasswordRoom {
    static func show(_ member: MemberContext) async throws -> Response { try await page(member) }

    static func change(_ member: MemberContext) async throws -> Response {
        let fields = try await member.form()
        try fields.allow(["old", "new"])
        guard let key = FormKey(key: try fields.text("key"), digest: fields.digest) else { throw WebFault.unprocessable(["key"]) }
        try member.incoming.knock()
        do {
            let answer = try await member.services.signIn.changePassword(
                member.entry, tenantCode: member.place.tenantCode, old: try fields.text("old"), new: try fields.text("new"),
                address: member.incoming.clientAddress, form: key, answer: Paths.tenant(member.place.tenantCode))
            return member.done(answer, Flash("password.changed"))
        } catch StoreError.wrongCredentials {
            return try await page(member, FieldErrors("old", .notAChoice))
        } catch StoreError.invalid(let errors) {
            return try await page(member, errors)
        }
    }

    private static func page(_ member: MemberContext, _ errors: FieldErrors? = nil) async throws -> Response {
        let entry = member.entry
        let (age, frame) = try await member.read { tx in try await tx.passwordAge(of: entry) }
        let t = frame.t
        let old = FieldModel(
            .password, form: "password", name: "old", label: t["password.old"],
            error: errors?["old"].map { _ in t["password.wrong"] }, required: true, autofocus: true, maxLength: PasswordRule.longest,
            autocomplete: "current-password")
        let new = FieldModel(
            .password, form: "password", name: "new", label: t["password.new"], hint: t["password.rule.\(age.preset.code)"],
            error: errors?["new"].map(frame.wording.passwordProblem), required: true, maxLength: PasswordRule.longest,
            autocomplete: "new-password")
        let page = OrgFormPage(
            title: t["password.title"], intro: intro(age.changedAt, age.preset, frame),
            back: Link(t["chrome.sessions"], path: frame.paths.sessions),
            form: FormModel(
                id: "password", path: frame.paths.password, groups: [FieldGroup(fields: [old, new])], submit: t["password.submit"],
                key: frame.newKey))
        return try frame.page(page, status: errors == nil ? .ok : .unprocessableContent)
    }

    /// Why one is here: the first password, one that has grown old, or one's own wish.
    private static func intro(_ changedAt: Instant?, _ preset: PasswordPreset, _ frame: PageFrame) -> String {
        guard frame.session.mustChange else { return frame.t["password.intro"] }
        guard let changedAt, let lifetime = preset.lifetime, preset.isExpired(since: changedAt, now: frame.now) else {
            return frame.t["password.first"]
        }
        return frame.t["password.expired", ["days": String(lifetime.days)]]
    }
}

extension Wording {
    /// What is wrong with a chosen password: its smallness is a length.
    func passwordProblem(_ problem: FieldProblem) -> String {
        if case .tooSmall(let least) = problem { return messages["password.tooShort", ["count": String(least)]] }
        return self.problem(problem)
    }
}
