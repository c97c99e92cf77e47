package import Domain
package import Postgres

/// Somebody an import brought in who has no way in yet: no link was used, and none is open.
package struct InviteeRow: RowDecodable, Hashable {
    package let person: PersonID
    package let account: String
    package let name: String
    package let unitName: String
    package let unitNameEnglish: String

    package init(row: inout RowCursor) throws {
        person = try row.next()
        account = try row.next()
        name = try row.next()
        unitName = try row.next()
        unitNameEnglish = try row.next()
    }
}

extension Transaction {
    /// Those of an import of people who wait for a link, at most `Invitees.list`.
    package func invitees(_ permit: Permit<RunImport, ImportRun>) async throws -> [InviteeRow] {
        guard permit.thing.kind == .people else { return [] }
        return try await fetch(InviteeStatements.waiting(permit.thing.id, tenant: tenant, now: now))
    }

    /// How many wait.
    package func inviteeCount(_ permit: Permit<RunImport, ImportRun>) async throws -> Int {
        guard permit.thing.kind == .people else { return 0 }
        return try await fetchFirst(InviteeStatements.count(permit.thing.id, tenant: tenant, now: now))?.value ?? 0
    }
}

/// Who was given which link.
package struct HandedLink: Hashable, Sendable {
    package let invitee: InviteeRow
    package let token: String
}

package enum Invitees {
    /// Links of one list at most; the rest make a list of their own.
    package static let list = 500
}

extension WriteTransaction {
    /// Gives a link to each of those who wait. Somebody who holds more by now than the actor could give is left out, as by the form.
    /// - Parameter invitations: at least as many as wait.
    package func invite(_ permit: Permit<RunImport, ImportRun>, _ invitations: [Invitation]) async throws -> [HandedLink] {
        var links: [HandedLink] = []
        for (invitee, invitation) in zip(try await invitees(permit), invitations) {
            do {
                try await invite(try await access(invitee.person, for: ManagePeople.self), invitation)
            } catch StoreError.refused {
                continue
            } catch StoreError.notFound {
                continue
            }
            links.append(HandedLink(invitee: invitee, token: invitation.token))
        }
        return links
    }
}

enum InviteeStatements {
    /// Not empty, at most 500.
    static func add(_ people: [PersonID], of run: ImportID, at unit: UnitRef) -> SQL {
        let rows = people.map { person -> SQL in
            "(\(unit.tenant), \(run), \(person), \(unit.id), \(unit.company), \(unit.project), \(unit.vendor))"
        }
        return """
            INSERT INTO import_person (tenant_id, run_id, person_id, unit_id, company_id, project_id, vendor_id)
            VALUES \(rows.joined(separator: ", "))
            """
    }

    static func waiting(_ run: ImportID, tenant: TenantID, now: Instant) -> Query<InviteeRow> {
        Query(
            """
            SELECT p.id, p.account, p.name, u.name, u.name_en \(source(run, tenant: tenant, now: now)) ORDER BY p.id
            LIMIT \(Int32(Invitees.list))
            """)
    }

    static func count(_ run: ImportID, tenant: TenantID, now: Instant) -> Query<Single<Int>> {
        Query("SELECT count(*) \(source(run, tenant: tenant, now: now))")
    }

    private static func source(_ run: ImportID, tenant: TenantID, now: Instant) -> SQL {
        """
        FROM import_person x
            JOIN person p ON p.tenant_id = x.tenant_id AND p.id = x.person_id AND p.disabled_at IS NULL
            JOIN org_unit u ON u.tenant_id = p.tenant_id AND u.id = p.unit_id
        WHERE x.tenant_id = \(tenant) AND x.run_id = \(run) AND NOT EXISTS (SELECT FROM invitation i
            WHERE i.tenant_id = x.tenant_id AND i.person_id = x.person_id
                AND (i.used_at IS NOT NULL OR i.ended_at IS NULL AND i.expires_at > \(now)))
        """
    }
}
