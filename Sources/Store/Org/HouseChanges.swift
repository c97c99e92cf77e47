package import Domain
package import Postgres

/// Purpose of a permit: to change a house or who holds it.
package enum ManageHouse {}

/// The facts of a house. Fields: usage, houseType, area, innerArea.
package struct HouseForm: Sendable {
    package let usage: HouseUsage
    package let houseType: String
    package let area: FloorArea?
    package let innerArea: FloorArea?

    package static let names = ["usage", "houseType", "area", "innerArea"]

    package static func read(_ fields: [String: String]) -> Result<HouseForm, FieldErrors> {
        var form = FormReader(fields)
        let area = form.parsed("area") { raw throws(FieldProblem) in try FloorArea.optional(raw) }
        let inner = form.parsed("innerArea") { raw throws(FieldProblem) in try FloorArea.optional(raw) }
        if let area = area ?? nil, let inner = inner ?? nil, inner.hundredths > area.hundredths {
            form.add("innerArea", .tooLarge(max: area.hundredths / 100))
        }
        return form.result(
            HouseForm(
                usage: form.word("usage"), houseType: form.optionalText("houseType", max: 30), area: area ?? nil, innerArea: inner ?? nil))
    }
}

extension WriteTransaction {
    /// A house to change, held until the transaction ends.
    /// - Throws: `notFound`; `refused`; `stale`.
    package func access(
        _ house: HouseID, for purpose: ManageHouse.Type, with permission: Permission = .houseManage, version: Int? = nil
    ) async throws -> Permit<ManageHouse, HouseFile> {
        guard let viewpoint else { throw StoreError.notFound }
        guard let file = try await fetchFirst(HouseFile.take(house, tenant: tenant, viewpoint: viewpoint, today: today)) else {
            throw StoreError.notFound
        }
        guard try actor.covers(viewpoint, with: permission) else { throw StoreError.refused(permission) }
        if let version, version != file.version {
            throw StoreError.stale(Staleness(version: file.version, state: "", changes: []))
        }
        return Permit(file)
    }

    package func save(_ form: HouseForm, _ permit: Permit<ManageHouse, HouseFile>) async throws {
        try await change([HouseStatements.save(form, permit.thing.id, tenant: tenant)])
        note(.houseChanged, permit.thing)
    }

    /// The keys are given: the house is handed over, and who bought it owns it from that day.
    /// - Throws: `invalid` with field `on`.
    package func handOver(_ permit: Permit<ManageHouse, HouseFile>, on day: Day) async throws {
        let house = permit.thing
        guard try day <= today else { throw StoreError.invalid(FieldErrors("on", .inTheFuture)) }
        let people = try await fetch(RelationRow.of(house.id, tenant: tenant))
        let buyers = people.filter { $0.dated.relation == .buyer && !$0.isFormer && $0.dated.to == nil }
        var statements = [HouseStatements.handOver(house.id, on: day, tenant: tenant)]
        for buyer in buyers {
            statements.append(
                RelationStatements.end(buyer.id, on: max(buyer.dated.from, day.adding(days: -1)), as: .handedOver, tenant: tenant))
        }
        let owners = buyers.compactMap { buyer in
            buyer.customer.map {
                RelationRecord(
                    house: house.id, customer: $0, relation: .owner, from: max(buyer.dated.from, day), household: house.household)
            }
        }
        if !owners.isEmpty {
            statements.append(
                BulkOwners(tenant: tenant, sealer: sealer, now: now).relate(owners, company: house.company, project: house.project))
        }
        try await change(statements)
        try await settle(buyers.compactMap(\.customer))
        note(.houseHandedOver, house, ["on": day.isoText])
    }

    private func note(_ action: AuditAction, _ house: HouseFile, _ detail: [String: String] = [:]) {
        audit(action, .house(house.id, label: house.label), in: AuditPlace(company: house.company, project: house.project), detail)
    }
}

extension HouseStatements {
    static func save(_ form: HouseForm, _ house: HouseID, tenant: TenantID) -> SQL {
        """
        UPDATE house SET usage = \(form.usage), house_type = \(form.houseType), area = \(form.area), inner_area = \(form.innerArea),
            version = version + 1
        WHERE tenant_id = \(tenant) AND id = \(house)
        """
    }

    static func handOver(_ house: HouseID, on day: Day?, tenant: TenantID) -> SQL {
        """
        UPDATE house SET handed_over_on = \(day), version = version + 1 WHERE tenant_id = \(tenant) AND id = \(house)
        """
    }

    /// The next ownership begins.
    static func changeHands(_ house: HouseID, since day: Day, tenant: TenantID) -> SQL {
        """
        UPDATE house SET household = household + 1, household_since = \(day), version = version + 1
        WHERE tenant_id = \(tenant) AND id = \(house)
        """
    }
}

enum RelationStatements {
    static func end(_ relation: RelationID, on day: Day, as reason: RelationEnd, tenant: TenantID) -> SQL {
        """
        UPDATE house_customer SET to_on = \(day), ended_as = \(reason) WHERE tenant_id = \(tenant) AND id = \(relation) AND to_on IS NULL
        """
    }
}
