package import Domain
package import Postgres
package import Secrets
package import Store

/// A small cast in two tenants, `yunshan` and `haitang`, with the same units and people in both:
///
///     hq ─ bj ─ bj-spring (handed over), bj-river (not)      jy ─ jy-spring (serves bj-spring since 2024)
///        └ nh ─ nh-lake (handed over)                        wx ─ wx-lake  (served nh-lake until 2025)
///
/// Everybody's password is `Cast.password`; sessions never go idle, so that a test may move the clock.
package struct Cast: Sendable {
    package static let password = "Shouwen-cast-1"
    /// Of the cast's server.
    package static let secret = Array("the cast's server keeps this secret".utf8)
    package static let keys = KeyRing(secret: secret)

    package let database: TestDatabase
    package let pool: ConnectionPool
    package let clock: ManualClock
    package let store: Store
    package let yunshan: CastTenant
    package let haitang: CastTenant

    /// A database of the suite's own with everybody in it. Call `end()` when done with many of them; a process's cluster ends with it.
    package static func assemble(connections: Int = 4) async throws -> Cast {
        let stage = try await CastStage.shared.value
        let database = try await stage.database.copy()
        let pool = database.pool(size: connections)
        let clock = ManualClock()
        return Cast(
            database: database, pool: pool, clock: clock,
            store: Store(pool: pool, clock: clock, secret: Cast.secret, deadline: .seconds(60)),
            yunshan: stage.yunshan, haitang: stage.haitang)
    }

    package func end() async throws {
        await pool.shutdown()
        try await database.drop()
    }

    /// A form key nobody has used.
    package func form(_ text: String = "") -> FormKey {
        let key = FormKey(key: Token.make(bytes: 16), digest: Secrets.digest(Array(text.utf8)))
        guard let key else { fatalError("a fresh key is always well formed") }
        return key
    }
}

/// One of the two groups.
package struct CastTenant: Sendable {
    package let id: TenantID
    package let code: String
    package let units: [String: UnitRef]
    package let people: [String: CastPerson]
    /// By door, such as `bj-spring/1-101`.
    package let houses: [String: HouseID]
    /// By door of the house they own.
    package let customers: [String: CustomerID]

    package func unit(_ code: String) -> UnitRef {
        guard let unit = units[code] else { fatalError("no unit \(code)") }
        return unit
    }

    package func person(_ account: String) -> CastPerson {
        guard let person = people[account] else { fatalError("nobody is called \(account)") }
        return person
    }

    package func house(_ door: String) -> HouseID {
        guard let house = houses[door] else { fatalError("no house \(door)") }
        return house
    }

    package func customer(_ door: String) -> CustomerID {
        guard let customer = customers[door] else { fatalError("no customer at \(door)") }
        return customer
    }

    /// The person asking, seen from a unit; from the unit of the person's post when none is named.
    package func entry(_ account: String, at code: String? = nil) -> Entry {
        let person = person(account)
        return Entry(tenant: id, tokenHash: Secrets.digest(person.token), viewpoint: unit(code ?? person.unit))
    }
}

package struct CastPerson: Sendable {
    package let id: PersonID
    package let account: String
    package let role: BuiltInRole
    /// Code of the unit of the post.
    package let unit: String
    /// The session's token, for cookies.
    package let token: [UInt8]
}
