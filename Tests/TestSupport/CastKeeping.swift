package import Domain
package import Postgres
package import Store

extension Cast {
    /// The administrator of Yunshan does something to the organisation.
    package func asAdmin(_ body: @Sendable (WriteTransaction) async throws -> Void) async throws {
        try await change(as: "admin", body)
    }

    package func change(
        as account: String, at code: String? = nil, _ body: @Sendable (WriteTransaction) async throws -> Void
    ) async throws {
        _ = try await store.write(yunshan.entry(account, at: code), .member, form: form()) { tx in
            try await body(tx)
            return "/"
        }
    }

    /// Today on the tenants' wall clock.
    package var today: Day { Day(clock.now(), offsetMinutes: 480) }

    /// One number as the owner of the database sees it.
    package func number(_ text: SQL) async throws -> Int {
        try await database.administer { try await $0.query(text)[0].get(0) }
    }

    /// The engagement of a site.
    package func engagement(of site: String) async throws -> EngagementID {
        EngagementID(
            Int64(
                try await number(
                    """
                    SELECT max(e.id) FROM engagement e JOIN org_unit s ON s.tenant_id = e.tenant_id AND s.id = e.unit_id
                    WHERE e.tenant_id = \(yunshan.id.rawValue) AND s.code = \(site)
                    """)))
    }

    /// Does what is queued and due; notices are let go by.
    package func work() async throws {
        while true {
            let claims = try await store.claim(worker: "cast")
            if claims.isEmpty { return }
            for claim in claims {
                try await store.job(claim, worker: "cast", within: .seconds(60)) { tx, job in
                    switch claim.kind {
                    case MoveProject.kind: try await MoveProject.run(tx, job)
                    case FollowProject.kind: try await FollowProject.run(tx, job)
                    case HandOverTickets.kind: try await HandOverTickets.run(tx, job)
                    case RenameHolder.kind: try await RenameHolder.run(tx, job)
                    default: break
                    }
                }
            }
        }
    }

    /// The field at which the change is refused, with its problem; nil when it went through.
    package func refusal(as account: String = "admin", _ body: @Sendable (WriteTransaction) async throws -> Void) async throws
        -> FieldErrors?
    {
        do {
            try await change(as: account, body)
            return nil
        } catch StoreError.invalid(let errors) {
            return errors
        }
    }
}
