internal import Domain
internal import Postgres

extension StatementCatalogue {
    /// Keeping the tree: settings, moves, engagements, agreements, areas of duty.
    static let keeping: [CataloguedStatement] = settings + cards + moves + engagements + agreements + areas

    private static let tenant = TenantID(1)
    private static let unit = UnitID(1)
    private static let now = Instant(microseconds: 1_763_800_000_000_000)
    private static let today = Day(now, offsetMinutes: 480)
    private static let actor = Actor(tenant: tenant, person: PersonID(1), name: "", posts: [])

    private static let group = UnitRef(id: unit, tenant: tenant, kind: .group, code: "hq", name: "")
    private static let project = UnitRef(id: unit, tenant: tenant, kind: .project, code: "p", name: "", company: unit)
    private static let places: [UnitRef] = [
        group, UnitRef(id: unit, tenant: tenant, kind: .company, code: "bj", name: ""), project,
        UnitRef(id: unit, tenant: tenant, kind: .vendor, code: "v", name: ""),
        UnitRef(id: unit, tenant: tenant, kind: .vendorSite, code: "s", name: "", company: unit, project: unit, vendor: unit),
    ]

    private static let settings: [CataloguedStatement] = [
        .query("settings of the tenant", SettingRow.along(nil, tenant: tenant)),
        .query("settings along", SettingRow.along(project, tenant: tenant)),
        .change("put setting", SettingRow.put(.hotline, "", at: project, byName: "", now: now)),
        .change("remove setting", SettingRow.remove(.hotline, at: project)),
    ]

    private static let cards: [CataloguedStatement] = [
        .query("unit cards", UnitCard.all(tenant: tenant)), .query("unit card", UnitCard.one(tenant: tenant, unit)),
        .query("units around", UnitCard.around(unit, tenant: tenant)),
        .query("unit load", UnitLoad.of(unit, tenant: tenant, today: today)), .query("open matters", OpenMatters.all(tenant: tenant)),
        .query("unit posts", UnitPostRow.at(unit, tenant: tenant)),
        .change(
            "rename unit", UnitStatements.rename(project, to: UnitFacts(name: "", nameEnglish: ""), holding: .controlled)),
        .change("close unit", UnitStatements.close(project, now: now)), .change("reopen unit", UnitStatements.reopen(project)),
        .change("rename holder", RenameHolder.update(unit, tenant: tenant)),
    ]

    private static let moves: [CataloguedStatement] = {
        let move = NewMove(company: unit, on: today, reason: "")
        let hands = TicketHands(owner: unit, holder: unit, executing: nil, handler: nil, executor: nil)
        return [
            .change("take time", CarryStatements.patience[0]), .change("wait for locks", CarryStatements.patience[1]),
            .query("moves", MoveRow.of(unit, tenant: tenant)), .query("take move", MoveRow.take(MoveID(1), tenant: tenant)),
            .query("insert move", MoveRow.insert(move, project: project, from: unit, readers: [unit], by: actor, now: now)),
            .change("cancel move", MoveRow.cancel(MoveID(1), byName: "", tenant: tenant, now: now)),
            .change("move done", MoveRow.done(MoveID(1), tickets: 0, houses: 0, tenant: tenant, now: now)),
            .query("follow project", MoveStatements.follow(project: unit, to: unit, tenant: tenant, today: today)),
            .query("strayed tickets", CarriedTicket.strayed(project: unit, from: unit, tenant: tenant)),
            .query("tickets of a vendor", CarriedTicket.seen(by: unit, at: unit, tenant: tenant)),
            .change(
                "carry ticket",
                CarryStatements.ticket(
                    TicketID(1), version: 1, to: CarriedPlace(company: unit, vendor: nil, line: .developer), hands, holderName: "",
                    handlerName: "", hash: [0], tenant: tenant, now: now)),
            .change("carry children", CarryStatements.children(of: [TicketID(1)], from: [unit], to: [unit], tenant: tenant, now: now)),
        ] + MoveStatements.admit(unit, whereRead: unit, tenant: tenant).enumerated().map { .change("admit reader \($0)", $1) }
            + MoveStatements.admit(unit, belowParty: unit, tenant: tenant).enumerated().map { .change("admit below \($0)", $1) }
    }()

    private static let engagements: [CataloguedStatement] = {
        let record = HandoverRecord(items: "", giver: "", taker: "")
        return places.map { .query("engagements of \($0.kind)", EngagementCard.of($0)) } + [
            .query("one engagement", EngagementCard.one(EngagementID(1), tenant: tenant)),
            .query("serving engagement", EngagementCard.serving(unit, on: today, tenant: tenant)),
            .query(
                "plan handover",
                HandoverStatements.plan(EngagementID(1), on: today, readers: [unit], by: actor, tenant: tenant, now: now)),
            .change("cancel handover", HandoverStatements.cancel(of: EngagementID(1), tenant: tenant, now: now)),
            .change(
                "handover done",
                HandoverStatements.done(HandoverID(1), tickets: 0, to: unit, readers: [unit], tenant: tenant, now: now)),
            .change("record handover", HandoverStatements.record(record, of: HandoverID(1), byName: "", tenant: tenant, now: now)),
            .change("engagement period", HandoverStatements.period(EngagementID(1), to: nil, tenant: tenant)),
            .change("drop engagement", HandoverStatements.drop(EngagementID(1), tenant: tenant)),
            .query("open of vendor", TicketListRow.open(of: unit, at: unit, tenant: tenant)),
            .query("site of vendor", HandoverStatements.site(of: unit, at: unit, tenant: tenant)),
        ]
    }()

    private static let agreements: [CataloguedStatement] = {
        let id = AgreementID(1)
        let party = NewParty(kind: .supervision, unit: nil, name: "", duties: ["", ""])
        let agreement = NewAgreement(
            subject: .repairs, title: "", from: today, until: nil, checkMonths: 0, workflow: "", parties: [party, party])
        let writing = AgreementStatements(
            agreement: agreement, id: id, series: id, version: 1, keeper: project, readers: [unit], names: ["", ""])
        let check = AgreementCheck(on: today, finding: "")
        return places.map { .query("agreements at \($0.kind)", AgreementRow.page(at: $0, after: nil)) } + [
            .query("next agreement", AgreementStatements.next), .query("one agreement", AgreementRow.one(id, tenant: tenant)),
            .query("agreement versions", AgreementRow.versions(of: id, tenant: tenant)),
            .query("agreements naming", AgreementRow.naming(unit, tenant: tenant)),
            .query("agreement parties", PartyRow.of(id, tenant: tenant)), .query("agreement duties", DutyRow.of(id, tenant: tenant)),
            .query("agreement checks", CheckRow.of(id, tenant: tenant)),
            .change("end agreement", AgreementStatements.end(id, before: today, tenant: tenant)),
            .change("check agreement", AgreementStatements.check(check, of: id, by: actor, tenant: tenant, now: now)),
        ] + writing.all(by: actor, now: now).enumerated().map { .change("issue agreement \($0)", $1) }
    }()

    private static let areas: [CataloguedStatement] = {
        let id = DutyAreaID(1)
        let area = NewArea(kind: .cluster, name: "", buildings: [BuildingID(1), BuildingID(2)])
        let officer = NewOfficer(person: PersonID(1), from: today, to: nil)
        return [
            .query("areas", AreaRow.of(unit, tenant: tenant, today: today)), .query("one area", AreaRow.one(id, tenant: tenant)),
            .query("officers", OfficerRow.of(id, tenant: tenant)),
            .query("officer choices", OfficerChoice.at(unit, tenant: tenant, today: today)),
            .query("officer of house", HouseOfficer.of(HouseID(1), tenant: tenant, today: today)),
            .query("excluded venues", ExcludedVenues.about(TicketID(1), tenant: tenant)),
            .query("officer about ticket", HouseOfficer.about(TicketID(1), tenant: tenant, today: today)),
            .query("add area", AreaStatements.add(area, at: project, now: now)),
            .change("place area", AreaStatements.place(area, id, at: project)),
            .query("lock area", AreaStatements.lock(id, tenant: tenant)),
            .change("rename area", AreaStatements.rename(id, to: "", tenant: tenant)),
            .change("clear area", AreaStatements.clear(id, tenant: tenant)),
            .change("close area", AreaStatements.close(id, tenant: tenant, now: now)),
            .query(
                "appoint officer",
                AreaStatements.appoint(officer, name: "", title: "", to: id, company: unit, project: unit, tenant: tenant, now: now)),
            .change("relieve officer", AreaStatements.relieve(DutyOfficerID(1), of: id, on: today, tenant: tenant)),
            .change("end officers", AreaStatements.endOfficers(of: id, tenant: tenant, on: today)),
        ]
    }()
}
