internal import Domain
internal import Postgres

extension StatementCatalogue {
    static let access: [CataloguedStatement] = {
        let tenant = TenantID(1)
        let person = PersonID(1)
        let now = Instant(microseconds: 0)
        let hash: [UInt8] = [0]
        let login = LoginRow(tenant: tenant, person: person, passwordHash: "")
        let entry = Entry(tenant: tenant, tokenHash: hash)
        return [
            .query("sign-in blocked until", SessionStatements.blockedUntil([hash], now: now)),
            .query("find login", SessionStatements.login(tenantCode: "t", account: "a")),
            .change("sign-in failed", SessionStatements.failed(hash, limit: 1, now: now)),
            .query(
                "open session",
                SessionStatements.open(
                    login, tokenHash: hash, device: "", now: now, expires: now, throttleKey: hash, newHash: nil)),
            .change("touch session", SessionStatements.touch(tenant, hash, now: now)),
            .query("end session", SessionStatements.end(tenant, hash, session: nil, others: false, now: now)),
            .query("own sessions", SessionRow.own(entry, now: now)),
            .change("add credential", CredentialStatements.add(tenant: tenant, person: person, hash: "", now: now)),
            .change(
                "change credential", CredentialStatements.change(tenant: tenant, person: person, hash: "", mustChange: false, now: now)),
            .change("prefer language", CredentialStatements.language(tenant: tenant, person: person, code: "en")),
            .query("roles", RoleRow.all(tenant: tenant, today: Day(now, offsetMinutes: 0))),
        ]
    }()
}
