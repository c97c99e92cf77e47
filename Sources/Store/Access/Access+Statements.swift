internal import Domain
internal import Postgres

extension StatementCatalogue {
    static let access: [CataloguedStatement] = {
        let tenant = TenantID(1)
        let person = PersonID(1)
        let now = Instant(microseconds: 0)
        let hash: [UInt8] = [0]
        let entry = Entry(tenant: tenant, tokenHash: hash)
        return [
            .query("sign-in blocked until", SessionStatements.blockedUntil([hash], now: now)),
            .change("unblock sign-in", SessionStatements.unblock(hash)),
            .change("touch session", SessionStatements.touch(tenant, hash, now: now)),
            .query("end session", SessionStatements.end(tenant, hash, session: nil, others: false, now: now)),
            .query("own sessions", SessionRow.own(entry, now: now)),
            .change("add credential", CredentialStatements.add(tenant: tenant, person: person, hash: "", now: now)),
            .change(
                "change credential", CredentialStatements.change(tenant: tenant, person: person, hash: "", mustChange: false, now: now)),
            .change("prefer language", CredentialStatements.language(tenant: tenant, person: person, code: "en")),
            .query("own passwords", OwnPasswordRow.all(entry)),
            .query("change own password", OwnPasswordRow.change(entry, hash: "", keep: 5, now: now)),
            .query("names around a person", NamesAround.query(tenant: tenant)),
        ] + door + accounts + roles + invitations
    }()

    private static let roles: [CataloguedStatement] = {
        let tenant = TenantID(1)
        let today = Day(daysSince1970: 0)
        let fields = ["name": "n", "unitKinds": "project", "permissions": "desk.see", "reach": "unit", "compensation": "none"]
        guard case .success(let draft) = RoleDraft.read(fields) else { return [] }
        let role = RoleID(1)
        return [
            .query("roles", RoleRow.all(tenant: tenant, today: today)),
            .query("one role", RoleRow.one(tenant: tenant, role, today: today)),
            .query("holders of a role", RoleHolderRow.of(role, tenant: tenant, today: today)),
            .query("holders of duties", DutyHolderRow.all(tenant: tenant, today: today)),
            .query("next role", RoleStatements.next),
            .query("lock role", RoleStatements.lock(tenant: tenant, role)),
            .query("hold role", RoleStatements.hold(tenant: tenant, key: "k")),
            .change("add role", RoleStatements.add(draft, role, tenant: tenant, now: Instant(microseconds: 0))),
            .change("change role", RoleStatements.change(draft, id: role, version: 1, tenant: tenant)),
            .change("retire role", RoleStatements.retire(role, tenant: tenant, now: Instant(microseconds: 0))),
        ]
    }()

    private static let invitations: [CataloguedStatement] = {
        let (tenant, person, now) = (TenantID(1), PersonID(1), Instant(microseconds: 0))
        let invitation = Invitation(kind: .first, token: "", tokenHash: [0], passwordHash: "")
        return [
            .change("add invitation", InvitationStatements.add(invitation, for: person, tenant: tenant, by: person, now: now)),
            .change("end open invitations", InvitationStatements.endOpen(person, tenant: tenant, now: now)),
            .query("latest invitation", InvitationRow.latest(of: person, tenant: tenant)),
            .query("sign a person out", InvitationStatements.signOut(person, tenant: tenant, now: now)),
            .query("find invitation", InvitationStatements.find(tenantCode: "t", hash: [0], now: now)),
            .query("redeem invitation", InvitationStatements.redeem(tenant, hash: [0], passwordHash: "", now: now)),
            .query("keep password", InvitationStatements.keepPassword(of: person)),
            .query("former passwords by link", InvitationStatements.former(tenant, hash: [0], now: now)),
        ]
    }()

    private static let door: [CataloguedStatement] = {
        let tenant = TenantID(1)
        let person = PersonID(1)
        let now = Instant(microseconds: 0)
        let hash: [UInt8] = [0]
        let attempt = SignInAttempt(.password, address: "", device: "")
        return [
            .query("door of a group", TenantDoor.find(code: "t")),
            .query("find who signs in", SignInStatements.find(tenantCode: "t", account: "a", now: now)),
            .change(
                "sign-in refused",
                SignInStatements.refused(tenant, person, attempt, .wrongPassword, keys: [hash], limits: [1], now: now)),
            .query(
                "open session",
                SignInStatements.open(
                    tenant, person, tokenHash: hash, attempt, now: now, expires: now, throttleKeys: [hash], newHash: nil,
                    mustChange: false, limit: 3)),
            .change(
                "open halfway",
                SignInStatements.openPending(tenant, person, tokenHash: hash, attempt, now: now, expires: now, newHash: nil)),
            .query("find halfway", SignInStatements.pending(tenant, hash, limit: 5, now: now)),
            .query("pass halfway", SignInStatements.passPending(tenant, hash, step: 1, recovery: nil, limit: 5, now: now)),
            .query(
                "enrol halfway",
                SignInStatements.enrolPending(tenant, hash, seed: hash, step: 1, digests: [hash], limit: 5, now: now)),
            .query("link identity", SignInStatements.link(tenant, person, issuer: "i", subject: "s", now: now)),
            .change("forget sign-ins", SignInStatements.forget(now: now)),
        ]
    }()

    private static let accounts: [CataloguedStatement] = {
        let tenant = TenantID(1)
        let person = PersonID(1)
        let now = Instant(microseconds: 0)
        let hash: [UInt8] = [0]
        return [
            .query("own sign-in policy", SignInPolicyRow.own(tenant: tenant)),
            .change("save sign-in policy", SignInPolicyRow.save(SignInPolicy(), secret: nil, tenant: tenant, now: now)),
            .query("own second factor", SecondFactorRow.own(tenant: tenant, person: person)),
            .change("add second factor", SecondFactorStatements.add(tenant, person, seed: hash, step: 1, now: now)),
            .change("use code", SecondFactorStatements.use(tenant, person, step: 1)),
            .change("use recovery code", SecondFactorStatements.use(tenant, person, recovery: hash, now: now)),
            .change("add recovery codes", SecondFactorStatements.addCodes(tenant, person, digests: [hash])),
            .change("drop recovery codes", SecondFactorStatements.dropCodes(tenant, person)),
            .change("drop second factor", SecondFactorStatements.drop(tenant, person)),
            .query("own history", SignInEventRow.own(tenant: tenant, person: person)),
            .query("history of an account", SignInEventRow.of(person, before: nil)),
            .query("account", AccountRow.one(tenant: tenant, person)),
            .query("active account", AccountRow.active(tenant: tenant, account: "a")),
            .query("state of an account", AccountStateRow.of(person, now: now)),
            .query("open lock", AccountLockRow.open(tenant: tenant, person: person)),
            .query("identity of an account", IdentityLinkRow.of(person, tenant: tenant)),
            .change("lock account", AccountStatements.lock(person, tenant: tenant, by: "n", reason: "r", now: now)),
            .change("lift lock", AccountStatements.lift(person, tenant: tenant, by: "n", reason: "r", now: now)),
            .query("end sessions of an account", AccountStatements.endSessions(person, now: now)),
            .query("reset second factor", AccountStatements.resetFactor(person)),
            .change("link account", AccountStatements.link(person, tenant: tenant, issuer: "i", subject: "s", now: now)),
            .change("unlink account", AccountStatements.unlink(person, tenant: tenant)),
        ]
    }()
}
