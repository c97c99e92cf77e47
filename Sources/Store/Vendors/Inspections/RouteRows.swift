package import Domain
package import Postgres

/// A route 路线 with how much is on it.
package struct InspectionRouteRow: RowDecodable, Identifiable, Hashable {
    package let id: RouteID
    package let company: UnitID
    package let project: UnitID
    package let projectCode: String
    package let projectName: String
    package let name: String
    package let points: Int
    package let items: Int

    package init(row: inout RowCursor) throws {
        id = try row.next()
        company = try row.next()
        project = try row.next()
        projectCode = try row.next()
        projectName = try row.next()
        name = try row.next()
        points = try row.next()
        items = try row.next()
    }

    var place: RoutePlace { RoutePlace(id: id, company: company, project: project) }

    private static let selection: SQL = """
        SELECT r.id, r.company_id, r.project_id, p.code, p.name, r.name,
            (SELECT count(*) FROM inspection_point x WHERE x.tenant_id = r.tenant_id AND x.route_id = r.id AND x.retired_at IS NULL),
            (SELECT count(*) FROM inspection_point x JOIN inspection_item i ON i.tenant_id = x.tenant_id AND i.point_id = x.id
                AND i.retired_at IS NULL WHERE x.tenant_id = r.tenant_id AND x.route_id = r.id AND x.retired_at IS NULL)
        FROM inspection_route r JOIN org_unit p ON p.tenant_id = r.tenant_id AND p.id = r.project_id
        """

    static func at(_ viewpoint: UnitRef, tenant: TenantID) -> Query<InspectionRouteRow> {
        Query(
            """
            \(selection) WHERE r.tenant_id = \(tenant) AND r.retired_at IS NULL\(viewpoint.inspectionTerm(.route)) ORDER BY p.name, r.name, r.id
            LIMIT 200
            """)
    }

    static func find(_ id: RouteID, at viewpoint: UnitRef, tenant: TenantID) -> Query<InspectionRouteRow> {
        Query(
            """
            \(selection) WHERE r.tenant_id = \(tenant) AND r.id = \(id) AND r.retired_at IS NULL\(viewpoint.inspectionTerm(.route))
            """)
    }

    static func insert(_ name: String, project: UnitID, company: UnitID, by actor: Actor, tenant: TenantID, now: Instant)
        -> Query<Single<RouteID>>
    {
        Query(
            """
            INSERT INTO inspection_route (tenant_id, company_id, project_id, name, created_by_name, created_at)
            VALUES (\(tenant), \(company), \(project), \(name), \(actor.name), \(now)) RETURNING id
            """)
    }
}

/// Where a route is, for what is written beside it.
struct RoutePlace {
    let id: RouteID
    let company: UnitID
    let project: UnitID
}

/// A point 点位 of a route.
package struct InspectionPointRow: RowDecodable, Identifiable, Hashable {
    package let id: PointID
    package let route: RouteID
    package let position: Int
    package let name: String
    package let place: String
    /// What its QR code says.
    package let code: String

    package init(row: inout RowCursor) throws {
        id = try row.next()
        route = try row.next()
        position = try row.next()
        name = try row.next()
        place = try row.next()
        code = try row.next()
    }

    static func of(_ route: RouteID, tenant: TenantID) -> Query<InspectionPointRow> {
        Query(
            """
            SELECT id, route_id, position, name, place, code FROM inspection_point
            WHERE tenant_id = \(tenant) AND route_id = \(route) AND retired_at IS NULL ORDER BY position, id LIMIT 500
            """)
    }

    static func insert(_ name: String, _ place: String, code: String, on route: RoutePlace, tenant: TenantID) -> Query<
        Single<PointID>
    > {
        Query(
            """
            INSERT INTO inspection_point (tenant_id, company_id, project_id, route_id, position, name, place, code)
            SELECT \(tenant), \(route.company), \(route.project), \(route.id), coalesce(max(position), 0) + 1, \(name), \(place), \(code)
            FROM inspection_point WHERE tenant_id = \(tenant) AND route_id = \(route.id) RETURNING id
            """)
    }

    static func retire(_ id: PointID, of route: RouteID, tenant: TenantID, now: Instant) -> SQL {
        """
        UPDATE inspection_point SET retired_at = \(now)
        WHERE tenant_id = \(tenant) AND id = \(id) AND route_id = \(route) AND retired_at IS NULL
        """
    }
}

/// An item of a point's checklist.
package struct InspectionItemRow: RowDecodable, Identifiable, Hashable {
    package let id: CheckItemID
    package let point: PointID
    package let item: CheckItem

    package init(row: inout RowCursor) throws {
        id = try row.next()
        point = try row.next()
        item = try CheckItem(row: &row)
    }

    static func of(_ route: RouteID, tenant: TenantID) -> Query<InspectionItemRow> {
        Query(
            """
            SELECT i.id, i.point_id, i.text, i.kind, i.unit, i.low, i.high, i.photo FROM inspection_point p
            JOIN inspection_item i ON i.tenant_id = p.tenant_id AND i.point_id = p.id AND i.retired_at IS NULL
            WHERE p.tenant_id = \(tenant) AND p.route_id = \(route) AND p.retired_at IS NULL ORDER BY p.position, p.id, i.position, i.id LIMIT 5000
            """)
    }

    static func insert(_ item: CheckItem, at point: PointID, on route: RoutePlace, tenant: TenantID) -> SQL {
        """
        INSERT INTO inspection_item (tenant_id, company_id, project_id, point_id, position, text, kind, unit, low, high, photo)
        SELECT \(tenant), \(route.company), \(route.project), p.id,
            (SELECT coalesce(max(x.position), 0) + 1 FROM inspection_item x WHERE x.tenant_id = p.tenant_id AND x.point_id = p.id), \(item.text),
            \(item.kind), \(item.unit), \(item.low), \(item.high), \(item.photo)
        FROM inspection_point p WHERE p.tenant_id = \(tenant) AND p.id = \(point) AND p.route_id = \(route.id) AND p.retired_at IS NULL
        """
    }

    static func retire(_ id: CheckItemID, of route: RouteID, tenant: TenantID, now: Instant) -> SQL {
        """
        UPDATE inspection_item i SET retired_at = \(now) FROM inspection_point p
        WHERE i.tenant_id = \(tenant) AND i.id = \(id) AND i.retired_at IS NULL AND p.tenant_id = i.tenant_id AND p.id = i.point_id
            AND p.route_id = \(route)
        """
    }
}

extension CheckItem {
    init(row: inout RowCursor) throws {
        self.init(
            text: try row.next(), kind: try row.next(), unit: try row.next(), low: try row.next(), high: try row.next(),
            photo: try row.next())
    }
}

extension CheckKind: BindValue, ColumnValue {}
extension PhotoRule: BindValue, ColumnValue {}
extension CheckResult: BindValue, ColumnValue {}
extension InspectionCycle: BindValue, ColumnValue {}
extension InspectionNotice: BindValue, ColumnValue {}
extension InspectionState: BindValue, ColumnValue {}

extension Measure: BindValue {
    package static var oid: UInt32 { Int64.oid }
    package var bind: Bind { thousandths.bind }
}

extension Measure: ColumnValue {
    package init(column: ColumnBytes) throws(ColumnFault) { self.init(thousandths: try Int64(column: column)) }
}

extension UnitRef {
    /// The equality that makes rows of inspections one unit's; AND included. A vendor has no routes and plans.
    func inspectionTerm(_ table: InspectionTable) -> SQL {
        switch (kind, table) {
        case (.group, _): .empty
        case (.company, .route): " AND r.company_id = \(id)"
        case (.company, .inspection): " AND n.company_id = \(id)"
        case (.company, .plan): " AND q.company_id = \(id)"
        case (.project, .route): " AND r.project_id = \(id)"
        case (.project, .inspection): " AND n.project_id = \(id)"
        case (.project, .plan): " AND q.project_id = \(id)"
        case (.vendor, .inspection): " AND n.vendor_id = \(id)"
        case (.vendorSite, .inspection): " AND n.project_id = \(project) AND n.vendor_id = \(vendor)"
        case (.vendor, _), (.vendorSite, _): " AND false"
        }
    }
}

/// Tables by the names statements give them: `inspection_route r`, `inspection n`, `inspection_plan q`.
enum InspectionTable {
    case route, inspection, plan
}
