package import Domain
package import Postgres

/// A plan of inspections.
package struct InspectionPlanRow: RowDecodable, Identifiable, Hashable {
    package let id: InspectionPlanID
    package let route: RouteID
    package let routeName: String
    package let unit: UnitID
    package let company: UnitID
    package let project: UnitID
    package let projectName: String
    package let name: String
    package let way: InspectionMethod
    package let notice: InspectionNotice
    package let cycle: InspectionCycle
    /// Points drawn for a round; nil takes all.
    package let points: Int?
    /// Days a round lasts, and days given to mend what failed.
    package let days: Int
    package let mendDays: Int
    /// The round to come; nil when none comes.
    package let nextOn: Day?
    package let rounds: Int

    package init(row: inout RowCursor) throws {
        id = try row.next()
        route = try row.next()
        routeName = try row.next()
        unit = try row.next()
        company = try row.next()
        project = try row.next()
        projectName = try row.next()
        name = try row.next()
        way = try row.next()
        notice = try row.next()
        cycle = try row.next()
        points = try row.next()
        days = try row.next()
        mendDays = try row.next()
        nextOn = try row.next()
        rounds = try row.next()
    }

    private static let selection: SQL = """
        SELECT q.id, q.route_id, r.name, q.unit_id, q.company_id, q.project_id, u.name, q.name, q.way, q.notice, q.cycle, q.points, q.days,
            q.mend_days, q.next_on, (SELECT coalesce(max(n.number), 0) FROM inspection n WHERE n.tenant_id = q.tenant_id AND n.plan_id = q.id)
        FROM inspection_plan q
        JOIN inspection_route r ON r.tenant_id = q.tenant_id AND r.id = q.route_id
        JOIN org_unit u ON u.tenant_id = q.tenant_id AND u.id = q.project_id
        """

    static func at(_ viewpoint: UnitRef, tenant: TenantID) -> Query<InspectionPlanRow> {
        Query(
            """
            \(selection) WHERE q.tenant_id = \(tenant) AND q.ended_at IS NULL\(viewpoint.inspectionTerm(.plan))
            ORDER BY q.next_on NULLS LAST, q.id LIMIT 200
            """)
    }

    /// Held until the transaction ends, so that a round is drawn once.
    static func take(_ id: InspectionPlanID, at viewpoint: UnitRef, tenant: TenantID) -> Query<InspectionPlanRow> {
        Query(
            """
            \(selection) WHERE q.tenant_id = \(tenant) AND q.id = \(id) AND q.ended_at IS NULL\(viewpoint.inspectionTerm(.plan)) FOR UPDATE OF q
            """)
    }

    static func insert(_ new: NewInspectionPlan, route: RoutePlace, unit: UnitID, by actor: Actor, tenant: TenantID, now: Instant)
        -> Query<Single<InspectionPlanID>>
    {
        Query(
            """
            INSERT INTO inspection_plan (tenant_id, unit_id, company_id, project_id, route_id, name, way, notice, cycle, points, days,
                mend_days, next_on, planned_by_name, planned_at)
            VALUES (\(tenant), \(unit), \(route.company), \(route.project), \(route.id), \(new.name), \(new.way), \(new.notice), \(new.cycle),
                \(new.points.map { Int32(clamping: $0) }), \(Int16(clamping: new.days)), \(Int16(clamping: new.mendDays)), \(new.firstOn),
                \(actor.name), \(now)) RETURNING id
            """)
    }

    static func advance(_ id: InspectionPlanID, to next: Day?, tenant: TenantID, ended: Instant?) -> SQL {
        "UPDATE inspection_plan SET next_on = \(next), ended_at = \(ended) WHERE tenant_id = \(tenant) AND id = \(id)"
    }
}

/// A plan as its form names it.
package struct NewInspectionPlan: Hashable, Sendable {
    package let route: RouteID
    package let name: String
    package let way: InspectionMethod
    package let notice: InspectionNotice
    package let cycle: InspectionCycle
    package let points: Int?
    package let days: Int
    package let mendDays: Int
    package let firstOn: Day

    package static let names = ["route", "name", "way", "notice", "cycle", "points", "days", "mendDays", "firstOn"]

    package static func read(_ fields: [String: String], today: Day) -> Result<NewInspectionPlan, FieldErrors> {
        var form = FormReader(fields)
        let route: RouteID = form.id("route")
        let name = form.text("name", max: 60)
        let way: InspectionMethod? = form.choice("way")
        let notice: InspectionNotice? = form.choice("notice")
        let cycle: InspectionCycle? = form.choice("cycle")
        let points = form.isFilled(["points"]) ? form.number("points", 1...500) : nil
        let (days, mend) = (form.number("days", 1...60), form.number("mendDays", 1...180))
        let first = form.day("firstOn")
        if form.errors["firstOn"] == nil, first < today { form.add("firstOn", .inThePast) }
        return form.result(
            NewInspectionPlan(
                route: route, name: name, way: way ?? .walk, notice: notice ?? .announced, cycle: cycle ?? .once, points: points,
                days: days,
                mendDays: mend, firstOn: first))
    }
}
