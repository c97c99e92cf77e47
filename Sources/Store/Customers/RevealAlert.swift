internal import Domain
package import Postgres

/// Tells whoever administers a unit that somebody there used up the looks of an hour.
package enum RevealAlert {
    package static let kind = "alertReveals"

    struct Payload: Codable {
        let person: Int64
        let name: String
        let units: [Int64]
        /// When, in microseconds since 1970.
        let at: Int64
    }

    static func job(_ actor: Actor, at viewpoint: UnitRef?, now: Instant) throws -> NewJob {
        let hour = now.secondsSince1970 / 3_600
        let units = [viewpoint?.id, viewpoint?.company, viewpoint?.vendor].compactMap { $0?.rawValue }
        let payload = Payload(person: actor.person.rawValue, name: actor.name, units: units, at: now.microseconds)
        return NewJob(
            kind: kind, payload: try EventDetail.encode(payload), runAt: now, uniqueKey: "\(kind)-\(actor.person)-\(hour)")
    }

    /// The worker's effect; twice is once.
    /// - Throws: `unreadable` for a payload this release does not know.
    package static func run(_ tx: WriteTransaction, _ job: Job) async throws {
        guard let payload = try? EventDetail.decode(Payload.self, from: job.payload) else { throw StoreError.unreadable("job.payload") }
        let at = Instant(microseconds: payload.at)
        guard let clock = try await tx.fetchFirst(TenantRow.own(tenant: tx.tenant)) else { return }
        let today = Day(at, offsetMinutes: clock.offsetMinutes)
        let told = try await tx.fetch(AdministratorRow.of(payload.units.map { UnitID($0) }, tenant: tx.tenant, today: today))
        let inserts = told.filter { $0.person.rawValue != payload.person }.map { row in
            NoticeRow.insert(
                tenant: tx.tenant, person: row.person, ticket: nil, unit: row.unit, kind: NoticeKind.revealsUsedUp.code,
                subject: payload.name, at: at, source: "\(kind)-\(payload.person)-\(at.secondsSince1970 / 3_600)")
        }
        if !inserts.isEmpty { try await tx.change(inserts) }
    }
}

/// A post held today by somebody who administers people at one of the units or above.
struct AdministratorRow: RowDecodable {
    let person: PersonID
    let unit: UnitID

    init(row: inout RowCursor) throws {
        person = try row.next()
        unit = try row.next()
    }

    static func of(_ units: [UnitID], tenant: TenantID, today: Day) -> Query<AdministratorRow> {
        Query(
            """
            SELECT p.person_id, min(u.id) FROM post p
            JOIN person n ON n.tenant_id = p.tenant_id AND n.id = p.person_id AND n.disabled_at IS NULL
            JOIN role r ON r.tenant_id = p.tenant_id AND r.id = p.role_id
            JOIN org_unit u ON u.tenant_id = p.tenant_id AND u.id = p.unit_id AND u.closed_at IS NULL
            WHERE p.tenant_id = \(tenant) AND (u.id = ANY (\(units)) OR u.kind = 'group')
                AND p.from_on <= \(today) AND (p.to_on IS NULL OR p.to_on >= \(today))
                AND 'people.manage' = ANY (r.permissions) AND 'notice.see' = ANY (r.permissions)
            GROUP BY p.person_id
            """)
    }
}
