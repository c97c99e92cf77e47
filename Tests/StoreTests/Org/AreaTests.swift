import Domain
import Postgres
import Store
import TestSupport
import Testing

@Suite("Areas of duty") struct AreaTests {
    private func buildings(_ cast: Cast, _ project: String) async throws -> [BuildingID] {
        try await cast.store.read(cast.yunshan.entry("hq"), .member) { tx in
            try await tx.fetch(BuildingRow.all(tenant: tx.tenant, project: cast.yunshan.unit(project).id))
        }.map(\.id)
    }

    private func add(
        _ cast: Cast, _ name: String, _ buildings: [BuildingID], kind: DutyAreaKind = .cluster, at project: String = "bj-spring"
    )
        async throws
    {
        try await cast.asAdmin { tx in
            let permit = try await tx.access(cast.yunshan.unit(project).id, for: ManageOrg.self)
            try await tx.add(NewArea(kind: kind, name: name, buildings: buildings), permit)
        }
    }

    private func newest(_ cast: Cast) async throws -> DutyAreaID {
        DutyAreaID(Int64(try await cast.number("SELECT max(id) FROM duty_area")))
    }

    private func appoint(_ cast: Cast, _ account: String, _ area: DutyAreaID, from: Int, to: Int? = nil) async throws -> FieldErrors? {
        let officer = NewOfficer(
            person: cast.yunshan.person(account).id, from: cast.today.adding(days: from), to: to.map { cast.today.adding(days: $0) })
        return try await cast.refusal { tx in try await tx.appoint(officer, try await tx.access(area, for: KeepArea.self)) }
    }

    @Test("ORG-R11: a house lies in a cluster, and the cluster's assistant of today is proposed for its matters")
    func proposed() async throws {
        let cast = try await Cast.assemble()
        let spring = try await buildings(cast, "bj-spring")
        try await add(cast, "东组团", [spring[0]])
        let area = try await newest(cast)
        #expect(try await appoint(cast, "jy-spring", area, from: -10, to: -1) == nil)
        #expect(try await appoint(cast, "jy-spring-2", area, from: 0) == nil)
        #expect(try await appoint(cast, "bj-spring", area, from: 5) == nil, "the developer's people too, later")
        let house = cast.yunshan.house("bj-spring/1-101")
        for account in ["jy-spring", "bj-spring", "bj", "hq"] {
            let officers = try await cast.store.read(cast.yunshan.entry(account), .member) { try await $0.officers(of: house) }
            #expect(officers.map(\.name) == ["朱红"] && officers.first?.area == "东组团", "\(account)")
        }
        #expect(try await cast.store.read(cast.yunshan.entry("nh"), .member) { try await $0.officers(of: house) }.isEmpty)
        #expect(try await cast.store.read(cast.yunshan.entry("bj"), .member) { try await $0.officers(of: nil) }.isEmpty)
        let ticket = try await cast.record()
        let about = try await cast.store.read(cast.yunshan.entry("jy-spring"), .member) { tx in
            try await tx.fetch(HouseOfficer.about(ticket.id, tenant: tx.tenant, today: try tx.today))
        }
        #expect(about.map(\.person) == [cast.yunshan.person("jy-spring-2").id])
        cast.clock.advance(.days(6))
        let later = try await cast.store.read(cast.yunshan.entry("bj"), .member) { try await $0.officers(of: house) }
        #expect(later.map(\.name) == ["朱红", "陈晨"])
        try await cast.end()
    }

    @Test("a building lies in one area of a kind, an officer works at the project, and answers once at a time")
    func rules() async throws {
        let cast = try await Cast.assemble()
        let (spring, river) = (try await buildings(cast, "bj-spring"), try await buildings(cast, "bj-river"))
        try await add(cast, "东组团", [spring[0]])
        let area = try await newest(cast)
        do {
            try await add(cast, "西组团", [spring[0]])
            Issue.record("one building in two clusters")
        } catch StoreError.constraint(let name) { #expect(name == "duty_area_building_pkey") }
        do {
            try await add(cast, "东组团", [spring[1]])
            Issue.record("two of one name")
        } catch StoreError.constraint(let name) { #expect(name == "duty_area_name_key") }
        try await add(cast, "北巡查", [spring[0]], kind: .patrol)
        #expect(
            try await cast.refusal { tx in
                let permit = try await tx.access(cast.yunshan.unit("bj-spring").id, for: ManageOrg.self)
                try await tx.add(NewArea(kind: .zone, name: "外", buildings: [river[0]]), permit)
            }?["buildings"] == .notAChoice)
        #expect(try await appoint(cast, "bj", area, from: 0)?["person"] == .notAChoice, "a company's person does not work there")
        #expect(try await appoint(cast, "jy-spring", area, from: 0, to: 10) == nil)
        #expect(try await appoint(cast, "jy-spring", area, from: 10)?["person"] == .taken)
        #expect(try await appoint(cast, "jy-spring", area, from: 11) == nil)
        for account in ["bj", "bj-spring", "jy"] {
            await #expect(throws: StoreError.self, "\(account) does not keep the tree") {
                try await cast.change(as: account) { tx in _ = try await tx.access(area, for: KeepArea.self) }
            }
        }
        try await cast.asAdmin { tx in try await tx.close(try await tx.access(area, for: KeepArea.self)) }
        try await add(cast, "东组团", [spring[0]])
        #expect(try await cast.number("SELECT count(*) FROM duty_officer WHERE to_on IS NULL") == 0, "officers end with their area")
        try await cast.end()
    }
}
