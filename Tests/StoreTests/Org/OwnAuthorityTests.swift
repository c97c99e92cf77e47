import Domain
import Postgres
import Secrets
import Store
import TestSupport
import Testing

/// Whoever administers a tenant cannot lock it.
@Suite("One's own authority") struct OwnAuthorityTests {
    @Test("nobody ends the own post, closes or resets the own account, or gives oneself a post; another administrator can")
    func ownPost() async throws {
        let cast = try await Cast.assemble()
        let yunshan = cast.yunshan
        let hq = yunshan.unit("hq").id
        let day = Day(daysSince1970: 20_779)
        let invitation = try await Invitation.make(.reset, hasher: PasswordHasher(cost: .cheap))
        func isRefused(_ body: @escaping @Sendable (WriteTransaction, Permit<ManagePeople, UnitRef>) async throws -> Void) async throws
            -> Bool
        {
            do {
                _ = try await cast.store.write(yunshan.entry("admin"), .permission(.peopleManage), form: cast.form()) { tx in
                    try await body(tx, try await tx.access(hq, for: ManagePeople.self))
                    return "/"
                }
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
        let mine = NewPost(person: me, role: "groupServiceCentre", unit: hq, title: "客服", from: day, to: nil)
        #expect(try await isRefused { tx, permit in try await tx.end(own, on: day, permit) })
        #expect(try await isRefused { tx, _ in _ = try await tx.access(me, for: ManagePeople.self) })
        #expect(try await isRefused { tx, permit in _ = try await tx.add(mine, permit) })
        #expect(
            try await !isRefused { tx, _ in try await tx.invite(try await tx.access(colleague, for: ManagePeople.self), invitation) })
        #expect(try await !isRefused { tx, permit in try await tx.end(other, on: day, permit) })
        #expect(
            try await !isRefused { tx, _ in try await tx.disable(try await tx.access(colleague, for: ManagePeople.self), handing: .nothing)
            })
        _ = try await cast.store.read(yunshan.entry("admin"), .permission(.peopleManage)) { try await $0.enter() }
        try await cast.end()
    }
}
