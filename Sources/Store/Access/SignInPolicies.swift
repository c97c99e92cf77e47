package import Domain
package import Postgres
internal import Secrets

/// A group as its door shows it.
package struct TenantDoor: RowDecodable, Sendable {
    package let tenant: TenantID
    package let name: String
    package let nameEnglish: String
    package let policy: SignInPolicy
    /// Sealed; nil when the sign-in service asks for none.
    let clientSecret: [UInt8]?

    package var seal: TenantSeal { policy.seal ?? TenantSeal(name: name) }

    package init(row: inout RowCursor) throws {
        tenant = try row.next()
        name = try row.next()
        nameEnglish = try row.next()
        (policy, clientSecret) = try SignInPolicyRow.read(&row)
    }

    static func find(code: String) -> Query<TenantDoor> {
        Query(
            """
            SELECT tenant_id, name, name_en, password_preset, factor_roles, seal, issuer, client, client_secret, mapping, email_domain,
                label, label_en, only_way, break_glass
            FROM app.find_signin_policy(\(code))
            """)
    }
}

/// The group's own row inside a scope.
package struct SignInPolicyRow: RowDecodable, Sendable {
    package let policy: SignInPolicy
    let clientSecret: [UInt8]?

    /// Whether a secret for the sign-in service is kept; it is never shown again.
    package var hasClientSecret: Bool { clientSecret != nil }

    package init(row: inout RowCursor) throws {
        (policy, clientSecret) = try Self.read(&row)
    }

    /// The columns of a policy, all null where the group has chosen nothing.
    static func read(_ row: inout RowCursor) throws -> (SignInPolicy, [UInt8]?) {
        let preset: PasswordPreset? = try row.next()
        let roles: [String]? = try row.next()
        let seal: String? = try row.next()
        let issuer: String? = try row.next()
        let client: String? = try row.next()
        let secret: [UInt8]? = try row.next()
        let mapping: IdentityProvider.Mapping? = try row.next()
        let emailDomain: String? = try row.next()
        let label: String? = try row.next()
        let labelEnglish: String? = try row.next()
        let isOnlyWay: Bool? = try row.next()
        let breakGlass: String? = try row.next()
        guard let preset, let issuer else { return (SignInPolicy(), nil) }
        let provider = IdentityProvider(
            issuer: issuer, client: client ?? "", mapping: mapping ?? .none, emailDomain: emailDomain ?? "", label: label ?? "",
            labelEnglish: labelEnglish ?? "", isOnlyWay: isOnlyWay ?? false, breakGlass: breakGlass ?? "")
        let policy = SignInPolicy(
            passwords: preset, factorRoles: Set(roles ?? []), seal: TenantSeal(seal ?? ""), provider: issuer.isEmpty ? nil : provider)
        return (policy, secret)
    }

    /// No row where the group has chosen nothing.
    package static func own(tenant: TenantID) -> Query<SignInPolicyRow> {
        Query(
            """
            SELECT password_preset, factor_roles, seal, issuer, client, client_secret, mapping, email_domain, label, label_en, only_way,
                break_glass
            FROM signin_policy WHERE tenant_id = \(tenant)
            """)
    }

    static func save(_ policy: SignInPolicy, secret: [UInt8]?, tenant: TenantID, now: Instant) -> SQL {
        let provider = policy.provider ?? IdentityProvider(issuer: "", client: "")
        return """
            INSERT INTO signin_policy (tenant_id, password_preset, factor_roles, seal, issuer, client, client_secret, mapping, email_domain,
                label, label_en, only_way, break_glass, changed_at)
            VALUES (\(tenant), \(policy.passwords), \(policy.factorRoles.sorted()), \(policy.seal?.text ?? ""), \(provider.issuer),
                \(provider.client), \(secret), \(provider.mapping), \(provider.emailDomain), \(provider.label), \(provider.labelEnglish),
                \(provider.isOnlyWay), \(provider.breakGlass), \(now))
            ON CONFLICT (tenant_id) DO UPDATE SET password_preset = EXCLUDED.password_preset, factor_roles = EXCLUDED.factor_roles,
                seal = EXCLUDED.seal, issuer = EXCLUDED.issuer, client = EXCLUDED.client, client_secret = EXCLUDED.client_secret,
                mapping = EXCLUDED.mapping, email_domain = EXCLUDED.email_domain, label = EXCLUDED.label, label_en = EXCLUDED.label_en,
                only_way = EXCLUDED.only_way, break_glass = EXCLUDED.break_glass, changed_at = EXCLUDED.changed_at
            """
    }

    static func slot(_ tenant: TenantID) -> Sealer.Slot {
        Sealer.Slot(tenant: tenant.rawValue, column: "signin_policy.client_secret", row: tenant.rawValue)
    }
}

extension PasswordPreset: BindValue, ColumnValue {}
extension IdentityProvider.Mapping: BindValue, ColumnValue {}
extension SignInMethod: BindValue, ColumnValue {}
extension SignInOutcome: BindValue, ColumnValue {}

/// Purpose of a permit: how the whole group signs in.
package enum ManageSignIn {}

extension Transaction {
    /// The group, to change how its people sign in.
    /// - Throws: `refused(.signInManage)`; `closed` before the first fetch.
    package func access(for purpose: ManageSignIn.Type) throws -> Permit<ManageSignIn, TenantID> {
        let holds = try actor.posts.contains { $0.unit.kind == .group && $0.permissions.contains(.signInManage) }
        guard holds else { throw StoreError.refused(.signInManage) }
        return Permit(tenant)
    }

    package func signInPolicy() async throws -> (policy: SignInPolicy, hasClientSecret: Bool) {
        guard let row = try await fetchFirst(SignInPolicyRow.own(tenant: tenant)) else { return (SignInPolicy(), false) }
        return (row.policy, row.hasClientSecret)
    }
}

extension WriteTransaction {
    /// - Parameter clientSecret: nil keeps the one that is there; empty takes it away.
    /// - Throws: `invalid` with field `breakGlass` when single sign-on becomes the only way and nobody active has that account, with
    ///   field `factorRoles` for a role the group does not have.
    package func save(_ policy: SignInPolicy, clientSecret: String?, _ permit: Permit<ManageSignIn, TenantID>) async throws {
        let (rows, roles) = try await fetch(SignInPolicyRow.own(tenant: tenant), RoleRow.all(tenant: tenant, today: try today))
        guard policy.factorRoles.isSubset(of: roles.map(\.key)) else {
            throw StoreError.invalid(FieldErrors("factorRoles", .notAChoice))
        }
        if let provider = policy.provider, provider.isOnlyWay {
            let found = try await fetchFirst(AccountRow.active(tenant: tenant, account: provider.breakGlass))
            if found == nil { throw StoreError.invalid(FieldErrors("breakGlass", .notFound)) }
        }
        let kept = rows.first?.clientSecret
        let sealed = clientSecret.map { $0.isEmpty ? nil : sealer.seal(Array($0.utf8), in: SignInPolicyRow.slot(tenant)) } ?? kept
        try await change([SignInPolicyRow.save(policy, secret: sealed, tenant: tenant, now: now)])
        for (key, before, after) in (rows.first?.policy ?? SignInPolicy()).differences(to: policy) {
            audit(.signInPolicyChanged, .setting("signIn.\(key)"), at: viewpoint, ["from": before, "to": after])
        }
        if clientSecret != nil { audit(.signInPolicyChanged, .setting("signIn.clientSecret"), at: viewpoint) }
    }
}

extension SignInPolicy {
    /// What a line of the trail says about a change; secrets and addresses of people are not among it.
    fileprivate func differences(to other: SignInPolicy) -> [(key: String, before: String, after: String)] {
        let pairs: [(String, String, String)] = [
            ("passwords", passwords.code, other.passwords.code),
            ("factorRoles", factorRoles.sorted().joined(separator: " "), other.factorRoles.sorted().joined(separator: " ")),
            ("seal", seal?.text ?? "", other.seal?.text ?? ""),
            ("issuer", provider?.issuer ?? "", other.provider?.issuer ?? ""),
            ("client", provider?.client ?? "", other.provider?.client ?? ""),
            ("mapping", provider?.mapping.code ?? "", other.provider?.mapping.code ?? ""),
            ("onlyWay", "\(provider?.isOnlyWay ?? false)", "\(other.provider?.isOnlyWay ?? false)"),
            ("breakGlass", provider?.breakGlass ?? "", other.provider?.breakGlass ?? ""),
        ]
        return pairs.filter { $0.1 != $0.2 }
    }
}
