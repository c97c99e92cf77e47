package import Domain
package import Postgres

/// An engagement with its units and the hand-over that ends it.
package struct EngagementCard: RowDecodable, Hashable {
    package let id: EngagementID
    package let site: UnitID
    package let siteName: String
    package let siteCode: String
    package let vendor: UnitID
    package let vendorName: String
    package let project: UnitRef
    package let from: Day
    package let to: Day?
    package let handover: HandoverRow?

    package init(row: inout RowCursor) throws {
        id = try row.next()
        site = try row.next()
        siteName = try row.next()
        siteCode = try row.next()
        vendor = try row.next()
        vendorName = try row.next()
        let (tenant, project): (TenantID, UnitID) = (try row.next(), try row.next())
        let (code, name): (String, String) = (try row.next(), try row.next())
        let company: UnitID = try row.next()
        self.project = UnitRef(id: project, tenant: tenant, kind: .project, code: code, name: name, company: company)
        from = try row.next()
        to = try row.next()
        handover = try HandoverRow(half: &row)
    }

    package func state(today: Day) -> EngagementState {
        EngagementState.of(from: from, to: to, handedOver: handover?.doneAt != nil, today: today)
    }

    package func runs(on day: Day) -> Bool { EngagementState.runs(from: from, to: to, on: day) }

    private static let selection: SQL = """
        SELECT e.id, e.unit_id, coalesce(s.name, ''), coalesce(s.code, ''), e.vendor_id, coalesce(v.name, ''), e.tenant_id, e.project_id,
            coalesce(p.code, ''), coalesce(p.name, ''), e.company_id, e.from_on, e.to_on, h.id, h.on_day, h.planned_by, h.planned_by_name,
            h.done_at, h.tickets, h.to_unit_id, t.name, h.items, h.giver, h.taker, h.recorded_by_name, h.recorded_at
        FROM engagement e
        LEFT JOIN org_unit s ON s.tenant_id = e.tenant_id AND s.id = e.unit_id
        LEFT JOIN org_unit v ON v.tenant_id = e.tenant_id AND v.id = e.vendor_id
        LEFT JOIN org_unit p ON p.tenant_id = e.tenant_id AND p.id = e.project_id
        LEFT JOIN LATERAL (
            SELECT x.* FROM engagement_handover x
            WHERE x.tenant_id = e.tenant_id AND x.engagement_id = e.id AND x.cancelled_at IS NULL ORDER BY x.id DESC LIMIT 1
        ) h ON true
        LEFT JOIN org_unit t ON t.tenant_id = h.tenant_id AND t.id = h.to_unit_id
        """

    /// Those a unit takes part in, as project, vendor, site or company; newest first.
    package static func of(_ unit: UnitRef) -> Query<EngagementCard> {
        let term: SQL =
            switch unit.kind {
            case .group: "true"
            case .company: "e.company_id = \(unit.id)"
            case .project: "e.project_id = \(unit.id)"
            case .vendor: "e.vendor_id = \(unit.id)"
            case .vendorSite: "e.unit_id = \(unit.id)"
            }
        return Query("\(selection) WHERE e.tenant_id = \(unit.tenant) AND \(term) ORDER BY e.from_on DESC, e.id DESC LIMIT 200")
    }

    package static func one(_ engagement: EngagementID, tenant: TenantID) -> Query<EngagementCard> {
        Query("\(selection) WHERE e.tenant_id = \(tenant) AND e.id = \(engagement)")
    }

    /// Who serves the project on a day.
    static func serving(_ project: UnitID, on day: Day, tenant: TenantID) -> Query<EngagementCard> {
        Query(
            """
            \(selection) WHERE e.tenant_id = \(tenant) AND e.project_id = \(project) AND e.from_on <= \(day)
                AND (e.to_on IS NULL OR e.to_on >= \(day)) ORDER BY e.from_on DESC LIMIT 1
            """)
    }
}

/// 交接记录: when the vendor's open matters go, whether they went, and what both sides signed (ORG-R13).
package struct HandoverRow: Hashable, Sendable {
    package let id: HandoverID
    /// The day after the vendor's last one.
    package let on: Day
    package let plannedBy: PersonID
    package let plannedByName: String
    package let doneAt: Instant?
    package let tickets: Int
    /// Who took the matters over; nil before.
    package let toUnit: UnitID?
    package let toUnitName: String
    /// What was handed over: archives, keys, passwords, accounts; empty until it is recorded.
    package let items: String
    package let giver: String
    package let taker: String
    package let recordedByName: String
    package let recordedAt: Instant?

    init?(half row: inout RowCursor) throws {
        let id: HandoverID? = try row.next()
        let on: Day? = try row.next()
        let plannedBy: PersonID? = try row.next()
        plannedByName = try row.next(String?.self) ?? ""
        doneAt = try row.next()
        tickets = try row.next(Int?.self) ?? 0
        toUnit = try row.next()
        toUnitName = try row.next(String?.self) ?? ""
        items = try row.next(String?.self) ?? ""
        giver = try row.next(String?.self) ?? ""
        taker = try row.next(String?.self) ?? ""
        recordedByName = try row.next(String?.self) ?? ""
        recordedAt = try row.next()
        guard let id, let on, let plannedBy else { return nil }
        self.id = id
        self.on = on
        self.plannedBy = plannedBy
    }
}

enum HandoverStatements {
    static func plan(
        _ engagement: EngagementID, on day: Day, readers: [UnitID], by actor: Actor, tenant: TenantID, now: Instant
    ) -> Query<Single<HandoverID>> {
        Query(
            """
            INSERT INTO engagement_handover (tenant_id, reader_ids, engagement_id, on_day, planned_by, planned_by_name, planned_at)
            VALUES (\(tenant), \(readers), \(engagement), \(day), \(actor.person), \(actor.name), \(now)) RETURNING id
            """)
    }

    static func cancel(of engagement: EngagementID, tenant: TenantID, now: Instant) -> SQL {
        """
        UPDATE engagement_handover SET cancelled_at = \(now)
        WHERE tenant_id = \(tenant) AND engagement_id = \(engagement) AND done_at IS NULL AND cancelled_at IS NULL
        """
    }

    static func done(_ handover: HandoverID, tickets: Int, to unit: UnitID, readers: [UnitID], tenant: TenantID, now: Instant) -> SQL {
        """
        UPDATE engagement_handover SET done_at = \(now), tickets = \(tickets), to_unit_id = \(unit), reader_ids = \(readers)
        WHERE tenant_id = \(tenant) AND id = \(handover)
        """
    }

    static func record(_ record: HandoverRecord, of handover: HandoverID, byName: String, tenant: TenantID, now: Instant) -> SQL {
        """
        UPDATE engagement_handover SET items = \(record.items), giver = \(record.giver), taker = \(record.taker),
            recorded_by_name = \(byName), recorded_at = \(now)
        WHERE tenant_id = \(tenant) AND id = \(handover)
        """
    }

    static func period(_ engagement: EngagementID, to: Day?, tenant: TenantID) -> SQL {
        "UPDATE engagement SET to_on = \(to) WHERE tenant_id = \(tenant) AND id = \(engagement)"
    }

    static func drop(_ engagement: EngagementID, tenant: TenantID) -> SQL {
        "DELETE FROM engagement WHERE tenant_id = \(tenant) AND id = \(engagement)"
    }

    /// The vendor's site at the project, closed or not.
    static func site(of vendor: UnitID, at project: UnitID, tenant: TenantID) -> Query<Single<UnitID>> {
        Query(
            """
            SELECT id FROM org_unit WHERE tenant_id = \(tenant) AND kind = 'vendorSite' AND vendor_id = \(vendor)
                AND project_id = \(project) ORDER BY id DESC LIMIT 1
            """)
    }
}
