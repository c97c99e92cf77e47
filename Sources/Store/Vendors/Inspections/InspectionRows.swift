package import Domain
package import Postgres

/// One round, with how far it is.
package struct InspectionRow: RowDecodable, Identifiable, Hashable {
    package let id: InspectionID
    package let plan: InspectionPlanID
    package let number: Int
    package let name: String
    package let way: InspectionMethod
    package let seed: String
    package let state: InspectionState
    package let version: Int
    package let fromOn: Day
    package let dueOn: Day
    package let mendDays: Int
    package let isReleased: Bool
    package let opinion: String
    package let finishedByName: String
    package let finishedAt: Instant?
    package let issuedByName: String
    package let issuedAt: Instant?
    /// Where it is done.
    package let place: UnitRef
    package let vendor: UnitID?
    package let vendorName: String
    package let open: Int
    package let passed: Int
    package let failed: Int
    package let notApplicable: Int

    package init(row: inout RowCursor) throws {
        id = try row.next()
        plan = try row.next()
        number = try row.next()
        name = try row.next()
        way = try row.next()
        seed = try row.next()
        state = try row.next()
        version = try row.next()
        fromOn = try row.next()
        dueOn = try row.next()
        mendDays = try row.next()
        isReleased = try row.next()
        opinion = try row.next()
        finishedByName = try row.next()
        finishedAt = try row.next()
        issuedByName = try row.next()
        issuedAt = try row.next()
        place = try UnitRef(surveyUnit: &row)
        vendor = try row.next()
        vendorName = try row.next()
        open = try row.next()
        passed = try row.next()
        failed = try row.next()
        notApplicable = try row.next()
    }

    package var facts: InspectionFacts { InspectionFacts(state: state, place: place, open: open) }
    package var all: Int { open + passed + failed + notApplicable }

    private static let selection: SQL = """
        SELECT n.id, n.plan_id, n.number, n.name, n.way, n.seed, n.state, n.version, n.from_on, n.due_on, n.mend_days, n.released, n.opinion,
            n.finished_by_name, n.finished_at, n.issued_by_name, n.issued_at,
            u.id, u.tenant_id, u.kind, u.code, u.name, u.company_id, u.project_id, u.vendor_id, n.vendor_id, coalesce(v.name, ''),
            c.open, c.passed, c.failed, c.none
        FROM inspection n
        JOIN org_unit u ON u.tenant_id = n.tenant_id AND u.id = n.project_id
        LEFT JOIN org_unit v ON v.tenant_id = n.tenant_id AND v.id = n.vendor_id
        CROSS JOIN LATERAL (
            SELECT count(*) FILTER (WHERE x.result IS NULL) AS open, count(*) FILTER (WHERE x.result = 'pass') AS passed,
                count(*) FILTER (WHERE x.result = 'fail') AS failed, count(*) FILTER (WHERE x.result = 'notApplicable') AS none
            FROM inspection_check x WHERE x.tenant_id = n.tenant_id AND x.inspection_id = n.id
        ) c
        """

    package static let pageSize = 30

    /// Newest first.
    static func page(_ viewpoint: UnitRef, before: InspectionID?, tenant: TenantID) -> Query<InspectionRow> {
        let cursor: SQL = before.map { " AND n.id < \($0)" } ?? .empty
        return Query(
            """
            \(selection) WHERE n.tenant_id = \(tenant)\(viewpoint.inspectionTerm(.inspection))\(cursor) ORDER BY n.id DESC
            LIMIT \(Int32(pageSize + 1))
            """)
    }

    static func find(_ id: InspectionID, at viewpoint: UnitRef, tenant: TenantID) -> Query<InspectionRow> {
        Query("\(selection) WHERE n.tenant_id = \(tenant) AND n.id = \(id)\(viewpoint.inspectionTerm(.inspection))")
    }

    /// A point by its code, with the open round that it is part of: one that is under way first, then the one due first.
    static func open(with code: String, at viewpoint: UnitRef, tenant: TenantID) -> Query<PointOfRound> {
        Query(
            """
            SELECT r.id, p.id FROM inspection_point p
            LEFT JOIN LATERAL (
                SELECT n.id FROM inspection n
                WHERE n.tenant_id = p.tenant_id AND n.state IN ('planned', 'inProgress')\(viewpoint.inspectionTerm(.inspection))
                    AND EXISTS (SELECT FROM inspection_check x WHERE x.tenant_id = n.tenant_id AND x.inspection_id = n.id AND x.point_id = p.id)
                ORDER BY n.state = 'planned', n.due_on, n.id LIMIT 1
            ) r ON true
            WHERE p.tenant_id = \(tenant) AND p.code = \(code)
            """)
    }
}

/// Where a QR code leads.
package struct PointOfRound: RowDecodable, Hashable {
    /// Nil while no open round asks for the point.
    package let inspection: InspectionID?
    package let point: PointID

    package init(row: inout RowCursor) throws {
        inspection = try row.next()
        point = try row.next()
    }
}

/// One item of one point of a round.
package struct InspectionCheckRow: RowDecodable, Identifiable, Hashable {
    package let id: CheckID
    package let point: PointID
    package let pointName: String
    package let item: CheckItem
    package let result: CheckResult?
    package let value: Measure?
    package let comment: String
    package let byName: String
    package let at: Instant?
    package let mendBy: Day?
    package let photos: Int
    /// What it became when the report went out, and how far that is.
    package let order: RectificationID?
    package let orderState: RectificationState?

    package init(row: inout RowCursor) throws {
        id = try row.next()
        point = try row.next()
        pointName = try row.next()
        item = try CheckItem(row: &row)
        result = try row.next()
        value = try row.next()
        comment = try row.next()
        byName = try row.next()
        at = try row.next()
        mendBy = try row.next()
        photos = try row.next()
        order = try row.next()
        orderState = try row.next()
    }

    package var entry: CheckEntry? { result.map { CheckEntry(result: $0, value: value, comment: comment) } }

    /// The value with its unit; empty without one.
    package var measured: String { value.map { "\($0.text) \(item.unit)" } ?? "" }

    private static let selection: SQL = """
        SELECT x.id, x.point_id, x.point_name, x.text, x.kind, x.unit, x.low, x.high, x.photo, x.result, x.value, x.comment, x.by_name, x.at,
            x.mend_by, (SELECT count(*) FROM file f WHERE f.tenant_id = x.tenant_id AND f.check_id = x.id AND f.removed_at IS NULL),
            o.id, o.state
        FROM inspection_check x LEFT JOIN rectification o ON o.tenant_id = x.tenant_id AND o.finding_id = x.id
        """

    static func of(_ inspection: InspectionID, tenant: TenantID) -> Query<InspectionCheckRow> {
        Query(
            """
            \(selection) WHERE x.tenant_id = \(tenant) AND x.inspection_id = \(inspection) ORDER BY x.point_position, x.position, x.id
            LIMIT 5000
            """)
    }

    static func find(_ id: CheckID, of inspection: InspectionID, tenant: TenantID) -> Query<InspectionCheckRow> {
        Query("\(selection) WHERE x.tenant_id = \(tenant) AND x.id = \(id) AND x.inspection_id = \(inspection)")
    }
}
