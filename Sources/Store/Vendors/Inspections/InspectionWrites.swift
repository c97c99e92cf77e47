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
        _ = try await fetch(InspectionPointRow.insert(name, place, code: Token.make(bytes: 10), on: permit.thing, tenant: tenant))
        audit(.inspectionKept, .inspection(nil, label: permit.thing.name), at: viewpoint, ["action": "point", "name": name])
    }

    package func addItem(_ fields: [String: String], at point: PointID, _ permit: Permit<KeepRoute, InspectionRouteRow>) async throws {
        let item = try CheckItem.validated(fields).mapError(StoreError.invalid).get()
        guard try await change([InspectionItemRow.insert(item, at: point, on: permit.thing, tenant: tenant)]) == [1] else {
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
        let insert = InspectionPlanRow.insert(new, route: route, unit: viewpoint.id, by: try actor, tenant: tenant, now: now)
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
        let insert = WalkStatements.insert(
            plan, number: plan.rounds + 1, seed: seed, from: from, serving: serving, tenant: tenant, now: now)
        guard let round = try await fetchFirst(insert)?.value else { throw StoreError.closed }
        let points = Dictionary(uniqueKeysWithValues: route.points.map { ($0.id, $0) })
        for batch in drawn.chunked(into: 50) {
            var rows: [(InspectionPointRow, InspectionItemRow, Int)] = []
            for id in batch {
                guard let point = points[id] else { continue }
                for (index, item) in route.items.filter({ $0.point == id }).enumerated() { rows.append((point, item, index + 1)) }
            }
            try await change([WalkStatements.checks(rows, of: round, plan: plan, vendor: serving?.vendor, tenant: tenant)])
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
        var statements = [WalkStatements.move(round, to: state, step, opinion: opinion, by: actor, tenant: tenant, now: now)]
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

/// Who serves a project today: who is inspected there.
struct ServingRow: RowDecodable {
    let vendor: UnitID
    let site: UnitID?

    init(row: inout RowCursor) throws {
        vendor = try row.next()
        site = try row.next()
    }
}

enum WalkStatements {
    static func serving(_ project: UnitID, tenant: TenantID, today: Day) -> Query<ServingRow> {
        Query(
            """
            SELECT e.vendor_id, (SELECT s.id FROM org_unit s WHERE s.tenant_id = e.tenant_id AND s.kind = 'vendorSite'
                AND s.project_id = e.project_id AND s.vendor_id = e.vendor_id AND s.closed_at IS NULL ORDER BY s.id LIMIT 1)
            FROM engagement e WHERE e.tenant_id = \(tenant) AND e.project_id = \(project) AND e.from_on <= \(today)
                AND (e.to_on IS NULL OR e.to_on >= \(today)) ORDER BY e.from_on DESC LIMIT 1
            """)
    }

    static func insert(
        _ plan: InspectionPlanRow, number: Int, seed: String, from: Day, serving: ServingRow?, tenant: TenantID, now: Instant
    ) -> Query<Single<InspectionID>> {
        Query(
            """
            INSERT INTO inspection (tenant_id, unit_id, company_id, project_id, vendor_id, site_id, released, plan_id, number, name, way, seed,
                from_on, due_on, mend_days, created_at)
            VALUES (\(tenant), \(plan.unit), \(plan.company), \(plan.project), \(serving?.vendor), \(serving?.site),
                \(plan.notice == .announced), \(plan.id), \(Int32(clamping: number)), \(plan.name), \(plan.way), \(seed), \(from),
                \(from.adding(days: plan.days - 1)), \(Int16(clamping: plan.mendDays)), \(now)) RETURNING id
            """)
    }

    /// Not empty.
    static func checks(
        _ rows: [(InspectionPointRow, InspectionItemRow, Int)], of round: InspectionID, plan: InspectionPlanRow, vendor: UnitID?,
        tenant: TenantID
    ) -> SQL {
        let values = rows.map { point, item, position -> SQL in
            """
            (\(tenant), \(plan.company), \(plan.project), \(vendor), \(plan.notice == .announced), \(round), \(point.id), \(item.id),
            \(Int16(clamping: point.position)), \(Int16(clamping: position)), \(point.name), \(item.item.text), \(item.item.kind),
            \(item.item.unit), \(item.item.low), \(item.item.high), \(item.item.photo))
            """
        }
        return """
            INSERT INTO inspection_check (tenant_id, company_id, project_id, vendor_id, released, inspection_id, point_id, item_id,
                point_position, position, point_name, text, kind, unit, low, high, photo)
            VALUES \(values.joined(separator: ", "))
            """
    }

    static func enter(_ entry: CheckEntry, at check: CheckID, of round: InspectionID, by actor: Actor, tenant: TenantID, now: Instant)
        -> SQL
    {
        """
        UPDATE inspection_check SET result = \(entry.result), value = \(entry.value), comment = \(entry.comment), by_id = \(actor.person),
            by_name = \(actor.name), at = \(now)
        WHERE tenant_id = \(tenant) AND id = \(check) AND inspection_id = \(round)
        """
    }

    /// The first entry begins the round; one row while it is open. Entries do not make its page stale.
    static func begin(_ round: InspectionID, _ state: InspectionState, tenant: TenantID, now: Instant) -> SQL {
        """
        UPDATE inspection SET state = \(state), begun_at = coalesce(begun_at, \(now))
        WHERE tenant_id = \(tenant) AND id = \(round) AND state IN ('planned', 'inProgress')
        """
    }

    static func move(
        _ round: InspectionRow, to state: InspectionState, _ step: InspectionStep, opinion: String, by actor: Actor, tenant: TenantID,
        now: Instant
    ) -> SQL {
        let columns: SQL =
            switch step {
            case .finish: "finished_by_name = \(actor.name), finished_at = \(now)"
            case .issue: "issued_by_name = \(actor.name), issued_at = \(now), released = true, opinion = \(opinion)"
            case .enter, .reopen: "finished_at = NULL"
            case .drop: "opinion = \(opinion)"
            }
        return """
            UPDATE inspection SET state = \(state), version = version + 1, \(columns)
            WHERE tenant_id = \(tenant) AND id = \(round.id) AND version = \(Int32(clamping: round.version)) AND state = \(round.state)
            """
    }

    /// From now on whoever was inspected sees it all, photos included.
    static func release(_ round: InspectionID, mendBy due: Day, tenant: TenantID) -> [SQL] {
        [
            "UPDATE inspection_check SET mend_by = \(due) WHERE tenant_id = \(tenant) AND inspection_id = \(round) AND result = 'fail'",
            "UPDATE inspection_check SET released = true WHERE tenant_id = \(tenant) AND inspection_id = \(round) AND NOT released",
            """
            UPDATE file SET released = true FROM inspection_check x
            WHERE x.tenant_id = \(tenant) AND x.inspection_id = \(round) AND file.tenant_id = x.tenant_id AND file.check_id = x.id
                AND NOT file.released
            """,
        ]
    }
}
