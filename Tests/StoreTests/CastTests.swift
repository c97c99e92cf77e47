import Domain
import Store
import TestSupport
import Testing

@Suite("The cast") struct CastTests {
    @Test("everybody can look from the own unit and holds the own role there")
    func everybodyEnters() async throws {
        let cast = try await Cast.assemble()
        for tenant in [cast.yunshan, cast.haitang] {
            for person in tenant.people.values {
                let actor = try await cast.store.read(tenant.entry(person.account), .member) { try await $0.enter() }
                #expect(actor.person == person.id)
                #expect(actor.posts.map(\.roleKey) == [person.role.key])
                #expect(actor.posts.first?.permissions == person.role.permissions)
                #expect(actor.posts.first?.compensation == person.role.compensation)
            }
        }
        try await cast.end()
    }
}
