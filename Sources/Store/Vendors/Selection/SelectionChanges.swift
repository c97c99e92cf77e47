package import Domain
internal import Postgres

/// A new selection. Fields: project, title, positioning, method, early, serveFrom.
package struct NewSelection: Hashable, Sendable {
    package let project: UnitID
    package let plan: SelectionPlan

    package static let names = ["project"] + SelectionPlan.names

    package static func read(_ fields: [String: String]) -> Result<NewSelection, FieldErrors> {
        var form = FormReader(fields)
        let project: UnitID = form.id("project")
        return form.result(NewSelection(project: project, plan: SelectionPlan(&form)))
    }
}

/// What the project needs (VENDOR-R1, R10): positioning, way of choosing, dates.
package struct SelectionPlan: Hashable, Sendable {
    package let title: String
    package let positioning: String
    package let method: String
    package let earlyOn: Day?
    package let serveFrom: Day?

    package static let names = ["title", "positioning", "method", "early", "serveFrom"]

    init(_ form: inout FormReader) {
        title = form.text("title", max: 80)
        positioning = form.lines("positioning", max: 4_000)
        method = form.optionalText("method", max: 200)
        earlyOn = form.optionalDay("early")
        serveFrom = form.optionalDay("serveFrom")
        if let earlyOn, let serveFrom, serveFrom < earlyOn { form.add("serveFrom", .tooEarly(earlyOn)) }
    }

    package static func read(_ fields: [String: String]) -> Result<SelectionPlan, FieldErrors> {
        var form = FormReader(fields)
        let plan = SelectionPlan(&form)
        return form.result(plan)
    }
}

/// Fields: name, guide, weight, knocksOut.
package struct NewCriterion: Hashable, Sendable {
    package let name: String
    package let guide: String
    package let weight: Int
    package let knocksOut: Bool

    package static let names = ["name", "guide", "weight", "knocksOut"]

    package static func read(_ fields: [String: String]) -> Result<NewCriterion, FieldErrors> {
        var form = FormReader(fields)
        let knocksOut = fields["knocksOut"] == "true"
        let (name, guide) = (form.text("name", max: 60), form.lines("guide", max: 500))
        let weight = knocksOut ? 0 : form.number("weight", 1...CriteriaFault.whole)
        // A knock-out has no weight: whoever typed one meant something else.
        if knocksOut, form.isFilled(["weight"]), fields["weight"] != "0" { form.add("weight", .tooLarge(max: 0)) }
        return form.result(NewCriterion(name: name, guide: guide, weight: weight, knocksOut: knocksOut))
    }
}

/// Purposes of permits.
package enum RunSelection {}
package enum SitInCommittee {}
package enum DecideSelection {}

extension WriteTransaction {
    /// Begins a selection of the viewpoint for one of its projects.
    /// - Throws: `invalid` with field `project`; `refused(.selectionRun)`.
    package func begin(_ new: NewSelection) async throws -> SelectionID {
        try await enter()
        guard let viewpoint, viewpoint.vendor == nil else { throw StoreError.notFound }
        guard try actor.covers(viewpoint, with: .selectionRun) else { throw StoreError.refused(.selectionRun) }
        guard let project = try await fetchFirst(UnitRow.one(tenant: tenant, new.project))?.unit, project.kind == .project,
            viewpoint.covers(project), let company = project.company
        else { throw StoreError.invalid(FieldErrors("project", .notAChoice)) }
        guard let id = try await fetchFirst(SelectionStatements.next)?.value else { throw StoreError.closed }
        try await change([
            SelectionStatements.begin(id, new.plan, unit: viewpoint, project: project.id, company: company, by: try actor, now: now)
        ])
        audit(.selectionBegun, .selection(id, label: new.plan.title), at: project)
        return id
    }

    /// The selection as the page saw it, locked until the transaction ends.
    /// - Throws: `notFound`, `stale`, `refused(.selectionRun)`.
    package func access(_ id: SelectionID, for purpose: RunSelection.Type, lock: Int) async throws -> Permit<RunSelection, SelectionFile> {
        let file = try await locked(id, lock)
        guard try actor.covers(file.row.unit, with: .selectionRun) else { throw StoreError.refused(.selectionRun) }
        return Permit(file)
    }

    private func locked(_ id: SelectionID, _ lock: Int?) async throws -> SelectionFile {
        try await enter()
        guard try await fetchFirst(SelectionRow.lock(id, tenant: tenant)) != nil else { throw StoreError.notFound }
        let file = try await selection(id)
        if let lock, file.row.lock != lock {
            throw StoreError.stale(Staleness(version: file.row.lock, state: file.row.state.code, changes: []))
        }
        return file
    }

    /// - Throws: `SelectionRefusal.notFrom` once it is decided.
    package func change(_ plan: SelectionPlan, _ permit: Permit<RunSelection, SelectionFile>) async throws {
        let row = permit.thing.row
        guard row.state.isPlan else { throw SelectionRefusal.notFrom(row.state) }
        try await moved(row, [SelectionStatements.plan(plan, of: row, tenant: tenant)])
        audit(.selectionChanged, .selection(row.id, label: plan.title), at: row.project)
    }

    /// - Throws: `invalid` with field `vendor`, `name` or `override`; `refused(.consequenceOverride)`; `SelectionRefusal.notFrom` once tenders
    ///   were invited.
    package func add(_ new: NewCandidate, _ permit: Permit<RunSelection, SelectionFile>) async throws {
        let row = permit.thing.row
        guard row.state.takesCandidates else { throw SelectionRefusal.notFrom(row.state) }
        let (name, override) = try await admitted(new, among: permit.thing)
        try await moved(
            row, [SelectionStatements.add(new, name: name, override: override, to: row, by: try actor.name, tenant: tenant, now: now)])
        audit(.candidateAdded, .selection(row.id, label: row.title), at: row.project, ["candidate": name])
        if !override.isEmpty {
            audit(.candidateAdmitted, .selection(row.id, label: row.title), at: row.project, ["candidate": name, "reason": override])
        }
    }

    /// - Throws: `notFound` for a candidate that is not of this selection or was taken out.
    package func investigate(_ candidate: CandidateID, note raw: String?, _ permit: Permit<RunSelection, SelectionFile>) async throws {
        let row = permit.thing.row
        guard row.state.takesCandidates else { throw SelectionRefusal.notFrom(row.state) }
        guard permit.thing.running.contains(where: { $0.id == candidate }) else { throw StoreError.notFound }
        let note: String
        do throws(FieldProblem) { note = try BoundedText.parse(raw, max: 4_000, multiline: true) } catch {
            throw StoreError.invalid(FieldErrors("investigation", error))
        }
        try await moved(row, [SelectionStatements.investigate(candidate, note, by: try actor.name, tenant: tenant, now: now)])
        audit(.selectionChanged, .selection(row.id, label: row.title), at: row.project, ["candidate": candidate.description])
    }

    package func drop(_ candidate: CandidateID, reason raw: String?, _ permit: Permit<RunSelection, SelectionFile>) async throws {
        let row = permit.thing.row
        guard row.state.isPlan else { throw SelectionRefusal.notFrom(row.state) }
        guard permit.thing.running.contains(where: { $0.id == candidate }) else { throw StoreError.notFound }
        let reason: String
        do throws(FieldProblem) { reason = try BoundedText.parse(raw, max: 300) } catch {
            throw StoreError.invalid(FieldErrors("reason", error))
        }
        try await moved(row, [SelectionStatements.drop(candidate, reason, by: try actor.name, tenant: tenant, now: now)])
        audit(.candidateDropped, .selection(row.id, label: row.title), at: row.project, ["candidate": candidate.description])
    }

    /// - Throws: `invalid` with field `weight` when the whole would pass 100.
    package func add(_ new: NewCriterion, _ permit: Permit<RunSelection, SelectionFile>) async throws {
        let (file, row) = (permit.thing, permit.thing.row)
        guard row.state.isPlan else { throw SelectionRefusal.notFrom(row.state) }
        let left = CriteriaFault.whole - file.rules.reduce(0) { $0 + $1.weight }
        if new.weight > left { throw StoreError.invalid(FieldErrors("weight", .tooLarge(max: Int64(left)))) }
        try await moved(row, [SelectionStatements.add(new, position: file.criteria.count + 1, to: row, tenant: tenant)])
        audit(.selectionChanged, .selection(row.id, label: row.title), at: row.project, ["criterion": new.name])
    }

    package func remove(_ criterion: CriterionID, _ permit: Permit<RunSelection, SelectionFile>) async throws {
        let row = permit.thing.row
        guard row.state.isPlan else { throw SelectionRefusal.notFrom(row.state) }
        guard permit.thing.rules.contains(where: { $0.id == criterion }) else { throw StoreError.notFound }
        // One that an earlier round was scored by stays for good: its marks speak of it.
        guard row.round == 1 else { throw SelectionRefusal.notFrom(row.state) }
        try await moved(row, [SelectionStatements.remove(criterion, tenant: tenant)])
        audit(.selectionChanged, .selection(row.id, label: row.title), at: row.project, ["removed": criterion.description])
    }

    /// - Throws: `invalid` with field `person` for somebody who may not score here or sits in the committee already, with `role`.
    package func seat(_ person: PersonID, as role: CommitteeRole, _ permit: Permit<RunSelection, SelectionFile>) async throws {
        let (file, row) = (permit.thing, permit.thing.row)
        guard row.state.isPlan else { throw SelectionRefusal.notFrom(row.state) }
        guard file.member(person) == nil else { throw StoreError.invalid(FieldErrors("person", .taken)) }
        guard let choice = try await assessors(for: row.project).first(where: { $0.person == person }) else {
            throw StoreError.invalid(FieldErrors("person", .notAChoice))
        }
        if role == .chair, file.members.contains(where: { $0.member.role == .chair }) {
            throw StoreError.invalid(FieldErrors("role", .taken))
        }
        try await moved(row, [SelectionStatements.seat(choice, as: role, in: row, tenant: tenant)])
        audit(.committeeChanged, .selection(row.id, label: row.title), at: row.project, ["seated": person.description, "role": role.code])
    }

    package func unseat(_ member: MemberID, _ permit: Permit<RunSelection, SelectionFile>) async throws {
        let row = permit.thing.row
        guard row.state.isPlan else { throw SelectionRefusal.notFrom(row.state) }
        guard permit.thing.members.contains(where: { $0.member.id == member }) else { throw StoreError.notFound }
        // Who has scored in an earlier round stays.
        guard row.round == 1 else { throw SelectionRefusal.notFrom(row.state) }
        try await moved(row, SelectionStatements.unseat(member, tenant: tenant))
        audit(.committeeChanged, .selection(row.id, label: row.title), at: row.project, ["left": member.description])
    }

    /// The own seat in the committee.
    /// - Throws: `notFound` for whoever has none: a selection says nothing to people who have no part in it.
    package func access(_ id: SelectionID, for purpose: SitInCommittee.Type) async throws -> Permit<SitInCommittee, SelectionFile> {
        let file = try await locked(id, nil)
        guard file.member(try actor.person) != nil else { throw StoreError.notFound }
        return Permit(file)
    }

    /// What the member declares: with which candidates there is a conflict, and why or why none.
    /// - Throws: `invalid` with field `statement` or `conflicts`; `SelectionRefusal.notFrom` once scoring has begun.
    package func declare(_ fields: [String: String], _ permit: Permit<SitInCommittee, SelectionFile>) async throws {
        let (file, row) = (permit.thing, permit.thing.row)
        guard row.state.isPlan, let own = file.member(try actor.person) else { throw SelectionRefusal.notFrom(row.state) }
        var form = FormReader(fields)
        let statement = form.text("statement", max: 500)
        let conflicts: [CandidateID] = form.ids("conflicts")
        if !Set(conflicts).isSubset(of: Set(file.running.map(\.id))) { form.add("conflicts", .notAChoice) }
        _ = try form.result(statement).orInvalid()
        try await moved(row, SelectionStatements.declare(statement, conflicts, by: own.member.id, in: row, tenant: tenant, now: now))
        audit(
            .conflictDeclared, .selection(row.id, label: row.title), at: row.project,
            ["member": own.member.id.description, "conflicts": conflicts.map(\.description).joined(separator: " ")])
    }

    /// Writes, and counts the change, so that who looked before is told.
    func moved(_ row: SelectionRow, _ statements: [SQL]) async throws {
        let touched = try await change(statements + [SelectionStatements.count(row, tenant: tenant)])
        guard touched.last == 1 else { throw StoreError.stale(Staleness(version: row.lock + 1, state: row.state.code, changes: [])) }
    }
}
