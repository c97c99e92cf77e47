internal import Domain
package import Secrets

/// A seed that is offered to be set up, sealed for one person: the form carries it, so that showing the page changes nothing.
package struct FactorOffer: Sendable {
    /// 20 bytes.
    package let seed: [UInt8]
    /// For the form.
    package let sealed: String

    private static let lifetime = Span.minutes(30)

    init(fresh sealer: Sealer, tenant: TenantID, person: PersonID, now: Instant) {
        seed = OneTimeCode.freshSeed()
        let minute = withUnsafeBytes(of: now.secondsSince1970.bigEndian) { Array($0) }
        sealed = Token.encode(sealer.seal(minute + seed, in: Self.slot(tenant, person)))
    }

    /// Nil for another person's, a damaged and an old one.
    init?(sealed: String, _ sealer: Sealer, tenant: TenantID, person: PersonID, now: Instant) {
        guard sealed.utf8.count < 400, let bytes = Token.decode(sealed), let plain = try? sealer.open(bytes, in: Self.slot(tenant, person)),
            plain.count == 8 + OneTimeCode.seedBytes
        else { return nil }
        let issued = Instant(secondsSince1970: plain.prefix(8).reduce(Int64(0)) { $0 << 8 | Int64($1) })
        guard issued <= now, now < issued + Self.lifetime else { return nil }
        seed = Array(plain.dropFirst(8))
        self.sealed = sealed
    }

    private static func slot(_ tenant: TenantID, _ person: PersonID) -> Sealer.Slot {
        Sealer.Slot(tenant: tenant.rawValue, column: "second_factor.offer", row: person.rawValue)
    }

    /// Where the seed stands once it is set up.
    static func home(_ tenant: TenantID, _ person: PersonID) -> Sealer.Slot {
        Sealer.Slot(tenant: tenant.rawValue, column: "second_factor.seed", row: person.rawValue)
    }
}

/// Who is awaited at the second step.
package struct Awaited: Sendable {
    package let account: String
    /// Set when the person must set a second factor up first.
    package let offer: FactorOffer?
}

extension SignIn {
    /// Codes that may be wrong before the first proof has to be given again.
    static let halfwayFailures = 5

    /// - Parameter offer: as the form carried it, to show the same seed again; a fresh one where it is nil or useless.
    /// - Throws: `sessionGone` when nobody is awaited under this token.
    package func awaited(_ entry: Entry, offer: String? = nil) async throws -> Awaited {
        let row = try await pending(entry)
        guard row.seed == nil else { return Awaited(account: row.account, offer: nil) }
        let now = store.clock.now()
        let known = offer.flatMap { FactorOffer(sealed: $0, store.sealer, tenant: entry.tenant, person: row.person, now: now) }
        return Awaited(
            account: row.account, offer: known ?? FactorOffer(fresh: store.sealer, tenant: entry.tenant, person: row.person, now: now))
    }

    /// Takes the code of the authenticator or a recovery code and opens the session.
    /// - Throws: `sessionGone`, `wrongCredentials`, `blocked(until:)`.
    package func confirm(_ entry: Entry, tenantCode: String, code: String, address: String) async throws -> OpenedSession {
        let row = try await pending(entry)
        let keys = throttle.keys(account: "\(row.account)@\(tenantCode)", address: address)
        return try await throttle.alone(keys.factor) {
            let door = try await self.store.outside(TenantDoor.find(code: tenantCode)).first
            try await self.refuseBlocked([keys.factor, keys.address], door)
            let now = self.store.clock.now()
            let step = try self.step(of: code, row, entry.tenant, now: now)
            let recovery = step == nil ? RecoveryCode.digest(of: code) : nil
            let pass = SignInStatements.passPending(
                entry.tenant, entry.tokenHash, step: step, recovery: recovery, limit: Self.halfwayFailures, now: now)
            let attempt = SignInAttempt(row.method, address: address, device: row.device)
            guard try await self.store.outside(pass).first?.value == true else {
                try await self.refuse(entry.tenant, row.person, attempt, .wrongCode, keys.countedFactor)
                throw StoreError.wrongCredentials
            }
            if recovery != nil {
                try await self.store.auditOutside(entry.tenant, .recoveryCodeUsed, .person(row.person, label: row.account), by: row.person)
            }
            return try await self.openSession(self.proved(row, entry, tenantCode, door, now: now), attempt, keys)
        }
    }

    /// Sets the second factor up before anything is open, and opens the session.
    /// - Returns: the recovery codes, which nobody will see again.
    /// - Throws: `sessionGone` (also for a seed that is too old), `wrongCredentials`, `blocked(until:)`.
    package func enrol(
        _ entry: Entry, tenantCode: String, offer: String, code: String, address: String
    ) async throws -> (OpenedSession, [RecoveryCode]) {
        let row = try await pending(entry)
        let keys = throttle.keys(account: "\(row.account)@\(tenantCode)", address: address)
        let now = store.clock.now()
        let door = try await store.outside(TenantDoor.find(code: tenantCode)).first
        try await refuseBlocked([keys.factor, keys.address], door)
        guard row.seed == nil, let offer = FactorOffer(sealed: offer, store.sealer, tenant: entry.tenant, person: row.person, now: now)
        else { throw StoreError.sessionGone }
        let attempt = SignInAttempt(row.method, address: address, device: row.device)
        guard let step = OneTimeCode.match(code, seed: offer.seed, at: now.secondsSince1970, after: 0) else {
            let count = SignInStatements.passPending(
                entry.tenant, entry.tokenHash, step: nil, recovery: nil, limit: Self.halfwayFailures, now: now)
            _ = try await store.outside(count)
            try await refuse(entry.tenant, row.person, attempt, .wrongCode, keys.countedFactor)
            throw StoreError.wrongCredentials
        }
        let codes = RecoveryCode.fresh()
        let enrol = SignInStatements.enrolPending(
            entry.tenant, entry.tokenHash, seed: store.sealer.seal(offer.seed, in: FactorOffer.home(entry.tenant, row.person)), step: step,
            digests: codes.map(\.digest), limit: Self.halfwayFailures, now: now)
        guard try await store.outside(enrol).first?.value == true else { throw StoreError.sessionGone }
        try await store.auditOutside(entry.tenant, .secondFactorSet, .person(row.person, label: row.account), by: row.person)
        return (try await openSession(proved(row, entry, tenantCode, door, now: now), attempt, keys), codes)
    }

    private func pending(_ entry: Entry) async throws -> PendingRow {
        let find = SignInStatements.pending(entry.tenant, entry.tokenHash, limit: Self.halfwayFailures, now: store.clock.now())
        guard let row = try await store.outside(find).first else { throw StoreError.sessionGone }
        return row
    }

    private func proved(_ row: PendingRow, _ entry: Entry, _ tenantCode: String, _ door: TenantDoor?, now: Instant) -> Proved {
        // Nobody asks for the password of somebody the sign-in service vouched for.
        let mustChange: Bool? =
            row.method == .singleSignOn ? nil : door?.policy.passwords.isExpired(since: row.changedAt, now: now) ?? false
        return Proved(row, tenant: entry.tenant, tenantCode: tenantCode, mustChange: mustChange)
    }

    private func step(of code: String, _ row: PendingRow, _ tenant: TenantID, now: Instant) throws -> Int64? {
        guard let sealed = row.seed else { return nil }
        let seed = try store.sealer.open(sealed, in: FactorOffer.home(tenant, row.person))
        return OneTimeCode.match(code.filter { $0 != " " }, seed: seed, at: now.secondsSince1970, after: row.lastStep)
    }
}
