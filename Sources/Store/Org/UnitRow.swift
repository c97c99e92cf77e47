package import Domain
package import Postgres

/// A unit as lists and forms need it.
package struct UnitRow: RowDecodable, Hashable {
    package let unit: UnitRef
    package let nameEnglish: String
    /// Prefix of a company's ticket numbers.
    package let numberPrefix: String
    package let parent: UnitID?
    package let handedOverOn: Day?

    package init(row: inout RowCursor) throws {
        let tenant: TenantID = try row.next()
        let id: UnitID = try row.next()
        let kind: UnitKind = try row.next()
        let code: String = try row.next()
        let name: String = try row.next()
        nameEnglish = try row.next()
        numberPrefix = try row.next()
        parent = try row.next()
        unit = UnitRef(
            id: id, tenant: tenant, kind: kind, code: code, name: name, company: try row.next(), project: try row.next(),
            vendor: try row.next())
        handedOverOn = try row.next()
    }

    private static let columns: SQL = """
        tenant_id, id, kind, code, name, name_en, number_prefix, parent_id, company_id, project_id, vendor_id, handed_over_on
        """

    /// Every unit the person sees, companies with their projects before vendors with their sites; at most 2,000.
    package static func all(tenant: TenantID) -> Query<UnitRow> {
        Query("SELECT \(columns) FROM org_unit WHERE tenant_id = \(tenant) AND closed_at IS NULL ORDER BY id LIMIT 2000")
    }

    /// One unit, if the person sees it.
    package static func one(tenant: TenantID, _ unit: UnitID) -> Query<UnitRow> {
        Query("SELECT \(columns) FROM org_unit WHERE tenant_id = \(tenant) AND id = \(unit) AND closed_at IS NULL")
    }

    /// The unit whose code is given.
    package static func named(tenant: TenantID, _ code: String) -> Query<UnitRow> {
        Query("SELECT \(columns) FROM org_unit WHERE tenant_id = \(tenant) AND code = \(code) AND closed_at IS NULL")
    }
}

extension Sequence<UnitRow> {
    /// In tree order with depth: the group, each company before its projects, each vendor before its sites. A unit whose parent is not
    /// among them stands at the top.
    package func inTreeOrder() -> [(row: UnitRow, depth: Int)] {
        let rows = Array(self)
        let known = Set(rows.map(\.unit.id))
        let children = Dictionary(grouping: rows) { row in row.parent.flatMap { known.contains($0) ? $0 : nil } }
        var ordered: [(row: UnitRow, depth: Int)] = []
        func visit(_ parent: UnitID?, depth: Int) {
            for row in (children[parent] ?? []).sorted(by: { $0.rank < $1.rank }) {
                ordered.append((row, depth))
                visit(row.unit.id, depth: depth + 1)
            }
        }
        visit(nil, depth: 0)
        return ordered
    }
}

extension UnitRow {
    fileprivate var rank: (Int, Int64) {
        let kind =
            switch unit.kind {
            case .group: 0
            case .company, .project: 1
            case .vendor, .vendorSite: 2
            }
        return (kind, unit.id.rawValue)
    }
}

/// 委托关系: which vendor serves which project from when to when.
package struct EngagementRow: RowDecodable {
    package let id: EngagementID
    package let site: UnitID
    package let siteName: String
    package let vendorName: String
    package let project: UnitID
    package let projectName: String
    package let from: Day
    package let to: Day?

    package init(row: inout RowCursor) throws {
        id = try row.next()
        site = try row.next()
        siteName = try row.next()
        vendorName = try row.next()
        project = try row.next()
        projectName = try row.next()
        from = try row.next()
        to = try row.next()
    }

    /// All the person sees, newest first.
    package static func all(tenant: TenantID) -> Query<EngagementRow> {
        Query(
            """
            SELECT e.id, e.unit_id, s.name, v.name, e.project_id, p.name, e.from_on, e.to_on
            FROM engagement e
            JOIN org_unit s ON s.tenant_id = e.tenant_id AND s.id = e.unit_id
            JOIN org_unit v ON v.tenant_id = e.tenant_id AND v.id = e.vendor_id
            JOIN org_unit p ON p.tenant_id = e.tenant_id AND p.id = e.project_id
            WHERE e.tenant_id = \(tenant) ORDER BY e.from_on DESC, e.id DESC LIMIT 1000
            """)
    }

    /// Engagements of a project that share a day with the period.
    static func overlapping(tenant: TenantID, project: UnitID, from: Day, to: Day?) -> Query<Single<EngagementID>> {
        Query(
            """
            SELECT id FROM engagement WHERE tenant_id = \(tenant) AND project_id = \(project)
                AND (to_on IS NULL OR to_on >= \(from)) AND from_on <= coalesce(\(to), 'infinity'::date)
            """)
    }
}
