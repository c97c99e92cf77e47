package import Domain
package import Postgres

/// A corrective action 纠正预防措施 with whoever mends and whoever judges.
package struct CorrectiveActionRow: RowDecodable, Identifiable {
    package let id: CorrectiveActionID
    package let wave: WaveID
    package let waveName: String
    package let title: String
    package let dimension: String?
    package let state: CorrectionState
    package let version: Int
    package let cause: String
    package let corrective: String
    package let preventive: String
    package let dueOn: Day
    package let evidence: String
    package let openedByName: String
    package let openedAt: Instant
    package let doneBy: PersonID?
    package let doneByName: String
    package let doneAt: Instant?
    package let verifiedByName: String
    package let verifiedAt: Instant?
    package let note: String
    package let unit: UnitRef
    package let overseer: UnitRef

    package init(row: inout RowCursor) throws {
        id = try row.next()
        wave = try row.next()
        waveName = try row.next()
        title = try row.next()
        dimension = try row.next()
        state = try row.next()
        version = try row.next()
        cause = try row.next()
        corrective = try row.next()
        preventive = try row.next()
        dueOn = try row.next()
        evidence = try row.next()
        openedByName = try row.next()
        openedAt = try row.next()
        doneBy = try row.next()
        doneByName = try row.next()
        doneAt = try row.next()
        verifiedByName = try row.next()
        verifiedAt = try row.next()
        note = try row.next()
        unit = try UnitRef(surveyUnit: &row)
        overseer = try UnitRef(surveyUnit: &row)
    }

    package var facts: CorrectionFacts { CorrectionFacts(state: state, unit: unit, overseer: overseer, doneBy: doneBy) }

    /// The wave's name may be out of a vendor's sight, and the overseer too: both are left empty then, never the row.
    private static let columns: SQL = """
        SELECT a.id, a.wave_id, coalesce(w.name, ''), a.title, a.dimension, a.state, a.version, a.cause, a.corrective, a.preventive, a.due_on,
            a.evidence, a.opened_by_name, a.opened_at, a.done_by, a.done_by_name, a.done_at, a.verified_by_name, a.verified_at, a.verify_note,
            u.id, u.tenant_id, u.kind, u.code, u.name, u.company_id, u.project_id, u.vendor_id,
            a.overseer_id, a.tenant_id, coalesce(o.kind, 'group'), coalesce(o.code, ''), coalesce(o.name, ''), o.company_id, o.project_id,
            o.vendor_id
        FROM survey_action a
        JOIN org_unit u ON u.tenant_id = a.tenant_id AND u.id = a.unit_id
        LEFT JOIN org_unit o ON o.tenant_id = a.tenant_id AND o.id = a.overseer_id
        LEFT JOIN survey_wave w ON w.tenant_id = a.tenant_id AND w.id = a.wave_id
        """

    static func of(_ wave: WaveID, at viewpoint: UnitRef, tenant: TenantID) -> Query<CorrectiveActionRow> {
        Query("\(columns) WHERE a.tenant_id = \(tenant) AND a.wave_id = \(wave)\(viewpoint.actionTerm) ORDER BY a.due_on, a.id LIMIT 200")
    }

    /// Open ones, the soonest due first; or the newest ended ones.
    static func at(_ viewpoint: UnitRef, open: Bool, tenant: TenantID) -> Query<CorrectiveActionRow> {
        let state: SQL = open ? "a.state NOT IN ('verified', 'dropped')" : "a.state IN ('verified', 'dropped')"
        let order: SQL = open ? "a.due_on, a.id" : "a.id DESC"
        return Query("\(columns) WHERE a.tenant_id = \(tenant) AND \(state)\(viewpoint.actionTerm) ORDER BY \(order) LIMIT 200")
    }

    static func find(_ action: CorrectiveActionID, at viewpoint: UnitRef, tenant: TenantID) -> Query<CorrectiveActionRow> {
        Query("\(columns) WHERE a.tenant_id = \(tenant) AND a.id = \(action)\(viewpoint.actionTerm)")
    }

    static func insert(_ new: NewAction, unit: UnitRef, overseer: UnitRef, wave: WaveID, by actor: Actor, tenant: TenantID, now: Instant)
        -> Query<Single<CorrectiveActionID>>
    {
        Query(
            """
            INSERT INTO survey_action (tenant_id, unit_id, company_id, project_id, vendor_id, wave_id, title, dimension, state, due_on,
                opened_by, opened_by_name, opened_at, overseer_id)
            VALUES (\(tenant), \(unit.id), \(unit.company), \(unit.project), \(unit.vendor), \(wave), \(new.title), \(new.dimension), 'open',
                \(new.dueOn), \(actor.person), \(actor.name), \(now), \(overseer.id)) RETURNING id
            """)
    }

    /// One row where nobody was faster.
    func apply(_ step: CorrectionStep, to state: CorrectionState, _ form: CorrectionForm, by actor: Actor, now: Instant) -> SQL {
        let columns: SQL =
            switch step {
            case .plan:
                """
                cause = \(form.cause), corrective = \(form.corrective), preventive = \(form.preventive), due_on = \(form.dueOn ?? dueOn)
                """
            case .complete: "evidence = \(form.evidence), done_by = \(actor.person), done_by_name = \(actor.name), done_at = \(now)"
            case .verify:
                "verified_by = \(actor.person), verified_by_name = \(actor.name), verified_at = \(now), verify_note = \(form.note)"
            case .sendBack: "verify_note = \(form.note)"
            case .drop: "verify_note = \(form.note), verified_at = \(now), verified_by_name = \(actor.name)"
            }
        return """
            UPDATE survey_action SET state = \(state), version = version + 1, \(columns)
            WHERE tenant_id = \(unit.tenant) AND id = \(id) AND version = \(version) AND state = \(self.state)
            """
    }
}

extension UnitRef {
    /// Actions of a unit and of those below it, for `survey_action a`; AND included.
    fileprivate var actionTerm: SQL {
        switch kind {
        case .group: .empty
        case .company: " AND (a.company_id = \(id) OR a.overseer_id = \(id))"
        case .project: " AND (a.project_id = \(id) OR a.overseer_id = \(id))"
        case .vendor: " AND a.vendor_id = \(id)"
        case .vendorSite: " AND a.unit_id = \(id)"
        }
    }
}

/// An action as its form names it: unit, title, dimension, dueOn, and the points it takes up.
package struct NewAction: Hashable, Sendable {
    package let unit: UnitID
    package let title: String
    package let dimension: String?
    package let dueOn: Day
    package let points: [ProblemPointID]

    package static let names = ["unit", "title", "dimension", "dueOn"]

    package static func read(_ fields: [String: String], points: [String], today: Day) -> Result<NewAction, FieldErrors> {
        var form = FormReader(fields)
        let unit: UnitID = form.id("unit")
        let title = form.text("title", max: 100)
        let dimension = form.optionalText("dimension", max: 20)
        let due = form.day("dueOn")
        if form.errors["dueOn"] == nil, due < today { form.add("dueOn", .inThePast) }
        let ids = points.compactMap { ProblemPointID(text: $0) }
        if ids.count != points.count { form.add("points", .notFound) }
        return form.result(NewAction(unit: unit, title: title, dimension: dimension.isEmpty ? nil : dimension, dueOn: due, points: ids))
    }
}

/// Purpose of a permit: a step of a corrective action.
package enum StepOnAction {}

extension Transaction {
    package func correctiveActions(open: Bool) async throws -> [CorrectiveActionRow] {
        guard let viewpoint else { throw StoreError.notFound }
        return try await fetch(CorrectiveActionRow.at(viewpoint, open: open, tenant: tenant))
    }

    package func correctiveAction(_ id: CorrectiveActionID) async throws -> (action: CorrectiveActionRow, points: [ProblemPointRow]) {
        guard let viewpoint else { throw StoreError.notFound }
        let (actions, points) = try await fetch(
            CorrectiveActionRow.find(id, at: viewpoint, tenant: tenant), ProblemPointRow.of(action: id, tenant: tenant))
        guard let action = actions.first else { throw StoreError.notFound }
        return (action, points)
    }

    /// - Throws: `notFound`; `stale` when it has moved on since the page was made.
    package func access(_ id: CorrectiveActionID, version: Int, for purpose: StepOnAction.Type) async throws
        -> Permit<StepOnAction, CorrectiveActionRow>
    {
        let action = try await correctiveAction(id).action
        guard action.version == version else {
            throw StoreError.stale(Staleness(version: action.version, state: action.state.code, changes: []))
        }
        return Permit(action)
    }
}

extension WriteTransaction {
    /// Opens an action and gives it the points.
    /// - Throws: `invalid` for a unit that is not there, and for points that another action has.
    package func open(_ new: NewAction, _ permit: Permit<OpenAction, WaveHeadRow>) async throws -> CorrectiveActionID {
        guard let viewpoint else { throw StoreError.notFound }
        guard let unit = try await responsibleUnits().first(where: { $0.unit.id == new.unit })?.unit else {
            throw StoreError.invalid(FieldErrors("unit", .notAChoice))
        }
        let actor = try actor
        let added = try await change(
            [],
            then: CorrectiveActionRow.insert(
                new, unit: unit, overseer: viewpoint, wave: permit.thing.id, by: actor, tenant: tenant, now: now))
        guard let id = added.rows.first?.value else { throw StoreError.notFound }
        let touched = try await change([ProblemPointRow.assign(new.points, to: id, wave: permit.thing.id, tenant: tenant)])
        guard touched == [new.points.count] else { throw StoreError.invalid(FieldErrors("points", .taken)) }
        audit(
            .correctionStep, AuditObject(.survey, id: id.rawValue, label: new.title), at: unit,
            ["action": "open", "to": CorrectionState.open.code, "points": String(new.points.count)])
        return id
    }

    /// - Throws: Domain's `CorrectionRefusal` as `refused` or `stale`; `invalid` field by field.
    package func apply(_ step: CorrectionStep, _ fields: [String: String], _ permit: Permit<StepOnAction, CorrectiveActionRow>) async throws
    {
        let (action, actor) = (permit.thing, try actor)
        let state: CorrectionState
        do throws(CorrectionRefusal) {
            state = try Correction.apply(step, to: action.facts, by: actor)
        } catch {
            switch error {
            case .lacksPermission(let permission): throw StoreError.refused(permission)
            case .needsAnother: throw StoreError.refused(.surveyVerify)
            case .notAllowedInState:
                throw StoreError.stale(Staleness(version: action.version, state: action.state.code, changes: []))
            }
        }
        let form = try CorrectionForm.validated(step, fields, today: try today).mapError(StoreError.invalid).get()
        let touched = try await change([action.apply(step, to: state, form, by: actor, now: now)])
        guard touched == [1] else {
            throw StoreError.stale(Staleness(version: action.version, state: action.state.code, changes: []))
        }
        audit(
            .correctionStep, AuditObject(.survey, id: action.id.rawValue, label: action.title), at: action.unit,
            ["action": step.code, "from": action.state.code, "to": state.code])
    }
}
