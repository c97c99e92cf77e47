package import Domain
package import Postgres

/// Something about a vendor that ends, or waits because something ended.
package struct VendorDueRow: RowDecodable, Hashable {
    package let kind: VendorDueKind
    package let vendor: UnitID
    package let vendorName: String
    /// The certificate, the contract, or the project.
    package let label: String
    /// The last day; of a survey the day the vendor left.
    package let on: Day
    package let contract: ContractID?
    package let engagement: EngagementID?

    package init(row: inout RowCursor) throws {
        kind = try row.next()
        vendor = try row.next()
        vendorName = try row.next()
        label = try row.next()
        on = try row.next()
        contract = try row.next()
        engagement = try row.next()
    }

    package static let shown = 12
    /// The furthest notice a unit may set, and how long something that is over is still spoken of.
    private static let horizon = 365
    private static let memory = 180
    /// So long after a vendor has left, the survey about it is proposed.
    private static let surveyDays = 90

    /// The nearest ends, over ones first; at most 60, for the notice to be applied to.
    static func of(_ viewpoint: UnitRef, today: Day) -> Query<VendorDueRow> {
        let tenant = viewpoint.tenant
        let (first, last) = (today.adding(days: -memory), today.adding(days: horizon))
        let here: SQL =
            switch viewpoint.kind {
            case .group: .empty
            case .company: " AND e.company_id = \(viewpoint.id)"
            case .project: " AND e.project_id = \(viewpoint.id)"
            case .vendor: " AND e.vendor_id = \(viewpoint.id)"
            case .vendorSite: " AND e.unit_id = \(viewpoint.id)"
            }
        // A certificate concerns whoever is served, or will be.
        let concerned: SQL =
            viewpoint.kind == .group
            ? .empty
            : """
             AND EXISTS (SELECT FROM engagement e WHERE e.tenant_id = \(tenant) AND e.vendor_id = q.vendor_id
                AND (e.to_on IS NULL OR e.to_on >= \(today))\(here))
            """
        let surveyed: SQL =
            viewpoint.vendor != nil
            ? .empty
            : """
            UNION ALL
            SELECT 'milestoneSurvey', e.vendor_id, \(name("e.vendor_id", tenant)), \(project), e.to_on, NULL::bigint, e.id
            FROM engagement e
            WHERE e.tenant_id = \(tenant) AND e.to_on >= \(today.adding(days: -surveyDays)) AND e.to_on < \(today)\(here)
                AND NOT EXISTS (SELECT FROM survey_wave w WHERE w.tenant_id = e.tenant_id AND w.kind = 'milestone' AND w.state <> 'cancelled'
                    AND w.closes_on >= e.to_on AND (w.project_id = e.project_id OR w.project_id IS NULL AND (w.company_id = e.company_id
                        OR w.company_id IS NULL)))
            """
        return Query(
            """
            SELECT d.kind, d.vendor_id, d.name, d.label, d.on_day, d.contract_id, d.engagement_id FROM (
            SELECT 'qualification' AS kind, q.vendor_id, \(name("q.vendor_id", tenant)) AS name, q.name AS label, q.expires_on AS on_day,
                NULL::bigint AS contract_id, NULL::bigint AS engagement_id
            FROM vendor_qualification q
            WHERE q.tenant_id = \(tenant) AND q.ended_at IS NULL AND q.expires_on >= \(first) AND q.expires_on <= \(last)\(concerned)
            UNION ALL
            SELECT 'contract', c.vendor_id, \(name("c.vendor_id", tenant)), c.title, c.to_on, c.id, c.engagement_id
            FROM vendor_contract c JOIN engagement e ON e.tenant_id = c.tenant_id AND e.id = c.engagement_id
            WHERE c.tenant_id = \(tenant) AND c.to_on >= \(first) AND c.to_on <= \(last) AND (e.to_on IS NULL OR e.to_on >= \(today))\(here)
                AND NOT EXISTS (SELECT FROM vendor_contract n WHERE n.tenant_id = c.tenant_id AND n.engagement_id = c.engagement_id
                    AND n.kind = c.kind AND n.from_on > c.from_on)
            UNION ALL
            SELECT 'engagement', e.vendor_id, \(name("e.vendor_id", tenant)), \(project), e.to_on, NULL::bigint, e.id
            FROM engagement e
            WHERE e.tenant_id = \(tenant) AND e.to_on >= \(today) AND e.to_on <= \(last)\(here)
                AND NOT EXISTS (SELECT FROM engagement n WHERE n.tenant_id = e.tenant_id AND n.project_id = e.project_id AND n.from_on > e.to_on)
            \(surveyed)
            ) d ORDER BY d.on_day, d.kind, d.vendor_id LIMIT 60
            """)
    }

    private static func name(_ vendor: SQL, _ tenant: TenantID) -> SQL {
        """
        coalesce((SELECT u.name FROM org_unit u WHERE u.tenant_id = \(tenant) AND u.id = \(vendor)),
            (SELECT f.legal_name FROM vendor_file f WHERE f.tenant_id = \(tenant) AND f.vendor_id = \(vendor)
                ORDER BY f.version DESC LIMIT 1), '')
        """
    }

    private static let project: SQL =
        "coalesce((SELECT u.name FROM org_unit u WHERE u.tenant_id = e.tenant_id AND u.id = e.project_id), '')"

    package func expiry(today: Day, notice: Int) -> Expiry { Expiry.of(last: on, today: today, notice: notice) }
}

extension [VendorDueRow] {
    /// What a unit with this notice is told of.
    package func told(today: Day, notice: Int) -> [VendorDueRow] {
        filter { $0.expiry(today: today, notice: notice) != .valid }
    }
}
