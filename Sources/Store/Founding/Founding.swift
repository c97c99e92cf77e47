internal import Domain
package import Postgres

/// Founds tenants and brings their built-in roles up to date. Works on a pool that connects as `shouwen_owner`: nobody has a scope yet.
package struct Founding: Sendable {
    private let pool: ConnectionPool
    private let clock: any WallClock
    private let hasher: PasswordHasher

    package init(owner pool: ConnectionPool, clock: any WallClock, hasher: PasswordHasher) {
        self.pool = pool
        self.clock = clock
        self.hasher = hasher
    }

    /// Founds the tenant, or finds it and adds what is missing; names, passwords and posts that exist stay as they are.
    /// - Throws: `invalid`, `unavailable`.
    package func found(_ new: NewTenant) async throws -> FoundedTenant {
        guard new.problems.isEmpty else { throw StoreError.invalid(new.problems) }
        let hash = try await hasher.hash(new.password)
        let now = clock.now()
        do {
            return try await pool.withConnection { lease in try await Self.found(new, hash: hash, now: now, on: lease) }
        } catch {
            throw StoreError.translate(error)
        }
    }

    /// Rewrites the built-in roles of every tenant from the code, after a release has changed them.
    package func renewRoles() async throws {
        let now = clock.now()
        do {
            try await pool.withConnection { lease in
                let tenants = try await lease.pipeline([FoundingStatements.tenants])[0].values(TenantID.self)
                for tenant in tenants {
                    let roles = BuiltInRole.all.map { FoundingStatements.role($0, tenant: tenant, now: now) }
                    _ = try await lease.pipeline(["BEGIN"] + roles + ["COMMIT"])
                }
            }
        } catch {
            throw StoreError.translate(error)
        }
    }

    private static func found(_ new: NewTenant, hash: String, now: Instant, on lease: Lease) async throws -> FoundedTenant {
        let first = try await lease.pipeline(["BEGIN", FoundingStatements.tenant(new, now: now), FoundingStatements.tenantNamed(new.code)])
        let tenant: TenantID = try only(first[2])
        let roles = BuiltInRole.all.map { FoundingStatements.role($0, tenant: tenant, now: now) }
        let second = try await lease.pipeline(
            [FoundingStatements.group(new, tenant: tenant, now: now), FoundingStatements.groupOf(tenant)] + roles)
        let group: UnitID = try only(second[1])
        let third = try await lease.pipeline([
            FoundingStatements.person(new, tenant: tenant, group: group, now: now),
            FoundingStatements.personNamed(new.administrator, tenant: tenant), FoundingStatements.roles(tenant),
        ])
        let person: PersonID = try only(third[1])
        let roleIDs = Dictionary(uniqueKeysWithValues: try third[2].decode(RoleKey.self).map { ($0.key, $0.id) })
        guard let administratorRole = roleIDs[BuiltInRole.tenantAdministrator.key] else { throw StoreError.closed }
        _ = try await lease.pipeline([
            FoundingStatements.credential(tenant: tenant, person: person, hash: hash, mustChange: new.mustChange, now: now),
            FoundingStatements.post(
                new, tenant: tenant, person: person, role: administratorRole, group: group,
                from: Day(now, offsetMinutes: new.offsetMinutes), now: now),
            "COMMIT",
        ])
        return FoundedTenant(tenant: tenant, group: group, administrator: person, roles: roleIDs, isNew: first[1].affected == 1)
    }

    private static func only<Value: ColumnValue>(_ result: QueryResult) throws -> Value {
        guard let row = result.first else { throw StoreError.closed }
        return try row.get(0)
    }
}

private struct RoleKey: RowDecodable {
    let key: String
    let id: RoleID

    init(row: inout RowCursor) throws {
        key = try row.next()
        id = try row.next()
    }
}
