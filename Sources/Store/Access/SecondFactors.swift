package import Domain
package import Postgres
package import Secrets

/// The person's own second factor.
package struct SecondFactorRow: RowDecodable {
    /// Sealed.
    let seed: [UInt8]
    let lastStep: Int64
    package let since: Instant
    package let codesLeft: Int

    package init(row: inout RowCursor) throws {
        seed = try row.next()
        lastStep = try row.next()
        since = try row.next()
        codesLeft = try row.next()
    }

    /// No row where none is set up. Row security shows everybody the own one only.
    package static func own(tenant: TenantID, person: PersonID) -> Query<SecondFactorRow> {
        Query(
            """
            SELECT f.seed, f.last_step, f.confirmed_at, (SELECT count(*) FROM recovery_code r
                WHERE r.tenant_id = \(tenant) AND r.person_id = \(person) AND r.used_at IS NULL)
            FROM second_factor f WHERE f.tenant_id = \(tenant) AND f.person_id = \(person)
            """)
    }
}

enum SecondFactorStatements {
    static func add(_ tenant: TenantID, _ person: PersonID, seed: [UInt8], step: Int64, now: Instant) -> SQL {
        """
        INSERT INTO second_factor (tenant_id, person_id, seed, last_step, confirmed_at)
        VALUES (\(tenant), \(person), \(seed), \(step), \(now))
        """
    }

    static func use(_ tenant: TenantID, _ person: PersonID, step: Int64) -> SQL {
        "UPDATE second_factor SET last_step = \(step) WHERE tenant_id = \(tenant) AND person_id = \(person) AND last_step < \(step)"
    }

    static func use(_ tenant: TenantID, _ person: PersonID, recovery: [UInt8], now: Instant) -> SQL {
        """
        UPDATE recovery_code SET used_at = \(now)
        WHERE tenant_id = \(tenant) AND person_id = \(person) AND digest = \(recovery) AND used_at IS NULL
        """
    }

    static func addCodes(_ tenant: TenantID, _ person: PersonID, digests: [[UInt8]]) -> SQL {
        "INSERT INTO recovery_code (tenant_id, person_id, digest) SELECT \(tenant), \(person), unnest(\(digests))"
    }

    static func dropCodes(_ tenant: TenantID, _ person: PersonID) -> SQL {
        "DELETE FROM recovery_code WHERE tenant_id = \(tenant) AND person_id = \(person)"
    }

    static func drop(_ tenant: TenantID, _ person: PersonID) -> SQL {
        "DELETE FROM second_factor WHERE tenant_id = \(tenant) AND person_id = \(person)"
    }
}

extension Transaction {
    /// The own second factor, whether the own roles ask for one, and a seed that could be set up.
    package func secondFactor() async throws -> (own: SecondFactorRow?, isForced: Bool, offer: FactorOffer) {
        let actor = try await enter()
        let (rows, policies) = try await fetch(
            SecondFactorRow.own(tenant: tenant, person: actor.person), SignInPolicyRow.own(tenant: tenant))
        let isForced = (policies.first?.policy ?? SignInPolicy()).wantsFactor(roles: actor.posts.map(\.roleKey))
        return (rows.first, isForced, FactorOffer(fresh: sealer, tenant: tenant, person: actor.person, now: now))
    }

    /// The offer that a form carried, to show the same seed again.
    package func secondFactorOffer(_ sealed: String) async throws -> FactorOffer? {
        let actor = try await enter()
        return FactorOffer(sealed: sealed, sealer, tenant: tenant, person: actor.person, now: now)
    }
}

extension SignIn {
    /// What a person does with the own second factor; each asks for a code first, so that a stolen session changes nothing.
    package enum FactorChange: Sendable {
        /// - Parameter offer: as the form carried it.
        case set(offer: String)
        /// New recovery codes in place of the old.
        case renewCodes
        case remove
    }

    /// Other sessions end: they began under the old proof (ASVS 7.4.3).
    /// - Returns: the recovery codes that the change made, which nobody will see again; empty when the form was answered before.
    /// - Throws: `wrongCredentials`, `blocked(until:)`, `refused` for removing one that the own roles ask for, `notFound` where
    ///   there is none, `invalid` with field `code` for an offer that is too old, and as `Store.write`.
    package func changeFactor(
        _ change: FactorChange, code: String, _ entry: Entry, tenantCode: String, address: String, form: FormKey, answer: String
    ) async throws -> (answer: WriteAnswer, codes: [RecoveryCode]) {
        let (person, account) = try await store.read(entry, .own) { tx in (try await tx.enter().person, try tx.session.account) }
        let keys = throttle.keys(account: "\(account)@\(tenantCode)", address: address)
        let fresh = RecoveryCode.fresh()
        return try await throttle.alone(keys.factor) {
            try await self.refuseBlocked([keys.factor, keys.address], nil)
            do {
                let written = try await self.store.write(entry, .own, form: form) { tx in
                    try await tx.changeFactor(change, code: code, codes: fresh)
                    _ = try await tx.endOtherSessions(of: entry)
                    return answer
                }
                if case .first = written, case .remove = change { return (written, []) }
                if case .first = written { return (written, fresh) }
                return (written, [])
            } catch StoreError.wrongCredentials {
                let attempt = SignInAttempt(.password, address: address, device: "")
                try await self.refuse(entry.tenant, person, attempt, .wrongCode, keys.countedFactor)
                throw StoreError.wrongCredentials
            }
        }
    }
}

extension WriteTransaction {
    fileprivate func changeFactor(_ change: SignIn.FactorChange, code: String, codes: [RecoveryCode]) async throws {
        let (own, isForced, _) = try await secondFactor()
        let actor = try actor
        let object = AuditObject.person(actor.person, label: try session.account)
        let renewed = [
            SecondFactorStatements.dropCodes(tenant, actor.person),
            SecondFactorStatements.addCodes(tenant, actor.person, digests: codes.map(\.digest)),
        ]
        switch change {
        case .set(let sealed):
            guard own == nil, let offer = FactorOffer(sealed: sealed, sealer, tenant: tenant, person: actor.person, now: now) else {
                throw StoreError.invalid(FieldErrors("code", .notAChoice))
            }
            guard let step = OneTimeCode.match(code.filter { $0 != " " }, seed: offer.seed, at: now.secondsSince1970, after: 0) else {
                throw StoreError.wrongCredentials
            }
            let seed = sealer.seal(offer.seed, in: FactorOffer.home(tenant, actor.person))
            try await self.change([SecondFactorStatements.add(tenant, actor.person, seed: seed, step: step, now: now)] + renewed)
            audit(.secondFactorSet, object, at: viewpoint)
        case .renewCodes:
            try await use(code, own)
            try await self.change(renewed)
            audit(.recoveryCodesRenewed, object, at: viewpoint)
        case .remove:
            guard !isForced else { throw StoreError.refused(nil) }
            try await use(code, own)
            try await self.change([
                SecondFactorStatements.dropCodes(tenant, actor.person), SecondFactorStatements.drop(tenant, actor.person),
            ])
            audit(.secondFactorRemoved, object, at: viewpoint)
        }
    }

    /// Takes a code or a recovery code of the own second factor, once.
    private func use(_ code: String, _ own: SecondFactorRow?) async throws {
        guard let own else { throw StoreError.notFound }
        let person = try actor.person
        let seed = try sealer.open(own.seed, in: FactorOffer.home(tenant, person))
        let statement: SQL
        if let step = OneTimeCode.match(code.filter { $0 != " " }, seed: seed, at: now.secondsSince1970, after: own.lastStep) {
            statement = SecondFactorStatements.use(tenant, person, step: step)
        } else if let digest = RecoveryCode.digest(of: code) {
            statement = SecondFactorStatements.use(tenant, person, recovery: digest, now: now)
        } else {
            throw StoreError.wrongCredentials
        }
        guard try await change([statement]) == [1] else { throw StoreError.wrongCredentials }
    }
}
