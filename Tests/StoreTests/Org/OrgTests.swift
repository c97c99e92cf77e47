import Domain
import Secrets
import Store
import TestSupport
import Testing

@Suite("Administration") struct OrgTests {
    private func asAdmin(_ cast: Cast, _ body: @Sendable (WriteTransaction) async throws -> Void) async throws {
        _ = try await cast.store.write(cast.yunshan.entry("admin"), .permission(.orgManage), form: cast.form()) { tx in
            try await body(tx)
            return "/"
        }
    }

    @Test("a new company with project, vendor, site, building, houses, person and post is usable at once")
    func everythingNew() async throws {
        let cast = try await Cast.assemble()
        let yunshan = cast.yunshan
        let hasher = PasswordHasher(cost: .cheap)
        let hash = try await hasher.hash(Cast.password)
        try await asAdmin(cast) { tx in
            let hq = try await tx.access(yunshan.unit("hq").id, for: ManageOrg.self)
            let company = try await tx.add(try NewCompany.read(["code": "xh", "name": "西湖公司", "prefix": "XH"]).get(), hq)
            let projectForm = ["company": "\(company)", "code": "xh-east", "name": "东岸", "handedOverOn": "2026-01-31"]
            let project = try await tx.add(try NewProject.read(projectForm).get(), try await tx.access(company, for: ManageOrg.self))
            let vendor = try await tx.add(try NewVendor.read(["code": "zx", "name": "卓信物业"]).get(), hq)
            let siteForm = ["vendor": "\(vendor)", "project": "\(project)", "code": "zx-east", "name": "卓信东岸", "from": "2026-02-01"]
            let permit = try await tx.access(project, for: ManageOrg.self)
            let site = try await tx.add(
                try NewSite.read(siteForm).get(), vendor: try await tx.access(vendor, for: ManageOrg.self), project: permit)
            let building = try await tx.add(try NewBuilding.read(["project": "\(project)", "code": "7", "name": "7栋"]).get(), permit)
            let houseForm = ["building": "\(building)", "entrance": "1单元", "firstFloor": "1", "lastFloor": "18", "roomsPerFloor": "4"]
            #expect(try await tx.add(try NewHouses.read(houseForm).get(), permit) == 72)
            #expect(try await tx.handOver(permit, on: Day(daysSince1970: 20_500), houses: true) == 72)
            let seat = try await tx.access(site, for: ManagePeople.self)
            let personForm = ["unit": "\(site)", "account": "zx-east", "name": "唐静"]
            let person = try await tx.add(try NewPerson.read(personForm).get(), passwordHash: hash, seat)
            let postForm = ["person": "\(person)", "role": "vendorSiteService", "unit": "\(site)", "title": "客服", "from": "2026-02-01"]
            _ = try await tx.add(try NewPost.read(postForm).get(), seat)
        }
        let signIn = SignIn(store: cast.store, hasher: hasher, secret: [1])
        let opened = try await signIn.enter("zx-east@yunshan", Cast.password)
        await #expect(throws: StoreError.self, "the first password must be changed") {
            try await cast.store.read(opened.entry, .member) { _ = try await $0.enter() }
        }
        let (buildings, colleagues) = try await cast.store.read(yunshan.entry("hq"), .member) { tx in
            let units = try await tx.fetch(UnitRow.all(tenant: yunshan.id))
            let project = try #require(units.first { $0.unit.code == "xh-east" })
            let site = try #require(units.first { $0.unit.code == "zx-east" })
            #expect(project.handedOverOn == Day(daysSince1970: 20_500))
            #expect(site.unit.company == project.unit.company)
            return try await tx.fetch(
                BuildingRow.all(tenant: yunshan.id, project: project.unit.id),
                Colleague.at(site.unit.id, tenant: yunshan.id, with: .ticketAccept, today: try tx.today))
        }
        #expect(buildings.map(\.houses) == [72])
        #expect(colleagues.map(\.name) == ["唐静"])
        let houses = try await cast.store.read(yunshan.entry("hq"), .member) {
            try await $0.fetch(HouseRow.page(tenant: yunshan.id, building: try #require(buildings.first).id))
        }
        #expect(houses.first?.label == "7栋1单元101")
        #expect(houses.last?.room == "1804")
        #expect(houses.allSatisfy { $0.handedOverOn == Day(daysSince1970: 20_500) })
        try await cast.end()
    }

    @Test("ORG-R15: two vendors cannot serve a project on the same day; they may follow each other")
    func engagementsDoNotOverlap() async throws {
        let cast = try await Cast.assemble()
        let yunshan = cast.yunshan
        func engage(_ code: String, _ project: String, _ from: Day) async throws {
            try await asAdmin(cast) { tx in
                let vendor = try await tx.access(yunshan.unit("jy").id, for: ManageOrg.self)
                let at = try await tx.access(yunshan.unit(project).id, for: ManageOrg.self)
                let site = NewSite(
                    vendor: vendor.thing.id, project: at.thing.id, code: code, name: code, nameEnglish: "", from: from, to: nil)
                _ = try await tx.add(site, vendor: vendor, project: at)
            }
        }
        // wx served nh-lake until day 20300.
        for day in [19_000, 19_500, 20_300] {
            do {
                try await engage("jy-lake", "nh-lake", Day(daysSince1970: day))
                Issue.record("two vendors on day \(day)")
            } catch StoreError.invalid(let errors) {
                #expect(errors["from"] == .taken)
            }
        }
        try await engage("jy-lake", "nh-lake", Day(daysSince1970: 20_301))
        try await cast.end()
    }

    @Test("a post only where its role may sit, for a person who exists")
    func postRules() async throws {
        let cast = try await Cast.assemble()
        let yunshan = cast.yunshan
        func post(_ person: PersonID, _ role: String, _ unit: String) async -> FieldErrors? {
            do {
                try await asAdmin(cast) { tx in
                    let permit = try await tx.access(yunshan.unit(unit).id, for: ManagePeople.self)
                    let new = NewPost(
                        person: person, role: role, unit: permit.thing.id, title: "岗", from: Day(daysSince1970: 20_000), to: nil)
                    _ = try await tx.add(new, permit)
                }
                return nil
            } catch StoreError.invalid(let errors) {
                return errors
            } catch {
                Issue.record("\(error)")
                return nil
            }
        }
        let person = yunshan.person("bj-2").id
        #expect(await post(person, "companyServiceCentre", "nh") == nil)
        #expect(await post(person, "companyServiceCentre", "bj-spring")?["role"] == .notAChoice)
        #expect(await post(person, "emperor", "bj")?["role"] == .notAChoice)
        #expect(await post(cast.haitang.person("bj-2").id, "companyServiceCentre", "nh")?["person"] == .notFound)
        let entry = yunshan.entry("bj-2", at: "nh-lake")
        #expect(try await cast.store.read(entry, .permission(.ticketRecord)) { try await $0.enter() }.posts.count == 2)
        try await cast.end()
    }

    @Test("another tenant's units, buildings and posts are not found, whoever asks")
    func foreignThings() async throws {
        let cast = try await Cast.assemble()
        let foreign = cast.haitang.unit("hq").id
        for account in ["admin", "hq", "bj"] {
            do {
                _ = try await cast.store.write(cast.yunshan.entry(account), .member, form: cast.form()) { tx in
                    _ = try await tx.access(foreign, for: ManageOrg.self)
                    return "/"
                }
                Issue.record("\(account) reached another tenant")
            } catch StoreError.notFound {}
        }
        do {
            _ = try await cast.store.write(cast.yunshan.entry("hq"), .member, form: cast.form()) { tx in
                _ = try await tx.access(cast.yunshan.unit("bj").id, for: ManageOrg.self)
                return "/"
            }
            Issue.record("the service centre changed the tree")
        } catch StoreError.refused(let permission) {
            #expect(permission == .orgManage)
        }
        try await cast.end()
    }

    @Test("every field of every form says what is wrong with it")
    func formErrors() {
        func problems<Command>(_ result: Result<Command, FieldErrors>) -> [String: String] {
            guard case .failure(let errors) = result else { return [:] }
            return Dictionary(errors.list.map { ($0.field, $0.problem.code) }, uniquingKeysWith: { first, _ in first })
        }
        #expect(problems(NewCompany.read([:])) == ["code": "required", "name": "required", "prefix": "required"])
        #expect(
            problems(NewCompany.read(["code": "X Y", "name": "\u{7}", "prefix": "xh"])) == [
                "code": "notACode", "name": "controlCharacters", "prefix": "notACode",
            ])
        #expect(
            problems(NewProject.read(["company": "0", "code": "ok", "name": "好", "handedOverOn": "2026-02-30"])) == [
                "company": "notAChoice", "handedOverOn": "notADate",
            ])
        #expect(
            problems(NewSite.read(["vendor": "1", "project": "2", "code": "ok", "name": "好", "from": "2026-02-02", "to": "2026-02-01"]))
                == ["to": "notADate"])
        #expect(
            problems(NewHouses.read(["building": "1", "firstFloor": "9", "lastFloor": "3", "roomsPerFloor": "99"])) == [
                "lastFloor": "tooSmall", "roomsPerFloor": "tooLarge",
            ])
        #expect(
            problems(NewPerson.read(["unit": "1", "account": "李敏", "name": ""])) == ["account": "notACode", "name": "required"])
        #expect(
            problems(NewPost.read(["person": "x", "unit": "1", "role": "r", "title": "t", "from": ""])) == [
                "person": "notAChoice", "from": "required",
            ])
        #expect(problems(NewBuilding.read(["project": "1", "code": "三", "name": "三号楼"])) == ["code": "notACode"])
    }
}
