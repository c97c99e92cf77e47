internal import Domain
internal import Postgres
internal import Secrets
internal import Sheets

extension StatementCatalogue {
    static let exchange: [CataloguedStatement] =
        imports + answerImports + houseImports + ownerImports + personImports + exports + exportRows

    private static let tenant = TenantID(1)
    private static let now = Instant(microseconds: 0)
    private static let today = Day(daysSince1970: 0)
    private static let run = ImportID(1)
    private static let project = UnitRef(
        id: UnitID(3), tenant: tenant, kind: .project, code: "p", name: "p", company: UnitID(2), project: UnitID(3))
    private static let actor = Actor(tenant: tenant, person: PersonID(1), name: "a", posts: [])

    private static let imports: [CataloguedStatement] = [
        .query("act", EnterRow.act(tenant: tenant, job: JobID(1), worker: "w", now: now)),
        .query("import", ImportRun.one(tenant: tenant, run)),
        .query("locked import", ImportRun.locked(tenant: tenant, run)),
        .query("imports", ImportRun.page(tenant: tenant, unit: project.id)),
        .query("known problems", ImportProblemRow.known(run, round: 1, rows: [1], tenant: tenant)),
        .query("remembered headings", ImportStatements.remembered(.houses, unit: project.id, tenant: tenant)),
        .query(
            "add import",
            ImportStatements.add(
                NewImport(kind: .houses, fileName: "f", token: "t", digest: [0], headings: ["h"], rows: 1), at: project, by: actor,
                now: now)),
        .change(
            "begin import",
            ImportStatements.begin(
                run, .checking, from: [.mapping], version: 1, mapping: JSONText("{}"), tenant: tenant, now: now)),
        .change("ground of import", ImportStatements.ground(nil, of: run, tenant: tenant)),
        .change("remember headings", ImportStatements.remember(.houses, JSONText("{}"), at: project, now: now)),
        .change("end import", ImportStatements.end(run, .done, as: nil, tenant: tenant, now: now)),
        .change("import checked", ImportStatements.checked(run, tenant: tenant, now: now)),
        .change("advance import", ImportStatements.advance(run, row: 1, byte: 1, by: ImportCounts(), tenant: tenant)),
        .change(
            "refuse rows",
            ImportStatements.refuse(
                [(row: 1, problem: LineProblem(.name, .required))], of: run, round: 1, at: project)),
        .query("import problems", Query<ImportProblemRow>(ImportProblemRow.statement(run, round: 1, tenant: tenant, after: 0))),
        .query("expire exchange", Store.expire(now: now)),
        .change(
            "tell about a run",
            NoticeRow.insert(
                tenant: tenant, person: PersonID(1), run: 1, unit: project.id, kind: .importDone, subject: "s", at: now, source: "s")),
    ]

    private static let answerImports: [CataloguedStatement] = [
        .query("known answers", KnownAnswer.with(["1"], of: WaveID(1), tenant: tenant, held: true)),
        .query("answering houses", AnsweringHouse.at(["3-101"], of: WaveID(1), project: project.id, tenant: tenant)),
        .change(
            "invite a firm's households", AnswerImportStatements.invite([HouseID(1)], of: WaveID(1), today: today, tenant: tenant, now: now)
        ),
    ]

    private static let houseImports: [CataloguedStatement] =
        [
            .query("known houses", KnownHouse.at(["3-101"], project: project.id, tenant: tenant, held: false)),
            .query("held houses", KnownHouse.at(["3-101"], project: project.id, tenant: tenant, held: true)),
            .query("known buyers", KnownBuyer.of([HouseID(1)], tenant: tenant)),
            .query("known buildings", KnownBuilding.with(["3"], project: project.id, tenant: tenant)),
            .change("add buildings", HouseImportStatements.addBuildings([(code: "3", name: "3")], at: project, now: now)),
        ]

    private static let ownerImports: [CataloguedStatement] = {
        let cells = ImportCells([.house: "3-101", .name: "n", .phone: "13800001234", .identity: "E1234567", .relation: "owner"])
        guard let line = try? OwnerLine(cells, relations: ["owner": .owner], papers: [:]) else { return [] }
        let sealer = Sealer(KeyRing(secret: [1]))
        return [
            .query("houses at doors", HouseAtDoor.at(["3-101"], project: project.id, tenant: tenant)),
            .query("files by number", KnownFile.withPhones([[1]], project: project.id, tenant: tenant)),
            .query("files by paper", KnownFile.withPapers([[1]], project: project.id, tenant: tenant)),
            .query("known owners", KnownOwner.of([HouseID(1)], tenant: tenant)),
            .change("fill numbers", OwnerImportStatements.fill(CustomerID(1), line, sealer: sealer, tenant: tenant, now: now)),
            .change(
                "grounds of imported data",
                OwnerImportStatements.consent(
                    [(CustomerID(1), .contact)], .contract, notice: "v", at: project, by: actor, today: today, now: now)),
            .change(
                "update relations",
                OwnerImportStatements.update([(id: RelationID(1), customer: CustomerID(1), line: line)], tenant: tenant)),
        ]
    }()

    private static let personImports: [CataloguedStatement] = [
        .query("known accounts", KnownAccount.named(["a"], tenant: tenant)),
        .query("known posts", KnownPost.of([PersonID(1)], tenant: tenant, today: today)),
        .change("add invitees", InviteeStatements.add([PersonID(1)], of: run, at: project)),
        .query("invitees", InviteeStatements.waiting(run, tenant: tenant, now: now)),
        .query("invitee count", InviteeStatements.count(run, tenant: tenant, now: now)),
    ]

    private static let exports: [CataloguedStatement] = {
        let id = ExportID(1)
        let export = NewExport(subject: .houses, format: .csv, columns: [.houseRoom], filter: nil, reason: "", language: "en")
        return [
            .query("export", ExportRun.one(tenant: tenant, id)),
            .query("locked export", ExportRun.locked(tenant: tenant, id)),
            .query("exports", ExportRun.page(tenant: tenant, unit: project.id)),
            .query("downloads", ExportDownload.of(id, tenant: tenant)),
            .query("add export", ExportStatements.add(export, .running, expected: 1, token: "t", at: project, by: actor, now: now)),
            .change("answer export", ExportStatements.answer(id, .running, by: actor, note: "", version: 1, tenant: tenant, now: now)),
            .change("end export", ExportStatements.end(id, .stopped, as: .givenUp, tenant: tenant, now: now)),
            .change("advance export", ExportStatements.advance(id, rows: 1, key: "1", byte: 1, tenant: tenant)),
            .change("export done", ExportStatements.done(id, bytes: 1, tenant: tenant, now: now)),
            .change("download", ExportStatements.download(id, at: project, by: actor, now: now)),
            .query("approvers", ExportApprover.above(project, today: today)),
        ]
    }()

    private static let exportRows: [CataloguedStatement] = {
        let kinds: [(UnitKind, UnitID?, UnitID?, UnitID?)] = [
            (.group, nil, nil, nil), (.company, UnitID(2), nil, nil), (.project, UnitID(2), UnitID(3), nil), (.vendor, nil, nil, UnitID(4)),
            (.vendorSite, UnitID(2), UnitID(3), UnitID(4)),
        ]
        return kinds.flatMap { kind, company, project, vendor -> [CataloguedStatement] in
            let unit = UnitRef(
                id: UnitID(1), tenant: tenant, kind: kind, code: "u", name: "", company: company, project: project, vendor: vendor)
            let scope = TicketScope(tenant: tenant, viewpoint: unit, filter: .open, sight: .full, now: now, offset: 480)
            return [
                .query("export tickets \(kind)", scope.exportPage(after: 0)),
                .query("count tickets \(kind)", scope.exportCount(most: 1_001)),
                .query("export houses \(kind)", ExportHouse.page(unit, today: today, after: 0)),
                .query("count houses \(kind)", ExportHouse.count(unit, today: today, most: 1_001)),
                .query("export owners \(kind)", ExportOwner.page(unit, today: today, former: false, after: 0)),
                .query("count owners \(kind)", ExportOwner.count(unit, today: today, former: true, most: 1_001)),
                .query("export audit \(kind)", AuditQueries.exportPage(unit, after: AuditCursor(at: now, chain: 0, seq: 1), until: now)),
                .query("count audit \(kind)", AuditQueries.exportCount(unit, most: 1_001)),
                .query("export people \(kind)", ExportPerson.page(unit, after: 0)),
                .query("count people \(kind)", ExportPerson.count(unit, most: 1_001)),
            ]
        }
    }()
}
