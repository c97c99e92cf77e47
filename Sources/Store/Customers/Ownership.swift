package import Domain
internal import Postgres
internal import Secrets

/// 产权变更: a house changes hands on a day. Fields of `CustomerForm` for the new owner, and: on, tenantsStay, reason.
package struct OwnershipChange: Sendable {
    package let on: Day
    package let owner: CustomerForm
    /// A sale does not break a lease: tenants go on under the new owner.
    package let tenantsStay: Bool
    package let reason: String

    package static let names = CustomerForm.names + ["on", "tenantsStay", "reason"]

    package static func read(_ fields: [String: String], today: Day) -> Result<OwnershipChange, FieldErrors> {
        var form = FormReader(fields)
        let on = form.day("on")
        if form.errors["on"] == nil, on > today { form.add("on", .inTheFuture) }
        let reason = form.optionalText("reason", max: 200)
        let owner = CustomerForm.read(fields)
        if (fields["phone"] ?? "").allSatisfy(\.isWhitespace) { form.add("phone", .required) }
        switch owner {
        case .success(let owner):
            return form.result(OwnershipChange(on: on, owner: owner, tenantsStay: fields["tenantsStay"] == "true", reason: reason))
        case .failure(let errors): return .failure(FieldErrors(form.errors.list + errors.list))
        }
    }
}

/// One relation more. Fields: door, relation, from.
package struct NewRelation: Sendable {
    package let door: HouseQuery
    package let relation: CustomerRelation
    package let from: Day

    package static let names = ["door", "relation", "from"]

    package static func read(_ fields: [String: String], today: Day) -> Result<NewRelation, FieldErrors> {
        var form = FormReader(fields)
        let door = HouseQuery(form.text("door", max: 40))
        if door == nil, form.errors["door"] == nil { form.add("door", .notFound) }
        let relation: CustomerRelation = form.word("relation")
        let from = form.day("from")
        if form.errors["from"] == nil, from > today { form.add("from", .inTheFuture) }
        guard let door else { return .failure(form.errors) }
        return form.result(NewRelation(door: door, relation: relation, from: from))
    }
}

extension WriteTransaction {
    /// - Throws: `invalid` with field `door` (`notFound`, or `taken` when the customer has that relation to the house already).
    package func add(_ new: NewRelation, _ permit: Permit<ManageCustomer, CustomerFile>) async throws {
        let file = permit.thing
        guard let unit = try await fetchFirst(UnitRow.one(tenant: tenant, file.project))?.unit,
            let house = try await house(new.door, at: unit)
        else { throw StoreError.notFound }
        let owners = BulkOwners(tenant: tenant, sealer: sealer, now: now)
        let known = try await fetch(owners.relations(of: [file.id], today: today))
        guard !known.contains(where: { $0.house == house.id && $0.relation == new.relation }) else {
            throw StoreError.invalid(FieldErrors("door", .taken))
        }
        let row = RelationRecord(house: house.id, customer: file.id, relation: new.relation, from: new.from, household: house.household)
        try await change([owners.relate([row], company: file.company, project: file.project)])
        try await settle([file.id])
        note(.customerRelated, file, ["to": house.label, "kind": new.relation.code])
    }

    /// Ends a relation on a day: moved out, given back (退房), or written down by mistake.
    /// - Throws: `notFound`; `invalid` with field `on` for a day before it began or in the future.
    package func end(
        _ relation: RelationID, on day: Day, as reason: RelationEnd, _ permit: Permit<ManageCustomer, CustomerFile>
    ) async throws {
        let file = permit.thing
        let rows = try await fetch(RelationRow.of(file.id, tenant: tenant))
        guard let row = rows.first(where: { $0.id == relation && $0.dated.to == nil }) else { throw StoreError.notFound }
        guard day >= row.dated.from, try day <= today else { throw StoreError.invalid(FieldErrors("on", .notADate)) }
        var statements = [RelationStatements.end(relation, on: day, as: reason, tenant: tenant)]
        // Who gave the unit back leaves nothing to whoever buys it next.
        if reason == .returned {
            statements.append(HouseStatements.changeHands(row.house, since: day.adding(days: 1), tenant: tenant))
            statements.append(HouseStatements.handOver(row.house, on: nil, tenant: tenant))
        }
        try await change(statements)
        try await settle([file.id])
        note(.relationEnded, file, ["from": row.houseLabel, "reason": reason.code])
    }

    /// The former owner's household ends on the day before, and its files are kept apart from the new owner's (004).
    /// - Returns: the new owner's file: a fresh one, or the one that has the number in this project.
    /// - Throws: `invalid` with field `on` when the day is before an owner's first.
    package func change(_ change: OwnershipChange, _ permit: Permit<ManageHouse, HouseFile>) async throws -> CustomerID {
        let house = permit.thing
        let people = try await fetch(RelationRow.of(house.id, tenant: tenant)).filter { !$0.isFormer && $0.dated.to == nil }
        guard people.allSatisfy({ $0.dated.from < change.on }), (house.householdSince ?? change.on.adding(days: -1)) < change.on else {
            throw StoreError.invalid(FieldErrors("on", .notADate))
        }
        let last = change.on.adding(days: -1)
        let owners = BulkOwners(tenant: tenant, sealer: sealer, now: now, registrar: try actor)
        var statements = people.map { RelationStatements.end($0.id, on: last, as: end(of: $0, change), tenant: tenant) }
        statements.append(HouseStatements.changeHands(house.id, since: change.on, tenant: tenant))
        let (owner, opening) = try await newOwner(change.owner, at: house, owners)
        statements += opening
        var relations = [
            RelationRecord(house: house.id, customer: owner, relation: .owner, from: change.on, household: house.household + 1)
        ]
        if change.tenantsStay {
            relations += people.filter { $0.dated.relation == .tenant }.compactMap { tenant in
                tenant.customer.map {
                    RelationRecord(house: house.id, customer: $0, relation: .tenant, from: change.on, household: house.household + 1)
                }
            }
        }
        statements.append(owners.relate(relations, company: house.company, project: house.project))
        try await self.change(statements)
        try await settle(Array(Set(people.compactMap(\.customer) + [owner])))
        audit(
            .ownerChanged, .house(house.id, label: house.label), in: AuditPlace(company: house.company, project: house.project),
            ["on": change.on.isoText, "to": owner.description])
        return owner
    }

    private func end(of row: RelationRow, _ change: OwnershipChange) -> RelationEnd {
        row.dated.relation.isOwnership || row.dated.relation == .buyer || change.tenantsStay && row.dated.relation == .tenant
            ? .sold : .moved
    }

    private func newOwner(_ form: CustomerForm, at house: HouseFile, _ owners: BulkOwners) async throws -> (CustomerID, [SQL]) {
        if let phone = form.phone, let known = try await fetchFirst(owners.find([phone], at: house.project)) { return (known.id, []) }
        guard let id = try await fetchFirst(BulkOwners.keys(1))?.value else { throw StoreError.closed }
        var record = CustomerRecord(
            id: id, company: house.company, project: house.project, name: form.name, phone: form.phone, state: .owner)
        record.take(form)
        return (id, [owners.insert([record])])
    }
}
