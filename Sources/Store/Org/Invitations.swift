package import Domain
package import Postgres
internal import Secrets

/// A one-time link by which a person chooses the own password (ASVS 6.4.1, 6.4.6). The token is known only here and on the paper or
/// message that carries it; the database keeps its SHA-256.
package struct Invitation: Sendable {
    package enum Kind: String, CaseCode {
        /// For somebody new.
        case first
        /// For somebody who forgot, or whose password others may know.
        case reset
    }

    /// A link is good for so long, and once.
    package static let life = Span.hours(24)

    package let kind: Kind
    /// As it stands in the link.
    package let token: String
    let tokenHash: [UInt8]
    /// Of a password nobody knows, which holds the place until the person has chosen one.
    package let passwordHash: String

    /// Made before the transaction: hashing takes tens of milliseconds.
    /// - Throws: `busy`.
    package static func make(_ kind: Kind, hasher: PasswordHasher) async throws -> Invitation {
        let bytes = Secrets.randomBytes(32)
        return Invitation(
            kind: kind, token: Token.encode(bytes), tokenHash: Secrets.digest(bytes),
            passwordHash: try await hasher.hashOfUnknown())
    }

    /// Links for many at once: one hash of a password nobody knows holds the place of all.
    /// - Throws: `busy`.
    package static func make(_ kind: Kind, count: Int, hasher: PasswordHasher) async throws -> [Invitation] {
        guard count > 0 else { return [] }
        let hash = try await hasher.hashOfUnknown()
        return (1...count).map { _ in
            let bytes = Secrets.randomBytes(32)
            return Invitation(kind: kind, token: Token.encode(bytes), tokenHash: Secrets.digest(bytes), passwordHash: hash)
        }
    }

    /// What a token in a link hashes to; nil for text that is none.
    static func hash(of token: String) -> [UInt8]? {
        guard let bytes = Token.decode(token), bytes.count == 32 else { return nil }
        return Secrets.digest(bytes)
    }
}

extension PasswordHasher {
    /// Of a password nobody knows: it holds the place until the person has chosen one.
    /// - Throws: `busy`.
    package func hashOfUnknown() async throws -> String { try await hash(Token.make(bytes: 32)) }
}

extension WriteTransaction {
    /// The new person with a link to the own first password.
    /// - Parameter permit: for the home unit.
    /// - Throws: as `add`.
    package func invite(_ person: NewPerson, _ invitation: Invitation, _ permit: Permit<ManagePeople, UnitRef>) async throws -> PersonID {
        let id = try await add(person, passwordHash: invitation.passwordHash, permit)
        try await change([InvitationStatements.add(invitation, for: id, tenant: tenant, by: try actor.person, now: now)])
        audit(.personInvited, .person(id, label: person.account), at: permit.thing, ["kind": invitation.kind.code])
        return id
    }

    /// A new link; the password so far opens nothing from now on and may not be chosen again, and every session of the person ends.
    /// - Throws: `notFound` for somebody disabled.
    package func invite(_ permit: Permit<ManagePeople, ManagedPerson>, _ invitation: Invitation) async throws {
        let person = permit.thing.person
        guard person.disabledAt == nil else { throw StoreError.notFound }
        _ = try await fetch(InvitationStatements.keepPassword(of: person.id))
        try await change([
            InvitationStatements.endOpen(person.id, tenant: tenant, now: now),
            InvitationStatements.add(invitation, for: person.id, tenant: tenant, by: try actor.person, now: now),
            CredentialStatements.change(
                tenant: tenant, person: person.id, hash: invitation.passwordHash, mustChange: true, now: now),
        ])
        _ = try await fetch(InvitationStatements.signOut(person.id, tenant: tenant, now: now))
        audit(.personInvited, .person(person.id, label: person.account), at: person.home, ["kind": invitation.kind.code])
    }
}

/// For whom a good link is.
package struct InvitedRow: RowDecodable, Hashable {
    package let tenant: TenantID
    package let tenantName: String
    package let tenantNameEnglish: String
    package let person: PersonID
    package let name: String
    package let account: String

    package init(row: inout RowCursor) throws {
        tenant = try row.next()
        tenantName = try row.next()
        tenantNameEnglish = try row.next()
        person = try row.next()
        name = try row.next()
        account = try row.next()
    }
}

/// An invitation as the person's page tells it.
package struct InvitationRow: RowDecodable, Hashable {
    package let kind: Invitation.Kind
    package let createdAt: Instant
    package let expiresAt: Instant
    package let usedAt: Instant?
    package let endedAt: Instant?

    package init(row: inout RowCursor) throws {
        kind = try row.next()
        createdAt = try row.next()
        expiresAt = try row.next()
        usedAt = try row.next()
        endedAt = try row.next()
    }

    package static func latest(of person: PersonID, tenant: TenantID) -> Query<InvitationRow> {
        Query(
            """
            SELECT kind, created_at, expires_at, used_at, ended_at FROM invitation
            WHERE tenant_id = \(tenant) AND person_id = \(person) ORDER BY id DESC LIMIT 1
            """)
    }
}

extension SignIn {
    /// Whom the link is for; nil when it is used, ended, too old or none at all: one answer for all.
    package func invited(tenantCode: String, token: String) async throws -> InvitedRow? {
        guard UnitCode.isValid(tenantCode), let hash = Invitation.hash(of: token) else { return nil }
        return try await store.outside(InvitationStatements.find(tenantCode: tenantCode, hash: hash, now: store.clock.now())).first
    }

    /// Uses the link up: the person's password is the chosen one, and every session the person had ends. The group's rule holds here as
    /// for any change, former passwords included; the one before a reset counts as the present one.
    /// - Throws: `invalid` with field `new`; `notFound` when the link is good no more; `busy`.
    package func redeem(tenantCode: String, token: String, password: String) async throws -> InvitedRow {
        guard let hash = Invitation.hash(of: token), let invited = try await invited(tenantCode: tenantCode, token: token),
            let preset = try await door(of: tenantCode)?.policy.passwords
        else { throw StoreError.notFound }
        let names = [invited.tenantName, invited.tenantNameEnglish, tenantCode, invited.name].filter { !$0.isEmpty }
        if let problem = PasswordRule.problem(with: password, account: invited.account, names: names, preset: preset) {
            throw StoreError.invalid(FieldErrors("new", problem))
        }
        let former = try await store.outside(InvitationStatements.former(invited.tenant, hash: hash, now: store.clock.now()))
        try await refuseFormer(password, among: former.prefix(preset.remembered))
        let chosen = try await hasher.hash(password)
        let redeem = InvitationStatements.redeem(invited.tenant, hash: hash, passwordHash: chosen, now: store.clock.now())
        guard let person = try await store.outside(redeem).first?.value, person == invited.person else { throw StoreError.notFound }
        try await store.auditOutside(
            invited.tenant, .invitationUsed, .person(person, label: invited.account), by: person)
        return invited
    }
}

enum InvitationStatements {
    static func add(_ invitation: Invitation, for person: PersonID, tenant: TenantID, by actor: PersonID, now: Instant) -> SQL {
        """
        INSERT INTO invitation (tenant_id, person_id, token_hash, kind, invited_by, created_at, expires_at)
        VALUES (\(tenant), \(person), \(invitation.tokenHash), \(invitation.kind), \(actor), \(now), \(now + Invitation.life))
        """
    }

    static func endOpen(_ person: PersonID, tenant: TenantID, now: Instant) -> SQL {
        """
        UPDATE invitation SET ended_at = \(now)
        WHERE tenant_id = \(tenant) AND person_id = \(person) AND used_at IS NULL AND ended_at IS NULL
        """
    }

    static func signOut(_ person: PersonID, tenant: TenantID, now: Instant) -> Query<Single<Int>> {
        Query("SELECT app.sign_out(\(tenant), \(person), \(now))")
    }

    /// Answers how many passwords joined the former ones: one, or none where the present one only holds the place for a link.
    static func keepPassword(of person: PersonID) -> Query<Single<Int>> {
        Query("SELECT app.keep_password(\(person), \(Int32(PasswordPreset.mostRemembered)))")
    }

    static func former(_ tenant: TenantID, hash: [UInt8], now: Instant) -> Query<OwnPasswordRow> {
        Query("SELECT changed_at, password_hash FROM app.invited_passwords(\(tenant), \(hash), \(now))")
    }

    static func find(tenantCode: String, hash: [UInt8], now: Instant) -> Query<InvitedRow> {
        Query(
            """
            SELECT tenant_id, tenant_name, tenant_name_en, person_id, person_name, account
            FROM app.find_invitation(\(tenantCode), \(hash), \(now))
            """)
    }

    static func redeem(_ tenant: TenantID, hash: [UInt8], passwordHash: String, now: Instant) -> Query<Single<PersonID?>> {
        Query("SELECT app.redeem_invitation(\(tenant), \(hash), \(passwordHash), \(now))")
    }
}
