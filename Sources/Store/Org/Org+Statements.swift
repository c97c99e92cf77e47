internal import Domain
internal import Postgres

extension StatementCatalogue {
    static let org: [CataloguedStatement] = places + units + houses + people + frame

    private static let tenant = TenantID(1)
    private static let unit = UnitID(1)
    private static let now = Instant(microseconds: 0)
    private static let today = Day(daysSince1970: 0)

    static let samples: [UnitRef] = [
        UnitRef(id: unit, tenant: tenant, kind: .group, code: "hq", name: ""),
        UnitRef(id: unit, tenant: tenant, kind: .company, code: "bj", name: ""),
        UnitRef(id: unit, tenant: tenant, kind: .project, code: "p", name: "", company: unit),
        UnitRef(id: unit, tenant: tenant, kind: .vendor, code: "v", name: ""),
        UnitRef(id: unit, tenant: tenant, kind: .vendorSite, code: "s", name: "", company: unit, project: unit, vendor: unit),
    ]

    private static let places: [CataloguedStatement] = [
        .query("find unit", PlaceRow.find(tenant: "t", unit: "u")),
        .query("find tenant", PlaceRow.find(tenant: "t")),
        .query("own tenant", TenantRow.own(tenant: tenant)),
    ]

    private static let units: [CataloguedStatement] = [
        .query("all units", UnitRow.all(tenant: tenant)),
        .query("one unit", UnitRow.one(tenant: tenant, unit)),
        .query("named unit", UnitRow.named(tenant: tenant, "u")),
        .query("engagements", EngagementRow.all(tenant: tenant)),
        .query("overlapping engagements", EngagementRow.overlapping(tenant: tenant, project: unit, from: today, to: nil)),
        .query("next unit", UnitStatements.next),
        .query("lock unit", UnitStatements.lock(tenant: tenant, unit)),
        .query("share project", UnitStatements.share(.shared(project: unit), tenant: tenant)),
        .query("share project of house", UnitStatements.share(.house(HouseID(1)), tenant: tenant)),
        .change("add unit", UnitStatements.add(samples[0], nameEnglish: "", parent: nil, now: now)),
        .change("engage", UnitStatements.engage(samples[4], from: today, to: nil, now: now)),
        .change("hand over project", UnitStatements.handOver(tenant: tenant, project: unit, on: today)),
        .change("hand over houses", UnitStatements.handOverHouses(tenant: tenant, project: unit, on: today)),
    ]

    private static let houses: [CataloguedStatement] = {
        let building = BuildingRow(sample: BuildingID(1), of: unit)
        let block = NewHouses(building: building.id, entrance: "", floors: 1...1, roomsPerFloor: 2, handedOverOn: nil)
        return [
            .query("buildings", BuildingRow.all(tenant: tenant, project: unit)),
            .query("one building", BuildingRow.one(tenant: tenant, building.id)),
            .query("houses", HouseRow.page(tenant: tenant, building: building.id)),
            .query(
                "add building",
                HouseStatements.add(NewBuilding(project: unit, code: "1", name: "1"), tenant: tenant, company: unit, now: now)),
            .change("add houses", HouseStatements.add(block.rooms, of: block, in: building, tenant: tenant, now: now)),
        ]
    }()

    private static let frame: [CataloguedStatement] =
        samples.flatMap { sample in
            [
                CataloguedStatement.query("breadcrumb of \(sample.kind)", Frame.breadcrumb(sample)),
                .query("rail counts of \(sample.kind)", Frame.counts(sample)),
            ]
        } + [.query("switcher", Frame.switcher(tenant: tenant))]
}
