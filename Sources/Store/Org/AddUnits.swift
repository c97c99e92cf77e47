package import Domain
internal import Postgres

extension WriteTransaction {
    /// - Parameter permit: for the group.
    /// - Throws: `notFound` when the permit is for another kind of unit; `constraint` "org_unit_code_key", "org_unit_prefix_key".
    package func add(_ company: NewCompany, _ permit: Permit<ManageOrg, UnitRef>) async throws -> UnitID {
        guard permit.thing.kind == .group else { throw StoreError.notFound }
        let id = try await nextUnit()
        let unit = UnitRef(id: id, tenant: tenant, kind: .company, code: company.code, name: company.name)
        try await change([
            UnitStatements.add(unit, nameEnglish: company.nameEnglish, parent: permit.thing.id, prefix: company.prefix, now: now)
        ])
        audit(.unitAdded, .unit(id, label: unit.code), at: unit, ["kind": unit.kind.code])
        return id
    }

    /// - Parameter permit: for the company.
    /// - Throws: `notFound`; `constraint` "org_unit_code_key".
    package func add(_ project: NewProject, _ permit: Permit<ManageOrg, UnitRef>) async throws -> UnitID {
        guard permit.thing.kind == .company, permit.thing.id == project.company else { throw StoreError.notFound }
        let id = try await nextUnit()
        let unit = UnitRef(
            id: id, tenant: tenant, kind: .project, code: project.code, name: project.name, company: project.company)
        try await change(
            [
                UnitStatements.add(
                    unit, nameEnglish: project.nameEnglish, parent: project.company, handedOverOn: project.handedOverOn, now: now)
            ] + MoveStatements.admit(id, belowParty: project.company, tenant: tenant))
        audit(.unitAdded, .unit(id, label: unit.code), at: unit, ["kind": unit.kind.code])
        return id
    }

    /// - Parameter permit: for the group.
    /// - Throws: `notFound`; `constraint` "org_unit_code_key".
    package func add(_ vendor: NewVendor, _ permit: Permit<ManageOrg, UnitRef>) async throws -> UnitID {
        guard permit.thing.kind == .group else { throw StoreError.notFound }
        let id = try await nextUnit()
        let unit = UnitRef(id: id, tenant: tenant, kind: .vendor, code: vendor.code, name: vendor.name)
        try await change([UnitStatements.add(unit, nameEnglish: vendor.nameEnglish, parent: permit.thing.id, now: now)])
        audit(.unitAdded, .unit(id, label: unit.code), at: unit, ["kind": unit.kind.code])
        return id
    }

    /// The vendor's office at the project and the engagement that brings it there.
    /// - Throws: `notFound`; `invalid` with field `from` when another vendor serves the project on one of the days (`taken`), with
    ///   field `vendor` when it has a site there already (`taken`);
    ///   `constraint` "org_unit_code_key".
    package func add(
        _ site: NewSite, vendor: Permit<ManageOrg, UnitRef>, project: Permit<ManageOrg, UnitRef>
    ) async throws -> UnitID {
        guard vendor.thing.kind == .vendor, vendor.thing.id == site.vendor, project.thing.kind == .project,
            project.thing.id == site.project, let company = project.thing.company
        else { throw StoreError.notFound }
        let (_, overlapping, sites, ids) = try await fetch(
            UnitStatements.lock(tenant: tenant, site.project),
            EngagementRow.overlapping(tenant: tenant, project: site.project, from: site.from, to: site.to),
            HandoverStatements.site(of: site.vendor, at: site.project, tenant: tenant), UnitStatements.next)
        guard overlapping.isEmpty else { throw StoreError.invalid(FieldErrors("from", .taken)) }
        // A vendor that comes back comes back to its site.
        guard sites.isEmpty else { throw StoreError.invalid(FieldErrors("vendor", .taken)) }
        guard let id = ids.first?.value else { throw StoreError.closed }
        let unit = UnitRef(
            id: id, tenant: tenant, kind: .vendorSite, code: site.code, name: site.name, company: company, project: site.project,
            vendor: site.vendor)
        try await change(
            [
                UnitStatements.add(unit, nameEnglish: site.nameEnglish, parent: site.vendor, now: now),
                UnitStatements.engage(unit, from: site.from, to: site.to, now: now),
            ] + MoveStatements.admit(id, belowParty: site.vendor, tenant: tenant))
        audit(.unitAdded, .unit(id, label: unit.code), at: unit, ["kind": unit.kind.code])
        audit(
            .engagementAdded, .engagement(nil, label: unit.code), at: unit,
            ["vendor": vendor.thing.code, "project": project.thing.code, "from": site.from.isoText, "to": site.to?.isoText ?? ""])
        if let to = site.to, to >= (try today) { try await planHandover(ofNewestAt: unit, after: to) }
        return id
    }

    /// Notes the day on which the project's shared areas, and with `houses` all houses not yet handed over, came to the owners.
    /// - Returns: how many houses were marked.
    @discardableResult
    package func handOver(_ permit: Permit<ManageOrg, UnitRef>, on day: Day, houses: Bool) async throws -> Int {
        guard permit.thing.kind == .project else { throw StoreError.notFound }
        var statements = [UnitStatements.handOver(tenant: tenant, project: permit.thing.id, on: day)]
        if houses { statements.append(UnitStatements.handOverHouses(tenant: tenant, project: permit.thing.id, on: day)) }
        let touched = try await change(statements)
        let marked = houses ? touched[1] : 0
        audit(
            .handedOver, .unit(permit.thing.id, label: permit.thing.code), at: permit.thing,
            ["on": day.isoText, "houses": String(marked)])
        return marked
    }

    private func nextUnit() async throws -> UnitID {
        guard let id = try await fetchFirst(UnitStatements.next)?.value else { throw StoreError.closed }
        return id
    }
}

enum UnitStatements {
    static let next = Query<Single<UnitID>>("SELECT nextval('org_unit_id_seq')")

    static func lock(tenant: TenantID, _ unit: UnitID) -> Query<Single<UnitID>> {
        Query("SELECT id FROM org_unit WHERE tenant_id = \(tenant) AND id = \(unit) FOR UPDATE")
    }

    /// Keeps a place where it is until the transaction ends: its project may neither be moved nor closed nor change its vendor meanwhile.
    static func share(_ place: IntakePlace, tenant: TenantID) -> Query<Single<UnitID>> {
        let project: SQL =
            switch place {
            case .house(let house): "(SELECT h.project_id FROM house h WHERE h.tenant_id = \(tenant) AND h.id = \(house))"
            case .area(let area): "(SELECT a.project_id FROM shared_area a WHERE a.tenant_id = \(tenant) AND a.id = \(area))"
            case .shared(let project): "\(project)"
            }
        return Query("SELECT id FROM org_unit WHERE tenant_id = \(tenant) AND id = \(project) FOR SHARE")
    }

    static func add(
        _ unit: UnitRef, nameEnglish: String, parent: UnitID?, prefix: String = "", handedOverOn: Day? = nil, now: Instant
    ) -> SQL {
        """
        INSERT INTO org_unit (tenant_id, id, kind, code, name, name_en, number_prefix, parent_id, company_id, project_id, vendor_id,
            handed_over_on, created_at)
        VALUES (\(unit.tenant), \(unit.id), \(unit.kind), \(unit.code), \(unit.name), \(nameEnglish), \(prefix), \(parent),
            \(unit.company), \(unit.project), \(unit.vendor), \(handedOverOn), \(now))
        """
    }

    static func engage(_ site: UnitRef, from: Day, to: Day?, now: Instant) -> SQL {
        """
        INSERT INTO engagement (tenant_id, unit_id, vendor_id, company_id, project_id, from_on, to_on, created_at)
        VALUES (\(site.tenant), \(site.id), \(site.vendor), \(site.company), \(site.project), \(from), \(to), \(now))
        """
    }

    static func handOver(tenant: TenantID, project: UnitID, on day: Day) -> SQL {
        "UPDATE org_unit SET handed_over_on = \(day) WHERE tenant_id = \(tenant) AND id = \(project) AND kind = 'project'"
    }

    static func handOverHouses(tenant: TenantID, project: UnitID, on day: Day) -> SQL {
        "UPDATE house SET handed_over_on = \(day) WHERE tenant_id = \(tenant) AND project_id = \(project) AND handed_over_on IS NULL"
    }
}
