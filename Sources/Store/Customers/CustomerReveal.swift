package import Domain
internal import Postgres

extension Store {
    /// Shows one value of a customer's file and leaves a line in the log; the same form again shows it without a second line.
    /// - Parameters:
    ///   - field: `phone` or `identity`, or `contact` with the contact's key.
    /// - Throws: `notFound`; `refused(.phoneReveal)`, `refused(.identityReveal)`; `invalid` for the field `reason`; `quotaReached`.
    package func reveal(
        _ field: RevealedField, _ contact: ContactID? = nil, of customer: CustomerID, reason: String, _ entry: Entry, form: FormKey,
        path: String
    ) async throws -> Revealed {
        let permission: Permission = field == .identity ? .identityReveal : .phoneReveal
        guard field != .extract, (field == .contact) == (contact != nil) else { throw StoreError.notFound }
        let locked = Captured<Instant>()
        _ = try await write(entry, .permission(.customerSee), form: form) { tx in
            let file = try await tx.customerFile(customer)
            guard let viewpoint = tx.viewpoint, try tx.actor.covers(viewpoint, with: permission) else {
                throw StoreError.refused(permission)
            }
            guard !file.isFrozen else { throw StoreError.notFound }
            let line = RevealLine(
                company: file.company, project: file.project, customer: customer, actor: try tx.actor, field: field, basis: .reason,
                reason: try Self.reason(reason, for: .reason))
            if let until = try await tx.log(line) { locked.set(until) }
            return path
        }
        if let until = locked.value { throw StoreError.quotaReached(until: until) }
        return try await read(entry, .permission(.customerSee)) { tx in
            let since = tx.now - RevealRule.stays
            let row = try await tx.fetchFirst(RevealRow.logged(field, of: customer, tenant: tx.tenant, since: since))
            guard field == .contact, let contact else {
                return try self.opened(row, field == .identity ? .customerIdentity : .customerPhone, tx.tenant)
            }
            let contacts = try await tx.fetch(ContactRow.of(customer, tenant: tx.tenant))
            guard let row, let found = contacts.first(where: { $0.id == contact }) else { throw StoreError.notFound }
            let value = try tx.sealer.open(found.sealed, .contactValue, tenant: tx.tenant, row: contact.rawValue)
            return Revealed(customer: customer, customerName: row.name, value: value)
        }
    }
}
