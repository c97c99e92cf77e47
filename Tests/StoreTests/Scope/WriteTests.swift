import Domain
import Postgres
import Store
import Synchronization
import TestSupport
import Testing

@Suite("A form counts once") struct WriteTests {
    private func company(_ code: String) -> NewCompany {
        NewCompany(code: code, name: code, nameEnglish: "", prefix: code.uppercased())
    }

    private func add(_ code: String, _ cast: Cast, _ form: FormKey, as account: String = "admin") async throws -> WriteAnswer {
        let entry = cast.yunshan.entry(account)
        return try await cast.store.write(entry, .permission(.orgManage), form: form) { tx in
            let hq = try await tx.access(cast.yunshan.unit("hq").id, for: ManageOrg.self)
            return "/units/\(try await tx.add(company(code), hq))"
        }
    }

    private func units(_ cast: Cast) async throws -> [UnitRow] {
        try await cast.store.read(cast.yunshan.entry("admin"), .member) { try await $0.fetch(UnitRow.all(tenant: cast.yunshan.id)) }
    }

    @Test("five times the same form at once: one effect, one answer")
    func fiveAtOnce() async throws {
        let cast = try await Cast.assemble(connections: 5)
        let before = try await units(cast).count
        let form = cast.form("xh")
        let ran = Tally()
        let answers = try await withThrowingTaskGroup(of: WriteAnswer.self) { group in
            for _ in 0..<5 {
                group.addTask {
                    try await cast.store.write(cast.yunshan.entry("admin"), .permission(.orgManage), form: form) { tx in
                        let hq = try await tx.access(cast.yunshan.unit("hq").id, for: ManageOrg.self)
                        ran.add()
                        return "/units/\(try await tx.add(self.company("xh"), hq))"
                    }
                }
            }
            return try await group.reduce(into: []) { $0.append($1) }
        }
        #expect(ran.value == 1)
        #expect(Set(answers.map(\.path)).count == 1)
        #expect(answers.filter { if case .first = $0 { true } else { false } }.count == 1)
        #expect(try await units(cast).count == before + 1)
        try await cast.end()
    }

    @Test("the same key with other fields is refused; another person's same key is their own")
    func keyReused() async throws {
        let cast = try await Cast.assemble()
        let form = cast.form("one")
        _ = try await add("aa", cast, form)
        let other = try #require(FormKey(key: form.key, digest: [1, 2, 3]))
        await #expect(throws: StoreError.self) { try await add("ab", cast, other) }
        let entry = cast.yunshan.entry("hq")
        let answer = try await cast.store.write(entry, .member, form: form) { tx in
            try await tx.prefer(language: "en")
            return "/own"
        }
        #expect(answer == .first("/own"))
        try await cast.end()
    }

    @Test("a refused or failed form leaves nothing, not even its key")
    func nothingRemains() async throws {
        let cast = try await Cast.assemble()
        let form = cast.form("bj")
        do {
            _ = try await add("bj", cast, form)
            Issue.record("the code exists")
        } catch StoreError.constraint(let name) {
            #expect(name == "org_unit_code_key")
        }
        // The corrected form with the same key works: the key was rolled back with the rest.
        let answer = try await add("cc", cast, form)
        let added = try #require(try await units(cast).first { $0.unit.code == "cc" })
        #expect(answer == .first("/units/\(added.unit.id)"))
        do {
            _ = try await add("dd", cast, cast.form(), as: "bj")
            Issue.record("a company's centre founded a company")
        } catch StoreError.refused(let permission) {
            #expect(permission == .orgManage)
        }
        #expect(try await units(cast).contains { $0.unit.code == "dd" } == false)
        try await cast.end()
    }

    @Test("a killed connection before COMMIT leaves nothing and is told as unavailable")
    func killed() async throws {
        let cast = try await Cast.assemble(connections: 1)
        let pid = Query<Single<Int>>("SELECT pg_backend_pid()")
        do {
            _ = try await cast.store.write(cast.yunshan.entry("admin"), .member, form: cast.form()) { tx in
                let hq = try await tx.access(cast.yunshan.unit("hq").id, for: ManageOrg.self)
                _ = try await tx.add(company("ee"), hq)
                let backend = try await tx.fetchFirst(pid)?.value ?? 0
                try await cast.database.administer { _ = try await $0.query("SELECT pg_terminate_backend(\(Int32(backend)), 5000)") }
                return "/"
            }
            Issue.record("committed on a dead connection")
        } catch let error as StoreError {
            switch error {
            case .unavailable, .unknownOutcome: break
            default: Issue.record("\(error)")
            }
        }
        #expect(try await units(cast).contains { $0.unit.code == "ee" } == false)
        try await cast.end()
    }

    @Test("two forms in a deadlock: both succeed, one of them at a second try")
    func deadlock() async throws {
        let cast = try await Cast.assemble()
        let tries = Tally()
        let arrived = Tally()
        let first = cast.yunshan.unit("bj").id
        let second = cast.yunshan.unit("nh").id
        let lock = { @Sendable (unit: UnitID) -> Query<Single<UnitID>> in
            Query("SELECT id FROM org_unit WHERE tenant_id = \(cast.yunshan.id) AND id = \(unit) FOR UPDATE")
        }
        try await withThrowingTaskGroup(of: WriteAnswer.self) { group in
            for (one, two) in [(first, second), (second, first)] {
                group.addTask {
                    try await cast.store.write(cast.yunshan.entry("admin"), .member, form: cast.form()) { tx in
                        tries.add()
                        _ = try await tx.fetch(lock(one))
                        arrived.add()
                        while arrived.value < 2 { await Task.yield() }
                        _ = try await tx.fetch(lock(two))
                        return "/"
                    }
                }
            }
            for try await answer in group { #expect(answer == .first("/")) }
        }
        #expect(tries.value == 3)
        try await cast.end()
    }
}

/// Counts from several tasks.
private final class Tally: Sendable {
    private let count = Atomic<Int>(0)

    var value: Int { count.load(ordering: .relaxed) }

    func add() { count.add(1, ordering: .relaxed) }
}
