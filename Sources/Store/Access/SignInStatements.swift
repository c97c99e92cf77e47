internal import Domain
internal import Postgres

/// The definer functions of the door, where there is no scope yet.
enum SignInStatements {
    static func find(tenantCode: String, account: String?, issuer: String? = nil, subject: String? = nil, now: Instant) -> Query<SignInRow>
    {
        Query(
            """
            SELECT tenant_id, person_id, account, password_hash, changed_at, must_change, locked, linked, has_factor, role_keys, permissions
            FROM app.find_signin(\(tenantCode), \(account), \(issuer), \(subject), \(now))
            """)
    }

    /// - Parameters:
    ///   - keys: what the failure is counted under.
    ///   - limits: beside each key, from which failure on it is blocked.
    static func refused(
        _ tenant: TenantID?, _ person: PersonID?, _ attempt: SignInAttempt, _ outcome: SignInOutcome, keys: [[UInt8]], limits: [Int32],
        now: Instant
    ) -> SQL {
        """
        SELECT app.signin_refused(\(tenant), \(person), \(attempt.method.code), \(outcome.code), \(attempt.address), \(attempt.device),
            \(keys), \(limits), \(now))
        """
    }

    /// Null when the person was disabled or locked meanwhile.
    /// - Parameter mustChange: nil when no password has to be changed at all.
    static func open(
        _ tenant: TenantID, _ person: PersonID, tokenHash: [UInt8], _ attempt: SignInAttempt, now: Instant, expires: Instant,
        throttleKeys: [[UInt8]], newHash: String?, mustChange: Bool?, limit: Int?
    ) -> Query<Single<SessionID?>> {
        Query(
            """
            SELECT app.open_session(\(tenant), \(person), \(tokenHash), \(attempt.method.code), \(attempt.address), \(attempt.device),
                \(now), \(expires), \(throttleKeys), \(newHash), \(mustChange), \(limit.map { Int32($0) }))
            """)
    }

    static func openPending(
        _ tenant: TenantID, _ person: PersonID, tokenHash: [UInt8], _ attempt: SignInAttempt, now: Instant, expires: Instant,
        newHash: String?
    ) -> SQL {
        """
        SELECT app.open_pending(\(tenant), \(person), \(tokenHash), \(attempt.method.code), \(attempt.address), \(attempt.device), \(now),
            \(expires), \(newHash))
        """
    }

    static func pending(_ tenant: TenantID, _ tokenHash: [UInt8], limit: Int, now: Instant) -> Query<PendingRow> {
        Query(
            """
            SELECT person_id, account, method, device, changed_at, permissions, seed, last_step
            FROM app.find_pending(\(tenant), \(tokenHash), \(Int32(limit)), \(now))
            """)
    }

    /// With neither step nor code it counts a failure.
    static func passPending(
        _ tenant: TenantID, _ tokenHash: [UInt8], step: Int64?, recovery: [UInt8]?, limit: Int, now: Instant
    ) -> Query<Single<Bool>> {
        Query("SELECT app.pass_pending(\(tenant), \(tokenHash), \(step), \(recovery), \(Int32(limit)), \(now))")
    }

    static func enrolPending(
        _ tenant: TenantID, _ tokenHash: [UInt8], seed: [UInt8], step: Int64, digests: [[UInt8]], limit: Int, now: Instant
    ) -> Query<Single<Bool>> {
        Query("SELECT app.enrol_pending(\(tenant), \(tokenHash), \(seed), \(step), \(digests), \(Int32(limit)), \(now))")
    }

    static func link(_ tenant: TenantID, _ person: PersonID, issuer: String, subject: String, now: Instant) -> Query<Single<Bool>> {
        Query("SELECT app.link_identity(\(tenant), \(person), \(issuer), \(subject), \(now))")
    }

    static func forget(now: Instant) -> SQL { "SELECT app.forget_signins(\(now))" }
}

/// From where and how somebody tries to come in.
struct SignInAttempt: Sendable {
    let method: SignInMethod
    let address: String
    let device: String

    init(_ method: SignInMethod, address: String, device: String) {
        self.method = method
        self.address = String(address.prefix(100))
        self.device = String(device.prefix(200))
    }
}

struct SignInRow: RowDecodable {
    let tenant: TenantID
    let person: PersonID
    let account: String
    let passwordHash: String
    let changedAt: Instant
    let mustChange: Bool
    let isLocked: Bool
    let isLinked: Bool
    let hasFactor: Bool
    let roleKeys: [String]
    let permissions: Set<Permission>

    init(row: inout RowCursor) throws {
        tenant = try row.next()
        person = try row.next()
        account = try row.next()
        passwordHash = try row.next()
        changedAt = try row.next()
        mustChange = try row.next()
        isLocked = try row.next()
        isLinked = try row.next()
        hasFactor = try row.next()
        roleKeys = try row.next()
        permissions = Set(try row.next([String].self).compactMap(Permission.init(rawValue:)))
    }
}

struct PendingRow: RowDecodable {
    let person: PersonID
    let account: String
    let method: SignInMethod
    let device: String
    let changedAt: Instant
    let permissions: Set<Permission>
    /// Sealed; nil when there is no second factor yet.
    let seed: [UInt8]?
    let lastStep: Int64

    init(row: inout RowCursor) throws {
        person = try row.next()
        account = try row.next()
        method = try row.next()
        device = try row.next()
        changedAt = try row.next()
        permissions = Set(try row.next([String].self).compactMap(Permission.init(rawValue:)))
        seed = try row.next()
        lastStep = try row.next(Int64?.self) ?? 0
    }
}
