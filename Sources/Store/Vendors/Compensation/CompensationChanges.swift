package import Domain
internal import Postgres

/// Fields: trigger, title, text, amount, share, basis, vendor, contract, from.
package struct NewPenaltyClause: Hashable, Sendable {
    package let trigger: PenaltyTrigger
    package let title: String
    package let text: String
    package let measure: PenaltyMeasure?
    package let basis: String
    package let vendor: UnitID?
    /// The contract it is a term of (COMPENSATE-R3); its vendor is bound.
    package let contract: ContractID?
    package let from: Day

    package static let names = ["trigger", "title", "text", "amount", "share", "basis", "vendor", "contract", "from"]

    package static func read(_ fields: [String: String]) -> Result<NewPenaltyClause, FieldErrors> {
        var form = FormReader(fields)
        let trigger: PenaltyTrigger? = form.choice("trigger")
        let (amount, share) = (form.positiveMoney("amount"), form.share("share"))
        // A sum or a part of the fee, never both.
        if amount != nil, share != nil { form.add("share", .tooLarge(max: 0)) }
        let new = NewPenaltyClause(
            trigger: trigger ?? .other, title: form.text("title", max: 80), text: form.lines("text", max: 2_000),
            measure: PenaltyMeasure(amount: amount, share: share), basis: form.optionalText("basis", max: 200),
            vendor: form.optionalID("vendor"), contract: form.optionalID("contract"), from: form.day("from"))
        if new.text.isEmpty, form.errors["text"] == nil { form.add("text", .required) }
        return form.result(new)
    }
}

/// Fields: kind, title, principle, amountText, highest, from.
package struct NewLossStandard: Hashable, Sendable {
    package let kind: LossKind
    package let title: String
    package let principle: String
    package let amountText: String
    package let highest: Fen?
    package let from: Day

    package static let names = ["kind", "title", "principle", "amountText", "highest", "from"]

    package static func read(_ fields: [String: String]) -> Result<NewLossStandard, FieldErrors> {
        var form = FormReader(fields)
        let kind: LossKind? = form.choice("kind")
        let new = NewLossStandard(
            kind: kind ?? .other, title: form.text("title", max: 80), principle: form.lines("principle", max: 2_000),
            amountText: form.optionalText("amountText", max: 300), highest: form.positiveMoney("highest"), from: form.day("from"))
        if new.principle.isEmpty, form.errors["principle"] == nil { form.add("principle", .required) }
        return form.result(new)
    }
}

/// 催告. Fields: project, vendor, responsible, clause, ticket, matter, answerBy.
package struct NewForcedRepair: Hashable, Sendable {
    package let project: UnitID
    package let vendor: UnitID?
    /// Of one outside the tree.
    package let responsible: String
    package let clause: ClauseID?
    /// As people see it: BJ-2611-0427; empty for none.
    package let ticket: String
    package let matter: String
    package let answerBy: Day

    package static let names = ["project", "vendor", "responsible", "clause", "ticket", "matter", "answerBy"]

    package static func read(_ fields: [String: String], today: Day) -> Result<NewForcedRepair, FieldErrors> {
        var form = FormReader(fields)
        let vendor: UnitID? = form.optionalID("vendor")
        let new = NewForcedRepair(
            project: form.id("project"), vendor: vendor,
            responsible: vendor == nil ? form.text("responsible", max: 80) : form.optionalText("responsible", max: 80),
            clause: form.optionalID("clause"), ticket: form.optionalText("ticket", max: 30), matter: form.lines("matter", max: 1_000),
            answerBy: form.day("answerBy"))
        if new.matter.isEmpty, form.errors["matter"] == nil { form.add("matter", .required) }
        if form.errors["answerBy"] == nil, new.answerBy < today { form.add("answerBy", .inThePast) }
        return form.result(new)
    }
}

extension FormReader {
    /// Per cent above zero, at most 100, in hundredths; nil when nothing was typed.
    mutating func share(_ name: String) -> Int? {
        guard isFilled([name]) else { return nil }
        return parsed(name) { raw throws(FieldProblem) in
            let share = try IndicatorDraft.hundredths(raw, max: 10_000)
            if share == 0 { throw .tooSmall(min: 1) }
            return share
        }
    }

    /// Yuan above zero; nil when nothing was typed.
    mutating func positiveMoney(_ name: String) -> Fen? {
        let amount = optionalMoney(name)
        if let amount, amount <= .zero { add(name, .tooSmall(min: 1)) }
        return amount
    }
}

/// Purpose of a permit: to write terms of compensation at a unit.
package enum KeepTerms {}

extension WriteTransaction {
    /// The viewpoint, for whoever writes terms there.
    /// - Throws: `refused(.compensateKeep)`; `notFound` for a vendor.
    package func access(for purpose: KeepTerms.Type) async throws -> Permit<KeepTerms, UnitRef> {
        try await enter()
        guard let viewpoint, viewpoint.vendor == nil else { throw StoreError.notFound }
        guard try actor.covers(viewpoint, with: .compensateKeep) else { throw StoreError.refused(.compensateKeep) }
        return Permit(viewpoint)
    }

    /// - Throws: `invalid` with field `vendor` for one the person does not know or that is not the contract's, with `contract` for one that is
    ///   none of the unit's.
    package func set(_ new: NewPenaltyClause, _ permit: Permit<KeepTerms, UnitRef>) async throws {
        if let contract = new.contract {
            guard let row = try await fetchFirst(ContractRow.one(contract, tenant: tenant)), permit.thing.covers(row.project) else {
                throw StoreError.invalid(FieldErrors("contract", .notAChoice))
            }
            if let vendor = new.vendor, vendor != row.vendor { throw StoreError.invalid(FieldErrors("vendor", .notAChoice)) }
        } else if let vendor = new.vendor, try await fetchFirst(VendorHead.one(vendor, tenant: tenant)) == nil {
            throw StoreError.invalid(FieldErrors("vendor", .notAChoice))
        }
        try await change([CompensationStatements.set(new, at: permit.thing, by: try actor.name, now: now)])
        audit(.penaltyClauseSet, .document(nil, label: new.title), at: permit.thing, ["trigger": new.trigger.code])
    }

    package func set(_ new: NewLossStandard, _ permit: Permit<KeepTerms, UnitRef>) async throws {
        try await change([CompensationStatements.set(new, at: permit.thing, by: try actor.name, now: now)])
        audit(.lossStandardSet, .document(nil, label: new.title), at: permit.thing, ["kind": new.kind.code])
    }

    /// It holds until today; what rests on it stays.
    /// - Throws: `notFound` for one that is not the unit's own or has ended.
    package func end(_ clause: ClauseID, _ permit: Permit<KeepTerms, UnitRef>) async throws {
        let touched = try await change([
            CompensationStatements.end(clause, at: permit.thing.id, on: try today, by: try actor.name, tenant: tenant)
        ])
        guard touched == [1] else { throw StoreError.notFound }
        audit(.penaltyClauseSet, .document(clause.rawValue, label: ""), at: permit.thing, ["ended": try today.isoText])
    }

    package func end(_ standard: LossStandardID, _ permit: Permit<KeepTerms, UnitRef>) async throws {
        let touched = try await change([
            CompensationStatements.end(standard, at: permit.thing.id, on: try today, by: try actor.name, tenant: tenant)
        ])
        guard touched == [1] else { throw StoreError.notFound }
        audit(.lossStandardSet, .document(standard.rawValue, label: ""), at: permit.thing, ["ended": try today.isoText])
    }

    /// Warns the responsible unit (COMPENSATE-R5).
    /// - Throws: `invalid` with fields `project`, `vendor`, `clause`, `ticket`.
    package func warn(_ new: NewForcedRepair, _ permit: Permit<KeepTerms, UnitRef>) async throws -> ForcedRepairID {
        let unit = permit.thing
        guard let project = try await fetchFirst(UnitRow.one(tenant: tenant, new.project))?.unit, project.kind == .project,
            unit.covers(project)
        else { throw StoreError.invalid(FieldErrors("project", .notAChoice)) }
        var name = new.responsible
        if let vendor = new.vendor {
            let serves = try await fetch(EngagementCard.of(project)).first { $0.vendor == vendor }
            guard let serves else { throw StoreError.invalid(FieldErrors("vendor", .notAChoice)) }
            name = serves.vendorName
        }
        let (clauses, tickets) = try await fetch(
            ClauseRow.at(unit), CompensationStatements.ticket(new.ticket, at: project.id, tenant: tenant))
        if let clause = new.clause,
            !clauses.contains(where: { $0.id == clause && $0.ended == nil && ($0.vendor == nil || $0.vendor == new.vendor) })
        {
            throw StoreError.invalid(FieldErrors("clause", .notAChoice))
        }
        if !new.ticket.isEmpty, tickets.isEmpty { throw StoreError.invalid(FieldErrors("ticket", .notFound)) }
        guard let id = try await fetchFirst(CompensationStatements.next)?.value else { throw StoreError.closed }
        try await change([
            CompensationStatements.warn(
                new, id, unit: unit, project: project, responsible: name, ticket: tickets.first?.value, by: try actor.name, now: now)
        ])
        audit(.forcedRepairBegun, .document(id.rawValue, label: name), at: project, ["answerBy": new.answerBy.isoText])
        return id
    }

    /// Moves a forced repair through the table.
    /// - Throws: `ForcedRepairRefusal`; `stale`; `notFound`.
    package func move(_ id: ForcedRepairID, _ command: ForcedRepairCommand, lock: Int) async throws {
        let file = try await locked(id, lock)
        let limit = file.limits.limit(of: try actor, at: file.row.unit)
        let step = try ForcedRepairs.apply(command, to: file.row.facts, of: file.row.unit, by: try actor, limit: limit, today: try today)
        try await write(file.row, step.to, command)
    }

    /// Accepts the amount for one side (COMPENSATE-R3). The responsible vendor accepts through its own people; for one outside the tree the
    /// developer notes who signed.
    /// - Throws: `ForcedRepairRefusal`; `invalid` with fields `side`, `signatory`.
    package func accept(_ id: ForcedRepairID, side: LossSide, signatory raw: String?, lock: Int) async throws {
        let file = try await locked(id, lock)
        let (row, actor) = (file.row, try actor)
        guard row.state == .costCharged else { throw ForcedRepairRefusal.notFrom(row.state) }
        var name = actor.name
        switch side {
        case .developer:
            guard viewpoint?.vendor == nil, actor.covers(row.unit, with: .compensateAccept) else {
                throw ForcedRepairRefusal.missing(.compensateAccept)
            }
            guard row.developerAt == nil else { throw StoreError.invalid(FieldErrors("side", .taken)) }
        case .responsible:
            guard row.responsibleAt == nil else { throw StoreError.invalid(FieldErrors("side", .taken)) }
            if let vendor = row.vendor {
                // The group covers everybody, and yet does not speak for a vendor.
                guard actor.posts(with: .compensateAccept).contains(where: { $0.unit.vendor == vendor }) else {
                    throw ForcedRepairRefusal.missing(.compensateAccept)
                }
            } else {
                guard actor.covers(row.unit, with: .compensateKeep) else { throw ForcedRepairRefusal.missing(.compensateKeep) }
                do throws(FieldProblem) { name = try BoundedText.parse(raw, max: 40) } catch {
                    throw StoreError.invalid(FieldErrors("signatory", error))
                }
            }
        }
        let post = actor.posts.first?.title ?? ""
        let touched = try await change([
            CompensationStatements.accept(row.id, row.lock, side, by: name, tenant: tenant, now: now),
            CompensationStatements.note(
                row, .accept, to: row.state, note: side.code, amount: row.charged, by: name, post: post, tenant: tenant, now: now),
        ])
        guard touched[0] == 1 else { throw StoreError.stale(Staleness(version: lock + 1, state: row.state.code, changes: [])) }
        audit(
            .forcedRepairStep, .document(id.rawValue, label: row.responsible), at: viewpoint,
            ["action": ForcedRepairAction.accept.code, "side": side.code])
    }

    private func locked(_ id: ForcedRepairID, _ lock: Int) async throws -> ForcedRepairFile {
        try await enter()
        guard try await fetchFirst(ForcedRepairRow.lock(id, tenant: tenant)) != nil else { throw StoreError.notFound }
        let file = try await forcedRepair(id)
        guard file.row.lock == lock else {
            throw StoreError.stale(Staleness(version: file.row.lock, state: file.row.state.code, changes: []))
        }
        return file
    }

    private func write(_ row: ForcedRepairRow, _ to: ForcedRepairState, _ command: ForcedRepairCommand) async throws {
        let post = try actor.posts.first { $0.covers(row.unit) }?.title ?? ""
        let touched = try await change([
            CompensationStatements.step(row.id, row.lock, to: to, command, by: try actor.name, tenant: tenant, now: now),
            CompensationStatements.note(
                row, command.action, to: to, note: command.note ?? "", amount: command.amount, by: try actor.name, post: post,
                tenant: tenant,
                now: now),
        ])
        guard touched[0] == 1 else { throw StoreError.stale(Staleness(version: row.lock + 1, state: row.state.code, changes: [])) }
        audit(
            .forcedRepairStep, .document(row.id.rawValue, label: row.responsible), at: viewpoint,
            ["action": command.action.code, "to": to.code, "fen": command.amount.map { String($0.amount) } ?? "-"])
    }
}
