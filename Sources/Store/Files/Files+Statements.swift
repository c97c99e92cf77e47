internal import Domain

extension StatementCatalogue {
    private static let tenant = TenantID(1)
    private static let now = Instant(microseconds: 0)
    private static let actor = Actor(tenant: tenant, person: PersonID(1), name: "a", posts: [])
    private static let taken = TakenFile(
        name: "a.jpg", kind: .jpeg, width: 1, height: 1,
        content: KeptContent(digest: [UInt8](repeating: 1, count: 32), bytes: 1, thumbBytes: 0))
    private static let subjects: [(String, FileSubject)] = [
        ("ticket", .ticket(TicketID(1))), ("action", .correctiveAction(CorrectiveActionID(1))),
        ("check", .check(CheckID(1), of: InspectionID(1))), ("contract", .contract(ContractID(1))),
        ("appeal", .appeal(AppealID(1), of: CardID(1))), ("order", .rectification(RectificationID(1))),
    ]

    static let files: [CataloguedStatement] =
        [
            .query("file", FileRow.find(FileID(1), tenant: tenant)),
            .query("files of a round", FileRow.of(InspectionID(1), tenant: tenant)),
            .query("files of a card", FileRow.of(CardID(1), tenant: tenant)),
            .query("held files", FileRow.held([FileID(1)], by: PersonID(1), tenant: tenant)),
            .query("hold file", FileStatements.hold(taken, by: actor, tenant: tenant, now: now)),
            .query("brought today", FileStatements.brought(by: PersonID(1), since: now, tenant: tenant)),
            .change("remove file", FileStatements.remove(FileID(1), by: actor, reason: "r", tenant: tenant, now: now)),
            .change("files stay", FileStatements.stay(project: UnitID(1), tenant: tenant)),
            .change("files follow", FileStatements.follow([TicketID(1)], tenant: tenant)),
            .query("files to check", CheckFiles.Line.after(nil, tenant: tenant)),
            .change("note health", CheckFiles.note(.missing, of: FileID(1), tenant: tenant)),
            .change("keep check", CheckFiles.keep(CheckFiles.Tally(), from: now, tenant: tenant, now: now)),
            .query("queue checks", CheckFiles.enqueue(now: now)),
            .query("last check", FileCheckRow.own(tenant: tenant)),
            .query("faulty files", FaultyFileRow.first(20, tenant: tenant)),
            .query("forget held", FileTidying.forget(before: now)),
            .query("known contents", FileTidying.known([[1]], tenant: tenant)),
        ]
        + subjects.flatMap { name, subject -> [CataloguedStatement] in
            [
                .query("files of \(name)", FileRow.of(subject, tenant: tenant)),
                .query("places of \(name)", FileStatements.places(of: subject, tenant: tenant)),
                .change(
                    "hang on \(name)",
                    FileStatements.hang(
                        FileID(1), on: FilePlace(subject, company: UnitID(1), project: nil, vendor: nil, label: .file(1, label: "l")),
                        place: 1, by: PersonID(1), tenant: tenant, now: now)),
            ]
        }
}
