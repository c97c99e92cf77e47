package import Domain
package import Postgres

/// A unit's plan for a year (SURVEY-R1): purpose, items, scope, form system, analysis model.
package struct YearPlanRow: RowDecodable {
    package let id: Int64
    package let unit: UnitRef
    package let year: Int
    package let texts: YearPlanTexts
    package let state: YearPlanState
    package let version: Int
    package let writer: PersonID?
    package let writtenBy: String
    package let writtenAt: Instant
    package let decidedBy: String
    package let decidedAt: Instant?
    package let note: String

    package init(row: inout RowCursor) throws {
        id = try row.next()
        unit = try UnitRef(columns: &row)
        year = try row.next()
        texts = YearPlanTexts(
            purpose: try row.next(), items: try row.next(), scope: try row.next(), forms: try row.next(), model: try row.next())
        state = try row.next()
        version = try row.next()
        writer = try row.next()
        writtenBy = try row.next()
        writtenAt = try row.next()
        decidedBy = try row.next()
        decidedAt = try row.next()
        note = try row.next()
    }

    private static let columns: SQL = """
        SELECT y.id, u.tenant_id, u.id, u.kind, u.code, u.name, u.company_id, u.project_id, u.vendor_id, y.year, y.purpose, y.items, y.scope,
            y.forms, y.model, y.state, y.version, y.written_by, y.written_by_name, y.written_at, y.decided_by_name, y.decided_at,
            y.decision_note
        FROM survey_plan y JOIN org_unit u ON u.tenant_id = y.tenant_id AND u.id = y.unit_id
        """

    static func of(_ unit: UnitRef, year: Int) -> Query<YearPlanRow> {
        Query("\(columns) WHERE y.tenant_id = \(unit.tenant) AND y.unit_id = \(unit.id) AND y.year = \(Int16(clamping: year))")
    }

    /// The same, held until the transaction ends.
    static func locked(_ unit: UnitRef, year: Int) -> Query<YearPlanRow> {
        Query("\(of(unit, year: year).sql) FOR UPDATE OF y")
    }
}

/// What a plan says. Fields: purpose, items, scope, forms, model.
package struct YearPlanTexts: Hashable, Sendable {
    package let purpose: String
    package let items: String
    package let scope: String
    package let forms: String
    package let model: String

    package static let names = ["purpose", "items", "scope", "forms", "model"]

    package init(purpose: String = "", items: String = "", scope: String = "", forms: String = "", model: String = "") {
        self.purpose = purpose
        self.items = items
        self.scope = scope
        self.forms = forms
        self.model = model
    }

    package static func read(_ fields: [String: String]) -> Result<YearPlanTexts, FieldErrors> {
        var form = FormReader(fields)
        var texts: [String] = []
        for name in names {
            let text = form.lines(name, max: 2_000)
            if form.errors[name] == nil, text.isEmpty { form.add(name, .required) }
            texts.append(text)
        }
        return form.result(YearPlanTexts(purpose: texts[0], items: texts[1], scope: texts[2], forms: texts[3], model: texts[4]))
    }
}

/// Purpose of a permit: to write a plan, or to take a step with it.
package enum KeepYearPlan {}

/// A unit's plan for a year, or the place where one belongs.
package struct YearPlanFile: Sendable {
    package let unit: UnitRef
    package let year: Int
    package let plan: YearPlanRow?

    /// Years a plan may be written for, seen from a day.
    package static func years(around day: Day) -> ClosedRange<Int> { (day.year - 1)...(day.year + 1) }
}

extension Transaction {
    /// - Throws: `notFound` for a year that is too far away, and at a vendor's units.
    package func yearPlan(_ year: Int) async throws -> YearPlanFile {
        let place = try surveyPlace
        guard YearPlanFile.years(around: try today).contains(year) else { throw StoreError.notFound }
        return YearPlanFile(unit: place, year: year, plan: try await fetchFirst(YearPlanRow.of(place, year: year)))
    }
}

extension WriteTransaction {
    /// The plan of the viewpoint's unit, held until the transaction ends.
    /// - Throws: `stale` for another version than the page showed; 0 stands for no plan yet.
    package func access(_ year: Int, version: Int, for purpose: KeepYearPlan.Type) async throws -> Permit<KeepYearPlan, YearPlanFile> {
        try await enter()
        let place = try surveyPlace
        guard YearPlanFile.years(around: try today).contains(year) else { throw StoreError.notFound }
        let plan = try await fetchFirst(YearPlanRow.locked(place, year: year))
        guard (plan?.version ?? 0) == version else {
            throw StoreError.stale(Staleness(version: plan?.version ?? 0, state: plan?.state.code ?? "", changes: []))
        }
        return Permit(YearPlanFile(unit: place, year: year, plan: plan))
    }

    /// - Throws: `refused(.surveyRun)`; `stale` for a plan that was handed in.
    package func write(_ texts: YearPlanTexts, _ permit: Permit<KeepYearPlan, YearPlanFile>) async throws {
        let file = permit.thing
        guard try actor.covers(file.unit, with: .surveyRun) else { throw StoreError.refused(.surveyRun) }
        if let plan = file.plan, !plan.state.isOpen {
            throw StoreError.stale(Staleness(version: plan.version, state: plan.state.code, changes: []))
        }
        try await change([YearPlanStatements.write(texts, file, by: try actor, now: now)])
        audit(.yearPlanKept, .unit(file.unit.id, label: file.unit.code), at: file.unit, ["year": String(file.year), "action": "write"])
    }

    /// - Throws: `refused` naming what is missing, also for the writer's own approval; `stale`; `invalid` with field `note` for a plan that is
    ///   sent back without a reason.
    package func take(_ step: YearPlanStep, note: String?, _ permit: Permit<KeepYearPlan, YearPlanFile>) async throws {
        let file = permit.thing
        guard let plan = file.plan else { throw StoreError.notFound }
        guard plan.state == step.from else {
            throw StoreError.stale(Staleness(version: plan.version, state: plan.state.code, changes: []))
        }
        guard step.isOffered(in: plan.state, of: file.unit, writer: plan.writer, to: try actor) else {
            throw StoreError.refused(step.permission)
        }
        if step == .sendBack, note?.isEmpty != false { throw StoreError.invalid(FieldErrors("note", .required)) }
        try await change([YearPlanStatements.take(step, note: note ?? "", plan, by: try actor.name, tenant: tenant, now: now)])
        audit(.yearPlanKept, .unit(file.unit.id, label: file.unit.code), at: file.unit, ["year": String(file.year), "action": step.code])
    }
}

enum YearPlanStatements {
    static func write(_ texts: YearPlanTexts, _ file: YearPlanFile, by actor: Actor, now: Instant) -> SQL {
        """
        INSERT INTO survey_plan AS y (tenant_id, unit_id, company_id, project_id, year, purpose, items, scope, forms, model, state, written_by,
            written_by_name, written_at)
        VALUES (\(file.unit.tenant), \(file.unit.id), \(file.unit.company), \(file.unit.project), \(Int16(clamping: file.year)), \(texts.purpose),
            \(texts.items), \(texts.scope), \(texts.forms), \(texts.model), 'draft', \(actor.person), \(actor.name), \(now))
        ON CONFLICT (tenant_id, unit_id, year) DO UPDATE SET purpose = EXCLUDED.purpose, items = EXCLUDED.items, scope = EXCLUDED.scope,
            forms = EXCLUDED.forms, model = EXCLUDED.model, version = y.version + 1, written_by = EXCLUDED.written_by,
            written_by_name = EXCLUDED.written_by_name, written_at = EXCLUDED.written_at
        """
    }

    /// A decision names who decided; handing in does not.
    static func take(_ step: YearPlanStep, note: String, _ plan: YearPlanRow, by name: String, tenant: TenantID, now: Instant) -> SQL {
        let decided: SQL =
            step == .submit ? ", decision_note = ''" : ", decided_by_name = \(name), decided_at = \(now), decision_note = \(note)"
        return """
            UPDATE survey_plan SET state = \(step.to), version = version + 1\(decided)
            WHERE tenant_id = \(tenant) AND id = \(plan.id) AND state = \(step.from)
            """
    }
}
