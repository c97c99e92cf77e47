package import Domain
package import Postgres

/// A line of somebody's history: when, how, from where, with which device, and what became of it.
package struct SignInEventRow: RowDecodable {
    package let id: SignInEventID
    package let at: Instant
    package let method: SignInMethod
    package let outcome: SignInOutcome
    package let address: String
    package let device: String

    package static let pageSize = 50

    package init(row: inout RowCursor) throws {
        id = try row.next()
        at = try row.next()
        method = try row.next()
        outcome = try row.next()
        address = try row.next()
        device = try row.next()
    }

    /// Newest first, older than the given one. Row security shows everybody the own ones only.
    package static func own(tenant: TenantID, person: PersonID, before: SignInEventID? = nil) -> Query<SignInEventRow> {
        Query(
            """
            SELECT id, at, method, outcome, address, device FROM signin_event
            WHERE tenant_id = \(tenant) AND person_id = \(person) AND id < \(before ?? SignInEventID(Int64.max))
            ORDER BY id DESC LIMIT \(Int32(pageSize))
            """)
    }

    /// Somebody's, for whoever administers the person's home unit; nothing where the scope does not cover it.
    static func of(_ person: PersonID, before: SignInEventID?) -> Query<SignInEventRow> {
        Query(
            """
            SELECT id, at, method, outcome, address, device
            FROM app.person_signins(\(person), \(before ?? SignInEventID(Int64.max)), \(Int32(pageSize)))
            """)
    }
}
