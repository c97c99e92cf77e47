internal import Domain
internal import Postgres

extension Transaction {
    /// Reads under the scope of another person, as the database itself sets it, and comes back. What is written in the body is written
    /// there too: a matter handed to somebody who could not see it fails.
    /// - Throws: `refused` unless the own posts keep people or roles; `notFound` for an unknown person.
    func assuming<T>(_ person: PersonID, _ body: (Actor) async throws -> T) async throws -> T {
        let own = try await enter().person
        guard let entry = conversation.entry else { throw StoreError.closed }
        let rows = try await fetch(EnterRow.assume(person, entry, now: now))
        guard let first = rows.first else { throw StoreError.notFound }
        let actor = Actor(
            tenant: tenant, person: first.person, name: first.name, posts: rows.compactMap { $0.post(tenant: tenant) })
        let value = try await body(actor)
        _ = try await fetch(EnterRow.assume(own, entry, now: now))
        return value
    }
}
