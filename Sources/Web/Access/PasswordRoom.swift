internal import Domain
internal import Hummingbird
internal import Store
internal import Views

/// Changing the own password; the old one is asked for, all other sessions end (ASVS 6.2.3, 7.4.3).
enum PasswordRoom {
    static func show(_ member: MemberContext) async throws -> Response {
        let (mustChange, frame) = try await member.read { tx in
            try await tx.enter()
            return try tx.session.mustChange
        }
        return try frame.page(page(frame, mustChange: mustChange))
    }

    static func change(_ member: MemberContext) async throws -> Response {
        let fields = try await member.form()
        try fields.allow(["old", "new"])
        guard let key = FormKey(key: try fields.text("key"), digest: fields.digest) else { throw WebFault.unprocessable(["key"]) }
        do {
            let answer = try await member.services.signIn.changePassword(
                member.entry, tenantCode: member.place.tenantCode, old: try fields.text("old"), new: try fields.text("new"),
                address: member.incoming.clientAddress, form: key, answer: Paths.tenant(member.place.tenantCode))
            return member.done(answer, Flash("password.changed"))
        } catch StoreError.wrongCredentials {
            return try await again(member, FieldErrors("old", .notAChoice))
        } catch StoreError.invalid(let errors) {
            return try await again(member, errors)
        }
    }

    private static func again(_ member: MemberContext, _ errors: FieldErrors) async throws -> Response {
        let (_, frame) = try await member.read { tx in try await tx.enter() }
        return try frame.page(page(frame, mustChange: frame.session.mustChange, errors: errors), status: .unprocessableContent)
    }

    private static func page(_ frame: PageFrame, mustChange: Bool, errors: FieldErrors? = nil) -> OrgFormPage {
        let t = frame.t
        let old = FieldModel(
            .password, form: "password", name: "old", label: t["password.old"],
            error: errors?["old"].map { _ in t["password.wrong"] }, required: true, autofocus: true, maxLength: PasswordRule.longest,
            autocomplete: "current-password")
        let problem = errors?["new"].map { problem in
            switch problem {
            case .tooSmall: t["field.password.hint"]
            default: frame.wording.problem(problem)
            }
        }
        let new = FieldModel(
            .password, form: "password", name: "new", label: t["password.new"], hint: t["field.password.hint"], error: problem,
            required: true, maxLength: PasswordRule.longest, autocomplete: "new-password")
        return OrgFormPage(
            title: t["password.title"], intro: t[mustChange ? "password.first" : "password.intro"],
            back: Link(t["chrome.sessions"], path: frame.paths.sessions),
            form: FormModel(
                id: "password", path: frame.paths.password, groups: [FieldGroup(fields: [old, new])], submit: t["password.submit"],
                key: frame.newKey))
    }
}
