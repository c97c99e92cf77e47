package import Domain

extension StatementCatalogue {
    static let inspections: [CataloguedStatement] = {
        let (tenant, now, today) = (TenantID(1), Instant(microseconds: 0), Day(daysSince1970: 0))
        let group = UnitRef(id: UnitID(1), tenant: tenant, kind: .group, code: "g", name: "g")
        let company = UnitRef(id: UnitID(2), tenant: tenant, kind: .company, code: "c", name: "c", company: UnitID(2))
        let project = UnitRef(id: UnitID(3), tenant: tenant, kind: .project, code: "p", name: "p", company: UnitID(2), project: UnitID(3))
        let vendor = UnitRef(id: UnitID(4), tenant: tenant, kind: .vendor, code: "v", name: "v", vendor: UnitID(4))
        let site = UnitRef(
            id: UnitID(5), tenant: tenant, kind: .vendorSite, code: "s", name: "s", company: UnitID(2), project: UnitID(3),
            vendor: UnitID(4))
        let actor = Actor(tenant: tenant, person: PersonID(1), name: "a", posts: [])
        let (round, check) = (InspectionID(1), CheckID(1))
        let perUnit = [group, company, project, vendor, site].flatMap { unit -> [CataloguedStatement] in
            [
                .query("routes at \(unit.kind)", InspectionRouteRow.at(unit, tenant: tenant)),
                .query("route at \(unit.kind)", InspectionRouteRow.find(RouteID(1), at: unit, tenant: tenant)),
                .query("plans at \(unit.kind)", InspectionPlanRow.at(unit, tenant: tenant)),
                .query("plan at \(unit.kind)", InspectionPlanRow.take(InspectionPlanID(1), at: unit, tenant: tenant)),
                .query("rounds at \(unit.kind)", InspectionRow.page(unit, before: round, tenant: tenant)),
                .query("round at \(unit.kind)", InspectionRow.find(round, at: unit, tenant: tenant)),
                .query("point at \(unit.kind)", InspectionRow.open(with: "c", at: unit, tenant: tenant)),
            ]
        }
        let entry = CheckEntry(result: .pass)
        let (place, item) = (RoutePlace(id: RouteID(1), company: UnitID(2), project: UnitID(3)), CheckItem(text: "t", kind: .passFail))
        let new = NewInspectionPlan(
            route: place.id, name: "n", way: .walk, notice: .announced, cycle: .once, points: 3, days: 7, mendDays: 15, firstOn: today)
        let planned = PlannedRound(
            plan: InspectionPlanID(1), unit: UnitID(3), company: UnitID(2), project: UnitID(3), vendor: UnitID(4), site: UnitID(5),
            number: 1,
            name: "n", way: .walk, isAnnounced: true, seed: "s", from: today, due: today, mendDays: 15)
        let drawn = PlannedCheck(point: PointID(1), pointPosition: 1, pointName: "p", id: CheckItemID(1), position: 1, item: item)
        let steps = InspectionStep.allCases.map { step in
            CataloguedStatement.change(
                "step \(step.code)",
                WalkStatements.move(
                    round, version: 1, from: .planned, to: .dropped, step, opinion: "o", by: actor, tenant: tenant, now: now))
        }
        return perUnit + steps + [
            .query("add point", InspectionPointRow.insert("n", "p", code: "c", on: place, tenant: tenant)),
            .change("add item", InspectionItemRow.insert(item, at: PointID(1), on: place, tenant: tenant)),
            .query("add plan", InspectionPlanRow.insert(new, route: place, unit: UnitID(3), by: actor, tenant: tenant, now: now)),
            .query("add round", WalkStatements.insert(planned, tenant: tenant, now: now)),
            .change("add checks", WalkStatements.checks([drawn], of: round, planned, tenant: tenant)),
            .query("points of a route", InspectionPointRow.of(RouteID(1), tenant: tenant)),
            .query("items of a route", InspectionItemRow.of(RouteID(1), tenant: tenant)),
            .query(
                "add route", InspectionRouteRow.insert("n", project: UnitID(3), company: UnitID(2), by: actor, tenant: tenant, now: now)),
            .change("retire point", InspectionPointRow.retire(PointID(1), of: RouteID(1), tenant: tenant, now: now)),
            .change("retire item", InspectionItemRow.retire(CheckItemID(1), of: RouteID(1), tenant: tenant, now: now)),
            .change("advance plan", InspectionPlanRow.advance(InspectionPlanID(1), to: today, tenant: tenant, ended: nil)),
            .query("checks", InspectionCheckRow.of(round, tenant: tenant)),
            .query("check", InspectionCheckRow.find(check, of: round, tenant: tenant)),
            .query("finding of an order", InspectionFindingRow.of(RectificationID(1), tenant: tenant)),
            .query("who mends", MendingRow.of(round, tenant: tenant)),
            .query("serving", WalkStatements.serving(UnitID(3), tenant: tenant, today: today)),
            .change("enter", WalkStatements.enter(entry, at: check, of: round, by: actor, tenant: tenant, now: now)),
            .change("begin round", WalkStatements.begin(round, .inProgress, tenant: tenant, now: now)),
        ] + WalkStatements.release(round, mendBy: today, tenant: tenant).enumerated().map { .change("release \($0)", $1) }
    }()
}

extension Transaction {
    /// All photos of a round that the person sees.
    package func checkFiles(of inspection: InspectionID) async throws -> [FileRow] {
        try await fetch(FileRow.of(inspection, tenant: tenant))
    }
}
