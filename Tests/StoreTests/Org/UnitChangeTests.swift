import Domain
import Postgres
import Store
import TestSupport
import Testing

@Suite("Changing units") struct UnitChangeTests {
    @Test("ORG-R4: a company is held or followed by reference; a rename reaches the lists and leaves what was written down")
    func renameAndHolding() async throws {
        let cast = try await Cast.assemble()
        let ticket = try await cast.record()
        try await ticket.take(.accept, by: "jy-spring", ["severity": "minor"])
        let (bj, site) = (cast.yunshan.unit("bj").id, cast.yunshan.unit("jy-spring").id)
        try await cast.asAdmin { tx in
            let facts = UnitFacts(name: "滨江置业", nameEnglish: "Binjiang Estates", holding: .reference)
            try await tx.change(facts, of: try await tx.access(bj, for: ManageOrg.self))
            try await tx.change(
                UnitFacts(name: "佳园新春晓", nameEnglish: ""), of: try await tx.access(site, for: ManageOrg.self))
        }
        try await cast.work()
        let card = try await cast.store.read(cast.yunshan.entry("bj"), .member) { tx in
            try await tx.fetchFirst(UnitCard.one(tenant: tx.tenant, bj))
        }
        #expect(card?.unit.name == "滨江置业" && card?.row.nameEnglish == "Binjiang Estates" && card?.holding == .reference)
        let file = try await ticket.file(as: "jy-spring")
        #expect(file.record.holderUnitName == "佳园新春晓")
        #expect(file.events.first?.toUnitName == "佳园春晓服务中心")
        // A holding type is a company's; a service centre has none.
        guard case .failure(let errors) = UnitFacts.read(["name": "", "holding": "half"], of: .company) else {
            Issue.record("half a holding")
            return
        }
        #expect(errors["name"] == .required && errors["holding"] == .notAChoice)
        #expect(throws: Never.self) { try UnitFacts.read(["name": "x"], of: .project).get() }
        try await cast.end()
    }

    @Test("a unit in which something goes on is not closed, and says what; a closed one keeps its history and can be opened again")
    func closing() async throws {
        let cast = try await Cast.assemble()
        let ticket = try await cast.record(by: "bj-river", door: "bj-river/1-101")
        func obstacles(_ code: String) async throws -> [ClosingObstacle] {
            do {
                try await cast.asAdmin { tx in
                    try await tx.close(try await tx.access(cast.yunshan.unit(code).id, for: ManageOrg.self))
                }
                return []
            } catch let found as ClosingObstacles {
                return found.list
            }
        }
        #expect(try await obstacles("bj-river").map(\.kind) == [.openTickets, .posts])
        #expect(try await obstacles("bj-river").map(\.count) == [1, 2], "the administrator sees no ticket, and yet how many there are")
        #expect(try await obstacles("bj").map(\.kind).contains(.children))
        #expect(try await obstacles("bj-spring").map(\.kind).contains(.engagements))
        await #expect(throws: StoreError.self, "the group stays") { _ = try await obstacles("hq") }
        _ = try await cast.database.administer { connection in
            try await connection.execute(
                script: """
                    UPDATE ticket SET open = false, state = 'closed', closed_at = '2026-11-22 00:00+00', due_at = NULL, due_kind = NULL;
                    UPDATE post SET to_on = '2026-11-21' WHERE unit_id = \(cast.yunshan.unit("bj-river").id.rawValue);
                    """)
        }
        #expect(try await obstacles("bj-river").isEmpty)
        let river = cast.yunshan.unit("bj-river").id
        await #expect(throws: StoreError.self, "nothing is recorded there any more") {
            _ = try await cast.record(by: "bj", door: "bj-river/1-102")
        }
        #expect(try await ticket.isVisible(to: "bj"))
        try await cast.asAdmin { tx in try await tx.reopen(try await tx.access(river, for: ReopenUnit.self)) }
        _ = try await cast.record(by: "bj", door: "bj-river/1-102")
        await #expect(throws: StoreError.self, "an open unit is not opened") {
            try await cast.asAdmin { tx in _ = try await tx.access(river, for: ReopenUnit.self) }
        }
        await #expect(throws: StoreError.self) {
            try await cast.asAdmin { tx in _ = try await tx.access(cast.haitang.unit("bj-river").id, for: ReopenUnit.self) }
        }
        try await cast.end()
    }

    @Test("numbers of what hangs on a unit are for those whose posts cover it, and for nobody of another tenant")
    func load() async throws {
        let cast = try await Cast.assemble()
        _ = try await cast.record()
        func load(_ account: String, _ unit: UnitID) async throws -> UnitLoad? {
            try await cast.store.read(cast.yunshan.entry(account), .member) { tx in
                try await tx.fetchFirst(UnitLoad.of(unit, tenant: tx.tenant, today: try tx.today))
            }
        }
        let spring = cast.yunshan.unit("bj-spring").id
        for account in ["admin", "hq", "bj", "bj-spring"] {
            #expect(try await load(account, spring)?.openTickets == 1, "\(account)")
            #expect(try await load(account, spring)?.houses == 6)
        }
        #expect(try await load("nh", spring) == nil)
        #expect(try await load("jy", spring) == nil)
        #expect(try await load("jy", cast.yunshan.unit("jy-spring").id)?.openTickets == 1)
        #expect(try await load("admin", cast.haitang.unit("bj-spring").id) == nil)
        let matters = try await cast.store.read(cast.yunshan.entry("admin"), .member) {
            try await $0.fetch(OpenMatters.all(tenant: $0.tenant))
        }
        #expect(matters.map(\.count) == [1] && matters.allSatisfy { $0.belongs(to: cast.yunshan.unit("jy-spring")) })
        #expect(
            try await cast.store.read(cast.yunshan.entry("nh"), .member) { try await $0.fetch(OpenMatters.all(tenant: $0.tenant)) }.isEmpty)
        let foreign = cast.haitang.id
        #expect(
            try await cast.store.read(cast.yunshan.entry("admin"), .member) { try await $0.fetch(OpenMatters.all(tenant: foreign)) }.isEmpty
        )
        try await cast.end()
    }
}
