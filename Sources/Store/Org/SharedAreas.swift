package import Domain
package import Postgres

/// 公共部分 of a project or of one of its buildings. Fields: project, building, kind, name.
package struct NewSharedArea: Sendable {
    package let project: UnitID
    package let building: BuildingID?
    package let kind: SharedAreaKind
    package let name: String

    package static let names = ["project", "building", "kind", "name"]

    package static func read(_ fields: [String: String]) -> Result<NewSharedArea, FieldErrors> {
        var form = FormReader(fields)
        let building: BuildingID? = (fields["building"] ?? "").isEmpty ? nil : form.id("building")
        return form.result(
            NewSharedArea(project: form.id("project"), building: building, kind: form.word("kind"), name: form.text("name", max: 60)))
    }
}

/// A shared area as lists and intake show it.
package struct SharedAreaRow: RowDecodable, Identifiable {
    package let id: SharedAreaID
    package let project: UnitID
    package let projectName: String
    package let buildingName: String
    package let kind: SharedAreaKind
    package let name: String
    package let openTickets: Int

    package init(row: inout RowCursor) throws {
        id = try row.next()
        project = try row.next()
        projectName = try row.next()
        buildingName = try row.next() ?? ""
        kind = try row.next()
        name = try row.next()
        openTickets = try row.next()
    }

    /// Of the projects at the viewpoint, by project and building; at most 500.
    static func at(_ viewpoint: UnitRef, tenant: TenantID, today: Day) -> Query<SharedAreaRow> {
        Query(
            """
            SELECT h.id, h.project_id, u.name, b.name, h.kind, h.name,
                (SELECT count(*) FROM ticket t WHERE t.tenant_id = \(tenant) AND t.shared_area_id = h.id AND t.open)
            FROM shared_area h
            JOIN org_unit u ON u.tenant_id = h.tenant_id AND u.id = h.project_id
            LEFT JOIN building b ON b.tenant_id = h.tenant_id AND b.id = h.building_id
            WHERE h.tenant_id = \(tenant) AND h.closed_at IS NULL\(viewpoint.placeTerm(.house, tenant: tenant, today: today))
            ORDER BY u.name, b.id NULLS FIRST, h.id LIMIT 500
            """)
    }

    static func add(_ area: NewSharedArea, company: UnitID, tenant: TenantID, now: Instant) -> SQL {
        """
        INSERT INTO shared_area (tenant_id, company_id, project_id, building_id, kind, name, created_at)
        VALUES (\(tenant), \(company), \(area.project), \(area.building), \(area.kind), \(area.name), \(now))
        """
    }

    static func close(_ area: SharedAreaID, tenant: TenantID, now: Instant) -> SQL {
        "UPDATE shared_area SET closed_at = \(now) WHERE tenant_id = \(tenant) AND id = \(area) AND closed_at IS NULL"
    }
}

extension Transaction {
    package func sharedAreas() async throws -> [SharedAreaRow] {
        guard let viewpoint else { throw StoreError.notFound }
        return try await fetch(SharedAreaRow.at(viewpoint, tenant: tenant, today: today))
    }
}

extension WriteTransaction {
    /// - Throws: `notFound` for a project or building elsewhere; `refused(.houseManage)`; `constraint` "shared_area_name_key".
    package func add(_ area: NewSharedArea) async throws {
        guard let viewpoint else { throw StoreError.notFound }
        let (projects, units) = try await fetch(
            ProjectChoiceRow.at(viewpoint, tenant: tenant, today: today), UnitRow.one(tenant: tenant, area.project))
        guard projects.contains(where: { $0.id == area.project }), let company = units.first?.unit.company else {
            throw StoreError.notFound
        }
        guard try actor.covers(viewpoint, with: .houseManage) else { throw StoreError.refused(.houseManage) }
        if let building = area.building {
            let found = try await fetchFirst(BuildingRow.one(tenant: tenant, building))
            guard found?.project == area.project else { throw StoreError.notFound }
        }
        try await change([SharedAreaRow.add(area, company: company, tenant: tenant, now: now)])
        audit(.sharedAreaAdded, AuditObject(.house, id: nil, label: area.name), in: AuditPlace(company: company, project: area.project))
    }
}
