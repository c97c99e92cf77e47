package import Domain
package import Postgres

/// An account as administrators see it.
package struct Account: Sendable {
    package let id: PersonID
    package let account: String
    package let name: String
    package let home: UnitRef
    package let disabledAt: Instant?
}

struct AccountRow: RowDecodable {
    let id: PersonID
    let account: String
    let name: String
    let unit: UnitID
    let disabledAt: Instant?

    init(row: inout RowCursor) throws {
        id = try row.next()
        account = try row.next()
        name = try row.next()
        unit = try row.next()
        disabledAt = try row.next()
    }

    static func one(tenant: TenantID, _ id: PersonID) -> Query<AccountRow> {
        Query("SELECT id, account, name, unit_id, disabled_at FROM person WHERE tenant_id = \(tenant) AND id = \(id)")
    }

    static func active(tenant: TenantID, account: String) -> Query<Single<PersonID>> {
        Query("SELECT id FROM person WHERE tenant_id = \(tenant) AND account = \(account) AND disabled_at IS NULL")
    }
}

/// What is known about an account beside its posts. Nothing of it lets anybody in.
package struct AccountState: Sendable {
    package let passwordChangedAt: Instant
    package let mustChange: Bool
    /// Nil without a second factor.
    package let factorSince: Instant?
    package let codesLeft: Int
    package let openSessions: Int
    package let lock: AccountLockRow?
    package let link: IdentityLinkRow?
    package let history: [SignInEventRow]
    package let policy: SignInPolicy
}

struct AccountStateRow: RowDecodable {
    let passwordChangedAt: Instant
    let mustChange: Bool
    let factorSince: Instant?
    let codesLeft: Int
    let openSessions: Int

    init(row: inout RowCursor) throws {
        passwordChangedAt = try row.next()
        mustChange = try row.next()
        factorSince = try row.next()
        codesLeft = try row.next()
        openSessions = try row.next()
    }

    static func of(_ person: PersonID, now: Instant) -> Query<AccountStateRow> {
        Query("SELECT changed_at, must_change, factor_since, codes_left, sessions FROM app.person_signin(\(person), \(now))")
    }
}

/// A lock that an administrator put on and nobody has lifted.
package struct AccountLockRow: RowDecodable, Sendable {
    package let at: Instant
    package let by: String
    package let reason: String

    package init(row: inout RowCursor) throws {
        at = try row.next()
        by = try row.next()
        reason = try row.next()
    }

    static func open(tenant: TenantID, person: PersonID) -> Query<AccountLockRow> {
        Query(
            """
            SELECT locked_at, locked_by_name, reason FROM account_lock
            WHERE tenant_id = \(tenant) AND person_id = \(person) AND lifted_at IS NULL
            """)
    }
}

/// Whose subject at the group's sign-in service the account is.
package struct IdentityLinkRow: RowDecodable, Sendable {
    package let issuer: String
    package let subject: String
    package let at: Instant

    package init(row: inout RowCursor) throws {
        issuer = try row.next()
        subject = try row.next()
        at = try row.next()
    }

    static func of(_ person: PersonID, tenant: TenantID) -> Query<IdentityLinkRow> {
        Query("SELECT issuer, subject, linked_at FROM identity_link WHERE tenant_id = \(tenant) AND person_id = \(person)")
    }
}

enum AccountStatements {
    static func lock(_ person: PersonID, tenant: TenantID, by: String, reason: String, now: Instant) -> SQL {
        """
        INSERT INTO account_lock (tenant_id, person_id, locked_at, locked_by_name, reason)
        VALUES (\(tenant), \(person), \(now), \(by), \(reason)) ON CONFLICT DO NOTHING
        """
    }

    static func lift(_ person: PersonID, tenant: TenantID, by: String, reason: String, now: Instant) -> SQL {
        """
        UPDATE account_lock SET lifted_at = \(now), lifted_by_name = \(by), lift_reason = \(reason)
        WHERE tenant_id = \(tenant) AND person_id = \(person) AND lifted_at IS NULL
        """
    }

    static func endSessions(_ person: PersonID, now: Instant) -> Query<Single<Int>> {
        Query("SELECT app.end_person_sessions(\(person), \(now))")
    }

    static func resetFactor(_ person: PersonID) -> Query<Single<Bool>> { Query("SELECT app.reset_factor(\(person))") }

    static func link(_ person: PersonID, tenant: TenantID, issuer: String, subject: String, now: Instant) -> SQL {
        """
        INSERT INTO identity_link (tenant_id, person_id, issuer, subject, linked_at)
        VALUES (\(tenant), \(person), \(issuer), \(subject), \(now))
        """
    }

    static func unlink(_ person: PersonID, tenant: TenantID) -> SQL {
        "DELETE FROM identity_link WHERE tenant_id = \(tenant) AND person_id = \(person)"
    }
}

extension Transaction {
    /// The account, to look at or change how its person signs in.
    /// - Throws: `notFound` when unknown, or at home where no post of the actor reaches; `refused(.peopleManage)`.
    package func access(account id: PersonID, for purpose: ManagePeople.Type) async throws -> Permit<ManagePeople, Account> {
        guard let row = try await fetchFirst(AccountRow.one(tenant: tenant, id)) else { throw StoreError.notFound }
        let home = try await access(row.unit, for: ManagePeople.self).thing
        return Permit(Account(id: row.id, account: row.account, name: row.name, home: home, disabledAt: row.disabledAt))
    }

    package func state(
        of permit: Permit<ManagePeople, Account>, before: SignInEventID? = nil
    ) async throws -> AccountState {
        let id = permit.thing.id
        let (states, locks, links, history, policies) = try await fetch(
            AccountStateRow.of(id, now: now), AccountLockRow.open(tenant: tenant, person: id), IdentityLinkRow.of(id, tenant: tenant),
            SignInEventRow.of(id, before: before), SignInPolicyRow.own(tenant: tenant))
        guard let state = states.first else { throw StoreError.notFound }
        return AccountState(
            passwordChangedAt: state.passwordChangedAt, mustChange: state.mustChange, factorSince: state.factorSince,
            codesLeft: state.codesLeft, openSessions: state.openSessions, lock: locks.first, link: links.first, history: history,
            policy: policies.first?.policy ?? SignInPolicy())
    }
}

extension WriteTransaction {
    /// Signed out everywhere at once, and not in again until somebody unlocks it.
    /// - Throws: `invalid` with field `reason`; `refused(.peopleManage)` for the own account, so that a group keeps who can administer it.
    package func lock(_ permit: Permit<ManagePeople, Account>, reason raw: String) async throws {
        let (id, reason) = (permit.thing.id, try reasonText(raw))
        guard try id != actor.person else { throw StoreError.refused(.peopleManage) }
        let touched = try await change([AccountStatements.lock(id, tenant: tenant, by: try actor.name, reason: reason, now: now)])
        guard touched == [1] else { return }
        let ended = try await fetchFirst(AccountStatements.endSessions(id, now: now))?.value ?? 0
        audit(.accountLocked, .person(id, label: permit.thing.account), at: permit.thing.home, ["sessions": String(ended)])
    }

    /// - Throws: `invalid` with field `reason`.
    package func unlock(_ permit: Permit<ManagePeople, Account>, reason raw: String) async throws {
        let (id, reason) = (permit.thing.id, try reasonText(raw))
        _ = try await change([AccountStatements.lift(id, tenant: tenant, by: try actor.name, reason: reason, now: now)])
        audit(.accountUnlocked, .person(id, label: permit.thing.account), at: permit.thing.home)
    }

    /// Takes a lost second factor away and signs the person out; one that a role asks for is set up anew at the next sign-in.
    /// - Throws: `invalid` with field `reason`; `refused(.peopleManage)` for the own one, which the own page changes; `notFound`.
    package func resetFactor(_ permit: Permit<ManagePeople, Account>, reason raw: String) async throws {
        let (id, _) = (permit.thing.id, try reasonText(raw))
        guard try id != actor.person else { throw StoreError.refused(.peopleManage) }
        guard try await fetchFirst(AccountStatements.resetFactor(id))?.value == true else { throw StoreError.notFound }
        _ = try await fetchFirst(AccountStatements.endSessions(id, now: now))
        audit(.secondFactorReset, .person(id, label: permit.thing.account), at: permit.thing.home)
    }

    /// Says whose subject the account is; an empty text takes the link away.
    /// - Throws: `invalid` with field `subject`; `constraint` "identity_link_subject_key" when another account has it.
    package func link(_ permit: Permit<ManagePeople, Account>, subject raw: String) async throws {
        let id = permit.thing.id
        let subject: String?
        do throws(FieldProblem) {
            subject = try BoundedText.optional(raw, max: 255)
        } catch {
            throw StoreError.invalid(FieldErrors("subject", error))
        }
        let policy = try await signInPolicy().policy
        try await change([AccountStatements.unlink(id, tenant: tenant)])
        if let subject {
            guard let issuer = policy.provider?.issuer else { throw StoreError.invalid(FieldErrors("subject", .notAChoice)) }
            try await change([AccountStatements.link(id, tenant: tenant, issuer: issuer, subject: subject, now: now)])
        }
        audit(subject == nil ? .identityUnlinked : .identityLinked, .person(id, label: permit.thing.account), at: permit.thing.home)
    }

    private func reasonText(_ raw: String) throws -> String {
        do throws(FieldProblem) {
            return try BoundedText.parse(raw, max: 300)
        } catch {
            throw StoreError.invalid(FieldErrors("reason", error))
        }
    }
}
