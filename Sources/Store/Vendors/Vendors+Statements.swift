internal import Domain
internal import Postgres

extension StatementCatalogue {
    static let vendors: [CataloguedStatement] = register + contracts + selections + compensation

    private static let tenant = TenantID(1)
    private static let vendor = UnitID(1)
    private static let now = Instant(microseconds: 0)
    private static let today = Day(daysSince1970: 0)
    private static let terms = ContractTerms(
        kind: .commission, number: "1", title: "x", contents: "", level: .one, feeBasis: .lumpSum, fee: Fen(1), feeNote: "", split: "",
        assessor: "", filingNumber: "", filedWith: "", days: ContractDays(from: today))

    private static let register: [CataloguedStatement] =
        [
            .query("one vendor", VendorHead.one(vendor, tenant: tenant)), .query("all vendors", VendorHead.all(tenant: tenant)),
            .query("qualifications", QualificationRow.of(vendor, tenant: tenant)),
            .query("vendor contacts", VendorContactRow.of(vendor, tenant: tenant)),
            .change(
                "file vendor",
                VendorStatements.file(
                    NewVendorFile(
                        legalName: "x", creditCode: nil, representative: "", foundedOn: today, capital: Fen(1), address: "", about: ""),
                    of: vendor, version: 1, by: "", tenant: tenant, now: now)),
            .change(
                "add qualification",
                VendorStatements.add(
                    NewQualification(kind: .other, name: "x", number: "", issuer: "", issuedOn: today, expiresOn: nil), to: vendor, by: "",
                    tenant: tenant, now: now)),
            .change(
                "end qualification",
                VendorStatements.end(QualificationID(1), of: vendor, reason: "x", by: "", tenant: tenant, now: now)),
            .change(
                "add vendor contact",
                VendorStatements.add(
                    NewVendorContact(name: "x", post: "x", phone: "1", email: "", note: ""), to: vendor, by: "", tenant: tenant, now: now)),
            .change("end vendor contact", VendorStatements.end(VendorContactID(1), of: vendor, by: "", tenant: tenant, now: now)),
        ]
        + samples.flatMap { sample in
            [
                CataloguedStatement.query("vendors at \(sample.kind)", VendorListRow.page(at: sample, after: vendor, today: today)),
                .query("vendors' ends at \(sample.kind)", VendorDueRow.of(sample, today: today)),
            ]
        }

    private static let contracts: [CataloguedStatement] =
        samples.prefix(3).map {
            .query("running contracts at \($0.kind)", ContractRow.running(at: $0, today: today))
        } + [
            .query("next contract", ContractStatements.next), .query("one contract", ContractRow.one(ContractID(1), tenant: tenant)),
            .query("contracts of a vendor", ContractRow.of(samples[3])),
            .query("contracts of an engagement", ContractRow.of(EngagementID(1), tenant: tenant)),
            .change(
                "amend contract", ContractStatements.amend(ContractID(1), version: 1, terms, by: "", tenant: tenant, now: now)),
        ]

    private static let selection = SelectionID(1)

    private static let selections: [CataloguedStatement] =
        [
            .query("one selection", SelectionRow.one(selection, tenant: tenant)),
            .query("lock selection", SelectionRow.lock(selection, tenant: tenant)),
            .query("candidates", CandidateRow.of(selection, tenant: tenant, today: today)),
            .query("criteria", CriterionRow.of(selection, tenant: tenant)),
            .query("committee", MemberRow.of(selection, round: 1, tenant: tenant)),
            .query("opened marks", MarkRow.of(selection, round: 1, tenant: tenant)),
            .query("opened remarks", RemarkRow.of(selection, round: 1, tenant: tenant)),
            .query("contract reviews", ReviewRow.of(selection, round: 1, tenant: tenant)),
            .query("selection's moves", SelectionStepRow.of(selection, tenant: tenant)),
            .query("assessors", AssessorChoice.of(vendor, tenant: tenant, today: today)),
            .query("sealed ballots", SealedBallotRow.of(selection, tenant: tenant)),
            .query("next selection", SelectionStatements.next), .query("next ballot", SelectionStatements.nextBallot),
            .query("own ballot", SelectionStatements.ballot(of: MemberID(1), round: 1, tenant: tenant)),
            .change("count selection", SelectionStatements.count(selection, 1, tenant: tenant)),
            .change("investigate", SelectionStatements.investigate(CandidateID(1), "x", by: "", tenant: tenant, now: now)),
            .change("drop candidate", SelectionStatements.drop(CandidateID(1), "x", by: "", tenant: tenant, now: now)),
            .change("remove criterion", SelectionStatements.remove(CriterionID(1), tenant: tenant)),
            .change("hand in again", SelectionStatements.handInAgain(BallotID(1), [1], tenant: tenant, now: now)),
        ]
        + SelectionStatements.unseat(MemberID(1), tenant: tenant).map { .change("unseat", $0) }
        + samples.map { .query("selections at \($0.kind)", SelectionRow.page(at: $0, before: selection)) }

    private static let repair = ForcedRepairID(1)

    private static let compensation: [CataloguedStatement] =
        [
            .query("one forced repair", ForcedRepairRow.one(repair, tenant: tenant)),
            .query("lock forced repair", ForcedRepairRow.lock(repair, tenant: tenant)),
            .query("forced repair's moves", ForcedRepairStepRow.of(repair, tenant: tenant)),
            .query("next forced repair", CompensationStatements.next),
            .query("ticket of a number", CompensationStatements.ticket("x", at: vendor, tenant: tenant)),
            .query("clauses of a contract", ClauseRow.of(ContractID(1), tenant: tenant)),
            .change("end clause", CompensationStatements.end(ClauseID(1), at: vendor, on: today, by: "", tenant: tenant)),
            .change("end standard", CompensationStatements.end(LossStandardID(1), at: vendor, on: today, by: "", tenant: tenant)),
            .change(
                "set clause",
                CompensationStatements.set(
                    NewPenaltyClause(
                        trigger: .other, title: "x", text: "x", measure: .amount(Fen(1)), basis: "", vendor: nil, contract: nil, from: today
                    ),
                    at: samples[1], by: "", now: now)),
            .change(
                "set standard",
                CompensationStatements.set(
                    NewLossStandard(kind: .other, title: "x", principle: "x", amountText: "", highest: nil, from: today), at: samples[1],
                    by: "",
                    now: now)),
            .change(
                "step of a forced repair",
                CompensationStatements.step(
                    repair, 1, to: .ordered, ForcedRepairCommand(.order, note: "x", substitute: "x", amount: Fen(1)), by: "",
                    tenant: tenant,
                    now: now)),
        ]
        + LossSide.allCases.map {
            .change("accept by \($0)", CompensationStatements.accept(repair, 1, $0, by: "", tenant: tenant, now: now))
        }
        + samples.flatMap { sample in
            [
                CataloguedStatement.query("forced repairs at \(sample.kind)", ForcedRepairRow.page(at: sample, before: repair)),
                .query("clauses at \(sample.kind)", ClauseRow.at(sample)),
                .query("loss standards at \(sample.kind)", LossStandardRow.at(sample)),
            ]
        }
}
