internal import Domain
internal import HTTPTypes
internal import Hummingbird
internal import Store
internal import Views

/// How somebody signs in, for whoever administers the person's home unit: state, locks, second factor, single sign-on, history.
/// Never a password.
enum AccountRoom {
    static func show(_ member: MemberContext) async throws -> Response { try await page(member) }

    static func lock(_ member: MemberContext) async throws -> Response {
        try await change(member, "lock", field: "reason", done: "account.locked.done") { tx, permit, reason in
            try await tx.lock(permit, reason: reason)
        }
    }

    /// Also ends a block that failures brought on.
    static func unlock(_ member: MemberContext) async throws -> Response {
        let response = try await change(member, "unlock", field: "reason", done: "account.unlocked.done") { tx, permit, reason in
            try await tx.unlock(permit, reason: reason)
        }
        if response.status == .seeOther {
            let (account, _) = try await account(member)
            try await member.services.signIn.unblock(account: account.account, tenantCode: member.place.tenantCode)
        }
        return response
    }

    static func resetFactor(_ member: MemberContext) async throws -> Response {
        try await change(member, "resetFactor", field: "reason", done: "account.resetFactor.done") { tx, permit, reason in
            try await tx.resetFactor(permit, reason: reason)
        }
    }

    static func link(_ member: MemberContext) async throws -> Response {
        try await change(member, "link", field: "subject", done: "account.link.done") { tx, permit, subject in
            try await tx.link(permit, subject: subject)
        }
    }

    private static func change(
        _ member: MemberContext, _ form: String, field: String, done: String,
        _ work: @escaping @Sendable (WriteTransaction, Permit<ManagePeople, Account>, String) async throws -> Void
    ) async throws -> Response {
        let fields = try await member.form()
        try fields.allow([field])
        let (id, text) = (PersonID(try member.incoming.number("id")), try fields.text(field))
        let back = member.paths.account(id)
        do {
            let answer = try await member.write(fields) { tx in
                try await tx.enter()
                try await work(tx, try await tx.access(account: id, for: ManagePeople.self), text)
                return back
            }
            return member.done(answer, Flash(done))
        } catch StoreError.invalid(let errors) {
            return try await page(member, open: form, typed: text, error: errors[field], status: .unprocessableContent)
        } catch StoreError.constraint("identity_link_subject_key") {
            return try await page(member, open: form, typed: text, error: .taken, status: .unprocessableContent)
        }
    }

    private static func account(_ member: MemberContext) async throws -> (Account, AccountState) {
        let id = PersonID(try member.incoming.number("id"))
        return try await member.store.read(member.entry, member.requirement) { tx in
            try await tx.enter()
            let permit = try await tx.access(account: id, for: ManagePeople.self)
            return (permit.thing, try await tx.state(of: permit))
        }
    }

    private static func page(
        _ member: MemberContext, open: String? = nil, typed: String = "", error: FieldProblem? = nil, status: HTTPResponse.Status = .ok
    ) async throws -> Response {
        let id = PersonID(try member.incoming.number("id"))
        let before = SignInEventID(text: try member.incoming.query().text("before"))
        let ((account, state), frame) = try await member.read { tx in
            let permit = try await tx.access(account: id, for: ManagePeople.self)
            return (permit.thing, try await tx.state(of: permit, before: before))
        }
        let blocked = try await member.services.signIn.blocked(account: account.account, tenantCode: member.place.tenantCode)
        let view = AccountView(
            account: account, state: state, blocked: blocked, frame: frame, isOwn: account.id == frame.session.actor.person)
        let t = frame.t
        let page = AccountPage(
            back: Link(account.name, path: frame.paths.person(id)), name: account.name,
            account: "\(account.account)@\(member.place.tenantCode)", status: view.status, facts: view.facts,
            forms: view.forms(open: open, typed: typed, error: error), rows: state.history.map { frame.line($0) },
            summary: t["history.summary", ["count": String(state.history.count), "time": frame.wording.clock(frame.now)]],
            pager: frame.pager(state.history, before: before, path: frame.paths.account(id)))
        return try frame.page(page, room: .people, status: status)
    }
}

/// The words of an account's page.
private struct AccountView {
    let account: Account
    let state: AccountState
    let blocked: Instant?
    let frame: PageFrame
    let isOwn: Bool

    private var t: Messages { frame.t }

    var status: Chip {
        if account.disabledAt != nil { return Chip(t["org.disabled"], tone: .late) }
        if state.lock != nil { return Chip(t["account.locked"], tone: .late) }
        if blocked != nil { return Chip(t["account.blocked"], tone: .soon) }
        return Chip(t["account.open"], tone: .good)
    }

    var facts: [AccountPage.Fact] {
        let none = t["account.none"]
        var facts: [AccountPage.Fact] = []
        func add(_ key: String, _ text: String, note: String? = nil) {
            facts.append(.init(label: t["account.\(key)"], text: text, note: note))
        }
        if let lock = state.lock {
            add("lock", t["account.lockedBy", ["time": frame.wording.exact(lock.at), "name": lock.by]], note: lock.reason)
        }
        if let blocked { add("block", t["account.blockedUntil", ["time": frame.wording.exact(blocked)]], note: t["account.block.text"]) }
        let isOld = state.policy.passwords.isExpired(since: state.passwordChangedAt, now: frame.now)
        add(
            "password", frame.wording.exact(state.passwordChangedAt),
            note: state.mustChange ? t["account.mustChange"] : isOld ? t["account.expired"] : nil)
        add(
            "factor", state.factorSince.map { frame.wording.exact($0) } ?? none,
            note: state.factorSince.map { _ in t["factor.left", ["count": String(state.codesLeft)]] })
        add("sessions", String(state.openSessions))
        if state.policy.provider != nil { add("link", state.link?.subject ?? none, note: state.link.map { _ in linkNote }) }
        return facts
    }

    private var linkNote: String {
        let isCurrent = state.link?.issuer == state.policy.provider?.issuer
        return isCurrent ? state.link.map { frame.wording.exact($0.at) } ?? "" : t["account.link.old"]
    }

    func forms(open: String?, typed: String, error: FieldProblem?) -> [ActionForm] {
        guard account.disabledAt == nil else { return [] }
        func form(_ id: String, _ path: String, field: String, value: String = "", required: Bool = true, danger: Bool = false)
            -> ActionForm
        {
            let isOpen = open == id
            let control = FieldModel(
                .text, form: id, name: field, label: t[field == "reason" ? "field.reason" : "account.subject"],
                value: isOpen ? typed : value, hint: field == "subject" ? t["account.subject.hint"] : nil,
                error: isOpen ? error.map(frame.wording.problem) : nil, required: required, maxLength: field == "reason" ? 300 : 255)
            return ActionForm(
                id: id, label: t["account.\(id).do"], explain: t["account.\(id).text"], path: path, fields: [control], key: frame.newKey,
                danger: danger, open: isOpen)
        }
        let paths = frame.paths
        var forms: [ActionForm] = []
        if state.lock != nil || blocked != nil { forms.append(form("unlock", paths.unlock(account.id), field: "reason")) }
        if state.factorSince != nil, !isOwn {
            forms.append(form("resetFactor", paths.resetFactor(account.id), field: "reason", danger: true))
        }
        if state.policy.provider != nil {
            forms.append(form("link", paths.linkIdentity(account.id), field: "subject", value: state.link?.subject ?? "", required: false))
        }
        if state.lock == nil, !isOwn { forms.append(form("lock", paths.lock(account.id), field: "reason", danger: true)) }
        return forms
    }
}
