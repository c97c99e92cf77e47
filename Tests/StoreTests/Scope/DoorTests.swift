import Domain
import Postgres
import Store
import TestSupport
import Testing

@Suite("The door of a transaction") struct DoorTests {
    private func unitCodes(_ cast: Cast, _ entry: Entry, _ requirement: Requirement = .member) async throws -> Set<String> {
        Set(try await cast.store.read(entry, requirement) { try await $0.fetch(UnitRow.all(tenant: entry.tenant)) }.map(\.unit.code))
    }

    @Test("ACCESS-R1: each person sees the units the posts reach, and names above and beside them, never another tenant's")
    func reach() async throws {
        let cast = try await Cast.assemble()
        let yunshan = cast.yunshan
        let everything: Set<String> = ["hq", "bj", "nh", "jy", "wx", "bj-spring", "bj-river", "nh-lake", "jy-spring", "wx-lake"]
        #expect(try await unitCodes(cast, yunshan.entry("hq")) == everything)
        #expect(try await unitCodes(cast, yunshan.entry("bj")) == ["hq", "bj", "bj-spring", "bj-river", "jy-spring", "jy"])
        #expect(try await unitCodes(cast, yunshan.entry("bj-river")) == ["hq", "bj", "bj-river"])
        #expect(try await unitCodes(cast, yunshan.entry("jy")) == ["hq", "jy", "jy-spring", "bj-spring", "bj"])
        // ORG-R15: the engagement ended, so the vendor's centre no longer knows the project.
        #expect(try await unitCodes(cast, yunshan.entry("wx")) == ["hq", "wx", "wx-lake"])
        let foreign = try await cast.store.read(yunshan.entry("hq"), .member) { try await $0.fetch(UnitRow.all(tenant: cast.haitang.id)) }
        #expect(foreign.isEmpty)
        try await cast.end()
    }

    @Test("a unit no post covers is not found; a covered one without the permission is refused; nothing is handed out either way")
    func requirement() async throws {
        let cast = try await Cast.assemble()
        let yunshan = cast.yunshan
        let hq = yunshan.entry("hq")
        func outcome(_ entry: Entry, _ requirement: Requirement) async -> String {
            do {
                _ = try await cast.store.read(entry, requirement) { tx in
                    // A body that swallows the refusal still gets nothing out.
                    _ = try? await tx.fetch(UnitRow.all(tenant: entry.tenant))
                    return "handed out"
                }
                return "in"
            } catch let error as StoreError {
                return "\(error)"
            } catch {
                return "other: \(error)"
            }
        }
        #expect(await outcome(yunshan.entry("bj", at: "nh-lake"), .member) == "notFound")
        #expect(await outcome(yunshan.entry("bj", at: "bj-river"), .permission(.ticketRecord)) == "in")
        #expect(await outcome(yunshan.entry("jy", at: "bj-spring"), .member) == "notFound")
        #expect(await outcome(yunshan.entry("admin"), .permission(.ticketSee)).hasPrefix("refused"))
        #expect(await outcome(yunshan.entry("audit"), .permission(.ticketRecord)).hasPrefix("refused"))
        #expect(await outcome(yunshan.entry("audit"), .anyOf([.ticketRecord, .ticketSee])) == "in")
        // The viewpoint of the other tenant, and the other tenant's number with this token.
        #expect(await outcome(Entry(tenant: hq.tenant, tokenHash: hq.tokenHash, viewpoint: cast.haitang.unit("hq")), .member) == "notFound")
        #expect(await outcome(Entry(tenant: cast.haitang.id, tokenHash: hq.tokenHash), .member) == "sessionGone")
        try await cast.end()
    }

    @Test("a body that asks nothing still enters before its result is handed out")
    func forcedEntry() async throws {
        let cast = try await Cast.assemble()
        let stranger = Entry(tenant: cast.yunshan.id, tokenHash: [UInt8](repeating: 7, count: 32))
        await #expect(throws: StoreError.self) { try await cast.store.read(stranger, .own) { _ in "secret" } }
        await #expect(throws: StoreError.self) {
            try await cast.store.write(stranger, .own, form: cast.form()) { _ in "/" }
        }
        try await cast.end()
    }

    @Test("a transaction kept beyond its body refuses to work")
    func escaped() async throws {
        let cast = try await Cast.assemble()
        let kept = try await cast.store.read(cast.yunshan.entry("hq"), .member) { tx in
            _ = try await tx.enter()
            return tx
        }
        await #expect(throws: StoreError.self) { try await kept.fetch(UnitRow.all(tenant: cast.yunshan.id)) }
        try await cast.end()
    }

    @Test("a page reads inside READ ONLY: no query of it can write")
    func readOnly() async throws {
        let cast = try await Cast.assemble()
        let language = Query<Single<PersonID>>("UPDATE person SET language = 'en' WHERE tenant_id = \(cast.yunshan.id) RETURNING id")
        do {
            _ = try await cast.store.read(cast.yunshan.entry("hq"), .member) { try await $0.fetch(language) }
            Issue.record("a read wrote")
        } catch StoreError.failed(let error) {
            #expect(error.sqlState == "25006")
        }
        try await cast.end()
    }

    @Test("64 people at once over four connections: every answer carries the own tenant's names")
    func noMixing() async throws {
        let cast = try await Cast.assemble()
        let pairs = [cast.yunshan, cast.haitang].flatMap { tenant in tenant.people.keys.map { (tenant, $0) } }
        try await withThrowingTaskGroup(of: Bool.self) { group in
            for start in 0..<64 {
                group.addTask {
                    var isOwn = true
                    for round in 0..<10 {
                        let (tenant, account) = pairs[(start + round * 7) % pairs.count]
                        let entry = tenant.entry(account)
                        let (units, own) = try await cast.store.read(entry, .member) { tx in
                            try await tx.fetch(UnitRow.all(tenant: entry.tenant), TenantRow.own(tenant: entry.tenant))
                        }
                        isOwn = isOwn && !units.isEmpty && own.map(\.id) == [tenant.id] && units.allSatisfy { $0.unit.tenant == tenant.id }
                    }
                    return isOwn
                }
            }
            for try await isOwn in group { #expect(isOwn) }
        }
        try await cast.end()
    }
}
