internal import Domain
internal import Postgres

extension StatementCatalogue {
    static let vendors: [CataloguedStatement] = register + contracts

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

    private static let contracts: [CataloguedStatement] = [
        .query("next contract", ContractStatements.next), .query("one contract", ContractRow.one(ContractID(1), tenant: tenant)),
        .query("contracts of a vendor", ContractRow.of(samples[3])),
        .query("contracts of an engagement", ContractRow.of(EngagementID(1), tenant: tenant)),
        .change(
            "amend contract", ContractStatements.amend(ContractID(1), version: 1, terms, by: "", tenant: tenant, now: now)),
    ]
}
