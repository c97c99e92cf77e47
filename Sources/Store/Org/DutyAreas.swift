package import Domain
internal import Postgres

/// 组团、片区、责任区域 (ORG-R11). Fields: kind, name, buildings (ids joined by commas).
package struct NewArea: Hashable, Sendable {
    package let kind: DutyAreaKind
    package let name: String
    package let buildings: [BuildingID]

    package init(kind: DutyAreaKind, name: String, buildings: [BuildingID]) {
        self.kind = kind
        self.name = name
        self.buildings = buildings
    }

    package static func read(_ fields: [String: String]) -> Result<NewArea, FieldErrors> {
        var form = FormReader(fields)
        let kind: DutyAreaKind = form.choice("kind") ?? .cluster
        let area = NewArea(kind: kind, name: form.text("name", max: 30), buildings: form.ids("buildings"))
        return form.result(area)
    }
}

/// Who answers for an area. Fields: person, from, to.
package struct NewOfficer: Hashable, Sendable {
    package let person: PersonID
    package let from: Day
    package let to: Day?

    package init(person: PersonID, from: Day, to: Day?) {
        self.person = person
        self.from = from
        self.to = to
    }

    package static func read(_ fields: [String: String]) -> Result<NewOfficer, FieldErrors> {
        var form = FormReader(fields)
        let officer = NewOfficer(person: form.id("person"), from: form.day("from"), to: form.optionalDay("to"))
        if let to = officer.to, form.errors["from"] == nil, to < officer.from { form.add("to", .notADate) }
        return form.result(officer)
    }
}

/// Purpose of a permit: to change an area and its officers.
package enum KeepArea {}

extension WriteTransaction {
    /// - Parameter permit: for the project.
    /// - Throws: `notFound` when the permit is for another kind of unit; `invalid` with field `buildings` for one that is elsewhere
    ///   (`notAChoice`); `constraint` "duty_area_name_key", "duty_area_building_pkey" for one that lies in another area of the kind.
    @discardableResult
    package func add(_ area: NewArea, _ permit: Permit<ManageOrg, UnitRef>) async throws -> DutyAreaID {
        let project = permit.thing
        guard project.kind == .project else { throw StoreError.notFound }
        guard let id = try await fetchFirst(AreaStatements.add(area, at: project, now: now))?.value else { throw StoreError.closed }
        try await place(area, id, at: project)
        audit(.areaAdded, .unit(project.id, label: project.code), at: project, ["area": area.name, "kind": area.kind.code])
        return id
    }

    /// - Throws: `notFound`; `refused(.orgManage)` at the area's project.
    package func access(_ area: DutyAreaID, for purpose: KeepArea.Type) async throws -> Permit<KeepArea, AreaRow> {
        guard let found = try await fetchFirst(AreaRow.one(area, tenant: tenant)), !found.isClosed else { throw StoreError.notFound }
        _ = try await covered(found.project, with: .orgManage)
        return Permit(found)
    }

    /// - Throws: as `add`; the kind stays.
    package func change(_ area: NewArea, of permit: Permit<KeepArea, AreaRow>) async throws {
        let found = permit.thing
        let project = try await covered(found.project, with: .orgManage)
        try await change([
            AreaStatements.rename(found.id, to: area.name, tenant: tenant), AreaStatements.clear(found.id, tenant: tenant),
        ])
        try await place(NewArea(kind: found.kind, name: area.name, buildings: area.buildings), found.id, at: project)
        audit(.areaChanged, .unit(project.id, label: project.code), at: project, ["area": area.name])
    }

    /// The area is no more; its officers are remembered.
    package func close(_ permit: Permit<KeepArea, AreaRow>) async throws {
        let found = permit.thing
        let project = try await covered(found.project, with: .orgManage)
        try await change([
            AreaStatements.clear(found.id, tenant: tenant), AreaStatements.endOfficers(of: found.id, tenant: tenant, on: try today),
            AreaStatements.close(found.id, tenant: tenant, now: now),
        ])
        audit(.areaClosed, .unit(project.id, label: project.code), at: project, ["area": found.name])
    }

    /// - Throws: `invalid` with field `person`: without a post at the project or its service centre (`notAChoice`), or answering for the
    ///   area on one of the days already (`taken`).
    @discardableResult
    package func appoint(_ officer: NewOfficer, _ permit: Permit<KeepArea, AreaRow>) async throws -> DutyOfficerID {
        let area = permit.thing
        let (_, candidates, known) = try await fetch(
            AreaStatements.lock(area.id, tenant: tenant), OfficerChoice.at(area.project, tenant: tenant, today: try today),
            OfficerRow.of(area.id, tenant: tenant))
        guard let chosen = candidates.first(where: { $0.person == officer.person }) else {
            throw StoreError.invalid(FieldErrors("person", .notAChoice))
        }
        let clash = known.contains {
            $0.person == officer.person && EngagementState.overlap((from: $0.from, to: $0.to), (from: officer.from, to: officer.to))
        }
        guard !clash else { throw StoreError.invalid(FieldErrors("person", .taken)) }
        let appoint = AreaStatements.appoint(
            officer, name: chosen.name, title: chosen.title, to: area.id, company: area.company, project: area.project, tenant: tenant,
            now: now)
        guard let id = try await fetchFirst(appoint)?.value else { throw StoreError.closed }
        audit(
            .officerAppointed, .person(officer.person, label: chosen.account), in: AuditPlace(company: area.company, project: area.project),
            ["area": area.name, "from": officer.from.isoText])
        return id
    }

    /// The officer answers until and including the day.
    /// - Throws: `notFound`; `constraint` "duty_officer_period".
    package func relieve(_ officer: DutyOfficerID, on day: Day, _ permit: Permit<KeepArea, AreaRow>) async throws {
        let area = permit.thing
        guard try await change([AreaStatements.relieve(officer, of: area.id, on: day, tenant: tenant)]) == [1] else {
            throw StoreError.notFound
        }
        audit(
            .officerRelieved, .unit(area.project, label: area.name), in: AuditPlace(company: area.company, project: area.project),
            ["area": area.name, "to": day.isoText])
    }

    private func place(_ area: NewArea, _ id: DutyAreaID, at project: UnitRef) async throws {
        guard !area.buildings.isEmpty else { return }
        let known = Set(try await fetch(BuildingRow.all(tenant: tenant, project: project.id)).map(\.id))
        guard area.buildings.allSatisfy(known.contains) else { throw StoreError.invalid(FieldErrors("buildings", .notAChoice)) }
        try await change([AreaStatements.place(area, id, at: project)])
    }
}

enum AreaStatements {
    static func add(_ area: NewArea, at project: UnitRef, now: Instant) -> Query<Single<DutyAreaID>> {
        Query(
            """
            INSERT INTO duty_area (tenant_id, company_id, project_id, kind, name, created_at)
            VALUES (\(project.tenant), \(project.company), \(project.id), \(area.kind), \(area.name), \(now)) RETURNING id
            """)
    }

    static func place(_ area: NewArea, _ id: DutyAreaID, at project: UnitRef) -> SQL {
        let rows = area.buildings.map { building -> SQL in
            "(\(project.tenant), \(id), \(building), \(project.company), \(project.id), \(area.kind))"
        }
        return """
            INSERT INTO duty_area_building (tenant_id, area_id, building_id, company_id, project_id, kind)
            VALUES \(rows.joined(separator: ", "))
            """
    }

    static func lock(_ area: DutyAreaID, tenant: TenantID) -> Query<Single<DutyAreaID>> {
        Query("SELECT id FROM duty_area WHERE tenant_id = \(tenant) AND id = \(area) FOR UPDATE")
    }

    static func rename(_ area: DutyAreaID, to name: String, tenant: TenantID) -> SQL {
        "UPDATE duty_area SET name = \(name) WHERE tenant_id = \(tenant) AND id = \(area)"
    }

    static func clear(_ area: DutyAreaID, tenant: TenantID) -> SQL {
        "DELETE FROM duty_area_building WHERE tenant_id = \(tenant) AND area_id = \(area)"
    }

    static func close(_ area: DutyAreaID, tenant: TenantID, now: Instant) -> SQL {
        "UPDATE duty_area SET closed_at = \(now) WHERE tenant_id = \(tenant) AND id = \(area)"
    }

    static func appoint(
        _ officer: NewOfficer, name: String, title: String, to area: DutyAreaID, company: UnitID, project: UnitID, tenant: TenantID,
        now: Instant
    ) -> Query<Single<DutyOfficerID>> {
        Query(
            """
            INSERT INTO duty_officer (tenant_id, area_id, company_id, project_id, person_id, person_name, post_title, from_on, to_on,
                created_at)
            VALUES (\(tenant), \(area), \(company), \(project), \(officer.person), \(name), \(title),
                \(officer.from), \(officer.to), \(now))
            RETURNING id
            """)
    }

    static func relieve(_ officer: DutyOfficerID, of area: DutyAreaID, on day: Day, tenant: TenantID) -> SQL {
        "UPDATE duty_officer SET to_on = \(day) WHERE tenant_id = \(tenant) AND id = \(officer) AND area_id = \(area)"
    }

    static func endOfficers(of area: DutyAreaID, tenant: TenantID, on day: Day) -> SQL {
        """
        UPDATE duty_officer SET to_on = greatest(from_on, \(day))
        WHERE tenant_id = \(tenant) AND area_id = \(area) AND (to_on IS NULL OR to_on > \(day))
        """
    }
}
