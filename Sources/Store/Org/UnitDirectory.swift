package import Domain
package import Postgres
internal import Synchronization

/// Where a path leads: the tenant and one of its units, with the names the page's frame shows.
package struct Place: Sendable, Hashable {
    package let tenant: TenantID
    package let tenantCode: String
    package let tenantName: String
    package let tenantNameEnglish: String
    /// The tenant's wall clock, minutes east of UTC.
    package let offsetMinutes: Int
    package let unit: UnitRef
    package let unitNameEnglish: String
}

/// Finds units by their codes. Says nothing about what is inside; that is the session's matter. Answers are kept for a minute,
/// "no such unit" is not kept.
package final class UnitDirectory: Sendable {
    private struct Address: Hashable {
        let tenant: String
        let unit: String
    }

    private struct Memory {
        var place: Place
        var until: Instant
    }

    private static let keep = Span.seconds(60)
    private static let limit = 10_000

    private let store: Store
    private let memory = Mutex<[Address: Memory]>([:])

    package init(store: Store) {
        self.store = store
    }

    /// - Throws: `notFound`, `busy`, `unavailable`.
    package func find(tenant: String, unit: String) async throws -> Place {
        guard UnitCode.isValid(tenant), UnitCode.isValid(unit) else { throw StoreError.notFound }
        let address = Address(tenant: tenant, unit: unit)
        let now = store.clock.now()
        if let known = memory.withLock({ $0[address] }), known.until > now { return known.place }
        guard let row = try await store.outside(PlaceRow.find(tenant: tenant, unit: unit)).first else {
            memory.withLock { $0[address] = nil }
            throw StoreError.notFound
        }
        let place = row.place(tenantCode: tenant, unitCode: unit)
        memory.withLock {
            if $0.count >= Self.limit { $0.removeAll() }
            $0[address] = Memory(place: place, until: now + Self.keep)
        }
        return place
    }

    /// The tenant of a code; used where a path names no unit.
    /// - Throws: `notFound`, `busy`, `unavailable`.
    package func find(tenant: String) async throws -> TenantID {
        guard UnitCode.isValid(tenant) else { throw StoreError.notFound }
        guard let row = try await store.outside(PlaceRow.find(tenant: tenant)).first else { throw StoreError.notFound }
        return row.id
    }

    /// Forgets what it knows, after a unit was added or renamed.
    package func forget() {
        memory.withLock { $0.removeAll() }
    }
}

struct PlaceRow: RowDecodable {
    let tenant: TenantID
    let tenantName: String
    let tenantNameEnglish: String
    let offsetMinutes: Int
    let unit: UnitID
    let kind: UnitKind
    let name: String
    let nameEnglish: String
    let company: UnitID?
    let project: UnitID?
    let vendor: UnitID?

    init(row: inout RowCursor) throws {
        tenant = try row.next()
        tenantName = try row.next()
        tenantNameEnglish = try row.next()
        offsetMinutes = try row.next()
        unit = try row.next()
        kind = try row.next()
        name = try row.next()
        nameEnglish = try row.next()
        company = try row.next()
        project = try row.next()
        vendor = try row.next()
    }

    func place(tenantCode: String, unitCode: String) -> Place {
        Place(
            tenant: tenant, tenantCode: tenantCode, tenantName: tenantName, tenantNameEnglish: tenantNameEnglish,
            offsetMinutes: offsetMinutes,
            unit: UnitRef(
                id: unit, tenant: tenant, kind: kind, code: unitCode, name: name, company: company, project: project, vendor: vendor),
            unitNameEnglish: nameEnglish)
    }

    static func find(tenant: String, unit: String) -> Query<PlaceRow> {
        Query(
            """
            SELECT tenant_id, tenant_name, tenant_name_en, utc_offset_minutes, unit_id, kind, name, name_en, company_id, project_id, vendor_id
            FROM app.find_unit(\(tenant), \(unit))
            """)
    }

    static func find(tenant: String) -> Query<TenantRow> {
        Query("SELECT id, name, name_en, utc_offset_minutes FROM app.find_tenant(\(tenant))")
    }
}

/// The tenant itself; a job asks it for the wall clock.
package struct TenantRow: RowDecodable {
    package let id: TenantID
    package let name: String
    package let nameEnglish: String
    package let offsetMinutes: Int

    package init(row: inout RowCursor) throws {
        id = try row.next()
        name = try row.next()
        nameEnglish = try row.next()
        offsetMinutes = try row.next()
    }

    /// Inside a scope.
    package static func own(tenant: TenantID) -> Query<TenantRow> {
        Query("SELECT id, name, name_en, utc_offset_minutes FROM tenant WHERE id = \(tenant)")
    }
}
