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
            .query("roles", RoleRow.all(tenant: tenant, today: Day(now, offsetMinutes: 0))),
        ] + door + accounts
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
