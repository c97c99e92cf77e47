internal import Domain
internal import Secrets

/// Who somebody is by the word of the group's sign-in service, after its token was verified.
package struct VouchedIdentity: Hashable, Sendable {
    package let issuer: String
    /// Never changes for a person and is never given to another (OpenID Connect Core 2, `sub`).
    package let subject: String
    package let username: String?
    package let email: String?
    package let emailIsVerified: Bool
    /// The service has asked for a second factor itself (RFC 8176, `mfa`).
    package let hadSecondFactor: Bool

    package init(
        issuer: String, subject: String, username: String? = nil, email: String? = nil, emailIsVerified: Bool = false,
        hadSecondFactor: Bool = false
    ) {
        self.issuer = issuer
        self.subject = subject
        self.username = username
        self.email = email
        self.emailIsVerified = emailIsVerified
        self.hadSecondFactor = hadSecondFactor
    }
}

extension SignIn {
    /// The secret for the group's sign-in service; nil where it has none.
    package func clientSecret(of door: TenantDoor) throws -> String? {
        guard let sealed = door.clientSecret else { return nil }
        let plain = try store.sealer.open(sealed, in: SignInPolicyRow.slot(door.tenant))
        return String(decoding: plain, as: UTF8.self)
    }

    /// Somebody comes back from the group's sign-in service. A subject that an administrator linked is that account; another is
    /// linked now where the group's mapping names an account that has no link yet.
    /// - Throws: `wrongCredentials` when no account is meant, `locked`, `blocked(until:)`.
    package func open(
        _ identity: VouchedIdentity, tenantCode: String, address: String, device: String
    ) async throws -> SignInStep {
        let attempt = SignInAttempt(.singleSignOn, address: address, device: device)
        let door = try await door(of: tenantCode)
        guard let door, let provider = door.policy.provider, provider.issuer == identity.issuer else { throw StoreError.wrongCredentials }
        try await refuseBlocked([throttle.keys(account: "", address: address).address], door)
        guard let found = try await account(of: identity, provider, door, tenantCode) else {
            let counted = [SignInThrottle.Counted(key: throttle.keys(account: "", address: address).address, limit: Self.addressLimit)]
            try await refuse(nil, door, attempt, .notLinked, counted)
            throw StoreError.wrongCredentials
        }
        if found.isLocked {
            try await refuse(found, door, attempt, .locked, [])
            throw StoreError.locked
        }
        // Nobody asks for the password of somebody the service vouches for; a first one that was never used is of no use any more.
        let person = Proved(found, tenantCode: tenantCode, newHash: found.mustChange ? Self.unusableHash : nil, mustChange: nil)
        let wantsFactor = !identity.hadSecondFactor && (found.hasFactor || door.policy.wantsFactor(roles: found.roleKeys))
        if wantsFactor { return .halfway(try await openHalfway(person, attempt)) }
        let keys = throttle.keys(account: "\(found.account)@\(tenantCode)", address: address)
        return .opened(try await openSession(person, attempt, keys))
    }

    /// Not a PHC string: no password fits it.
    private static let unusableHash = "!"

    private func account(
        of identity: VouchedIdentity, _ provider: IdentityProvider, _ door: TenantDoor, _ tenantCode: String
    ) async throws -> SignInRow? {
        let now = store.clock.now()
        let linked = SignInStatements.find(
            tenantCode: tenantCode, account: nil, issuer: identity.issuer, subject: identity.subject, now: now)
        if let row = try await store.outside(linked).first { return row }
        let named = provider.account(username: identity.username, email: identity.email, emailIsVerified: identity.emailIsVerified)
        guard let named, let row = try await store.outside(SignInStatements.find(tenantCode: tenantCode, account: named, now: now)).first
        else { return nil }
        let link = SignInStatements.link(door.tenant, row.person, issuer: identity.issuer, subject: identity.subject, now: now)
        guard try await store.outside(link).first?.value == true else { return nil }
        try await store.auditOutside(door.tenant, .identityLinked, .person(row.person, label: row.account), by: row.person)
        return row
    }
}
