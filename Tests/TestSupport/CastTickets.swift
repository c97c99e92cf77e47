package import Domain
internal import Postgres
package import Store

/// A complaint of the cast, moved on by whom and from where a test says, through the store's own doors.
package struct CastTicket: Sendable {
    package let cast: Cast
    package let tenant: CastTenant
    package let id: TicketID
    package let number: String

    package init(cast: Cast, tenant: CastTenant, id: TicketID, number: String) {
        self.cast = cast
        self.tenant = tenant
        self.id = id
        self.number = number
    }

    /// One step by a person, seen from the unit of the person's post.
    @discardableResult
    package func take(_ action: ComplaintAction, by account: String, at code: String? = nil, _ fields: [String: String] = [:]) async throws
        -> Outcome
    {
        let version = try await version
        let answer = try await cast.store.take(
            action, on: id, version: version, fields: fields, tenant.entry(account, at: code), form: cast.form(), path: "/ticket")
        guard let outcome = answer.outcome else { throw StoreError.keyReused }
        return outcome
    }

    /// As the person sees it.
    package func file(as account: String, at code: String? = nil) async throws -> TicketFile {
        try await cast.store.read(tenant.entry(account, at: code), .member) { try await $0.ticket(id) }
    }

    /// Whether the person finds it at all.
    package func isVisible(to account: String, at code: String? = nil) async throws -> Bool {
        do {
            _ = try await file(as: account, at: code)
            return true
        } catch StoreError.notFound, StoreError.refused {
            return false
        }
    }

    package func actions(of account: String) async throws -> [ComplaintAction] {
        let entry = tenant.entry(account)
        return try await cast.store.read(entry, .member) { tx in
            let file = try await tx.ticket(id)
            return file.ticket.allowed(try tx.actor).map(\.action)
        }
    }

    /// As it stands, seen by the owner of the database: whoever asks in the test need not be able to see it.
    package var version: Int {
        get async throws {
            try await cast.database.administer { connection in
                try await connection.query("SELECT version FROM ticket WHERE tenant_id = \(tenant.id.rawValue) AND id = \(id.rawValue)")[0]
                    .get(0)
            }
        }
    }
}

extension Cast {
    /// Fields of an intake form with something sensible in each that must be filled.
    package static func intake(_ changes: [String: String] = [:]) -> [String: String] {
        [
            "title": "车库渗水", "event": "地下车库渗水，反复维修三次仍未解决", "channel": "phone", "wish": "彻底修复",
        ].merging(changes) { $1 }
    }

    /// A complaint about a house by its owner, heard by a person at the unit of the person's post.
    package func record(
        by account: String = "jy-spring", at code: String? = nil, door: String = "bj-spring/1-101", _ changes: [String: String] = [:],
        in tenant: CastTenant? = nil
    ) async throws -> CastTicket {
        let tenant = tenant ?? yunshan
        return try await record(
            .house(tenant.house(door)), by: .known(tenant.customer(door)), heardBy: account, at: code, changes, in: tenant)
    }

    package func record(
        _ place: IntakePlace, by complainant: Complainant, heardBy account: String, at code: String? = nil,
        _ changes: [String: String] = [:],
        in tenant: CastTenant? = nil
    ) async throws -> CastTicket {
        let tenant = tenant ?? yunshan
        let recorded = try await store.record(
            place, by: complainant, fields: Self.intake(changes), tenant.entry(account, at: code), form: form(), path: { "/tickets/\($0)" })
        guard let complaint = recorded.complaint else { throw StoreError.keyReused }
        return CastTicket(cast: self, tenant: tenant, id: complaint.ticket, number: complaint.number)
    }
}
