package import Domain
internal import Postgres

/// What may be changed of a unit while it stands. Fields: name, nameEnglish, and for a company holding. The code stays: addresses and
/// papers carry it.
package struct UnitFacts: Hashable, Sendable {
    package let name: String
    package let nameEnglish: String
    package let holding: Holding?

    package init(name: String, nameEnglish: String, holding: Holding? = nil) {
        self.name = name
        self.nameEnglish = nameEnglish
        self.holding = holding
    }

    package static func read(_ fields: [String: String], of kind: UnitKind) -> Result<UnitFacts, FieldErrors> {
        var form = FormReader(fields)
        let name = form.text("name", max: 60)
        let english = form.optionalText("nameEnglish", max: 80)
        let holding: Holding? = kind == .company ? form.choice("holding") : nil
        return form.result(UnitFacts(name: name, nameEnglish: english, holding: holding))
    }
}

/// Purpose of a permit: to open a closed unit again.
package enum ReopenUnit {}

extension WriteTransaction {
    /// Names and holding type (ORG-R4). Open tickets show the new name of the unit that holds them; what was written down keeps the old.
    /// - Throws: as `UnitFacts.read`.
    package func change(_ facts: UnitFacts, of permit: Permit<ManageOrg, UnitRef>) async throws {
        let unit = permit.thing
        guard let before = try await fetchFirst(UnitCard.one(tenant: tenant, unit.id)) else { throw StoreError.notFound }
        let holding = unit.kind == .company ? facts.holding ?? before.holding : before.holding
        try await change([UnitStatements.rename(unit, to: facts, holding: holding)])
        if before.unit.name != facts.name || before.row.nameEnglish != facts.nameEnglish {
            // Whoever keeps the tree need not see matters; the worker does.
            try await enqueue(RenameHolder.kind, payload: try EventDetail.encode(RenameHolder.Payload(unit: unit.id.rawValue)))
            audit(.unitRenamed, .unit(unit.id, label: unit.code), at: unit, ["from": before.unit.name, "to": facts.name])
        }
        if before.holding != holding {
            audit(.holdingChanged, .unit(unit.id, label: unit.code), at: unit, ["from": before.holding.code, "to": holding.code])
        }
    }

    /// Nothing new happens in a closed unit; its figures and its history stay where they are.
    /// - Throws: `notFound` for the group itself; `ClosingObstacles` while something still goes on in it.
    package func close(_ permit: Permit<ManageOrg, UnitRef>) async throws {
        let unit = permit.thing
        guard unit.kind != .group else { throw StoreError.notFound }
        // Who records a matter there holds the row until the end, so nothing slips in between the count and the closing.
        let (_, loads) = try await fetch(
            UnitStatements.lock(tenant: tenant, unit.id), UnitLoad.of(unit.id, tenant: tenant, today: try today))
        guard let load = loads.first else { throw StoreError.notFound }
        guard load.obstacles.isEmpty else { throw ClosingObstacles(list: load.obstacles) }
        guard try await change([UnitStatements.close(unit, now: now)]) == [1] else { throw StoreError.notFound }
        audit(.unitClosed, .unit(unit.id, label: unit.code), at: unit)
    }

    /// - Throws: `notFound` for a unit that is open, unknown or not covered; `refused`.
    package func access(_ unit: UnitID, for purpose: ReopenUnit.Type) async throws -> Permit<ReopenUnit, UnitCard> {
        guard let card = try await fetchFirst(UnitCard.one(tenant: tenant, unit)), card.isClosed else { throw StoreError.notFound }
        let actor = try actor
        guard actor.posts.contains(where: { $0.unit.covers(card.unit) }) else { throw StoreError.notFound }
        guard actor.covers(card.unit, with: .orgManage) else { throw StoreError.refused(.orgManage) }
        return Permit(card)
    }

    /// - Throws: `invalid` with field `unit` while the unit above it is closed.
    package func reopen(_ permit: Permit<ReopenUnit, UnitCard>) async throws {
        let unit = permit.thing.unit
        guard let parent = permit.thing.row.parent, let above = try await fetchFirst(UnitCard.one(tenant: tenant, parent)) else {
            throw StoreError.notFound
        }
        guard !above.isClosed else { throw StoreError.invalid(FieldErrors("unit", .notAChoice)) }
        try await change([UnitStatements.reopen(unit)])
        audit(.unitReopened, .unit(unit.id, label: unit.code), at: unit)
    }
}

/// Why a unit cannot be closed now.
package struct ClosingObstacles: Error, Hashable, Sendable {
    package let list: [ClosingObstacle]
}

extension UnitStatements {
    static func rename(_ unit: UnitRef, to facts: UnitFacts, holding: Holding) -> SQL {
        """
        UPDATE org_unit SET name = \(facts.name), name_en = \(facts.nameEnglish), holding = \(holding)
        WHERE tenant_id = \(unit.tenant) AND id = \(unit.id)
        """
    }

    static func close(_ unit: UnitRef, now: Instant) -> SQL {
        "UPDATE org_unit SET closed_at = \(now) WHERE tenant_id = \(unit.tenant) AND id = \(unit.id) AND closed_at IS NULL"
    }

    static func reopen(_ unit: UnitRef) -> SQL {
        "UPDATE org_unit SET closed_at = NULL WHERE tenant_id = \(unit.tenant) AND id = \(unit.id)"
    }
}
