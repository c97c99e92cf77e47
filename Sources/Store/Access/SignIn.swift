package import Domain
internal import Secrets
internal import Synchronization

/// What a person types into the account field: `name@tenant`, in any width and case.
package struct AccountName: Hashable, Sendable {
    package let account: String
    package let tenantCode: String

    /// Nil when it cannot be an account; the caller answers as for a wrong password.
    package init?(_ raw: String) {
        let text = BoundedText.halfWidth(raw).filter { !$0.isWhitespace }.lowercased()
        let parts = text.split(separator: "@", omittingEmptySubsequences: false)
        guard parts.count == 2, Self.isAccount(parts[0]), UnitCode.isValid(String(parts[1])) else { return nil }
        account = String(parts[0])
        tenantCode = String(parts[1])
    }

    /// `^[a-z][a-z0-9._-]{1,40}$`, as the table checks.
    static func isAccount(_ text: some StringProtocol) -> Bool {
        guard (2...41).contains(text.utf8.count), let first = text.utf8.first, (97...122).contains(first) else { return false }
        return text.utf8.allSatisfy { (97...122).contains($0) || (48...57).contains($0) || [45, 46, 95].contains($0) }
    }

    package var text: String { "\(account)@\(tenantCode)" }
}

/// A session that was just opened. The token is known only here; the database keeps its SHA-256.
package struct OpenedSession: Sendable {
    /// 32 random bytes.
    package let token: [UInt8]
    package let tenant: TenantID
    package let tenantCode: String
    package let expires: Instant

    package var entry: Entry { Entry(tenant: tenant, tokenHash: Secrets.digest(token)) }
}

/// Signing in with account and password. An unknown account, a wrong password and a disabled person answer the same after the
/// same work; failures are counted by account and by address (as keyed hashes).
package final class SignIn: Sendable {
    /// A session ends after so long, however busy it was (ASVS 7.3.2).
    package static let absolute = Span.hours(12)
    static let accountLimit = 5
    static let addressLimit = 30
    /// Guesses at one account under way at once, so that a flood cannot run ahead of its own counter.
    private static let atOnce = 4

    let store: Store
    let hasher: PasswordHasher
    private let secret: [UInt8]
    private let underWay = Mutex<[[UInt8]: Int]>([:])

    /// - Parameter secret: keys the hashes of accounts and addresses; the same on all servers.
    package init(store: Store, hasher: PasswordHasher, secret: [UInt8]) {
        self.store = store
        self.hasher = hasher
        self.secret = secret
    }

    /// - Parameter name: as typed, `account@tenant`.
    /// - Parameter address: of the client, for counting failures.
    /// - Parameter device: what the person's list of sessions shows; cut at 200 characters.
    /// - Throws: `wrongCredentials`, `blocked(until:)`, `busy`, `unavailable`.
    package func open(name raw: String, password: String, address: String, device: String) async throws -> OpenedSession {
        let name = AccountName(raw)
        let keys = throttleKeys(account: name?.text ?? raw, address: address)
        let login = try await alone(keys.account) {
            let login = try await self.find(name, keys)
            let (isRight, renewed) = try await self.hasher.verify(password, against: login?.passwordHash)
            guard isRight, let login else {
                try await self.countFailure(keys)
                throw StoreError.wrongCredentials
            }
            return (row: login, renewed: renewed)
        }
        let now = store.clock.now()
        let token = Secrets.randomBytes(32)
        let expires = now + Self.absolute
        let opening = SessionStatements.open(
            login.row, tokenHash: Secrets.digest(token), device: String(device.prefix(200)), now: now, expires: expires,
            throttleKey: keys.account, newHash: login.renewed)
        _ = try await store.outside(opening)
        return OpenedSession(token: token, tenant: login.row.tenant, tenantCode: name?.tenantCode ?? "", expires: expires)
    }

    /// Ends the session of the token; unknown and ended ones are fine.
    package func close(_ entry: Entry) async throws {
        let end = SessionStatements.end(entry.tenant, entry.tokenHash, session: nil, others: false, now: store.clock.now())
        _ = try await store.outside(end)
    }

    /// Sets the person's own password and ends all other sessions.
    /// - Parameter tenantCode: of the tenant in the entry.
    /// - Throws: `wrongCredentials` for the old one, `invalid` with field `new`, `blocked`, `busy`, and as `Store.write`.
    package func changePassword(
        _ entry: Entry, tenantCode: String, old: String, new: String, address: String, form: FormKey, answer: String
    ) async throws -> WriteAnswer {
        let account = try await store.read(entry, .own) { tx in
            try await tx.enter()
            return try tx.session.account
        }
        if let problem = PasswordRule.problem(with: new, account: account, old: old) {
            throw StoreError.invalid(FieldErrors("new", problem))
        }
        let name = AccountName("\(account)@\(tenantCode)")
        let keys = throttleKeys(account: "\(account)@\(tenantCode)", address: address)
        try await alone(keys.account) {
            let login = try await self.find(name, keys)
            guard login?.tenant == entry.tenant, try await self.hasher.verify(old, against: login?.passwordHash).isRight else {
                try await self.countFailure(keys)
                throw StoreError.wrongCredentials
            }
        }
        let hash = try await hasher.hash(new)
        return try await store.write(entry, .own, form: form) { tx in
            let person = try await tx.enter().person
            let change = CredentialStatements.change(tenant: tx.tenant, person: person, hash: hash, mustChange: false, now: tx.now)
            let end = SessionStatements.end(entry.tenant, entry.tokenHash, session: nil, others: true, now: tx.now)
            _ = try await tx.change([change], then: end)
            return answer
        }
    }

    private func find(_ name: AccountName?, _ keys: ThrottleKeys) async throws -> LoginRow? {
        let now = store.clock.now()
        let blocked = SessionStatements.blockedUntil([keys.account, keys.address], now: now)
        if let until = try await store.outside(blocked).first?.value { throw StoreError.blocked(until: until) }
        // An account that cannot exist is looked up all the same: an empty name matches nothing.
        let login = SessionStatements.login(tenantCode: name?.tenantCode ?? "", account: name?.account ?? "")
        return try await store.outside(login).first
    }

    private func countFailure(_ keys: ThrottleKeys) async throws {
        let now = store.clock.now()
        try await store.outside(SessionStatements.failed(keys.account, limit: Self.accountLimit, now: now))
        try await store.outside(SessionStatements.failed(keys.address, limit: Self.addressLimit, now: now))
    }

    private struct ThrottleKeys: Sendable {
        let account: [UInt8]
        let address: [UInt8]
    }

    private func throttleKeys(account: String, address: String) -> ThrottleKeys {
        ThrottleKeys(
            account: Secrets.hmac(Array("account:\(account.prefix(200))".utf8), key: secret),
            address: Secrets.hmac(Array("address:\(address.prefix(100))".utf8), key: secret))
    }

    private func alone<T: Sendable>(_ key: [UInt8], _ work: () async throws -> T) async throws -> T {
        let free = underWay.withLock { counts in
            guard counts[key, default: 0] < Self.atOnce else { return false }
            counts[key, default: 0] += 1
            return true
        }
        guard free else { throw StoreError.busy }
        defer {
            underWay.withLock { counts in
                let left = counts[key, default: 1] - 1
                counts[key] = left == 0 ? nil : left
            }
        }
        return try await work()
    }
}
