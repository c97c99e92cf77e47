internal import Domain
internal import Postgres

/// Who serves a project today: who is inspected there.
struct ServingRow: RowDecodable {
    let vendor: UnitID
    let site: UnitID?

    init(row: inout RowCursor) throws {
        vendor = try row.next()
        site = try row.next()
    }
}

/// A round as its plan makes it.
struct PlannedRound {
    let plan: InspectionPlanID
    let unit: UnitID
    let company: UnitID
    let project: UnitID
    let vendor: UnitID?
    let site: UnitID?
    let number: Int
    let name: String
    let way: InspectionMethod
    /// Whether whoever is inspected sees it from the start.
    let isAnnounced: Bool
    let seed: String
    let from: Day
    let due: Day
    let mendDays: Int
}

extension PlannedRound {
    init(_ plan: InspectionPlanRow, seed: String, from: Day, serving: ServingRow?) {
        self.init(
            plan: plan.id, unit: plan.unit, company: plan.company, project: plan.project, vendor: serving?.vendor, site: serving?.site,
            number: plan.rounds + 1, name: plan.name, way: plan.way, isAnnounced: plan.notice == .announced, seed: seed, from: from,
            due: from.adding(days: plan.days - 1), mendDays: plan.mendDays)
    }
}

/// One item of a drawn point, in the words of that day.
struct PlannedCheck {
    let point: PointID
    let pointPosition: Int
    let pointName: String
    let id: CheckItemID
    let position: Int
    let item: CheckItem
}

extension PlannedCheck {
    init(_ item: InspectionItemRow, at point: InspectionPointRow, position: Int) {
        self.init(
            point: point.id, pointPosition: point.position, pointName: point.name, id: item.id, position: position, item: item.item)
    }
}

enum WalkStatements {
    static func serving(_ project: UnitID, tenant: TenantID, today: Day) -> Query<ServingRow> {
        Query(
            """
            SELECT e.vendor_id, (SELECT s.id FROM org_unit s WHERE s.tenant_id = e.tenant_id AND s.kind = 'vendorSite'
                AND s.project_id = e.project_id AND s.vendor_id = e.vendor_id AND s.closed_at IS NULL ORDER BY s.id LIMIT 1)
            FROM engagement e WHERE e.tenant_id = \(tenant) AND e.project_id = \(project) AND e.from_on <= \(today)
                AND (e.to_on IS NULL OR e.to_on >= \(today)) ORDER BY e.from_on DESC LIMIT 1
            """)
    }

    static func insert(_ round: PlannedRound, tenant: TenantID, now: Instant) -> Query<Single<InspectionID>> {
        Query(
            """
            INSERT INTO inspection (tenant_id, unit_id, company_id, project_id, vendor_id, site_id, released, plan_id, number, name, way, seed,
                from_on, due_on, mend_days, created_at)
            VALUES (\(tenant), \(round.unit), \(round.company), \(round.project), \(round.vendor), \(round.site), \(round.isAnnounced),
                \(round.plan), \(Int32(clamping: round.number)), \(round.name), \(round.way), \(round.seed), \(round.from), \(round.due),
                \(Int16(clamping: round.mendDays)), \(now)) RETURNING id
            """)
    }

    /// Not empty.
    static func checks(_ checks: [PlannedCheck], of id: InspectionID, _ round: PlannedRound, tenant: TenantID) -> SQL {
        let values = checks.map { check -> SQL in
            let item = check.item
            return """
                (\(tenant), \(round.company), \(round.project), \(round.vendor), \(round.isAnnounced), \(id), \(check.point), \(check.id),
                \(Int16(clamping: check.pointPosition)), \(Int16(clamping: check.position)), \(check.pointName), \(item.text), \(item.kind),
                \(item.unit), \(item.low), \(item.high), \(item.photo))
                """
        }
        return """
            INSERT INTO inspection_check (tenant_id, company_id, project_id, vendor_id, released, inspection_id, point_id, item_id,
                point_position, position, point_name, text, kind, unit, low, high, photo)
            VALUES \(values.joined(separator: ", "))
            """
    }

    static func enter(_ entry: CheckEntry, at check: CheckID, of round: InspectionID, by actor: Actor, tenant: TenantID, now: Instant)
        -> SQL
    {
        """
        UPDATE inspection_check SET result = \(entry.result), value = \(entry.value), comment = \(entry.comment), by_id = \(actor.person),
            by_name = \(actor.name), at = \(now)
        WHERE tenant_id = \(tenant) AND id = \(check) AND inspection_id = \(round)
        """
    }

    /// The first entry begins the round; one row while it is open. Entries do not make its page stale.
    static func begin(_ round: InspectionID, _ state: InspectionState, tenant: TenantID, now: Instant) -> SQL {
        """
        UPDATE inspection SET state = \(state), begun_at = coalesce(begun_at, \(now))
        WHERE tenant_id = \(tenant) AND id = \(round) AND state IN ('planned', 'inProgress')
        """
    }

    static func move(
        _ round: InspectionID, version: Int, from old: InspectionState, to state: InspectionState, _ step: InspectionStep, opinion: String,
        by actor: Actor, tenant: TenantID, now: Instant
    ) -> SQL {
        let columns: SQL =
            switch step {
            case .finish: "finished_by_name = \(actor.name), finished_at = \(now)"
            case .issue: "issued_by_name = \(actor.name), issued_at = \(now), released = true, opinion = \(opinion)"
            case .enter, .reopen: "finished_at = NULL"
            case .drop: "opinion = \(opinion)"
            }
        return """
            UPDATE inspection SET state = \(state), version = version + 1, \(columns)
            WHERE tenant_id = \(tenant) AND id = \(round) AND version = \(Int32(clamping: version)) AND state = \(old)
            """
    }

    /// From now on whoever was inspected sees it all, photos included.
    static func release(_ round: InspectionID, mendBy due: Day, tenant: TenantID) -> [SQL] {
        [
            "UPDATE inspection_check SET mend_by = \(due) WHERE tenant_id = \(tenant) AND inspection_id = \(round) AND result = 'fail'",
            "UPDATE inspection_check SET released = true WHERE tenant_id = \(tenant) AND inspection_id = \(round) AND NOT released",
            """
            UPDATE file SET released = true FROM inspection_check x
            WHERE x.tenant_id = \(tenant) AND x.inspection_id = \(round) AND file.tenant_id = x.tenant_id AND file.check_id = x.id
                AND NOT file.released
            """,
        ]
    }
}
