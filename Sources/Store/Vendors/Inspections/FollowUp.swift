package import Domain
package import Postgres

/// The item of an inspection that a rectification order came from.
package struct InspectionFindingRow: RowDecodable, Hashable {
    package let check: CheckID
    package let inspection: InspectionID
    package let point: PointID
    package let pointName: String
    package let text: String
    package let round: String
    package let photos: Int

    package init(row: inout RowCursor) throws {
        check = try row.next()
        inspection = try row.next()
        point = try row.next()
        pointName = try row.next()
        text = try row.next()
        round = try row.next()
        photos = try row.next()
    }

    static func of(_ order: RectificationID, tenant: TenantID) -> Query<InspectionFindingRow> {
        Query(
            """
            SELECT x.id, x.inspection_id, x.point_id, x.point_name, x.text, n.name,
                (SELECT count(*) FROM file f WHERE f.tenant_id = x.tenant_id AND f.check_id = x.id AND f.removed_at IS NULL)
            FROM rectification o
            JOIN inspection_check x ON x.tenant_id = o.tenant_id AND x.id = o.finding_id
            JOIN inspection n ON n.tenant_id = x.tenant_id AND n.id = x.inspection_id
            WHERE o.tenant_id = \(tenant) AND o.id = \(order)
            """)
    }
}

/// Who mends what a round found, and who looks whether it was mended.
struct MendingRow: RowDecodable {
    let unit: UnitRef
    let overseer: UnitRef

    init(row: inout RowCursor) throws {
        unit = try UnitRef(columns: &row)
        overseer = try UnitRef(columns: &row)
    }

    /// The vendor's site, or the vendor where it has none: with the company and the project of the round, which a vendor alone has not.
    /// Whoever issues does not always see the unit that inspects.
    static func of(_ round: InspectionID, tenant: TenantID) -> Query<MendingRow> {
        Query(
            """
            SELECT m.tenant_id, m.id, m.kind, m.code, m.name, n.company_id, n.project_id, n.vendor_id,
                n.tenant_id, n.unit_id, coalesce(o.kind, 'group'), coalesce(o.code, ''), coalesce(o.name, ''), o.company_id, o.project_id,
                o.vendor_id
            FROM inspection n
            JOIN org_unit m ON m.tenant_id = n.tenant_id AND m.id = coalesce(n.site_id, n.vendor_id)
            LEFT JOIN org_unit o ON o.tenant_id = n.tenant_id AND o.id = n.unit_id
            WHERE n.tenant_id = \(tenant) AND n.id = \(round)
            """)
    }
}

extension Transaction {
    /// The finding that an order came from, as far as the person sees it; nil for an order from elsewhere.
    package func finding(of order: RectificationID) async throws -> InspectionFindingRow? {
        try await fetchFirst(InspectionFindingRow.of(order, tenant: tenant))
    }
}

extension WriteTransaction {
    /// What a report that goes out leads to (VENDOR-R4): one order for each item that failed, to whoever served the project when the round
    /// was drawn, and the numbers that evaluations count, on the day the vendor can know of them. Where nobody served, nobody can be ordered
    /// and there is nobody to judge: the report then says until when to mend, and no more.
    func follow(_ round: InspectionRow, mendBy due: Day) async throws {
        guard let vendor = round.vendor else { return }
        guard let mending = try await fetchFirst(MendingRow.of(round.id, tenant: tenant)) else { throw StoreError.closed }
        let checks = try await fetch(InspectionCheckRow.of(round.id, tenant: tenant))
        for check in checks where check.result == .fail {
            try await issueRectification(
                NewRectification(
                    source: .inspection(finding: check.id.rawValue), unit: mending.unit, overseer: mending.overseer,
                    title: "\(check.pointName) · \(check.item.text)",
                    demand: [check.measured, check.comment].filter { !$0.isEmpty }.joined(separator: " · "), dueOn: due))
        }
        let checked = round.passed + round.failed
        guard checked > 0 else { return }
        try await noteInspected(
            round.way, vendor: vendor, at: round.place, on: try today, checked: checked, failed: round.failed,
            title: "\(round.name) · \(round.number)", source: "inspection-\(round.id)", by: try actor.name)
    }
}
