package import Domain
internal import Postgres

/// Open matters carry the name of the unit that holds them, so that lists need no join; after a rename the worker brings it up to date.
package enum RenameHolder {
    package static let kind = "renameHolder"

    struct Payload: Codable {
        let unit: Int64
    }

    /// - Throws: `unreadable` for a payload this release does not know.
    package static func run(_ tx: WriteTransaction, _ job: Job) async throws {
        guard let payload = try? EventDetail.decode(Payload.self, from: job.payload) else { throw StoreError.unreadable("job.payload") }
        try await tx.change([update(UnitID(payload.unit), tenant: tx.tenant)])
    }

    static func update(_ unit: UnitID, tenant: TenantID) -> SQL {
        """
        UPDATE ticket t SET holder_unit_name = u.name FROM org_unit u
        WHERE t.tenant_id = \(tenant) AND t.holder_unit_id = \(unit) AND t.open AND u.tenant_id = t.tenant_id AND u.id = t.holder_unit_id
            AND t.holder_unit_name <> u.name
        """
    }
}
