package import Domain
package import Postgres

/// A version of an agreement in a list.
package struct AgreementRow: RowDecodable, Hashable {
    package let id: AgreementID
    package let keeper: UnitID
    package let keeperName: String
    package let series: AgreementID
    package let version: Int
    package let subject: AgreementSubject
    package let title: String
    package let workflow: String
    package let from: Day
    package let to: Day?
    package let checkMonths: Int
    package let issuedByName: String
    package let issuedAt: Instant
    /// No later version was issued.
    package let isLatest: Bool
    package let lastCheck: Day?
    /// Names of the sides, in their order.
    package let parties: [String]

    package init(row: inout RowCursor) throws {
        id = try row.next()
        keeper = try row.next()
        keeperName = try row.next()
        series = try row.next()
        version = try row.next()
        subject = try row.next()
        title = try row.next()
        workflow = try row.next()
        from = try row.next()
        to = try row.next()
        checkMonths = try row.next()
        issuedByName = try row.next()
        issuedAt = try row.next()
        isLatest = try row.next()
        lastCheck = try row.next()
        parties = try row.next()
    }

    /// As on paper: number of the series and version.
    package var label: String { "\(series)-\(version)" }

    package func state(today: Day) -> AgreementState { AgreementState.of(from: from, to: to, isLatest: isLatest, today: today) }

    package var nextCheck: Day? { AgreementRule.nextCheck(from: from, months: checkMonths, last: lastCheck) }

    private static let selection: SQL = """
        SELECT a.id, a.keeper_unit_id, coalesce(k.name, ''), a.series_id, a.version, a.subject, a.title, a.workflow, a.from_on, a.to_on,
            a.check_months, a.issued_by_name, a.issued_at,
            NOT EXISTS (SELECT FROM agreement l WHERE l.tenant_id = a.tenant_id AND l.series_id = a.series_id AND l.version > a.version),
            (SELECT max(c.on_day) FROM agreement_check c WHERE c.tenant_id = a.tenant_id AND c.agreement_id = a.id),
            ARRAY(SELECT p.name FROM agreement_party p WHERE p.tenant_id = a.tenant_id AND p.agreement_id = a.id ORDER BY p.side)
        FROM agreement a LEFT JOIN org_unit k ON k.tenant_id = a.tenant_id AND k.id = a.keeper_unit_id
        """

    package static let pageSize = 50

    /// Those the person may read, newest first; one more than a page shows. Seen from a unit below the group: those that name it.
    package static func page(at viewpoint: UnitRef, after: AgreementID?) -> Query<AgreementRow> {
        let concerned: SQL = viewpoint.kind == .group ? .empty : " AND \(viewpoint.id)::bigint = ANY (a.reader_ids)"
        return Query(
            """
            \(selection) WHERE a.tenant_id = \(viewpoint.tenant) AND a.id < \(after ?? AgreementID(.max))\(concerned)
            ORDER BY a.id DESC LIMIT 51
            """)
    }

    package static func one(_ agreement: AgreementID, tenant: TenantID) -> Query<AgreementRow> {
        Query("\(selection) WHERE a.tenant_id = \(tenant) AND a.id = \(agreement)")
    }

    /// All versions, newest first.
    package static func versions(of agreement: AgreementID, tenant: TenantID) -> Query<AgreementRow> {
        Query(
            """
            \(selection) WHERE a.tenant_id = \(tenant)
                AND a.series_id = (SELECT o.series_id FROM agreement o WHERE o.tenant_id = \(tenant) AND o.id = \(agreement))
            ORDER BY a.version DESC LIMIT 50
            """)
    }

    /// The latest versions in which a unit is a side.
    package static func naming(_ unit: UnitID, tenant: TenantID) -> Query<AgreementRow> {
        Query(
            """
            \(selection) WHERE a.tenant_id = \(tenant) AND EXISTS (SELECT FROM agreement_party p
                WHERE p.tenant_id = a.tenant_id AND p.agreement_id = a.id AND p.unit_id = \(unit))
                AND NOT EXISTS (SELECT FROM agreement l WHERE l.tenant_id = a.tenant_id AND l.series_id = a.series_id AND l.version > a.version)
            ORDER BY a.id DESC LIMIT 50
            """)
    }
}

package struct PartyRow: RowDecodable, Hashable {
    package let side: Int
    package let kind: PartyKind
    package let unit: UnitID?
    package let name: String

    package init(row: inout RowCursor) throws {
        side = try row.next()
        kind = try row.next()
        unit = try row.next()
        name = try row.next()
    }

    package static func of(_ agreement: AgreementID, tenant: TenantID) -> Query<PartyRow> {
        Query(
            """
            SELECT side, kind, unit_id, name FROM agreement_party
            WHERE tenant_id = \(tenant) AND agreement_id = \(agreement) ORDER BY side
            """)
    }
}

package struct DutyRow: RowDecodable, Hashable {
    package let side: Int
    package let text: String

    package init(row: inout RowCursor) throws {
        side = try row.next()
        text = try row.next()
    }

    package static func of(_ agreement: AgreementID, tenant: TenantID) -> Query<DutyRow> {
        Query(
            """
            SELECT side, text FROM agreement_duty WHERE tenant_id = \(tenant) AND agreement_id = \(agreement) ORDER BY side, position
            """)
    }
}

package struct CheckRow: RowDecodable, Hashable {
    package let on: Day
    package let finding: String
    package let byName: String

    package init(row: inout RowCursor) throws {
        on = try row.next()
        finding = try row.next()
        byName = try row.next()
    }

    /// Newest first.
    package static func of(_ agreement: AgreementID, tenant: TenantID) -> Query<CheckRow> {
        Query(
            """
            SELECT on_day, finding, by_name FROM agreement_check
            WHERE tenant_id = \(tenant) AND agreement_id = \(agreement) ORDER BY on_day DESC, id DESC LIMIT 50
            """)
    }
}

/// One version with everything on it.
package struct AgreementFile: Sendable {
    package let agreement: AgreementRow
    package let parties: [PartyRow]
    package let duties: [DutyRow]
    package let checks: [CheckRow]
    package let versions: [AgreementRow]

    package func duties(of side: Int) -> [String] { duties.filter { $0.side == side }.map(\.text) }
}

extension Transaction {
    /// - Throws: `notFound` for whoever it does not concern.
    package func agreement(_ id: AgreementID) async throws -> AgreementFile {
        let (agreements, parties, duties, checks, versions) = try await fetch(
            AgreementRow.one(id, tenant: tenant), PartyRow.of(id, tenant: tenant), DutyRow.of(id, tenant: tenant),
            CheckRow.of(id, tenant: tenant), AgreementRow.versions(of: id, tenant: tenant))
        guard let agreement = agreements.first else { throw StoreError.notFound }
        return AgreementFile(agreement: agreement, parties: parties, duties: duties, checks: checks, versions: versions)
    }
}
