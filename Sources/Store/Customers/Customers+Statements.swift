internal import Domain
internal import Postgres
internal import Secrets

extension StatementCatalogue {
    static let customers: [CataloguedStatement] = reveals + bulkOwners + lists + changes + merges + rights + houseChanges

    private static let tenant = TenantID(1)
    private static let customer = CustomerID(1)
    private static let unit = UnitID(1)
    private static let now = Instant(microseconds: 0)
    private static let today = Day(daysSince1970: 0)
    private static let actor = Actor(tenant: tenant, person: PersonID(1), name: "", posts: [])

    private static let reveals: [CataloguedStatement] = {
        let line = RevealLine(
            company: unit, project: unit, customer: customer, actor: actor, field: .phone, basis: .reason, reason: "")
        return [
            .query("reveal of ticket", RevealRow.logged(of: TicketID(1), tenant: tenant, since: now)),
            .query("reveal of customer", RevealRow.logged(.phone, of: customer, tenant: tenant, since: now)),
            .query("reveal of identity", RevealRow.logged(.identity, of: customer, tenant: tenant, since: now)),
            .query("customer of ticket", RevealRow.customer(of: TicketID(1), tenant: tenant)),
            .query("recent reveals", RevealRow.recent(tenant: tenant, since: now)),
            .change("log reveal", RevealRow.log(line, tenant: tenant, now: now)),
            .query("administrators of units", AdministratorRow.of([unit], tenant: tenant, today: today)),
            .query("privacy rules", PrivacyRuleRow.all(tenant: tenant)),
            .change("set privacy rule", PrivacyRuleRow.set(.keepReads, 12, by: actor, tenant: tenant, now: now)),
        ]
    }()

    private static let bulkOwners: [CataloguedStatement] = {
        let owners = BulkOwners(tenant: tenant, sealer: Sealer(KeyRing(secret: [1])), now: now, registrar: actor)
        let phone = PhoneNumber(digits: "13800001234")
        let record = CustomerRecord(id: customer, company: unit, project: unit, name: "", phone: phone, state: .owner)
        let house = HouseRecord(building: BuildingID(1), entrance: "", room: "101", door: "1-101", label: "1-101")
        let relation = RelationRecord(house: HouseID(1), customer: customer, relation: .owner, from: today)
        return [
            .query("customer keys", BulkOwners.keys(2)),
            .change("add customers", owners.insert([record, record])),
            .change("add relations", owners.relate([relation, relation], company: unit, project: unit)),
            .query("known relations", owners.relations(of: [customer], today: today)),
            .query("customers by numbers", owners.find([phone].compactMap(\.self), at: unit)),
            .query("upsert houses", owners.upsert([house, house], company: unit, project: unit)),
        ]
    }()

    private static let viewpoints: [UnitRef] = UnitKind.allCases.map { kind in
        UnitRef(id: unit, tenant: tenant, kind: kind, code: "u", name: "", company: unit, project: unit, vendor: unit)
    }

    private static let lists: [CataloguedStatement] =
        viewpoints.flatMap { viewpoint -> [CataloguedStatement] in
            let scope = CustomerScope(tenant: tenant, viewpoint: viewpoint, today: today, former: false)
            let house = HouseQuery("3-2-1102").map { [scope.matching(CustomerMatch.house($0, scope))] } ?? []
            let pages =
                house + [
                    scope.page(state: nil, after: nil), scope.page(state: .owner, after: customer), scope.named("张"),
                    scope.matching(CustomerMatch.phone([[1]], tenant: tenant)), scope.matching(CustomerMatch.tail("1234", tenant: tenant)),
                    scope.matching("c.member_number = \("M1")"), scope.matching("c.identity_blind = ANY (\([[UInt8(1)]]))"),
                ]
            return pages.enumerated().map { .query("customers \($0) at \(viewpoint.kind)", $1) } + [
                .query("customer at \(viewpoint.kind)", CustomerFile.find(customer, tenant: tenant, viewpoint: viewpoint, today: today)),
                .query(
                    "hold customer at \(viewpoint.kind)", CustomerFile.take(customer, tenant: tenant, viewpoint: viewpoint, today: today)),
                .query("house at \(viewpoint.kind)", HouseFile.find(HouseID(1), tenant: tenant, viewpoint: viewpoint, today: today)),
                .query("hold house at \(viewpoint.kind)", HouseFile.take(HouseID(1), tenant: tenant, viewpoint: viewpoint, today: today)),
                .query("shared areas at \(viewpoint.kind)", SharedAreaRow.at(viewpoint, tenant: tenant, today: today)),
                .query("reads at \(viewpoint.kind)", ReadRow.page(after: 1, tenant: tenant, viewpoint: viewpoint, today: today)),
                .query(
                    "data request at \(viewpoint.kind)",
                    DataRequestRow.find(DataRequestID(1), tenant: tenant, viewpoint: viewpoint, today: today)),
                .query("open requests at \(viewpoint.kind)", DataRequestRow.at(viewpoint, open: true, tenant: tenant, today: today)),
                .query("answered requests at \(viewpoint.kind)", DataRequestRow.at(viewpoint, open: false, tenant: tenant, today: today)),
            ]
        } + [
            .query("relations of customer", RelationRow.of(customer, tenant: tenant)),
            .query("people of house", RelationRow.of(HouseID(1), tenant: tenant)),
            .query("relations of customers", RelationRow.of([customer], tenant: tenant)),
            .query("contacts", ContactRow.of(customer, tenant: tenant)),
            .query("reads of customer", ReadRow.of([customer], tenant: tenant)),
            .query("tickets of files", PastTicketRow.ofCustomers([customer], tenant: tenant, sight: .full)),
            .query("consents", ConsentRow.of(customer, tenant: tenant)), .query("requests", DataRequestRow.of(customer, tenant: tenant)),
            .query("merges", MergeRow.of(kept: customer, tenant: tenant)),
            .query("customer for a job", CustomerFile.take(customer, tenant: tenant)),
        ]

    private static let changes: [CataloguedStatement] = [
        .query("next contact", CustomerStatements.nextContact),
        .query("states of customers", CustomerStatements.states(of: [customer], tenant: tenant)),
        .change("move customer", CustomerStatements.move(customer, to: .owner, tenant: tenant, now: now)),
        .change("touch customer", CustomerStatements.touch(customer, tenant: tenant, now: now)),
        .change("remove contact", CustomerStatements.remove(ContactID(1), of: customer, tenant: tenant)),
        .change("end relation", RelationStatements.end(RelationID(1), on: today, as: .sold, tenant: tenant)),
        .change(
            "withdraw consent", ConsentRow.withdraw(ConsentID(1), of: customer, on: today, by: actor, tenant: tenant)),
        .change("answer request", DataRequestRow.answer(DataRequestID(1), .done, "", by: "", tenant: tenant, now: now)),
    ]

    private static let merges: [CataloguedStatement] =
        [
            .query("next merge", MergeStatements.next), .query("hold merge", MergeRow.take(MergeID(1), tenant: tenant)),
            .query("move relations", MergeStatements.moveRelations(from: customer, to: customer, but: [], tenant: tenant)),
            .query("move contacts", MergeStatements.moveContacts(from: customer, to: customer, tenant: tenant)),
            .query("move consents", MergeStatements.moveConsents(from: customer, to: customer, tenant: tenant)),
            .query("move requests", MergeStatements.moveRequests(from: customer, to: customer, tenant: tenant)),
            .query("move files", MergeStatements.moveFiles(from: customer, to: customer, tenant: tenant)),
            .change("close merged", MergeStatements.close(customer, into: customer, tenant: tenant, now: now)),
            .change("reopen merged", MergeStatements.reopen(customer, tenant: tenant, now: now)),
            .change("state of merged", MergeStatements.state("owner", of: customer, tenant: tenant)),
            .change("merge undone", MergeStatements.undone(MergeID(1), by: actor, tenant: tenant, now: now)),
        ]

    private static let rights: [CataloguedStatement] =
        [
            .query("anonymisation plan", AnonymisationPlan.of(customer, tenant: tenant, today: today)),
            .query("files to forget", AnonymiseStatements.files(of: customer, tenant: tenant)),
            .query("tickets that name", NamedTicketRow.of(customer, tenant: tenant)),
            .change("unsay", AnonymiseStatements.unsay(["x"], TicketID(1), tenant: tenant)),
            .query("retention plan", RetentionPlan.of(PrivacyRules(), tenant: tenant, now: now)),
            .query("dropped", Query<Single<CustomerID>>(RetentionStatements.dropped(PrivacyRules(), tenant: tenant, now: now))),
            .query("former", Query<Single<CustomerID>>(RetentionStatements.former(PrivacyRules(), tenant: tenant, now: now))),
            .query("forget reads", RetentionStatements.forgetReads(PrivacyRules(), tenant: tenant, now: now)),
            .change("forget snapshots", RetentionStatements.forgetSnapshots(tenant: tenant, before: now)),
            .query("enqueue retention", RetentionStatements.enqueue(now: now)),
        ]
        + AnonymiseStatements.forget([customer], tenant: tenant, now: now).enumerated().map { .change("forget \($0)", $1) }

    private static let houseChanges: [CataloguedStatement] =
        [
            .change("hand over house", HouseStatements.handOver(HouseID(1), on: today, tenant: tenant)),
            .change("house changes hands", HouseStatements.changeHands(HouseID(1), since: today, tenant: tenant)),
            .change("close area", SharedAreaRow.close(SharedAreaID(1), tenant: tenant, now: now)),
            .change(
                "save house",
                HouseStatements.save(
                    HouseForm(usage: .residence, houseType: "", area: nil, innerArea: nil), HouseID(1), tenant: tenant)),
        ] + (HouseQuery("1102").map { [.query("house by room", HouseFile.named($0, tenant: tenant, project: unit))] } ?? [])
}
