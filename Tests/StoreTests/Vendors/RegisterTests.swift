import Domain
import Postgres
import Store
import TestSupport
import Testing

@Suite("Vendor register and contracts") struct RegisterTests {
    private func keep(
        _ cast: Cast, _ vendor: String = "jy", as account: String = "bj",
        _ body: @escaping @Sendable (WriteTransaction, Permit<KeepVendor, VendorHead>) async throws -> Void
    ) async throws {
        let id = cast.yunshan.unit(vendor).id
        try await cast.change(as: account) { tx in
            try await tx.enter()
            try await body(tx, try await tx.access(id, for: KeepVendor.self))
        }
    }

    private func file(_ name: String, _ cast: Cast) throws -> NewVendorFile {
        try NewVendorFile.read(
            ["legalName": name, "creditCode": "91350100M000100Y43", "capital": "5000000", "foundedOn": "2001-05-06"], today: cast.today
        ).get()
    }

    private func sheet(_ cast: Cast, _ vendor: String, as account: String) async throws -> VendorSheet? {
        let id = cast.yunshan.unit(vendor).id
        do {
            return try await cast.store.read(cast.yunshan.entry(account), .member) { try await $0.vendor(id) }
        } catch StoreError.notFound {
            return nil
        }
    }

    private func qualify(_ cast: Cast, _ name: String, until days: Int?, vendor: String = "jy", as account: String = "bj") async throws {
        let fields = ["kind": "businessLicence", "name": name, "expiresOn": days.map { cast.today.adding(days: $0).isoText } ?? ""]
        let new = try NewQualification.read(fields, today: cast.today).get()
        try await keep(cast, vendor, as: account) { try await $0.add(new, $1) }
    }

    private func terms(_ cast: Cast, _ more: [String: String] = [:]) -> Result<ContractTerms, FieldErrors> {
        ContractTerms.read(
            [
                "kind": "commission", "number": "WT-01", "title": "前期物业服务委托合同", "from": "2024-01-01", "until": "2026-12-31", "level": "two",
                "feeBasis": "lumpSum", "fee": "2.85", "split": "水电公摊按户", "assessor": "诚信造价", "assessed": "2023-05-01",
                "filed": "2023-06-01",
                "filedWith": "滨江街道办事处", "filingNumber": "BJ-23-7", "signed": "2023-12-01", "early": "2023-03-01", "takenOver": "2023-12-20",
            ].merging(more) { $1 }, today: cast.today)
    }

    @discardableResult
    private func enter(_ cast: Cast, _ more: [String: String] = [:], as account: String = "bj") async throws -> ContractID {
        let engagement = try await cast.engagement(of: "jy-spring")
        let terms = try terms(cast, more).get()
        try await cast.change(as: account) { tx in
            try await tx.enter(terms, try await tx.access(engagement, for: KeepContract.self))
        }
        return ContractID(Int64(try await cast.number("SELECT max(id) FROM vendor_contract")))
    }

    @Test("ACCESS-P5: the developer's line and the vendor itself read a vendor's file, no other vendor does, nor another group")
    func readers() async throws {
        let cast = try await Cast.assemble()
        let filed = try file("佳园物业服务有限公司", cast)
        try await keep(cast) { try await $0.file(filed, $1, over: 0) }
        try await qualify(cast, "营业执照", until: nil)
        // Nanhu's people do not see the vendor in the tree, but may choose it one day.
        for account in ["hq", "bj", "bj-spring", "nh", "jy"] {
            let sheet = try #require(try await sheet(cast, "jy", as: account), "\(account)")
            #expect(sheet.head.file?.legalName == "佳园物业服务有限公司" && sheet.qualifications.count == 1, "\(account)")
        }
        #expect(try await sheet(cast, "jy", as: "nh")?.head.unit.name == "佳园物业服务有限公司")
        #expect(try await sheet(cast, "jy", as: "nh")?.engagements.isEmpty == true, "whom it serves elsewhere is not theirs to know")
        #expect(try await sheet(cast, "jy", as: "wx") == nil)
        let own = try await cast.store.read(cast.yunshan.entry("jy"), .member) { try await $0.vendors() }
        #expect(own.map(\.vendor) == [cast.yunshan.unit("jy").id] && own.first?.projects == 1)
        let all = try await cast.store.read(cast.yunshan.entry("hq"), .member) { try await $0.vendors() }
        #expect(all.count == 2 && all.first?.legalName == "佳园物业服务有限公司")
        let foreign = try await cast.store.read(cast.haitang.entry("hq"), .member) { try await $0.vendors() }
        #expect(!foreign.contains { $0.legalName == "佳园物业服务有限公司" })
        try await cast.end()
    }

    @Test("what is filed keeps its versions; who filed from an old one is told; a vendor does not keep its own file")
    func versions() async throws {
        let cast = try await Cast.assemble()
        let (old, new) = (try file("佳园物业", cast), try file("佳园物业服务有限公司", cast))
        try await keep(cast) { try await $0.file(old, $1, over: 0) }
        try await keep(cast, as: "hq") { try await $0.file(new, $1, over: 1) }
        await #expect(throws: StoreError.self) { try await keep(cast) { try await $0.file(old, $1, over: 1) } }
        #expect(try await sheet(cast, "jy", as: "bj")?.head.file?.version == 2)
        #expect(try await cast.number("SELECT count(*) FROM vendor_file WHERE legal_name = '佳园物业'") == 1, "the first version stands")
        await #expect(throws: StoreError.self, "a vendor's own people") {
            try await keep(cast, as: "jy") { try await $0.file(old, $1, over: 2) }
        }
        await #expect(throws: StoreError.self, "a project's officer") {
            try await keep(cast, as: "bj-spring") { try await $0.file(old, $1, over: 2) }
        }
        #expect(
            NewVendorFile.read(["legalName": "x", "creditCode": "91350100M000100Y44"], today: cast.today).problem("creditCode") == .notACode
        )
        #expect(NewVendorFile.read(["legalName": ""], today: cast.today).problem("legalName") == .required)
        #expect(
            NewVendorContact.read(["name": "甲", "post": "经理"]).problem("phone") == .required, "nobody can reach a contact without a number")
        try await cast.end()
    }

    @Test("a qualification that was renewed is ended and stays readable; another vendor's is not found")
    func qualifications() async throws {
        let cast = try await Cast.assemble()
        try await qualify(cast, "ISO 9001", until: 20)
        try await qualify(cast, "ISO 9001 (万欣)", until: 20, vendor: "wx", as: "hq")
        let ids = try await cast.store.read(cast.yunshan.entry("hq"), .member) { tx in
            (
                try await tx.vendor(cast.yunshan.unit("jy").id).qualifications[0].id,
                try await tx.vendor(cast.yunshan.unit("wx").id).qualifications[0].id
            )
        }
        await #expect(throws: StoreError.self, "forged id") { try await keep(cast) { try await $0.end(ids.1, reason: "x", $1) } }
        #expect(
            try await cast.refusal(as: "bj") { tx in
                try await tx.enter()
                try await tx.end(ids.0, reason: " ", try await tx.access(cast.yunshan.unit("jy").id, for: KeepVendor.self))
            }?["reason"] == .required)
        try await keep(cast) { try await $0.end(ids.0, reason: "换证", $1) }
        let rows = try #require(try await sheet(cast, "jy", as: "jy")).qualifications
        #expect(rows.map(\.endReason) == ["换证"])
        await #expect(throws: StoreError.self, "ended twice") { try await keep(cast) { try await $0.end(ids.0, reason: "换证", $1) } }
        try await cast.end()
    }

    @Test("VENDOR-R10, R12, VENDOR-F3: a contract says service, fee, split and filing; both parties read it, others do not")
    func contract() async throws {
        let cast = try await Cast.assemble()
        let id = try await enter(cast)
        for account in ["hq", "bj", "bj-spring", "jy"] {
            let row = try await cast.store.read(cast.yunshan.entry(account), .member) { try await $0.contract(id) }
            #expect(row.terms.fee == Fen(285) && row.terms.days.filed == Day(2023, 6, 1) && row.terms.filedWith == "滨江街道办事处", "\(account)")
            #expect(row.terms.split == "水电公摊按户" && row.terms.level == .two && row.terms.days.takenOver == Day(2023, 12, 20))
        }
        for account in ["nh", "wx", "nh-lake"] {
            await #expect(throws: StoreError.self, "\(account)") {
                try await cast.store.read(cast.yunshan.entry(account), .member) { try await $0.contract(id) }
            }
        }
        #expect(try await cast.number("SELECT count(*) FROM audit_event WHERE action = 'vendor.contract'") == 1)
        try await cast.end()
    }

    @Test("contracts that overlap, end before they begin or lie outside the engagement are refused at their field; nothing is written")
    func refusedContracts() async throws {
        let cast = try await Cast.assemble()
        let first = try await enter(cast)
        func refused(_ more: [String: String]) async throws -> FieldErrors? {
            do {
                try await enter(cast, more)
                return nil
            } catch StoreError.invalid(let errors) {
                return errors
            } catch let errors as FieldErrors {
                return errors
            }
        }
        #expect(try await refused(["number": "WT-02", "from": "2026-12-31", "until": ""])?["from"] == .taken, "one day is shared")
        #expect(try await refused(["number": "WT-02", "until": "2023-12-31"])?["until"] == .tooEarly(Day(2024, 1, 1)!))
        #expect(try await refused(["filed": "2023-04-30"])?["filed"] == .tooEarly(Day(2023, 5, 1)!))
        #expect(try await refused(["filedWith": ""])?["filedWith"] == .required)
        #expect(try await refused(["kind": "x"])?["kind"] == .notAChoice)
        #expect(try await cast.number("SELECT count(*) FROM vendor_contract") == 1)
        // Another kind may hold at the same time, and the renewed one follows on the next day.
        try await enter(cast, ["kind": "preStage", "number": "QQ-01", "annexed": "2023-07-01"])
        try await enter(cast, ["number": "WT-02", "from": "2027-01-01", "until": ""])
        await #expect(throws: StoreError.self, "another company's officer") { try await enter(cast, ["number": "X"], as: "nh") }
        // Amending keeps kind and beginning, notices who was faster, and does not grow into the next one.
        let engagement = try await cast.engagement(of: "jy-spring")
        func amend(_ more: [String: String], lock: Int) async throws {
            let read = terms(cast, more)
            try await cast.change(as: "bj") { tx in
                let row = try await tx.contract(first)
                try await tx.amend(row, try read.get(), try await tx.access(engagement, for: KeepContract.self), lock: lock)
            }
        }
        try await amend(["title": "委托合同（补充）"], lock: 1)
        await #expect(throws: StoreError.self) { try await amend(["title": "再改"], lock: 1) }
        await #expect(throws: StoreError.self) { try await amend(["until": "2027-06-30"], lock: 2) }
        let row = try await cast.store.read(cast.yunshan.entry("bj"), .member) { try await $0.contract(first) }
        #expect(row.terms.title == "委托合同（补充）" && row.version == 2)
        try await cast.end()
    }

    @Test("engagement dates that overlap are refused (ORG-R15), and the register shows the change-over as two tenures")
    func tenures() async throws {
        let cast = try await Cast.assemble()
        let (engagement, day) = (try await cast.engagement(of: "jy-spring"), cast.today.adding(days: 3))
        let fields = [
            "vendor": cast.yunshan.unit("wx").id.description, "on": day.isoText, "until": "", "code": "wx-spring", "name": "万欣春晓",
        ]
        try await cast.asAdmin { tx in try await tx.changeOver(fields, try await tx.access(engagement, for: KeepEngagement.self)) }
        #expect(
            try await cast.refusal { tx in
                try await tx.end(try await tx.access(engagement, for: KeepEngagement.self), on: day)
            }?["to"] == .taken)
        let (old, new) = (try await sheet(cast, "jy", as: "bj"), try await sheet(cast, "wx", as: "bj"))
        #expect(old?.engagements.map(\.to) == [day.adding(days: -1)])
        #expect(new?.engagements.map(\.from) == [day])
        try await cast.end()
    }

    @Test("what ends is on the desk in time, at the unit it concerns; the group's notice of days is its own setting")
    func due() async throws {
        let cast = try await Cast.assemble()
        try await qualify(cast, "营业执照", until: 59)
        try await qualify(cast, "保安许可", until: 61)
        try await enter(cast, ["until": cast.today.adding(days: 10).isoText])
        func desk(_ account: String) async throws -> [VendorDueRow] {
            try await cast.store.read(cast.yunshan.entry(account), .member) { try await $0.desk() }.vendorDue
        }
        for account in ["hq", "bj", "bj-spring", "jy"] {
            #expect(try await desk(account).map(\.kind) == [.contract, .qualification], "\(account)")
        }
        for account in ["nh", "wx", "jy-spring"] { #expect(try await desk(account).isEmpty, "\(account)") }
        let bj = cast.yunshan.unit("bj").id
        try await cast.change(as: "admin") { tx in
            try await tx.decide("90", try await tx.access(.expiryNotice, at: bj, for: DecideSetting.self))
        }
        #expect(try await desk("bj").map(\.label) == ["前期物业服务委托合同", "营业执照", "保安许可"])
        #expect(try await desk("hq").count == 2, "the group decided nothing")
        // Renewed: the old one is spoken of no more.
        try await enter(cast, ["number": "WT-09", "from": cast.today.adding(days: 11).isoText, "until": ""])
        #expect(try await desk("bj").map(\.kind) == [.qualification, .qualification])
        try await cast.end()
    }

    @Test("section 2.15: an engagement that ends without a follower is told, and once the vendor has left a milestone survey is proposed")
    func leaving() async throws {
        let cast = try await Cast.assemble()
        let engagement = try await cast.engagement(of: "jy-spring")
        try await cast.asAdmin { tx in
            try await tx.end(try await tx.access(engagement, for: KeepEngagement.self), on: cast.today.adding(days: 5))
        }
        func desk(_ account: String) async throws -> [VendorDueKind] {
            try await cast.store.read(cast.yunshan.entry(account), .member) { try await $0.desk() }.vendorDue.map(\.kind)
        }
        #expect(try await desk("bj") == [.engagement])
        cast.clock.advance(.days(7))
        for account in ["bj", "hq"] { #expect(try await desk(account) == [.milestoneSurvey], "\(account)") }
        #expect(try await desk("jy").isEmpty, "who has left is not asked to survey itself")
        let survey = try await CastSurvey.issue(cast)
        _ = try await cast.database.administer { connection in
            try await connection.query(
                "UPDATE survey_wave SET kind = 'milestone', closes_on = '2027-01-31' WHERE tenant_id = \(cast.yunshan.id.rawValue) AND id = \(survey.wave.rawValue)"
            )
        }
        #expect(try await desk("bj").isEmpty, "it is planned")
        try await cast.end()
    }
}

extension Result where Failure == FieldErrors {
    fileprivate func problem(_ field: String) -> FieldProblem? {
        if case .failure(let errors) = self { errors[field] } else { nil }
    }
}
