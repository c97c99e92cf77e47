import Domain
import Postgres
import Store
import TestSupport
import Testing

/// Whoever administers a tenant cannot lock it.
@Suite("One's own authority") struct OwnAuthorityTests {
    @Test("nobody ends the own post or closes the own account; another administrator can")
    func ownPost() async throws {
        let cast = try await Cast.assemble()
        let yunshan = cast.yunshan
        let hq = yunshan.unit("hq").id
        let day = Day(daysSince1970: 20_779)
        func change(_ body: @escaping @Sendable (WriteTransaction, Permit<ManagePeople, UnitRef>) async throws -> Void) async throws {
            _ = try await cast.store.write(yunshan.entry("admin"), .permission(.peopleManage), form: cast.form()) { tx in
                try await body(tx, try await tx.access(hq, for: ManagePeople.self))
                return "/"
            }
        }
        func isRefused(_ body: @escaping @Sendable (WriteTransaction, Permit<ManagePeople, UnitRef>) async throws -> Void) async throws
            -> Bool
        {
            do {
                try await change(body)
                return false
            } catch StoreError.refused(.peopleManage) {
                return true
            }
        }
        func post(of account: String) async throws -> PostID {
            let person = yunshan.person(account).id
            let posts = try await cast.store.read(yunshan.entry("admin"), .member) {
                try await $0.fetch(PostRow.of(person, tenant: yunshan.id))
            }
            return try #require(posts.first?.id)
        }
        let (own, other) = (try await post(of: "admin"), try await post(of: "hq-2"))
        let (me, colleague) = (yunshan.person("admin").id, yunshan.person("hq-2").id)
        #expect(try await isRefused { tx, permit in try await tx.end(own, on: day, permit) })
        #expect(try await isRefused { tx, permit in try await tx.disable(me, permit) })
        #expect(try await !isRefused { tx, permit in try await tx.end(other, on: day, permit) })
        #expect(try await !isRefused { tx, permit in try await tx.disable(colleague, permit) })
        _ = try await cast.store.read(yunshan.entry("admin"), .permission(.peopleManage)) { try await $0.enter() }
        try await cast.end()
    }
}
