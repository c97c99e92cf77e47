package import Domain
internal import Secrets

/// The door: a password or the group's own sign-in service first, a second factor where one is set up or asked for. An unknown
/// account, a wrong password and a disabled person answer the same after the same work; failures are counted by account and by
/// address (as keyed hashes).
package final class SignIn: Sendable {
    /// A session ends after so long, however busy it was (ASVS 7.3.2).
    package static let absolute = Span.hours(12)
    /// The second proof must follow within this time.
    package static let halfwayFor = Span.minutes(5)
    static let accountLimit = 5
    static let addressLimit = 30

    let store: Store
    let hasher: PasswordHasher
    let throttle: SignInThrottle

    /// - Parameter secret: keys the hashes of accounts and addresses; the same on all servers.
    package init(store: Store, hasher: PasswordHasher, secret: [UInt8]) {
        self.store = store
        self.hasher = hasher
        throttle = SignInThrottle(store: store, secret: secret)
    }

    /// A group as its own door shows it; nil for a code that is none.
    package func door(of code: String) async throws -> TenantDoor? {
        guard UnitCode.isValid(code) else { return nil }
        return try await store.outside(TenantDoor.find(code: code)).first
    }

    /// - Parameters:
    ///   - name: as typed, `account@tenant`.
    ///   - tenant: code of the group whose door it is, where the account alone was typed.
    ///   - address: of the client, for counting failures.
    ///   - device: what the person's list of sessions shows; cut at 200 characters.
    /// - Throws: `wrongCredentials`, `blocked(until:)`, `locked` and `singleSignOnOnly` (only to whoever knew the password), `busy`,
    ///   `unavailable`.
    package func open(
        name raw: String, at tenant: String? = nil, password: String, address: String, device: String
    ) async throws -> SignInStep {
        let name = AccountName(raw, at: tenant)
        let keys = throttle.keys(account: name?.text ?? raw, address: address)
        let attempt = SignInAttempt(.password, address: address, device: device)
        return try await throttle.alone(keys.account) {
            // What cannot be an account is looked up all the same: an empty name matches nothing.
            let door = try await self.store.outside(TenantDoor.find(code: name?.tenantCode ?? "")).first
            try await self.refuseBlocked([keys.account, keys.address], door)
            let now = self.store.clock.now()
            let find = SignInStatements.find(tenantCode: name?.tenantCode ?? "", account: name?.account ?? "", now: now)
            let found = try await self.store.outside(find).first
            let (isRight, renewed) = try await self.hasher.verify(password, against: found?.passwordHash)
            guard isRight, let found, let door else {
                try await self.refuse(found, door, attempt, .wrongPassword, keys.counted)
                throw StoreError.wrongCredentials
            }
            if found.isLocked {
                try await self.refuse(found, door, attempt, .locked, keys.counted)
                throw StoreError.locked
            }
            if let provider = door.policy.provider, found.isLinked, !provider.letsPasswordPass(account: found.account) {
                try await self.refuse(found, door, attempt, .singleSignOnOnly, [])
                throw StoreError.singleSignOnOnly
            }
            let isExpired = door.policy.passwords.isExpired(since: found.changedAt, now: now)
            let wantsFactor = found.hasFactor || door.policy.wantsFactor(roles: found.roleKeys)
            let person = Proved(found, tenantCode: name?.tenantCode ?? "", newHash: renewed, mustChange: isExpired)
            return wantsFactor
                ? .halfway(try await self.openHalfway(person, attempt)) : .opened(try await self.openSession(person, attempt, keys))
        }
    }

    /// Ends the session of the token; unknown and ended ones are fine.
    package func close(_ entry: Entry) async throws {
        let session = try? await store.read(entry, .own) { tx in
            try await tx.enter()
            return try tx.session
        }
        let end = SessionStatements.end(entry.tenant, entry.tokenHash, session: nil, others: false, now: store.clock.now())
        _ = try await store.outside(end)
        if let session { try await store.auditOutside(entry.tenant, .signedOut, .session(session.id), by: session.actor.person) }
    }

    /// Until when the account is blocked by failures of its own, password or second factor; nil when it is not.
    package func blocked(account: String, tenantCode: String) async throws -> Instant? {
        let keys = throttle.keys(account: "\(account)@\(tenantCode)", address: "")
        return try await store.outside(SessionStatements.blockedUntil([keys.account, keys.factor], now: store.clock.now())).first?.value
    }

    /// Ends the block that failures brought on.
    package func unblock(account: String, tenantCode: String) async throws {
        let keys = throttle.keys(account: "\(account)@\(tenantCode)", address: "")
        for key in [keys.account, keys.factor] { try await store.outside(SessionStatements.unblock(key)) }
    }
}

extension SignIn {
    /// Somebody who has proved who they are, as far as was asked.
    struct Proved: Sendable {
        let tenant: TenantID
        let tenantCode: String
        let person: PersonID
        let account: String
        let permissions: Set<Permission>
        /// A hash to store in place of the present one.
        let newHash: String?
        /// Nil when no password has to be changed at all.
        let mustChange: Bool?

        init(_ row: SignInRow, tenantCode: String, newHash: String?, mustChange: Bool?) {
            tenant = row.tenant
            self.tenantCode = tenantCode
            person = row.person
            account = row.account
            permissions = row.permissions
            self.newHash = newHash
            self.mustChange = mustChange
        }

        init(_ row: PendingRow, tenant: TenantID, tenantCode: String, mustChange: Bool?) {
            self.tenant = tenant
            self.tenantCode = tenantCode
            person = row.person
            account = row.account
            permissions = row.permissions
            newHash = nil
            self.mustChange = mustChange
        }
    }

    /// - Throws: `wrongCredentials` when the person was disabled or locked in this moment.
    func openSession(_ person: Proved, _ attempt: SignInAttempt, _ keys: SignInThrottle.Keys) async throws -> OpenedSession {
        let now = store.clock.now()
        let token = Secrets.randomBytes(32)
        let expires = now + Self.absolute
        let limit = SignInPolicy.administers(person.permissions) ? SignInPolicy.administratorSessions : nil
        let open = SignInStatements.open(
            person.tenant, person.person, tokenHash: Secrets.digest(token), attempt, now: now, expires: expires,
            throttleKeys: [keys.account, keys.factor], newHash: person.newHash, mustChange: person.mustChange, limit: limit)
        guard let opened = try await store.outside(open).first?.value else { throw StoreError.wrongCredentials }
        try await store.auditOutside(person.tenant, .signedIn, .session(opened), by: person.person, ["method": attempt.method.code])
        return OpenedSession(token: token, tenant: person.tenant, tenantCode: person.tenantCode, expires: expires)
    }

    func openHalfway(_ person: Proved, _ attempt: SignInAttempt) async throws -> HalfwaySession {
        let now = store.clock.now()
        let token = Secrets.randomBytes(32)
        let expires = now + Self.halfwayFor
        try await store.outside(
            SignInStatements.openPending(
                person.tenant, person.person, tokenHash: Secrets.digest(token), attempt, now: now, expires: expires,
                newHash: person.newHash))
        return HalfwaySession(token: token, tenantCode: person.tenantCode, expires: expires)
    }

    /// - Throws: `blocked(until:)`. One line of the trail a minute says so.
    func refuseBlocked(_ keys: [[UInt8]], _ door: TenantDoor?) async throws {
        let now = store.clock.now()
        guard let until = try await store.outside(SessionStatements.blockedUntil(keys, now: now)).first?.value else { return }
        if let door {
            let key = "blocked-\(Token.encode(Array(keys[0].prefix(12))))-\(now.secondsSince1970 / 60)"
            try await store.auditOutside(door.tenant, .signInBlocked, .session(nil), key: key)
        }
        throw StoreError.blocked(until: until)
    }

    /// Counts a failure, writes it into the history of a known person and leaves a line of the trail, the same for known and unknown.
    func refuse(
        _ found: SignInRow?, _ door: TenantDoor?, _ attempt: SignInAttempt, _ outcome: SignInOutcome, _ counted: [SignInThrottle.Counted]
    ) async throws {
        try await refuse(door?.tenant, found?.person, attempt, outcome, counted)
    }

    func refuse(
        _ tenant: TenantID?, _ person: PersonID?, _ attempt: SignInAttempt, _ outcome: SignInOutcome, _ counted: [SignInThrottle.Counted]
    ) async throws {
        try await store.outside(
            SignInStatements.refused(
                tenant, person, attempt, outcome, keys: counted.map(\.key), limits: counted.map { Int32($0.limit) },
                now: store.clock.now()))
        if let tenant {
            let detail = ["method": attempt.method.code, "outcome": outcome.code]
            try await store.auditOutside(tenant, .signInFailed, .session(nil), by: person, detail)
        }
    }
}
