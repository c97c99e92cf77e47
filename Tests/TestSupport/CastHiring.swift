package import Domain
internal import Postgres
internal import Secrets
package import Store

extension Cast {
    /// Somebody new at Yunshan with one post and an open session, made by the administrator.
    package func hire(_ account: String, _ name: String, as role: BuiltInRole, at code: String) async throws -> CastPerson {
        let unit = yunshan.unit(code)
        let from = today.adding(days: -30)
        try await asAdmin { tx in
            let permit = try await tx.access(unit.id, for: ManagePeople.self)
            let person = try await tx.add(NewPerson(unit: unit.id, account: account, name: name), passwordHash: "x", permit)
            _ = try await tx.add(NewPost(person: person, role: role.key, unit: unit.id, title: name, from: from, to: nil), permit)
        }
        let token = Secrets.randomBytes(32)
        let id: Int64 = try await database.administer { connection in
            let id: Int64 = try await connection.query(
                "SELECT id FROM person WHERE tenant_id = \(yunshan.id.rawValue) AND account = \(account)")[0].get(0)
            try await connection.query("UPDATE credential SET must_change = false WHERE person_id = \(id)")
            try await connection.query(
                """
                INSERT INTO session (tenant_id, person_id, token_hash, device, created_at, seen_at, expires_at)
                VALUES (\(yunshan.id.rawValue), \(id), \(Secrets.digest(token)), 'cast', '2026-01-01 00:00+00', '2099-01-01 00:00+00',
                    '2099-01-01 00:00+00')
                """)
            return id
        }
        return CastPerson(id: PersonID(id), account: account, role: role, unit: code, token: token)
    }

    package func entry(_ person: CastPerson) -> Entry {
        Entry(tenant: yunshan.id, tokenHash: Secrets.digest(person.token), viewpoint: yunshan.unit(person.unit))
    }
}
