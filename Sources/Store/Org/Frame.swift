package import Domain
package import Postgres

/// What the frame around every page shows. All three ride in the page's first pipeline.
package enum Frame {
    /// From the group down to the viewpoint.
    package static func breadcrumb(_ viewpoint: UnitRef) -> Query<FrameUnit> {
        let line = [viewpoint.vendor ?? viewpoint.company, viewpoint.vendor == nil ? viewpoint.project : nil, viewpoint.id].compactMap(
            \.self)
        return Query(
            """
            SELECT id, kind, code, name, name_en, parent_id FROM org_unit
            WHERE tenant_id = \(viewpoint.tenant) AND (kind = 'group' OR id = ANY (\(line)))
            ORDER BY CASE kind WHEN 'group' THEN 0 WHEN 'company' THEN 1 WHEN 'vendor' THEN 1 ELSE 2 END
            """)
    }

    /// The units the person may look from: those the own posts cover. At most 500.
    package static func switcher(tenant: TenantID) -> Query<FrameUnit> {
        Query(
            """
            SELECT id, kind, code, name, name_en, parent_id FROM org_unit
            WHERE tenant_id = \(tenant) AND closed_at IS NULL AND (current_setting('app.wide')::boolean
                OR company_id = ANY (current_setting('app.companies')::bigint[])
                OR vendor_id = ANY (current_setting('app.vendors')::bigint[])
                OR id = ANY (current_setting('app.units')::bigint[]))
            ORDER BY id LIMIT 500
            """)
    }

    /// The numbers of the rail at the viewpoint.
    package static func counts(_ viewpoint: UnitRef) -> Query<RailCounts> {
        Query(
            """
            SELECT
                (SELECT count(*) FROM (SELECT FROM ticket t WHERE t.tenant_id = \(viewpoint.tenant) AND t.holder_unit_id = \(viewpoint.id)
                    AND t.open AND t.state IN ('recorded', 'escalated') LIMIT 100) waiting),
                (SELECT count(*) FROM (SELECT FROM ticket t WHERE t.tenant_id = \(viewpoint.tenant) AND t.open
                    AND \(viewpoint.coveringTickets) LIMIT 100) open),
                (SELECT count(*) FROM (SELECT FROM ticket t WHERE t.tenant_id = \(viewpoint.tenant) AND t.holder_unit_id = \(viewpoint.id)
                    AND t.open AND t.state = 'verified' LIMIT 100) visits),
                (SELECT count(*) FROM (SELECT FROM notice n WHERE n.tenant_id = \(viewpoint.tenant)
                    AND n.person_id = current_setting('app.person')::bigint AND n.read_at IS NULL LIMIT 100) unread)
            """)
    }
}

/// A unit in the breadcrumb or the switcher.
package struct FrameUnit: RowDecodable, Hashable {
    package let id: UnitID
    package let kind: UnitKind
    package let code: String
    package let name: String
    package let nameEnglish: String
    package let parent: UnitID?

    package init(row: inout RowCursor) throws {
        id = try row.next()
        kind = try row.next()
        code = try row.next()
        name = try row.next()
        nameEnglish = try row.next()
        parent = try row.next()
    }
}

/// What waits, each counted up to 100, since row security tests every row that is counted. `open` counts what row security shows;
/// pages hide it from people who may only see what is in their own hands.
package struct RailCounts: RowDecodable, Hashable {
    package let waiting: Int
    package let open: Int
    package let visitsDue: Int
    package let unreadNotices: Int

    package init(row: inout RowCursor) throws {
        waiting = try row.next()
        open = try row.next()
        visitsDue = try row.next()
        unreadNotices = try row.next()
    }
}

extension UnitRef {
    fileprivate var coveringTickets: SQL {
        switch kind {
        case .group: "true"
        case .company: "t.company_id = \(id)"
        case .project: "t.project_id = \(id)"
        case .vendor: "t.vendor_id = \(id)"
        case .vendorSite: "t.project_id = \(project) AND t.vendor_id = \(vendor)"
        }
    }
}
