package import Domain
internal import Postgres

extension SignIn {
    /// Sets the person's own password and ends all other sessions.
    /// - Parameter tenantCode: of the tenant in the entry.
    /// - Throws: `wrongCredentials` for the old one, `invalid` with field `new`, `blocked`, `busy`, and as `Store.write`.
    package func changePassword(
        _ entry: Entry, tenantCode: String, old: String, new: String, address: String, form: FormKey, answer: String
    ) async throws -> WriteAnswer {
        let (account, names, policy) = try await store.read(entry, .own) { tx in
            let (names, rows) = try await tx.fetch(NamesAround.query(tenant: tx.tenant), SignInPolicyRow.own(tenant: tx.tenant))
            return (try tx.session.account, names.map(\.value), rows.first?.policy ?? SignInPolicy())
        }
        if let problem = PasswordRule.problem(with: new, account: account, names: names, old: old, preset: policy.passwords) {
            throw StoreError.invalid(FieldErrors("new", problem))
        }
        let keys = throttle.keys(account: "\(account)@\(tenantCode)", address: address)
        let former = try await throttle.alone(keys.account) {
            try await self.refuseBlocked([keys.account, keys.address], nil)
            let own = try await self.store.outside(OwnPasswordRow.all(entry))
            guard try await self.hasher.verify(old, against: own.first?.hash).isRight else {
                let person = try await self.store.read(entry, .own) { try await $0.enter().person }
                try await self.refuse(
                    entry.tenant, person, SignInAttempt(.password, address: address, device: ""), .wrongPassword, keys.counted)
                throw StoreError.wrongCredentials
            }
            return own.dropFirst().prefix(policy.passwords.remembered - 1)
        }
        try await refuseFormer(new, among: former)
        let hash = try await hasher.hash(new)
        return try await store.write(entry, .own, form: form) { tx in
            let person = try await tx.enter().person
            _ = try await tx.fetch(OwnPasswordRow.change(entry, hash: hash, keep: PasswordPreset.mostRemembered, now: tx.now))
            tx.audit(.passwordChanged, .person(person, label: account), at: tx.viewpoint)
            return answer
        }
    }

    /// - Throws: `invalid` with field `new` when the password is one of them; `busy`.
    func refuseFormer(_ password: String, among former: some Sequence<OwnPasswordRow>) async throws {
        for earlier in former {
            let isKnown = try await hasher.verify(password, against: earlier.hash).isRight
            if isKnown { throw StoreError.invalid(FieldErrors("new", .usedBefore)) }
        }
    }
}

/// The person's own password and former ones, present first.
struct OwnPasswordRow: RowDecodable {
    let changedAt: Instant
    let hash: String

    init(row: inout RowCursor) throws {
        changedAt = try row.next()
        hash = try row.next()
    }

    static func all(_ entry: Entry) -> Query<OwnPasswordRow> {
        Query("SELECT changed_at, password_hash FROM app.own_passwords(\(entry.tenant), \(entry.tokenHash))")
    }

    /// Answers how many other sessions ended.
    /// - Parameter keep: former passwords that are remembered.
    static func change(_ entry: Entry, hash: String, keep: Int, now: Instant) -> Query<Single<Int>> {
        Query("SELECT app.change_password(\(entry.tenant), \(entry.tokenHash), \(hash), \(Int32(keep)), \(now))")
    }
}

/// Names that no password may be made of: the group's, its units' as far as the person sees them, the person's own (ASVS 6.2.11).
enum NamesAround {
    static func query(tenant: TenantID) -> Query<Single<String>> {
        Query(
            """
            SELECT n FROM org_unit u CROSS JOIN LATERAL unnest(ARRAY[u.name, u.name_en, u.code]) n
            WHERE u.tenant_id = \(tenant) AND u.kind IN ('group', 'company', 'project') AND n <> ''
            UNION SELECT n FROM tenant t CROSS JOIN LATERAL unnest(ARRAY[t.name, t.name_en, t.code]) n WHERE t.id = \(tenant) AND n <> ''
            UNION SELECT name FROM person WHERE tenant_id = \(tenant) AND id = current_setting('app.person')::bigint
            """)
    }
}

extension Transaction {
    /// When the own password was last changed, and by which rule it grows old.
    package func passwordAge(of entry: Entry) async throws -> (changedAt: Instant?, preset: PasswordPreset) {
        let (own, rows) = try await fetch(OwnPasswordRow.all(entry), SignInPolicyRow.own(tenant: tenant))
        return (own.first?.changedAt, rows.first?.policy.passwords ?? SignInPolicy().passwords)
    }
}
