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
        ] + roles + invitations
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
        ]
    }()
}
