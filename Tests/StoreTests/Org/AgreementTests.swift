import Domain
import Postgres
import Store
import TestSupport
import Testing

@Suite("Interface agreements") struct AgreementTests {
    private func fields(_ cast: Cast, _ more: [String: String] = [:]) -> [String: String] {
        [
            "subject": "complaints", "title": "投诉处理接口约定", "from": cast.today.isoText, "checkMonths": "3", "workflow": "受理 5 分钟内转交",
            "kind1": "unit", "unit1": cast.yunshan.unit("bj").id.description, "duties1": "每月核查\n重大投诉到场",
            "kind2": "unit", "unit2": cast.yunshan.unit("jy").id.description, "duties2": "首问必办",
        ].merging(more) { $1 }
    }

    private func issue(_ cast: Cast, _ more: [String: String] = [:], at code: String = "hq") async throws -> AgreementID {
        let typed = fields(cast, more)
        try await cast.change(as: "admin", at: code) { tx in
            let permit = try await tx.access(cast.yunshan.unit(code).id, for: ManageOrg.self)
            try await tx.issue(try NewAgreement.read(typed).get(), permit)
        }
        return AgreementID(Int64(try await cast.number("SELECT max(id) FROM agreement")))
    }

    private func reads(_ cast: Cast, _ id: AgreementID, as account: String) async throws -> AgreementFile? {
        do {
            return try await cast.store.read(cast.yunshan.entry(account), .member) { try await $0.agreement(id) }
        } catch StoreError.notFound {
            return nil
        }
    }

    @Test("ORG-R6: an agreement with the property company is read by both sides and those below who carry it out, by nobody else")
    func readers() async throws {
        let cast = try await Cast.assemble()
        let id = try await issue(cast)
        for account in ["hq", "bj", "bj-spring", "bj-river", "jy", "jy-spring"] {
            let file = try await reads(cast, id, as: account)
            #expect(file?.parties.map(\.name) == ["滨江公司", "佳园物业"], "\(account)")
            #expect(file?.duties(of: 1) == ["每月核查", "重大投诉到场"] && file?.duties(of: 2) == ["首问必办"], "\(account)")
        }
        for account in ["nh", "nh-lake", "wx", "wx-lake"] { #expect(try await reads(cast, id, as: account) == nil, "\(account)") }
        // A project that is new below a side carries it out too.
        try await cast.asAdmin { tx in
            let bj = try await tx.access(cast.yunshan.unit("bj").id, for: ManageOrg.self)
            _ = try await tx.add(
                NewProject(company: bj.thing.id, code: "bj-hill", name: "山语", nameEnglish: "", handedOverOn: nil), bj)
        }
        let readers = try await cast.number(
            "SELECT count(*) FROM agreement_duty d JOIN org_unit u ON u.code = 'bj-hill' AND u.id = ANY (d.reader_ids) WHERE d.agreement_id = \(id.rawValue)"
        )
        #expect(readers == 3)
        try await cast.end()
    }

    @Test("ORG-R5: a new version ends the one before; what was issued is not changed, and both can be read")
    func versions() async throws {
        let cast = try await Cast.assemble()
        let first = try await issue(
            cast, ["subject": "dutySplit", "unit2": cast.yunshan.unit("bj-spring").id.description, "title": "公司与项目职责分工"], at: "bj")
        let tomorrow = cast.today.adding(days: 30)
        func supersede(from day: Day, old: AgreementID) async throws -> FieldErrors? {
            let typed = fields(cast, ["subject": "dutySplit", "unit2": cast.yunshan.unit("bj-spring").id.description, "from": day.isoText])
            return try await cast.refusal { tx in
                try await tx.supersede(try await tx.access(old, for: KeepAgreement.self), by: try NewAgreement.read(typed).get())
            }
        }
        #expect(try await supersede(from: cast.today, old: first)?["from"] == .tooEarly(cast.today.adding(days: 1)))
        #expect(try await supersede(from: tomorrow, old: first) == nil)
        let file = try #require(try await reads(cast, first, as: "bj-spring"))
        #expect(file.versions.map(\.version) == [2, 1])
        #expect(file.agreement.to == tomorrow.adding(days: -1) && !file.agreement.isLatest)
        #expect(file.agreement.state(today: cast.today) == .valid && file.versions[0].state(today: cast.today) == .coming)
        #expect(file.agreement.state(today: tomorrow) == .superseded)
        await #expect(throws: StoreError.self, "the old version has a follower already") {
            _ = try await supersede(from: tomorrow.adding(days: 1), old: first)
        }
        do {
            try await cast.asAdmin { tx in _ = try await tx.change(["UPDATE agreement SET title = 'x'"]) }
            Issue.record("an issued agreement was changed")
        } catch StoreError.refused {}
        try await cast.end()
    }

    @Test("ORG-R7: engineering, supervision and contractors stand in an agreement by name; every field says what is wrong with it")
    func outsideParties() async throws {
        let cast = try await Cast.assemble()
        let id = try await issue(
            cast,
            [
                "subject": "repairs", "checkMonths": "", "kind2": "contractor", "unit2": "", "name2": "华建三公司", "kind3": "supervision",
                "name3": "正平监理",
                "duties3": "复验",
            ])
        let file = try #require(try await reads(cast, id, as: "bj"))
        #expect(file.parties.map(\.kind) == [.unit, .contractor, .supervision] && file.parties.map(\.name) == ["滨江公司", "华建三公司", "正平监理"])
        #expect(file.agreement.nextCheck == nil)
        func problems(_ more: [String: String]) -> [String: String] {
            guard case .failure(let errors) = NewAgreement.read(fields(cast, more)) else { return [:] }
            return Dictionary(errors.list.map { ($0.field, $0.problem.code) }, uniquingKeysWith: { first, _ in first })
        }
        #expect(problems(["subject": "peace", "title": ""]) == ["subject": "notAChoice", "title": "required"])
        #expect(problems(["kind2": "contractor", "name2": ""]) == ["name2": "required"])
        #expect(problems(["duties1": " \n "]) == ["duties1": "required"])
        #expect(problems(["unit2": cast.yunshan.unit("bj").id.description]) == ["unit2": "taken"])
        #expect(problems(["duties1": String(repeating: "长", count: 301)]) == ["duties1": "tooLong"])
        #expect(problems(["until": "2020-01-01"]) == ["until": "notADate"])
        #expect(problems(["checkMonths": "25"]) == ["checkMonths": "tooLarge"])
        #expect(problems(["kind3": "supervision", "name3": "正平监理"]) == ["duties3": "required"])
        let refused = try await cast.refusal { tx in
            let permit = try await tx.access(cast.yunshan.unit("hq").id, for: ManageOrg.self)
            try await tx.issue(
                try NewAgreement.read(fields(cast, ["unit2": cast.haitang.unit("jy").id.description])).get(), permit)
        }
        #expect(refused?["unit2"] == .notAChoice)
        try await cast.end()
    }

    @Test("ORG-R6: its handling is checked periodically: a check is a line, and moves the next one on")
    func checks() async throws {
        let cast = try await Cast.assemble()
        let id = try await issue(cast, ["from": "2026-06-01"])
        #expect(try await reads(cast, id, as: "jy")?.agreement.nextCheck == Day(2026, 9, 1))
        let check = try AgreementCheck.read(["on": "2026-11-20", "finding": "抽查 10 件，按约定处理"], today: cast.today).get()
        try await cast.asAdmin { tx in try await tx.record(check, of: try await tx.access(id, for: KeepAgreement.self)) }
        let file = try #require(try await reads(cast, id, as: "jy-spring"))
        #expect(file.checks.map(\.finding) == ["抽查 10 件，按约定处理"] && file.agreement.nextCheck == Day(2027, 2, 20))
        guard case .failure(let errors) = AgreementCheck.read(["on": "2027-01-01", "finding": ""], today: cast.today) else {
            Issue.record("a check of tomorrow")
            return
        }
        #expect(errors["on"] == .inTheFuture && errors["finding"] == .required)
        for account in ["bj", "jy"] {
            await #expect(throws: StoreError.self, "\(account) reads it, the keeper keeps it") {
                try await cast.change(as: account) { tx in _ = try await tx.access(id, for: KeepAgreement.self) }
            }
        }
        try await cast.end()
    }
}
