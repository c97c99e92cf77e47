package import Domain
internal import Postgres
internal import Secrets

extension WriteTransaction {
    /// A route of a project at the viewpoint.
    /// - Throws: `invalid` for a project that is not there; `refused(.inspectPlan)`.
    package func addRoute(_ fields: [String: String]) async throws -> RouteID {
        guard let viewpoint else { throw StoreError.notFound }
        var form = FormReader(fields)
        let (name, project): (String, UnitID) = (form.text("name", max: 60), form.id("project"))
        if case .failure(let errors) = form.result(()) { throw StoreError.invalid(errors) }
        let actor = try await enter()
        guard let unit = try await projectChoices().first(where: { $0.id == project }) else {
            throw StoreError.invalid(FieldErrors("project", .notAChoice))
        }
        guard actor.covers(viewpoint, with: .inspectPlan) else { throw StoreError.refused(.inspectPlan) }
        let places = try await fetch(
            Query<Single<UnitID>>("SELECT company_id FROM org_unit WHERE tenant_id = \(tenant) AND id = \(unit.id)"))
        guard let company = places.first?.value else { throw StoreError.notFound }
        let insert = InspectionRouteRow.insert(name, project: unit.id, company: company, by: actor, tenant: tenant, now: now)
        guard let id = try await fetchFirst(insert)?.value else { throw StoreError.closed }
        audit(.inspectionKept, .inspection(nil, label: name), at: viewpoint, ["action": "route"])
        return id
    }

    package func addPoint(_ fields: [String: String], _ permit: Permit<KeepRoute, InspectionRouteRow>) async throws {
        var form = FormReader(fields)
        let (name, place) = (form.text("name", max: 60), form.optionalText("place", max: 120))
        if case .failure(let errors) = form.result(()) { throw StoreError.invalid(errors) }
        _ = try await fetch(InspectionPointRow.insert(name, place, code: Token.make(bytes: 10), on: permit.thing.place, tenant: tenant))
        audit(.inspectionKept, .inspection(nil, label: permit.thing.name), at: viewpoint, ["action": "point", "name": name])
    }

    package func addItem(_ fields: [String: String], at point: PointID, _ permit: Permit<KeepRoute, InspectionRouteRow>) async throws {
        let item = try CheckItem.validated(fields).mapError(StoreError.invalid).get()
        guard try await change([InspectionItemRow.insert(item, at: point, on: permit.thing.place, tenant: tenant)]) == [1] else {
            throw StoreError.notFound
        }
        audit(.inspectionKept, .inspection(nil, label: permit.thing.name), at: viewpoint, ["action": "item", "text": item.text])
    }

    /// Rounds that were drawn keep the point and its items.
    package func retire(_ point: PointID, _ permit: Permit<KeepRoute, InspectionRouteRow>) async throws {
        let touched = try await change([InspectionPointRow.retire(point, of: permit.thing.id, tenant: tenant, now: now)])
        guard touched == [1] else { throw StoreError.notFound }
        audit(.inspectionKept, .inspection(nil, label: permit.thing.name), at: viewpoint, ["action": "retirePoint"])
    }

    package func retire(_ item: CheckItemID, _ permit: Permit<KeepRoute, InspectionRouteRow>) async throws {
        let touched = try await change([InspectionItemRow.retire(item, of: permit.thing.id, tenant: tenant, now: now)])
        guard touched == [1] else { throw StoreError.notFound }
        audit(.inspectionKept, .inspection(nil, label: permit.thing.name), at: viewpoint, ["action": "retireItem"])
    }

    /// - Throws: `invalid` for a route without items.
    package func plan(_ new: NewInspectionPlan) async throws -> InspectionPlanID {
        guard let viewpoint else { throw StoreError.notFound }
        let route: InspectionRouteRow
        do { route = try await access(new.route, for: KeepRoute.self).thing } catch StoreError.notFound {
            throw StoreError.invalid(FieldErrors("route", .notAChoice))
        }
        guard route.items > 0 else { throw StoreError.invalid(FieldErrors("route", .tooSmall(min: 1))) }
        let insert = InspectionPlanRow.insert(new, route: route.place, unit: viewpoint.id, by: try actor, tenant: tenant, now: now)
        guard let id = try await fetchFirst(insert)?.value else { throw StoreError.closed }
        audit(.inspectionKept, .inspection(nil, label: new.name), at: viewpoint, ["action": "plan", "cycle": new.cycle.code])
        return id
    }

    /// Draws the points of the round to come and writes down what is to be looked at; the plan moves on to the round after it.
    /// - Throws: `notFound`; `refused`; `invalid` at `plan` before the round's day or without items on the drawn points.
    package func drawRound(_ id: InspectionPlanID) async throws -> InspectionID {
        guard let viewpoint else { throw StoreError.notFound }
        guard let plan = try await fetchFirst(InspectionPlanRow.take(id, at: viewpoint, tenant: tenant)) else { throw StoreError.notFound }
        guard try actor.covers(viewpoint, with: .inspectPlan) else { throw StoreError.refused(.inspectPlan) }
        guard let from = plan.nextOn, from <= (try today) else { throw StoreError.invalid(FieldErrors("plan", .inTheFuture)) }
        let route = try await inspectionRoute(plan.route)
        let filled = Set(route.items.map(\.point))
        let seed = Token.make(bytes: 9)
        let drawn = PointDraw.draw(route.points.map(\.id).filter(filled.contains), count: plan.points, seed: seed)
        guard !drawn.isEmpty else { throw StoreError.invalid(FieldErrors("plan", .required)) }
        let serving = try await fetchFirst(WalkStatements.serving(plan.project, tenant: tenant, today: try today))
        let planned = PlannedRound(plan, seed: seed, from: from, serving: serving)
        guard let round = try await fetchFirst(WalkStatements.insert(planned, tenant: tenant, now: now))?.value else {
            throw StoreError.closed
        }
        let points = Dictionary(uniqueKeysWithValues: route.points.map { ($0.id, $0) })
        for batch in drawn.chunked(into: 50) {
            let checks = batch.compactMap { points[$0] }.flatMap { point in
                route.items.filter { $0.point == point.id }.enumerated().map { PlannedCheck($1, at: point, position: $0 + 1) }
            }
            try await change([WalkStatements.checks(checks, of: round, planned, tenant: tenant)])
        }
        try await change([
            InspectionPlanRow.advance(id, to: plan.cycle.next(after: from), tenant: tenant, ended: plan.cycle == .once ? now : nil)
        ])
        audit(
            .inspectionStep, .inspection(round, label: plan.name), at: viewpoint,
            ["action": "draw", "seed": seed, "points": drawn.map(\.description).joined(separator: ",")])
        return round
    }

    /// What was found at one item; an entry may be corrected until the round is finished. Photos that come with it hang on it.
    /// - Returns: the point it is at.
    /// - Throws: `notFound`, `refused`, `stale`; `invalid` field by field.
    package func enter(
        _ check: CheckID, _ fields: [String: String], files: [FileID], _ permit: Permit<StepOnInspection, InspectionRow>
    ) async throws -> PointID {
        let round = permit.thing
        let state = try allowed(.enter, round)
        guard let row = try await fetchFirst(InspectionCheckRow.find(check, of: round.id, tenant: tenant)) else {
            throw StoreError.notFound
        }
        let entry = try CheckEntry.validated(row.item, fields, photos: row.photos + files.count).mapError(StoreError.invalid).get()
        let actor = try actor
        // The round's row is held from here on: nobody finishes it between the look at its state and the entry.
        let touched = try await change([
            WalkStatements.begin(round.id, state, tenant: tenant, now: now),
            WalkStatements.enter(entry, at: check, of: round.id, by: actor, tenant: tenant, now: now),
        ])
        guard touched.first == 1 else { throw StoreError.stale(round.staleness) }
        if !files.isEmpty { try await hang(files, try await access(check, of: round.id, for: HangFiles.self)) }
        return row.point
    }

    /// Finish, reopen, issue or drop. What failed becomes an order to mend when the report goes out.
    /// - Throws: `refused`, `stale`; `invalid` at `open` while items have no entry.
    package func take(_ step: InspectionStep, opinion: String, _ permit: Permit<StepOnInspection, InspectionRow>) async throws {
        let (round, actor) = (permit.thing, try actor)
        let state = try allowed(step, round)
        var statements = [
            WalkStatements.move(
                round.id, version: round.version, from: round.state, to: state, step, opinion: opinion, by: actor, tenant: tenant, now: now)
        ]
        let due = (try today).adding(days: round.mendDays)
        if step == .issue { statements += WalkStatements.release(round.id, mendBy: due, tenant: tenant) }
        let touched = try await change(statements)
        guard touched.first == 1 else { throw StoreError.stale(round.staleness) }
        if step == .issue { try await follow(round, mendBy: due) }
        audit(
            .inspectionStep, .inspection(round.id, label: round.name), at: viewpoint,
            ["action": step.code, "from": round.state.code, "to": state.code, "failed": String(round.failed)])
    }
}

extension Array {
    fileprivate func chunked(into size: Int) -> [ArraySlice<Element>] {
        stride(from: 0, to: count, by: size).map { self[$0..<Swift.min($0 + size, count)] }
    }
}
